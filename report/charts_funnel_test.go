package report

import (
	"encoding/json"
	"strings"
	"testing"

	"xsell/metrics"
)

// fixtureFunnel has three sellers out of order: one far above its limits, one below the
// middle and one on it.
func fixtureFunnel() metrics.Section {
	s := metrics.Section{Name: "sellers", Title: "Sellers", Question: "Who?", Chapter: string(metrics.Programmes), Lead: "Ann sells more.",
		Charts: []metrics.Chart{{Kind: metrics.Funnel, Title: "Rates", X: "n", Y: []string{"rate", "low", "high", "lowest", "highest", "all"}, Label: "seller"}}}
	for _, key := range []string{"seller", "n", "rate", "low", "high", "lowest", "highest", "all"} {
		unit := map[string]metrics.Unit{"seller": metrics.Text, "n": metrics.Count}[key]
		if unit == "" {
			unit = metrics.Ratio
		}
		s.Table.Columns = append(s.Table.Columns, metrics.Column{Key: key, Title: "Column " + key, Unit: unit})
	}
	s.Table.Rows = [][]metrics.Cell{
		{"Bo", int64(400), 0.38, 0.35, 0.45, 0.33, 0.47, 0.4},
		{"Cy", int64(50), 0.4, 0.27, 0.53, 0.2, 0.6, 0.4},
		{"New", nil, nil, nil, nil, nil, nil, nil},
		{"Ann", int64(200), 0.7, 0.33, 0.47, 0.29, 0.51, 0.4},
	}
	return s
}

func TestFunnel(t *testing.T) {
	s := fixtureFunnel()
	d := laidOut(t, &s, 1)[0]
	text, err := json.Marshal(d.Option)
	if err != nil {
		t.Fatal(err)
	}
	series := d.Option["series"].([]any)
	if len(series) != 7 {
		t.Fatalf("%d series, want dots with and without a name and five lines", len(series))
	}
	named := series[1].(map[string]any)["data"].([]any)
	if got := named[0].(map[string]any)["name"]; got != "Ann" {
		t.Errorf("%v is named first, want who is furthest outside", got)
	}
	for _, line := range series[2:] {
		data := line.(map[string]any)["data"].([]any)
		last := 0.0
		for _, p := range data {
			x := p.(map[string]any)["value"].([]any)[0].(float64)
			if x < last {
				t.Error("a limit runs back")
			}
			last = x
		}
		if len(data) != 3 {
			t.Errorf("a limit has %d points, want 3", len(data))
		}
	}
	if strings.Contains(string(text), "NaN") || !strings.Contains(d.Notes[0], "99.8 %") {
		t.Errorf("notes %v", d.Notes)
	}
	s.Charts[0].Y = s.Charts[0].Y[:3]
	if _, err := drawCharts(&s); err == nil {
		t.Error("a funnel without outer limits is drawn")
	}
}

// TestFunnelInTheWorkbook: the dots and five lines over the same values.
func TestFunnelInTheWorkbook(t *testing.T) {
	r := &metrics.Report{Title: "Funnel", Sections: []metrics.Section{fixtureFunnel()}}
	for name, text := range parts(t, drawWorkbook(t, r)) {
		if strings.HasPrefix(name, "xl/charts/chart") {
			if strings.Count(text, "<ser>") == 6 && strings.Contains(text, "scatterChart") {
				return
			}
		}
	}
	t.Error("no scatter chart with six series")
}
