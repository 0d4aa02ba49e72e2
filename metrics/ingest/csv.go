package ingest

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"xsell/metrics/ingest/sheet"
)

// dialect is how a delimited file is written.
type dialect struct {
	delimiter byte
	lineEnd   byte // '\n', also for CR LF, or '\r'
	skip      int  // records before the first: a line "sep=;"
}

// end is where the first record of b ends: at the first line end outside quotes, -1
// where there is none.
func (d dialect) end(b []byte) int {
	end := bytes.IndexByte(b, d.lineEnd)
	head := b
	if end >= 0 {
		head = b[:end]
	}
	if bytes.IndexByte(head, '"') < 0 {
		return end
	}
	return d.quotedEnd(b)
}

func (d dialect) quotedEnd(b []byte) int {
	atStart, inside := true, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inside && c == '"':
			if i+1 < len(b) && b[i+1] == '"' {
				i++
			} else {
				inside = false
			}
		case inside:
			next := bytes.IndexByte(b[i:], '"')
			if next < 0 {
				return -1
			}
			i += next - 1
		case c == '"' && atStart:
			inside, atStart = true, false
		case c == d.lineEnd:
			return i
		default:
			atStart = c == d.delimiter || atStart && c == ' '
		}
	}
	return -1
}

// whole is how many bytes at the start of b are whole records.
func (d dialect) whole(b []byte) int {
	if bytes.IndexByte(b, '"') < 0 {
		return bytes.LastIndexByte(b, d.lineEnd) + 1
	}
	n := 0
	for {
		end := d.end(b[n:])
		if end < 0 {
			return n
		}
		n += end + 1
	}
}

// records takes delimited text apart (RFC 4180, with any delimiter, ragged rows and
// quotes inside unquoted fields) without allocating for a record. What is left of the
// text is its last record, whether it is whole or not.
type records struct {
	dialect
	rest     []byte
	quotes   bool // there are some in the text
	cells    []sheet.Cell
	unquoted []byte // the fields that were in quotes

	// Of the last record:
	plain bool   // all its bytes are printable ASCII
	line  []byte // nil where its cells are not all that stands between its delimiters
}

// start begins with another text.
func (r *records) start(text []byte, d dialect) {
	r.dialect, r.rest, r.quotes = d, text, bytes.IndexByte(text, '"') >= 0
	r.unquoted = r.unquoted[:0]
}

// next gives the fields of the next record, false behind the last. The fields are valid
// until the next call, their texts as long as the text they are in and until start. A
// blank line is a record of one empty cell.
func (r *records) next() ([]sheet.Cell, bool) {
	if len(r.rest) == 0 {
		return nil, false
	}
	end := 0
	if r.quotes {
		end = r.end(r.rest)
	} else {
		end = bytes.IndexByte(r.rest, r.lineEnd)
	}
	line, rest := r.rest, []byte(nil)
	if end >= 0 {
		line, rest = r.rest[:end], r.rest[end+1:]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	r.cells, r.rest = r.cells[:0], rest
	if r.quotes && bytes.IndexByte(line, '"') >= 0 {
		r.plain, r.line = false, nil
		r.split(line)
	} else {
		r.splitPlain(line)
	}
	return r.cells, true
}

// The bits of eight bytes that are taken as one number.
const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// splitPlain takes a record without quotes apart into cells, eight bytes at a time. In
// found, the high bit of each byte is set that is a delimiter, and no other bit.
func (r *records) splitPlain(line []byte) {
	cells := r.cells
	delimiters := lowBits * uint64(r.delimiter)
	odd := uint64(0)
	from := 0
	for i := 0; i < len(line); i += 8 {
		x, known := uint64(0), ^uint64(0)
		if i+8 <= len(line) {
			x = binary.LittleEndian.Uint64(line[i:])
		} else {
			x, known = lastBytes(line, len(line)-i)
		}
		y := x ^ delimiters
		found := ^((y&^highBits + ^uint64(highBits)) | y | ^uint64(highBits)) & known
		odd |= oddBytes(x | found>>2 | 0x20*lowBits&^known) // which makes a tab printable
		for ; found != 0; found &= found - 1 {
			end := i + bits.TrailingZeros64(found)/8
			cells = append(cells, sheet.Cell{Kind: sheet.Text, Text: line[from:end]})
			from = end + 1
		}
	}
	r.cells = append(cells, sheet.Cell{Kind: sheet.Text, Text: line[from:]})
	r.line, r.plain = line, odd == 0
	for i := range r.cells {
		c := &r.cells[i]
		if n := len(c.Text); n == 0 || c.Text[0]-'$' >= 0x7f-'$' || c.Text[n-1]-'!' >= 0x7f-'!' {
			r.finish(c)
		}
	}
}

// lastBytes are the last n bytes of b, fewer than eight, and the bits they take.
func lastBytes(b []byte, n int) (x, known uint64) {
	known = 1<<(8*n) - 1
	if len(b) >= 8 {
		return binary.LittleEndian.Uint64(b[len(b)-8:]) >> (64 - 8*n), known
	}
	for i := range n {
		x |= uint64(b[len(b)-n+i]) << (8 * i)
	}
	return x, known
}

// oddBytes has a high bit set if any of eight bytes is no printable ASCII: only a byte
// below 0x20 borrows in the subtraction, and only 0x7f carries in the addition, as long
// as none has its high bit set.
func oddBytes(x uint64) uint64 { return (x | (x - 0x20*lowBits) | (x + lowBits)) & highBits }

// isPrintable tells whether all bytes are printable ASCII.
func isPrintable(b []byte) bool {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if oddBytes(binary.LittleEndian.Uint64(b[i:])) != 0 {
			return false
		}
	}
	x, known := lastBytes(b, len(b)-i)
	return oddBytes(x|0x20*lowBits&^known) == 0
}

// split takes a record with quotes apart into cells.
func (r *records) split(line []byte) {
	for {
		if field, rest, ok := r.quotedField(line); ok {
			r.add(field)
			if rest == nil {
				return
			}
			line = rest
			continue
		}
		end := bytes.IndexByte(line, r.delimiter)
		if end < 0 {
			r.add(line)
			return
		}
		r.add(line[:end])
		line = line[end+1:]
	}
}

func (r *records) add(field []byte) {
	r.cells = append(r.cells, sheet.Cell{Kind: sheet.Text, Text: field})
	r.finish(&r.cells[len(r.cells)-1])
}

// finish takes blanks off the ends of a cell and tells what it is.
func (r *records) finish(c *sheet.Cell) {
	if text := trimmed(c.Text); len(text) < len(c.Text) {
		c.Text, r.line = text, nil
	}
	switch {
	case len(c.Text) == 0:
		c.Kind = sheet.Empty
	case c.Text[0] == '#' && isErrorValue(c.Text):
		c.Kind = sheet.Error
	}
}

// quotedField takes a quoted field off the line; the rest is nil at its end. What
// stands between the closing quote and the delimiter belongs to the field.
func (r *records) quotedField(line []byte) (field, rest []byte, ok bool) {
	open := 0
	for open < len(line) && line[open] == ' ' {
		open++
	}
	if open == len(line) || line[open] != '"' {
		return nil, nil, false
	}
	from := len(r.unquoted)
	b := line[open+1:]
	for {
		end := bytes.IndexByte(b, '"')
		if end < 0 {
			r.unquoted = append(r.unquoted, b...)
			return r.unquoted[from:], nil, true
		}
		r.unquoted = append(r.unquoted, b[:end]...)
		b = b[end+1:]
		if len(b) == 0 || b[0] != '"' {
			break
		}
		r.unquoted = append(r.unquoted, '"')
		b = b[1:]
	}
	end := bytes.IndexByte(b, r.delimiter)
	if end < 0 {
		r.unquoted = append(r.unquoted, b...)
		return r.unquoted[from:], nil, true
	}
	r.unquoted = append(r.unquoted, b[:end]...)
	return r.unquoted[from:], b[end+1:], true
}
