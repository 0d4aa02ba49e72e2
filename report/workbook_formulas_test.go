package report

import (
	"strings"
	"testing"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// TestColumnsFollowFromOthers: what a reader would work out is a formula, with the number of
// the report beside it, where it holds in every row that has what it needs.
func TestColumnsFollowFromOthers(t *testing.T) {
	money := func(v ...int64) (cells []metrics.Cell) {
		for _, x := range v {
			cells = append(cells, sales.Money(x*sales.Scale))
		}
		return cells
	}
	columns := []metrics.Column{{Key: "name", Title: "Name", Unit: metrics.Text}, {Key: "kind", Title: "Kind", Unit: metrics.Text},
		{Key: "revenue", Title: "Revenue", Unit: metrics.Money}, {Key: "cost", Title: "Cost", Unit: metrics.Money}, {Key: "cm1", Title: "CM1", Unit: metrics.Money},
		{Key: "margin", Title: "Margin", Unit: metrics.Ratio}, {Key: "share", Title: "Share", Unit: metrics.Ratio}, {Key: "cumulative_share", Title: "So far", Unit: metrics.Ratio}}
	row := func(name string, revenue, cost int64, of, before float64) []metrics.Cell {
		m := money(revenue, cost, revenue-cost)
		share := float64(revenue) / of
		return []metrics.Cell{name, "area", m[0], m[1], m[2], float64(revenue-cost) / float64(revenue), share, before + share}
	}
	table := metrics.Table{Columns: columns, Rows: [][]metrics.Cell{row("tea", 60, 20, 100, 0), row("pot", 30, 40, 100, 0.6), row("cup", 10, 5, 100, 0.9)}}
	table.Rows[1][3], table.Rows[1][4], table.Rows[1][5] = nil, nil, nil // without a cost
	formulas := func() map[string]string {
		f := openWorkbook(t, drawWorkbook(t, &metrics.Report{Sections: []metrics.Section{{Name: "areas", Title: "Areas", Table: table}}}))
		out := map[string]string{}
		for _, at := range strings.Fields("C4 C7 E7 E8 E9 F7 F8 F9 G7 H7 H8") {
			out[at], _ = f.GetCellFormula("Areas", at)
		}
		return out
	}
	want := map[string]string{"C4": "SUM(C7:C9)", "C7": "", "E7": "C7-D7", "E8": "", "E9": "C9-D9", "F7": "E7/C7", "F8": "", "F9": "E9/C9",
		"G7": "C7/$C$4", "H7": "G7", "H8": "H7+G8"}
	for at, got := range formulas() {
		if got != want[at] {
			t.Errorf("%s: %q, want %q", at, got, want[at])
		}
	}
	table.Rows[2][5] = 0.51 // not CM1 over revenue: then the column means something else
	for at, got := range formulas() {
		if at[0] == 'F' && got != "" || at == "E7" && got == "" {
			t.Errorf("%s: %q in a column that does not follow", at, got)
		}
	}
}

// TestLevelsAreSumsOfSteps: the level after steps is the level before them and the steps.
func TestLevelsAreSumsOfSteps(t *testing.T) {
	table := metrics.Table{Columns: []metrics.Column{{Key: "name", Title: "Step", Unit: metrics.Text}, {Key: "kind", Title: "Kind", Unit: metrics.Text}, {Key: "amount", Title: "Amount", Unit: metrics.Money}},
		Rows: [][]metrics.Cell{{"list", "level", sales.Money(100)}, {"discounts", "step", sales.Money(-20)}, {"returns", "step", sales.Money(-5)}, {"revenue", "level", sales.Money(75)},
			{"cost", "step", sales.Money(-30)}, {"cm1", "level", sales.Money(44)}}}
	s := metrics.Section{Name: "ladder", Title: "Ladder", Table: table,
		Charts: []metrics.Chart{{Kind: metrics.Bridge, Title: "Down", X: "name", Y: []string{"amount", "amount", "amount"}, Series: "kind"}}}
	f := openWorkbook(t, drawWorkbook(t, &metrics.Report{Sections: []metrics.Section{s}}))
	for at, want := range map[string]string{"C7": "", "C8": "", "C10": "C7+SUM(C8:C9)", "C12": ""} { // the last does not add up
		if got, _ := f.GetCellFormula("Ladder", at); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}

// TestOverviewLeadsOn: measures have a line over time and a link to the section that says more.
func TestOverviewLeadsOn(t *testing.T) {
	overview := metrics.Section{Name: "overview", Title: "Overview", Table: metrics.Table{
		Columns: []metrics.Column{{Key: "kpi", Title: "Key", Unit: metrics.Text}, {Key: "value", Title: "Value", Unit: metrics.Money}, {Key: "noise", Title: "Noise", Unit: metrics.Text}},
		Rows:    [][]metrics.Cell{{"revenue", sales.Money(5), "signal"}, {"deals", sales.Money(6), "normal"}}}}
	trend := metrics.Section{Name: "trend", Title: "Trend", Table: metrics.Table{
		Columns: []metrics.Column{{Key: "label", Title: "Week", Unit: metrics.Text}, {Key: "revenue", Title: "Revenue", Unit: metrics.Money}},
		Rows:    [][]metrics.Cell{{"w1", sales.Money(3)}, {"w2", sales.Money(4)}, {"w3", sales.Money(5)}}}}
	data := drawWorkbook(t, &metrics.Report{Sections: []metrics.Section{overview, trend}})
	f, sheet := openWorkbook(t, data), parts(t, data)[partNamed(t, data, "Overview")]
	if n := strings.Count(sheet, "<x14:sparkline>"); n != 1 || !strings.Contains(sheet, "&#39;Trend&#39;!B7:B9") {
		t.Errorf("%d lines in %s", n, sheet)
	}
	if to, place, _ := f.GetCellHyperLink("Overview", "E7"); !to || place != "'Trend'!A1" {
		t.Errorf("the link leads to %q", place)
	}
	formats, err := f.GetConditionalFormats("Overview")
	if rules := formats["C7:C8"]; err != nil || len(rules) != 2 || rules[0].Value != `"signal"` {
		t.Errorf("status %v, %v", formats, err)
	}
}
