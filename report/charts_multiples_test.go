package report

import (
	"strings"
	"testing"

	"xsell/metrics"
)

// multiplesTable has a column for each of n areas, each twice the one after it.
func multiplesTable(n int) (metrics.Table, metrics.Chart) {
	t := metrics.Table{Columns: []metrics.Column{{Key: "label", Title: "Period", Unit: metrics.Text}}}
	c := metrics.Chart{Kind: metrics.Multiples, Title: "Areas", X: "label"}
	for i := range n {
		key := string(rune('a' + i))
		t.Columns = append(t.Columns, metrics.Column{Key: key, Title: "Area " + key, Unit: metrics.Money})
		c.Y = append(c.Y, key)
	}
	for _, label := range []string{"Jan 2026", "Feb 2026", "Mar 2026"} {
		row := []metrics.Cell{label}
		for i := range n {
			row = append(row, eur(float64(int(1024)>>i)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t, c
}

// TestMultiplesHaveOneScale: each column has a plot of its own with its name and last
// value above it, all with the same ends of the axis, and the picture names each.
func TestMultiplesHaveOneScale(t *testing.T) {
	table, chart := multiplesTable(5)
	s := metrics.Section{Name: "trend", Table: table, Charts: []metrics.Chart{chart}}
	o := laidOut(t, &s, 1)[0].Option
	grids, axes := o["grid"].([]any), o["yAxis"].([]any)
	if len(grids) != 5 || len(axes) != 5 || len(o["xAxis"].([]any)) != 5 || len(o["series"].([]any)) != 5 {
		t.Fatalf("%d plots with %d scales for 5 columns", len(grids), len(axes))
	}
	for i, a := range axes {
		axis := a.(map[string]any)
		if axis["min"] != axes[0].(map[string]any)["min"] || axis["max"] != axes[0].(map[string]any)["max"] {
			t.Errorf("plot %d goes from %v to %v, the first from %v to %v", i, axis["min"], axis["max"], axes[0].(map[string]any)["min"], axes[0].(map[string]any)["max"])
		}
	}
	if name := axes[4].(map[string]any)["name"]; name != "Area e   64" {
		t.Errorf("the last plot is called %q", name)
	}
	figures, err := NewCharts(t.Context()).draw(&s)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Area a", "Area e", "Jan 2026"} {
		if !strings.Contains(strings.ReplaceAll(string(figures[0].SVG), "\u00a0", " "), want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
}

// TestPlanIsAnOutline: lines of a plan are dashed, its bars have no fill of their own, and
// the key shows the outline.
func TestPlanIsAnOutline(t *testing.T) {
	table := metrics.Table{
		Columns: []metrics.Column{{Key: "label", Unit: metrics.Text}, {Key: "actual", Title: "Actual", Unit: metrics.Money}, {Key: "year_ago_actual", Title: "A year earlier", Unit: metrics.Money}, {Key: "target", Title: "Plan", Unit: metrics.Money}},
		Rows:    [][]metrics.Cell{{"Jan 2026", eur(90), nil, eur(100)}, {"Feb 2026", eur(95), eur(80), eur(100)}},
	}
	s := metrics.Section{Table: table, Charts: []metrics.Chart{
		{Kind: metrics.Line, X: "label", Y: []string{"actual", "year_ago_actual", "target"}}, {Kind: metrics.Bars, X: "label", Y: []string{"actual", "target"}}}}
	drawings := laidOut(t, &s, 2)
	got := map[any][2]any{}
	for _, x := range drawings[0].Option["series"].([]any) {
		style := x.(map[string]any)["lineStyle"].(map[string]any)
		got[x.(map[string]any)["name"]] = [2]any{style["color"], style["type"]}
	}
	for name, want := range map[any][2]any{"Actual": {"@ink", nil}, "A year earlier": {"@past", nil}, "Plan": {"@ink", "dashed"}} {
		if got[name] != want {
			t.Errorf("the line %v is %v, want %v", name, got[name], want)
		}
	}
	bars := drawings[1].Option["series"].([]any)[1].(map[string]any)["itemStyle"].(map[string]any)
	if bars["color"] != "@card" || bars["borderColor"] != "@ink" {
		t.Errorf("the bars of the plan are %v", bars)
	}
	if keys := drawings[1].Keys; len(keys) != 2 || keys[1].Color != "plan" {
		t.Errorf("the keys are %v", keys)
	}
}
