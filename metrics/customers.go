package metrics

import (
	"context"
	"fmt"

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
		"seller = the one with the most revenue with the customer in the window. Lines without a customer are the row (unknown), last in the table. " +
		"Period columns compare revenue with the period before and the same period a year ago.",
	Needs: []sales.Field{sales.Customer},
	SQL:   customersSQL,
	Run:   customers,
}

const customersSQL = `
WITH kept AS (
	SELECT customer, count(DISTINCT nullif(area, '(unassigned)')) AS areas, count(DISTINCT product) AS products
	FROM baskets WHERE in_window GROUP BY customer),
seen AS (
	SELECT customer, min(day) AS first_day, max(day) AS last_day FROM lines
	WHERE NOT is_return AND day <= {as_of} GROUP BY customer),
sold AS (
	SELECT customer, seller, row_number() OVER (PARTITION BY customer ORDER BY sum(revenue) DESC, seller) AS place
	FROM lines WHERE in_window AND seller <> '(unassigned)' GROUP BY customer, seller),
ranked AS (
	SELECT t.*, coalesce(areas, 0) AS areas, coalesce(products, 0) AS products, first_day, last_day, seller,
	       CASE WHEN t.customer = '(unknown)' THEN 1 ELSE 0 END AS nobody,
	       row_number() OVER (ORDER BY CASE WHEN t.customer = '(unknown)' THEN 1 ELSE 0 END, revenue DESC, t.customer) AS place
	FROM customer_totals AS t LEFT JOIN kept AS k ON k.customer = t.customer LEFT JOIN seen AS d ON d.customer = t.customer
	LEFT JOIN (SELECT customer, seller FROM sold WHERE place = 1) AS w ON w.customer = t.customer),
folded AS (
	SELECT nobody, least(place, {max_rows} + 1) AS place, CASE WHEN nobody = 0 AND min(place) > {max_rows} THEN '(other)' ELSE min(customer) END AS customer,
	       count(*) AS things, min(areas) AS areas, min(products) AS products, min(first_day) AS first_day, max(last_day) AS last_day, min(seller) AS seller,` +
	sumsSQL + `,` + comparedSQL + `
	FROM ranked GROUP BY nobody, least(place, {max_rows} + 1))
SELECT f.customer, coalesce(c.customer_name, f.customer) AS customer_name, coalesce(c.audience, '') AS audience, coalesce(c.region, '') AS region, coalesce(f.seller, '') AS seller,
       things, deals, areas, products, quantity, revenue, cost, cm1, costed, first_day, last_day, period_revenue, previous_revenue, year_ago_revenue
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
       CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue
FROM ranked`

type customerRow struct {
	Customer, CustomerName, Audience, Region, Seller string
	Things, Areas, Products                          int64
	FirstDay, LastDay                                sales.Null[sales.Day]
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
}

func customers(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	rows, err := query[customerRow](ctx, l, o, customersSQL)
	if err != nil {
		return Section{}, err
	}
	counts, err := one[customerCounts](ctx, l, o, customerCountsSQL)
	if err != nil {
		return Section{}, err
	}
	f := customerFindings{rows, counts, l, o}
	return Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(),
		Scope: scopeOf("Net revenue by customer", l.Calendar.Window), Claims: claims(l.Calendar),
		Charts: []Chart{{Kind: Bars, Title: "Revenue of the largest customers", X: "customer_name", Y: []string{"revenue"}, Limit: 15}}}, nil
}

// customerFindings is what the sentences and the table of the section speak of.
type customerFindings struct {
	rows []customerRow
	n    customerCounts
	l    *sales.Ledger
	o    Options
}

func (f customerFindings) table() Table {
	t := Table{Columns: []Column{{"customer", "Customer", Text}, {"customer_name", "Name", Text}, {"audience", "Audience", Text}, {"region", "Region", Text}}}
	if f.l.Has(sales.Seller) {
		t.Columns = append(t.Columns, Column{"seller", "Seller", Text})
	}
	t.Columns = append(t.Columns, Column{"deals", "Deals", Count}, Column{"areas", "Areas", Count}, Column{"products", "Products", Count},
		Column{"revenue", "Revenue", Money}, Column{"cost", "Cost", Money}, Column{"cm1", "CM1", Money}, Column{"margin", "Margin", Ratio},
		Column{"share", "Share of revenue", Ratio}, Column{"cumulative_share", "Cumulative share", Ratio},
		Column{"first_day", "First deal", Date}, Column{"last_day", "Last deal", Date}, Column{"days_since", "Days since", Count})
	t.Columns = append(t.Columns, comparedColumns(f.l.Calendar)...)
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
		row[0], row[1] = other, plural(r.Things, "other", "others")
		areas, products = nil, nil
	}
	row = append(row, r.Deals, areas, products, r.Revenue, amount(r.Cost), amount(r.CM1), r.margin(), moneyRatio(r.Revenue, f.n.Revenue), moneyRatio(sum, f.n.Revenue))
	row = append(append(row, days...), r.compared.cells(f.l.Calendar)...)
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
		return "No known customer bought in the window."
	case len(top) == 0 || f.n.Revenue <= 0:
		return fmt.Sprintf("%s in the window and brought %s in all, net of returns.", plural(f.n.Customers, "known customer bought", "known customers bought"), f.o.money(f.n.Known))
	}
	first := top[0]
	lead := fmt.Sprintf("%s is the largest of %s with %s", short(first.CustomerName), plural(f.n.Customers, "customer", "customers"), f.o.money(first.Revenue))
	if first.Revenue <= f.n.Revenue {
		lead += fmt.Sprintf(", %s of revenue", percent(first.Revenue.Float()/f.n.Revenue.Float()))
	}
	var sum sales.Money
	for _, r := range top {
		sum += r.Revenue
	}
	if len(top) == 10 && f.n.Customers > 10 && sum <= f.n.Revenue {
		lead += fmt.Sprintf("; the 10 largest bring %s", percent(sum.Float()/f.n.Revenue.Float()))
	}
	if f.n.Half > 0 && f.n.Customers > 10 {
		lead += fmt.Sprintf(". Half of the revenue of known customers comes from %s", plural(f.n.Half, "customer", "customers"))
	}
	return lead + "."
}

// watched is how many of the largest customers are looked at for silence, and quiet the
// days below which nobody is called silent.
const (
	watched = 50
	quiet   = 30
)

// findings name the large customers that have been silent for more than twice their
// average time between deals. Two deals make no rhythm; three are asked for.
func (f customerFindings) findings() []Finding {
	var names []string
	var sum sales.Money
	large := f.largest(watched)
	for _, r := range large {
		usual := f.l.Calendar.Window.Days() / max(1, int(r.Deals))
		if r.Deals >= 3 && r.LastDay.Valid && int(f.o.asOf-r.LastDay.V) > max(2*usual, quiet) {
			names = append(names, short(r.CustomerName))
			sum += r.Revenue
		}
	}
	if len(names) == 0 {
		return nil
	}
	who := join(names)
	if len(names) > 3 {
		who = join(append(names[:3:3], fmt.Sprintf("%d more", len(names)-3)))
	}
	return []Finding{{Role: Watch, Weight: sum, Text: fmt.Sprintf("No deal for more than twice their average time between deals, and more than %d days: %d of the %d largest customers, with %s in the window (%s).",
		quiet, len(names), len(large), f.o.money(sum), who)}}
}

func (f customerFindings) notes() []string {
	var notes []string
	if n := f.n; n.UnknownLines > 0 {
		note := fmt.Sprintf("%s no customer: the row (unknown), with %s of net revenue", plural(n.UnknownLines, "line has", "lines have"), f.o.money(n.Unknown))
		if n.Unknown > 0 && n.Unknown <= n.Revenue {
			note += fmt.Sprintf(" (%s of all)", percent(n.Unknown.Float()/n.Revenue.Float()))
		}
		notes = append(notes, note+".")
	}
	if note := noCostNote(f.n.NoCostLines, f.n.Revenue, f.n.NoCost, f.o); f.l.Has(sales.Cost) && note != "" {
		notes = append(notes, note)
	}
	for i, r := range f.rows {
		if r.Customer == other {
			notes = append(notes, fmt.Sprintf("The first %s of %s customers, those of the periods compared included, have a row of their own.", count(int64(i)), count(int64(i)+r.Things)))
		}
	}
	return notes
}
