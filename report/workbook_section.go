package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
)

// The rows of a section's sheet. All down to the header stay in sight; the totals
// stand above it, so that they do too, however long the table.
const (
	titleRow  = 1
	leadRow   = 2
	scopeRow  = 3
	linkRow   = 4
	totalRow  = 5
	headerRow = 6
	firstRow  = 7
)

// belowLimit is the number of rows up to which charts and notes stand below the table;
// a longer table has them on its right.
const belowLimit = 40

// narrowTable is the width, in characters, up to which a table leaves room for charts
// on its right.
const narrowTable = 80

// textWidth is how wide sentences run, in characters.
const textWidth = 125

// sectionSheet is the sheet of a section while it is laid out.
type sectionSheet struct {
	*grid
	book    *book
	s       *metrics.Section
	sheet   string
	heads   []string
	formats []string // of each column; empty for a mixed one
	bodies  []int    // style of each column
	lastRow int
	right   bool // charts and notes stand on the right
}

func (b *book) section(s *metrics.Section, sheet string) error {
	t := &sectionSheet{grid: newGrid(), book: b, s: s, sheet: sheet, heads: headings(s.Table.Columns)}
	t.lastRow = headerRow + len(s.Table.Rows)
	t.columns()
	t.right = len(s.Table.Rows) > belowLimit || t.tableWidth() <= narrowTable && len(s.Charts) > 0
	t.head()
	t.totals()
	t.body()
	t.formulas()
	t.shadeColumns()
	t.trendLines()
	t.panel()
	return b.put(sheet, t.grid)
}

// columns sets formats, styles and widths.
func (t *sectionSheet) columns() {
	cells := make([]metrics.Cell, len(t.s.Table.Rows))
	widest := longText
	if t.wraps() {
		widest = wrappedText
		if len(t.s.Table.Columns) <= 3 {
			widest = textWidth - 15 // there is room on the page
		}
	}
	for i, c := range t.s.Table.Columns {
		for n, row := range t.s.Table.Rows {
			cells[n] = t.book.shown(c, row[i])
		}
		format := ""
		if c.Unit != metrics.Mixed {
			format = t.book.numberFormat(c, c.Unit, cells)
		}
		t.formats = append(t.formats, format)
		body := bodyLook(c, format)
		body.wrap = t.wraps() && isText(c)
		body.top = t.wraps()
		if i > 0 && isText(c) && isNumeric(t.s.Table.Columns[i-1]) {
			body.indent, body.left = 1, true // clear of the number before it
		}
		t.bodies = append(t.bodies, t.book.style(body))
		t.width(i+1, columnWidth(t.heads[i], c, cells, widest))
	}
	if len(t.s.Table.Columns) > 0 {
		t.frozen = [2]int{t.namingColumns(), headerRow}
		t.titles = fmt.Sprintf("$%d:$%d", totalRow, headerRow)
	}
}

// The widest column of texts, in characters: where they are cut by the next column, and
// where they are wrapped.
const (
	longText    = 42
	wrappedText = 64
)

// wraps reports whether long texts are wrapped. Rows of many lines would stretch charts
// beside them and make a long table longer.
func (t *sectionSheet) wraps() bool {
	return len(t.s.Charts) == 0 && len(t.s.Table.Rows) <= 500
}

// wrapRow gives a row the height its longest text needs.
func (t *sectionSheet) wrapRow(row int, cells []metrics.Cell) {
	lines := 1
	for i, cell := range cells {
		if text, ok := cell.(string); ok {
			lines = max(lines, len(wrapText(text, int(t.widths[i]*0.95))))
		}
	}
	if lines > 1 {
		t.heights[row] = min(15*float64(lines), 400)
	}
}

// tableWidth is the width of the table, in characters.
func (t *sectionSheet) tableWidth() float64 {
	sum := 0.0
	for _, w := range t.widths[:len(t.heads)] {
		sum += w
	}
	return sum
}

// namingColumns is the number of leading columns that say what a row is and stay in sight
// when the sheet is moved sideways.
func (t *sectionSheet) namingColumns() int {
	n, width := 0, 0.0
	for n < len(t.s.Table.Columns)-1 && n < 2 && isText(t.s.Table.Columns[n]) {
		if width += t.widths[n]; width > 50 {
			break
		}
		n++
	}
	return n
}

// head writes title, finding, scope and links.
func (t *sectionSheet) head() {
	wide := t.headColumns()
	t.text(titleRow, t.s.Title, titleLook)
	t.heights[titleRow] = 26
	t.text(leadRow, t.s.Lead, leadLook)
	t.merge(leadRow, wide, t.s.Lead, 16.5)
	scope := t.s.Question
	for _, part := range []string{t.s.Scope, t.book.currencyNote()} {
		if part != "" {
			scope = strings.TrimSpace(scope + " " + strings.TrimSuffix(part, ".") + ".")
		}
	}
	t.text(scopeRow, scope, quietLook)
	t.merge(scopeRow, wide, scope, 15)
	t.link(1, linkRow, t.book.say("← Contents"), quoteSheet(t.book.sheets.cover)+"!A1", t.book.say("Back to the contents"))
	t.heights[totalRow] = 18
	t.heights[headerRow] = 34
}

// headColumns is the number of columns that the texts above the table run over: where something
// stands beside the table, no more than it has.
func (t *sectionSheet) headColumns() int {
	wide := t.columnsFor(textWidth)
	if t.right {
		return min(wide, len(t.heads))
	}
	return wide
}

// currencyNote names the currency of the amounts, which the cells leave out.
func (b *book) currencyNote() string {
	if b.report.Currency == "" {
		return ""
	}
	return b.say("Amounts in %s", b.report.Currency)
}

func (t *sectionSheet) text(row int, text string, l look) {
	t.set(1, row, gridCell{style: t.book.style(l), value: text})
}

func (t *sectionSheet) link(col, row int, text, place, tip string) {
	t.set(col, row, gridCell{style: t.book.style(linkLook), value: text})
	t.links = append(t.links, cellLink{cellName(col, row), place, tip})
}

// body writes header and rows, as a real table where there are rows.
func (t *sectionSheet) body() {
	for i, c := range t.s.Table.Columns {
		l := headLook(c)
		if i > 0 && isText(c) && isNumeric(t.s.Table.Columns[i-1]) {
			l.indent, l.left = 1, true
		}
		t.set(i+1, headerRow, gridCell{style: t.book.style(l), value: t.heads[i]})
	}
	t.reserve(firstRow, len(t.s.Table.Rows), len(t.heads))
	for n, row := range t.s.Table.Rows {
		if t.wraps() {
			t.wrapRow(firstRow+n, row)
		}
		for i, cell := range row {
			t.set(i+1, firstRow+n, gridCell{style: t.bodyStyle(n, i), value: t.book.shown(t.s.Table.Columns[i], cell)})
		}
	}
	if len(t.s.Table.Rows) > 0 && len(t.heads) > 0 {
		stripes := false
		t.table = &excelize.Table{Range: cellName(1, headerRow) + ":" + cellName(len(t.heads), t.lastRow),
			Name: t.book.tableName(t.s.Name), ShowRowStripes: &stripes}
	}
}

// bodyStyle is the style of a cell; in a mixed column the row says the unit.
func (t *sectionSheet) bodyStyle(row, col int) int {
	c := t.s.Table.Columns[col]
	if c.Unit != metrics.Mixed {
		return t.bodies[col]
	}
	unit, _ := t.s.Table.Cell(row, "unit").(string)
	l := bodyLook(c, t.book.numberFormat(c, mixedUnit(metrics.Unit(unit), c), t.s.Table.Rows[row][col:col+1]))
	l.top = t.wraps()
	return t.book.style(l)
}

// shadeColumns colours changes by their direction, which the sign tells too, and draws
// a bar behind each share.
func (t *sectionSheet) shadeColumns() {
	if len(t.s.Table.Rows) == 0 {
		return
	}
	for i, c := range t.s.Table.Columns {
		area := cellName(i+1, firstRow) + ":" + cellName(i+1, t.lastRow)
		t.shadeStatus(i, area)
		switch {
		case isChange(c):
			t.shades = append(t.shades, shade{area, []excelize.ConditionalFormatOptions{
				t.book.coloured(">", upColour), t.book.coloured("<", downColour)}})
		case c.Unit == metrics.Ratio && !t.goesBelowZero(i) && (c.Key == "share" || strings.HasSuffix(c.Key, "_share") && c.Key != "cumulative_share"):
			t.shades = append(t.shades, shade{area, []excelize.ConditionalFormatOptions{{Type: "data_bar", Criteria: "=",
				MinType: "num", MinValue: "0", MaxType: "max", BarColor: "#" + barColour, BarSolid: true}}})
		}
	}
}

// goesBelowZero reports whether a number of a column does.
func (t *sectionSheet) goesBelowZero(col int) bool {
	for _, row := range t.s.Table.Rows {
		if v, ok := number(row[col]); ok && v < 0 {
			return true
		}
	}
	return false
}

// coloured is the rule that colours numbers above or below zero.
func (b *book) coloured(criteria, colour string) excelize.ConditionalFormatOptions {
	id, err := b.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: colour}})
	if err != nil && b.err == nil {
		b.err = err
	}
	return excelize.ConditionalFormatOptions{Type: "cell", Criteria: criteria, Value: "0", Format: &id}
}
