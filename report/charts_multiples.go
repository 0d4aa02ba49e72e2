package report

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Small multiples stand two in a row, on a phone too; the library knows their places in
// parts of the width, and page.js those on a phone.
const (
	multiplesHigh = 78 // of one plot
	multiplesStep = 116
	multiplesTop  = 24
)

// multiples draws a small line for each value column. All have one scale, so that they
// can be compared, and the name and last value of each stand above it.
func (v view) multiples() (drawing, error) {
	categories, tracks, left := v.tracks()
	y := v.column(v.chart.Y[0])
	s, _ := scaleOf(valuesOf(tracks), 2, false)
	rows := (len(tracks) + 1) / 2
	d := v.start(multiplesTop + rows*multiplesStep)
	d.Notes = append(d.Notes, v.leftOut(left)...)
	c := charts.NewLine()
	grids := make([]opts.Grid, len(tracks))
	for i, t := range tracks {
		grids[i] = opts.Grid{Left: []string{"5%", "53%"}[i%2], Width: "46%", Top: strconv.Itoa(multiplesTop + i/2*multiplesStep), Height: strconv.Itoa(multiplesHigh)}
		x, across := namesX(categories), valueY(s, y)
		x.GridIndex, across.GridIndex, x.BoundaryGap = i, i, opts.Bool(false)
		across.Name, across.NameLocation, across.NameGap = t.ending(), "end", 8
		if i == 0 {
			c.SetGlobalOptions(shared(frame{}, x, across, sliceTip())...)
			c.SetXAxis(categories)
		} else {
			c.ExtendXAxis(x)
			c.ExtendYAxis(across)
		}
		c.AddSeries(t.name, t.lineData(), stroke("@ink", 1.8), fill("@ink"),
			charts.WithLineChartOpts(opts.LineChart{XAxisIndex: i, YAxisIndex: i, ShowSymbol: opts.Bool(false), Symbol: "circle"}))
	}
	c.GridList = grids
	var err error
	if d.Option, err = option(c); err == nil {
		quietAxes(d.Option, len(tracks))
	}
	return d, err
}

// quietAxes leaves the ticks of the scale to the left plots and those of time to the
// lowest of each column, and sets the names above the plots in the weight of a title.
func quietAxes(o map[string]any, plots int) {
	for i := range plots {
		x, y := o["xAxis"].([]any)[i].(map[string]any), o["yAxis"].([]any)[i].(map[string]any)
		if i+2 < plots {
			merge(x, map[string]any{"axisLabel": map[string]any{"show": false}})
		}
		merge(x, map[string]any{"axisLabel": map[string]any{"alignMinLabel": "left", "alignMaxLabel": "right"}})
		if i%2 == 1 {
			merge(y, map[string]any{"axisLabel": map[string]any{"show": false}})
		}
		merge(y, map[string]any{"nameTextStyle": map[string]any{"align": "left", "color": "@ink", "fontWeight": 600, "width": 500, "overflow": "truncate"}})
	}
}

// ending names a line by its name and its last value.
func (t track) ending() string {
	for i := len(t.values) - 1; i >= 0; i-- {
		if _, ok := t.values[i].(float64); ok {
			return t.name + "   " + t.prints[i]
		}
	}
	return t.name
}

// lineData are the values of the track, each named by its print.
func (t track) lineData() []opts.LineData {
	data := make([]opts.LineData, len(t.values))
	for k, value := range t.values {
		data[k] = opts.LineData{Name: t.prints[k], Value: value}
	}
	return data
}
