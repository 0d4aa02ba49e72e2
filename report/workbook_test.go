package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

func drawWorkbook(t testing.TB, r *metrics.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Workbook(&b, r, WorkbookOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openWorkbook(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// parts unpacks a workbook.
func parts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(f.Name, err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// storedCell is a cell as it stands in the file. excelize rounds what it reads to 15
// digits, which would hide the last ones.
type storedCell struct {
	Ref   string `xml:"r,attr"`
	Type  string `xml:"t,attr"`
	Value string `xml:"v"`
	Text  string `xml:"is>t"`
}

// storedCells are the cells of a sheet of the package by their address. Sheets are
// numbered in their order.
func storedCells(t *testing.T, sheetXML string) map[string]storedCell {
	t.Helper()
	var sheet struct {
		Rows []struct {
			Cells []storedCell `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal([]byte(sheetXML), &sheet); err != nil {
		t.Fatal(err)
	}
	out := map[string]storedCell{}
	for _, row := range sheet.Rows {
		for _, c := range row.Cells {
			out[c.Ref] = c
		}
	}
	return out
}

// wantStored is what the file must hold for a cell.
func wantStored(c metrics.Cell) storedCell {
	switch v := c.(type) {
	case nil:
		return storedCell{}
	case sales.Money:
		return storedCell{Value: v.Number()}
	case sales.Quantity:
		return storedCell{Value: v.String()}
	case sales.Day:
		return storedCell{Value: strconv.Itoa(int(v - sales.DayOf(1899, 12, 30)))}
	case float64:
		return storedCell{Value: strconv.FormatFloat(v, 'f', -1, 64)}
	case string:
		// XML has no characters below the blank, and a spreadsheet would read
		// _x000D_ as one: the first become the sign for what cannot be shown, the
		// second is escaped.
		text := regexp.MustCompile("[\x00-\x08]").ReplaceAllString(strings.ToValidUTF8(v, "\uFFFD"), "\uFFFD")
		return storedCell{Type: "inlineStr", Text: strings.ReplaceAll(text, "_x000D_", "_x005F_x000D_")}
	default:
		return storedCell{Value: fmt.Sprint(v)}
	}
}

func TestWorkbookHoldsEveryCellOfTheJSON(t *testing.T) {
	for _, lang := range phrases.Languages() {
		holdCells(t, inLanguage(t, tabledReport(30), lang))
	}
}

// holdCells holds every cell of the sections against the sheets: words of the report stand there in its language.
func holdCells(t *testing.T, r *metrics.Report) {
	t.Helper()
	data := drawWorkbook(t, r)
	all, sheets := parts(t, data), openWorkbook(t, data).GetSheetList()
	names := sheetNames(r)
	for _, s := range r.Sections {
		cells := storedCells(t, all[fmt.Sprintf("xl/worksheets/sheet%d.xml", slices.Index(sheets, names[s.Name])+1)])
		for n, row := range s.Table.Rows {
			for col, cell := range row {
				at := cellName(col+1, firstRow+n)
				if word, ok := cell.(string); ok && s.Table.Columns[col].Unit == metrics.Word {
					cell = r.Phrases.Say(phrases.Key(word))
				}
				got, want := cells[at], wantStored(cell)
				if got.Type == "n" {
					got.Type = ""
				}
				if got.Ref = ""; got != want {
					t.Errorf("%s!%s %s: %+v, want %+v", names[s.Name], at, s.Table.Columns[col].Key, got, want)
				}
			}
		}
	}
}

func TestWorkbookIsTheSameTwice(t *testing.T) {
	first := drawWorkbook(t, tabledReport(60))
	for range 4 { // map orders differ from call to call
		if !bytes.Equal(first, drawWorkbook(t, tabledReport(60))) {
			t.Fatal("the same report gave other bytes")
		}
	}
}

var formulaCell = regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>(<v>[^<]+</v>)?`)

func TestWorkbookStoresTheValueOfEveryFormula(t *testing.T) {
	seen := 0
	for name, text := range parts(t, drawWorkbook(t, tabledReport(60))) {
		for _, m := range formulaCell.FindAllStringSubmatch(text, -1) {
			seen++
			if m[2] == "" {
				t.Errorf("%s %s: a formula without its value", name, m[1])
			}
		}
		if n := strings.Count(text, "<f>"); strings.HasPrefix(name, "xl/worksheets/") && n != len(formulaCell.FindAllString(text, -1)) {
			t.Errorf("%s: %d formulas, of which the test saw %d", name, n, len(formulaCell.FindAllString(text, -1)))
		}
	}
	if seen < 50 {
		t.Errorf("only %d formulas", seen)
	}
}

func TestWorkbookNeverMakesTextAFormula(t *testing.T) {
	r := tabledReport(len(hostileNames))
	for i := range r.Sections {
		r.Sections[i].Lead = hostileNames[i]
		r.Sections[i].Notes = hostileNames
	}
	r.Title = hostileNames[0]
	r.Inputs[0].Name = hostileNames[3]
	for name, text := range parts(t, drawWorkbook(t, r)) {
		for _, m := range regexp.MustCompile(`<f>([^<]*)</f>`).FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "HYPERLINK") || strings.Contains(m[1], "1+1") {
				t.Errorf("%s: the text became the formula %s", name, m[1])
			}
		}
		if strings.HasSuffix(name, ".rels") && strings.Contains(text, "External") {
			t.Errorf("%s leads out of the workbook", name)
		}
		if strings.Contains(name, "vba") {
			t.Errorf("the workbook has a macro: %s", name)
		}
	}
}

func TestWorkbookTotals(t *testing.T) {
	r := tabledReport(30)
	f := openWorkbook(t, drawWorkbook(t, r))
	for at, want := range map[string]string{
		"A5": "Total of the rows shown|", "E5": "|SUBTOTAL(109,E7:E36)", "F5": "|SUBTOTAL(109,F7:F36)", "I5": `|IF(F5>0,H5/F5,"")`, "C5": "|", "K5": "|",
	} {
		value, _ := f.GetCellValue("Products", at)
		formula, _ := f.GetCellFormula("Products", at)
		if text, formulaWanted, _ := strings.Cut(want, "|"); formula != formulaWanted || text != "" && value != text {
			t.Errorf("%s: %q %q, want %q", at, value, formula, want)
		}
	}
	products := r.Find("products")
	value, _ := f.GetCellValue("Products", "F5", excelize.Options{RawCellValue: true})
	if want := sumColumn(products.Table, products.Claims[1]).Number(); value != want {
		t.Errorf("the total is stored as %s, want %s", value, want)
	}
	products.Table.Rows[0][7] = products.Table.Rows[0][7].(sales.Money) - 1 // a line without a cost
	f = openWorkbook(t, drawWorkbook(t, r))
	if formula, _ := f.GetCellFormula("Products", "I5"); formula != "" {
		t.Errorf("a margin over revenue that has no cost: %s", formula)
	}
}

func TestWorkbookSetUp(t *testing.T) {
	data := drawWorkbook(t, tabledReport(60))
	f := openWorkbook(t, data)
	tables, err := f.GetTables("Products")
	if err != nil || len(tables) != 1 || tables[0].Name != "products" || tables[0].Range != "A6:M66" {
		t.Errorf("tables %v %v", tables, err)
	}
	panes, err := f.GetPanes("Products")
	if err != nil || !panes.Freeze || panes.YSplit != headerRow {
		t.Errorf("panes %v %v", panes, err)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Creator != "xsell" || props.Created != "2026-09-30T00:00:00Z" || props.Title != "Anvil & Sons: cross-selling" {
		t.Errorf("properties %v %v", props, err)
	}
	if extent, err := f.GetSheetDimension("Products"); err != nil || extent != "A1:O66" {
		t.Errorf("the cells are said to reach over %s, %v", extent, err)
	}
	all := parts(t, data)
	charts := 0
	for name, text := range all {
		if strings.HasPrefix(name, "xl/charts/") {
			charts++
			if strings.Contains(text, "<xVal><strRef>") {
				t.Errorf("%s takes numbers for texts", name)
			}
			if n, whole := strings.Count(text, "<showVal val=\"1\">"), strings.Count(text, `<a:bodyPr wrap="none"`); n > 0 && whole == 0 {
				t.Errorf("%s has numbers beside its marks that may be broken", name)
			}
		}
		if strings.HasPrefix(name, "xl/drawings/drawing") && strings.Count(text, "descr=") != strings.Count(text, "<xdr:graphicFrame") {
			t.Errorf("%s has a chart without a text in its place", name)
		}
	}
	if charts != 9 {
		t.Errorf("%d native charts, want 9", charts)
	}
	if !strings.Contains(all["xl/workbook.xml"], `_xlnm.Print_Titles`) || !strings.Contains(all["xl/workbook.xml"], `_xlnm.Print_Area`) {
		t.Error("the print is not set up")
	}
}

func TestWorkbookOfNothing(t *testing.T) {
	f := openWorkbook(t, drawWorkbook(t, &metrics.Report{Title: "Empty", Sections: []metrics.Section{{Name: "a"}}}))
	if got := strings.Join(f.GetSheetList(), ","); got != "Cover,Checks,a" {
		t.Errorf("sheets %s", got)
	}
}

// TestWorkbookGolden dumps every cell with its format: what a reader sees, not the
// bytes of the file.
func TestWorkbookGolden(t *testing.T) {
	f := openWorkbook(t, drawWorkbook(t, tabledReport(6)))
	var b bytes.Buffer
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", sheet)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			for i := range row {
				dumpCell(t, &b, f, sheet, cellName(i+1, n+1))
			}
		}
	}
	compareGolden(t, "testdata/workbook.golden", b.Bytes())
}

func dumpCell(t *testing.T, b *bytes.Buffer, f *excelize.File, sheet, at string) {
	t.Helper()
	raw, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	formula, err := f.GetCellFormula(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	if raw == "" && formula == "" {
		return
	}
	id, err := f.GetCellStyle(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	format := ""
	if style.CustomNumFmt != nil {
		format = *style.CustomNumFmt
	}
	fmt.Fprintf(b, "%s\t%q", at, raw)
	if formula != "" {
		fmt.Fprintf(b, "\t=%s", formula)
	}
	if format != "" {
		fmt.Fprintf(b, "\t%s", format)
	}
	b.WriteByte('\n')
}

func BenchmarkWorkbook(b *testing.B) {
	r := tabledReport(10_000)
	for b.Loop() {
		b.SetBytes(int64(len(drawWorkbook(b, r))))
	}
}

// TestSheetsInEveryLanguage: no sheet, head of the lines or tip is left in English, names fit
// and differ, and what formulas look for is what the cells say.
func TestSheetsInEveryLanguage(t *testing.T) {
	english := map[string]bool{}
	for _, lang := range phrases.Languages() {
		words, err := phrases.New(lang, "")
		if err != nil {
			t.Fatal(err)
		}
		names, titles := map[string]bool{}, map[string]bool{}
		for _, name := range sheetsIn(words).all() {
			if n := len(utf16.Encode([]rune(name))); n == 0 || n > sheetNameLimit || names[strings.ToLower(name)] || lang != "en" && name != "Pivot" && english[name] {
				t.Errorf("%s: the name of a sheet is %q", lang, name)
			}
			names[strings.ToLower(name)] = true
			english[name] = english[name] || lang == "en"
		}
		for field, look := range dataLooks {
			title := words.Say(look.title)
			if titles[strings.ToLower(title)] {
				t.Errorf("%s: two columns of the lines are called %q (%s)", lang, title, field)
			}
			titles[strings.ToLower(title)] = true
		}
	}
	r := inLanguage(t, tabledReport(30), "de")
	f := openWorkbook(t, drawWorkbook(t, r))
	if got, want := f.GetSheetList()[0], "Deckblatt"; got != want {
		t.Errorf("the cover is called %q, want %q", got, want)
	}
	if got, _ := f.GetCellValue("Deckblatt", "C10"); got != "01.09.2026" {
		t.Errorf("the period begins %q", got)
	}
}
