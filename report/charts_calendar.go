package report

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// calendarRow is the height of a day in a calendar, in pixels.
const calendarRow = 20

// calendar draws a cell for each day: weeks from left to right, weekdays from top to
// bottom, the stronger the more.
func (v view) calendar() (drawing, error) {
	if len(v.chart.Y) != 7 {
		return drawing{}, fmt.Errorf("a calendar needs seven columns, one for each day of the week")
	}
	days := make([]string, len(v.chart.Y))
	for i, k := range v.chart.Y {
		days[i] = chartText(v.column(k).Title)
	}
	months := v.monthsAbove()
	f := frame{left: nameMargin(days, v.width), top: 4, right: 12, bottom: 26}
	d := v.start(7*calendarRow + f.top + f.bottom)
	shadeOf, most := v.dayShades()
	d.Notes = append(d.Notes, v.words.Say("Faintest: none; strongest: %s or more.", v.unsigned(most, v.column(v.chart.Y[0]).Unit)))
	x := namesX(months)
	x.AxisLabel.Interval, x.AxisLine = "0", axisLine(false)
	y := namesY(days, f.left)
	y.AxisLine = axisLine(false)
	c := charts.NewCustom()
	c.SetGlobalOptions(shared(f, x, y, itemTip())...)
	c.SetXAxis(months)
	c.AddSeries("", nil, charts.WithCustomChartOpts(opts.CustomChart{RenderItem: "fn:cell"}))
	var err error
	d.Option, err = option(c, heatCells(v.dayCells(days, shadeOf)))
	return d, err
}

// dayCells are the days with a value: week, weekday, value, shade, no text, tooltip.
func (v view) dayCells(names []string, shadeOf func(float64) int) [][]any {
	cells := [][]any{}
	for week, row := range v.rows {
		start, ok := v.cell(row, v.chart.X).(sales.Day)
		if !ok {
			continue
		}
		for day, k := range v.chart.Y {
			if value, ok := v.value(row, k); ok {
				tip := v.words.Date((start + sales.Day(day)).Time()) + ", " + names[day] + "   " + v.label(row, k)
				cells = append(cells, []any{week, day, value, shadeOf(value), "", tip})
			}
		}
	}
	return cells
}

// monthsAbove names the month at the week that holds its first day.
func (v view) monthsAbove() []string {
	names := make([]string, len(v.rows))
	for i, row := range v.rows {
		start, ok := v.cell(row, v.chart.X).(sales.Day)
		for day, k := range v.chart.Y {
			at := (start + sales.Day(day)).Time()
			if _, sold := v.value(row, k); ok && sold && at.Day() == 1 {
				names[i] = v.words.Month(at)
			}
		}
	}
	return names
}

// dayShades classes days from none to many. The strongest shade begins at the 95th
// percentile of the days with any, so that one day beyond all others does not make the
// others pale.
func (v view) dayShades() (shadeOf func(float64) int, most metrics.Cell) {
	var values []float64
	for _, k := range v.chart.Y {
		for _, value := range v.values(k) {
			if value > 0 {
				values = append(values, value)
			}
		}
	}
	slices.Sort(values)
	reach := 1.0
	if n := len(values); n > 0 {
		reach = values[min(n-1, n*95/100)]
	}
	blues := float64(lastShade - neutralShade)
	return func(value float64) int {
		if value <= 0 {
			return neutralShade
		}
		return neutralShade + int(min(blues, math.Ceil(value/reach*blues)))
	}, reach
}
