package sheet

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const odsNS = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"`

// ods is an OpenDocument spreadsheet with the given tables.
func ods(tables string) parts {
	return parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": declare + `<manifest:manifest/>`,
		"content.xml": declare + `<office:document-content` + odsNS + `><office:automatic-styles>` +
			`<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>` +
			`<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>` +
			`</office:automatic-styles><office:body><office:spreadsheet>` + tables + `</office:spreadsheet></office:body></office:document-content>`}
}

// odsRows is one with a single sheet.
func odsRows(rows string) parts {
	return ods(`<table:table table:name="Sales" table:style-name="ta1"><table:table-column/>` + rows + `</table:table>`)
}

// odsCells is one with a single row.
func odsCells(cells string) parts {
	return odsRows(`<table:table-row>` + cells + `</table:table-row>`)
}

func odsText(inside string) string {
	return `<table:table-cell office:value-type="string">` + inside + `</table:table-cell>`
}

func TestODSCells(t *testing.T) {
	const cell = `<table:table-cell office:value-type=`
	for _, test := range []struct{ name, cells, want string }{
		{"float", cell + `"float" office:value="957.5775" calcext:value-type="float"><text:p>957,58</text:p></table:table-cell>`, "1 A=number:957.5775"},
		{"float without text", cell + `"float" office:value="1E-3"/>`, "1 A=number:1E-3"},
		{"percentage", cell + `"percentage" office:value="0.2"><text:p>20 %</text:p></table:table-cell>`, "1 A=number%:0.2"},
		{"currency", cell + `"currency" office:currency="EUR" office:value="-5"><text:p>-5,00 €</text:p></table:table-cell>`, "1 A=number$:-5"},
		{"date", cell + `"date" office:date-value="2016-11-08"><text:p>8. Nov</text:p></table:table-cell>`, "1 A=date:42682"},
		{"date and time", cell + `"date" office:date-value="2016-11-08T12:00:00"/>`, "1 A=date:42682.5"},
		{"date and fraction", cell + `"date" office:date-value="2016-11-08T06:00:00.000000000"/>`, "1 A=date:42682.25"},
		{"date before spreadsheets", cell + `"date" office:date-value="1582-10-15"><text:p>15.10.82</text:p></table:table-cell>`, "1 A=text:1582-10-15"},
		{"no date", cell + `"date" office:date-value="soon"/>`, "1 A=text:soon"},
		{"time", cell + `"time" office:time-value="PT06H00M00S"/>`, "1 A=time:0.25"},
		{"duration", cell + `"time" office:time-value="PT36H00M00.0S"/>`, "1 A=duration:1.5"},
		{"days", cell + `"time" office:time-value="-P1DT12H"/>`, "1 A=duration:-1.5"},
		{"no time", cell + `"time" office:time-value="P1M"/>`, "1 A=text:P1M"},
		{"boolean", cell + `"boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>` + cell + `"boolean" office:boolean-value="false"/>`, "1 A=bool:1 B=bool:0"},
		{"string", odsText(`<text:p>Büro &amp; Ablage</text:p>`), "1 A=text:Büro & Ablage"},
		{"string value", cell + `"string" office:string-value="a &lt; b"><text:p>shown</text:p></table:table-cell>`, "1 A=text:a < b"},
		{"no type", `<table:table-cell><text:p>words</text:p></table:table-cell>`, "1 A=text:words"},
		{"float without value", cell + `"float"><text:p>12</text:p></table:table-cell>`, "1 A=text:12"},
		{"error", cell + `"string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>`, "1 A=error:#DIV/0!"},
		{"formula", `<table:table-cell table:formula="of:=[.A1]*2" office:value-type="float" office:value="3" calcext:value-type="float"/>`, "1 A=number:3"},
		{"empty ones", `<table:table-cell/>` + odsText(`<text:p/>`) + odsText("") + cell + `"float" office:value="1"/><table:table-cell table:style-name="ce1"/>`, "1 D=number:1"},
		{"covered", odsText(`<text:p>a</text:p>`) + `<table:covered-table-cell/>` + odsText(`<text:p>c</text:p>`), "1 A=text:a C=text:c"},
		{"not UTF-8", odsText("<text:p>caf\xe9</text:p>"), "1 A=text:caf\uFFFD"},
		{"foreign elements", `<x:y><x:z/></x:y>` + odsText(`<text:p>a</text:p>`), "1 A=text:a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := odsCells(test.cells).dump(t, Limits{}); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestODSTexts(t *testing.T) {
	for _, test := range []struct{ inside, want string }{
		{`<text:p>plain text </text:p>`, "plain text "},
		{`<text:p>two  spaces</text:p>`, "two spaces"},
		{"<text:p>\n\t  pretty\n  printed</text:p>", "pretty printed"},
		{`<text:p><text:s/>a <text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>`, " a    b\tc\nd"},
		{`<text:p>one</text:p><text:p>two</text:p><text:p/>`, "one\ntwo\n"},
		{`<text:p>a<text:span text:style-name="T1">b <text:a xlink:href="x">c</text:a></text:span> d</text:p>`, "ab c d"},
		{`<text:p><![CDATA[a < b]]> &amp;&#32;c</text:p>`, "a < b & c"},
		{`<office:annotation><dc:creator>x</dc:creator><text:p>a comment</text:p></office:annotation><text:p>a</text:p>`, "a"},
		{`<text:p>a</text:p><draw:frame><draw:text-box><text:p>in a drawing</text:p></draw:text-box></draw:frame>`, "a"},
		{`<text:p>a<office:annotation><text:p>x</text:p></office:annotation>b</text:p>`, "ab"},
		{`<!-- nothing --><text:p>a<!-- nothing -->b</text:p>`, "ab"},
		{`<text:p>_x000D_</text:p>`, "_x000D_"},
		{`<table:table><table:table-row><table:table-cell><text:p>of a table in it</text:p></table:table-cell></table:table-row></table:table><text:p>a</text:p>`, "a"},
	} {
		if got, want := odsCells(odsText(test.inside)).dump(t, Limits{}), "1 A=text:"+test.want; got != want {
			t.Errorf("%s: got %q, want %q", test.inside, got, want)
		}
	}
}

func TestODSRepeats(t *testing.T) {
	one := `<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/>`
	got := odsRows(`<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2"/>`+one+`<table:table-cell table:number-columns-repeated="16380"/></table:table-row>`+
		`<table:table-row table:number-rows-repeated="10"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`+
		`<table:table-row-group><table:table-header-rows><table:table-row>`+one+`</table:table-row></table:table-header-rows></table:table-row-group>`+
		`<table:table-row table:number-rows-repeated="1048562"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`).dump(t, Limits{})
	if want := "1 C=number:7 D=number:7\n2 C=number:7 D=number:7\n3 C=number:7 D=number:7\n14 A=number:7 B=number:7"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, test := range []struct{ rows, want string }{
		{`<table:table-row table:number-rows-repeated="2000000000"/><table:table-row>` + one + `</table:table-row>`, "row 2000000001 is beyond the limit of 16777216 rows; split the sheet, or raise the limit"},
		{`<table:table-row table:number-rows-repeated="2000000000">` + one + `</table:table-row>`, "row 1: it repeats more than 100000000 cells, which no sheet of sales does; delete what stands below and to the right of the data"},
		{`<table:table-row><table:table-cell table:number-columns-repeated="16384"/>` + one + `</table:table-row>`, "after row 0: more than 16384 columns; remove what stands far to the right, or raise the limit"},
		{`<table:table-row>` + strings.Replace(one, `"2"`, `"2000000000"`, 1) + `</table:table-row>`, "after row 0: more than 16384 columns; remove what stands far to the right, or raise the limit"},
		{`<table:table-row>` + odsText(`<text:p><text:s text:c="2000000000"/></text:p>`) + `</table:table-row>`, "after row 0: a text is longer than 1.0 MiB; shorten it, or raise the limit"},
		{`<table:table-row>` + odsText(`<text:p>`+strings.Repeat(`<text:s text:c="2000000000"/>`, 100)+`</text:p>`) + `</table:table-row>`, errUnit.Error()},
	} {
		if got := odsRows(test.rows).dump(t, Limits{}); !strings.HasSuffix(got, test.want) || strings.Contains(got, "\n") {
			t.Errorf("%.80s: got %.300s", test.rows, got)
		}
	}
}

// The sheets of a document are its own: not those of links, of changes or in cells.
func TestODSSheets(t *testing.T) {
	row := func(text string) string {
		return `<table:table-row><table:table-cell office:value-type="string"><text:p>` + text + `</text:p></table:table-cell></table:table-row>`
	}
	b, err := ods(`<table:tracked-changes><table:deletion><table:table-cell><text:p>gone</text:p></table:table-cell></table:deletion></table:tracked-changes>`+
		`<table:table table:style-name="ta1" table:name="A &amp; B"><office:forms/><table:table-columns><table:table-column/></table:table-columns>`+
		`<table:table-row><table:table-cell><table:table table:is-sub-table="true">`+row("inner")+`</table:table><text:p>outer</text:p></table:table-cell></table:table-row>`+
		`<table:shapes><draw:frame><text:p>x</text:p></draw:frame></table:shapes></table:table>`+
		`<table:table table:name="Hidden" table:style-name="ta2">`+row("h")+`</table:table>`+
		`<table:table table:name="Last"><table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3"><text:p>m</text:p></table:table-cell></table:table-row></table:table>`+
		`<table:dde-links><table:dde-link><table:table>`+row("linked")+`</table:table></table:dde-link></table:dde-links>`).open(t, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if b.Form() != "ods" || b.Date1904() {
		t.Errorf("the form is %s", b.Form())
	}
	var got []string
	for i := len(b.Sheets()) - 1; i >= 0; i-- {
		s := b.Sheets()[i]
		merges, err := b.Merges(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(s.Name, " ", s.Hidden, " ", dumpSheet(b, i), merges))
	}
	want := "[Last false 1 A=text:m[{1 0 3 1}] Hidden true 1 A=text:h[] A & B false 1 A=text:outer[]]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
	other := ods(`<table:table table:name="S">` + row("a") + `</table:table>`)
	for _, name := range []string{"office", "table", "text"} {
		other["content.xml"] = strings.NewReplacer("xmlns:"+name+"=", "xmlns:"+name[:2]+"=", "<"+name+":", "<"+name[:2]+":", "</"+name+":", "</"+name[:2]+":", " "+name+":", " "+name[:2]+":").Replace(other["content.xml"])
	}
	if got := other.dump(t, Limits{}); got != "1 A=text:a" {
		t.Errorf("with other prefixes: %s\n%s", got, other["content.xml"])
	}
}

func TestODSRefusals(t *testing.T) {
	cut := odsCells(odsText(`<text:p>a</text:p>`))
	cut["content.xml"] = cut["content.xml"][:len(cut["content.xml"])-60]
	inRow := odsCells(odsText(`<text:p>a</text:p>`))
	inRow["content.xml"] = inRow["content.xml"][:strings.Index(inRow["content.xml"], "</table:table-cell>")]
	letter := ods("")
	letter["content.xml"] = strings.NewReplacer("<office:spreadsheet>", "<office:text>", "</office:spreadsheet>", "</office:text>").Replace(letter["content.xml"])
	locked := ods("")
	locked["META-INF/manifest.xml"] = `<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`
	dtd := ods("")
	dtd["content.xml"] = `<!DOCTYPE x [<!ENTITY a "aaaa">]>` + dtd["content.xml"]
	for _, test := range []struct {
		name  string
		parts parts
		want  string
	}{
		{"cut short", cut, damaged},
		{"cut in a row", inRow, damaged},
		{"letter", letter, errNoSpreadsheet.Error()},
		{"empty", parts{"content.xml": ""}, damaged},
		{"encrypted", locked, errODSPassword.Error()},
		{"encrypted whole", parts{"mimetype": "x", "encrypted-package": "x"}, errODSPassword.Error()},
		{"document type", dtd, errDTD.Error()},
		{"sheets without end", ods(strings.Repeat(`<table:table table:name="a"></table:table>`, maxTables+1)), "more than 4096 sheets; split the spreadsheet"},
	} {
		if got := test.parts.dump(t, Limits{}); got != "read workbook: "+test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
	if got := odsCells(odsText(`<text:p>`+strings.Repeat("a", 300)+`</text:p>`)).dump(t, Limits{Inflated: 200}); !strings.Contains(got, "above the limit of 200 bytes") {
		t.Error(got)
	}
}

// A digit that was changed leaves the XML as it should be; the checksum tells.
func TestODSIsHeldToItsChecksum(t *testing.T) {
	data := odsCells(`<table:table-cell office:value-type="float" office:value="12345.5"/>`).stored(t)
	changed := bytes.Replace(data, []byte(`"12345.5"`), []byte(`"12346.5"`), 1)
	if _, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{}); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReader(bytes.NewReader(changed), int64(len(changed)), Limits{}); err == nil || err.Error() != "read workbook: "+damaged {
		t.Errorf("got %v", err)
	}
}

// A row comes out the same wherever the chunks of the stream part it.
func TestODSAcrossChunks(t *testing.T) {
	row := `<table:table-row>` + odsText(`<text:p>lamp</text:p>`) + odsText(`<text:p>a &lt; b</text:p>`) +
		`<table:table-cell office:value-type="float" office:value="2.5"><text:p>2,5</text:p></table:table-cell></table:table-row>`
	const rows = 3 * chunkSize / 300
	for pad := range 7 {
		p := ods(`<table:table table:name="` + strings.Repeat("x", pad*41) + `">` + strings.Repeat(row, rows) + `</table:table><table:table table:name="b">` + row + `</table:table>`)
		b, err := p.open(t, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		err = b.Rows(context.Background(), 0, func(row int, cells []Cell) error {
			if n++; row != n || len(cells) != 3 || string(cells[0].Text) != "lamp" || string(cells[1].Text) != "a < b" || string(cells[2].Text) != "2.5" {
				t.Fatalf("row %d is %q", row, cells)
			}
			return nil
		})
		if err != nil || n != rows {
			t.Errorf("%d rows and %v, want %d", n, err, rows)
		}
		if got := dumpSheet(b, 1); got != "1 A=text:lamp B=text:a < b C=number:2.5" {
			t.Error(got)
		}
	}
}

// TestODSAgainstLibreOffice lets LibreOffice save workbooks as ods and holds what is
// read of them against the workbooks, cell by cell. The sample workbook is always
// compared, those beside the repository with XSELL_SLOW=1.
func TestODSAgainstLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed")
	}
	paths := []string{filepath.Join("..", "..", "..", "sample-data", "sales-2025-2026.xlsx")}
	if os.Getenv("XSELL_SLOW") == "1" {
		paths = append(paths, realWorkbooks(t)...)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			workbook, err := Open(path, Limits{})
			if err != nil {
				t.Skip(err)
			}
			defer workbook.Close()
			dir := t.TempDir()
			command := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "ods", "--outdir", dir, path)
			if text, err := command.CombinedOutput(); err != nil {
				t.Fatalf("soffice: %v\n%s", err, text)
			}
			saved, err := Open(filepath.Join(dir, strings.TrimSuffix(filepath.Base(path), ".xlsx")+".ods"), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			defer saved.Close()
			for i, s := range saved.Sheets() {
				if o := workbook.Sheets()[i]; s.Name != o.Name || s.Hidden != o.Hidden {
					t.Errorf("sheet %d is %q, hidden %t, want %q, %t", i, s.Name, s.Hidden, o.Name, o.Hidden)
				}
				sameCells(t, s.Name, allCells(t, saved, i), allCells(t, workbook, i))
			}
		})
	}
}

// place is where a cell stands.
type place struct{ row, column int }

func allCells(t *testing.T, b *Book, i int) map[place]Cell {
	t.Helper()
	all := map[place]Cell{}
	err := b.Rows(t.Context(), i, func(row int, cells []Cell) error {
		for column, c := range cells {
			if c.Kind != Empty {
				c.Text = bytes.Clone(c.Text)
				all[place{row, column}] = c
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sameCells compares kinds and values; LibreOffice writes numbers with 15 digits, and
// the labels of pivot tables in its own words.
func sameCells(t *testing.T, sheet string, got, want map[place]Cell) {
	t.Helper()
	if len(got) != len(want) || len(got) == 0 {
		t.Errorf("%s: %d cells, want %d", sheet, len(got), len(want))
	}
	labels := map[string]bool{"Row Labels": true, "Column Labels": true, "Grand Total": true}
	for at, w := range want {
		g := got[at]
		a, isNumber := g.Float()
		b, _ := w.Float()
		same := g.Kind == w.Kind && g.Hint == w.Hint
		if isNumber {
			same = same && math.Abs(a-b) <= 1e-14*math.Abs(b)
		} else {
			same = same && string(g.Text) == string(w.Text)
		}
		if !same && !labels[string(w.Text)] {
			t.Fatalf("%s, row %d, column %d: %v %q, want %v %q", sheet, at.row, at.column+1, g.Kind, g.Text, w.Kind, w.Text)
		}
	}
}

// FuzzODS reads any XML as the content of an OpenDocument spreadsheet.
func FuzzODS(f *testing.F) {
	for _, p := range []parts{
		odsCells(`<table:table-cell office:value-type="float" office:value="1"/><table:table-cell office:value-type="date" office:date-value="2016-11-08T10:00:00"><text:p>x</text:p></table:table-cell>`),
		odsCells(odsText(`<text:p>a<text:s text:c="2"/> <text:span>b</text:span>&amp;<![CDATA[c]]></text:p><office:annotation><text:p>x</text:p></office:annotation>`)),
		odsRows(`<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" office:value-type="time" office:time-value="PT10H1M1S"/></table:table-row>`),
		ods(`<table:table table:name="a"><table:table-row><table:table-cell><table:table></table:table></table:table-cell></table:table-row></table:table><table:table table:style-name="ta2"></table:table>`),
	} {
		f.Add(p["content.xml"])
	}
	f.Fuzz(func(t *testing.T, xml string) {
		data := parts{"content.xml": xml}.stored(t)
		limits := Limits{Columns: 100, Rows: 1000, Cell: 10_000}
		b, err := OpenReader(bytes.NewReader(data), int64(len(data)), limits)
		if err != nil {
			if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "; ") {
				t.Error(err)
			}
			return
		}
		for i := range b.Sheets() {
			last := 0
			err := b.Rows(t.Context(), i, func(row int, cells []Cell) error {
				if row <= last || len(cells) == 0 || len(cells) > limits.Columns || cells[len(cells)-1].Kind == Empty {
					t.Errorf("row %d after %d: %q", row, last, cells)
				}
				last = row
				return nil
			})
			if err != nil && (strings.Contains(err.Error(), "\n") && !strings.Contains(b.sheets[i].Name, "\n") || !strings.Contains(err.Error(), "; ")) {
				t.Error(err)
			}
		}
	})
}
