package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// outcome is what the command must make of a file: a report with these totals, or this
// message and nothing else.
type outcome struct {
	lines, revenue string // read, and used
	message        string // behind "xsell: "; DIR stands for the folder of the file
}

// outcomes has every real file. The totals of Superstore, FoodMart, AdventureWorks and the
// two Russian files stand in the notes of the folder; those of br-acai-vendas and
// es-ventas are sums of the column over the sheet's XML, each line rounded to 1/10 000 (the
// pivot of es-ventas itself says 24632.8913439, unrounded). Online Retail is the sum of
// quantity times price over all 541,909 lines, as counted from the published data set.
var outcomes = map[string]outcome{
	"Sample - Superstore.xlsx":                      {lines: "9994", revenue: "2297200.8603"},
	"FoodMart 1997.xlsx":                            {lines: "86837", revenue: "565238.13"},
	"adventureworks-sales.csv":                      {lines: "121253", revenue: "109809274.203"},
	"Online Retail.xlsx":                            {lines: "541909", revenue: "9747747.934"},
	"messy/ru-prodazhi-cp1251-semicolon.csv":        {lines: "3439", revenue: "237276715"},
	"messy/ru-cheki-receipts.xlsx":                  {lines: "1036", revenue: "278971.8846"},
	"messy/br-acai-vendas.xlsx":                     {lines: "70000", revenue: "584864"},
	"messy/es-ventas-pivot-first-sheet.xlsx":        {lines: "243", revenue: "24632.8901"},
	"adventureworks-quotas.csv":                     {message: "read adventureworks-quotas.csv: no sheet of sales lines: it was taken for targets (its columns: Salesperson, CalendarYear, CalendarQuarter, SalesAmountQuota); add the file with the sales, with a date, an amount and a product or a deal"},
	"groceries-baskets.csv":                         {message: "no sheet of sales lines in the input (groceries-baskets.csv: no header row found in the first 40 rows; its columns need names); it needs a header row, a date, an amount and a product or a deal"},
	"retail.fimi.dat":                               {message: "no sheet of sales lines in the input (retail.fimi.dat: no header row found in the first 40 rows; its columns need names); it needs a header row, a date, an amount and a product or a deal"},
	"CDNOW_sample.txt":                              {message: "no sheet of sales lines in the input (CDNOW_sample.txt: no header row found in the first 40 rows; its columns need names); it needs a header row, a date, an amount and a product or a deal"},
	"messy/br-acai-analise-de-faturamento.xlsx":     {message: "read br-acai-analise-de-faturamento.xlsx:Sheet1: no sheet of sales lines: it has no date column (its columns: loja, tamanho, forma_pagamento, preco); name the columns in xsell.yaml, as in columns: {day: [Order date], revenue: [Net amount]}"},
	"messy/fr-bottleneck-erp.csv":                   {message: "read fr-bottleneck-erp.csv: no sheet of sales lines: it was taken for products (its columns: product_id, onsale_web, price, stock_quantity, stock_status); add the file with the sales, with a date, an amount and a product or a deal"},
	"messy/utf-16le_encoded.csv":                    {message: "read utf-16le_encoded.csv: no sheet of sales lines: it has no date column and no amount column (its columns: Organisation_code, Organisation_name, Organisation_classification, Reporting_period, Part_II_patients, Court_and_prison_disposal_patients, Previous_legislation_and_other_acts, Total_formal_admissions_excluding_place_of_safety_detentions, Total_informal_admissions, Place_of_safety_patients, All_admissions_including_place_of_safety_detentions, Total_changes_in_legal_status, and 7 more); name the columns in xsell.yaml, as in columns: {day: [Order date], revenue: [Net amount]}"},
	"messy/Online Retail.corrupt-crlf-damaged.xlsx": {message: "read DIR/Online Retail.corrupt-crlf-damaged.xlsx: not a workbook (the file begins like one but is damaged or cut short); fetch it again, or open it in Excel and save it again"},
}

// TestEveryRealFile: each gives a report with the totals of an independent count, or one
// line that says what is wrong, exit code 1 and nothing written.
func TestEveryRealFile(t *testing.T) {
	root := filepath.Dir(realFile(t, "README.md"))
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "README.md" {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		want, known := outcomes[filepath.ToSlash(name)]
		if !known {
			t.Errorf("what %s must give is not written down", name)
			return nil
		}
		seen++
		t.Run(filepath.Base(name), func(t *testing.T) { want.hold(t, path) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen != len(outcomes) {
		t.Errorf("%d files are there, %d are written down", seen, len(outcomes))
	}
}

func (want outcome) hold(t *testing.T, path string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"--only", "control", "-o", out, path}, &stdout, &stderr)
	if want.message != "" {
		line := "xsell: " + strings.ReplaceAll(want.message, "DIR", filepath.Dir(path)) + "\n"
		if code != exitFailed || stderr.String() != line || stdout.Len() > 0 {
			t.Errorf("exit %d, %s%s; want exit 1 and %s", code, stdout.String(), stderr.String(), line)
		}
		if _, err := os.Stat(out); !os.IsNotExist(err) {
			t.Errorf("the folder of the report was made: %v", err)
		}
		return
	}
	if code != exitDone || stderr.Len() > 0 {
		t.Fatalf("exit %d, %s", code, stderr.String())
	}
	got := reportIn(t, out)
	if lines := got.cell(t, "control", "source", "total", "lines_read"); lines != want.lines {
		t.Errorf("%s lines read, want %s", lines, want.lines)
	}
	if revenue := got.cell(t, "control", "source", "total", "revenue_used"); revenue != want.revenue {
		t.Errorf("revenue %s, want %s", revenue, want.revenue)
	}
	if names := filesIn(t, out); !slices.Equal(names, reportFiles) {
		t.Errorf("wrote %v, want %v", names, reportFiles)
	}
}

// reportFiles are the files of a report, sorted.
var reportFiles = []string{"rejects.csv", "report.html", "report.json", "report.xlsx", "summary.html", "summary.md"}

// filesIn are the names in a folder, hidden ones too, sorted.
func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// reportIn reads the report in a folder back.
func reportIn(t *testing.T, dir string) parsed {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	return parseReport(t, data)
}

func parseReport(t *testing.T, data []byte) parsed {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var p parsed
	if err := d.Decode(&p); err != nil {
		t.Fatal(err)
	}
	return p
}
