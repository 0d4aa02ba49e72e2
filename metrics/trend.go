package metrics

import (
	"context"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"xsell/metrics/sales"
)

// Trend shows the measures of every period.
var Trend = Metric{
	Name:     "trend",
	Title:    "Trend",
	Question: "How do revenue, deals and baskets develop?",
	Chapter:  Deals,
	Definition: "One row for each period from the first in the data to the period of the report; a period without a sale counts zero. " +
		"year_ago_revenue = revenue of the same period a year earlier, blank where the data do not cover it. A deal belongs to the period of its lines. " +
		"plan = the plan of the targets sheet, all items together, of a period that plan periods fill from its first day to its last (section Plan and actual). " +
		"area_1 to area_8 = net revenue of the business areas, the largest over all periods first; area_other = that of all further ones.",
	SQL: firstParts.of(sales.Area).create() + trendSQL + ";\n" + trendAreasSQL,
	Run: trend,
}

var trendSQL = kpisSQL("bucket", "TRUE")

func trend(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	buckets, err := history(ctx, l, o)
	if err != nil {
		return Section{}, err
	}
	plan, err := planOf(ctx, l, o, buckets)
	if err != nil {
		return Section{}, err
	}
	areas, err := trendAreas(ctx, l, o, buckets)
	if err != nil {
		return Section{}, err
	}
	c := l.Calendar
	s := Section{
		Lead:  trendLead(buckets, c, o),
		Scope: o.say("Net revenue, deals and baskets by period, %s to %s", o.period(c.Unit, c.Unit.Period(c.Unit.Start(c.First))), c.Period.Label),
		Notes: append(trendNotes(buckets, l, o), plan.note(l, o)...),
		Table: trendTable(buckets, plan, areas, kpiList(l), c, o),
	}
	if len(buckets) > 0 {
		s.Claims = []Claim{{Column: "revenue", Of: LinesRevenue, Scope: Scope(fmt.Sprintf("day <= DATE '%s'", c.Period.End))}}
	}
	s.Charts = trendCharts(len(buckets), plan, areas, s.Table.has("year_ago_revenue"))
	return s, nil
}

func trendTable(buckets []bucket, plan trendPlan, areas []areaColumn, list []kpi, c sales.Calendar, o Options) Table {
	t := Table{Columns: []Column{{"start", "From", Date}, {"label", "Period", Text}}}
	for _, k := range list {
		t.Columns = append(t.Columns, Column{k.key, o.say(k.title), k.unit})
	}
	t.Columns = append(t.Columns, Column{"year_ago_revenue", "Revenue a year earlier", Money}, Column{"year_change_rate", "Change on the year", Ratio})
	if len(plan.of) > 0 {
		t.Columns = append(t.Columns, Column{"plan", "Plan", Money})
	}
	for i, a := range areas {
		t.Columns = append(t.Columns, Column{areaKey(i), a.name, Money})
	}
	for _, b := range buckets {
		row := []Cell{b.What, o.period(c.Unit, c.Unit.Period(b.What))}
		for _, k := range list {
			row = append(row, k.cell(b.kpis))
		}
		row = append(row, yearBefore(buckets, b, c)...)
		if len(plan.of) > 0 {
			row = append(row, plan.cell(b.What))
		}
		for _, a := range areas {
			row = append(row, a.of[b.What])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// revenueChart shows revenue with what there is to compare it with.
func revenueChart(plan trendPlan, yearCovered bool) Chart {
	switch {
	case yearCovered && len(plan.of) > 0:
		return Chart{Kind: Line, Title: "Net revenue by period, with the plan and the year before", X: "label", Y: []string{"revenue", "year_ago_revenue", "plan"}}
	case yearCovered:
		return Chart{Kind: Line, Title: "Net revenue by period, with the year before", X: "label", Y: []string{"revenue", "year_ago_revenue"}}
	case len(plan.of) > 0:
		return Chart{Kind: Line, Title: "Net revenue by period, with the plan", X: "label", Y: []string{"revenue", "plan"}}
	}
	return Chart{Kind: Line, Title: "Net revenue by period", X: "label", Y: []string{"revenue"}}
}

func trendCharts(periods int, plan trendPlan, areas []areaColumn, yearCovered bool) []Chart {
	charts := []Chart{revenueChart(plan, yearCovered),
		{Kind: Line, Title: "Deals by period", X: "label", Y: []string{"deals"}},
		{Kind: Line, Title: "Share of deals with two or more products", X: "label", Y: []string{"multi_product_share"}},
	}
	if c := areasChart(areas); len(c.Y) > 1 && periods > 2 {
		charts = append(charts, c)
	}
	return charts
}

// yearBefore are the revenue of the same period a year earlier and the change on it.
func yearBefore(buckets []bucket, b bucket, c sales.Calendar) []Cell {
	start := c.Unit.YearBefore(b.What)
	i := slices.IndexFunc(buckets, func(p bucket) bool { return p.What == start })
	if i < 0 || !c.Covers(c.Unit.Period(start)) {
		return []Cell{nil, nil}
	}
	return []Cell{buckets[i].Revenue, growth(buckets[i].Revenue, b.Revenue)}
}

func trendLead(buckets []bucket, c sales.Calendar, o Options) string {
	if len(buckets) < 2 {
		return o.say("The data hold %d complete {1|period|periods} only: there is no trend to show yet.", len(buckets))
	}
	last := buckets[len(buckets)-1]
	best := slices.MaxFunc(buckets, func(a, b bucket) int { return compareDown(b.Revenue, a.Revenue) })
	label := func(b bucket) string { return o.period(c.Unit, c.Unit.Period(b.What)) }
	above := 0
	for _, b := range buckets[:len(buckets)-1] {
		if b.Revenue > last.Revenue {
			above++
		}
	}
	if best.What == last.What {
		return o.say("%s is the best of %d {2|period|periods} so far, with %s.", label(last), len(buckets), o.money(last.Revenue))
	}
	return o.say("%s made %s: rank %d of %d {4|period|periods}; the best was %s with %s.", label(last), o.money(last.Revenue), above+1, len(buckets), label(best), o.money(best.Revenue))
}

func trendNotes(buckets []bucket, l *sales.Ledger, o Options) []string {
	var notes []string
	c := l.Calendar
	if first := c.Unit.Start(c.First); first < c.First && len(buckets) > 0 {
		notes = append(notes, o.say("The data begin on %s: %s may be incomplete.", o.date(c.First), o.period(c.Unit, c.Unit.Period(first))))
	}
	if c.Last > c.Period.End {
		var shown sales.Money
		for _, b := range buckets {
			shown += b.Revenue
		}
		notes = append(notes, o.say("%s after %s belongs to a period that is not complete and is not shown.", o.money(l.Total().Used.Revenue-shown), c.Period.Label))
	}
	if n := len(buckets); n < 2*c.Unit.PerYear() {
		notes = append(notes, o.say("%s of data: the season cannot be told from the trend.", o.periods(n, c.Unit)))
	}
	return notes
}

func title(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}
