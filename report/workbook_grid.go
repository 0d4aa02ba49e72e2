package report

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// grid is a sheet before it is written: cells by row and column, counted from 1, and
// what lies over them. excelize writes a sheet in one pass from the top, but beside a
// long table stand charts and notes.
type grid struct {
	rows    [][]gridCell
	heights map[int]float64
	widths  []float64
	merges  [][2]string
	links   []cellLink
	charts  []placedChart
	shades  []shade
	sparks  []cellLine
	table   *excelize.Table
	frozen  [2]int // columns and rows that stay in sight
	print   []string
	titles  string // rows repeated on every printed page
	onePage bool   // printed on one page

	pagesWide int // pages that the widest part is printed on, side by side; 0 for one
}

// cellLink leads from a cell to a place in the workbook.
type cellLink struct{ cell, place, tip string }

type placedChart struct {
	cell  string
	chart *excelize.Chart
}

// shade is a conditional format over a range.
type shade struct {
	area    string
	options []excelize.ConditionalFormatOptions
}

func newGrid() *grid { return &grid{heights: map[int]float64{}} }

// set puts a cell.
func (g *grid) set(col, row int, cell gridCell) {
	for len(g.rows) < row {
		g.rows = append(g.rows, nil)
	}
	line := g.rows[row-1]
	for len(line) < col {
		line = append(line, gridCell{})
	}
	line[col-1] = cell
	g.rows[row-1] = line
}

// reserve makes room for the cells of a long table in one piece. Nothing stands in its
// rows yet.
func (g *grid) reserve(first, rows, columns int) {
	for len(g.rows) < first-1 {
		g.rows = append(g.rows, nil)
	}
	cells := make([]gridCell, rows*columns)
	for n := range rows {
		g.rows = append(g.rows, cells[n*columns:(n+1)*columns:(n+1)*columns])
	}
}

// width sets the width of a column.
func (g *grid) width(col int, chars float64) {
	for len(g.widths) < col {
		g.widths = append(g.widths, defaultWidth)
	}
	g.widths[col-1] = chars
}

// defaultWidth is the width of a column nobody sets, in characters.
const defaultWidth = 9.14

// extent is the range of the cells, which readers take as a hint of the size of the sheet.
func (g *grid) extent() string {
	columns := 1
	for _, row := range g.rows {
		columns = max(columns, len(row))
	}
	return "A1:" + cellName(columns, max(1, len(g.rows)))
}

// columnsFor is the number of columns, from the first, that are so many characters wide.
func (g *grid) columnsFor(chars float64) int {
	n := 0
	for sum := 0.0; sum < chars; n++ {
		if n < len(g.widths) {
			sum += g.widths[n]
		} else {
			sum += defaultWidth
		}
	}
	return n
}

// merge joins the cells of a row from the first column to the last, and gives the row the
// height its wrapped text needs.
func (g *grid) merge(row, columns int, text string, lineHeight float64) {
	if columns > 1 {
		g.merges = append(g.merges, [2]string{cellName(1, row), cellName(columns, row)})
	}
	width := 0.0
	for i := range columns {
		if i < len(g.widths) {
			width += g.widths[i]
		} else {
			width += defaultWidth
		}
	}
	g.heights[row] = min(lineHeight*float64(len(wrapText(text, int(width*0.92)))), 400)
}

// put lays the grid on an empty sheet. excelize keeps what lies over the cells; the
// cells themselves wait until the workbook is packed.
func (b *book) put(sheet string, g *grid) error {
	if err := errors.Join(b.err, b.dress(sheet, g)); err != nil {
		return err
	}
	part, err := b.partOf(sheet)
	if err != nil {
		return err
	}
	b.fill[part] = filling{write: withCells(g.writeSheetData)}
	return nil
}

// partOf is the name of the part that holds the sheet.
func (b *book) partOf(sheet string) (string, error) {
	for id, name := range b.file.GetSheetMap() {
		if name == sheet {
			return fmt.Sprintf("xl/worksheets/sheet%d.xml", id), nil
		}
	}
	return "", fmt.Errorf("the workbook has no sheet %q", sheet)
}

// dress sets widths, print, links, shades and charts.
func (b *book) dress(sheet string, g *grid) error {
	f := b.file
	for i, width := range g.widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(sheet, name, name, width); err != nil {
			return err
		}
	}
	for _, l := range g.links {
		tip := cutUTF16(l.tip, 200, "…")
		if err := f.SetCellHyperLink(sheet, l.cell, l.place, "Location", excelize.HyperlinkOpts{Tooltip: &tip}); err != nil {
			return err
		}
	}
	for _, s := range g.shades {
		if err := f.SetConditionalFormat(sheet, s.area, s.options); err != nil {
			return err
		}
	}
	for _, c := range g.charts {
		if err := f.AddChart(sheet, c.cell, c.chart); err != nil {
			return err
		}
	}
	for _, m := range g.merges {
		if err := f.MergeCell(sheet, m[0], m[1]); err != nil {
			return err
		}
	}
	return errors.Join(b.addSparks(sheet, g.sparks), f.SetSheetDimension(sheet, g.extent()), b.freeze(sheet, g.frozen), b.addTable(sheet, g), b.printSetup(sheet, g))
}

// addTable makes a range a table. excelize takes the names of its columns from cells,
// which are put there for it.
func (b *book) addTable(sheet string, g *grid) error {
	if g.table == nil {
		return nil
	}
	for i, c := range g.rows[headerRow-1] {
		if text, ok := c.value.(string); ok {
			if err := b.file.SetCellStr(sheet, cellName(i+1, headerRow), text); err != nil {
				return err
			}
		}
	}
	return b.file.AddTable(sheet, g.table)
}

func (b *book) freeze(sheet string, frozen [2]int) error {
	if frozen == [2]int{} {
		return nil
	}
	first := cellName(frozen[0]+1, frozen[1]+1)
	pane := "bottomLeft"
	if frozen[0] > 0 {
		pane = "bottomRight"
	}
	return b.file.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: frozen[0], YSplit: frozen[1], TopLeftCell: first, ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: first, ActiveCell: first, Pane: pane}}})
}

// cellName is the address of a cell, column and row counted from 1.
func cellName(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return "A1" // no table of a report has 16,384 columns
	}
	return name
}

// absolute is the address with dollar signs, of one cell or of a range down a column.
func absolute(col, row, last int) string {
	name, _ := excelize.CoordinatesToCellName(col, row, true)
	if last <= row {
		return name
	}
	end, _ := excelize.CoordinatesToCellName(col, last, true)
	return name + ":" + end
}

// quoteSheet is a sheet's name as formulas write it.
func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
