package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/phrases"
)

// bridgeParts are the stacked parts of a waterfall's bar from one level to the next.
// Excel stacks above and below zero apart, so that a step across zero has a part on each
// side; the base carries the others and is not drawn. %[1]s is the level before,
// %[2]s after.
var bridgeParts = []struct {
	head            phrases.Key
	formula, colour string
	value           func(before, after float64) float64
}{
	{"Base", "MAX(0,MIN(%[1]s,%[2]s))+MIN(0,MAX(%[1]s,%[2]s))", "",
		func(b, a float64) float64 { return math.Max(0, math.Min(b, a)) + math.Min(0, math.Max(b, a)) }},
	{"Increase", "MAX(0,MAX(0,%[2]s)-MAX(0,%[1]s))", upColour,
		func(b, a float64) float64 { return math.Max(0, math.Max(0, a)-math.Max(0, b)) }},
	{"Increase below zero", "MIN(0,MIN(0,%[1]s)-MIN(0,%[2]s))", upColour,
		func(b, a float64) float64 { return math.Min(0, math.Min(0, b)-math.Min(0, a)) }},
	{"Decrease", "MAX(0,MAX(0,%[1]s)-MAX(0,%[2]s))", downColour,
		func(b, a float64) float64 { return math.Max(0, math.Max(0, b)-math.Max(0, a)) }},
	{"Decrease below zero", "MIN(0,MIN(0,%[2]s)-MIN(0,%[1]s))", downColour,
		func(b, a float64) float64 { return math.Min(0, math.Min(0, a)-math.Min(0, b)) }},
}

// The columns of a bridge's block before those of its parts.
const (
	stepColumn = iota
	changeColumn
	levelColumn
	beforeColumn
	afterColumn
	partColumns
)

// bridge is the block of a waterfall while it is laid out.
type bridge struct {
	columns []blockColumn
	first   int // column of the sheet the block begins in
	style   int
	level   float64 // reached so far
}

// bridgeChart is a waterfall from the sum before over the change of each row to the sum
// after: stacked bars on an invisible base, since Excel's own type for it is not in the
// file format that other programs read. Rows that are too many are one step.
func (p *panel) bridgeChart(c metrics.Chart, cols []int) *excelize.Chart {
	if len(cols) != 4 {
		return nil
	}
	c.Limit = 0
	all := chartRows(p.s.Table, c)
	shown, rest := all, []int(nil)
	if len(all) > bridgeLimit {
		shown, rest = all[:bridgeLimit-1], all[bridgeLimit-1:]
	}
	unit := p.s.Table.Columns[cols[1]].Unit
	b := &bridge{first: p.book.blocks.used + 1, columns: make([]blockColumn, partColumns),
		style: p.book.style(look{format: p.book.numberFormat(metrics.Column{}, unit, nil)})}
	for i, head := range []string{p.book.say("Step"), p.book.say("Change"), p.book.say("Level"), p.heads[cols[1]], p.heads[cols[3]]} {
		b.columns[i].head = head
	}
	for _, part := range bridgeParts {
		b.columns = append(b.columns, blockColumn{head: p.book.say(part.head)})
	}
	levels := p.s.Table.Index(c.Series)
	if levels < 0 {
		b.total(beforeColumn, p.sumFormula(all, cols[1]), p.sum(all, cols[1]))
	}
	for _, row := range shown {
		if levels >= 0 && p.s.Table.Rows[row][levels] == metrics.BridgeLevel {
			b.reach(p, row, cols)
		} else if v, ok := number(p.s.Table.Rows[row][cols[2]]); ok {
			b.step(p.copyOf(row, cols[0]), gridCell{style: b.style, formula: p.address(row, cols[2]), value: v})
		}
	}
	if len(rest) > 0 {
		name := gridCell{value: p.book.report.Phrases.Say("%d {1|other|others}", len(rest))}
		b.step(name, gridCell{style: b.style, formula: p.sumFormula(rest, cols[2]), value: p.sum(rest, cols[2])})
	}
	if levels < 0 {
		b.total(afterColumn, p.sumFormula(all, cols[3]), p.sum(all, cols[3]))
	}
	return p.drawBridge(c, b, unit, cols)
}

// bridgeLimit is the number of steps between the totals.
const bridgeLimit = 20

func (p *panel) drawBridge(c metrics.Chart, b *bridge, unit metrics.Unit, cols []int) *excelize.Chart {
	sources := p.book.addBlock(c.Title, b.columns)
	chart := p.frame(c, excelize.BarStacked, unit, cols[3:])
	drawn := []source{sources[stepColumn], sources[beforeColumn], sources[afterColumn]}
	colours := []string{pastColour, inkColour}
	for i, part := range bridgeParts {
		drawn, colours = append(drawn, sources[partColumns+i]), append(colours, part.colour)
	}
	stack(chart, drawn, colours)
	lieDown(chart, len(b.columns[stepColumn].cells))
	return chart
}

// row is the row of the sheet the next step goes to.
func (b *bridge) row() int { return blockRow + len(b.columns[stepColumn].cells) }

// reach adds the level that a row says, before or after; the first is the one before.
func (b *bridge) reach(p *panel, row int, cols []int) {
	column := afterColumn
	if len(b.columns[stepColumn].cells) == 0 {
		column = beforeColumn
	}
	for _, col := range []int{cols[1], cols[3]} {
		if v, ok := number(p.s.Table.Rows[row][col]); ok {
			b.total(column, p.address(row, col), v)
			b.columns[stepColumn].cells[len(b.columns[stepColumn].cells)-1] = p.copyOf(row, cols[0])
			return
		}
	}
}

// total adds a bar that stands on zero, in the column of its own colour.
func (b *bridge) total(column int, formula string, value float64) {
	b.level = value
	row := b.row()
	for i := range b.columns {
		b.columns[i].cells = append(b.columns[i].cells, gridCell{})
	}
	last := len(b.columns[stepColumn].cells) - 1
	b.columns[stepColumn].cells[last] = gridCell{value: b.columns[column].head}
	b.columns[column].cells[last] = gridCell{style: b.style, formula: formula, value: value}
	b.columns[levelColumn].cells[last] = gridCell{style: b.style, formula: cellName(b.first+column, row), value: value}
}

// step adds the bar of a change, from the level before it.
func (b *bridge) step(name, change gridCell) {
	row, before := b.row(), b.level
	v, _ := number(change.value)
	b.level += v
	from, to := cellName(b.first+levelColumn, row-1), cellName(b.first+levelColumn, row)
	cells := []gridCell{name, change, {style: b.style, formula: from + "+" + cellName(b.first+changeColumn, row), value: b.level}, {}, {}}
	for _, part := range bridgeParts {
		cells = append(cells, gridCell{style: b.style, formula: fmt.Sprintf(part.formula, from, to), value: part.value(before, b.level)})
	}
	for i, c := range cells {
		b.columns[i].cells = append(b.columns[i].cells, c)
	}
}

// sum adds the numbers of a column over rows.
func (t *sectionSheet) sum(rows []int, col int) float64 {
	sum := 0.0
	for _, row := range rows {
		v, _ := number(t.s.Table.Rows[row][col])
		sum += v
	}
	return sum
}

// sumFormula adds the cells of a column over rows, given in rising order.
func (t *sectionSheet) sumFormula(rows []int, col int) string {
	var runs []string
	for i := 0; i < len(rows); {
		end := i
		for end+1 < len(rows) && rows[end+1] == rows[end]+1 {
			end++
		}
		runs = append(runs, quoteSheet(t.sheet)+"!"+absolute(col+1, firstRow+rows[i], firstRow+rows[end]))
		i = end + 1
	}
	return "SUM(" + strings.Join(runs, ",") + ")"
}

// changeChart draws changes as bars, blue for more and orange for less.
func (p *panel) changeChart(c metrics.Chart, rows, cols []int) *excelize.Chart {
	columns := []blockColumn{p.copies(rows, cols[0]), {head: p.book.say("Increase")}, {head: p.book.say("Decrease")}}
	for _, row := range rows {
		up, down := gridCell{}, gridCell{}
		if v, ok := number(p.s.Table.Rows[row][cols[1]]); ok {
			style := p.bodyStyle(row, cols[1])
			up = gridCell{style: style, formula: "MAX(0," + p.address(row, cols[1]) + ")", value: max(0, v)}
			down = gridCell{style: style, formula: "MIN(0," + p.address(row, cols[1]) + ")", value: min(0, v)}
		}
		columns[1].cells, columns[2].cells = append(columns[1].cells, up), append(columns[2].cells, down)
	}
	unit := p.s.Table.Columns[cols[1]].Unit
	chart := p.frame(c, excelize.Bar, unit, cols[1:]) // one over the other; a stack has no labels beside its bars
	stack(chart, p.book.addBlock(c.Title, columns), []string{upColour, downColour})
	lieDown(chart, len(rows))
	chart.PlotArea.ShowVal = true
	format := axisFormat(unit, 0)
	chart.PlotArea.NumFmt.CustomNumFmt = "+" + format + ";-" + format + ";;"
	return chart
}
