package metrics

import (
	"context"
	"math"

	"xsell/metrics/sales"
)

// AreaProfit asks what each line of business earns.
var AreaProfit = Metric{
	Name:     "area-profit",
	Title:    "Profit by business area",
	Question: "What does each business area earn?",
	Chapter:  Profitability,
	Definition: "cm1 = revenue - cost of the lines that have a cost; margin = cm1 / revenue of those lines. deals = deals with a line of the area that is not a return; " +
		"a deal across areas counts in each. share = cm1 / total CM1, cumulative_share adds it up down the table; both blank where the total is not positive. " +
		"customers = known customers with such a deal. to_average = the CM1 the area would earn more at the margin of all areas together, blank where its margin is not below it. " +
		"Period columns compare CM1 with the period before and the same period a year ago. HHI = sum of the squared shares of the positive CM1.",
	Needs: []sales.Field{sales.Area, sales.Cost},
	SQL:   areaProfitSQL,
	Run:   areaProfit,
}

var areaProfitSQL = profitSQL("area", sales.Unassigned, `f.thing AS name, coalesce(d.customers, 0) AS customers`, `
     LEFT JOIN (SELECT area, count(DISTINCT customer) AS customers FROM lines
                WHERE in_window AND NOT is_return AND customer <> '(unknown)' GROUP BY area) AS d ON d.area = f.thing`)

var areaTotalsSQL = profitTotalsSQL("area", sales.Unassigned)

type areaProfitRow struct {
	profitRow
	Customers int64
}

func areaProfit(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	rows, err := query[areaProfitRow](ctx, l, o, areaProfitSQL)
	if err != nil {
		return Section{}, err
	}
	totals, err := one[profitTotals](ctx, l, o, areaTotalsSQL)
	if err != nil {
		return Section{}, err
	}
	things := make([]profitRow, len(rows))
	for i, r := range rows {
		things[i] = r.profitRow
	}
	by := profitBy{noun{"area", "areas"}, "area", "CM1 by area", sales.Unassigned, false}
	s, best := by.section(things, totals, l.Calendar, o)
	s.Table.Columns = append(s.Table.Columns, Column{"customers", "Customers", Count}, Column{"to_average", "More at the average margin", Money})
	for i, r := range rows {
		s.Table.Rows[i] = append(s.Table.Rows[i], areaCustomers(r, l, o), toAverage(r.sums, totals))
	}
	s.Charts = []Chart{
		{Kind: Bars, Title: "CM1 by business area", X: "area", Y: []string{"cm1"}},
		{Kind: Bars, Title: "Margin by business area", X: "area", Y: []string{"margin"}},
	}
	if l.Calendar.Covers(l.Calendar.Previous) {
		s.Charts = append(s.Charts, Chart{Kind: Bridge, Title: o.say("CM1 from %s to %s by business area", l.Calendar.Previous.Label, l.Calendar.Period.Label),
			X: "area", Y: []string{"previous_cm1", "change", "period_cm1"}})
	}
	s.Findings = append(s.Findings, areaProfitFindings(best, totals, l.Calendar, o)...)
	return s, nil
}

// areaCustomers is blank where no customer is known, and where areas are folded: one
// customer may buy from two of them.
func areaCustomers(r areaProfitRow, l *sales.Ledger, o Options) Cell {
	if r.folded(o) || !l.Has(sales.Customer) {
		return nil
	}
	return r.Customers
}

// toAverage is the money between the CM1 of some lines and the CM1 they would have at the
// margin of all; nil where they are not below it, or one of the margins is undefined or
// that of all not above zero.
func toAverage(s sums, t profitTotals) Cell {
	if !s.CM1.Valid || s.Costed.V <= 0 || t.CM1.V <= 0 || t.Costed.V <= 0 {
		return nil
	}
	expected := s.Costed.V.Float() * t.CM1.V.Float() / t.Costed.V.Float()
	if gap := sales.Money(math.Round(expected*sales.Scale)) - s.CM1.V; gap > 0 {
		return gap
	}
	return nil
}

// areaProfitFindings are what changed CM1 and the area whose low margin costs the most.
func areaProfitFindings(best []profitRow, t profitTotals, c sales.Calendar, o Options) []Finding {
	var out []Finding
	if text := profitMoves(best, t, c, o); text != "" && len(best) > 1 && coverageMoved(t, c, o) == "" {
		out = append(out, Finding{Role: Why, Text: text, Weight: abs(t.PeriodCM1 - t.PreviousCM1)})
	}
	var worst profitRow
	var most sales.Money
	for _, r := range best {
		if gap, ok := toAverage(r.sums, t).(sales.Money); ok && gap > most {
			worst, most = r, gap
		}
	}
	// Below one part in a hundred the difference is no reason to act.
	if most > 0 && most >= t.CM1.V/100 {
		out = append(out, Finding{Role: Do, Weight: most, Text: o.say("Review prices, discounts and costs of %s: margin %s against %s of all areas; at that margin it would earn %s more (%s).", short(worst.Name), o.percent(worst.CM1.V.Float()/worst.Costed.V.Float()), o.percent(t.CM1.V.Float()/t.Costed.V.Float()), o.money(most), c.Window.Label)})
	}
	return out
}
