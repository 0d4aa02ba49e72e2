package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

const testKey = "3b1f0d5c9e7a42618f90c4d2e6b7a8533b1f0d5c9e7a42618f90c4d2e6b7a853"

// outputsOf are all files of a report of the input, what it prints, and what check says.
func outputsOf(t *testing.T, path string, flags ...string) (outputs map[string]string, report map[string]any) {
	t.Helper()
	dir := t.TempDir()
	command := func(args ...string) string {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), append(args, flags...), &stdout, &stderr); code != exitDone {
			t.Fatalf("%v: exit %d, %s", args, code, stderr.String())
		}
		return stdout.String() + stderr.String()
	}
	outputs = map[string]string{
		"report": command("report", path, "-o", dir), "check": command("check", path, "--write-config", filepath.Join(dir, "xsell.yaml")),
	}
	for _, name := range append([]string{"xsell.yaml"}, reportFiles...) {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		switch name {
		case "report.xlsx":
			data = unpacked(t, data)
		case "report.json":
			if err := json.Unmarshal(data, &report); err != nil {
				t.Fatal(err)
			}
		case "rejects.csv":
			data = quotedCells(t, data)
		}
		outputs[name] = html.UnescapeString(string(data))
	}
	return outputs, report
}

// quotedCells are the cells of rejects.csv but for the numbers of the rows, in quotes.
func quotedCells(t *testing.T, data []byte) []byte {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []byte
	for _, row := range rows {
		for _, cell := range slices.Delete(row, 2, 3) {
			out = fmt.Appendf(out, "%q\n", cell)
		}
	}
	return out
}

var (
	rowNumber = regexp.MustCompile(`<row r="[0-9]+"`)
	lineRow   = regexp.MustCompile(`<c r="B[0-9]+"[^>]*><v>[0-9]+</v></c>`)
)

// unpacked is the text of all parts of a workbook but for the numbers of rows: those of its
// sheets, and those that its lines have in the input.
func unpacked(t *testing.T, workbook []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		text = rowNumber.ReplaceAll(text, []byte("<row"))
		if bytes.Contains(text, []byte(`<c r="B1" s="`)) && bytes.Contains(text, []byte("<t>Row</t>")) && bytes.Contains(text, []byte("<t>Deal</t>")) {
			text = lineRow.ReplaceAll(text, nil)
		}
		all.Write(text)
	}
	return all.Bytes()
}

// customersOf are the numbers and names of the customers of the input that are no names of
// anybody else in it: a manager may have the name of a customer.
func customersOf(t *testing.T, path string) []string {
	t.Helper()
	f, set := newFlags()
	if err := set.Parse(nil); err != nil {
		t.Fatal(err)
	}
	in, err := read(t.Context(), f, []string{path}, nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer in.ledger.Close()
	if err := in.ledger.Finish(t.Context(), in.finish); err != nil {
		t.Fatal(err)
	}
	type row struct{ Customer, Name string }
	rows, err := sales.Query[row](t.Context(), in.ledger, `
		SELECT customer, customer_name AS name FROM customers
		WHERE customer_name NOT IN (SELECT seller FROM people UNION SELECT seller FROM lines) ORDER BY customer`)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, r.Customer, r.Name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// told lists the customers that an output names. A name may stand anywhere; a number is
// looked for where it is the whole of a text: in quotes, in a cell of the page or of the
// workbook, or between the bars and blanks of check.
func told(output string, customers []string) []string {
	var marked []string
	mark := func(form string) { marked = append(marked, form, "\x00"+form+"\x00") }
	for _, c := range customers {
		switch {
		case strings.Trim(c, "0123456789") == "":
			for _, form := range [][2]string{{`"`, `"`}, {"<td>", "<"}, {">", "</t>"}, {"  ", " | "}, {"| ", " | "}} {
				mark(form[0] + c + form[1])
			}
		case len(c) > 4:
			mark(c)
		}
	}
	parts := strings.Split(strings.NewReplacer(marked...).Replace(strings.ReplaceAll(output, "\x00", "")), "\x00")
	var found []string
	for i := 1; i < len(parts); i += 2 {
		found = append(found, parts[i])
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// No output names a customer, and every number is what it is with the names: in the
// tables of single customers in other rows where customers are equal but for their names.
func TestAnonymisedReportsNameNobodyAndKeepTheNumbers(t *testing.T) {
	t.Setenv(keyVariable, testKey)
	for _, name := range []string{sampleData, "Sample - Superstore.xlsx"} {
		t.Run(name, func(t *testing.T) {
			path := inputNamed(t, name)
			customers := customersOf(t, path)
			named, plain := outputsOf(t, path)
			hidden, anonymous := outputsOf(t, path, "--anonymise")
			for name, text := range hidden {
				if found := told(text, customers); len(found) > 0 {
					t.Errorf("%s names %d customers, as %q", name, len(found), found[0])
				}
			}
			for name, least := range map[string]int{"report.html": 100, "report.json": 700, "report.xlsx": 700, "check": 3, "xsell.yaml": 3} {
				if n := len(told(named[name], customers)); n < least {
					t.Errorf("with names, %s names %d of %d customers: the search misses them", name, n, len(customers))
				}
			}
			compareNumbers(t, plain, anonymous)
		})
	}
}

// isByCustomer tells sections with rows of single customers.
func isByCustomer(section map[string]any) bool {
	return slices.ContainsFunc(section["table"].(map[string]any)["columns"].([]any), func(c any) bool {
		return c.(map[string]any)["key"] == "customer"
	})
}

func compareNumbers(t *testing.T, plain, anonymous map[string]any) {
	t.Helper()
	a, b := plain["sections"].([]any), anonymous["sections"].([]any)
	if len(a) != len(b) || len(a) < 15 {
		t.Fatalf("%d sections with names, %d without", len(a), len(b))
	}
	for i := range a {
		s, other := a[i].(map[string]any), b[i].(map[string]any)
		columns, others := columnNumbers(s), columnNumbers(other)
		for j := range columns {
			if isByCustomer(s) {
				slices.Sort(columns[j])
				slices.Sort(others[j])
			}
			if !slices.EqualFunc(columns[j], others[j], nearly) {
				t.Errorf("section %v has other numbers in column %d", s["name"], j+1)
			}
		}
	}
}

// nearly allows for the order in which fractions are added up by customer.
func nearly(x, y float64) bool {
	return x == y || math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= 1e-9*(math.Abs(x)+math.Abs(y))
}

// columnNumbers are the numbers of a section's table by column, NaN where a cell has none.
func columnNumbers(section map[string]any) [][]float64 {
	table := section["table"].(map[string]any)
	columns := make([][]float64, len(table["columns"].([]any)))
	for _, row := range table["rows"].([]any) {
		for i, cell := range row.([]any) {
			n, is := cell.(float64)
			if !is {
				n = math.NaN()
			}
			columns[i] = append(columns[i], n)
		}
	}
	return columns
}
