package ingest

import (
	"fmt"
	"strconv"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// maxProblems is how many problems of one kind in one sheet are kept one by one; the
// rest is counted with its money. Rejects get every refused row all the same.
const maxProblems = 1000

// The kinds of problems, for counting.
const (
	kindDate      = "date"       // the line has no usable date: refused
	kindAmount    = "amount"     // no usable amount: refused
	kindKey       = "key"        // a row of another sheet without its key: refused
	kindCell      = "cell"       // a number or date beside the amount cannot be read: left empty
	kindError     = "error"      // an error value such as #N/A: left empty
	kindDuplicate = "duplicate"  // a line that stands there twice
	kindOverlap   = "overlap"    // a line that stands in another sheet or file, too
	kindSameFile  = "same-file"  // a file with the same bytes as another
	kindUnread    = "not-read"   // a spreadsheet in a folder that cannot be read
	kindTotal     = "total"      // a total row that does not agree with the lines above
	kindNote      = "note"       // a row that is no line, set aside
	kindDateOrder = "date-order" // dates written in two orders, or in one that nothing tells
	kindPseudo    = "pseudo"     // a line of postage, a fee or a correction
	kindDecimal   = "decimal"    // numbers with two decimal signs, or with one that nothing tells
	kindColumns   = "columns"    // files of one table with other columns
	kindUnsettled = "unsettled"  // what stands beside the files of a lake and tells that they may not be all
)

// problems collects what is wrong with one sheet.
type problems struct {
	table   *table
	list    []sales.Problem
	counts  map[string]int
	rest    map[string]*sales.Problem // what came after maxProblems, by kind
	kinds   []string                  // in the order they came
	rejects *Rejects
	strict  bool
}

func newProblems(t *table, o Options) *problems {
	return &problems{table: t, counts: map[string]int{}, rest: map[string]*sales.Problem{}, rejects: o.Rejects, strict: o.Strict}
}

// add keeps or counts a problem. With strict reading, a refused row ends it.
func (p *problems) add(x sales.Problem) error {
	x.Sheet = p.table.sheet
	x.File, x.Row = p.table.place(x.Row)
	if x.Lines == 0 {
		x.Lines = 1
	}
	if x.Refused {
		if p.strict {
			return fmt.Errorf("%s; correct it, or read without --strict to leave the row out", x)
		}
		if err := p.rejects.write(x); err != nil {
			return err
		}
	}
	if p.counts[x.Kind] == 0 {
		p.kinds = append(p.kinds, x.Kind)
	}
	if p.counts[x.Kind]++; p.counts[x.Kind] <= maxProblems {
		p.list = append(p.list, x)
		return nil
	}
	r := p.rest[x.Kind]
	if r == nil {
		r = &sales.Problem{File: p.table.file, Sheet: x.Sheet, Kind: x.Kind, Refused: x.Refused}
		p.rest[x.Kind] = r
	}
	r.Lines += x.Lines
	r.Revenue += x.Revenue
	r.Message = phrases.Note("%d more {1|row has|rows have} a problem of the kind %s", p.counts[x.Kind]-maxProblems, strconv.Quote(x.Kind))
	return nil
}

// note keeps a problem of the sheet as a whole.
func (p *problems) note(x sales.Problem) {
	x.File, x.Sheet = p.table.file, p.table.sheet
	p.list = append(p.list, x)
}

// all lists the problems, and behind them how many more there are of each kind.
func (p *problems) all() []sales.Problem {
	list := p.list
	for _, k := range p.kinds {
		if r := p.rest[k]; r != nil {
			list = append(list, *r)
		}
	}
	return list
}

// cellTexts is the whole row as text, for the list of rejects.
func cellTexts(cells []sheet.Cell, date1904 bool) []string {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = shown(c, date1904)
	}
	return texts
}

// shown is the text of a cell as a person would recognise it: dates as days.
func shown(c sheet.Cell, date1904 bool) string {
	if c.Kind == sheet.Date {
		if serial, ok := c.Float(); ok {
			if day, ok := serialDay(serial, date1904); ok {
				return day.String()
			}
		}
	}
	return clean(c.Text)
}
