package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// point is the cumulative value after so many rows, the best first.
type point struct{ rank, value float64 }

// whale draws the cumulative curve over the rank of the rows, as a share of all ranks,
// and marks its highest point.
func (v view) whale() (drawing, error) {
	y := v.column(v.chart.Y[0])
	curve := v.curve()
	values := make([]float64, len(curve))
	for i, p := range curve {
		values[i] = p.value
	}
	s, _ := scaleOf(values, 5, false)
	d := v.start(300)
	x := valueX(scale{0, 1, 0.2}, metrics.Column{Key: "rank", Unit: metrics.Ratio})
	f := frame{left: widest(v.ticks(s, y)) + 14, top: 26, right: 40, bottom: 28}
	c := charts.NewLine()
	c.SetGlobalOptions(shared(f, x, valueY(s, y), sliceTip())...)
	c.AddSeries(chartText(y.Title), v.whaleData(curve, y), stroke("@ink", 2.2), fill("@ink"),
		charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false), Symbol: "circle"}))
	c.Overlap(v.peakOf(curve, y))
	var err error
	d.Option, err = option(c, nil, map[string]any{"symbolSize": 8, "silent": true})
	return d, err
}

// peakOf marks the highest point of the curve.
func (v view) peakOf(curve []point, y metrics.Column) *charts.Scatter {
	top := slices.MaxFunc(curve, func(a, b point) int { return cmp.Compare(a.value, b.value) })
	all := curve[len(curve)-1].rank
	text := v.words.Say("%s after %s of %s", v.unsigned(top.value, y.Unit), v.words.Decimal(top.rank, 0), v.words.Decimal(all, 0))
	c := charts.NewScatter()
	c.AddSeries("", []opts.ScatterData{{Name: text, Value: []any{top.rank / all, top.value}}}, fill("@up"),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "top", Align: peakAlign(top.rank / all), Color: "@ink", FontSize: 12, Formatter: "{b}"}))
	return c
}

// peakAlign keeps the label of the peak inside the plot. It stands above the peak, where no
// part of the curve is.
func peakAlign(at float64) string {
	switch {
	case at < 0.3:
		return "left"
	case at > 0.7:
		return "right"
	}
	return "center"
}

// curve is the cumulative value at each rank. The rank is the number below X, or the
// place of the row where X holds no numbers; a column that is cumulative already is
// taken as it stands.
func (v view) curve() []point {
	y := v.column(v.chart.Y[0])
	cumulative := strings.Contains(strings.ToLower(y.Key+y.Title), "cumulative")
	var curve []point
	total := 0.0
	for i, row := range v.rows {
		value, ok := v.value(row, v.chart.Y[0])
		if !ok {
			continue
		}
		rank, ranked := v.value(row, v.chart.X)
		if !ranked {
			rank = float64(i + 1)
		}
		if total += value; cumulative {
			total = value
		}
		curve = append(curve, point{rank, total})
	}
	return curve
}

// whaleData keeps some two hundred points of the curve, its ends among them.
func (v view) whaleData(curve []point, y metrics.Column) []opts.LineData {
	every := max(1, len(curve)/200)
	datum := func(share, value float64) opts.LineData {
		name := v.unsigned(value, y.Unit)
		tip := v.words.Say("%s of all: %s", v.unsigned(share, metrics.Ratio), name)
		return opts.LineData{Name: name, Value: []any{share, value, tip}}
	}
	data := []opts.LineData{datum(0, 0)}
	for i, p := range curve {
		if (i+1)%every == 0 || i == len(curve)-1 {
			data = append(data, datum(p.rank/curve[len(curve)-1].rank, p.value))
		}
	}
	return data
}
