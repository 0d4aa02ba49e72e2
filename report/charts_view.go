package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// mostRows is how many rows a chart of each kind shows when it sets no limit itself:
// as many as can be read.
var mostRows = map[metrics.Kind]int{
	metrics.Calendar: 106, metrics.Network: 40, metrics.Line: 1000, metrics.Steps: 1000, metrics.Stacked: 400, metrics.Bars: 20, metrics.Interval: 20,
	metrics.Bridge: 12, metrics.Scatter: 300, metrics.Funnel: 300, metrics.HeatMap: 1000, metrics.Multiples: 1000,
}

// view is the part of a table that one chart draws.
type view struct {
	chart metrics.Chart
	table metrics.Table
	rows  [][]metrics.Cell
	rest  [][]metrics.Cell // the rows beyond the limit
	width int
	words *phrases.Phrases
}

// viewsOf picks the rows of a chart and splits it by the units of its value columns.
// Kinds whose value columns play different parts are never split.
func viewsOf(t metrics.Table, c metrics.Chart) ([]view, error) {
	for _, k := range append([]string{c.X, c.Series, c.Label, c.Where}, c.Y...) {
		if k != "" && t.Index(k) < 0 {
			return nil, fmt.Errorf("the table has no column %q", k)
		}
	}
	if len(c.Y) == 0 {
		return nil, fmt.Errorf("it names no column of values")
	}
	v := view{chart: c, table: t, rows: t.Where(c.Where, c.Is)}
	limit := c.Limit
	if most := mostRows[c.Kind]; most > 0 && (limit == 0 || limit > most) {
		limit = most
	}
	if limit > 0 && len(v.rows) > limit {
		v.rows, v.rest = v.rows[:limit], v.rows[limit:]
	}
	if c.Kind != metrics.Line && c.Kind != metrics.Steps && c.Kind != metrics.Stacked {
		return []view{v}, nil
	}
	return v.byUnit(), nil
}

func (v view) byUnit() []view {
	var views []view
	var units []metrics.Unit
	for _, k := range v.chart.Y {
		unit := v.column(k).Unit
		i := slices.Index(units, unit)
		if i < 0 {
			i = len(units)
			units = append(units, unit)
			part := v
			part.chart.Y = nil
			views = append(views, part)
		}
		views[i].chart.Y = append(views[i].chart.Y, k)
	}
	return views
}

func (v view) isEmpty() bool {
	return len(v.values(v.chart.Y[0])) == 0 || v.chart.Kind == metrics.Network && len(v.linked()) == 0
}

// isBroad reports whether the chart has too many columns or plots, or too long names, for half a row.
func (v view) isBroad() bool {
	if v.chart.Kind == metrics.Interval || v.chart.Kind == metrics.Bars {
		if names := v.rowNames(); widest(names) > figureHalf/2 && v.chart.Kind == metrics.Interval || widest(names)+16 > figureHalf*2/5 && slices.ContainsFunc(names, isPair) {
			return true
		}
	}
	return v.chart.Kind == metrics.Multiples || v.chart.Kind == metrics.Calendar || v.chart.Kind == metrics.Network || v.chart.Kind == metrics.HeatMap && len(distinct(v.names(v.chart.X))) > 7
}

// isPair reports whether a name is of two things, of which a short label would show one only.
func isPair(name string) bool {
	return strings.Contains(name, " + ") || strings.Contains(name, " → ")
}

// start is the drawing with what all kinds share.
func (v view) start(height int) drawing {
	d := drawing{Title: visible(v.chart.Title), Width: v.width, Height: height}
	if n := len(v.rest); n > 0 && v.chart.Kind != metrics.Bridge {
		d.Notes = append(d.Notes, v.words.Say("The first %d of %d rows; the table has more.", len(v.rows), len(v.rows)+n))
	}
	return d
}

func (v view) column(name string) metrics.Column { return v.table.Columns[v.table.Index(name)] }

func (v view) cell(row []metrics.Cell, name string) metrics.Cell { return row[v.table.Index(name)] }

// value is the number below a column, and whether there is one.
func (v view) value(row []metrics.Cell, name string) (float64, bool) {
	return number(v.cell(row, name))
}

// values are the numbers below a column; undefined cells are left out.
func (v view) values(name string) []float64 {
	var out []float64
	for _, row := range v.rows {
		if f, ok := v.value(row, name); ok {
			out = append(out, f)
		}
	}
	return out
}

// label prints the number below a column beside its mark.
func (v view) label(row []metrics.Cell, name string) string {
	c := v.column(name)
	return v.short(v.cell(row, name), c)
}

// name is the text of a row in a column, fit to stand in a chart.
func (v view) name(row []metrics.Cell, column string) string {
	if column == "" {
		return ""
	}
	if day, ok := v.cell(row, column).(sales.Day); ok {
		if v.monthly(column) {
			return v.words.Month(day.Time())
		}
		return v.words.Date(day.Time())
	}
	unit, decimals := v.column(column).Unit, 2
	if unit == metrics.Count {
		decimals = 0
	}
	return chartText(style{unit: unit, decimals: decimals, words: v.words}.print(v.cell(row, column)))
}

// monthly reports whether all days below a column are the first of a month, which then
// names them.
func (v view) monthly(column string) bool {
	for _, row := range v.rows {
		if day, ok := v.cell(row, column).(sales.Day); ok && day.Time().Day() != 1 {
			return false
		}
	}
	return true
}

// short prints a number of a column for a label.
func (v view) short(c metrics.Cell, column metrics.Column) string {
	return style{unit: column.Unit, signed: isChange(column), words: v.words}.short(c)
}

// unsigned does so without the sign of a change.
func (v view) unsigned(c metrics.Cell, unit metrics.Unit) string {
	return style{unit: unit, words: v.words}.short(c)
}

// names are the texts of all rows in a column.
func (v view) names(column string) []string {
	out := make([]string, len(v.rows))
	for i, row := range v.rows {
		out[i] = v.name(row, column)
	}
	return out
}

// tip is what the tooltip of a row says: its name, then each column with its value.
func (v view) tip(row []metrics.Cell, name string, columns ...string) string {
	lines := []string{name}
	for _, k := range columns {
		if text := v.label(row, k); text != "" {
			lines = append(lines, chartText(v.column(k).Title)+"   "+text)
		}
	}
	return strings.Join(lines, "\n")
}

// overTime reports whether the categories are times, which run from left to right.
func (v view) overTime() bool {
	c := v.column(v.chart.X)
	return c.Unit == metrics.Date || slices.Contains([]string{"label", "period", "week", "month", "quarter", "year", "day"}, c.Key)
}

// chartText makes a name from the data fit for a chart: visible text on one line, cut
// at 120 characters.
func chartText(s string) string {
	s = visible(s)
	if runes := []rune(s); len(runes) > 120 {
		return string(runes[:119]) + "…"
	}
	return s
}

// labelWidth estimates the width of a text of the chart's size in pixels, ten per cent
// on the safe side.
func labelWidth(s string) int { return utf8.RuneCountInString(s)*15/2 + 2 }

// widest is the width of the widest of the texts.
func widest(texts []string) int {
	most := 0
	for _, s := range texts {
		most = max(most, labelWidth(s))
	}
	return most
}
