package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// targetFindings is what the sentences and the table of the section speak of.
type targetFindings struct {
	by       []sales.Field
	periods  []sales.Period // begun by the day the report looks back from
	ahead    int            // plan periods after it
	rows     []targetRow
	pace     pace
	together targetRow // the open period of all planned items; only actual and ends
	c        sales.Calendar
	o        Options
}

// total are the planned items of a period together.
func (f targetFindings) total(p sales.Period) targetRow {
	t := targetRow{period: p, item: f.o.say("all planned")}
	for _, r := range f.rows {
		if r.period == p && r.item != notPlanned {
			t.target, t.actual, t.rows = t.target+r.target, t.actual+r.actual, t.rows+r.rows
		}
	}
	if p.End > f.c.AsOf {
		t.ends = f.together.ends
	}
	return t
}

// within are the items over all plan periods that lie in the window and are over, the one
// furthest below its plan first.
func (f targetFindings) within() []targetRow {
	at := map[string]int{}
	var out []targetRow
	for _, r := range f.rows {
		if r.item == notPlanned || r.period.End > f.c.AsOf || !f.c.All && (r.period.Start < f.c.Window.Start || r.period.End > f.c.Window.End) {
			continue
		}
		i, ok := at[r.item]
		if !ok {
			i, at[r.item] = len(out), len(out)
			out = append(out, targetRow{period: r.period, item: r.item})
		}
		out[i].target, out[i].actual = out[i].target+r.target, out[i].actual+r.actual
		out[i].period.End = r.period.End
	}
	slices.SortStableFunc(out, func(a, b targetRow) int {
		return cmp.Or(cmp.Compare(a.actual-a.target, b.actual-b.target), cmp.Compare(a.item, b.item))
	})
	return out
}

func (f targetFindings) table() Table {
	t := Table{Columns: []Column{
		{"kind", "Kind", Word}, {"period", "Plan period", Text}, {"item", title(f.noun()), Text}, {"target", "Plan", Money}, {"actual", "Actual", Money},
		{"difference", "Above the plan", Money}, {"reached", "Reached", Ratio}, {"status", "Status", Word},
		{"run_rate", "Run rate to its end", Money}, {"run_low", "Run rate, low", Money}, {"run_high", "Run rate, high", Money}, {"run_difference", "Run rate above the plan", Money},
		{"share_gone", "Share of it gone", Ratio}, {"start", "From", Date}, {"end", "To", Date}, {"rows", "Rows of the plan", Count},
		{"year_ago_actual", "Actual a year earlier", Money},
	}}
	for _, p := range f.periods {
		t.Rows = append(t.Rows, append(f.cells("plan", f.total(p)), f.yearAgo(p)))
	}
	for _, r := range f.within() {
		row := f.cells("window", r)
		row[1], row[7], row[15] = f.c.Window.Label, text(map[bool]string{true: "reached", false: "missed"}[r.actual >= r.target]), nil
		t.Rows = append(t.Rows, append(row, nil))
	}
	var rest targetRow
	things := int64(0)
	for i := len(f.periods) - 1; i >= 0; i-- {
		for _, r := range f.rows {
			if r.period != f.periods[i] {
				continue
			}
			if len(t.Rows) > f.o.MaxRows {
				rest.target, rest.actual, things = rest.target+r.target, rest.actual+r.actual, things+1
				continue
			}
			t.Rows = append(t.Rows, append(f.cells("item", r), nil))
		}
	}
	if things > 0 {
		row := make([]Cell, len(t.Columns))
		row[0], row[1], row[2], row[3], row[4] = "item", f.o.say("%d earlier", things), other, rest.target, rest.actual
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (f targetFindings) cells(kind string, r targetRow) []Cell {
	row := []Cell{kind, r.period.Label, r.item, r.target, r.actual, r.actual - r.target, moneyRatio(r.actual, r.target), text(r.status(f.c.AsOf)),
		nil, nil, nil, nil, nil, r.period.Start, r.period.End, r.rows}
	if r.item == notPlanned {
		row[3], row[5], row[6], row[15] = nil, nil, nil, nil
	}
	if r.period.End > f.c.AsOf && f.pace.all > 0 {
		row[5], row[12] = nil, float64(f.pace.gone)/float64(f.pace.all)
	}
	if r.ends != nil {
		row[8], row[11] = r.ends.rate, r.ends.rate-r.target
		if r.ends.ranged {
			row[9], row[10] = r.ends.low, r.ends.high
		}
	}
	return row
}

// yearAgo is what the planned items of the plan period that began a year earlier, of a
// week 52 weeks, brought; nil where there is none.
func (f targetFindings) yearAgo(p sales.Period) Cell {
	t := p.Start.Time()
	start := sales.DayOf(t.Year()-1, t.Month(), t.Day())
	if p.End-p.Start == 6 {
		start = p.Start - 52*7
	}
	if i := slices.IndexFunc(f.periods, func(q sales.Period) bool { return q.Start == start }); i >= 0 {
		return f.total(f.periods[i]).actual
	}
	return nil
}

// noun is what the plan is by.
func (f targetFindings) noun() string {
	names := make([]string, len(f.by))
	for i, b := range f.by {
		names[i] = f.o.say(phrases.Key(b))
	}
	if len(names) == 0 {
		return f.o.say("business")
	}
	return f.o.list(names)
}

func (f targetFindings) charts() []Chart {
	var charts []Chart
	if len(f.periods) > 1 {
		charts = append(charts, Chart{Kind: Line, Title: "Plan and actual by plan period, with the year before", X: "period", Y: []string{"actual", "year_ago_actual", "target"}, Where: "kind", Is: "plan"})
	}
	if len(f.within()) > 1 {
		charts = append(charts, Chart{Kind: Bars, Title: f.o.say("Actual and plan by %s, over the periods of the window", f.noun()), X: "item", Y: []string{"actual", "target"}, Where: "kind", Is: "window", Limit: 15})
	}
	if len(charts) == 0 {
		charts = append(charts, Chart{Kind: Bars, Title: "Actual and plan", X: "item", Y: []string{"actual", "target"}, Where: "kind", Is: "item"})
	}
	return charts
}
