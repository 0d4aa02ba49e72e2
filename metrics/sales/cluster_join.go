package sales

import (
	"context"
	"fmt"
	"strings"
)

// settle takes the currency of the lines. Several are not converted here: the query of the
// lines can do that at the rates of the warehouse.
func (c *cluster) settle(ctx context.Context, l *Ledger, o FinishOptions) error {
	c.names.add("read_lines", "SELECT * FROM "+c.prefix+"read_lines WHERE refused IS NULL")
	type row struct{ Currency string }
	rows, err := Query[row](ctx, l, `SELECT DISTINCT currency FROM read_lines WHERE currency IS NOT NULL ORDER BY currency`)
	if err != nil {
		return err
	}
	l.Currency = o.Currency
	if len(rows) > 1 {
		var list []string
		for _, r := range rows {
			list = append(list, r.Currency)
		}
		return &CurrencyError{list, "; convert them, or take one of them, in the query of the lines"}
	}
	if len(rows) == 1 {
		l.Currency = rows[0].Currency
	}
	return nil
}

// join gives the lines their keys and what other sheets say of them.
func (c *cluster) join(ctx context.Context, l *Ledger) error {
	for _, r := range Relations() {
		if name := "read_" + string(r); !c.names.has(name) {
			c.names.add(name, noneOf(r))
		}
	}
	sheets := []string{asView(l.createFees()), asView(l.never.create()), arrayMost(createProducts), arrayMost(createCustomers), asView(createReturned), asView(createPeople)}
	// From here on the keys are what the lines are told apart by.
	c.names.add("read_lines", keyed(c.prefix+"read_lines"))
	if err := run(ctx, c, sheets); err != nil {
		return err
	}
	if err := c.create(ctx, "mended", l.mended()); err != nil {
		return err
	}
	c.names.add("mended", l.unguessed(c.prefix+"mended"))
	return c.drop(ctx, "read_lines")
}

// relate makes what metrics see of the lines.
func (c *cluster) relate(ctx context.Context, l *Ledger) error {
	statements := []string{l.createLines(), createMerged, createBaskets}
	for _, by := range totalled {
		statements = append(statements, createTotals(by))
	}
	return run(ctx, c, append(statements, asView(createProgrammes), "CREATE VIEW partners AS SELECT * FROM read_partners",
		asView(createTrainings), asView(createTargets), asView(createReferrals)))
}

func asView(statement string) string {
	return strings.Replace(statement, "CREATE TABLE", "CREATE VIEW", 1)
}

// arrayMost is [mostOften] by an array.
func arrayMost(statement string) string {
	return most().ReplaceAllString(statement, "element_at(array_agg($1 ORDER BY n DESC, $1) FILTER (WHERE $1 IS NOT NULL), 1)")
}

// keyed are the lines of a table with the keys that they are joined by, as [Ledger.keys] has
// them.
func keyed(table string) string {
	var list []string
	for _, c := range Lines.Columns() {
		name := string(c.Field)
		switch c.Field {
		case DayField:
			name = daysAfter + " AS day"
		case IsReturn:
			name = "coalesce(is_return, 0) = 1 OR coalesce(quantity, 0) < 0 OR revenue < 0 AS is_return"
		case Customer:
			name = "coalesce(customer, customer_name, '(unknown)') AS customer"
		case Product:
			name = "coalesce(product, product_name, '(unassigned)') AS product"
		case Deal:
			name = "coalesce(deal, coalesce(customer, customer_name, '(unknown)') || ' ' || CAST(" + daysAfter + " AS VARCHAR)) AS deal"
		case RowField:
			name = `"row"`
		}
		list = append(list, name)
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + table + " WHERE refused IS NULL"
}

// mended is the query of the lines with all that any sheet says of them, as [Ledger.fill] and
// [Ledger.mark] have it.
func (l *Ledger) mended() string {
	joins := []string{
		"LEFT JOIN products AS p ON p.product = r.product",
		"LEFT JOIN customers AS c ON c.customer = r.customer",
		"LEFT JOIN (SELECT region, seller FROM people WHERE sole) AS h ON h.region = r.region",
		"LEFT JOIN (SELECT partner, min(commission) AS commission FROM read_partners GROUP BY partner) AS a ON a.partner = r.partner",
		"LEFT JOIN (SELECT deal, product FROM read_lines GROUP BY deal, product HAVING count(*) > 1) AS d ON d.deal = r.deal AND d.product = r.product",
		"LEFT JOIN (SELECT deal FROM returns WHERE product IS NULL) AS w ON w.deal = r.deal",
		"LEFT JOIN (SELECT deal, product FROM returns WHERE product IS NOT NULL) AS o ON o.deal = r.deal AND o.product = r.product",
	}
	var list []string
	for _, column := range lineColumns {
		if l.said(column.field) {
			list = append(list, fmt.Sprintf(", %s AS %s", filled(column.field, column.otherwise), column.field))
		}
	}
	fee := "FALSE"
	if len(l.noProducts) > 0 {
		fee = "coalesce(p.is_fee, FALSE)"
	}
	whole := fmt.Sprintf(`SELECT r.source, r."row", r.deal, r.day, r.customer, r.product, r.revenue, r.is_return%s,
       r.cost IS NOT NULL AS cost_read, r.seller IS NOT NULL OR c.seller IS NULL AND h.seller IS NULL AS seller_read, %s AS is_fee,
       w.deal IS NOT NULL OR o.deal IS NOT NULL AS is_returned, d.deal IS NULL AS is_sole, FALSE AS is_deduction
FROM read_lines AS r
%s`, strings.Join(list, ""), fee, strings.Join(joins, "\n"))
	if l.deduct {
		return l.withDeductions(whole)
	}
	return whole
}

// flags are what is true of a line or not, as it stands in the mended lines.
var flags = []string{"is_return", "cost_read", "seller_read", "is_fee", "is_returned", "is_sole", "is_deduction"}

// unguessed are the mended lines of a table with flags that the planner of the warehouse has no
// statistics of. Where no line is a return it would take that none is no return either, and
// give every node a copy of the lines to join what it takes for none.
func (l *Ledger) unguessed(table string) string {
	list := []string{`source, "row", deal, day, customer, product, revenue`}
	for _, flag := range flags {
		list = append(list, fmt.Sprintf("coalesce(%[1]s, FALSE) AS %[1]s", flag))
	}
	for _, column := range lineColumns {
		if l.said(column.field) {
			list = append(list, string(column.field))
		}
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + table
}

// withDeductions adds to the lines those that take returned deals back, as [Ledger.deductions]
// has them.
func (l *Ledger) withDeductions(whole string) string {
	var list []string
	for _, column := range []Field{SourceField, RowField, Deal, DayField, Customer, Product} {
		list = append(list, `"`+string(column)+`"`)
	}
	list = append(list, "-revenue", "TRUE")
	for _, column := range lineColumns {
		switch {
		case !l.said(column.field):
		case column.otherwise == noAmount:
			list = append(list, "-"+string(column.field))
		default:
			list = append(list, string(column.field))
		}
	}
	list = append(list, "cost_read", "seller_read", "is_fee", "is_returned", "is_sole", "TRUE")
	return "WITH whole AS (\n" + whole + "\n)\nSELECT * FROM whole\nUNION ALL\nSELECT " + strings.Join(list, ", ") + " FROM whole WHERE is_returned AND NOT is_return"
}

// filled is the value of a column of the line r, or what sheets say in its place.
func filled(f Field, otherwise string) string {
	from := []string{"r." + string(f)}
	switch f {
	case Type, Area, MeasureOf:
		from = append(from, "p."+string(f))
	case Cost:
		from = append(from, rounded("p.cost", "r.quantity"))
	case Audience, Region:
		from = append(from, "c."+string(f))
	case Seller:
		from = append(from, "c.seller", "h.seller")
	case Commission:
		from = append(from, rounded("a.commission", "r.revenue"))
	case List:
		from = append(from, "r.revenue + r.discount")
	case Discount:
		from = append(from, "r.list - r.revenue")
	}
	if otherwise != noAmount {
		from = append(from, otherwise)
	}
	if len(from) == 1 {
		return from[0]
	}
	return "coalesce(" + strings.Join(from, ", ") + ")"
}

// rounded is the product of two amounts, halves away from zero: a division of decimals of
// this engine rounds so.
func rounded(a, b string) string {
	return fmt.Sprintf("CAST(CAST(%s AS DECIMAL(38, 0)) * CAST(%s AS DECIMAL(19, 0)) / DECIMAL '10000' AS BIGINT)", a, b)
}
