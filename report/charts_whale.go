package report

import (
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

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
