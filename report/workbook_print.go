package report

import (
	"errors"
	"strings"

	"github.com/xuri/excelize/v2"
)

// printSetup prints a sheet on landscape A4, as wide as a page, with the title and
// the period above and page numbers below.
func (b *book) printSetup(sheet string, g *grid) error {
	f, on, off := b.file, true, false
	paper, wide, tall, landscape := 9, max(1, g.pagesWide), 0, "landscape"
	if g.onePage {
		tall = 1
	}
	margin, narrow := 0.75, 0.4
	header := "&L" + headerText(b.report.Title) + "&R" + headerText(b.report.Calendar.Period.Label)
	err := errors.Join(
		f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &on}),
		f.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &off}),
		f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}),
		f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &narrow, Right: &narrow, Top: &margin, Bottom: &margin}),
		f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: header, OddFooter: "&L&A&R" + b.say("Page %s of %s", "&P", "&N")}),
	)
	if err != nil {
		return err
	}
	if len(g.print) > 0 {
		areas := make([]string, len(g.print))
		for i, a := range g.print {
			areas[i] = quoteSheet(sheet) + "!" + a
		}
		if err := f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: strings.Join(areas, ","), Scope: sheet}); err != nil {
			return err
		}
	}
	if g.titles == "" {
		return nil
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: quoteSheet(sheet) + "!" + g.titles, Scope: sheet})
}

// headerText is plain text in the header of a printed page, where & begins a code.
func headerText(s string) string {
	return strings.ReplaceAll(cutUTF16(oneLine(s), 80, "…"), "&", "&&")
}

// onePage is the number of ordinary rows up to which a sheet is printed on one page.
const onePage = 75

// fitsOnePage reports whether the rows down to the last can still be read on one page.
func (g *grid) fitsOnePage(last int) bool {
	const ordinary = 15.0
	height := 0.0
	for row := 1; row <= last; row++ {
		if h, ok := g.heights[row]; ok {
			height += h
		} else {
			height += ordinary
		}
	}
	return height <= onePage*ordinary
}

// printAreas prints a short sheet on one page, of a long one the table and then what stands below or
// beside it, so that no chart is cut at the end of a page.
func (p *panel) printAreas() {
	if len(p.heads) == 0 {
		return
	}
	last, wide := max(p.lastRow, p.row), max(p.columnsFor(textWidth), p.columnsUsed(headerRow), p.widest)
	if p.right {
		wide = max(p.reach(p.col, chartWidth), p.widest)
	}
	beside := p.right && p.tableWidth() > narrowTable
	p.pagesWide = 1 + int(p.pixels(1, len(p.heads)))/widestPage
	if p.onePage = p.fitsOnePage(last) && !beside && p.pagesWide == 1; p.onePage {
		p.print = []string{absolute(1, 1, 1) + ":" + absolute(wide, last, last)}
		return
	}
	table := max(p.columnsUsed(headerRow), p.headColumns())
	if p.right {
		table = len(p.heads)
	}
	p.print = []string{absolute(1, 1, 1) + ":" + absolute(table, p.lastRow, p.lastRow)}
	for i, first := 0, 0; i < len(p.items); i++ {
		end := p.endOf(i)
		wide := p.wideFor(wide, end-p.items[i])
		if i+1 == len(p.items) || p.endOf(i+1)-p.items[first] > p.pageRows(wide) {
			p.print = append(p.print, absolute(p.col, p.items[first], p.items[first])+":"+absolute(wide, end-1, end-1))
			first = i + 1
		}
	}
}

// The size of a landscape page of A4 within its margins: the width in pixels at full size, the
// height as a part of it, with some room for what programs measure otherwise.
const (
	pageWidth  = 1046
	pageShape  = 0.6
	titleRows  = 4    // what is repeated on every page takes as much as so many rows
	widestPage = 2400 // pixels of a table on a page, beyond which nobody could read it
)

// pageRows is the number of ordinary rows on a page that is as wide as the columns from that of
// the panel to one: it is made smaller to fit, never larger.
func (p *panel) pageRows(wide int) int {
	return int(pageShape*max(pageWidth, p.pixels(p.col, wide))/rowHeight) - titleRows
}

// wideFor is the column up to which a page must reach for so many rows to fit on it.
func (p *panel) wideFor(wide, rows int) int {
	const most = 60 // a text that fills pages is broken
	for i := 0; i < most && p.pageRows(wide) < rows; i++ {
		wide++
	}
	return wide
}

// reach is the last column that something of a width reaches from another.
func (g *grid) reach(col int, pixels float64) int {
	last := col
	for g.pixels(col, last) < pixels {
		last++
	}
	return last
}

// pixels is the width of columns.
func (g *grid) pixels(first, last int) float64 {
	sum := 0.0
	for col := first; col <= last; col++ {
		width := defaultWidth
		if col <= len(g.widths) {
			width = g.widths[col-1]
		}
		sum += 7 * width
	}
	return sum
}

// columnsUsed is the number of columns up to the last cell of a row.
func (g *grid) columnsUsed(row int) int {
	if row > len(g.rows) {
		return 0
	}
	return len(g.rows[row-1])
}

// endOf is the row after an item.
func (p *panel) endOf(i int) int {
	if i+1 < len(p.items) {
		return p.items[i+1]
	}
	return p.row
}
