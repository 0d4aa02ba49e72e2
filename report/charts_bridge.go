package report

import (
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

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
	f := frame{left: nameMargin(names, v.width), top: 4, right: valueRoom, bottom: 28}
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

// bridgeStep is one bar of a bridge.
type bridgeStep struct {
	name, print, color string
	from, to           float64
}

// steps are the sum before, the change of every row and the sum after.
func (v view) steps() []bridgeStep {
	before, after := v.chart.Y[0], v.chart.Y[2]
	unit := v.column(before).Unit
	at := v.sum(v.rows, before) + v.sum(v.rest, before)
	steps := []bridgeStep{{v.totalName(before), short(at, unit, false), "@past", 0, at}}
	add := func(name string, change float64) {
		color := "@up"
		if change < 0 {
			color = "@down"
		}
		steps = append(steps, bridgeStep{name, short(change, unit, true), color, at, at + change})
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
	return append(steps, bridgeStep{v.totalName(after), short(total, unit, false), "@ink", 0, total})
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
func bridgeData(steps []bridgeStep, s scale) ([]opts.CustomData, []opts.ScatterData) {
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
