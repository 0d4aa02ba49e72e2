package report

import (
	"github.com/xuri/excelize/v2"

	"xsell/metrics"
)

// intervalChart draws limits as a bar from low to high that changes its shade at the
// value. Where a limit is below zero a stack cannot show it, and the values stand alone.
func (p *panel) intervalChart(c metrics.Chart, rows, cols []int) *excelize.Chart {
	if len(cols) != 4 {
		return nil
	}
	var shown []int
	for _, row := range rows {
		low, okLow := number(p.s.Table.Rows[row][cols[2]])
		_, ok := number(p.s.Table.Rows[row][cols[1]])
		_, okHigh := number(p.s.Table.Rows[row][cols[3]])
		if okLow && low < 0 {
			return p.barChart(c, excelize.Bar, rows, cols[:2])
		}
		if ok && okLow && okHigh {
			shown = append(shown, row)
		}
	}
	if len(shown) == 0 {
		return nil
	}
	columns := []blockColumn{p.copies(shown, cols[0]), p.copies(shown, cols[2]), {head: p.book.say("Lower limit to value")}, {head: p.book.say("Value to upper limit")}}
	for _, row := range shown {
		columns[2].cells = append(columns[2].cells, p.gap(row, cols[2], cols[1]))
		columns[3].cells = append(columns[3].cells, p.gap(row, cols[1], cols[3]))
	}
	sources := p.book.addBlock(c.Title, columns)
	chart := p.frame(c, excelize.BarStacked, p.s.Table.Columns[cols[1]].Unit, cols[3:])
	stack(chart, sources, []string{"", strongColour, upColour})
	lieDown(chart, len(shown))
	return chart
}

// gap is the distance between two columns of a row.
func (p *panel) gap(row, from, to int) gridCell {
	a, _ := number(p.s.Table.Rows[row][from])
	b, _ := number(p.s.Table.Rows[row][to])
	return gridCell{style: p.bodyStyle(row, to), formula: p.address(row, to) + "-" + p.address(row, from), value: b - a}
}

// stack adds the series of stacked bars; one without a colour is not drawn.
func stack(chart *excelize.Chart, sources []source, colours []string) {
	full := 100
	chart.Overlap = &full
	for i, s := range sources[1:] {
		fill := excelize.Fill{Type: "pattern", Pattern: 0, Transparency: 100}
		if colours[i] != "" {
			fill = solid(colours[i])
		}
		chart.Series = append(chart.Series, excelize.ChartSeries{Name: s.name, Categories: sources[0].values, Values: s.values, Fill: fill})
	}
}
