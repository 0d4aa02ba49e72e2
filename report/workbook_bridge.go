package report

import (
	"fmt"
	"math"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
)

// step is one bar of a waterfall: the addresses and values of the level before it and
// after it. A total stands on zero.
type step struct {
	before, after           string
	beforeValue, afterValue float64
	total                   bool
}

// bridgeParts are the stacked parts of a waterfall's bar. Excel stacks above and below
// zero apart, so that a step across zero has a part on each side; the base carries
// the others and is not drawn. %[1]s is the level before, %[2]s after.
var bridgeParts = []struct {
	head, formula, colour string
	value                 func(before, after float64) float64
}{
	{"Base", "MAX(0,MIN(%[1]s,%[2]s))+MIN(0,MAX(%[1]s,%[2]s))", "",
		func(b, a float64) float64 { return math.Max(0, math.Min(b, a)) + math.Min(0, math.Max(b, a)) }},
	{"Increase", "IF(%[2]s>=%[1]s,MAX(0,%[2]s)-MAX(0,%[1]s),0)", upColour,
		func(b, a float64) float64 { return math.Max(0, math.Max(0, a)-math.Max(0, b)) }},
	{"Increase below zero", "IF(%[2]s>=%[1]s,MIN(0,%[1]s)-MIN(0,%[2]s),0)", upColour,
		func(b, a float64) float64 { return math.Min(0, math.Min(0, b)-math.Min(0, a)) }},
	{"Decrease", "IF(%[2]s<%[1]s,MAX(0,%[1]s)-MAX(0,%[2]s),0)", downColour,
		func(b, a float64) float64 { return math.Max(0, math.Max(0, b)-math.Max(0, a)) }},
	{"Decrease below zero", "IF(%[2]s<%[1]s,MIN(0,%[2]s)-MIN(0,%[1]s),0)", downColour,
		func(b, a float64) float64 { return math.Min(0, math.Min(0, a)-math.Min(0, b)) }},
}

// bridgeChart is a waterfall: stacked bars on an invisible base, since Excel's own type
// for it is not in the file format that other programs read.
func (p *panel) bridgeChart(c metrics.Chart, rows, cols []int) *excelize.Chart {
	if len(cols) != 4 {
		return nil
	}
	columns := []blockColumn{p.copies(rows, cols[0]), {head: "Total"}}
	for _, part := range bridgeParts {
		columns = append(columns, blockColumn{head: part.head})
	}
	style := p.book.style(look{format: numberFormat(metrics.Column{}, p.s.Table.Columns[cols[3]].Unit, nil)})
	for i, row := range rows {
		s := p.step(row, cols, i == 0 || i == len(rows)-1)
		total := gridCell{}
		if s.total {
			total = gridCell{style: style, formula: s.after, value: s.afterValue}
		}
		columns[1].cells = append(columns[1].cells, total)
		for n, part := range bridgeParts {
			cell := gridCell{}
			if !s.total {
				cell = gridCell{style: style, formula: fmt.Sprintf(part.formula, s.before, s.after), value: part.value(s.beforeValue, s.afterValue) + 0}
			}
			columns[2+n].cells = append(columns[2+n].cells, cell)
		}
	}
	sources := p.book.addBlock(c.Title, columns)
	chart := p.frame(c, excelize.BarStacked, p.s.Table.Columns[cols[3]].Unit, cols[3:])
	colours := []string{inkColour}
	for _, part := range bridgeParts {
		colours = append(colours, part.colour)
	}
	stack(chart, sources, colours)
	lieDown(chart, len(rows))
	return chart
}

// step reads a row of a bridge. A first or last row that starts from nothing is a total.
func (p *panel) step(row int, cols []int, outer bool) step {
	cells := p.s.Table.Rows[row]
	before, hasBefore := number(cells[cols[1]])
	after, _ := number(cells[cols[3]])
	return step{p.address(row, cols[1]), p.address(row, cols[3]), before, after,
		!hasBefore || cells[cols[2]] == nil || outer && before == 0}
}

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
	columns := []blockColumn{p.copies(shown, cols[0]), p.copies(shown, cols[2]), {head: "Lower limit to value"}, {head: "Value to upper limit"}}
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
