package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// mostHeat is how many rows and columns a heat map shows.
const mostHeat = 16

// shades are the classes of a heat map, from orange (less) over neutral to blue (more).
var shades = []string{"@o3", "@o2", "@o1", "@b0", "@b1", "@b2", "@b3", "@b4", "@b5"}

const neutralShade = 3

// heatMap draws a cell for each pair of names, its value printed in it.
func (v view) heatMap() (drawing, error) {
	across, down := distinct(v.names(v.chart.X)), distinct(v.names(v.chart.Series))
	var notes []string
	if len(across) > mostHeat || len(down) > mostHeat {
		notes = append(notes, fmt.Sprintf("The first %d names of each side; the table has all.", mostHeat))
		across, down = across[:min(mostHeat, len(across))], down[:min(mostHeat, len(down))]
	}
	f := frame{left: nameMargin(down, v.width), top: 4, right: 12, bottom: 30}
	d := v.start(0)
	d.Notes = append(d.Notes, notes...)
	x, slanted := heatX(across, (v.width-f.left-f.right)/max(1, len(across)))
	f.bottom += slanted
	d.Height = len(down)*32 + f.top + f.bottom
	c := charts.NewHeatMap()
	y := namesY(down, f.left)
	y.AxisLine = axisLine(false)
	global := append(shared(f, x, y, itemTip()), charts.WithVisualMapOpts(shadeMap()))
	c.SetGlobalOptions(global...)
	light, strong := v.heatData(across, down)
	c.AddSeries("", nil, beside("inside", "@ink"))
	c.AddSeries("", nil, beside("inside", "@onstrong"))
	var err error
	d.Option, err = option(c, d.Title, heatCells(light), heatCells(strong))
	return d, err
}

// heatCells gives a series its cells as plain rows. The library makes a model of its
// own for each datum that is more, which takes longer than to draw it.
func heatCells(rows [][]any) map[string]any {
	return map[string]any{"data": rows, "label": map[string]any{"formatter": "{@[4]}"},
		"itemStyle": map[string]any{"borderColor": "@card", "borderWidth": 2}}
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

// shadeMap gives each class of the fourth value of a cell its shade.
func shadeMap() opts.VisualMap {
	m := opts.VisualMap{Type: "piecewise", Show: opts.Bool(false), Dimension: "3"}
	for i, shade := range shades {
		class := float32(i + 1)
		m.Pieces = append(m.Pieces, opts.Piece{Gte: class, Lte: class, Color: shade})
	}
	return m
}

// heatData are the cells, apart by the colour of their text: column, row, value, class,
// what is printed in it and its tooltip.
func (v view) heatData(across, down []string) (light, strong [][]any) {
	light, strong = [][]any{}, [][]any{}
	y := v.chart.Y[0]
	classOf := shadesFor(v.column(y), v.values(y))
	seen := map[[2]int]bool{}
	for _, row := range v.rows {
		column, line := v.name(row, v.chart.X), v.name(row, v.chart.Series)
		at := [2]int{slices.Index(across, column), slices.Index(down, line)}
		value, ok := v.value(row, y)
		if !ok || at[0] < 0 || at[1] < 0 || seen[at] {
			continue
		}
		seen[at] = true
		class := classOf(value)
		cell := []any{at[0], at[1], value, class + 1, v.label(row, y), v.tip(row, line+", "+column, v.chart.Y...)}
		if class == 0 || class >= len(shades)-2 {
			strong = append(strong, cell)
		} else {
			light = append(light, cell)
		}
	}
	return light, strong
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
	blues := float64(len(shades) - 1 - neutralShade)
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
