package sheet

import (
	"bytes"
	"fmt"
	"io"
)

// tableScanner reads the content of an OpenDocument spreadsheet.
type tableScanner struct {
	w *window
	prefixes
	limits   Limits
	hidden   map[string]bool // names of the styles of sheets that are not shown
	merges   []Range
	row      tableRow
	repeated int // cells given again
}

// next is the next token of the part, which does not end here.
func (s *tableScanner) next() (token, error) {
	t, next, err := s.w.peek()
	if err == io.EOF {
		return t, errDamaged
	}
	s.w.pos = next
	return t, err
}

// toSpreadsheet goes to the sheets and takes note of the styles that hide one.
func (s *tableScanner) toSpreadsheet() error {
	style, rooted := "", false
	for {
		t, next, err := s.w.peek()
		switch {
		case err == io.EOF && rooted:
			return errNoSpreadsheet
		case err == io.EOF:
			return errDamaged
		case err != nil:
			return err
		}
		s.w.pos = next
		switch {
		case t.kind != open && t.kind != selfShut:
		case !rooted:
			rooted, s.prefixes = true, prefixesOf(t)
		case named(t.name, s.style, "style"):
			style, _ = t.attr(":name")
		case named(t.name, s.style, "table-properties"):
			if display, _ := t.attr(":display"); display == "false" {
				s.hidden[style] = true
			}
		case t.kind == open && named(t.name, s.office, "spreadsheet"):
			return nil
		}
	}
}

// toEnd reads what follows the sheets, so that the part is held to its checksum.
func (s *tableScanner) toEnd() error {
	for {
		_, next, err := s.w.peek()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		s.w.pos = next
	}
}

// skip goes to the end of the element whose opening tag was read.
func (s *tableScanner) skip() error {
	for depth := 1; depth > 0; {
		t, err := s.next()
		switch {
		case err != nil:
			return err
		case t.kind == open:
			depth++
		case t.kind == shut:
			depth--
		}
	}
	return nil
}

// skipTable goes to the end of a table as fast as text can be searched. A table may
// stand in a cell of another.
func (s *tableScanner) skipTable() error {
	name := string(s.table) + "table"
	closing := []byte("</" + name + ">")
	openings := [2][]byte{[]byte("<" + name + " "), []byte("<" + name + ">")} // shorter by one
	for depth := 1; depth > 0; {
		b := s.w.buf[s.w.pos:s.w.end]
		n := bytes.Index(b, closing)
		passed, searched := n+len(closing), n
		if n < 0 {
			passed = max(0, len(b)-len(closing)+1)
			searched = min(len(b), passed+len(openings[0])-1)
		}
		for _, opening := range openings {
			depth += bytes.Count(b[:searched], opening)
		}
		s.w.pos += passed
		if n >= 0 {
			depth--
		} else if err := s.w.more(); err == io.EOF {
			return errDamaged
		} else if err != nil {
			return err
		}
	}
	return nil
}

// rows reads the rows of a table, up to its end.
func (s *tableScanner) rows(each func(int, []Cell) error) error {
	for {
		t, next, err := s.w.peek()
		switch {
		case err == io.EOF:
			return errDamaged
		case err != nil:
			return err
		case (t.kind == open || t.kind == selfShut) && named(t.name, s.table, "table-row"):
			if err := s.oneRow(each); err != nil {
				return err
			}
			continue
		}
		s.w.pos = next
		switch {
		case t.kind == shut && named(t.name, s.table, "table"):
			return nil
		case t.kind != open, s.isRowGroup(t):
		default:
			err = s.skip()
		}
		if err != nil {
			return err
		}
	}
}

// isRowGroup tells elements that only hold rows together.
func (s *tableScanner) isRowGroup(t token) bool {
	return named(t.name, s.table, "table-row-group") || named(t.name, s.table, "table-rows") || named(t.name, s.table, "table-header-rows")
}

// maxRepeated bounds the cells that are not written but said to repeat one before: a
// column of the same value is so written, and a million rows of a million cells can be.
const maxRepeated = 100_000_000

// oneRow reads the row at the start of the window and gives it to each as often as it
// is repeated.
func (s *tableScanner) oneRow(each func(int, []Cell) error) error {
	r := &s.row
	if err := s.w.unit(r.scan); err != nil {
		if err == errDamaged || err == errUnit {
			return fmt.Errorf("after row %d: %w", r.last, err)
		}
		return err
	}
	first := r.last + 1
	r.last += r.repeat
	if len(r.cells) == 0 {
		return nil
	}
	for _, m := range r.spans {
		m.FirstRow, m.LastRow = m.FirstRow+first, m.LastRow+first
		if s.merges = append(s.merges, m); len(s.merges) > maxMerges {
			return fmt.Errorf("more than %d merged ranges; unmerge them and save it again", maxMerges)
		}
	}
	s.repeated += r.again + (r.repeat-1)*r.filled
	if s.repeated > maxRepeated {
		return fmt.Errorf("row %d: it repeats more than %d cells, which no sheet of sales does; delete what stands below and to the right of the data", first, maxRepeated)
	}
	for row := first; row <= r.last; row++ {
		if row > s.limits.Rows {
			return fmt.Errorf("row %d is beyond the limit of %d rows; split the sheet, or raise the limit", row, s.limits.Rows)
		}
		if err := each(row, r.cells); err != nil {
			return err
		}
	}
	return nil
}
