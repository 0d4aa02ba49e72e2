package report

import (
	"fmt"
	"math"
	"sort"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// mostNamed is how many dots of a scatter plot carry their name; all have a tooltip.
const mostNamed = 10

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
	xAxis, note := valueOrLogX(xs, x)
	d.Notes = append(d.Notes, note...)
	s, _ := scaleOf(ys, 5, false)
	xAxis.Name, xAxis.NameLocation, xAxis.NameGap = chartText(x.Title), "middle", 30
	yAxis := valueY(s, y)
	yAxis.Name, yAxis.NameLocation, yAxis.NameGap = chartText(y.Title), "end", 10
	f := frame{left: widest(s.ticks(y)) + 16, top: 30, right: 40, bottom: 48}
	if len(v.chart.Y) > 1 {
		d.Notes = append(d.Notes, "The area of a dot is "+chartText(v.column(v.chart.Y[1]).Title)+".")
	}
	c := charts.NewScatter()
	c.SetGlobalOptions(shared(f, xAxis, yAxis, itemTip())...)
	named := min(mostNamed, len(dots))
	c.AddSeries("", dotData(dots[named:]), charts.WithItemStyleOpts(opts.ItemStyle{Color: "@ink", Opacity: opts.Float(0.35)}))
	c.AddSeries("", dotData(dots[:named]), charts.WithItemStyleOpts(opts.ItemStyle{Color: "@ink", Opacity: opts.Float(0.75)}),
		beside("right", "@ink"), charts.WithLabelLayoutOpts(opts.LabelLayout{HideOverlap: opts.Bool(true)}))
	var err error
	d.Option, err = option(c, d.Title, nil, map[string]any{"label": map[string]any{"width": 150, "overflow": "truncate"}})
	if err == nil {
		merge(d.Option["yAxis"].([]any)[0].(map[string]any), map[string]any{"nameTextStyle": map[string]any{"align": "left", "padding": []int{0, 0, 0, -f.left + 8}}})
	}
	return d, err
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
		d := dot{x: x, y: y, size: 1, name: v.name(row, v.chart.Label)}
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
		return 8
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
func valueOrLogX(values []float64, c metrics.Column) (opts.XAxis, []string) {
	lo, hi := bounds(values)
	if lo <= 0 || hi < 100*lo {
		s, _ := scaleOf(values, 5, false)
		return valueX(s, c), nil
	}
	axis := valueX(scale{}, c)
	axis.Type, axis.MinInterval, axis.MaxInterval = "log", 0, 0
	axis.Min, axis.Max = math.Pow(10, math.Floor(math.Log10(lo))), math.Pow(10, math.Ceil(math.Log10(hi)))
	return axis, []string{"The horizontal axis is logarithmic."}
}

// interval draws a dot with its limits for each row, the value printed at the right.
func (v view) interval() (drawing, error) {
	if len(v.chart.Y) < 3 {
		return drawing{}, fmt.Errorf("an interval needs three columns: value, low, high")
	}
	y := v.column(v.chart.Y[0])
	names := v.names(v.chart.X)
	if v.chart.Label != "" {
		names = v.names(v.chart.Label)
	}
	values := append(append(v.values(v.chart.Y[0]), v.values(v.chart.Y[1])...), v.values(v.chart.Y[2])...)
	s, _ := scaleOf(values, 5, false)
	d := v.start(len(v.rows)*24 + 36)
	f := frame{left: nameMargin(names), top: 4, right: valueRoom, bottom: 28}
	c := charts.NewCustom()
	c.SetGlobalOptions(shared(f, valueX(s, y), namesY(names, f.left), itemTip())...)
	whiskers, dots, labels := v.intervalData(names)
	c.AddSeries("", whiskers, charts.WithCustomChartOpts(opts.CustomChart{RenderItem: "fn:whisker"}), fill("@past"))
	points := charts.NewScatter()
	points.AddSeries("", dots, fill("@ink"))
	points.AddSeries("", labels, beside("right", "@ink"))
	if at, ok := reference(y); ok && s.min < at && at < s.max {
		points.MultiSeries[0].ConfigureSeriesOpts(
			charts.WithMarkLineNameXAxisItemOpts(opts.MarkLineNameXAxisItem{XAxis: at}),
			charts.WithMarkLineStyleOpts(opts.MarkLineStyle{Symbol: []string{"none", "none"}, Label: &opts.Label{Show: opts.Bool(false)},
				LineStyle: &opts.LineStyle{Color: "@muted", Width: 1, Type: "dashed"}}))
	}
	c.Overlap(points)
	plain := map[string]any{"encode": map[string]any{"x": 0, "y": 1}}
	var err error
	d.Option, err = option(c, d.Title, map[string]any{"encode": map[string]any{"x": []int{1, 2}, "y": 0}},
		map[string]any{"symbolSize": 9, "silent": true, "encode": plain["encode"]}, map[string]any{"symbolSize": 0, "silent": true, "encode": plain["encode"]})
	return d, err
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

// reference is the value that means no effect: 1 for a lift, 0 for a difference.
func reference(c metrics.Column) (float64, bool) {
	switch {
	case c.Key == "lift" || c.Key == "odds_ratio":
		return 1, true
	case isChange(c):
		return 0, true
	}
	return 0, false
}

// whale draws the cumulative curve over the rank of the rows, in per cent of them, and
// marks its highest point.
func (v view) whale() (drawing, error) {
	y := v.column(v.chart.Y[0])
	curve := v.curve()
	values := make([]float64, len(curve))
	peak := 0
	for i, p := range curve {
		values[i] = p
		if p > curve[peak] {
			peak = i
		}
	}
	s, _ := scaleOf(values, 5, false)
	d := v.start(300)
	axis := metrics.Column{Key: "rank", Unit: metrics.Ratio}
	x := valueX(scale{0, 1, 0.2}, axis)
	x.Name, x.NameLocation, x.NameGap = fmt.Sprintf("Share of the %s rows, best first", grouped(float64(len(curve)), 0)), "middle", 30
	f := frame{left: widest(s.ticks(y)) + 14, top: 26, right: 40, bottom: 48}
	c := charts.NewLine()
	c.SetGlobalOptions(shared(f, x, valueY(s, y), sliceTip())...)
	c.AddSeries(chartText(y.Title), whaleData(curve, y), stroke("@ink", 2.2), fill("@ink"),
		charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false), Symbol: "circle"}))
	if len(curve) > 0 {
		top := charts.NewScatter()
		at := float64(peak+1) / float64(len(curve))
		text := fmt.Sprintf("%s after %s of %s", short(curve[peak], y.Unit, false), grouped(float64(peak+1), 0), grouped(float64(len(curve)), 0))
		top.AddSeries("", []opts.ScatterData{{Name: text, Value: []any{at, curve[peak]}}}, fill("@up"), beside(peakSide(at), "@ink"))
		c.Overlap(top)
	}
	var err error
	d.Option, err = option(c, d.Title, nil, map[string]any{"symbolSize": 8, "silent": true})
	return d, err
}

// peakSide keeps the label of the peak inside the plot.
func peakSide(at float64) string {
	switch {
	case at < 0.2:
		return "right"
	case at > 0.8:
		return "left"
	}
	return "top"
}

// curve is the cumulative value after each row; a column that is cumulative already is
// taken as it stands.
func (v view) curve() []float64 {
	name := v.chart.Y[0]
	values := v.values(name)
	if v.isCumulative(name) {
		return values
	}
	total := 0.0
	for i := range values {
		total += values[i]
		values[i] = total
	}
	return values
}

func (v view) isCumulative(name string) bool {
	return len(name) >= 10 && name[:10] == "cumulative"
}

// whaleData keeps at most some two hundred points of the curve, its ends among them.
func whaleData(curve []float64, y metrics.Column) []opts.LineData {
	every := max(1, len(curve)/200)
	zero := 0.0
	data := []opts.LineData{{Name: short(zero, y.Unit, false), Value: []any{0, 0}}}
	for i, value := range curve {
		if (i+1)%every == 0 || i == len(curve)-1 {
			data = append(data, opts.LineData{Name: short(value, y.Unit, false), Value: []any{float64(i+1) / float64(len(curve)), value}})
		}
	}
	return data
}
