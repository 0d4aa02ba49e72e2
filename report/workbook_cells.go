package report

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// gridCell is a cell of a sheet: a value, the formula it is the value of, if any, and
// the number of its style.
type gridCell struct {
	style   int
	formula string
	value   any // as metrics.Cell, or int
}

// sheetData is the element of a sheet that holds its cells (ECMA-376, part 1, 18.3.1.80).
// It is written here and not by excelize, which cuts numbers to 15 digits: a ratio
// would not be that of the JSON, and formulas on it not quite what is stored.
func (g *grid) sheetData() ([]byte, error) {
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
		number := strconv.Itoa(i + 1)
		b = append(append(append(b, `<row r="`...), number...), '"')
		if height > 0 {
			b = append(strconv.AppendFloat(append(b, ` ht="`...), height, 'f', -1, 64), `" customHeight="1"`...)
		}
		b = append(b, '>')
		for col, c := range row {
			if c == (gridCell{}) {
				continue
			}
			var err error
			if b, err = appendCell(b, columns[col]+number, c); err != nil {
				return nil, err
			}
		}
		b = append(b, "</row>"...)
	}
	return append(b, "</sheetData>"...), nil
}

// appendCell appends a cell with its value; a formula always has one.
func appendCell(b []byte, ref string, c gridCell) ([]byte, error) {
	value, isText, err := appendValue(nil, c.value)
	b = append(append(append(b, `<c r="`...), ref...), '"')
	if c.style > 0 {
		b = append(strconv.AppendInt(append(b, ` s="`...), int64(c.style), 10), '"')
	}
	switch {
	case c.formula != "":
		if isText {
			b = append(b, ` t="str"`...)
		}
		b = append(append(append(b, "><f>"...), escapeXML(c.formula)...), "</f><v>"...)
		b = append(append(b, value...), "</v></c>"...)
	case len(value) == 0:
		b = append(b, "/>"...)
	case isText:
		b = append(append(append(b, ` t="inlineStr"><is><t xml:space="preserve">`...), value...), "</t></is></c>"...)
	default:
		b = append(append(append(b, "><v>"...), value...), "</v></c>"...)
	}
	return b, err
}

// appendValue appends what stands in a cell: amounts and quantities exactly, ratios in as
// many digits as they have, days as Excel's count, a text as a text.
func appendValue(b []byte, cell any) (_ []byte, isText bool, err error) {
	switch v := cell.(type) {
	case nil:
		return b, false, nil
	case int:
		return strconv.AppendInt(b, int64(v), 10), false, nil
	case string:
		return append(b, escapeXML(cellText(v))...), true, nil
	case sales.Day:
		if v < firstExcelDay {
			return append(b, v.String()...), true, nil
		}
		return strconv.AppendInt(b, int64(v)+excelEpoch, 10), false, nil
	}
	b, err = appendJSON(b, metrics.Cell(cell)) // numbers are written the same there
	return b, false, err
}

// Excel counts days from 1899-12-30 and errs before 1 March 1900.
const (
	excelEpoch    = 25_569 // days from there to 1970-01-01
	firstExcelDay = sales.Day(61 - excelEpoch)
)

// escapedCharacter matches what a spreadsheet reads as one character: _x000D_ is a
// carriage return (ECMA-376, part 1, 22.9.2.19).
var escapedCharacter = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// escapeXML is the text as XML, with what XML cannot hold replaced.
func escapeXML(s string) []byte {
	if plainText(s) {
		return []byte(s)
	}
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(escapedCharacter.ReplaceAllString(s, "_x005F_$1"))) // a buffer does not fail
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
