package sales

import (
	"context"
	"fmt"
	"strings"
)

// lineColumn is a column of the relation lines.
type lineColumn struct {
	name    Field
	from    string // of the line r, its product p, its customer c and the person w of its region
	said    bool   // some sheet that was read can say it
	without string // what stands in every line otherwise
}

// What stands where nothing is said.
const (
	unassigned = "'(unassigned)'"
	nobody     = "''"
	noAmount   = "CAST(NULL AS BIGINT)"
)

// joinedCost is the cost of one unit times the quantity, halves away from zero.
const joinedCost = `CAST((CAST(p.cost AS HUGEINT) * r.quantity + 5000 * sign(p.cost) * sign(r.quantity)) // 10000 AS BIGINT)`

// lineColumns are the columns of lines beside its keys.
func (l *Ledger) lineColumns() []lineColumn {
	lines, products, customers, people := l.given[Lines], l.given[Products], l.given[Customers], l.given[People]
	columns := []lineColumn{
		{Audience, "coalesce(r.audience, c.audience, '(unassigned)')", lines[Audience] || customers[Audience], unassigned},
		{Type, "coalesce(r.type, p.type, '(unassigned)')", lines[Type] || products[Type], unassigned},
		{Area, "coalesce(r.area, p.area, '(unassigned)')", lines[Area] || products[Area], unassigned},
		{Seller, "coalesce(r.seller, c.seller, w.seller, '(unassigned)')", lines[Seller] || customers[Seller] || people[Seller], unassigned},
		{Region, "coalesce(r.region, c.region, '(unassigned)')", lines[Region] || customers[Region], unassigned},
		{Channel, "coalesce(r.channel, '(unassigned)')", lines[Channel], unassigned},
		{Partner, "coalesce(r.partner, '')", lines[Partner], nobody},
		{Programme, "coalesce(r.programme, '')", lines[Programme], nobody},
		{QuantityOf, "r.quantity", lines[QuantityOf], noAmount},
		{List, "coalesce(r.list, r.revenue + r.discount)", lines[List] || lines[Discount], noAmount},
		{Discount, "coalesce(r.discount, r.list - r.revenue)", lines[List] || lines[Discount], noAmount},
		{Revenue, "r.revenue", true, noAmount},
		{Cost, "coalesce(r.cost, " + joinedCost + ")", lines[Cost] || products[Cost], noAmount},
		{Bonus, "r.bonus", lines[Bonus], noAmount},
	}
	for i, c := range columns {
		if !l.lacking[c.name] {
			columns[i].from = "r." + string(c.name)
		}
	}
	return columns
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

// createJoined joins every line with its product, customer and region, where some line
// lacks what these can say. A column that no sheet says is left to the view lines, since
// it would be as large as any other.
func (l *Ledger) createJoined() string {
	var columns, joins strings.Builder
	for _, c := range l.lineColumns() {
		if c.said {
			fmt.Fprintf(&columns, "\n	       %s AS %s,", c.from, c.name)
		}
	}
	for _, j := range []struct{ letter, statement string }{
		{"p.", "LEFT JOIN products AS p ON p.product = r.product"},
		{"c.", "LEFT JOIN customers AS c ON c.customer = r.customer"},
		{"w.", "LEFT JOIN (SELECT region, seller FROM people WHERE sole) AS w ON w.region = r.region"},
	} {
		if strings.Contains(columns.String(), j.letter) {
			joins.WriteString("\n	" + j.statement)
		}
	}
	return `
CREATE TABLE joined AS
WITH used AS (
	SELECT r.source, r.row, r.deal, r.day, r.customer, r.product,` + columns.String() + `
	       r.cost IS NOT NULL AS cost_read,
	       coalesce(r.is_return, 0) = 1 OR coalesce(r.quantity, 0) < 0 OR r.revenue < 0 AS is_return,
	       rd.deal IS NOT NULL OR rp.deal IS NOT NULL AS is_returned, m.deal IS NULL AS is_sole, f.product IS NOT NULL AS is_fee
	FROM keyed AS r` + joins.String() + `
	LEFT JOIN (SELECT product FROM products WHERE is_fee) AS f ON f.product = r.product
	LEFT JOIN repeated AS m ON m.deal = r.deal AND m.product = r.product
	LEFT JOIN (SELECT DISTINCT deal FROM returns WHERE product IS NULL) AS rd ON rd.deal = r.deal
	LEFT JOIN (SELECT DISTINCT deal, product FROM returns WHERE product IS NOT NULL) AS rp ON rp.deal = r.deal AND rp.product = r.product)
SELECT *, FALSE AS is_deduction FROM used` + l.deductions()
}

// deductions mirrors the lines of returned deals, so that the deal stays counted and
// its money goes back, cost with it.
func (l *Ledger) deductions() string {
	if !l.deduct {
		return ""
	}
	var back strings.Builder
	for _, c := range l.lineColumns() {
		if c.said && c.without == noAmount {
			fmt.Fprintf(&back, "-%[1]s AS %[1]s, ", c.name)
		}
	}
	return `
UNION ALL
SELECT * REPLACE (` + back.String() + `TRUE AS is_return), TRUE AS is_deduction FROM used WHERE is_returned AND NOT is_return`
}

// createLines adds to the lines what follows from them, and places them in time.
func (l *Ledger) createLines() string {
	var constants strings.Builder
	for _, c := range l.lineColumns() {
		if !c.said {
			fmt.Fprintf(&constants, " %s AS %s,", c.without, c.name)
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
FROM (SELECT%s * FROM joined) AS j`,
		c.Unit, within(c.Window, "in_window"), within(c.Period, "is_current"), within(c.Previous, "is_previous"), within(c.YearAgo, "is_year_ago"), constants.String())
}

// pieces is the quantity of a line; one piece where none is known.
const pieces = `coalesce(quantity, CASE WHEN is_return THEN -10000 ELSE 10000 END)`

// createMerged keeps what stayed in a deal of the products that have several lines in it.
const createMerged = `
CREATE TABLE merged AS
SELECT deal, product, min(customer) AS customer, min(audience) AS audience, min(type) AS type, min(area) AS area, min(day) AS day,
       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1,
       bool_or(in_window) AS in_window, bool_or(is_current) AS is_current, bool_or(is_previous) AS is_previous, bool_or(is_year_ago) AS is_year_ago
FROM lines
WHERE NOT is_sole AND NOT is_deduction AND NOT is_fee
GROUP BY deal, product
HAVING sum(` + pieces + `) > 0 AND NOT bool_or(is_returned)`

// createBaskets keeps the products that stayed in a deal: bought in a positive
// quantity net of what the same deal took back, in a deal that was not returned.
const createBaskets = `
CREATE VIEW baskets AS
SELECT deal, product, customer, audience, type, area, day, revenue, cm1, in_window, is_current, is_previous, is_year_ago
FROM lines WHERE is_sole AND NOT is_deduction AND NOT is_returned AND NOT is_fee AND ` + pieces + ` > 0
UNION ALL
SELECT * FROM merged`
