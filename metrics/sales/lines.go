package sales

import (
	"context"
	"fmt"
	"strings"
)

// keys gives every line the keys it is joined by. Here and below, the lines are mended
// where they were read: to write a few columns anew takes a small part of the time, and
// of the memory, that another table of all of them would. A deal without a number is a
// customer on a day; a product or a customer without a number goes by its name.
func (l *Ledger) keys() []string {
	statements := []string{
		rewrite(DayField, "DATE", "DATE '1970-01-01' + CAST(day AS INTEGER)"),
		rewrite(IsReturn, "BOOLEAN", "coalesce(is_return, 0) = 1 OR coalesce(quantity, 0) < 0 OR revenue < 0"),
	}
	for _, k := range []struct {
		field Field
		from  string
	}{
		{Customer, "coalesce(customer, customer_name, '(unknown)')"},
		{Product, "coalesce(product, product_name, '(unassigned)')"},
		{Deal, "coalesce(deal, customer || ' ' || CAST(day AS VARCHAR))"},
	} {
		if l.lacking[k.field] {
			statements = append(statements, rewrite(k.field, "VARCHAR", k.from))
		}
	}
	return statements
}

// rewrite gives a column of the lines another content.
func rewrite(f Field, kind, from string) string {
	return fmt.Sprintf("ALTER TABLE read_lines ALTER %s TYPE %s USING %s", f, kind, from)
}

// lineColumns are the columns of lines that any line may lack, and what then stands there.
var lineColumns = []struct {
	field     Field
	otherwise string
}{
	{Audience, "'(unassigned)'"}, {Type, "'(unassigned)'"}, {Area, "'(unassigned)'"},
	{Seller, "'(unassigned)'"}, {Region, "'(unassigned)'"}, {Channel, "'(unassigned)'"}, {Partner, "''"}, {PartnerRole, "''"}, {Programme, "''"}, {Payment, "''"}, {MeasureOf, "''"},
	{QuantityOf, noAmount}, {List, noAmount}, {Discount, noAmount}, {Cost, noAmount}, {Bonus, noAmount}, {Commission, noAmount},
}

const noAmount = "CAST(NULL AS BIGINT)"

// remedies say what fills a column where a line lacks it: a value of a row x that belongs
// to the line r. They are tried in turn; the person of a region is found by the region
// that the line says itself.
var remedies = []struct {
	field     Field
	from      Relation
	value, of string
}{
	{Type, Products, "x.type", "products AS x WHERE x.product = r.product"},
	{Area, Products, "x.area", "products AS x WHERE x.product = r.product"},
	{Cost, Products, unitCost, "products AS x WHERE x.product = r.product"},
	{MeasureOf, Products, "x.measure", "products AS x WHERE x.product = r.product"},
	{Audience, Customers, "x.audience", "customers AS x WHERE x.customer = r.customer"},
	{Seller, Customers, "x.seller", "customers AS x WHERE x.customer = r.customer"},
	{Seller, People, "x.seller", "people AS x WHERE x.region = r.region AND x.sole"},
	{Region, Customers, "x.region", "customers AS x WHERE x.customer = r.customer"},
	{Commission, Partners, partnerShare, "(SELECT partner, min(commission) AS commission FROM read_partners GROUP BY partner) AS x WHERE x.partner = r.partner"},
}

// partnerShare is the revenue times the rate of the partner, halves away from zero.
const partnerShare = `CAST((CAST(x.commission AS HUGEINT) * r.revenue + 5000 * sign(x.commission) * sign(r.revenue)) // 10000 AS BIGINT)`

// unitCost is the cost of one unit times the quantity, halves away from zero.
const unitCost = `CAST((CAST(x.cost AS HUGEINT) * r.quantity + 5000 * sign(x.cost) * sign(r.quantity)) // 10000 AS BIGINT)`

// said reports whether any sheet that was read can say the column of a line.
func (l *Ledger) said(f Field) bool {
	given := l.given[Lines][f]
	switch f {
	case List:
		given = given || l.given[Lines][Discount]
	case Discount:
		given = given || l.given[Lines][List]
	}
	for _, r := range remedies {
		given = given || r.field == f && l.given[r.from][f]
	}
	return given
}

// fill gives the lines what they lack, where any sheet says it.
func (l *Ledger) fill() []string {
	statements := []string{"ALTER TABLE read_lines ADD COLUMN cost_read BOOLEAN DEFAULT TRUE", "ALTER TABLE read_lines ADD COLUMN seller_read BOOLEAN DEFAULT TRUE"}
	update := func(f Field, set, from string) {
		if l.lacking[f] && l.said(f) {
			statements = append(statements, fmt.Sprintf("UPDATE read_lines AS r SET %s %s r.%s IS NULL", set, from, f))
		}
	}
	for _, r := range remedies {
		set := string(r.field) + " = " + r.value
		if r.field == Cost || r.field == Seller {
			set += ", " + string(r.field) + "_read = FALSE"
		}
		update(r.field, set, "FROM "+r.of+" AND")
	}
	update(List, "list = revenue + discount", "WHERE")
	update(Discount, "discount = list - revenue", "WHERE")
	for _, c := range lineColumns {
		if c.otherwise != noAmount {
			update(c.field, string(c.field)+" = "+c.otherwise, "WHERE")
		}
	}
	return statements
}

// drop lets go of the columns that are needed no more or that nobody says: empty ones take
// room too.
func (l *Ledger) drop() []string {
	fields := []Field{CustomerName, ProductName, Currency}
	for _, c := range lineColumns {
		if !l.said(c.field) {
			fields = append(fields, c.field)
		}
	}
	statements := make([]string, len(fields))
	for i, f := range fields {
		statements[i] = "ALTER TABLE read_lines DROP COLUMN " + string(f)
	}
	return statements
}

// mark says of every line what others decide: whether it is a fee, whether it was returned,
// and whether its deal has another line of its product. Few lines of a deal are of one product, and what
// is counted or summed by deal and product is needed for them alone.
func (l *Ledger) mark() []string {
	statements := []string{
		"ALTER TABLE read_lines ADD COLUMN is_fee BOOLEAN DEFAULT FALSE",
		"ALTER TABLE read_lines ADD COLUMN is_returned BOOLEAN DEFAULT FALSE",
		"ALTER TABLE read_lines ADD COLUMN is_sole BOOLEAN DEFAULT TRUE",
		"ALTER TABLE read_lines ADD COLUMN is_deduction BOOLEAN DEFAULT FALSE",
		`UPDATE read_lines AS r SET is_sole = FALSE
		 FROM (SELECT deal, product FROM read_lines GROUP BY deal, product HAVING count(*) > 1) AS x WHERE x.deal = r.deal AND x.product = r.product`,
	}
	if len(l.noProducts) > 0 {
		statements = append(statements, "UPDATE read_lines AS r SET is_fee = TRUE FROM products AS x WHERE x.product = r.product AND x.is_fee")
	}
	if l.HasRelation(Returns) {
		statements = append(statements,
			"UPDATE read_lines AS r SET is_returned = TRUE FROM returns AS x WHERE x.deal = r.deal AND x.product IS NULL",
			"UPDATE read_lines AS r SET is_returned = TRUE FROM returns AS x WHERE x.deal = r.deal AND x.product = r.product")
	}
	if l.deduct {
		statements = append(statements, l.deductions())
	}
	return statements
}

// deductions mirrors the lines of returned deals, so that the deal stays counted and
// its money goes back, cost with it.
func (l *Ledger) deductions() string {
	back := "-revenue AS revenue"
	for _, c := range lineColumns {
		if c.otherwise == noAmount && l.said(c.field) {
			back += fmt.Sprintf(", -%[1]s AS %[1]s", c.field)
		}
	}
	return `
INSERT INTO read_lines
SELECT * REPLACE (` + back + `, TRUE AS is_return, TRUE AS is_deduction) FROM read_lines WHERE is_returned AND NOT is_return`
}

// createLines adds to the lines what follows from them, places them in time and gives
// them the columns that nobody says.
func (l *Ledger) createLines() string {
	var constants strings.Builder
	for _, c := range lineColumns {
		if !l.said(c.field) {
			fmt.Fprintf(&constants, ", %s AS %s", c.otherwise, c.field)
		}
	}
	c := l.Calendar
	within := func(p Period, name string) string {
		return fmt.Sprintf("day BETWEEN DATE '%s' AND DATE '%s' AS %s", p.Start, p.End, name)
	}
	return fmt.Sprintf(`
CREATE VIEW lines AS
SELECT *, revenue - cost AS cm1, CASE WHEN cost IS NOT NULL THEN revenue END AS costed,
       CAST(date_trunc('%s', day) AS DATE) AS bucket, %s, %s, %s, %s
FROM (SELECT *%s FROM mended) AS m`,
		c.Unit, within(c.Window, "in_window"), within(c.Period, "is_current"), within(c.Previous, "is_previous"), within(c.YearAgo, "is_year_ago"), constants.String())
}

// findLacking finds the columns that some line does not say itself.
func (l *Ledger) findLacking(ctx context.Context) error {
	var parts []string
	for _, c := range Lines.Columns() {
		parts = append(parts, fmt.Sprintf("SELECT '%[1]s' AS field WHERE EXISTS (SELECT 1 FROM read_lines WHERE %[1]s IS NULL)", c.Field))
	}
	type row struct{ Field string }
	rows, err := Query[row](ctx, l, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return err
	}
	l.lacking = map[Field]bool{}
	for _, r := range rows {
		l.lacking[Field(r.Field)] = true
	}
	return nil
}
