package ingest

import (
	"bytes"
	"fmt"
	"io"

	"xsell/metrics/ingest/sheet"
)

const (
	csvBlock  = 512 << 10 // bytes held at a time, unless a record is longer
	csvRecord = 64 << 20  // bytes of one record at most
)

// dialect is how a delimited file is written.
type dialect struct {
	delimiter byte
	lineEnd   byte // '\n', also for CR LF, or '\r'
	skip      int  // records before the first: a line "sep=;"
}

// csvReader splits delimited text (RFC 4180, with any delimiter, ragged rows and
// quotes inside unquoted fields) without allocating for a record.
type csvReader struct {
	src    io.Reader
	d      dialect
	buf    []byte
	start  int // of the next record in buf
	end    int // of what is read
	eof    bool
	record int
	cells  []sheet.Cell
	quoted []byte // the fields of the record that had to be unquoted
}

func newCSVReader(src io.Reader, d dialect) *csvReader {
	return &csvReader{src: src, d: d, buf: make([]byte, csvBlock)}
}

// next gives the fields of the next record and its number, from 1; they are valid
// until the next call. Blank lines count and come as a record of one empty cell.
func (r *csvReader) next() (int, []sheet.Cell, error) {
	for {
		line, size, ok := r.line(r.buf[r.start:r.end])
		if ok {
			r.record++
			r.start += size
			r.cells = r.cells[:0]
			if bytes.IndexByte(line, '"') < 0 {
				r.splitPlain(line)
			} else {
				r.split(line)
			}
			return r.record, r.cells, nil
		}
		if r.eof {
			return 0, nil, io.EOF
		}
		if err := r.fill(); err != nil {
			return 0, nil, err
		}
	}
}

// line finds the end of the record at the start of b: the record and how many bytes it
// takes with its line end. It is not ok where b ends before the record.
func (r *csvReader) line(b []byte) ([]byte, int, bool) {
	end := bytes.IndexByte(b, r.d.lineEnd)
	if end >= 0 && bytes.IndexByte(b[:end], '"') >= 0 || end < 0 && bytes.IndexByte(b, '"') >= 0 {
		end = r.quotedEnd(b)
	}
	switch {
	case end >= 0:
		return trimCR(b[:end]), end + 1, true
	case r.eof && len(b) > 0:
		return trimCR(b), len(b), true
	}
	return nil, 0, false
}

func trimCR(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\r' {
		return b[:n-1]
	}
	return b
}

// quotedEnd is the first line end outside quotes; -1 where there is none yet.
func (r *csvReader) quotedEnd(b []byte) int {
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
		case c == r.d.lineEnd:
			return i
		default:
			atStart = c == r.d.delimiter || atStart && c == ' '
		}
	}
	return -1
}

// fill reads more, moving the unfinished record to the front.
func (r *csvReader) fill() error {
	copy(r.buf, r.buf[r.start:r.end])
	r.end -= r.start
	r.start = 0
	if r.end == len(r.buf) {
		if len(r.buf) >= csvRecord {
			return fmt.Errorf("record %d takes more than %d MB: a quote is opened in it and never closed; close it and save the file again", r.record+1, csvRecord>>20)
		}
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
	n, err := r.src.Read(r.buf[r.end:])
	r.end += n
	if err == io.EOF {
		r.eof = true
		return nil
	}
	return err
}

// splitPlain takes a record without quotes apart into cells.
func (r *csvReader) splitPlain(line []byte) {
	for {
		end := bytes.IndexByte(line, r.d.delimiter)
		if end < 0 {
			r.add(line)
			return
		}
		r.add(line[:end])
		line = line[end+1:]
	}
}

// split takes a record with quotes apart into cells.
func (r *csvReader) split(line []byte) {
	r.quoted = r.quoted[:0]
	for {
		if field, rest, ok := r.quotedField(line); ok {
			r.add(field)
			if rest == nil {
				return
			}
			line = rest
			continue
		}
		end := bytes.IndexByte(line, r.d.delimiter)
		if end < 0 {
			r.add(line)
			return
		}
		r.add(line[:end])
		line = line[end+1:]
	}
}

func (r *csvReader) add(field []byte) {
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
func (r *csvReader) quotedField(line []byte) (field, rest []byte, ok bool) {
	open := 0
	for open < len(line) && line[open] == ' ' {
		open++
	}
	if open == len(line) || line[open] != '"' {
		return nil, nil, false
	}
	from := len(r.quoted)
	b := line[open+1:]
	for {
		end := bytes.IndexByte(b, '"')
		if end < 0 {
			r.quoted = append(r.quoted, b...)
			return r.quoted[from:], nil, true
		}
		r.quoted = append(r.quoted, b[:end]...)
		b = b[end+1:]
		if len(b) == 0 || b[0] != '"' {
			break
		}
		r.quoted = append(r.quoted, '"')
		b = b[1:]
	}
	end := bytes.IndexByte(b, r.d.delimiter)
	if end < 0 {
		r.quoted = append(r.quoted, b...)
		return r.quoted[from:], nil, true
	}
	r.quoted = append(r.quoted, b[:end]...)
	return r.quoted[from:], b[end+1:], true
}
