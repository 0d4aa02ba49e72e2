package report

import (
	"fmt"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// valueRoom is the room for a printed value beside a bar.
const valueRoom = 76

// bars draws one horizontal bar for each row in the order of the table, its value
// beside it. A second column of the same unit stands below it as a thinner bar.
func (v view) bars() (drawing, error) {
	shown := v.sameUnit()
	names := v.names(v.chart.X)
	s := v.barScale(shown)
	d := v.start(len(v.rows)*(16+10*len(shown)) + 14)
	f := frame{left: nameMargin(names), top: 4, right: valueRoom, bottom: 10}
	if s.min < 0 {
		f.left += 56
	}
	c := charts.NewBar()
	c.SetGlobalOptions(shared(f, bareX(s), namesY(names, nameMargin(names)), itemTip())...)
	patches := make([]map[string]any, len(shown))
	for i, y := range shown {
		width := "62%"
		if len(shown) > 1 {
			width = "38%"
		}
		c.AddSeries(chartText(v.column(y).Title), v.barData(y), fill(v.barColor(y, i)), beside("right", v.labelColor(y)),
			charts.WithBarChartOpts(opts.BarChart{BarWidth: width, BarGap: "4%"}))
		patches[i] = map[string]any{"barMinHeight": 1}
	}
	if len(shown) > 1 {
		d.Keys = v.keys(shown)
	}
	var err error
	d.Option, err = option(c, d.Title, patches...)
	if err == nil && s.min < 0 {
		labelsOutside(d.Option, f.left-nameMargin(names))
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
	for i, row := range v.rows {
		value, ok := v.value(row, y)
		data[i] = opts.BarData{Name: v.label(row, y), Value: datum(value, ok)}
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
		keys = append(keys, key{v.barColor(y, i)[1:], chartText(v.column(y).Title)})
	}
	return keys
}

// labelsOutside moves the names of a vertical axis away from the zero line, where bars
// to the left would cross them, to the edge of the drawing.
func labelsOutside(o map[string]any, room int) {
	axis := o["yAxis"].([]any)[0].(map[string]any)
	merge(axis, map[string]any{"axisLabel": map[string]any{"margin": room + 8}, "axisLine": map[string]any{"onZero": true}})
}

// columns draws stacked columns over time.
func (v view) columns() (drawing, error) {
	categories, tracks, left := v.tracks()
	y := v.column(v.chart.Y[0])
	s, _ := scaleOf(stackEnds(tracks), 4, false)
	d := v.start(260)
	d.Notes = append(d.Notes, leftOut(left)...)
	f := frame{left: widest(s.ticks(y)) + 14, top: 12, right: 12, bottom: 28}
	c := charts.NewBar()
	c.SetGlobalOptions(shared(f, namesX(categories), valueY(s, y), sliceTip())...)
	c.SetXAxis(categories)
	v.stack(c, tracks, &d)
	var err error
	d.Option, err = option(c, d.Title)
	return d, err
}

// stackedBars draws stacked horizontal bars, one for each category.
func (v view) stackedBars() (drawing, error) {
	categories, tracks, left := v.tracks()
	y := v.column(v.chart.Y[0])
	s, _ := scaleOf(stackEnds(tracks), 5, false)
	d := v.start(len(categories)*24 + 36)
	d.Notes = append(d.Notes, leftOut(left)...)
	f := frame{left: nameMargin(categories), top: 4, right: 24, bottom: 28}
	c := charts.NewBar()
	c.SetGlobalOptions(shared(f, valueX(s, y), namesY(categories, f.left), itemTip())...)
	v.stack(c, tracks, &d)
	var err error
	d.Option, err = option(c, d.Title)
	return d, err
}

// stack adds the tracks as parts of one bar and names their colours above the chart.
func (v view) stack(c *charts.Bar, tracks []track, d *drawing) {
	for i, t := range tracks {
		color := "@s" + strconv.Itoa(i)
		data := make([]opts.BarData, len(t.values))
		for k, value := range t.values {
			data[k] = opts.BarData{Name: t.name + "   " + t.prints[k], Value: value}
		}
		if v.overTime() {
			for k := range data {
				data[k].Name = t.prints[k]
			}
		}
		c.AddSeries(t.name, data, fill(color), charts.WithBarChartOpts(opts.BarChart{Stack: "all", BarWidth: "66%"}))
		d.Keys = append(d.Keys, key{color[1:], t.name})
	}
}

// stackEnds are the upper and lower ends of the stacked parts.
func stackEnds(tracks []track) []float64 {
	if len(tracks) == 0 {
		return nil
	}
	ends := make([]float64, 2*len(tracks[0].values))
	for _, t := range tracks {
		for i, value := range t.values {
			switch f, _ := value.(float64); {
			case f > 0:
				ends[2*i] += f
			case f < 0:
				ends[2*i+1] += f
			}
		}
	}
	return ends
}

// bridge draws a horizontal waterfall from what was, over the changes, to what is.
// Rows beyond the limit are one step of their own, so that the steps always add up.
func (v view) bridge() (drawing, error) {
	if len(v.chart.Y) < 3 {
		return drawing{}, fmt.Errorf("a bridge needs three columns: before, change, after")
	}
	steps := v.steps()
	change := v.column(v.chart.Y[1])
	change.Key = "change"
	var names []string
	var ends []float64
	for i, st := range steps {
		names = append(names, st.name)
		ends = append(ends, st.to)
		if i > 0 && i < len(steps)-1 {
			ends = append(ends, st.from)
		}
	}
	s, cut := scaleOf(ends, 4, true)
	d := v.start(len(steps)*26 + 36)
	if cut {
		d.Notes = append(d.Notes, "The axis begins at "+short(s.min, change.Unit, false)+".")
	}
	f := frame{left: nameMargin(names), top: 4, right: valueRoom, bottom: 28}
	axis := v.column(v.chart.Y[0])
	c := charts.NewCustom()
	c.SetGlobalOptions(shared(f, valueX(s, axis), namesY(names, f.left), itemTip())...)
	spans, labels := bridgeData(steps, s)
	c.AddSeries(chartText(change.Title), spans, charts.WithCustomChartOpts(opts.CustomChart{RenderItem: "fn:span"}), fill("@ink"))
	l := charts.NewScatter()
	l.AddSeries("", labels, beside("right", "@ink"))
	c.Overlap(l)
	var err error
	d.Option, err = option(c, d.Title, map[string]any{"encode": map[string]any{"x": []int{1, 2}, "y": 0}},
		map[string]any{"symbolSize": 0, "silent": true, "encode": map[string]any{"x": 0, "y": 1}})
	return d, err
}

// step is one bar of a bridge.
type step struct {
	name, print, color string
	from, to           float64
}

// steps are the sum before, the change of every row and the sum after.
func (v view) steps() []step {
	before, after := v.chart.Y[0], v.chart.Y[2]
	unit := v.column(before).Unit
	at := v.sum(v.rows, before) + v.sum(v.rest, before)
	steps := []step{{v.totalName(before), short(at, unit, false), "@past", 0, at}}
	add := func(name string, change float64) {
		color := "@up"
		if change < 0 {
			color = "@down"
		}
		steps = append(steps, step{name, short(change, unit, true), color, at, at + change})
		at += change
	}
	for _, row := range v.rows {
		if change, ok := v.value(row, v.chart.Y[1]); ok {
			add(v.name(row, v.chart.X), change)
		}
	}
	if len(v.rest) > 0 {
		add(fmt.Sprintf("%s others", grouped(float64(len(v.rest)), 0)), v.sum(v.rest, v.chart.Y[1]))
	}
	total := v.sum(v.rows, after) + v.sum(v.rest, after)
	return append(steps, step{v.totalName(after), short(total, unit, false), "@ink", 0, total})
}

func (v view) totalName(y string) string { return chartText(v.column(y).Title) }

func (v view) sum(rows [][]metrics.Cell, y string) float64 {
	total := 0.0
	for _, row := range rows {
		f, _ := v.value(row, y)
		total += f
	}
	return total
}

// bridgeData are the bars and, at the right end of each, its printed value. A total
// begins where the axis does.
func bridgeData(steps []step, s scale) ([]opts.CustomData, []opts.ScatterData) {
	spans := make([]opts.CustomData, len(steps))
	labels := make([]opts.ScatterData, len(steps))
	for i, st := range steps {
		from := st.from
		if i == 0 || i == len(steps)-1 {
			from = max(s.min, min(0, s.max))
		}
		spans[i] = opts.CustomData{Name: st.name + "   " + st.print, Value: []any{i, from, st.to}, ItemStyle: &opts.ItemStyle{Color: st.color}}
		labels[i] = opts.ScatterData{Name: st.print, Value: []any{max(from, st.to), i}}
	}
	return spans, labels
}
