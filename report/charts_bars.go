package report

import (
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// valueRoom is the room for a printed value beside a bar.
const valueRoom = 76

// bars draws one horizontal bar for each row in the order of the table, its value
// beside it; a row without a value has none. A second column of the same unit stands below
// it as a thinner bar.
func (v view) bars() (drawing, error) {
	shown := v.sameUnit()
	v.rows = slices.DeleteFunc(slices.Clone(v.rows), func(row []metrics.Cell) bool {
		return !slices.ContainsFunc(shown, func(y string) bool { _, ok := v.value(row, y); return ok })
	})
	names := v.names(v.chart.X)
	s := v.barScale(shown)
	d := v.start(len(v.rows)*(16+10*len(shown)) + 14)
	f := frame{left: nameMargin(names, v.width), top: 4, right: valueRoom, bottom: 10}
	if s.min < 0 {
		f.left += valueRoom
	}
	c := charts.NewBar()
	c.SetGlobalOptions(shared(f, bareX(s), namesY(names, nameMargin(names, v.width)), itemTip())...)
	patches := make([]map[string]any, len(shown))
	for i, y := range shown {
		width := "62%"
		if len(shown) > 1 {
			width = "38%"
		}
		c.AddSeries(chartText(v.column(y).Title), v.barData(y), v.barFill(y, i), beside("right", v.labelColor(y)),
			charts.WithBarChartOpts(opts.BarChart{BarWidth: width, BarGap: "4%"}))
		patches[i] = map[string]any{"barMinHeight": 1}
	}
	if len(shown) > 1 {
		d.Keys = v.keys(shown)
	}
	var err error
	d.Option, err = option(c, patches...)
	if err == nil && s.min < 0 {
		labelsOutside(d.Option, f.left-nameMargin(names, v.width))
	}
	return d, err
}

// sameUnit are at most two value columns that share one axis.
func (v view) sameUnit() []string {
	shown := v.chart.Y[:1]
	if len(v.chart.Y) > 1 && v.column(v.chart.Y[1]).Unit == v.column(v.chart.Y[0]).Unit {
		shown = v.chart.Y[:2]
	}
	return shown
}

// barScale is exact: bars use all of the room and need no round ends.
func (v view) barScale(shown []string) scale {
	var values []float64
	for _, y := range shown {
		values = append(values, v.values(y)...)
	}
	lo, hi := bounds(values)
	lo, hi = min(lo, 0), max(hi, 0)
	if lo == hi {
		hi = 1
	}
	return scale{lo, hi, (hi - lo) / 4}
}

// barFill is the colour of bars; those of a plan are outlines.
func (v view) barFill(y string, i int) charts.SeriesOpts {
	if isPlan(v.column(y)) {
		return charts.WithItemStyleOpts(opts.ItemStyle{Color: "@card", BorderColor: "@ink", BorderWidth: 1.2})
	}
	return fill(v.barColor(y, i))
}

func (v view) barColor(y string, i int) string {
	switch c := v.column(y); {
	case isChange(c):
		return "@up"
	case isEarlier(c):
		return "@past"
	case i > 0:
		return "@s1"
	}
	return "@ink"
}

func (v view) labelColor(y string) string {
	if isEarlier(v.column(y)) {
		return "@muted"
	}
	return "@ink"
}

// barData are the bars of one column. A bar below zero is orange and labelled at its
// left.
func (v view) barData(y string) []opts.BarData {
	data := make([]opts.BarData, len(v.rows))
	broken := func(n float64) bool { return math.Abs(n) < 100 && n != math.Trunc(n) }
	even := v.column(y).Unit == metrics.Number && slices.ContainsFunc(v.values(y), broken)
	for i, row := range v.rows {
		value, ok := v.value(row, y)
		data[i] = opts.BarData{Name: v.label(row, y), Value: datum(value, ok)}
		if even && ok && value > 0 && value < 100 {
			data[i].Name = v.words.Decimal(value, 2) // also of a whole number beside others
		}
		if ok && value < 0 {
			data[i].ItemStyle = &opts.ItemStyle{Color: "@down"}
			data[i].Label = &opts.Label{Position: "left"}
		}
	}
	return data
}

func (v view) keys(shown []string) []key {
	var keys []key
	for i, y := range shown {
		color := v.barColor(y, i)[1:]
		if isPlan(v.column(y)) {
			color = "plan"
		}
		keys = append(keys, key{color, chartText(v.column(y).Title)})
	}
	return keys
}

// labelsOutside moves the names of a vertical axis away from the zero line, where bars
// to the left would cross them, to the edge of the drawing.
func labelsOutside(o map[string]any, room int) {
	axis := o["yAxis"].([]any)[0].(map[string]any)
	merge(axis, map[string]any{"axisLabel": map[string]any{"margin": room + 8}, "axisLine": map[string]any{"onZero": true}})
}
