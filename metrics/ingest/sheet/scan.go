package sheet

import (
	"bytes"
	"fmt"
	"io"
)

// scanner reads the XML of one worksheet.
type scanner struct {
	w      *window
	each   func(row int, cells []Cell) error
	limits Limits
	prefix []byte // of the root element, with its colon; empty in all but a few files
	merges []Range
	rows   int // rows read
	row    rowScanner
}

func newScanner(b *Book, w *window, each func(int, []Cell) error) *scanner {
	return &scanner{w: w, each: each, limits: b.limits, row: rowScanner{
		limits: b.limits, shared: &b.shared, styles: b.styles, date1904: b.date1904}}
}

// run reads the sheet from its root element to its end.
func (s *scanner) run() error {
	for rooted := false; ; {
		t, next, err := s.w.peek()
		switch {
		case err == io.EOF && rooted:
			return nil
		case err == io.EOF:
			return errDamaged
		case err != nil:
			return err
		}
		s.w.pos = next
		switch {
		case t.kind != open && t.kind != selfShut:
		case !rooted:
			rooted, s.prefix = true, prefixOf(t.name)
			s.row.prefix = s.prefix
		case t.kind == open && named(t.name, s.prefix, "sheetData"):
			if err := s.sheetData(); err != nil {
				return err
			}
		case named(t.name, s.prefix, "mergeCell"):
			if err := s.addMerge(t); err != nil {
				return err
			}
		}
	}
}

// sheetData reads the rows, up to the closing tag.
func (s *scanner) sheetData() error {
	for {
		if s.w.begins("<row ") && len(s.prefix) == 0 {
			if err := s.oneRow(); err != nil {
				return err
			}
			continue
		}
		t, next, err := s.w.peek()
		switch {
		case err == io.EOF:
			return errDamaged
		case err != nil:
			return err
		case (t.kind == open || t.kind == selfShut) && named(t.name, s.prefix, "row"):
			if err := s.oneRow(); err != nil {
				return err
			}
			continue
		case t.kind == shut && named(t.name, s.prefix, "sheetData"):
			s.w.pos = next
			return nil
		}
		s.w.pos = next
	}
}

// oneRow reads the row at the start of the window and gives it to each.
func (s *scanner) oneRow() error {
	if err := s.w.unit(s.row.scan); err != nil {
		if err == errDamaged || err == errUnit {
			return fmt.Errorf("after row %d: %w", s.row.last, err)
		}
		return err
	}
	s.row.last = s.row.number
	if s.rows++; s.rows > s.limits.Rows {
		return fmt.Errorf("more than %d rows; split the sheet, or raise the limit", s.limits.Rows)
	}
	if len(s.row.cells) == 0 {
		return nil
	}
	return s.each(s.row.number, s.row.cells)
}

func (s *scanner) addMerge(t token) error {
	ref, _ := t.attr("ref")
	first, last, ok := bytes.Cut([]byte(ref), []byte(":"))
	if !ok {
		return nil // a merge of one cell
	}
	column, row := parseRef(first)
	lastColumn, lastRow := parseRef(last)
	if column >= 0 && row > 0 && lastColumn >= column && lastRow >= row {
		s.merges = append(s.merges, Range{row, column, lastRow, lastColumn})
	}
	if len(s.merges) > maxMerges {
		return fmt.Errorf("more than %d merged ranges; unmerge them in Excel and save it again", maxMerges)
	}
	return nil
}

// parseRef reads a reference such as A1 or $XFD$1048576: the column from 0 and
// the row from 1. The column is -1 where there is none, the row 0.
func parseRef(ref []byte) (column, row int) {
	ref = bytes.TrimPrefix(ref, []byte("$"))
	n := 0
	for ; n < len(ref) && n < 6 && ref[n]|0x20-'a' < 26; n++ {
		column = column*26 + int(ref[n]|0x20-'a') + 1
	}
	row, _ = parseIndex(bytes.TrimPrefix(ref[n:], []byte("$")))
	return column - 1, row
}
