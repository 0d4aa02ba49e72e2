package sheet

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// stored is a workbook with the parts as they are, which is quicker to make than a
// compressed one.
func (p parts) stored(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range sortedKeys(p) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(p[name]))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// storedDump is dump for a workbook that is stored.
func (p parts) storedDump(t testing.TB) string {
	t.Helper()
	data := p.stored(t)
	b, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{Columns: 100, Rows: 1000})
	if err != nil {
		return err.Error()
	}
	return dumpSheet(b, 0)
}

// FuzzSheet reads any XML as a sheet. The quick way of reading cells must agree
// with the careful one, to which a second space in every tag of a cell leads.
func FuzzSheet(f *testing.F) {
	for _, rows := range []string{
		`<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1"><f>1</f><v>2.5</v></c></row>`,
		`<row r="12"><c r="A12" t="inlineStr"><is><t>a &amp; b_x000D_</t></is></c><c r="AB12" t="str"><v>x</v></c><c r="AC12" s="1"/></row>`,
		`<row><c t="n"><v> 1</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2010-12-01</v></c></row>`,
		`<row r="1"><c r="A1"><v>1<![CDATA[2]]>&#51;</v></c><!-- c --></row><row r="3"/>`,
		`<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c></row>`,
	} {
		f.Add(`<worksheet><sheetData>` + rows + `</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`)
	}
	f.Add(`<x:worksheet><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`)
	f.Fuzz(func(t *testing.T, xml string) {
		p := book("").strings(`<si><t>pen</t></si><si><t>lamp</t></si>`).formats("General", "d/m/yyyy")
		quick := p.with("worksheets/sheet1.xml", xml).storedDump(t)
		if !utf8.ValidString(xml) || strings.Contains(xml, "<!") || strings.Contains(xml, "<?") || xml == "" || xml[0] != '<' {
			return // a tag may stand in a comment, and its bytes in another encoding
		}
		careful := p.with("worksheets/sheet1.xml", strings.ReplaceAll(xml, `<c r="`, `<c  r="`)).storedDump(t)
		if quick != careful && !strings.Contains(quick, "read workbook") {
			t.Errorf("read quickly\n%s\nand carefully\n%s", quick, careful)
		}
	})
}

// FuzzSharedStrings reads any XML as a table of shared strings; every text must be
// valid UTF-8.
func FuzzSharedStrings(f *testing.F) {
	for _, items := range []string{
		`<si><t>pen</t></si><si/><si><t xml:space="preserve"> two </t></si>`,
		`<si><r><rPr/><t>rich </t></r><r><t>text</t></r><rPh sb="0"><t>phonetic</t></rPh></si>`,
		`<si><t>&lt;&#233;&#x1F600;&bomb;_x000D__xD83D__xDE00__x005F_</t></si>`,
		"<si><t><![CDATA[<]]>\r\n\xff</t><!-- --></si>",
	} {
		f.Add(`<sst count="9" uniqueCount="3">` + items + `</sst>`)
	}
	f.Fuzz(func(t *testing.T, xml string) {
		got := book(`<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>`).with("sharedStrings.xml", xml).storedDump(t)
		if !utf8.ValidString(got) {
			t.Errorf("%q is not UTF-8", got)
		}
	})
}

// FuzzDateFormat classifies any format code: its outcome is a kind a number can
// have, and does not change when the code is quoted text besides.
func FuzzDateFormat(f *testing.F) {
	for _, code := range []string{"General", "[$-409]d-mmm-yy;@", "[h]:mm:ss", `#,##0.00\ "zł"`, "0.00%", "h:mm AM/PM", `_-* #,##0.00\ [$€-407]_-`, `[<1]h:mm;"x"`, `\`, `"`, "["} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		got := classify(code)
		switch got.kind {
		case Number:
		case Date, Time, Duration:
			if got.hint != Plain {
				t.Errorf("%q is %v with the hint %d", code, got.kind, got.hint)
			}
		default:
			t.Errorf("%q is %v", code, got.kind)
		}
		if again := classify(`"d "` + code); again != got {
			t.Errorf("%q is %v, and %v behind a quoted letter", code, got, again)
		}
	})
}

// FuzzWorkbook opens any bytes as a workbook.
func FuzzWorkbook(f *testing.F) {
	f.Add(book(`<row r="1"><c r="A1"><v>1</v></c></row>`).strings("<si><t>a</t></si>").formats("0%").zipped(f))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{Inflated: 1 << 20, Columns: 100, Rows: 1000})
		if err != nil {
			return
		}
		for i := range b.Sheets() {
			dumpSheet(b, i)
		}
	})
}
