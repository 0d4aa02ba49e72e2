package metrics

import (
	"context"
	"strings"

	"xsell/metrics/sales"
)

// Customers lists who buys most.
var Customers = Metric{
	Name:     "customers",
	Title:    "Customers",
	Question: "Who are our largest customers, what do they buy, and when did they last?",
	Chapter:  CustomersPart,
	Definition: "deals = deals with a line that is not a return; areas and products = distinct ones the customer kept something of (returned in full does not count). " +
		"revenue and cost are net of returns; cm1 = revenue - cost of the lines that have a cost; margin = cm1 / revenue of those lines. " +
		"share = revenue / revenue of all lines of the window, cumulative_share adds it up down the table; both blank where that is not positive. " +
		"first_day and last_day = first and last day with a deal in all the data up to the day the report looks back from; days_since = days from last_day to that day. " +
		"seller = the one with the most revenue with the customer in the window. segment = as in the section of segments. " +
		"since_previous: new = first deal in all the data in the period; returning = a deal in the period and one before it; lost = a deal in the period before and none in the period; blank = the others. " +
		"Effective number = 1 / HHI, HHI = sum of the squared shares of the positive revenues. Lines without a customer are the row (unknown), last in the table. " +
		"Period columns compare revenue with the period before and the same period a year ago.",
	Needs: []sales.Field{sales.Customer},
	SQL:   heldParts.of(sales.Area).create() + customersSQL,
	Run:   customers,
}

const customersSQL = `
WITH seen AS (
	SELECT customer, min(day) AS first_day, max(day) AS last_day, max(day) FILTER (WHERE day <= {end}) AS last_then,
	       max(CASE WHEN is_current THEN 1 ELSE 0 END) AS now, max(CASE WHEN is_previous THEN 1 ELSE 0 END) AS before
	FROM lines
	WHERE NOT is_return AND day <= {as_of} GROUP BY customer),
sold AS (
	SELECT customer, seller, row_number() OVER (PARTITION BY customer ORDER BY sum(revenue) DESC, seller) AS place
	FROM lines WHERE in_window AND seller <> '(unassigned)' GROUP BY customer, seller),
ranked AS (
	SELECT t.*, coalesce(parts, 0) AS areas, coalesce(products, 0) AS products, first_day, last_day, last_then, now, before, seller,
	       CASE WHEN t.customer = '(unknown)' THEN 1 ELSE 0 END AS nobody,
	       row_number() OVER (ORDER BY CASE WHEN t.customer = '(unknown)' THEN 1 ELSE 0 END, revenue DESC, t.customer) AS place
	FROM customer_totals AS t LEFT JOIN held_areas AS k ON k.customer = t.customer LEFT JOIN seen AS d ON d.customer = t.customer
	LEFT JOIN (SELECT customer, seller FROM sold WHERE place = 1) AS w ON w.customer = t.customer),
folded AS (
	SELECT nobody, least(place, {max_rows} + 1) AS place, CASE WHEN nobody = 0 AND min(place) > {max_rows} THEN '(other)' ELSE min(customer) END AS customer,
	       count(*) AS things, min(areas) AS areas, min(products) AS products, min(first_day) AS first_day, max(last_day) AS last_day, max(last_then) AS last_then, max(now) AS now, max(before) AS before, max(lines) AS lines, min(seller) AS seller,` +
	sumsSQL + `,` + comparedSQL + `
	FROM ranked GROUP BY nobody, least(place, {max_rows} + 1))
SELECT f.customer, coalesce(c.customer_name, f.customer) AS customer_name, coalesce(c.audience, '') AS audience, coalesce(c.region, '') AS region, coalesce(f.seller, '') AS seller,
       things, deals, areas, products, quantity, revenue, cost, cm1, costed, first_day, last_day, last_then, coalesce(now, 0) AS now, coalesce(before, 0) AS before, lines, period_revenue, previous_revenue, year_ago_revenue
FROM folded AS f LEFT JOIN customers AS c ON c.customer = f.customer
ORDER BY nobody, place`

// customerCountsSQL counts the known customers that bought in the window and how many of
// the largest bring half of their revenue, and what has no customer or no cost.
const customerCountsSQL = `
WITH ranked AS (
	SELECT customer <> '(unknown)' AS known, deals, lines, no_cost_lines, revenue, revenue - coalesce(costed, 0) AS no_cost,
	       sum(revenue) OVER (PARTITION BY customer <> '(unknown)' ORDER BY revenue DESC, customer ROWS UNBOUNDED PRECEDING) AS reached,
	       sum(revenue) OVER (PARTITION BY customer <> '(unknown)') AS total
	FROM customer_totals WHERE lines > 0)
SELECT count(*) FILTER (WHERE known AND deals > 0) AS customers, count(*) FILTER (WHERE known AND total > 0 AND 2 * (reached - revenue) < total) AS half,
       CAST(coalesce(sum(revenue) FILTER (WHERE known), 0) AS BIGINT) AS known,
       CAST(coalesce(sum(lines) FILTER (WHERE NOT known), 0) AS BIGINT) AS unknown_lines, CAST(coalesce(sum(revenue) FILTER (WHERE NOT known), 0) AS BIGINT) AS unknown,
       CAST(coalesce(sum(no_cost_lines), 0) AS BIGINT) AS no_cost_lines, CAST(coalesce(sum(no_cost), 0) AS BIGINT) AS no_cost,
       CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue,
       CAST(coalesce(sum(revenue) FILTER (WHERE known AND revenue > 0), 0) AS BIGINT) AS positive,
       CAST(coalesce(sum(CAST(revenue AS DECIMAL(19, 0)) * CAST(revenue AS DECIMAL(19, 0))) FILTER (WHERE known AND revenue > 0), 0) AS DOUBLE) AS squares
FROM ranked`

// customerTurnoverSQL counts who bought in the period, who for the first time, and who had
// bought in the period before and did not come.
const customerTurnoverSQL = `
WITH seen AS (
	SELECT customer, min(day) AS first_day, max(CASE WHEN is_current THEN 1 ELSE 0 END) AS now, max(CASE WHEN is_previous THEN 1 ELSE 0 END) AS before
	FROM lines WHERE NOT is_return AND customer <> '(unknown)' AND day <= {as_of} GROUP BY customer),
placed AS (
	SELECT CASE WHEN now = 1 AND first_day >= {period_start} THEN 'new' WHEN now = 1 THEN 'returning' WHEN before = 1 THEN 'lost' END AS standing, period_revenue, previous_revenue
	FROM seen AS s JOIN customer_totals AS t ON t.customer = s.customer WHERE now = 1 OR before = 1)
SELECT standing, count(*) AS customers, CAST(sum(period_revenue) AS BIGINT) AS revenue, CAST(sum(previous_revenue) AS BIGINT) AS previous
FROM placed GROUP BY standing ORDER BY standing`

// The standing of a customer in the period, against the one before.
const (
	standsNew       = "new"
	standsReturning = "returning"
	standsLost      = "lost"
)

type customerTurnover struct {
	Standing          string
	Customers         int64
	Revenue, Previous sales.Money
}

type customerRow struct {
	Customer, CustomerName, Audience, Region, Seller string
	Things, Areas, Products                          int64
	FirstDay, LastDay, LastThen                      sales.Null[sales.Day]
	Now, Before, Lines                               int64
	sums
	compared
}

// named reports whether the row is one known customer.
func (r customerRow) named() bool { return r.Customer != other && r.Customer != sales.Unknown }

type customerCounts struct {
	Customers, Half int64
	Known           sales.Money // revenue of the known customers
	UnknownLines    int64
	Unknown         sales.Money
	NoCostLines     int64
	NoCost, Revenue sales.Money
	Positive        sales.Money // sum of the positive revenues of known customers
	Squares         float64     // sum of their squares
}

func customers(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	if err := o.keep(ctx, l, heldParts.of(sales.Area)); err != nil {
		return Section{}, err
	}
	rows, err := query[customerRow](ctx, l, o, customersSQL)
	if err != nil {
		return Section{}, err
	}
	counts, err := one[customerCounts](ctx, l, o, customerCountsSQL)
	if err != nil {
		return Section{}, err
	}
	turnover, err := query[customerTurnover](ctx, l, o, strings.ReplaceAll(customerTurnoverSQL, "{period_start}", day(l.Calendar.Period.Start)))
	if err != nil {
		return Section{}, err
	}
	segments, err := o.segmented(ctx, l)
	if err != nil {
		return Section{}, err
	}
	f := customerFindings{rows: rows, n: counts, turnover: map[string]customerTurnover{}, segments: segments, l: l, o: o}
	for _, t := range turnover {
		f.turnover[t.Standing] = t
	}
	return Section{Lead: f.lead(), Notes: f.notes(), Table: f.table(),
		Scope: o.scope(o.say("Net revenue by customer"), l.Calendar.Window), Claims: claims(l.Calendar, "revenue", LinesRevenue),
		Charts: []Chart{{Kind: Bars, Title: "Revenue of the largest customers", X: "customer_name", Y: []string{"revenue"}, Limit: 15}}}, nil
}

// customerFindings is what the sentences and the table of the section speak of.
type customerFindings struct {
	rows     []customerRow
	n        customerCounts
	turnover map[string]customerTurnover // of the period, by standing
	segments *segmented
	l        *sales.Ledger
	o        Options
}

func (f customerFindings) table() Table {
	t := Table{Columns: []Column{{"customer", "Customer", Text}, {"customer_name", "Name", Text}, {"audience", "Audience", Text}, {"region", "Region", Text}}}
	if f.l.Has(sales.Seller) {
		t.Columns = append(t.Columns, Column{"seller", "Seller", Text})
	}
	t.Columns = append(t.Columns, Column{"deals", "Deals", Count}, Column{"areas", "Areas", Count}, Column{"products", "Products", Count},
		Column{"revenue", "Revenue", Money}, Column{"cost", "Cost", Money}, Column{"cm1", "CM1", Money}, Column{"margin", "Margin", Ratio},
		Column{"share", "Share of revenue", Ratio}, Column{"cumulative_share", "Cumulative share", Ratio},
		Column{"first_day", "First deal", Date}, Column{"last_day", "Last deal", Date}, Column{"days_since", "Days since", Count},
		Column{"segment", "Segment", Word}, Column{"since_previous", f.o.say("Since %s", f.l.Calendar.Previous.Label), Word})
	t.Columns = append(t.Columns, comparedColumns(f.l.Calendar, f.o)...)
	t.Columns = append(t.Columns, Column{"quantity", "Quantity", Quantity})
	var sum sales.Money
	for _, r := range f.rows {
		sum += r.Revenue
		t.Rows = append(t.Rows, f.row(r, sum))
	}
	return t
}

// row is one row of the table; sum is the revenue down to it.
func (f customerFindings) row(r customerRow, sum sales.Money) []Cell {
	row := []Cell{r.Customer, r.CustomerName, text(r.Audience), text(r.Region)}
	if f.l.Has(sales.Seller) {
		row = append(row, text(r.Seller))
	}
	if r.Customer == sales.Unknown {
		row = append(row[:2], make([]Cell, len(row)-2)...)
	}
	days := []Cell{nil, nil, nil}
	if r.FirstDay.Valid && r.named() {
		days = []Cell{r.FirstDay.V, r.LastDay.V, int64(f.o.asOf - r.LastDay.V)}
	}
	var areas, products Cell = r.Areas, r.Products
	if !f.l.Has(sales.Area) {
		areas = nil
	}
	if r.Customer == other {
		for i := range row {
			row[i] = nil
		}
		row[0], row[1] = other, f.o.say("%d {1|other|others}", r.Things)
		areas, products = nil, nil
	}
	row = append(row, r.Deals, areas, products, r.Revenue, amount(r.Cost), amount(r.CM1), r.margin(), moneyRatio(r.Revenue, f.n.Revenue), moneyRatio(sum, f.n.Revenue))
	row = append(append(row, days...), f.segment(r), f.standing(r))
	row = append(row, r.compared.cells(f.l.Calendar)...)
	return append(row, quantity(r.Quantity))
}

// largest are the known customers with revenue in the window, at most n.
func (f customerFindings) largest(n int) []customerRow {
	var out []customerRow
	for _, r := range f.rows {
		if len(out) == n || !r.named() || r.Revenue <= 0 {
			break
		}
		out = append(out, r)
	}
	return out
}

func (f customerFindings) lead() string {
	top := f.largest(10)
	switch {
	case f.n.Customers == 0:
		return f.o.say("No known customer bought in the window.")
	case len(top) == 0 || f.n.Revenue <= 0:
		return f.o.say("%d {1|known customer bought|known customers bought} in the window and brought %s in all, net of returns.", f.n.Customers, f.o.money(f.n.Known))
	}
	first := top[0]
	lead := f.o.say("%s is the largest of %d {2|customer|customers} with %s.", short(first.CustomerName), f.n.Customers, f.o.money(first.Revenue))
	if first.Revenue <= f.n.Revenue {
		lead = f.o.say("%s is the largest of %d {2|customer|customers} with %s, %s of revenue.", short(first.CustomerName), f.n.Customers, f.o.money(first.Revenue), f.o.percent(first.Revenue.Float()/f.n.Revenue.Float()))
	}
	var sum sales.Money
	for _, r := range top {
		sum += r.Revenue
	}
	if len(top) == 10 && f.n.Customers > 10 && sum <= f.n.Revenue {
		lead += " " + f.o.say("The 10 largest bring %s.", f.o.percent(sum.Float()/f.n.Revenue.Float()))
	}
	if f.n.Half > 0 && f.n.Customers > 10 {
		lead += " " + f.o.say("Half of the revenue of known customers comes from %d {1|customer|customers}.", f.n.Half)
	}
	return lead
}

// segment is where the customer stands among all, as the section of segments has it; blank
// without a line in the window.
func (f customerFindings) segment(r customerRow) Cell {
	if !r.named() || r.Lines == 0 {
		return nil
	}
	c := rfm{there: true, frequency: r.Deals, monetary: r.Revenue}
	if f.segments.costed && r.CM1.Valid {
		c.monetary = r.CM1.V
	}
	if r.LastThen.Valid {
		end := f.l.Calendar.Window.End
		c.recency, c.firstAgo = int64(end-r.LastThen.V), int64(end-r.FirstDay.V)
	}
	return f.segments.place(c).segment
}

// standing says what the customer did in the period, against the one before.
func (f customerFindings) standing(r customerRow) Cell {
	switch {
	case !r.named() || !r.FirstDay.Valid:
		return nil
	case r.Now == 1 && r.FirstDay.V >= f.l.Calendar.Period.Start:
		return standsNew
	case r.Now == 1:
		return standsReturning
	case r.Before == 1 && f.l.Calendar.Covers(f.l.Calendar.Previous):
		return standsLost
	}
	return nil
}

// turnoverText says who came, who came for the first time and who did not.
func (f customerFindings) turnoverText() string {
	c := f.l.Calendar
	fresh, back, lost := f.turnover[standsNew], f.turnover[standsReturning], f.turnover[standsLost]
	var who []string
	if fresh.Customers > 0 {
		who = append(who, f.o.say("%d for the first time (%s)", fresh.Customers, f.o.money(fresh.Revenue)))
	}
	if back.Customers > 0 {
		who = append(who, f.o.say("%d who had bought before (%s)", back.Customers, f.o.money(back.Revenue)))
	}
	text := f.o.say("No known customer bought in %s.", c.Period.Label)
	if len(who) > 0 {
		text = f.o.say("%d {1|known customer|known customers} bought in %s: %s.", fresh.Customers+back.Customers, c.Period.Label, f.o.list(who))
	}
	if c.Covers(c.Previous) && lost.Customers > 0 {
		text += " " + f.o.say("Of those of %s, %d did not come; they had brought %s.", c.Previous.Label, lost.Customers, f.o.money(lost.Previous))
	}
	return text
}

func (f customerFindings) notes() []string {
	var notes []string
	if len(f.turnover) > 0 {
		notes = append(notes, f.turnoverText())
	}
	if n := f.n; n.Squares > 0 && n.Customers > 1 {
		effective := n.Positive.Float() * n.Positive.Float() * 1e8 / n.Squares
		notes = append(notes, f.o.say("Revenue is as concentrated as if %s equal customers brought all of it (HHI %.4f).", f.o.about(effective), 1/effective))
	}
	if n := f.n; n.UnknownLines > 0 {
		note := f.o.say("%d {1|line has|lines have} no customer: the row (unknown), with %s of net revenue.", n.UnknownLines, f.o.money(n.Unknown))
		if n.Unknown > 0 && n.Unknown <= n.Revenue {
			note = f.o.say("%d {1|line has|lines have} no customer: the row (unknown), with %s of net revenue (%s of all).", n.UnknownLines, f.o.money(n.Unknown), f.o.percent(n.Unknown.Float()/n.Revenue.Float()))
		}
		notes = append(notes, note)
	}
	if note := f.o.noCostNote(f.n.NoCostLines, f.n.Revenue, f.n.NoCost); f.l.Has(sales.Cost) && note != "" {
		notes = append(notes, note)
	}
	for i, r := range f.rows {
		if r.Customer == other {
			notes = append(notes, f.o.say("The first %d of %d customers, those of the periods compared included, have a row of their own.", int64(i), int64(i)+r.Things))
		}
	}
	return notes
}
