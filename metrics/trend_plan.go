package metrics

import (
	"context"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// trendPlan is the plan of the periods, by their first days, and the revenue of these
// periods that no row of the plan names.
type trendPlan struct {
	of         map[sales.Day]sales.Money
	notPlanned sales.Money
}

// planOf is the plan of every period that plan periods fill from its first day to its
// last; another period has none, since a part of a quarter's plan is no plan of a month.
func planOf(ctx context.Context, l *sales.Ledger, o Options, buckets []bucket) (trendPlan, error) {
	p := trendPlan{of: map[sales.Day]sales.Money{}}
	if !l.Given(sales.Targets, sales.Target) || len(buckets) == 0 {
		return p, nil
	}
	fill := func(sql string) string { return strings.ReplaceAll(sql, "{item}", itemSQL(planFields(l))) }
	rows, err := query[planRow](ctx, l, o, fill(planSQL))
	if err != nil {
		return p, err
	}
	targets := map[sales.Day]sales.Money{}
	for _, r := range rows {
		targets[r.Start] += r.Target
	}
	periods, _ := planPeriods(rows, l.Calendar, o)
	var filled []sales.Period
	for _, b := range buckets {
		parts := fillers(periods, l.Calendar.Unit.Period(b.What))
		for _, part := range parts {
			p.of[b.What] += targets[part.Start]
		}
		filled = append(filled, parts...)
	}
	if len(filled) == 0 {
		return p, nil
	}
	sold, err := query[actualRow](ctx, l, o, strings.ReplaceAll(fill(actualSQL), "{periods}", periodsSQL(filled)))
	for _, r := range sold {
		if r.Item == notPlanned {
			p.notPlanned += r.Actual
		}
	}
	return p, err
}

// fillers are the plan periods that fill a period without a gap; none where they do not.
func fillers(periods []sales.Period, whole sales.Period) []sales.Period {
	first := slices.IndexFunc(periods, func(p sales.Period) bool { return p.Start == whole.Start })
	if first < 0 {
		return nil
	}
	for n, p := range periods[first:] {
		switch {
		case p.End == whole.End:
			return periods[first : first+n+1]
		case p.End > whole.End, first+n+1 == len(periods), periods[first+n+1].Start != p.End+1:
			return nil
		}
	}
	return nil
}

// cell is the plan of a period; nil where it has none.
func (p trendPlan) cell(start sales.Day) Cell {
	if m, ok := p.of[start]; ok {
		return m
	}
	return nil
}

// note says what the plan leaves out; nothing where there is none or it names all.
func (p trendPlan) note(l *sales.Ledger, o Options) []string {
	switch {
	case !l.Given(sales.Targets, sales.Target):
		return nil
	case len(p.of) == 0:
		return []string{o.say("The periods of the plan are not those of this table: the section Plan and actual holds them.")}
	case p.notPlanned != 0:
		return []string{o.say("The plan does not name all: %s of the revenue of its periods is of what no row of it names (section Plan and actual).", o.money(p.notPlanned))}
	}
	return nil
}
