package report

import (
	"strings"
	"unicode/utf8"

	"xsell/metrics"
	"xsell/metrics/phrases"
)

// The page is printed across letter paper, the narrower of the two in use, in the type
// that style.css sets. Lengths are in characters of a wide font.
const (
	paperWidth   = 150
	paperPadding = 2  // between two columns
	paperText    = 16 // of a text that stand on one line at least
	paperLine    = 48 // of the sentences of a row, side by side
)

// paperRows is how many rows of a table fill a sheet of paper.
const paperRows = 40

// The numbers of columns for which style.css has a rule: the even ones from here to there.
const (
	fewestOnPaper = 8
	mostOnPaper   = 28
)

// paper is how a table is printed. A table too wide for paper is printed without its last
// columns: it begins with those that matter most.
type paper struct {
	Columns int    // that are printed, hidden ones counted; 0 for all
	Widths  []int  // of the columns; 0 for a hidden one
	Note    string // how many are printed and where the others are
	Cut     string // how many rows are printed and where the others are; empty for all
}

// cutOnPaper is the note of a table that is printed as far as the screen shows it unasked:
// nobody turns ten sheets of one ranking. What fills no sheet is printed whole, and so is
// what a curve shows, whose numbers stand nowhere else.
func cutOnPaper(s *metrics.Section, sheet string, first, rows int) string {
	curve := len(s.Charts) > 0 && s.Charts[0].Kind == metrics.Line && s.Charts[0].Where == ""
	if rows <= max(first, paperRows) || curve {
		return ""
	}
	return s.Phrases.Say("Printed are the first %d of %d rows; all are in the workbook, sheet %s.", first, rows, sheet)
}

// textOnPaper is how much of a text stands on one line of paper at least: sentences share
// what a row has for them.
func textOnPaper(long bool, sentences int) int {
	if !long {
		return paperText
	}
	return max(paperText, paperLine/sentences)
}

// measure remembers what the column needs for a cell: all of a number, a line of a text.
func (p *printer) measure(text string) {
	n := utf8.RuneCountInString(text)
	p.longest = max(p.longest, n)
	if !isNumeric(p.column) {
		n = min(n, max(p.line, paperText))
	}
	p.least = max(p.least, n)
}

// measureHead does so for its title, which is bold, an eighth wider, and broken between
// words.
func (p *printer) measureHead(title string) {
	for word := range strings.FieldsSeq(title) {
		p.least = max(p.least, (utf8.RuneCountInString(word)*9+7)/8)
	}
	p.longest = max(p.longest, p.least)
}

// onPaper fits a table whose columns are measured to the paper. What room is left goes
// to the texts that are still broken.
func onPaper(columns []printer, sheet string, words *phrases.Phrases) paper {
	p := paper{Columns: columnsOnPaper(columns), Widths: make([]int, len(columns))}
	printed, shown, all, room, wanted := p.Columns, 0, 0, paperWidth, 0
	if printed == 0 {
		printed = len(columns)
	}
	for i, c := range columns {
		if c.hidden {
			continue
		}
		all++
		if p.Widths[i] = c.least + paperPadding; i < printed {
			shown, room, wanted = shown+1, room-p.Widths[i], wanted+c.longest-c.least
		}
	}
	for i, c := range columns[:printed] {
		if more := c.longest - c.least; more > 0 && !c.hidden && room > 0 {
			p.Widths[i] += min(more, more*room/wanted)
		}
	}
	if shown < all {
		p.Note = words.Say("Printed are the first %d of %d columns; all are in the workbook, sheet %s.", shown, all, sheet)
	}
	return p
}

// leavesBare reports whether a row has nothing but its kind in the columns that are printed;
// such rows are not printed.
func (p paper) leavesBare(row []metrics.Cell, columns []printer) bool {
	cells := 0
	for i, cell := range row[:p.Columns] {
		if cell != nil && !columns[i].hidden {
			cells++
		}
	}
	return p.Columns > 0 && cells < 2
}

// columnsOnPaper is how many columns fit side by side; 0 for all.
func columnsOnPaper(columns []printer) int {
	width := 0
	for i, c := range columns {
		if c.hidden {
			continue
		}
		if width += c.least + paperPadding; width > paperWidth {
			return min(max(i-i%2, fewestOnPaper), mostOnPaper)
		}
	}
	return 0
}
