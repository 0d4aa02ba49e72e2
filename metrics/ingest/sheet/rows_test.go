package sheet

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
)

func sortedKeys(p parts) []string { return slices.Sorted(maps.Keys(p)) }

func TestCells(t *testing.T) {
	tests := []struct{ name, rows, want string }{
		{"number", `<row r="1"><c r="A1"><v>2.50</v></c><c r="B1" t="n"><v>-1E-3</v></c></row>`, "1 A=number:2.50 B=number:-1E-3"},
		{"shared", `<row r="1"><c r="A1" t="s"><v>1</v></c></row>`, "1 A=text:lamp"},
		{"shared empty", `<row r="1"><c r="A1" t="s"><v></v></c><c r="B1" t="s"><v>2</v></c><c r="C1"><v>1</v></c></row>`, "1 C=number:1"},
		{"inline", `<row r="1"><c r="A1" t="inlineStr"><is><t>a lamp</t></is></c></row>`, "1 A=text:a lamp"},
		{"inline preserved", `<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>`, "1 A=text: a "},
		{"inline rich", `<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>big </t></r><r><t>lamp</t></r><rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr fontId="1"/></is></c></row>`, "1 A=text:big lamp"},
		{"inline by other names", `<row r="1"><c r="A1" t="inlineStr"><v>a</v></c><c r="B1"><is><t>b</t></is></c></row>`, "1 A=text:a B=text:b"},
		{"formula text", `<row r="1"><c r="A1" t="str"><f>B1&amp;"x"</f><v>a &amp; b</v></c></row>`, "1 A=text:a & b"},
		{"formula number", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f t="shared" ref="B1:B9" si="0">A1&gt;1</f><v>3</v></c><c r="C1"><f t="shared" si="0"/><v>4</v></c></row>`, "1 A=number:2 B=number:3 C=number:4"},
		{"formula without result", `<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1"><f>1+1</f><v></v></c><c r="D1"><v>1</v></c></row>`, "1 D=number:1"},
		{"bool", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="b"><v>true</v></c></row>`, "1 A=bool:1 B=bool:0 C=bool:1"},
		{"error", `<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`, "1 A=error:#N/A B=error:#DIV/0!"},
		{"ISO date", `<row r="1"><c r="A1" t="d"><v>2010-12-01T08:26:00</v></c><c r="B1" t="d"><v>2010-12-01</v></c><c r="C1" t="d"><v>T12:00:00Z</v></c><c r="D1" t="d"><v>soon</v></c></row>`,
			"1 A=date:40513.35138888889 B=date:40513 C=time:0.5 D=text:soon"},
		{"styles", `<row r="1"><c r="A1" s="1"><v>40513</v></c><c r="B1" s="2"><v>.12</v></c><c r="C1" s="3"><v>9</v></c><c r="D1" s="99"><v>7</v></c><c r="E1" s="1" t="s"><v>0</v></c></row>`,
			"1 A=date:40513 B=number%:.12 C=number$:9 D=number:7 E=text:pen"},
		{"gaps", `<row r="3"><c r="B3"><v>1</v></c><c r="AB3"><v>2</v></c></row><row r="7"><c r="XFD7"><v>3</v></c></row>`, "3 B=number:1 AB=number:2\n7 XFD=number:3"},
		{"no references", `<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="5"><c><v>3</v></c></row><row><c t="s"><v>0</v></c></row>`, "1 A=number:1 C=number:2\n5 A=number:3\n6 A=text:pen"},
		{"row number from cell", `<row><c r="B4"><v>1</v></c></row><row><c><v>2</v></c></row>`, "4 B=number:1\n5 A=number:2"},
		{"some references", `<row r="1"><c r="C1"><v>1</v></c><c><v>2</v></c><c r="B1"><v>0</v></c></row>`, "1 B=number:0 C=number:1 D=number:2"},
		{"rows out of order", `<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row><row><c><v>3</v></c></row>`, "9 A=number:1\n2 A=number:2\n3 A=number:3"},
		{"empty rows and cells", `<row r="1"/><row r="2"><c r="A2" s="1"/></row><row r="3"></row><row r="4"><c r="A4"/><c r="B4"></c><c r="C4"><v>1</v></c><c r="D4" s="1"/></row>`, "4 C=number:1"},
		{"white space", "\n <row r=\"1\" >\n  <c r=\"A1\" >\n <v> 12\n</v>\n </c >\n</row>\n", "1 A=number:12"},
		{"other quotes and order", `<row  spans='1:2'  r = '1'><c t='s' s='1' r='A1'><v>0</v></c><c xml:r="Z9" r="b1" s="0"><v>1</v></c></row>`, "1 A=text:pen B=number:1"},
		{"cdata", `<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<b> & ]]>x</t></is></c><c r="B1"><v><![CDATA[7]]></v></c></row>`, "1 A=text:<b> & x B=number:7"},
		{"entities", `<row r="1"><c r="A1" t="inlineStr"><is><t>&lt;&gt;&amp;&quot;&apos;&#233;&#xE9;&#x1F600;</t></is></c></row>`, "1 A=text:<>&\"'éé😀"},
		{"foreign entities stay", `<row r="1"><c r="A1" t="inlineStr"><is><t>&bomb; &#0; &#xD800; & &amp</t></is></c></row>`, "1 A=text:&bomb; &#0; &#xD800; & &amp"},
		{"numeric reference in a number", `<row r="1"><c r="A1"><v>&#49;2</v></c></row>`, "1 A=number:12"},
		{"escapes", `<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000D_b_x005F_x000D_ _xD83D__xDE00_ _xZZZZ_</t></is></c></row>`, "1 A=text:a\rb_x000D_ 😀 _xZZZZ_"},
		{"line ends", "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a\r\nb\rc&#13;\n</t></is></c></row>", "1 A=text:a\nb\nc\r\n"},
		{"not UTF-8", "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>caf\xe9</t></is></c></row>", "1 A=text:caf\uFFFD"},
		{"comments", `<!-- <row r="8"> --><row r="1"><?pi <c> ?><c r="A1"><!-- --><v>1<!-- 5 -->2</v></c><!-- > --></row>`, "1 A=number:12"},
		{"extensions", `<row r="1"><c r="A1"><v>1</v><extLst><ext><x:v>9</x:v><v2>8</v2></ext></extLst></c></row>`, "1 A=number:1"},
		{"greater-than in attribute", `<row r="1" x:note="a>b"><c r="A1" x:note="/>"><v>1</v></c></row>`, "1 A=number:1"},
		{"unknown type", `<row r="1"><c r="A1" t="new"><v>1</v></c></row>`, "1 A=text:1"},
		{"reference of another row", `<row r="12"><c r="A1" s="1"><v>1</v></c><c r="B1234567" t="s"><v>0</v></c></row>`, "12 A=date:1 B=text:pen"},
		{"twice the same cell", `<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`, "1 A=number:2"},
		{"no rows", ``, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := book(test.rows).strings(`<si><t>pen</t></si><si><t>lamp</t></si><si><t></t></si>`).
				formats("General", "d/m/yyyy", "0%", "[$€-407] #,##0")
			if got := p.dump(t, Limits{}); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestSharedStrings(t *testing.T) {
	items := `<si><t>pen</t></si><si/><si><t xml:space="preserve"> two </t></si>` +
		`<si><r><t>rich </t></r><r><rPr><sz val="9"/></rPr><t>text</t></r><rPh sb="0" eb="2"><t>phonetic</t></rPh></si>` +
		`<si><t/></si><si><t>a &amp; b_x000D_</t></si>` + "\n<!-- <si><t>no</t></si> --><si>\n<t>last</t>\n</si><extLst><ext/></extLst>"
	rows := `<row r="1">` + strings.Join(indexCells(7), "") + `</row>`
	want := "1 A=text:pen C=text: two  D=text:rich text F=text:a & b\r G=text:last"
	if got := book(rows).strings(items).dump(t, Limits{}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// indexCells are cells without references that name the shared strings 0 to n-1.
func indexCells(n int) []string {
	var cells []string
	for i := range n {
		cells = append(cells, `<c t="s"><v>`+string(rune('0'+i))+`</v></c>`)
	}
	return cells
}

func TestPrefixedNamespaces(t *testing.T) {
	p := book("").
		with("worksheets/sheet1.xml", `<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" s="1"><x:v>1</x:v></x:c><x:c r="B1" t="s"><x:v>0</x:v></x:c>`+
			`<x:c r="C1" t="inlineStr"><x:is><x:t>in</x:t></x:is></x:c><c r="D1"><v>4</v></c></x:row></x:sheetData></x:worksheet>`).
		with("sharedStrings.xml", `<s:sst xmlns:s="m"><s:si><s:t>shared</s:t></s:si></s:sst>`).
		with("styles.xml", `<q:styleSheet xmlns:q="m"><q:cellXfs><q:xf numFmtId="0"/><q:xf numFmtId="14"/></q:cellXfs></q:styleSheet>`).
		with("workbook.xml", `<w:workbook xmlns:w="m" xmlns:rel="r"><w:sheets><w:sheet name="S" sheetId="1" rel:id="rId1"/></w:sheets></w:workbook>`)
	want := "1 A=date:1 B=text:shared C=text:in"
	if got := p.dump(t, Limits{}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStrictWorkbook(t *testing.T) {
	p := book(`<row r="1"><c r="A1" s="1" t="d"><v>1904-01-02</v></c><c r="B1" t="s"><v>0</v></c></row>`).strings(`<si><t>strict</t></si>`)
	for name, content := range p {
		content = strings.ReplaceAll(content, "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
		p[name] = strings.ReplaceAll(content, "http://schemas.openxmlformats.org/spreadsheetml/2006", "http://purl.oclc.org/ooxml/spreadsheetml")
	}
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="true"/><sheets>`, 1)
	want := "1 A=date:1 B=text:strict"
	if got := p.dump(t, Limits{}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEncodings(t *testing.T) {
	body := `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>цена €😀</t></is></c></row></sheetData></worksheet>`
	utf16le := func(bom, s string) string {
		var out bytes.Buffer
		out.WriteString(bom)
		for _, u := range utf16.Encode([]rune(s)) {
			out.Write([]byte{byte(u), byte(u >> 8)})
		}
		return out.String()
	}
	swap := func(s string) string {
		b := []byte(s)
		for i := 0; i+1 < len(b); i += 2 {
			b[i], b[i+1] = b[i+1], b[i]
		}
		return string(b)
	}
	const utf16Decl = `<?xml version="1.0" encoding="UTF-16"?>`
	tests := []struct{ name, sheet, want string }{
		{"UTF-8 with byte order mark", "\xef\xbb\xbf" + declare + body, "1 A=text:цена €😀"},
		{"UTF-16LE", utf16le("\xff\xfe", utf16Decl+body), "1 A=text:цена €😀"},
		{"UTF-16BE", swap(utf16le("\xff\xfe", utf16Decl+body)), "1 A=text:цена €😀"},
		{"UTF-16LE without mark", utf16le("", utf16Decl+body), "1 A=text:цена €😀"},
		{"windows-1252", `<?xml version="1.0" encoding="windows-1252"?>` + body,
			`read workbook: sheet "Sales": its XML is written in "windows-1252" and workbooks use UTF-8; open it in Excel and save it again`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := book("").with("worksheets/sheet1.xml", test.sheet).dump(t, Limits{}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestSheets(t *testing.T) {
	p := book(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	p["xl/workbook.xml"] = `<workbook xmlns:r="r"><sheets>` +
		`<sheet name="Pivot &amp; Co" r:id="b"/><sheet name="Chart" r:id="c"/>` +
		`<sheet name="Raw" state="hidden" r:id="a"/><sheet name="Deep" state="veryHidden" r:id="d"/></sheets>` +
		`<externalReferences><externalReference r:id="e"/></externalReferences></workbook>`
	p["xl/_rels/workbook.xml.rels"] = `<Relationships>` +
		`<Relationship Id="a" Type="t/worksheet" Target="/xl/worksheets/sheet1.xml"/>` +
		`<Relationship Id="b" Type="t/worksheet" Target="worksheets\Sheet%202.xml"/>` +
		`<Relationship Id="c" Type="t/chartsheet" Target="chartsheets/sheet1.xml"/>` +
		`<Relationship Id="d" Type="t/worksheet" Target="../xl/./worksheets/SHEET1.xml"/>` +
		`<Relationship Id="e" Type="t/externalLink" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`
	p["xl/worksheets/sheet 2.xml"] = `<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>`
	b, err := p.open(t, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, s := range b.Sheets() {
		if s.Size <= 0 || s.Compressed <= 0 {
			t.Errorf("sheet %q has the sizes %d and %d", s.Name, s.Size, s.Compressed)
		}
		hidden := ""
		if s.Hidden {
			hidden = " (hidden)"
		}
		got = append(got, s.Name+hidden+": "+dumpSheet(b, i))
	}
	want := []string{"Pivot & Co: 1 A=number:2", "Raw (hidden): 1 A=number:1", "Deep (hidden): 1 A=number:1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := b.Rows(context.Background(), 3, nil); err == nil || err.Error() != "read workbook: there is no sheet 3, the workbook has 3" {
		t.Errorf("got error %v", err)
	}
}

func TestMerges(t *testing.T) {
	p := bookOf(`<cols><col min="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>` +
		`<mergeCells count="3"><mergeCell ref="A1:C2"/><mergeCell ref="$D$7:XFD9"/><mergeCell ref="E5"/></mergeCells><extLst><mergeCell/></extLst>`)
	b, err := p.open(t, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.Merges(context.Background(), 0)
	want := []Range{{1, 0, 2, 2}, {7, 3, 9, 16383}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestRowsStops(t *testing.T) {
	var rows strings.Builder
	for range 60000 {
		rows.WriteString(`<row><c><v>12345</v></c><c t="inlineStr"><is><t>lamp</t></is></c></row>`)
	}
	b, err := book(rows.String()).open(t, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	seen := 0
	err = b.Rows(context.Background(), 0, func(row int, _ []Cell) error {
		if seen++; row == 3 {
			return enough
		}
		return nil
	})
	if err != enough || seen != 3 {
		t.Errorf("got error %v after %d rows, want %v after 3", err, seen, enough)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err = b.Rows(ctx, 0, func(row int, _ []Cell) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v after the context was cancelled", err)
	}
	if err := b.Rows(context.Background(), 0, func(int, []Cell) error { seen++; return nil }); err != nil || seen != 60003 {
		t.Errorf("got error %v and %d rows in all, want 60003", err, seen)
	}
}

// TestConcurrentRows reads a book from several goroutines at once.
func TestConcurrentRows(t *testing.T) {
	p := book(strings.Repeat(`<row><c t="s"><v>0</v></c><c><v>2</v></c></row>`, 2000)).strings(`<si><t>pen</t></si>`)
	b, err := p.open(t, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if err := b.Rows(cancelled, 0, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v from a context that is cancelled", err)
	}
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			if lines := strings.Count(dumpSheet(b, 0), "A=text:pen B=number:2"); lines != 2000 {
				t.Errorf("got %d rows, want 2000", lines)
			}
		})
	}
	readers.Wait()
	if total, once := b.Consumed(), b.Sheets()[0].Compressed; total < 4*once {
		t.Errorf("%d bytes were counted as read, four times %d were", total, once)
	}
}

// TestLongRows holds rows longer than a chunk of the stream, and every offset of a
// row against the border between two chunks.
func TestLongRows(t *testing.T) {
	long := strings.Repeat("long text & more ", 30000) // 510,000 bytes
	var rows strings.Builder
	var want []string
	for i := range 40 {
		text := strings.Repeat("x", i*1777%9001)
		if i%13 == 5 {
			text = long
		}
		rows.WriteString(`<row><c t="inlineStr"><is><t>` + escapeXML(text) + `</t></is></c><c r="C` + "1" + `"><v>7</v></c></row>`)
		want = append(want, text)
	}
	b, err := book(rows.String()).open(t, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = b.Rows(context.Background(), 0, func(row int, cells []Cell) error {
		if string(cells[0].Text) != want[n] || string(cells[len(cells)-1].Text) != "7" {
			if n > 0 || want[n] != "" {
				t.Errorf("row %d has a first text of %d bytes, want %d", n+1, len(cells[0].Text), len(want[n]))
			}
		}
		n++
		return nil
	})
	if err != nil || n != len(want) {
		t.Errorf("got %d rows and error %v, want %d", n, err, len(want))
	}
}

// TestManyStrings holds every offset of a shared string against the border between
// two chunks of the stream, and strings longer than a chunk.
func TestManyStrings(t *testing.T) {
	var items, rows strings.Builder
	var want []string
	for i := range 3000 {
		text := strings.Repeat("é", i%7) + strings.Repeat("x", i*37%701)
		if i%1000 == 500 {
			text = strings.Repeat("long ", chunkSize/4)
		}
		if i%5 == 0 {
			items.WriteString(`<si><r><t></t></r><r><t>` + text + `</t></r></si>`)
		} else {
			items.WriteString(`<si><t>` + text + `</t></si>`)
		}
		rows.WriteString(`<row><c t="s"><v>` + strconv.Itoa(i) + `</v></c><c><v>1</v></c></row>`)
		want = append(want, text)
	}
	b, err := book(rows.String()).strings(items.String()).open(t, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = b.Rows(context.Background(), 0, func(row int, cells []Cell) error {
		if string(cells[0].Text) != want[row-1] {
			t.Errorf("string %d has %d bytes, want %d", row-1, len(cells[0].Text), len(want[row-1]))
		}
		seen++
		return nil
	})
	if err != nil || seen != len(want) {
		t.Errorf("got %d rows and error %v, want %d", seen, err, len(want))
	}
}
