package report

import (
	"github.com/xuri/excelize/v2"

	"xsell/metrics"
)

// heatMap writes the values of a heat map as a matrix, each a formula on the cell of
// the table it comes from, under a colour scale.
func (p *panel) heatMap(c metrics.Chart) {
	if len(c.Y) == 0 {
		return
	}
	p.beside = 0
	m := pivot(p.s.Table, c)
	value := p.s.Table.Index(c.Y[0])
	if len(m.xs) == 0 || value < 0 {
		return
	}
	p.items = append(p.items, p.row)
	column := p.s.Table.Columns[value]
	p.set(p.col, p.row, gridCell{style: p.book.style(labelLook), value: c.Title})
	p.row++
	head := p.book.style(headLook(column))
	for i, x := range m.xs {
		p.set(p.col+1+i, p.row, gridCell{style: head, value: p.category(p.s.Table.Index(c.X), x)})
	}
	p.widest = max(p.widest, p.col+len(m.xs))
	if p.right {
		p.matrixWidths(m.xs)
	} else {
		p.heights[p.row] = 34
	}
	top := p.row + 1
	for _, series := range m.series {
		p.row++
		p.matrixRow(m, series, c, value)
	}
	area := cellName(p.col+1, top) + ":" + cellName(p.col+len(m.xs), p.row)
	p.shades = append(p.shades, shade{area, []excelize.ConditionalFormatOptions{colourScale(m.goesBelowZero(p.s.Table, value))}})
	p.row += 2
}

// shadeDays puts the days of a calendar, which stand in the table week by week, under a
// colour scale.
func (p *panel) shadeDays(c metrics.Chart) {
	rows := chartRows(p.s.Table, c)
	if len(rows) == 0 {
		return
	}
	first, last := p.s.Table.Index(c.Y[0])+1, p.s.Table.Index(c.Y[len(c.Y)-1])+1
	area := cellName(first, firstRow+rows[0]) + ":" + cellName(last, firstRow+rows[len(rows)-1])
	p.shades = append(p.shades, shade{area, []excelize.ConditionalFormatOptions{colourScale(false)}})
}

// matrixRow writes the name of a series and its values.
func (p *panel) matrixRow(m matrix, series metrics.Cell, c metrics.Chart, value int) {
	name := p.category(p.s.Table.Index(c.Series), series)
	if text, _ := name.(string); float64(len([]rune(text))+2) > p.widths[p.col-1] {
		p.width(p.col, float64(min(len([]rune(text))+2, longText)))
	}
	p.set(p.col, p.row, gridCell{style: p.book.style(bodyLook(metrics.Column{Unit: metrics.Text}, "")), value: name})
	for i, x := range m.xs {
		row, ok := m.row[[2]metrics.Cell{series, x}]
		if !ok || p.s.Table.Rows[row][value] == nil {
			continue
		}
		p.set(p.col+1+i, p.row, gridCell{style: p.bodyStyle(row, value), formula: cellName(value+1, firstRow+row),
			value: p.s.Table.Rows[row][value]})
	}
}

// matrixWidths makes the columns of a matrix beside a table wide enough for their heads,
// which then need no second line that would stretch the row of the table.
func (p *panel) matrixWidths(xs []metrics.Cell) {
	for i, x := range xs {
		name, _ := x.(string)
		p.width(p.col+1+i, float64(min(max(len([]rune(name))+5, 13), 30)))
	}
}

// colourScale is white to blue; where there are values below zero, orange to white at
// zero to blue.
func colourScale(belowZero bool) excelize.ConditionalFormatOptions {
	if belowZero {
		return excelize.ConditionalFormatOptions{Type: "3_color_scale", Criteria: "=", MinType: "min", MidType: "num", MaxType: "max",
			MidValue: "0", MinColor: "#" + belowColour, MidColor: "#FFFFFF", MaxColor: "#7FB8D8"}
	}
	return excelize.ConditionalFormatOptions{Type: "2_color_scale", Criteria: "=", MinType: "min", MaxType: "max", MinColor: "#FFFFFF", MaxColor: "#7FB8D8"}
}

// matrix is a table of x, series and value turned on its side.
type matrix struct {
	xs, series []metrics.Cell
	row        map[[2]metrics.Cell]int // row of the table by series and x
}

// pivot finds the xs and series of a chart in the order of the table.
func pivot(t metrics.Table, c metrics.Chart) matrix {
	m := matrix{row: map[[2]metrics.Cell]int{}}
	x, series := t.Index(c.X), t.Index(c.Series)
	if x < 0 || series < 0 {
		return m
	}
	seenX, seenSeries := map[metrics.Cell]bool{}, map[metrics.Cell]bool{}
	for _, n := range chartRows(t, c) {
		row := t.Rows[n]
		if !seenX[row[x]] {
			seenX[row[x]] = true
			m.xs = append(m.xs, row[x])
		}
		if !seenSeries[row[series]] {
			seenSeries[row[series]] = true
			m.series = append(m.series, row[series])
		}
		m.row[[2]metrics.Cell{row[series], row[x]}] = n
	}
	return m
}

// goesBelowZero reports whether a number of the matrix, in a column of the table, does.
func (m matrix) goesBelowZero(t metrics.Table, col int) bool {
	for _, n := range m.row {
		if v, ok := number(t.Rows[n][col]); ok && v < 0 {
			return true
		}
	}
	return false
}
