package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// mostLines is how many lines or parts one chart shows; more cannot be told apart.
const mostLines = 8

// track is one line or part of a chart: a value and its print for each category.
type track struct {
	name   string
	color  string
	values []any
	prints []string
	plan   bool // what was planned, drawn as a dashed line
}

// pen is strong for what is and thin for what it is compared with.
func (t track) pen() charts.SeriesOpts {
	switch {
	case t.plan:
		return charts.WithLineStyleOpts(opts.LineStyle{Color: t.color, Width: 1.4, Type: "dashed"})
	case t.color == "@past":
		return stroke(t.color, 1.6)
	}
	return stroke(t.color, 2.2)
}

// nameable reports whether names at the ends of the lines stand beside them: all end at the
// same time, and no name is moved far from its line.
func nameable(tracks []track, shifts []float64) bool {
	for i, t := range tracks {
		if t.values[len(t.values)-1] == undefined || math.Abs(shifts[i]) > 8 {
			return false
		}
	}
	return true
}

// last is the value at the end of the track, where its label stands. It may end before
// the axis does.
func (t track) last() (float64, bool) {
	for i := len(t.values) - 1; i >= 0; i-- {
		if v, ok := t.values[i].(float64); ok {
			return v, true
		}
	}
	return 0, false
}

// tracks are the lines of a chart over its categories: one for each value column or,
// where the chart has a series column, one for each of its values.
func (v view) tracks() (categories []string, tracks []track, left int) {
	at := map[string]int{}
	v.rows = v.inTime()
	for _, row := range v.rows {
		name := v.name(row, v.chart.X)
		if _, ok := at[name]; !ok {
			at[name] = len(categories)
			categories = append(categories, name)
		}
	}
	found := map[string]int{}
	for _, row := range v.rows {
		for _, y := range v.chart.Y {
			name := chartText(v.column(y).Title)
			if v.chart.Series != "" {
				name = v.name(row, v.chart.Series)
			}
			i, ok := found[name]
			if !ok {
				i = len(tracks)
				found[name] = i
				tracks = append(tracks, newTrack(name, v.trackColor(y, i), len(categories)))
				tracks[i].plan = v.chart.Series == "" && isPlan(v.column(y))
			}
			f, ok := v.value(row, y)
			tracks[i].values[at[v.name(row, v.chart.X)]] = datum(f, ok)
			tracks[i].prints[at[v.name(row, v.chart.X)]] = v.label(row, y)
		}
	}
	if len(tracks) > mostLines {
		tracks, left = tracks[:mostLines], len(tracks)-mostLines
	}
	return categories, tracks, left
}

// inTime are the rows in the order of their days, where the categories are days.
func (v view) inTime() [][]metrics.Cell {
	rows := slices.Clone(v.rows)
	slices.SortStableFunc(rows, func(a, b []metrics.Cell) int {
		x, _ := v.cell(a, v.chart.X).(sales.Day)
		y, _ := v.cell(b, v.chart.X).(sales.Day)
		return cmp.Compare(x, y)
	})
	return rows
}

func newTrack(name, color string, n int) track {
	t := track{name: name, color: color, values: make([]any, n), prints: make([]string, n)}
	for i := range t.values {
		t.values[i] = undefined
	}
	return t
}

// trackColor is dark for what is, grey for what was, and a colour of its own where
// several things stand side by side.
func (v view) trackColor(y string, i int) string {
	switch {
	case v.chart.Series != "":
		return fmt.Sprintf("@s%d", i%mostLines)
	case isEarlier(v.column(y)):
		return "@past"
	case i == 0, isPlan(v.column(y)):
		return "@ink"
	}
	return fmt.Sprintf("@s%d", i%mostLines)
}

func valuesOf(tracks []track) []float64 {
	var out []float64
	for _, t := range tracks {
		for _, v := range t.values {
			if f, ok := v.(float64); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

// lines draws values over time. Each line is named at its end or, where coloured lines end
// at different times or too close to each other, by its colour.
func (v view) lines() (drawing, error) {
	categories, tracks, left := v.tracks()
	y := v.column(v.chart.Y[0])
	s, cut := scaleOf(valuesOf(tracks), 4, true)
	d := v.start(250)
	d.Notes = append(d.Notes, v.leftOut(left)...)
	if cut {
		d.Notes = append(d.Notes, v.words.Say("The axis begins at %s.", strings.TrimPrefix(v.unsigned(s.min, y.Unit), "+")))
	}
	f := frame{left: widest(v.ticks(s, y)) + 14, top: 12, right: endMargin(tracks), bottom: 28}
	shifts := spread(tracks, s, d.Height-f.top-f.bottom)
	apart := v.chart.Series == "" || nameable(tracks, shifts)
	if !apart {
		f.right = 24
		for _, t := range tracks {
			d.Keys = append(d.Keys, key{t.color[1:], t.name})
		}
	}
	c := charts.NewLine()
	x := namesX(categories)
	x.BoundaryGap = opts.Bool(false)
	c.SetGlobalOptions(shared(f, x, valueY(s, y), sliceTip())...)
	c.SetXAxis(categories)
	patches := make([]map[string]any, len(tracks))
	for i := range slices.Backward(tracks) {
		t := tracks[i]
		c.AddSeries(t.name, t.lineData(), t.pen(), fill(t.color),
			charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(len(categories) < 3), Symbol: "circle", Step: v.step()}))
		patches[len(tracks)-1-i] = map[string]any{"symbolSize": 5}
		if apart {
			patches[len(tracks)-1-i]["endLabel"] = endLabel(t, len(tracks), f.right, shifts[i])
		}
	}
	var err error
	d.Option, err = option(c, patches...)
	return d, err
}

// step is where a line jumps to its next value: at the next one, or not at all.
func (v view) step() any {
	if v.chart.Kind == metrics.Steps {
		return "end"
	}
	return nil
}

func (v view) leftOut(lines int) []string {
	if lines == 0 {
		return nil
	}
	return []string{v.words.Say("%d more are in the table.", lines)}
}

// endLabel names a line at its end; a line that stands alone is labelled with its last
// value instead.
func endLabel(t track, lines, room int, shift float64) map[string]any {
	l := map[string]any{"show": true, "color": "@ink", "fontSize": 12, "offset": []float64{2, shift},
		"formatter": "{a}", "width": room - 14, "overflow": "truncate"}
	switch {
	case lines == 1:
		l["formatter"], l["fontWeight"] = "{b}", 600
	case t.color == "@past", t.plan:
		l["color"] = "@muted"
	}
	return l
}

// endMargin is the room for the labels at the ends of the lines.
func endMargin(tracks []track) int {
	if len(tracks) == 1 {
		return 76 // seven bold characters, as 319.9 k
	}
	most := 0
	for _, t := range tracks {
		most = max(most, labelWidth(t.name))
	}
	return min(most+18, 170)
}

// spread shifts the labels at the ends of lines apart where they would overlap, and
// keeps their order.
func spread(tracks []track, s scale, height int) []float64 {
	const gap = 15
	type end struct {
		i  int
		at float64
	}
	var ends []end
	for i, t := range tracks {
		if v, ok := t.last(); ok {
			ends = append(ends, end{i, s.at(v, height)})
		}
	}
	sort.SliceStable(ends, func(a, b int) bool { return ends[a].at < ends[b].at })
	places := make([]float64, len(ends))
	for k, e := range ends {
		places[k] = e.at
		if k > 0 {
			places[k] = max(places[k], places[k-1]+gap)
		}
	}
	for k := len(ends) - 1; k >= 0; k-- {
		limit := float64(height) + 6
		if k < len(ends)-1 {
			limit = places[k+1] - gap
		}
		places[k] = min(places[k], limit)
	}
	shifts := make([]float64, len(tracks))
	for k, e := range ends {
		shifts[e.i] = places[k] - e.at
	}
	return shifts
}
