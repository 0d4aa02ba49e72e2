package report

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"xsell/metrics"
	"xsell/metrics/sales"
	"xsell/templates"
)

func TestNiceScale(t *testing.T) {
	for _, tt := range []struct {
		lo, hi float64
		n      int
		want   scale
	}{
		{0, 100, 4, scale{0, 100, 25}},
		{0, 97, 5, scale{0, 100, 20}},
		{-12, 31, 5, scale{-20, 40, 10}},
		{0, 0, 4, scale{0, 1, 0.25}},
		{0.31, 0.38, 4, scale{0.3, 0.38, 0.02}},
	} {
		got := niceScale(tt.lo, tt.hi, tt.n)
		if math.Abs(got.min-tt.want.min) > 1e-9 || math.Abs(got.max-tt.want.max) > 1e-9 || math.Abs(got.step-tt.want.step) > 1e-9 {
			t.Errorf("%v to %v is shown on %v, want %v", tt.lo, tt.hi, got, tt.want)
		}
	}
}

func TestOnlyHighLinesAreCut(t *testing.T) {
	if _, cut := scaleOf([]float64{36, 38}, 4, true); !cut {
		t.Error("a line between 36 and 38 is drawn from zero")
	}
	if s, cut := scaleOf([]float64{10, 38}, 4, true); cut || s.min != 0 {
		t.Error("a line between 10 and 38 is cut")
	}
	if s, cut := scaleOf([]float64{36, 38}, 4, false); cut || s.min != 0 {
		t.Error("bars are cut")
	}
}

// TestBridgeAddsUp holds that the last step of a bridge ends where the total after is,
// with rows beyond the limit in one step.
func TestBridgeAddsUp(t *testing.T) {
	s := fixtureMovers()
	views, err := viewsOf(s.Table, s.Charts[0])
	if err != nil {
		t.Fatal(err)
	}
	steps := views[0].steps()
	if n := len(steps); n != 7+1+2 {
		t.Fatalf("%d steps, want 7, one for the other rows and two totals", n)
	}
	last, total := steps[len(steps)-2], steps[len(steps)-1]
	if math.Abs(last.to-total.to) > 1e-6 {
		t.Errorf("the steps end at %v, the total is %v", last.to, total.to)
	}
	if last.name != "2 others" || last.print != "−8,000" {
		t.Errorf("the last step is %q %q", last.name, last.print)
	}
}

// TestBridgeOverLevels: rows that are a level stand on the axis, with the changes between them.
func TestBridgeOverLevels(t *testing.T) {
	table := metrics.Table{
		Columns: []metrics.Column{{Key: "step", Unit: metrics.Text}, {Key: "kind", Unit: metrics.Text}, {Key: "before", Unit: metrics.Money}, {Key: "change", Unit: metrics.Money}, {Key: "after", Unit: metrics.Money}},
		Rows: [][]metrics.Cell{
			{"List", metrics.BridgeLevel, eur(100), nil, nil}, {"Discounts", "step", nil, eur(-10), nil},
			{"Net", metrics.BridgeLevel, nil, nil, eur(90)}, {"Cost", "step", nil, eur(-95), nil}, {"CM1", metrics.BridgeLevel, nil, nil, eur(-5)},
		},
	}
	views, err := viewsOf(table, metrics.Chart{Kind: metrics.Bridge, X: "step", Y: []string{"before", "change", "after"}, Series: "kind"})
	if err != nil {
		t.Fatal(err)
	}
	var got []bridgeStep
	for _, st := range views[0].steps() {
		got = append(got, bridgeStep{name: st.name, from: st.from, to: st.to, level: st.level})
	}
	want := []bridgeStep{{name: "List", to: 100, level: true}, {name: "Discounts", from: 100, to: 90},
		{name: "Net", to: 90, level: true}, {name: "Cost", from: 90, to: -5}, {name: "CM1", to: -5, level: true}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSpreadKeepsOrderAndDistance(t *testing.T) {
	tracks := []track{{values: []any{50.0}}, {values: []any{51.0}}, {values: []any{52.0}}, {values: []any{undefined}}}
	shifts := spread(tracks, scale{0, 100, 25}, 200)
	at := func(i int) float64 { return scale{0, 100, 25}.at(tracks[i].values[0].(float64), 200) + shifts[i] }
	if at(2) >= at(1) || at(1) >= at(0) || at(1)-at(2) < 15 || at(0)-at(1) < 15 {
		t.Errorf("labels stand at %v, %v and %v", at(2), at(1), at(0))
	}
}

func TestWhaleCurve(t *testing.T) {
	table := metrics.Table{
		Columns: []metrics.Column{{Key: "customer", Unit: metrics.Text}, {Key: "cm1", Unit: metrics.Money}, {Key: "rank", Unit: metrics.Count}, {Key: "cumulative_cm1", Unit: metrics.Money}},
		Rows: [][]metrics.Cell{
			{"a", eur(5), int64(1), eur(5)}, {"b", eur(3), int64(2), eur(8)}, {"c", nil, nil, nil}, {"(other)", eur(-2), int64(9), eur(6)},
		},
	}
	for _, c := range []metrics.Chart{
		{Kind: metrics.Whale, X: "rank", Y: []string{"cumulative_cm1"}},
		{Kind: metrics.Whale, X: "rank", Y: []string{"cm1"}},
	} {
		views, err := viewsOf(table, c)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := views[0].curve(), []point{{1, 5}, {2, 8}, {9, 6}}; !slices.Equal(got, want) {
			t.Errorf("the curve of %s is %v, want %v", c.Y[0], got, want)
		}
	}
}

func TestShades(t *testing.T) {
	lift := shadesFor(metrics.Column{Key: "lift", Unit: metrics.Number}, []float64{0.5, 1, 2})
	if lift(1) != neutralShade || lift(0.5) != 0 || lift(2) != lastShade {
		t.Errorf("lifts of 0.5, 1 and 2 have the shades %d, %d and %d", lift(0.5), lift(1), lift(2))
	}
	money := shadesFor(metrics.Column{Key: "cm1", Unit: metrics.Money}, []float64{-10, 0, 40})
	if money(0) != neutralShade || money(-1) >= neutralShade || money(40) != lastShade {
		t.Errorf("amounts of −1, 0 and 40 have the shades %d, %d and %d", money(-1), money(0), money(40))
	}
}

func TestDaysNameMonths(t *testing.T) {
	table := metrics.Table{
		Columns: []metrics.Column{{Key: "start", Unit: metrics.Date}, {Key: "revenue", Unit: metrics.Money}},
		Rows:    [][]metrics.Cell{{sales.DayOf(2026, 2, 1), eur(2)}, {sales.DayOf(2026, 1, 1), eur(1)}},
	}
	views, err := viewsOf(table, metrics.Chart{Kind: metrics.Line, X: "start", Y: []string{"revenue"}})
	if err != nil {
		t.Fatal(err)
	}
	categories, tracks, _ := views[0].tracks()
	if !slices.Equal(categories, []string{"Jan 2026", "Feb 2026"}) || !slices.Equal(tracks[0].values, []any{1.0, 2.0}) {
		t.Errorf("the line runs over %v with %v", categories, tracks[0].values)
	}
}

func TestChartOfUnknownColumn(t *testing.T) {
	s := fixtureTrend()
	s.Charts[0].Y = []string{"profit"}
	if _, err := drawCharts(&s); err == nil || !strings.Contains(err.Error(), `no column "profit"`) {
		t.Errorf("a chart of a column that is not there gives %v", err)
	}
}

// TestOptionsAreData holds that charts are plain JSON without functions of their own,
// without HTML tooltips and without the titles and legends the builder adds.
func TestOptionsAreData(t *testing.T) {
	r := fixture()
	for i := range r.Sections {
		drawings, err := drawCharts(&r.Sections[i])
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range drawings {
			raw, err := json.Marshal(d.Option)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(raw), "__f__") || d.Option["title"] != nil || d.Option["legend"] != nil || d.Option["toolbox"] != nil {
				t.Errorf("%s: the option holds what the builder adds", d.Title)
			}
			if mode, ok := d.Option["tooltip"].(map[string]any)["renderMode"]; ok {
				t.Errorf("%s: it chooses how tooltips are drawn: %v", d.Title, mode)
			}
		}
	}
	if !strings.Contains(templates.Script(), `renderMode:"richText"`) {
		t.Error("tooltips are HTML")
	}
}

// TestEmptyCharts holds that a chart without rows, or with undefined values only, is
// left out, and that one with a single value is drawn.
func TestEmptyCharts(t *testing.T) {
	r, charts := fixture(), NewCharts(t.Context())
	for i := range r.Sections {
		s := r.Sections[i]
		rows := s.Table.Rows
		s.Table.Rows = nil
		laidOut(t, &s, 0)
		if len(s.Charts) == 0 || s.Charts[0].Where != "" {
			continue
		}
		s.Charts, s.Table.Rows = s.Charts[:1], rows[1:2]
		laidOut(t, &s, 1)
		if _, err := charts.draw(&s); err != nil {
			t.Errorf("charts of a single row: %v", err)
		}
		for k, column := range s.Table.Columns {
			if isNumeric(column) {
				rows[1][k] = nil
			}
		}
		laidOut(t, &s, 0)
	}
}

// laidOut are the charts of a section, which are to be so many.
func laidOut(t *testing.T, s *metrics.Section, want int) []drawing {
	t.Helper()
	drawings, err := drawCharts(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(drawings) != want {
		t.Errorf("%s with %d rows has %d charts, want %d", s.Name, len(s.Table.Rows), len(drawings), want)
	}
	return drawings
}

func TestStepsHoldUntilTheNextValue(t *testing.T) {
	table := metrics.Table{
		Columns: []metrics.Column{{Key: "days", Unit: metrics.Count}, {Key: "share", Unit: metrics.Ratio}},
		Rows:    [][]metrics.Cell{{int64(0), 0.0}, {int64(7), 0.25}, {int64(14), nil}},
	}
	for kind, want := range map[metrics.Kind]any{metrics.Steps: "end", metrics.Line: nil} {
		drawings, err := drawCharts(&metrics.Section{Table: table, Charts: []metrics.Chart{{Kind: kind, X: "days", Y: []string{"share"}}}})
		if err != nil {
			t.Fatal(err)
		}
		series := drawings[0].Option["series"].([]any)[0].(map[string]any)
		if got := series["step"]; got != want {
			t.Errorf("%s: a step of %v, want %v", kind, got, want)
		}
	}
}

func TestLabelsOfLinesThatEndEarlyStandApart(t *testing.T) {
	tracks := []track{
		{name: "to the end", values: []any{0.2, 0.5, 0.9}}, {name: "ends early", values: []any{0.3, 0.88, undefined}}, {name: "never", values: []any{undefined, undefined, undefined}},
	}
	const height = 200
	s, _ := scaleOf(valuesOf(tracks), 4, true)
	shifts := spread(tracks, s, height)
	if gap := s.at(0.88, height) + shifts[1] - s.at(0.9, height) - shifts[0]; gap < 15 {
		t.Errorf("the labels stand %v apart, want 15 or more", gap)
	}
	if shifts[2] != 0 {
		t.Errorf("a line without a value is shifted by %v", shifts[2])
	}
}

// TestBarsHaveEqualDecimals holds that a whole number is written as those beside it.
func TestBarsHaveEqualDecimals(t *testing.T) {
	for want, values := range map[string][]float64{"14.48 14.00 0 120": {14.48, 14, 0, 120}, "14 3": {14, 3}} {
		table := metrics.Table{Columns: []metrics.Column{{Key: "day", Unit: metrics.Text}, {Key: "n", Unit: metrics.Number}}}
		for _, v := range values {
			table.Rows = append(table.Rows, []metrics.Cell{"Monday", v})
		}
		views, err := viewsOf(table, metrics.Chart{Kind: metrics.Bars, X: "day", Y: []string{"n"}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range views[0].barData("n") {
			got = append(got, d.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("the bars are %q, want %q", got, want)
		}
	}
}
