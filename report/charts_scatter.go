package report

import (
	"math"
	"slices"
	"sort"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// Of a scatter plot's dots the largest carry their names where there is room; all have
// a tooltip.
const (
	mostCandidates = 30
	mostNamed      = 10
)

// scatter draws a dot for each row. The area of a dot follows the second value column;
// the largest dots are named where names do not overlap.
func (v view) scatter() (drawing, error) {
	x, y := v.column(v.chart.X), v.column(v.chart.Y[0])
	dots := v.dots()
	xs, ys := make([]float64, len(dots)), make([]float64, len(dots))
	for i, d := range dots {
		xs[i], ys[i] = d.x, d.y
	}
	d := v.start(min(380, v.width*3/5))
	xAxis, note := v.valueOrLogX(xs, x)
	d.Notes = append(d.Notes, note...)
	stems := v.stems()
	if len(stems) > 0 { // dots small enough to leave their limits to be seen
		for i := range dots {
			dots[i].size = math.Round(dots[i].size * 0.6)
		}
	}
	for _, st := range stems {
		ys = append(ys, st.low, st.high)
	}
	s, _ := scaleOf(ys, 5, false)
	xAxis.Name, xAxis.NameLocation, xAxis.NameGap = chartText(x.Title), "middle", 30
	yAxis := valueY(s, y)
	yAxis.Name, yAxis.NameLocation, yAxis.NameGap = chartText(y.Title), "end", 10
	f := frame{left: widest(v.ticks(s, y)) + 16, top: 30, right: v.nameRoom(), bottom: 48}
	if len(v.chart.Y) > 1 {
		d.Notes = append(d.Notes, v.words.Say("The area of a dot is %s.", chartText(v.column(v.chart.Y[1]).Title)))
	}
	c := charts.NewScatter()
	c.SetGlobalOptions(shared(f, xAxis, yAxis, itemTip())...)
	p := newPlane(xAxis, s, v.width, d.Height, f)
	named := addDots(c, dots, p)
	cut := p.cut()
	patches := []map[string]any{nil, cut}
	if len(stems) > 0 {
		c.Overlap(stemChart(stems))
		cut["z"] = 3 // above the lines
		patches[0] = map[string]any{"z": 3}
		patches = append(patches, map[string]any{"silent": true, "encode": map[string]any{"x": 0, "y": []int{1, 2}}})
	}
	var err error
	d.Option, err = option(c, patches...)
	if err == nil {
		p.widen(d.Option, named)
		merge(d.Option["yAxis"].([]any)[0].(map[string]any), map[string]any{"nameTextStyle": map[string]any{"align": "left", "padding": []int{0, 0, 0, -f.left + 8}}})
	}
	return d, err
}

// nameRoom is the room for names right of the plot.
func (v view) nameRoom() int { return v.width / 5 }

// stem is the limits of a dot.
type stem struct{ x, low, high float64 }

// stems are the limits of the dots, where the chart names columns of them.
func (v view) stems() []stem {
	if len(v.chart.Y) < 4 {
		return nil
	}
	var out []stem
	for _, row := range v.rows {
		x, okX := v.value(row, v.chart.X)
		low, okLow := v.value(row, v.chart.Y[2])
		high, okHigh := v.value(row, v.chart.Y[3])
		if okX && okLow && okHigh {
			out = append(out, stem{x, low, high})
		}
	}
	return out
}

func stemChart(stems []stem) *charts.Custom {
	c := charts.NewCustom()
	data := make([]opts.CustomData, len(stems))
	for i, s := range stems {
		data[i] = opts.CustomData{Value: []any{s.x, s.low, s.high}}
	}
	c.AddSeries("", data, charts.WithCustomChartOpts(opts.CustomChart{RenderItem: "fn:stem"}), fill("@past"))
	return c
}

// addDots adds the dots as two series: those without a name and those with one at
// their right, where it meets no other name and covers no other dot. It returns those with one.
func addDots(c *charts.Scatter, dots []dot, p plane) (named []dot) {
	var none []dot
	var taken []box
	for i, d := range dots {
		at := p.label(d)
		switch {
		case i >= mostCandidates || len(named) >= mostNamed || at.meets(taken) || p.crowd(dots, at) > 1:
			none = append(none, d)
		default:
			named, taken = append(named, d), append(taken, at)
		}
	}
	faint := charts.WithItemStyleOpts(opts.ItemStyle{Color: "@ink", Opacity: opts.Float(0.35)})
	strong := charts.WithItemStyleOpts(opts.ItemStyle{Color: "@ink", Opacity: opts.Float(0.75)})
	apart := charts.WithLabelLayoutOpts(opts.LabelLayout{HideOverlap: opts.Bool(true)})
	c.AddSeries("", dotData(none), faint)
	c.AddSeries("", dotData(named), strong, beside("right", "@ink"), apart)
	return named
}

// plane is the plot of a scatter chart, for placing names.
type plane struct {
	min, max      float64 // of the horizontal axis
	log           bool
	y             scale
	width, height int
	room          int // right of the plot
}

func newPlane(x opts.XAxis, y scale, width, height int, f frame) plane {
	lo, _ := x.Min.(float64)
	hi, _ := x.Max.(float64)
	return plane{lo, hi, x.Type == "log", y, width - f.left - f.right, height - f.top - f.bottom, f.right}
}

// across is the place of a value on the horizontal axis, from 0 to 1.
func (p plane) across(x float64) float64 {
	if p.log {
		return (math.Log(x) - math.Log(p.min)) / (math.Log(p.max) - math.Log(p.min))
	}
	return (x - p.min) / (p.max - p.min)
}

// nameRoom is the room for the name of a dot, up to the edge of the chart.
func (p plane) nameRoom(d dot) int {
	return p.room + int((1-p.across(d.x))*float64(p.width)-d.size/2) - 10
}

// cut makes names end where the room right of the plot does, as all must on a phone.
func (p plane) cut() map[string]any {
	return map[string]any{"label": map[string]any{"width": p.room - 10, "overflow": "truncate", "ellipsis": "…"}}
}

// widen lets the names of the second series go on to the edge of the chart.
func (p plane) widen(o map[string]any, named []dot) {
	for i, d := range o["series"].([]any)[1].(map[string]any)["data"].([]any) {
		if labelWidth(named[i].name) > p.room-10 {
			d.(map[string]any)["label"] = map[string]any{"width": p.nameRoom(named[i])}
		}
	}
}

// label is the room a dot and its name take, in pixels.
func (p plane) label(d dot) box {
	x, y := p.across(d.x)*float64(p.width), p.y.at(d.y, p.height)
	return box{x - d.size/2, y - 8, x + d.size/2 + float64(min(labelWidth(d.name), p.nameRoom(d))), y + 8}
}

// crowd is the number of dots in a part of the plot.
func (p plane) crowd(dots []dot, in box) int {
	n := 0
	for _, d := range dots {
		x, y := p.across(d.x)*float64(p.width), p.y.at(d.y, p.height)
		if in.left <= x && x <= in.right && in.top <= y && y <= in.bottom {
			n++
		}
	}
	return n
}

// box is a part of a plot.
type box struct{ left, top, right, bottom float64 }

func (b box) meets(others []box) bool {
	return slices.ContainsFunc(others, func(o box) bool {
		return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
	})
}

// dot is one row of a scatter plot.
type dot struct {
	x, y, size float64
	name, tip  string
}

// dots are the rows with both values, the largest first so that small ones are drawn
// above them.
func (v view) dots() []dot {
	columns := append([]string{v.chart.X}, v.chart.Y...)
	var dots []dot
	for _, row := range v.rows {
		x, okX := v.value(row, v.chart.X)
		y, okY := v.value(row, v.chart.Y[0])
		if !okX || !okY {
			continue
		}
		d := dot{x: x, y: y, name: v.name(row, v.chart.Label)}
		if len(v.chart.Y) > 1 {
			size, _ := v.value(row, v.chart.Y[1])
			d.size = max(size, 0)
		}
		d.tip = v.tip(row, d.name, columns...)
		dots = append(dots, d)
	}
	sort.SliceStable(dots, func(a, b int) bool { return dots[a].size > dots[b].size })
	most := 0.0
	for _, d := range dots {
		most = max(most, d.size)
	}
	for i := range dots {
		dots[i].size = radius(dots[i].size, most)
	}
	return dots
}

// radius is the diameter of a dot whose area follows its size, from 5 to 26 pixels.
func radius(size, most float64) float64 {
	if most <= 0 {
		return 9
	}
	return math.Round(max(5, 26*math.Sqrt(size/most)))
}

func dotData(dots []dot) []opts.ScatterData {
	data := make([]opts.ScatterData, len(dots))
	for i, d := range dots {
		data[i] = opts.ScatterData{Name: d.name, Value: []any{d.x, d.y, d.tip}, Symbol: "circle", SymbolSize: int(d.size)}
	}
	return data
}

// valueOrLogX is a logarithmic axis where positive values span more than a factor of
// a hundred, and says so.
func (v view) valueOrLogX(values []float64, c metrics.Column) (opts.XAxis, []string) {
	lo, hi := bounds(values)
	if !isLog(lo, hi) {
		s, _ := scaleOf(values, 5, false)
		return valueX(s, c), nil
	}
	axis := valueX(scale{}, c)
	axis.Type, axis.MinInterval, axis.MaxInterval = "log", 0, 0
	axis.Min, axis.Max = math.Pow(10, math.Floor(math.Log10(lo))), math.Pow(10, math.Ceil(math.Log10(hi)))
	return axis, []string{v.words.Say("The horizontal axis is logarithmic.")}
}

// isLog reports whether positive values span more than a factor of a hundred.
func isLog(lo, hi float64) bool { return lo > 0 && hi >= 100*lo }
