package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// DataFile is the name of the csv file with the used lines, which is written where they are
// more than the workbook lists.
const DataFile = "report-data.csv"

// DataCSV writes the lines as csv, in the columns of the workbook. The file begins with a
// byte order mark, without which Excel takes UTF-8 for the code page of the machine.
// Amounts are exact decimal numbers, days as 2026-06-28; a text that a spreadsheet would take for a formula stands
// behind an apostrophe.
func DataCSV(w io.Writer, lines sales.Listing) error {
	out := bufio.NewWriterSize(w, 1<<16)
	record := []byte("\uFEFF")
	for i, c := range lines.Columns {
		record = appendField(record, i, string(dataLooks[c.Field].title))
	}
	for values, err := range lines.Lines {
		if err != nil {
			return err
		}
		if _, err := out.Write(append(record, '\n')); err != nil {
			return err
		}
		record = record[:0]
		for i, v := range values {
			record = appendCSV(record, i, v)
		}
	}
	if _, err := out.Write(append(record, '\n')); err != nil {
		return err
	}
	return out.Flush()
}

// appendCSV appends a value as csv holds it, in its place of the row.
func appendCSV(b []byte, place int, v metrics.Cell) []byte {
	if text, ok := v.(string); ok {
		return appendField(b, place, text)
	}
	if place > 0 {
		b = append(b, ',')
	}
	switch v := v.(type) {
	case sales.Money:
		return appendScaled(b, int64(v))
	case sales.Quantity:
		return appendScaled(b, int64(v))
	case sales.Day:
		return v.Time().AppendFormat(b, time.DateOnly)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case bool:
		return strconv.AppendBool(b, v)
	}
	return b
}

// appendField appends a text, in quotes where RFC 4180 asks for them or a blank begins it. Before
// one that a spreadsheet would take for a formula stands an apostrophe (OWASP, CSV injection).
func appendField(b []byte, place int, text string) []byte {
	if place > 0 {
		b = append(b, ',')
	}
	first, _ := utf8.DecodeRuneInString(text)
	formula := text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first)
	quoted := strings.ContainsAny(text, "\",\r\n") || text != "" && !formula && unicode.IsSpace(first) || text == `\.`
	if quoted {
		b = append(b, '"')
		text = strings.ReplaceAll(text, `"`, `""`)
	}
	if formula {
		b = append(b, '\'')
	}
	if b = append(b, text...); quoted {
		b = append(b, '"')
	}
	return b
}
