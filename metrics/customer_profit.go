package metrics

import (
	"context"
	"fmt"
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// CustomerProfit shows how much of the profit of good customers the others cost again.
var CustomerProfit = Metric{
	Name:     "customer-profit",
	Title:    "Profit by customer",
	Question: "Which customers earn the profit, and which cost it again?",
	Chapter:  Profitability,
	Definition: "Whale curve (R. S. Kaplan and V. G. Narayanan, 2001): customers by CM1 down, rank by rank, with the cumulative CM1. Peak = sum of the positive CM1, " +
		"given away = sum of the negative CM1; customer_share = rank / customers with a CM1. cm1 = revenue - cost of the lines that have a cost; margin = cm1 / revenue of those lines. " +
		"share = cm1 / total CM1, cumulative_share adds it up down the table; both blank where the total is not positive. Lines without a customer are the last row, outside the curve. " +
		"Period columns compare CM1 with the period before and the same period a year ago. HHI = sum of the squared shares of the positive CM1.",
	Needs: []sales.Field{sales.Customer, sales.Cost},
	SQL:   customerProfitSQL,
	Run:   customerProfit,
}

var customerProfitSQL = profitSQL("customer", sales.Unknown,
	`coalesce(d.customer_name, f.thing) AS name, coalesce(d.audience, '') AS audience`,
	` LEFT JOIN customers AS d ON d.customer = f.thing`)

var customerTotalsSQL = profitTotalsSQL("customer", sales.Unknown)

// curveSQL is the CM1 of every %d customers, best first, with a point more at the peak.
const curveSQL = `
WITH ranked AS (
	SELECT cm1, row_number() OVER (ORDER BY cm1 DESC, customer) AS place FROM customer_totals WHERE customer <> '(unknown)' AND cm1 IS NOT NULL)
SELECT max(place) AS last_place, CAST(sum(cm1) AS BIGINT) AS cm1 FROM ranked GROUP BY place - 1 - mod(place - 1, %[1]d), cm1 > 0 ORDER BY last_place`

// curvePoints bounds the points of a curve that is longer than its table.
const curvePoints = 200

type customerProfitRow struct {
	profitRow
	Audience string
}

type curvePoint struct {
	LastPlace int64
	CM1       sales.Money
}

func customerProfit(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	rows, err := query[customerProfitRow](ctx, l, o, customerProfitSQL)
	if err != nil {
		return Section{}, err
	}
	totals, err := one[profitTotals](ctx, l, o, customerTotalsSQL)
	if err != nil {
		return Section{}, err
	}
	things := make([]profitRow, len(rows))
	for i, r := range rows {
		things[i] = r.profitRow
	}
	by := profitBy{noun{"customer", "customers"}, "customer", "CM1 by customer", sales.Unknown, true}
	s, best := by.section(things, totals, l.Calendar, o)
	if w := totals.whale(); w.Size > 1 && w.Total() > 0 {
		s.Lead = whaleLead(w, totals.Losers, o)
	}
	s.Table.Columns = append(s.Table.Columns, Column{"rank", "Rank", Count}, Column{"customer_share", "Share of customers", Ratio},
		Column{"cumulative_cm1", "Cumulative CM1", Money}, Column{"audience", "Audience", Text})
	cells := whaleCells(things, totals.Size, o)
	for i, r := range rows {
		s.Table.Rows[i] = append(append(s.Table.Rows[i], cells[i]...), text(r.Audience))
	}
	s.Findings = append(s.Findings, by.halfOfLosses(best, totals, "Go through prices, discounts and returns of the {1|one that loses|%d that lose} the most (%s): %s of the %s that the %d with a loss give away.", o)...)
	err = addCurve(ctx, l, o, &s, things, totals.Size)
	return s, err
}

// whaleLead says how much the winners earn and what the losers cost of it, for a total
// above zero.
func whaleLead(w stat.Whale, losers int64, o Options) string {
	total := sales.Money(w.Total())
	if losers == 0 {
		return o.say("None of the %d customers loses money: together they earn %s.", int64(w.Size), o.money(total))
	}
	share, _ := w.WinnerShare()
	peak, _ := w.PeakShare()
	return o.say("%d of %d customers (%s) {1|earns|earn} %s, %s of the total CM1 of %s; %d {7|customer loses|customers lose} the difference of %s again.", int64(w.Winners), int64(w.Size), o.percent(share), o.money(sales.Money(w.Peak)), o.percent(peak), o.money(total), losers, o.money(-sales.Money(w.GivenAway)))
}

// whaleCells are rank, share of customers and cumulative CM1 of every row; blank for what
// is outside the curve. "(other)" stands at the last rank.
func whaleCells(rows []profitRow, size int64, o Options) [][]Cell {
	cells := make([][]Cell, len(rows))
	var rank int64
	var sum sales.Money
	for i, r := range rows {
		if !r.CM1.Valid || r.Thing == sales.Unknown {
			cells[i] = []Cell{nil, nil, nil}
			continue
		}
		rank, sum = rank+1, sum+r.CM1.V
		if r.folded(o) {
			rank = size
		}
		cells[i] = []Cell{rank, ratio(float64(rank), float64(size)), sum}
	}
	return cells
}

// addCurve adds the chart. Where the table is cut, the curve of all customers is binned by
// rank and its points stand in two columns of their own, so that the chart still is a
// view of the table and shows what comes back below the peak.
func addCurve(ctx context.Context, l *sales.Ledger, o Options, s *Section, rows []profitRow, size int64) error {
	chart := Chart{Kind: Whale, Title: "Cumulative CM1 over customers, the best first", X: "rank", Y: []string{"cumulative_cm1"}}
	defer func() { s.Charts = []Chart{chart} }()
	points := int64(min(curvePoints, len(rows)-1))
	if !slices.ContainsFunc(rows, func(r profitRow) bool { return r.folded(o) }) || size == 0 || points < 1 {
		return nil
	}
	step := (size + points - 1) / points
	bins, err := query[curvePoint](ctx, l, o, fmt.Sprintf(curveSQL, step))
	if err != nil {
		return err
	}
	s.Table.Columns = append(s.Table.Columns, Column{"curve_rank", "Curve: customers", Count}, Column{"cumulative_curve", "Curve: cumulative CM1", Money})
	var sum sales.Money
	for i := range s.Table.Rows {
		point := []Cell{nil, nil}
		if i < len(bins) {
			sum += bins[i].CM1
			point = []Cell{bins[i].LastPlace, sum}
		}
		s.Table.Rows[i] = append(s.Table.Rows[i], point...)
	}
	chart.X, chart.Y = "curve_rank", []string{"cumulative_curve"}
	s.Notes = append(s.Notes, o.say("The curve has a point for every %d customers and one at its peak, in the columns curve_rank and cumulative_curve; they do not belong to the customer of their row.", step))
	return nil
}
