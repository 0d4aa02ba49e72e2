package report

import (
	"math"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// mostHeat is how many rows and columns a heat map shows.
const mostHeat = 16

// The shades of a heat map go from orange (less) over neutral to blue (more); chart.js
// names their colours.
const (
	neutralShade = 3
	lastShade    = 8
)

// heatMap draws a cell for each pair of names, its value printed in it.
func (v view) heatMap() (drawing, error) {
	across, down := sameOrder(distinct(v.names(v.chart.X)), distinct(v.names(v.chart.Series)))
	var notes []string
	if len(across) > mostHeat || len(down) > mostHeat {
		notes = append(notes, v.words.Say("The first %d names of each side; the table has all.", mostHeat))
		across, down = across[:min(mostHeat, len(across))], down[:min(mostHeat, len(down))]
	}
	f := frame{left: nameMargin(down, v.width), top: 4, right: 12, bottom: 30}
	d := v.start(0)
	d.Notes = append(d.Notes, notes...)
	x, slanted := heatX(across, (v.width-f.left-f.right)/max(1, len(across)))
	f.bottom += slanted
	d.Height = len(down)*32 + f.top + f.bottom
	c := charts.NewCustom()
	y := namesY(down, f.left)
	y.AxisLine = axisLine(false)
	c.SetGlobalOptions(shared(f, x, y, itemTip())...)
	c.SetXAxis(across)
	c.AddSeries("", nil, charts.WithCustomChartOpts(opts.CustomChart{RenderItem: "fn:cell"}))
	var err error
	d.Option, err = option(c, heatCells(v.heatData(across, down)))
	return d, err
}

// heatCells gives the series its cells as plain rows, of which the last two are texts.
// The library makes a model of its own for each datum that is more, which takes longer
// than to draw it.
func heatCells(rows [][]any) map[string]any {
	text := map[string]any{"type": "ordinal"}
	return map[string]any{"data": rows, "dimensions": []any{nil, nil, nil, nil, text, text}, "encode": map[string]any{"x": 0, "y": 1}}
}

// heatX slants long names so that each has the width of its column.
func heatX(names []string, column int) (axis opts.XAxis, extra int) {
	axis = namesX(names)
	axis.AxisLabel.HideOverlap = opts.Bool(false)
	axis.AxisLabel.Interval = "0"
	axis.AxisLine = axisLine(false)
	axis.AxisLabel.Overflow, axis.AxisLabel.Ellipsis = "truncate", "…"
	axis.AxisLabel.Width = max(column-8, 24)
	if widest(names) > column {
		axis.AxisLabel.Rotate = 38
		axis.AxisLabel.Width = 110
		return axis, min(widest(names), 110) * 6 / 10
	}
	return axis, 0
}

// heatData are the cells: column, row, value, shade, what is printed in it and its tooltip.
func (v view) heatData(across, down []string) [][]any {
	cells := [][]any{}
	y := v.chart.Y[0]
	shadeOf := shadesFor(v.column(y), v.values(y))
	seen := map[[2]int]bool{}
	for _, row := range v.rows {
		column, line := v.name(row, v.chart.X), v.name(row, v.chart.Series)
		at := [2]int{slices.Index(across, column), slices.Index(down, line)}
		value, ok := v.value(row, y)
		if !ok || at[0] < 0 || at[1] < 0 || seen[at] {
			continue
		}
		seen[at] = true
		cells = append(cells, []any{at[0], at[1], value, shadeOf(value), v.label(row, y), v.tip(row, line+", "+column, v.chart.Y...)})
	}
	return cells
}

// shadesFor classes values: a lift around 1 by its logarithm, values with both signs
// around zero, all others from light to strong.
func shadesFor(c metrics.Column, values []float64) func(float64) int {
	measure := func(v float64) float64 { return v }
	if strings.Contains(c.Key, "lift") {
		measure = func(v float64) float64 { return math.Log(max(v, 0.01)) }
	}
	reach := 0.0
	for _, v := range values {
		reach = max(reach, math.Abs(measure(v)))
	}
	blues := float64(lastShade - neutralShade)
	return func(v float64) int {
		if reach == 0 {
			return neutralShade
		}
		part := measure(v) / reach
		if part < 0 {
			return neutralShade - int(min(neutralShade, math.Floor(-part*neutralShade+0.999)))
		}
		return neutralShade + int(math.Round(part*blues))
	}
}

// sameOrder puts names across in the order down where both sides hold the same names.
func sameOrder(across, down []string) ([]string, []string) {
	sorted := slices.Compact(slices.Sorted(slices.Values(slices.Concat(across, down))))
	if len(sorted) == len(down) && len(across) == len(down) {
		return down, down
	}
	return across, down
}

// distinct keeps the first of equal names.
func distinct(names []string) []string {
	var out []string
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
