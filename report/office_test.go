package report

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/phrases"
)

// alwaysRecalculate is a LibreOffice profile that works out every formula on opening,
// which it otherwise does only for some files.
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// TestLibreOfficeAgrees lets another program work out the formulas: every cell must
// stay what was stored.
func TestLibreOfficeAgrees(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write("profile/user/registrymodifications.xcu", []byte(alwaysRecalculate))
	files := []string{write("wrong.xlsx", wrongSum(t))}
	for _, lang := range phrases.Languages() {
		files = append(files, write(lang+".xlsx", drawWorkbook(t, inLanguage(t, tabledReport(60), lang))))
	}
	convertWithOffice(t, filepath.Join(dir, "profile"), filepath.Join(dir, "out"), files...)

	canary := openFile(t, filepath.Join(dir, "out", "wrong.xlsx"))
	if got, _ := canary.GetCellValue("Sheet1", "A1"); got != "2" {
		t.Fatalf("LibreOffice did not work the formulas out: 1+1 stayed %s", got)
	}
	for _, book := range files[1:] {
		compareBooks(t, openFile(t, book), openFile(t, filepath.Join(dir, "out", filepath.Base(book))))
	}
}

// inLanguage is a report in a language: what its sections say stays, what the workbook says
// around them does not.
func inLanguage(t *testing.T, r *metrics.Report, lang string) *metrics.Report {
	t.Helper()
	words, err := phrases.New(lang, "")
	if err != nil {
		t.Fatal(err)
	}
	r.Phrases = words
	for i := range r.Sections {
		r.Sections[i].Phrases = words
	}
	return r
}

// wrongSum is a workbook in which 1+1 is stored as 3.
func wrongSum(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SetRow("A1", []any{excelize.Cell{Formula: "1+1", Value: 3}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func convertWithOffice(t *testing.T, profile, out string, files ...string) {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(profile), "--headless", "--convert-to", "xlsx", "--outdir", out}
	if text, err := exec.CommandContext(ctx, office, append(args, files...)...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
}

func openFile(t *testing.T, name string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// compareBooks compares every cell of the first with the second.
func compareBooks(t *testing.T, want, got *excelize.File) {
	t.Helper()
	raw := excelize.Options{RawCellValue: true}
	formulas := 0
	for _, sheet := range want.GetSheetList() {
		rows, err := want.GetRows(sheet, raw)
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			for i, stored := range row {
				at := cellName(i+1, n+1)
				worked, err := got.GetCellValue(sheet, at, raw)
				if err != nil {
					t.Fatal(err)
				}
				if formula, _ := want.GetCellFormula(sheet, at); formula != "" {
					formulas++
					if kept, _ := got.GetCellFormula(sheet, at); kept == "" {
						t.Errorf("%s!%s: the formula %s was not read", sheet, at, formula)
					}
				}
				if !sameCell(stored, worked) {
					t.Errorf("%s!%s: stored %q, worked out %q", sheet, at, stored, worked)
				}
			}
		}
	}
	if formulas < 100 {
		t.Errorf("only %d formulas were compared", formulas)
	}
}

// sameCell compares texts as they are and numbers up to what adding in another order
// changes.
func sameCell(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX != nil || errY != nil {
		return a == b
	}
	return math.Abs(x-y) <= 1e-9*max(1, math.Abs(x))
}
