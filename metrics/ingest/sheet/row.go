package sheet

import (
	"bytes"
	"errors"
	"fmt"
)

// rowScanner reads one row at a time. A row is scanned again from its start when
// the window proved too short, so that scan sets everything anew.
type rowScanner struct {
	limits   Limits
	shared   *stringTable
	styles   []style
	date1904 bool
	prefix   []byte

	last    int    // the number of the row before
	number  int    // of this row
	cells   []Cell // by column, up to the last that holds a value
	column  int    // where a cell without a reference belongs
	decoded []byte // texts of this row that are not as they stand in the file

	ref     uint64 // the digits of number and a quote, as a reference to a cell of this row ends
	refLen  int    // how many bytes these are; 0 where references must be read in full
	refMask uint64 // selects them
}

// cellHead is what the tag of a cell says.
type cellHead struct {
	column int
	style  int
	kind   cellType
}

// cellType is the t attribute of a cell.
type cellType uint8

const (
	typeNumber cellType = iota
	typeShared
	typeInline
	typeString // the text of a formula's result
	typeBool
	typeError
	typeDate // ISO 8601
)

var cellTypes = map[string]cellType{"n": typeNumber, "s": typeShared, "inlineStr": typeInline,
	"str": typeString, "b": typeBool, "e": typeError, "d": typeDate}

// scan reads the row at b[p:] and says where it ends.
func (r *rowScanner) scan(b []byte, p int) (int, error) {
	r.cells, r.decoded, r.column = r.cells[:0], r.decoded[:0], 0
	t, p, err := lex(b, p)
	if err != nil {
		return p, err
	}
	numbered, err := r.setNumber(t)
	if err != nil || t.kind == selfShut {
		return p, err
	}
	for {
		if r.refLen > 0 {
			if p = r.scanFast(b, p); bytes.HasPrefix(b[p:], []byte("</row>")) {
				return p + len("</row>"), nil
			}
		}
		t, next, err := lex(b, p)
		switch {
		case err != nil:
			return p, err
		case t.kind == open && named(t.name, r.prefix, "c"), t.kind == selfShut && named(t.name, r.prefix, "c"):
			h, row, err := r.head(t)
			if err != nil {
				return p, err
			}
			if !numbered && row > 0 {
				r.number, numbered = row, true
			}
			if next, err = r.content(b, next, h, t.kind == selfShut); err != nil {
				return p, err
			}
		case t.kind == shut && named(t.name, r.prefix, "row"):
			return next, r.checkNumber()
		}
		p = next
	}
}

// setNumber numbers the row by its tag, or after the row before; it tells whether
// the tag has a number.
func (r *rowScanner) setNumber(t token) (bool, error) {
	r.number, r.refLen = r.last+1, 0
	for body := t.body; ; {
		var name, value []byte
		name, value, body = attribute(body)
		if len(name) == 0 {
			return false, r.checkNumber()
		}
		if len(name) != 1 || name[0] != 'r' {
			continue
		}
		n, ok := parseIndex(value)
		if !ok || n == 0 {
			return false, fmt.Errorf("after row %d: row number %q; %w", r.last, value, errDamaged)
		}
		r.number = n
		r.expectRef(value)
		return true, r.checkNumber()
	}
}

func (r *rowScanner) checkNumber() error {
	if r.number > r.limits.Rows {
		return fmt.Errorf("row %d is beyond the limit of %d rows; split the sheet, or raise the limit", r.number, r.limits.Rows)
	}
	return nil
}

// head reads the tag of a cell, and the row its reference names.
func (r *rowScanner) head(t token) (cellHead, int, error) {
	h, row := cellHead{column: r.column}, 0
	for body := t.body; ; {
		var name, value []byte
		name, value, body = attribute(body)
		switch {
		case len(name) == 0:
			r.column = h.column + 1
			if h.column >= r.limits.Columns {
				return h, row, fmt.Errorf("row %d has more than %d columns; remove what stands far to the right, or raise the limit", r.number, r.limits.Columns)
			}
			return h, row, nil
		case len(name) > 1:
		case name[0] == 'r':
			h.column, row = parseRef(value)
			if h.column < 0 {
				return h, row, fmt.Errorf("row %d: cell reference %q; %w", r.number, value, errDamaged)
			}
		case name[0] == 's':
			h.style, _ = parseIndex(value)
		case name[0] == 't':
			kind, known := cellTypes[string(value)]
			if !known {
				kind = typeString
			}
			h.kind = kind
		}
	}
}

// content reads what stands in a cell, up to its closing tag.
func (r *rowScanner) content(b []byte, p int, h cellHead, empty bool) (int, error) {
	var value []byte
	for !empty {
		t, next, err := lex(b, p)
		if err != nil {
			return p, err
		}
		closing := ""
		switch {
		case t.kind == shut && named(t.name, r.prefix, "c"):
			return next, r.store(h, value)
		case t.kind != open:
		case named(t.name, r.prefix, "v"):
			closing = "v"
		case named(t.name, r.prefix, "is"):
			closing, h.kind = "is", typeInline
		}
		if closing != "" {
			from := len(r.decoded)
			if r.decoded, next, err = appendItem(r.decoded, b, p, r.prefix, closing); err != nil {
				return p, err
			}
			value = r.decoded[from:len(r.decoded):len(r.decoded)]
		}
		p = next
	}
	return p, r.store(h, nil)
}

var errStringIndex = errors.New("names a shared string that is not in the table")

// store keeps the cell with the text of its value.
func (r *rowScanner) store(h cellHead, value []byte) error {
	c := Cell{Text: value}
	switch h.kind {
	case typeInline, typeString:
		c.Kind = Text
	case typeShared:
		if value = bytes.TrimSpace(value); len(value) == 0 {
			break
		}
		i, ok := parseIndex(value)
		if !ok || i >= r.shared.len() {
			return fmt.Errorf("row %d, column %d: %w; %w", r.number, h.column+1, errStringIndex, errDamaged)
		}
		c.Kind, c.Text = Text, r.shared.at(i)
	case typeError:
		c.Kind = Error
	case typeBool:
		c.Kind, c.Text = Bool, boolDigit(value)
	case typeDate:
		c.Kind = Text
		if serial, kind, ok := isoSerial(value, r.date1904); ok {
			c.Kind, c.Text = kind, serial
		}
	default:
		c.Text = bytes.TrimSpace(value)
		c.Kind, c.Hint = r.numberStyle(h.style)
	}
	if len(c.Text) > r.limits.Cell {
		return fmt.Errorf("row %d: %w", r.number, errCell(r.limits))
	}
	if len(c.Text) > 0 {
		r.put(h.column, c)
	}
	return nil
}

// boolDigit is "1" or "0"; some programs write words.
func boolDigit(value []byte) []byte {
	switch value = bytes.TrimSpace(value); string(bytes.ToLower(value)) {
	case "true":
		return []byte("1")
	case "false":
		return []byte("0")
	}
	return value
}

func (r *rowScanner) numberStyle(i int) (Kind, Hint) {
	if i >= len(r.styles) {
		return Number, Plain
	}
	return r.styles[i].kind, r.styles[i].hint
}

// put stores a cell that holds a value.
func (r *rowScanner) put(column int, c Cell) {
	if column < len(r.cells) { // out of order
		r.cells[column] = c
		return
	}
	for len(r.cells) < column {
		r.cells = append(r.cells, Cell{})
	}
	r.cells = append(r.cells, c)
}
