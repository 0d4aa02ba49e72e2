package metrics

import (
	"context"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Breadth asks from how many business areas a customer buys, and what the broad ones bring.
var Breadth = Metric{
	Name:     "breadth",
	Title:    "Breadth of customers",
	Question: "From how many business areas do customers buy, and what does each step bring?",
	Chapter:  CustomersPart,
	Definition: "areas = distinct business areas a known customer kept something from in the window; where the data have no areas, product types are counted instead, " +
		"and where they have no types either, products in bands. 0 = returns only, or nothing with an area. customers = those with a line in the window, share = of all of them. " +
		"deals = deals with a line that is not a return. revenue and cm1 are net of returns; cm1 of the lines with a cost. The columns per customer divide by customers. " +
		"products_per_customer = distinct products kept, on average. The entry area is the area of a customer's first deal in all the data (deals of one day count as one; several areas: the larger CM1 there, then the name); " +
		"cross_revenue = revenue in the other areas, cross_share = cross_revenue / revenue. Multi-area customers = customers with two areas or more. " +
		"revenue_low and revenue_high = 95 % limits of revenue per customer (Student's t); revenue_median with limits by order statistics (the customers 0.98 times the root of their number from the middle, never less than 95 %). " +
		"adds_revenue = revenue per customer less that of the row above, with 95 % limits (Welch); alike_revenue = the same among customers with as many deals: the differences within 1, 2, 3 to 4, 5 to 8, 9 to 16, 17 to 32 and more deals, " +
		"weighted to one mix of these sizes (n1 n0 / (n1 + n0), as least squares with an effect for each size does). The same of CM1. Limits where both rows have 10 customers or more.",
	Needs: []sales.Field{sales.Customer},
	SQL:   firstParts.of(sales.Area).create() + heldParts.of(sales.Area).create() + breadthSQL,
	Run:   breadth,
}

// breadthSQL counts in {part} what the ledger knows: areas, types or products.
const breadthSQL = `
WITH spent AS (
	SELECT customer, {part} AS part, sum(revenue) AS revenue FROM lines
	WHERE in_window AND customer <> '(unknown)' AND {part} <> '(unassigned)' GROUP BY customer, {part}),
crossed AS (
	SELECT s.customer, sum(s.revenue) AS crossed
	FROM spent AS s JOIN first_{part}s AS e ON e.customer = s.customer AND e.part <> s.part
	WHERE e.day <= (SELECT max(day) FROM lines WHERE in_window) GROUP BY s.customer),
stepped AS (
	SELECT t.customer, deals, revenue, cm1, crossed, coalesce(products, 0) AS products,
	       CASE WHEN '{part}' <> 'product' OR coalesce(parts, 0) < 3 THEN coalesce(parts, 0)
	            WHEN parts < 6 THEN 3 WHEN parts < 11 THEN 6 WHEN parts < 21 THEN 11 WHEN parts < 51 THEN 21 WHEN parts < 101 THEN 51 ELSE 101 END AS step
	FROM customer_totals AS t LEFT JOIN held_{part}s AS k ON k.customer = t.customer LEFT JOIN crossed AS x ON x.customer = t.customer
	WHERE t.customer <> '(unknown)' AND lines > 0),
placed AS (
	SELECT *, CASE WHEN deals <= 1 THEN 0 WHEN deals = 2 THEN 1 WHEN deals <= 4 THEN 2 WHEN deals <= 8 THEN 3 WHEN deals <= 16 THEN 4 WHEN deals <= 32 THEN 5 ELSE 6 END AS size,
	       row_number() OVER (PARTITION BY step ORDER BY revenue, customer) AS revenue_place, count(*) OVER (PARTITION BY step) AS of_revenue,
	       row_number() OVER (PARTITION BY step ORDER BY cm1 NULLS LAST, customer) AS cm1_place, count(cm1) OVER (PARTITION BY step) AS of_cm1
	FROM stepped)
SELECT step AS areas, size, count(*) AS customers, CAST(sum(deals) AS BIGINT) AS deals, CAST(sum(revenue) AS BIGINT) AS revenue,
       CAST(sum(cm1) AS BIGINT) AS cm1, count(cm1) AS costed, CAST(sum(products) AS BIGINT) AS products, CAST(coalesce(sum(crossed), 0) AS BIGINT) AS crossed,
       CAST(sum(CAST(revenue AS DECIMAL(19, 0)) * CAST(revenue AS DECIMAL(19, 0))) AS DOUBLE) AS revenue_squares,
       CAST(coalesce(sum(CAST(cm1 AS DECIMAL(19, 0)) * CAST(cm1 AS DECIMAL(19, 0))), 0) AS DOUBLE) AS cm1_squares,
       {medians}
FROM placed GROUP BY step, size ORDER BY step, size`

// breadthBaseSQL says what the table cannot hold: lines without a customer or a cost.
const breadthBaseSQL = `
SELECT CAST(coalesce(sum(lines) FILTER (WHERE customer = '(unknown)'), 0) AS BIGINT) AS unknown_lines,
       CAST(coalesce(sum(revenue) FILTER (WHERE customer = '(unknown)'), 0) AS BIGINT) AS unknown,
       CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue,
       CAST(coalesce(sum(no_cost_lines) FILTER (WHERE customer <> '(unknown)'), 0) AS BIGINT) AS no_cost_lines,
       CAST(coalesce(sum(revenue - coalesce(costed, 0)) FILTER (WHERE customer <> '(unknown)'), 0) AS BIGINT) AS no_cost
FROM customer_totals`

// breadthRow is a step, or the customers of one size on it.
type breadthRow struct {
	Areas, Customers, Deals int64
	Revenue                 sales.Money
	CM1                     sales.Null[sales.Money]
	Products                int64
	Crossed                 sales.Money
	sizes                   []breadthCell
}

// add sums two rows; the profit of nothing known stays unknown.
func (r breadthRow) add(o breadthRow) breadthRow {
	r.Customers, r.Deals, r.Revenue = r.Customers+o.Customers, r.Deals+o.Deals, r.Revenue+o.Revenue
	r.Products, r.Crossed = r.Products+o.Products, r.Crossed+o.Crossed
	r.CM1.V, r.CM1.Valid = r.CM1.V+o.CM1.V, r.CM1.Valid || o.CM1.Valid
	return r
}

type breadthBase struct {
	UnknownLines     int64
	Unknown, Revenue sales.Money
	NoCostLines      int64
	NoCost           sales.Money
}

func breadth(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	part := partOf(l)
	sql := strings.NewReplacer("{part}", string(part.column), "{medians}", breadthMedians()).Replace(breadthSQL)
	if err := o.keep(ctx, l, firstParts.of(part.column)); err != nil {
		return Section{}, err
	}
	if err := o.keep(ctx, l, heldParts.of(part.column)); err != nil {
		return Section{}, err
	}
	cells, err := query[breadthCell](ctx, l, o, sql)
	if err != nil {
		return Section{}, err
	}
	rows := stepsOfBreadth(cells)
	base, err := one[breadthBase](ctx, l, o, breadthBaseSQL)
	if err != nil {
		return Section{}, err
	}
	f := breadthFindings{rows: rows, base: base, part: part, costs: l.Has(sales.Cost), o: o}
	for _, r := range rows {
		f.all = f.all.add(r)
		switch {
		case r.Areas >= 2:
			f.multi = f.multi.add(r)
		case r.Areas == 1:
			f.single = f.single.add(r)
		}
	}
	return Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), SQL: firstParts.of(part.column).create() + heldParts.of(part.column).create() + sql,
		Scope: o.scope(o.say("Known customers by number of %s", o.say(f.part.many)), l.Calendar.Window),
		Claims: []Claim{
			{Column: "revenue", Of: LinesRevenue, Scope: KnownBuyers},
			{Column: "cm1", Of: LinesCM1, Scope: KnownBuyers},
		},
		Charts: []Chart{
			{Kind: Bars, Title: o.say("Customers by number of %s", o.say(f.part.many)), X: "label", Y: []string{"customers"}},
			{Kind: Interval, Title: o.say("Revenue of the middle customer by number of %s, with 95 %% limits", o.say(f.part.many)), X: "label", Y: []string{"revenue_median", "revenue_median_low", "revenue_median_high"}},
			{Kind: Interval, Title: "Revenue per customer more than in the row above, among customers with as many deals, with 95 % limits", X: "label", Y: []string{"alike_revenue", "alike_revenue_low", "alike_revenue_high"}},
		}}, nil
}

// part is what breadth counts.
type part struct {
	noun
	column sales.Field
}

// partOf are areas, or the next smaller thing the ledger knows.
func partOf(l *sales.Ledger) part {
	switch {
	case l.Has(sales.Area):
		return part{noun{"business area", "business areas"}, sales.Area}
	case l.Has(sales.Type):
		return part{noun{"product type", "product types"}, sales.Type}
	}
	return part{noun{"product", "products"}, sales.Product}
}

// breadthFindings is what the sentences and the table of the section speak of.
type breadthFindings struct {
	rows               []breadthRow
	all, multi, single breadthRow
	base               breadthBase
	part               part
	costs              bool
	o                  Options
}

// crossing reports whether revenue outside the entry area means anything: among
// products, the first deal holds several entries.
func (f breadthFindings) crossing() bool { return f.part.column != sales.Product }

func (f breadthFindings) table() Table {
	t := Table{Columns: []Column{
		{"areas", title(f.o.say(f.part.many)), Count}, {"customers", "Customers", Count}, {"share", "Share of customers", Ratio},
		{"deals", "Deals", Count}, {"revenue", "Revenue", Money}, {"cm1", "CM1", Money},
		{"revenue_per_customer", "Revenue per customer", Money}, {"cm1_per_customer", "CM1 per customer", Money},
		{"revenue_share", "Share of revenue", Ratio}, {"deals_per_customer", "Deals per customer", Number}, {"products_per_customer", "Products per customer", Number},
		{"cross_revenue", f.o.say("Revenue outside the entry %s", f.o.say(f.part.one)), Money}, {"cross_share", "Share outside", Ratio}, {"label", "Bought from", Text}}}
	t.Columns = append(t.Columns, addsColumns(f.o)...)
	for i, r := range f.rows {
		row := []Cell{r.Areas, r.Customers, ratio(float64(r.Customers), float64(f.all.Customers)), r.Deals, r.Revenue, amount(r.CM1),
			sales.Money(roundDiv(int64(r.Revenue), r.Customers)), nil, moneyRatio(r.Revenue, f.all.Revenue),
			float64(r.Deals) / float64(r.Customers), float64(r.Products) / float64(r.Customers), nil, nil, f.label(r.Areas)}
		if r.CM1.Valid {
			row[7] = sales.Money(roundDiv(int64(r.CM1.V), r.Customers))
		}
		if f.crossing() {
			row[11], row[12] = r.Crossed, moneyRatio(r.Crossed, r.Revenue)
		}
		t.Rows = append(t.Rows, append(row, f.adds(i)...))
	}
	return t
}

// label names a step: "none", "1 business area", "3 to 5 products".
func (f breadthFindings) label(step int64) string {
	bands := map[int64]phrases.Key{3: "3 to 5 products", 6: "6 to 10 products", 11: "11 to 20 products", 21: "21 to 50 products", 51: "51 to 100 products", 101: "more than 100 products"}
	switch name, banded := bands[step]; {
	case step == 0:
		return f.o.say("none")
	case f.part.column == sales.Area:
		return f.o.say("%d {1|business area|business areas}", step)
	case f.part.column == sales.Type:
		return f.o.say("%d {1|product type|product types}", step)
	case banded:
		return f.o.say(name)
	}
	return f.o.say("%d {1|product|products}", step)
}

func (f breadthFindings) lead() string {
	a, m, many := f.all, f.multi, f.o.say(f.part.many)
	switch {
	case a.Customers == 0:
		return f.o.say("No known customer bought in the window.")
	case m.Customers == 0:
		return f.o.say("No known customer bought from two or more %s (%d {2|customer|customers} in the window).", many, a.Customers)
	}
	part := f.o.percent(float64(m.Customers) / float64(a.Customers))
	lead := f.o.say("%d of the %d customers (%s) buy from two or more %s.", m.Customers, a.Customers, part, many)
	if a.Revenue > 0 && m.Revenue > 0 && m.Revenue <= a.Revenue {
		revenue := f.o.percent(m.Revenue.Float() / a.Revenue.Float())
		lead = f.o.say("%d of the %d customers (%s) buy from two or more %s and bring %s of the revenue of known customers.", m.Customers, a.Customers, part, many, revenue)
		if a.CM1.V > 0 && m.CM1.V > 0 && m.CM1.V <= a.CM1.V {
			lead = f.o.say("%d of the %d customers (%s) buy from two or more %s and bring %s of the revenue of known customers and %s of their CM1.", m.Customers, a.Customers, part, many, revenue, f.o.percent(m.CM1.V.Float()/a.CM1.V.Float()))
		}
	}
	step := f.stepText()
	if step == "" {
		lead += " " + f.o.say("A customer buys %.1f products on average.", float64(a.Products)/float64(a.Customers))
	}
	if f.crossing() && a.Revenue > 0 && a.Crossed >= 0 && a.Crossed <= a.Revenue {
		lead += " " + f.o.say("%s of their revenue lies outside what a customer began with (%s).", f.o.percent(a.Crossed.Float()/a.Revenue.Float()), f.o.say(f.part.one))
	}
	return strings.TrimSpace(lead + " " + step)
}

func (f breadthFindings) findings() []Finding {
	if f.single.Customers == 0 || f.multi.Customers == 0 || f.single.Revenue <= 0 {
		return nil
	}
	return []Finding{{Role: Do, Weight: f.single.Revenue, Text: f.o.say("Bought %s only: %d {2|customer|customers} (%s of all) with %s of revenue. To these a second one is still to be offered.", f.label(1), f.single.Customers, f.o.percent(float64(f.single.Customers)/float64(f.all.Customers)), f.o.money(f.single.Revenue))}}
}

func (f breadthFindings) notes() []string {
	var notes []string
	if f.multi.Customers > 0 {
		notes = append(notes, f.o.say("No row shows that breadth makes a customer large: who buys more often meets more %s. Even among customers with as many deals the broad ones may differ in other ways.", f.o.say(f.part.many)))
	}
	if f.part.column != sales.Area {
		notes = append(notes, f.o.say("The data have no business areas; %s are counted instead.", f.o.say(f.part.many)))
	}
	if b := f.base; b.UnknownLines > 0 {
		note := f.o.say("Left out: %d {1|line|lines} without a customer, with %s of net revenue.", b.UnknownLines, f.o.money(b.Unknown))
		if b.Unknown > 0 && b.Unknown <= b.Revenue {
			note = f.o.say("Left out: %d {1|line|lines} without a customer, with %s of net revenue (%s of all).", b.UnknownLines, f.o.money(b.Unknown), f.o.percent(b.Unknown.Float()/b.Revenue.Float()))
		}
		notes = append(notes, note)
	}
	if len(f.rows) > 0 && f.rows[0].Areas == 0 {
		notes = append(notes, f.o.say("%d {1|customer kept|customers kept} nothing in the window that counts: returns only, or nothing with a known %s.", f.rows[0].Customers, f.o.say(f.part.one)))
	}
	if note := f.o.noCostNote(f.base.NoCostLines, f.all.Revenue, f.base.NoCost); f.costs && note != "" {
		notes = append(notes, note)
	}
	return notes
}
