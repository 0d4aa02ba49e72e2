package report

import (
	"github.com/xuri/excelize/v2"

	"xsell/metrics"
)

// panel is the part of a section's sheet that is not its table: charts, then notes and
// the definition. It stands below a short table and on the right of a long one.
type panel struct {
	*sectionSheet
	col, row int   // where it goes on
	items    []int // first row of each chart, map and text
	beside   int   // row of the chart that still has room beside it; 0 for none
}

// rowHeight is the height of an ordinary row in pixels.
const rowHeight = 20

// The width of a chart in pixels: one of two side by side below a table, one of several
// above each other beside it.
const (
	halfWidth  = 640
	chartWidth = 860
)

func (t *sectionSheet) panel() {
	p := &panel{sectionSheet: t, col: 1, row: t.lastRow + 2}
	if t.right {
		wide := t.tableWidth() > narrowTable
		p.col, p.row = len(t.heads)+2, firstRow
		t.width(p.col-1, 3)
		t.width(p.col, 26)
		if wide {
			t.link(2, linkRow, "Charts and notes →", quoteSheet(t.sheet)+"!"+cellName(p.col, p.row), "Charts, notes and definition")
		}
	}
	for _, c := range t.s.Charts {
		if c.Kind == metrics.HeatMap {
			p.heatMap(c)
		} else {
			p.chart(c)
		}
	}
	p.paragraphs("Notes", t.s.Notes)
	if t.s.Definition != "" {
		p.paragraphs("Definition", []string{t.s.Definition})
	}
	p.printAreas()
}

// onePageRows is the number of rows up to which a sheet is printed on one page.
const onePageRows = 80

// printAreas prints a short sheet on one page, of a long one the table and then what
// stands beside it.
func (p *panel) printAreas() {
	if len(p.heads) == 0 {
		return
	}
	last, wide := max(p.lastRow, p.row), max(p.columnsFor(textWidth), len(p.heads))
	if p.right {
		wide = p.col + 10
	}
	beside := p.right && p.tableWidth() > narrowTable
	if p.onePage = last <= onePageRows && !beside; p.onePage || !p.right {
		p.print = []string{absolute(1, 1, 1) + ":" + absolute(wide, last, last)}
		return
	}
	p.print = []string{absolute(1, 1, 1) + ":" + absolute(max(len(p.heads), p.columnsFor(textWidth*0.6)), p.lastRow, p.lastRow)}
	for i, first := 0, 0; i < len(p.items); i++ {
		end := p.endOf(i)
		if i+1 == len(p.items) || p.endOf(i+1)-p.items[first] > pageRows {
			p.print = append(p.print, absolute(p.col, p.items[first], p.items[first])+":"+absolute(wide, end-1, end-1))
			first = i + 1
		}
	}
}

// pageRows is the number of rows of charts and texts on a printed page.
const pageRows = 34

// endOf is the row after an item.
func (p *panel) endOf(i int) int {
	if i+1 < len(p.items) {
		return p.items[i+1]
	}
	return p.row
}

// chart places a native chart; below a table two stand side by side.
func (p *panel) chart(c metrics.Chart) {
	chart := p.nativeChart(c)
	if chart == nil {
		return
	}
	p.items = append(p.items, p.row)
	rows := int(chart.Dimension.Height)/rowHeight + 2
	if p.right {
		chart.Dimension.Width = chartWidth
		p.charts = append(p.charts, placedChart{cellName(p.col, p.row), chart})
		p.row += rows
		return
	}
	chart.Dimension.Width = halfWidth
	if p.beside > 0 {
		const charsPerPixel = 1.0 / 7.3
		p.charts = append(p.charts, placedChart{cellName(p.columnsFor(halfWidth*charsPerPixel)+1, p.beside), chart})
		p.row, p.beside = max(p.row, p.beside+rows), 0
		return
	}
	p.charts = append(p.charts, placedChart{cellName(1, p.row), chart})
	p.beside, p.row = p.row, p.row+rows
}

// paragraphs writes texts under a heading, in lines of their own: a wrapped cell would
// stretch the row of the table beside it.
func (p *panel) paragraphs(heading string, texts []string) {
	if len(texts) == 0 {
		return
	}
	p.items = append(p.items, p.row)
	p.set(p.col, p.row, gridCell{style: p.book.style(labelLook), value: heading})
	p.row++
	for _, text := range texts {
		for _, line := range wrapText(text, textWidth) {
			p.set(p.col, p.row, gridCell{style: p.book.style(noteLook), value: line})
			p.row++
		}
	}
	p.row++
}

// heatMap writes the values of a heat map as a matrix, each a formula on the cell of
// the table it comes from, under a colour scale.
func (p *panel) heatMap(c metrics.Chart) {
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
		p.set(p.col+1+i, p.row, gridCell{style: head, value: x})
	}
	if p.right {
		p.matrixWidths(m.xs)
	} else {
		p.heights[p.row] = 34
	}
	top := p.row + 1
	name := p.book.style(bodyLook(metrics.Column{Unit: metrics.Text}, ""))
	for _, series := range m.series {
		p.row++
		p.set(p.col, p.row, gridCell{style: name, value: series})
		for i, x := range m.xs {
			row, ok := m.row[[2]metrics.Cell{series, x}]
			if !ok || p.s.Table.Rows[row][value] == nil {
				continue
			}
			p.set(p.col+1+i, p.row, gridCell{style: p.bodyStyle(row, value), formula: cellName(value+1, firstRow+row),
				value: p.s.Table.Rows[row][value]})
		}
	}
	area := cellName(p.col+1, top) + ":" + cellName(p.col+len(m.xs), p.row)
	p.shades = append(p.shades, shade{area, []excelize.ConditionalFormatOptions{colourScale(m.goesBelowZero(p.s.Table, value))}})
	p.row += 2
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
			MidValue: "0", MinColor: "#F2B27F", MidColor: "#FFFFFF", MaxColor: "#7FB8D8"}
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

// chartRows are the rows of the table that a chart shows.
func chartRows(t metrics.Table, c metrics.Chart) []int {
	where := t.Index(c.Where)
	var rows []int
	for n, row := range t.Rows {
		if c.Where != "" && (where < 0 || row[where] != c.Is) {
			continue
		}
		if c.Limit > 0 && len(rows) == c.Limit {
			break
		}
		rows = append(rows, n)
	}
	return rows
}
