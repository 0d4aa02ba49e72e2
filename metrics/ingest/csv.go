package ingest

import (
	"bytes"

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
		r.split(line)
	} else {
		r.splitPlain(line)
	}
	return r.cells, true
}

// splitPlain takes a record without quotes apart into cells.
func (r *records) splitPlain(line []byte) {
	for {
		end := bytes.IndexByte(line, r.delimiter)
		if end < 0 {
			r.add(line)
			return
		}
		r.add(line[:end])
		line = line[end+1:]
	}
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
	if n := len(field); n > 0 && (field[0]-'!' >= 0x7f-'!' || field[n-1]-'!' >= 0x7f-'!') {
		field = trimmed(field) // it may begin or end with a blank of some kind
	}
	kind := sheet.Text
	switch {
	case len(field) == 0:
		kind = sheet.Empty
	case field[0] == '#' && isErrorValue(field):
		kind = sheet.Error
	}
	r.cells = append(r.cells, sheet.Cell{Kind: kind, Text: field})
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
