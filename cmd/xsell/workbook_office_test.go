package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"xsell/metrics/ingest/sheet"
)

// TestWorkbooksOfEveryInput makes the workbook of the sample data, and with XSELL_SLOW=1 of the four real
// files, holds every table against report.json, and lets LibreOffice work all
// formulas out: every cell stays as it was stored.
func TestWorkbooksOfEveryInput(t *testing.T) {
	t.Run("sample-data", func(t *testing.T) { holdWorkbook(t, "../../sample-data", "en", "Pivot") })
	for lang, pivot := range map[string]string{"de": "Pivot", "ru": "Сводная"} {
		t.Run("sample-data "+lang, func(t *testing.T) {
			if os.Getenv("XSELL_SLOW") == "" {
				t.Skip("set XSELL_SLOW=1 to let LibreOffice read the workbooks in other languages too")
			}
			holdWorkbook(t, "../../sample-data", lang, pivot)
		})
	}
	for _, name := range []string{"Sample - Superstore.xlsx", "FoodMart 1997.xlsx", "adventureworks-sales.csv", "Online Retail.xlsx"} {
		t.Run(name, func(t *testing.T) {
			if os.Getenv("XSELL_SLOW") == "" {
				t.Skip("set XSELL_SLOW=1 to let LibreOffice read the workbooks of the real files, some of which take it minutes")
			}
			holdWorkbook(t, realFile(t, name), "en", "Pivot")
		})
	}
}

func holdWorkbook(t *testing.T, input, lang, pivot string) {
	t.Helper()
	dir := t.TempDir()
	if code := run(t.Context(), []string{"-q", "--lang", lang, "-o", dir, input}, io.Discard, os.Stderr); code != exitDone {
		t.Fatal("exit", code)
	}
	name := filepath.Join(dir, "report.xlsx")
	stored := cellsOf(t, name)
	if lang == "en" { // elsewhere words are another there
		if numbers := compareWithJSON(t, dir, stored); numbers < 1000 {
			t.Errorf("only %d numbers were compared", numbers)
		}
	}
	worked := cellsOf(t, recalculated(t, dir, name))
	if len(stored) != len(worked) {
		t.Fatalf("%d sheets became %d", len(stored), len(worked))
	}
	differences := 0
	comparePivots(t, stored[pivot], worked[pivot])
	delete(stored, pivot)
	for sheetName, cells := range stored {
		for at, want := range cells {
			if got := worked[sheetName][at]; !sameValue(got, want) {
				if differences++; differences < 20 {
					t.Errorf("%s, row %d, column %d: stored %q, worked out %q", sheetName, at[0], at[1]+1, want, got)
				}
			}
		}
	}
	t.Logf("%d sheets, %d differences", len(stored), differences)
}

// comparePivots holds the sums of the pivot table against those that LibreOffice makes of the
// lines. It lays the table out its own way, area and type in a column each, and knows no margin, which is
// calculated from sums.
func comparePivots(t *testing.T, stored, worked map[cellPlace]string) {
	t.Helper()
	amounts := func(cells map[cellPlace]string, first, from int) (rows [][]string) {
		for row := first; cells[cellPlace{row, 0}]+cells[cellPlace{row, 1}] != ""; row++ {
			if v := []string{cells[cellPlace{row, from}], cells[cellPlace{row, from + 1}]}; v[0] != "" {
				rows = append(rows, v)
			}
		}
		return rows
	}
	const top = 6
	want := amounts(stored, top, 1)
	var got [][]string
	for first, from := top, 1; first <= top+1 && len(got) != len(want); first++ {
		for from = 1; from <= 2 && len(got) != len(want); from++ {
			got = amounts(worked, first, from)
		}
	}
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("the pivot table has %d rows, LibreOffice makes %d", len(want), len(got))
		return
	}
	for i := range want {
		for j := range want[i] {
			if !sameValue(got[i][j], want[i][j]) {
				t.Errorf("pivot table, row %d: %s, LibreOffice makes it %s", i+1, want[i][j], got[i][j])
			}
		}
	}
}

// cellPlace is the place of a cell: row from 1, column from 0.
type cellPlace [2]int

// cellsOf are the cells of every sheet that hold something.
func cellsOf(t *testing.T, name string) map[string]map[cellPlace]string {
	t.Helper()
	b, err := sheet.Open(name, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	all := map[string]map[cellPlace]string{}
	for i, s := range b.Sheets() {
		cells := map[cellPlace]string{}
		err := b.Rows(t.Context(), i, func(row int, values []sheet.Cell) error {
			for col, c := range values {
				if len(c.Text) > 0 {
					cells[cellPlace{row, col}] = string(c.Text)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		all[s.Name] = cells
	}
	return all
}

// sameValue compares texts as they are and numbers up to what adding in another order changes.
func sameValue(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && math.Abs(x-y) <= 1e-9*max(1, math.Abs(x))
}

// recalculateAlways is a setting of LibreOffice, which otherwise trusts what is stored.
const recalculateAlways = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// recalculated is the workbook as LibreOffice saves it.
func recalculated(t *testing.T, dir, name string) string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed")
	}
	profile := filepath.Join(dir, "profile")
	if err := os.MkdirAll(filepath.Join(profile, "user"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(recalculateAlways), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	out := filepath.Join(dir, "out")
	text, err := exec.CommandContext(ctx, office, "-env:UserInstallation=file://"+filepath.ToSlash(profile), "--headless", "--convert-to", "xlsx", "--outdir", out, name).CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	return filepath.Join(out, "report.xlsx")
}

// compareWithJSON finds the table of every section on its sheet, below its headings, and
// tells how many numbers it compared.
func compareWithJSON(t *testing.T, dir string, stored map[string]map[cellPlace]string) (numbers int) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Sections []struct {
			Name, Title, Lead string
			Table             struct{ Rows [][]any }
		}
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&r); err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Sections {
		sheetName, err := sheetOf(s.Lead, s.Title, stored)
		if err != nil {
			t.Errorf("section %s: %v", s.Name, err)
			continue
		}
		for n, row := range s.Table.Rows {
			for col, cell := range row {
				const firstRow = 7
				got := stored[sheetName][cellPlace{firstRow + n, col}]
				if want, ok := cell.(json.Number); ok {
					numbers++
					if got != want.String() {
						t.Errorf("%s, row %d, column %d: %s, want %s", sheetName, firstRow+n, col+1, got, want)
					}
				} else if cell == nil && got != "" {
					t.Errorf("%s, row %d, column %d: %s, want nothing", sheetName, firstRow+n, col+1, got)
				}
			}
		}
	}
	return numbers
}

// sheetOf is the sheet with the title and finding of a section.
func sheetOf(lead, title string, stored map[string]map[cellPlace]string) (string, error) {
	for name, cells := range stored {
		if cells[cellPlace{1, 0}] == title && cells[cellPlace{2, 0}] == lead {
			return name, nil
		}
	}
	return "", fmt.Errorf("no sheet begins with %q and its finding", title)
}
