package report

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

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
	out.WriteString("\uFEFF") // errors stay until the end
	rows := csv.NewWriter(out)
	record := make([]string, len(lines.Columns))
	for i, c := range lines.Columns {
		record[i] = string(dataLooks[c.Field].title)
	}
	if err := rows.Write(record); err != nil {
		return err
	}
	for values, err := range lines.Lines {
		if err != nil {
			return err
		}
		for i, v := range values {
			record[i] = csvText(v)
		}
		if err := rows.Write(record); err != nil {
			return err
		}
	}
	rows.Flush()
	if err := rows.Error(); err != nil {
		return err
	}
	return out.Flush()
}

// csvText is a value as csv holds it.
func csvText(v metrics.Cell) string {
	switch v := v.(type) {
	case string:
		// OWASP, CSV injection; full-width forms included.
		if v != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(v)[0]) {
			return "'" + v
		}
		return v
	case sales.Money:
		return v.Number()
	case sales.Quantity:
		return v.String()
	case sales.Day:
		return v.String()
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}
