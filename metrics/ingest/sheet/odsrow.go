package sheet

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// tableRow reads one row of an OpenDocument spreadsheet at a time. A row is scanned
// again from its start when the window proved too short, so that scan sets everything
// anew.
type tableRow struct {
	limits Limits
	prefixes

	last    int     // the number of the row before
	repeat  int     // how often this row stands there
	cells   []Cell  // by column, up to the last that holds a value
	filled  int     // of them, those that hold a value
	again   int     // of them, those that repeat the one before
	column  int     // of the next cell
	spans   []Range // of merged cells, with rows counted from this one
	decoded []byte  // texts of this row that are not as they stand in the file
}

// tableCell is what the tag of a cell says.
type tableCell struct {
	kind, value   []byte // office:value-type, and the value it has there
	text          []byte // office:string-value
	isError       bool
	repeat        int
	rows, columns int // merged into one
}

// scan reads the row at b[p:] and says where it ends.
func (r *tableRow) scan(b []byte, p int) (int, error) {
	r.cells, r.spans, r.decoded = r.cells[:0], r.spans[:0], r.decoded[:0]
	r.column, r.filled, r.again = 0, 0, 0
	t, p, err := lex(b, p)
	if err != nil {
		return p, err
	}
	r.repeat = countOf(t, "number-rows-repeated")
	if t.kind == selfShut {
		return p, nil
	}
	for {
		t, next, err := lex(b, p)
		switch {
		case err != nil:
			return p, err
		case t.kind == shut && named(t.name, r.table, "table-row"):
			return next, nil
		case t.kind == open || t.kind == selfShut:
			if named(t.name, r.table, "table-cell") || named(t.name, r.table, "covered-table-cell") {
				next, err = r.cell(b, next, t)
			} else if t.kind == open {
				next, err = skipElement(b, next)
			}
		}
		if err != nil {
			return p, err
		}
		p = next
	}
}

// countOf is the value of an attribute that says how often; 1 where it says nothing.
func countOf(t token, name string) int {
	s, _ := t.attr(":" + name)
	return repeats([]byte(s))
}

func repeats(s []byte) int {
	if n, ok := parseIndex(s); ok && n > 0 {
		return n
	}
	return 1
}

// cell reads a cell whose tag t ends at p.
func (r *tableRow) cell(b []byte, p int, t token) (int, error) {
	h := r.head(t)
	var text []byte
	if t.kind == open {
		var err error
		if text, p, err = r.content(b, p, t.name); err != nil {
			return p, err
		}
	}
	c := r.value(h, text)
	if len(c.Text) > r.limits.Cell {
		return p, fmt.Errorf("after row %d: %w", r.last, errCell(r.limits))
	}
	if len(c.Text) > 0 {
		if r.column+h.repeat > r.limits.Columns {
			return p, fmt.Errorf("after row %d: more than %d columns; remove what stands far to the right, or raise the limit", r.last, r.limits.Columns)
		}
		for len(r.cells) < r.column {
			r.cells = append(r.cells, Cell{})
		}
		for range h.repeat {
			r.cells = append(r.cells, c)
		}
		r.filled += h.repeat
		r.again += h.repeat - 1
		if h.rows > 1 || h.columns > 1 {
			r.spans = append(r.spans, Range{0, r.column, h.rows - 1, r.column + h.columns - 1})
		}
	}
	r.column = min(r.column+h.repeat, r.limits.Columns)
	return p, nil
}

// head reads the attributes of a cell.
func (r *tableRow) head(t token) tableCell {
	h := tableCell{repeat: 1, rows: 1, columns: 1}
	for body := t.body; ; {
		var name, value []byte
		name, value, body = attribute(body)
		if len(name) == 0 {
			return h
		}
		if bytes.HasPrefix(name, r.calcext) {
			h.isError = h.isError || string(name[len(r.calcext):]) == "value-type" && string(value) == "error"
			continue
		}
		switch string(localName(name)) {
		case "value-type":
			h.kind = value
		case "value", "date-value", "time-value", "boolean-value":
			h.value = value
		case "string-value":
			h.text = value
		case "number-columns-repeated":
			h.repeat = repeats(value)
		case "number-rows-spanned":
			h.rows = repeats(value)
		case "number-columns-spanned":
			h.columns = repeats(value)
		}
	}
}

// value is the cell that the attributes and the text make.
func (r *tableRow) value(h tableCell, text []byte) Cell {
	switch {
	case h.isError:
		return Cell{Kind: Error, Text: text}
	case len(h.value) == 0:
	case string(h.kind) == "float":
		return Cell{Kind: Number, Text: bytes.TrimSpace(h.value)}
	case string(h.kind) == "percentage":
		return Cell{Kind: Number, Hint: Percent, Text: bytes.TrimSpace(h.value)}
	case string(h.kind) == "currency":
		return Cell{Kind: Number, Hint: Currency, Text: bytes.TrimSpace(h.value)}
	case string(h.kind) == "boolean":
		return Cell{Kind: Bool, Text: boolDigit(h.value)}
	case string(h.kind) == "date":
		if serial, kind, ok := isoSerial(h.value, false); ok {
			return Cell{Kind: kind, Text: serial}
		}
		return Cell{Kind: Text, Text: r.decode(h.value)}
	case string(h.kind) == "time":
		if days, ok := isoDays(h.value); ok {
			return Cell{Kind: kindOfDays(days), Text: strconv.AppendFloat(nil, days, 'f', -1, 64)}
		}
		return Cell{Kind: Text, Text: r.decode(h.value)}
	}
	if len(h.text) > 0 {
		text = r.decode(h.text)
	}
	return Cell{Kind: Text, Text: text}
}

// decode is the text of an attribute.
func (r *tableRow) decode(raw []byte) []byte {
	from := len(r.decoded)
	r.decoded = appendXML(r.decoded, raw, false)
	return validText(r.decoded[from:len(r.decoded):len(r.decoded)])
}

func validText(text []byte) []byte {
	if utf8.Valid(text) {
		return text
	}
	return bytes.ToValidUTF8(text, []byte("\uFFFD"))
}

// kindOfDays tells a time of day from one that has run for longer.
func kindOfDays(days float64) Kind {
	if days >= 0 && days < 1 {
		return Time
	}
	return Duration
}

// isoDays reads a duration of ISO 8601 as OpenDocument writes it, in days: PT10H15M00S,
// -PT26H, P1DT0.5S. Years and months have no length and are refused.
func isoDays(s []byte) (float64, bool) {
	rest, negative := bytes.CutPrefix(bytes.TrimSpace(s), []byte("-"))
	rest, ok := bytes.CutPrefix(rest, []byte("P"))
	if !ok || len(rest) < 2 {
		return 0, false
	}
	seconds, clock := 0.0, false
	for len(rest) > 0 {
		if rest[0] == 'T' {
			rest, clock = rest[1:], true
			continue
		}
		n := 0
		for n < len(rest) && (rest[n]-'0' <= 9 || rest[n] == '.') {
			n++
		}
		number, ok := parseFloat(rest[:n])
		if !ok || n == len(rest) {
			return 0, false
		}
		switch unit := rest[n]; {
		case unit == 'D' && !clock:
			seconds += number * 86_400
		case unit == 'H' && clock:
			seconds += number * 3600
		case unit == 'M' && clock:
			seconds += number * 60
		case unit == 'S' && clock:
			seconds += number
		default:
			return 0, false
		}
		rest = rest[n+1:]
	}
	if negative {
		seconds = -seconds
	}
	return seconds / 86_400, true
}
