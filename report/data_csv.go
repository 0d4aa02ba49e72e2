package report

import (
	"io"
	"iter"
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
	head := []byte("\uFEFF")
	for i, c := range lines.Columns {
		head = appendField(head, i, string(dataLooks[c.Field].title))
	}
	_, err := w.Write(append(head, '\n'))
	var drawn []chan csvPart // and being drawn, in the order of the lines
	for begun := 0; len(drawn) > 0 || err == nil && begun < len(lines.Parts); {
		for ; err == nil && begun < len(lines.Parts) && len(drawn) < partsAtOnce; begun++ {
			one := make(chan csvPart, 1)
			drawn = append(drawn, one)
			go func(part iter.Seq2[[]any, error]) { one <- drawPart(part) }(lines.Parts[begun])
		}
		part := <-drawn[0] // also after an error: it asks the engine until it is done
		if drawn = drawn[1:]; err == nil {
			if err = part.err; err == nil {
				_, err = w.Write(part.text)
			}
		}
	}
	return err
}

// partsAtOnce is how many parts of the lines are drawn side by side; each takes some 20 MB.
const partsAtOnce = 3

// csvPart is some lines as csv.
type csvPart struct {
	text []byte
	err  error
}

func drawPart(part iter.Seq2[[]any, error]) csvPart {
	var out csvPart
	for values, err := range part {
		if err != nil {
			return csvPart{err: err}
		}
		for i, v := range values {
			out.text = appendCSV(out.text, i, v)
		}
		out.text = append(out.text, '\n')
	}
	return out
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
