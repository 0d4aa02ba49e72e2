package ingest

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// isParquet tells a parquet file by its first bytes; a text may begin with them, too.
func isParquet(head []byte, path string) bool {
	return bytes.HasPrefix(head, []byte("PAR1")) && (!looksLikeText(head) || strings.HasSuffix(strings.ToLower(path), ".parquet"))
}

// openParquet lists the parquet file at path as a table: its first row are the names of
// the columns, as if it had been exported to csv. The name is that of the file inside
// an archive, or empty.
func (in *input) openParquet(name, path string) error {
	p, err := sales.OpenParquet(context.Background(), path) // it reads no rows yet
	if err != nil {
		return err
	}
	if name == "" {
		in.Form = "parquet"
	}
	f := &lakeFile{Parquet: p, path: path, label: in.within(name), size: in.Bytes}
	in.tables = append(in.tables, newLake([]*lakeFile{f}, []partition{{}}).table(in.within(name)))
	return nil
}

// table is the lake as a table of that name.
func (k *lake) table(name string) *table {
	return &table{file: name, form: "parquet", typed: true, header: headerRow, note: k.note(), bytes: k.size, rows: k.rows, lake: k, consumed: k.done.Load}
}

// note says what of the files is left out, and what their moments are taken for.
func (k *lake) note() string {
	var nested, moments, notes []string
	add := func(list []string, name string) []string {
		if slices.Contains(list, name) {
			return list
		}
		return append(list, name)
	}
	for _, f := range k.files {
		for _, name := range f.Nested {
			nested = add(nested, name)
		}
		for _, c := range f.Columns {
			if c.Moment {
				moments = add(moments, c.Name)
			}
		}
	}
	if len(nested) > 0 {
		notes = append(notes, "set aside, since they hold lists or records: "+strings.Join(nested, ", "))
	}
	if len(moments) > 0 {
		notes = append(notes, "moments with a time zone count on their day in UTC: "+strings.Join(moments, ", "))
	}
	return strings.Join(notes, "; ")
}

// errRepeats is what a few values said to come again without end lead to.
var errRepeats = errors.New("the rows take more than 400 times the size of the file, which no export does (a bomb?); look at it with another program, or save it as csv")

// parquetWriter writes values as cells.
type parquetWriter struct {
	columns []sales.ParquetColumn
	cells   []sheet.Cell
	text    []byte // of the cells of a row
	written int64  // bytes so far; an empty cell counts as one
}

// write gives the cells of a row, valid until the next.
func (w *parquetWriter) write(values []driver.Value) []sheet.Cell {
	w.text = w.text[:0]
	for i, v := range values {
		from := len(w.text)
		c := w.cell(v, w.columns[i].IsNumber())
		if c.Kind == sheet.Text {
			c = textCell(w.text[from:])
		} else if c.Kind != sheet.Empty {
			c.Text = w.text[from:len(w.text):len(w.text)]
		}
		w.cells[i] = c
		w.written += int64(len(w.text)-from) + 1
	}
	return w.cells
}

// cell appends the text of a value and tells what it is. A truth value is a text, as it
// is in a csv file.
func (w *parquetWriter) cell(value any, isNumber bool) sheet.Cell {
	switch v := value.(type) {
	case bool:
		w.text = strconv.AppendBool(w.text, v)
	case int64:
		w.text = strconv.AppendInt(w.text, v, 10)
		return sheet.Cell{Kind: sheet.Number}
	case float64:
		return w.float(v, 64)
	case float32:
		return w.float(float64(v), 32)
	case time.Time:
		return w.day(v)
	case string:
		w.text = append(w.text, v...)
		if isNumber {
			return sheet.Cell{Kind: sheet.Number}
		}
	case []byte:
		if !utf8.Valid(v) {
			w.text = append(w.text, "#BINARY"...)
			return sheet.Cell{Kind: sheet.Error}
		}
		w.text = append(w.text, v...)
	default:
		return sheet.Cell{}
	}
	return sheet.Cell{Kind: sheet.Text}
}

// float writes the shortest decimal that is the number and no other of its size. What is
// not a number is how other programs write that there is none.
func (w *parquetWriter) float(f float64, bits int) sheet.Cell {
	switch size := math.Abs(f); {
	case math.IsNaN(f):
		return sheet.Cell{}
	case math.IsInf(f, 0):
		w.text = fmt.Appendf(w.text, "%v", f)
		return sheet.Cell{Kind: sheet.Error}
	case size >= 1e-9 && size < 1e21 || f == 0:
		w.text = strconv.AppendFloat(w.text, f, 'f', -1, bits)
	default:
		w.text = strconv.AppendFloat(w.text, f, 'E', -1, bits)
	}
	return sheet.Cell{Kind: sheet.Number}
}

const (
	secondsPerDay = 24 * 60 * 60
	serialOfUnix  = 25_569 // 1970-01-01 as a serial number
	// lastMicro keeps the last instant of a day clear of midnight, to which serial
	// numbers are rounded.
	lastMicro = secondsPerDay*1_000_000 - 1000
)

// day writes a day, or a day and time, as the serial number of a spreadsheet, to the
// microsecond; a day that no sheet can hold is written as a text.
func (w *parquetWriter) day(t time.Time) sheet.Cell {
	seconds := t.Unix()
	day := seconds / secondsPerDay
	if seconds %= secondsPerDay; seconds < 0 {
		day, seconds = day-1, seconds+secondsPerDay
	}
	micros := seconds*1_000_000 + int64(t.Nanosecond()/1000)
	if sales.Day(day) < firstDay || sales.Day(day) > lastDay {
		w.text = t.AppendFormat(w.text, time.DateOnly)
		return sheet.Cell{Kind: sheet.Text}
	}
	serial := day + serialOfUnix
	if serial <= 60 { // serials count a 29th of February 1900
		serial--
	}
	w.text = strconv.AppendInt(w.text, serial, 10)
	if micros > 0 {
		w.text = fmt.Appendf(w.text, ".%012d", min(micros, lastMicro)*10_000/864)
	}
	return sheet.Cell{Kind: sheet.Date}
}

// textCell is a text as it stands in a delimited file, without the blanks at its ends.
func textCell(text []byte) sheet.Cell {
	text = trimmed(text)
	switch {
	case len(text) == 0:
		return sheet.Cell{}
	case isErrorValue(text):
		return sheet.Cell{Kind: sheet.Error, Text: text}
	}
	return sheet.Cell{Kind: sheet.Text, Text: text[:len(text):len(text)]}
}
