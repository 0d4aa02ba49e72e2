package report

import (
	"xsell/metrics"
)

// panel is the part of a section's sheet that is not its table: charts, then notes and
// the definition. It stands below a short table and on the right of a long one.
type panel struct {
	*sectionSheet
	col, row int   // where it goes on
	items    []int // first row of each chart, map and text
	widest   int   // last column that a map or a chart beside another reaches
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
			t.link(2, linkRow, t.book.say("Charts and notes →"), quoteSheet(t.sheet)+"!"+cellName(p.col, p.row), t.book.say("Charts, notes and definition"))
		}
	}
	for _, c := range t.s.Charts {
		switch c.Kind {
		case metrics.HeatMap:
			p.heatMap(c)
		case metrics.Calendar:
			p.shadeDays(c)
		default:
			p.chart(c)
		}
	}
	p.paragraphs(p.book.say("Notes"), t.s.Notes)
	if t.s.Definition != "" {
		p.paragraphs(p.book.say("Definition"), []string{t.s.Definition})
	}
	p.printAreas()
}

// chart places a native chart; below a table two stand side by side.
func (p *panel) chart(c metrics.Chart) {
	chart := p.nativeChart(c)
	if chart == nil {
		return
	}
	if p.beside == 0 {
		p.items = append(p.items, p.row)
	}
	rows := int(chart.Dimension.Height)/rowHeight + 2
	if p.right {
		chart.Dimension.Width = chartWidth
		p.charts = append(p.charts, placedChart{cellName(p.col, p.row), chart})
		p.row += rows
		return
	}
	chart.Dimension.Width = halfWidth
	if p.beside > 0 {
		col := p.reach(1, halfWidth) + 1
		p.widest = max(p.widest, p.reach(col, halfWidth))
		p.charts = append(p.charts, placedChart{cellName(col, p.beside), chart})
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
