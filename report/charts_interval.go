package report

import (
	"fmt"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// interval draws a dot with its limits for each row, the value printed at the right.
func (v view) interval() (drawing, error) {
	if len(v.chart.Y) < 3 {
		return drawing{}, fmt.Errorf("an interval needs three columns: value, low, high")
	}
	y := v.column(v.chart.Y[0])
	names := v.rowNames()
	values := append(append(v.values(v.chart.Y[0]), v.values(v.chart.Y[1])...), v.values(v.chart.Y[2])...)
	s, _ := scaleOf(values, 5, false)
	d := v.start(len(v.rows)*24 + 36)
	f := frame{left: nameMargin(names, v.width), top: 4, right: valueRoom, bottom: 28}
	c := charts.NewCustom()
	c.SetGlobalOptions(shared(f, valueX(s, y), namesY(names, f.left), itemTip())...)
	whiskers, dots, labels := v.intervalData(names)
	c.AddSeries("", whiskers, charts.WithCustomChartOpts(opts.CustomChart{RenderItem: "fn:whisker"}), fill("@past"))
	points := charts.NewScatter()
	points.AddSeries("", dots, fill("@ink"))
	points.AddSeries("", labels, beside("right", "@ink"))
	if at, ok := reference(y); ok && s.min < at && at < s.max {
		c.AddSeries("", []opts.CustomData{{Value: []any{0, at}}}, charts.WithCustomChartOpts(opts.CustomChart{RenderItem: "fn:mark"}), fill("@muted"))
	}
	c.Overlap(points)
	plain := map[string]any{"x": 0, "y": 1}
	patches := []map[string]any{{"encode": map[string]any{"x": []int{1, 2}, "y": 0}},
		{"symbolSize": 9, "silent": true, "encode": plain}, {"symbolSize": 0, "silent": true, "encode": plain}}
	if len(c.MultiSeries) > len(patches) {
		mark := map[string]any{"silent": true, "encode": map[string]any{"x": 1, "y": 0}}
		patches = slices.Insert(patches, 1, mark)
		merge(patches[3], map[string]any{"label": map[string]any{"backgroundColor": "@card", "padding": []int{1, 2}}}) // it may stand on the mark
	}
	var err error
	d.Option, err = option(c, patches...)
	return d, err
}

// rowNames name the rows.
func (v view) rowNames() []string {
	if v.chart.Label != "" {
		return v.names(v.chart.Label)
	}
	return v.names(v.chart.X)
}

func (v view) intervalData(names []string) (whiskers []opts.CustomData, dots, labels []opts.ScatterData) {
	for i, row := range v.rows {
		value, ok := v.value(row, v.chart.Y[0])
		if !ok {
			continue
		}
		dots = append(dots, opts.ScatterData{Value: []any{value, i}})
		low, okLow := v.value(row, v.chart.Y[1])
		high, okHigh := v.value(row, v.chart.Y[2])
		if !okLow || !okHigh {
			low, high = value, value
		}
		labels = append(labels, opts.ScatterData{Name: v.label(row, v.chart.Y[0]), Value: []any{max(value, high), i}})
		whiskers = append(whiskers, opts.CustomData{Value: []any{i, low, high, v.tip(row, names[i], v.chart.Y...)}})
	}
	return whiskers, dots, labels
}

// reference is the value that means no effect: 1 for a lift or a ratio, 0 for a difference or
// an amount.
func reference(c metrics.Column) (float64, bool) {
	switch {
	case c.Key == "lift" || c.Key == "alike_lift" || c.Key == "ratio" || c.Key == "odds_ratio":
		return 1, true
	case isChange(c), c.Unit == metrics.Money:
		return 0, true
	}
	return 0, false
}
