package report

import (
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// bridge draws a horizontal waterfall from what was, over the changes, to what is, with
// the levels between where the rows have them. Rows beyond the limit are one step of their own, so that the steps always add up.
func (v view) bridge() (drawing, error) {
	if len(v.chart.Y) < 3 {
		return drawing{}, fmt.Errorf("a bridge needs three columns: before, change, after")
	}
	steps := v.steps()
	change := v.column(v.chart.Y[1])
	change.Key = "change"
	var names []string
	var ends []float64
	for _, st := range steps {
		names = append(names, st.name)
		ends = append(ends, st.to)
		if !st.level {
			ends = append(ends, st.from)
		}
	}
	s, cut := scaleOf(ends, 4, true)
	d := v.start(len(steps)*26 + 36)
	if cut {
		d.Notes = append(d.Notes, v.words.Say("The axis begins at %s.", v.unsigned(s.min, change.Unit)))
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
	d.Option, err = option(c, map[string]any{"encode": map[string]any{"x": []int{1, 2}, "y": 0}},
		map[string]any{"symbolSize": 0, "silent": true, "encode": map[string]any{"x": 0, "y": 1}})
	return d, err
}

// bridgeStep is one bar of a bridge. A level stands on the axis, a change on the level before it.
type bridgeStep struct {
	name, print, color string
	from, to           float64
	level              bool
}

// steps are the bars: the levels and changes of the rows where a column tells them apart,
// else the sum before, the change of every row and the sum after.
func (v view) steps() []bridgeStep {
	before, change, after := v.chart.Y[0], v.chart.Y[1], v.chart.Y[2]
	var b bars
	b.unit, b.view = v.column(before).Unit, v
	if v.chart.Series == "" {
		b.level(v.totalName(before), v.sum(v.rows, before)+v.sum(v.rest, before))
	}
	for _, row := range v.rows {
		if v.chart.Series != "" && v.cell(row, v.chart.Series) == metrics.BridgeLevel {
			at, ok := v.value(row, before)
			if !ok {
				at, ok = v.value(row, after)
			}
			if ok {
				b.level(v.name(row, v.chart.X), at)
			}
		} else if change, ok := v.value(row, change); ok {
			b.change(v.name(row, v.chart.X), change)
		}
	}
	if len(v.rest) > 0 {
		b.change(v.words.Say("%d {1|other|others}", len(v.rest)), v.sum(v.rest, change))
	}
	if v.chart.Series == "" {
		b.level(v.totalName(after), v.sum(v.rows, after)+v.sum(v.rest, after))
	}
	return b.steps
}

// bars are the steps of a bridge while they are laid, and the level they have reached.
type bars struct {
	view  view
	unit  metrics.Unit
	at    float64
	steps []bridgeStep
}

// level adds a bar on the axis; the first is what everything is held against.
func (b *bars) level(name string, at float64) {
	color := "@ink"
	if len(b.steps) == 0 {
		color = "@past"
	}
	b.at = at
	b.steps = append(b.steps, bridgeStep{name, b.view.unsigned(at, b.unit), color, 0, at, true})
}

func (b *bars) change(name string, change float64) {
	color := "@up"
	if change < 0 {
		color = "@down"
	}
	b.steps = append(b.steps, bridgeStep{name, style{unit: b.unit, signed: true, words: b.view.words}.short(change), color, b.at, b.at + change, false})
	b.at += change
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

// bridgeData are the bars and, at the right end of each, its printed value. A level
// begins where the axis does.
func bridgeData(steps []bridgeStep, s scale) ([]opts.CustomData, []opts.ScatterData) {
	spans := make([]opts.CustomData, len(steps))
	labels := make([]opts.ScatterData, len(steps))
	for i, st := range steps {
		from := st.from
		if st.level {
			from = max(s.min, min(0, s.max))
		}
		spans[i] = opts.CustomData{Name: st.name + "   " + st.print, Value: []any{i, from, st.to}, ItemStyle: &opts.ItemStyle{Color: st.color}}
		labels[i] = opts.ScatterData{Name: st.print, Value: []any{max(from, st.to), i}}
	}
	return spans, labels
}
