package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"xsell/metrics/sales"
)

// Rejects writes the refused lines as a csv file: where each stood, what was wrong,
// and then its cells as they were read. Problems of lines that were used are left out.
//
// The file begins with a byte order mark, without which Excel takes UTF-8 for the
// code page of the machine. Cells are separated by commas and quoted as RFC 4180 says;
// lines end with a line feed alone, so that a carriage return in a cell stays. A text
// that a spreadsheet would run as a formula gets an apostrophe in front; a number
// with a sign is no formula and stays as it was.
func Rejects(w io.Writer, problems []sales.Problem) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	head := []string{"file", "sheet", "row", "column", "value", "message"}
	for n := range widestRefused(problems) {
		head = append(head, fmt.Sprintf("cell_%d", n+1))
	}
	record := make([]string, len(head))
	if err := out.Write(head); err != nil {
		return err
	}
	for _, p := range problems {
		if !p.Refused {
			continue
		}
		clear(record)
		copy(record, []string{p.File, p.Sheet, strconv.Itoa(p.Row), p.Column, p.Value, p.Message})
		copy(record[6:], p.Cells)
		for i := range record {
			record[i] = guardFormula(record[i])
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// widestRefused is the number of cells of the longest refused row.
func widestRefused(problems []sales.Problem) int {
	most := 0
	for _, p := range problems {
		if p.Refused {
			most = max(most, len(p.Cells))
		}
	}
	return most
}

// guardFormula puts an apostrophe before a text that spreadsheets take for a formula
// (OWASP, CSV injection: a leading = + - @ tab or carriage return, full-width forms
// included).
func guardFormula(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return s
	}
	if _, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64); err == nil && strings.Trim(s, "+-.,0123456789") == "" {
		return s
	}
	return "'" + s
}
