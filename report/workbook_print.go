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
	paper, wide, tall, landscape := 9, 1, 0, "landscape"
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
		f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: header, OddFooter: "&L&A&RPage &P of &N"}),
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
	if p.onePage = p.fitsOnePage(last) && !beside; p.onePage || !p.right {
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
const pageRows = 31

// endOf is the row after an item.
func (p *panel) endOf(i int) int {
	if i+1 < len(p.items) {
		return p.items[i+1]
	}
	return p.row
}
