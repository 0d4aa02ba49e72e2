package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// funnelColumns are the value columns of a funnel: the value, its inner and outer limits,
// and what all close around.
const funnelColumns = 6

// funnel draws a dot for each row between limits that narrow as the rows grow. The dots
// furthest beyond the limits are named first.
func (v view) funnel() (drawing, error) {
	if len(v.chart.Y) != funnelColumns {
		return drawing{}, fmt.Errorf("a funnel needs six columns: value, inner low and high, outer low and high, middle")
	}
	x, y := v.column(v.chart.X), v.column(v.chart.Y[0])
	rows := v.byX()
	dots := v.funnelDots(rows)
	xs, ys := make([]float64, len(dots)), []float64{}
	for i, d := range dots {
		xs[i] = d.x
	}
	for _, k := range v.chart.Y {
		ys = append(ys, v.values(k)...)
	}
	d := v.start(min(400, v.width*3/5))
	xAxis, note := v.valueOrLogX(xs, x)
	d.Notes = append(d.Notes, note...)
	d.Notes = append(d.Notes, v.words.Say("Inner lines: 95 %% limits, outer lines: 99.8 %%, dashed: %s.", chartText(v.column(v.chart.Y[5]).Title)))
	low, high := bounds(ys)
	s := niceScale(max(min(low, 0), low-(high-low)/20), high, 5)
	if s.min > 0 {
		d.Notes = append(d.Notes, v.words.Say("The axis begins at %s.", v.unsigned(s.min, y.Unit)))
	}
	xAxis.Name, xAxis.NameLocation, xAxis.NameGap = chartText(x.Title), "middle", 30
	yAxis := valueY(s, y)
	f := frame{left: widest(v.ticks(s, y)) + 16, top: 14, right: v.nameRoom(), bottom: 48}
	c := charts.NewScatter()
	c.SetGlobalOptions(shared(f, xAxis, yAxis, itemTip())...)
	p := newPlane(xAxis, s, v.width, d.Height, f)
	shown := addDots(c, dots, p)
	lines := charts.NewLine()
	for i, k := range v.chart.Y[1:] {
		lines.AddSeries("", v.limitLine(rows, k), charts.WithLineStyleOpts(limitStyle(i)), charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false)}))
	}
	c.Overlap(lines)
	named := p.cut()
	named["z"] = 3
	silent := map[string]any{"silent": true}
	var err error
	d.Option, err = option(c, map[string]any{"z": 3}, named, silent, silent, silent, silent, silent)
	if err == nil {
		p.widen(d.Option, shown)
	}
	return d, err
}

// limitStyle is grey, the outer limits stronger than the inner ones, the middle dashed.
func limitStyle(i int) opts.LineStyle {
	switch i {
	case 0, 1:
		return opts.LineStyle{Color: "@past", Width: 1}
	case 2, 3:
		return opts.LineStyle{Color: "@past", Width: 2}
	}
	return opts.LineStyle{Color: "@muted", Width: 1, Type: "dashed"}
}

// byX are the rows from the smallest to the largest, ties in table order.
func (v view) byX() [][]metrics.Cell {
	rows := slices.Clone(v.rows)
	slices.SortStableFunc(rows, func(a, b []metrics.Cell) int {
		x, _ := v.value(a, v.chart.X)
		y, _ := v.value(b, v.chart.X)
		return cmp.Compare(x, y)
	})
	return rows
}

func (v view) limitLine(rows [][]metrics.Cell, key string) []opts.LineData {
	var data []opts.LineData
	for _, row := range rows {
		x, okX := v.value(row, v.chart.X)
		y, ok := v.value(row, key)
		if okX && ok {
			data = append(data, opts.LineData{Value: []any{x, y}})
		}
	}
	return data
}

// funnelDots are the rows with both values, the furthest outside first, by the distance
// from the middle in half widths of the inner limits.
func (v view) funnelDots(rows [][]metrics.Cell) []dot {
	far := map[int]float64{}
	var dots []dot
	var order []int
	for _, row := range rows {
		x, okX := v.value(row, v.chart.X)
		y, okY := v.value(row, v.chart.Y[0])
		if !okX || !okY {
			continue
		}
		low, _ := v.value(row, v.chart.Y[1])
		high, _ := v.value(row, v.chart.Y[2])
		middle, _ := v.value(row, v.chart.Y[5])
		if y > middle && high > middle {
			far[len(dots)] = (y - middle) / (high - middle)
		} else if y < middle && low < middle {
			far[len(dots)] = (middle - y) / (middle - low)
		}
		order = append(order, len(dots))
		name := v.name(row, v.chart.Label)
		dots = append(dots, dot{x: x, y: y, size: 9, name: name, tip: v.tip(row, name, v.chart.X, v.chart.Y[0], v.chart.Y[1], v.chart.Y[2])})
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(far[b], far[a]) })
	sorted := make([]dot, len(order))
	for i, at := range order {
		sorted[i] = dots[at]
	}
	return sorted
}
