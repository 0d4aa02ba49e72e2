package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"xsell/metrics"
	"xsell/metrics/lazy"
	"xsell/metrics/sales"
)

// gridCell is a cell of a sheet: a value, the formula it is the value of, if any, and
// the number of its style.
type gridCell struct {
	style   int
	formula string
	value   any // as metrics.Cell, or int
}

// writeSheetData writes the element of a sheet that holds its cells (ECMA-376, part 1,
// 18.3.1.80), row by row: the text of a long sheet is large. It is written here and not
// by excelize, which cuts numbers to 15 digits: a ratio would not be that of the JSON,
// and formulas on it not quite what is stored.
func (g *grid) writeSheetData(w io.Writer) error {
	b := []byte("<sheetData>")
	var columns []string
	for i, row := range g.rows {
		height := g.heights[i+1]
		if row == nil && height == 0 {
			continue
		}
		for len(columns) < len(row) {
			columns = append(columns, strings.TrimSuffix(cellName(len(columns)+1, 1), "1"))
		}
		var err error
		if b, err = appendRow(b, strconv.Itoa(i+1), height, columns, row); err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		b = b[:0]
	}
	_, err := w.Write(append(b, "</sheetData>"...))
	return err
}

// appendRow appends a row with its cells; of height 0 it is as high as any.
func appendRow(b []byte, number string, height float64, columns []string, cells []gridCell) ([]byte, error) {
	b = append(append(append(b, `<row r="`...), number...), '"')
	if height > 0 {
		b = append(strconv.AppendFloat(append(b, ` ht="`...), height, 'f', -1, 64), `" customHeight="1"`...)
	}
	b = append(b, '>')
	for i, c := range cells {
		if c == (gridCell{}) {
			continue
		}
		b = append(append(append(append(b, `<c r="`...), columns[i]...), number...), '"')
		var err error
		if b, err = appendCell(b, c); err != nil {
			return b, err
		}
	}
	return append(b, "</row>"...), nil
}

// appendCell appends the rest of a cell's element after its address, with its value; a
// formula always has one.
func appendCell(b []byte, c gridCell) ([]byte, error) {
	if c.style > 0 {
		b = append(strconv.AppendInt(append(b, ` s="`...), int64(c.style), 10), '"')
	}
	text, isText := textOf(c.value)
	open, end := "><v>", "</v></c>"
	switch {
	case c.formula != "":
		if isText {
			b = append(b, ` t="str"`...)
		}
		b = append(append(append(b, "><f>"...), escapeXML(c.formula)...), "</f>"...)
		open = "<v>"
	case c.value == nil || isText && text == "":
		return append(b, "/>"...), nil
	case isText && text != strings.TrimSpace(text):
		open, end = ` t="inlineStr"><is><t xml:space="preserve">`, "</t></is></c>"
	case isText:
		open, end = ` t="inlineStr"><is><t>`, "</t></is></c>"
	}
	b = append(b, open...)
	if isText {
		return append(append(b, escapeXML(text)...), end...), nil
	}
	b, err := appendNumber(b, c.value)
	return append(b, end...), err
}

// textOf is the text in a cell that holds one: as long as a cell can hold, or a day
// before those that Excel counts.
func textOf(cell any) (text string, ok bool) {
	switch v := cell.(type) {
	case string:
		return cellText(v), true
	case sales.Day:
		if v < firstExcelDay {
			return v.String(), true
		}
	}
	return "", false
}

// appendNumber appends a number: amounts and quantities exactly, ratios in as many
// digits as they have, days as Excel's count.
func appendNumber(b []byte, cell any) ([]byte, error) {
	switch v := cell.(type) {
	case int:
		return strconv.AppendInt(b, int64(v), 10), nil
	case sales.Day:
		return strconv.AppendInt(b, int64(v)+excelEpoch, 10), nil
	}
	return appendJSON(b, metrics.Cell(cell)) // numbers are written the same there
}

// Excel counts days from 1899-12-30 and errs before 1 March 1900.
const (
	excelEpoch    = 25_569 // days from there to 1970-01-01
	firstExcelDay = sales.Day(61 - excelEpoch)
)

// escapedCharacter matches what a spreadsheet reads as one character: _x000D_ is a
// carriage return (ECMA-376, part 1, 22.9.2.19).
var escapedCharacter = lazy.Regexp(`_(x[0-9A-Fa-f]{4}_)`)

// escapeXML is the text as XML, with what XML cannot hold replaced.
func escapeXML(s string) []byte {
	if plainText(s) {
		return []byte(s)
	}
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(escapedCharacter().ReplaceAllString(s, "_x005F_$1"))) // a buffer does not fail
	return b.Bytes()
}

// plainText reports whether nothing in a text needs escaping, as is true of most.
func plainText(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' || c == '_' {
			return false
		}
	}
	return true
}
