package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestRefusals(t *testing.T) {
	whole := string(book(`<row r="1"><c r="A1"><v>1</v></c></row>`).zipped(t))
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 70000)
	tests := []struct{ name, file, want string }{
		{"empty", "", "the file is empty; fetch it again"},
		{"text", "Date;Product\n", "not a workbook (the file is damaged or not xlsx); open it in Excel and save it again"},
		{"cut short", whole[:len(whole)/2], "not a workbook (the file begins like one but is damaged or cut short); fetch it again, or open it in Excel and save it again"},
		{"line ends changed", strings.ReplaceAll(whole, "\x00", "\r\n"), "not a workbook (the file begins like one but is damaged or cut short); fetch it again, or open it in Excel and save it again"},
		{"xls", ole, "an old Excel workbook (xls), which cannot be read; open it in Excel or LibreOffice and save it as xlsx (many at once: soffice --headless --convert-to xlsx *.xls)"},
		{"encrypted", ole + string(encryptedStream), "the workbook is encrypted; open it in Excel with its password, remove the password (File, Info, Protect Workbook) and save it"},
		{"web page", "\xef\xbb\xbf\n<html><table>", "a web page named like a workbook; open it in Excel and save it as xlsx"},
		{"XML of 2003", `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>`, "an XML spreadsheet of 2003, which cannot be read; open it in Excel and save it as xlsx"},
		{"xlsb", string(parts{"xl/workbook.bin": "x"}.zipped(t)), errXLSB.Error()},
		{"xlsb by relationship", string(parts{"b.bin": "x", "_rels/.rels": `<Relationships><Relationship Id="1" Type="t/officeDocument" Target="b.bin"/></Relationships>`}.zipped(t)), errXLSB.Error()},
		{"ods", string(parts{"content.xml": "x"}.zipped(t)), errDamaged.Error()},
		{"flat ods", `<?xml version="1.0"?>` + "\n" + `<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">`, errFODS.Error()},
		{"zip", string(parts{"sales.csv": "x"}.zipped(t)), "a zip archive without a workbook in it; name an xlsx file, or unpack the archive first"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := OpenReader(strings.NewReader(test.file), int64(len(test.file)), Limits{})
			if want := "read workbook: " + test.want; err == nil || err.Error() != want {
				t.Errorf("got error  %v\nwant error %s", err, want)
			}
		})
	}
}

func TestOpenNamesTheFile(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "sales.xlsx")
	if _, err := Open(missing, Limits{}); err == nil || !strings.HasPrefix(err.Error(), "read "+missing+": ") {
		t.Errorf("got error %v for a file that is missing", err)
	}
	if err := os.WriteFile(missing, book(`<row><c><v>1</v></c></row`).zipped(t), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := Open(missing, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got := dumpSheet(b, 0); !strings.HasPrefix(got, "read "+missing+`: sheet "Sales": after row 0: the file is damaged`) {
		t.Errorf("got %s", got)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

const damaged = "the file is damaged; fetch it again, or open it in Excel and save it again"

func TestDamage(t *testing.T) {
	sheet := func(xml string) parts { return book("").with("worksheets/sheet1.xml", xml) }
	tests := []struct {
		name  string
		parts parts
		want  string
	}{
		{"cut in a row", sheet(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v>`), `1 A=number:1` + "\n" + `read workbook: sheet "Sales": after row 1: ` + damaged},
		{"cut after a row", sheet(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>`), "1 A=number:1\n" + `read workbook: sheet "Sales": ` + damaged},
		{"cut in a tag", sheet(`<worksheet><sheetData><row r="1"`), `read workbook: sheet "Sales": after row 0: ` + damaged},
		{"empty part", sheet(``), `read workbook: sheet "Sales": ` + damaged},
		{"tag in a tag", sheet(`<worksheet><sheetData><row <row>`), `read workbook: sheet "Sales": after row 0: ` + damaged},
		{"row zero", book(`<row r="0"/>`), `read workbook: sheet "Sales": after row 0: row number "0"; ` + damaged},
		{"row word", book(`<row r="4"/><row r="x"/>`), `read workbook: sheet "Sales": after row 4: row number "x"; ` + damaged},
		{"reference without a column", book(`<row r="1"><c r="17"/></row>`), `read workbook: sheet "Sales": row 1: cell reference "17"; ` + damaged},
		{"string beyond the table", book(`<row r="1"><c r="B1" t="s"><v>1</v></c></row>`).strings(`<si><t>a</t></si>`), `read workbook: sheet "Sales": row 1, column 2: names a shared string that is not in the table; ` + damaged},
		{"string without table", book(`<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`), `read workbook: sheet "Sales": row 1, column 1: names a shared string that is not in the table; ` + damaged},
		{"strings cut", book(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`).with("sharedStrings.xml", `<sst><si><t>a`), `read workbook: sheet "Sales": the table of shared strings: ` + damaged},
		{"list of sheets cut", book("").with("workbook.xml", `<workbook><sheets><sheet`), "read workbook: its list of sheets: " + damaged},
		{"styles cut", book("").with("styles.xml", `<styleSheet><!-- `), "read workbook: its styles: " + damaged},
		{"sheet missing", book("").with("_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="gone.xml"/></Relationships>`), `read workbook: sheet "Sales" is not in the file, which is damaged; open it in Excel and save it again`},
		{"document type", sheet(`<!DOCTYPE worksheet [<!ENTITY lol "lol">]><worksheet><sheetData/></worksheet>`), `read workbook: sheet "Sales": ` + errDTD.Error()},
		{"document type in strings", book(`<row/>`).with("sharedStrings.xml", `<!DOCTYPE sst><sst/>`), `read workbook: sheet "Sales": the table of shared strings: ` + errDTD.Error()},
		{"document type in the workbook", book("").with("workbook.xml", `<!DOCTYPE x SYSTEM "file:///etc/passwd"><workbook/>`), "read workbook: its list of sheets: " + errDTD.Error()},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.parts.dump(t, Limits{}); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestDamagedBytes changes bytes of the packed sheet: what is read must never
// differ without an error.
func TestDamagedBytes(t *testing.T) {
	p := book(`<row r="1"><c r="A1"><v>123456789</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>lamp</t></is></c></row>`)
	data, want := p.zipped(t), p.dump(t, Limits{})
	from := bytes.Index(data, []byte("xl/worksheets/sheet1.xml")) + len("xl/worksheets/sheet1.xml")
	for i := range 150 {
		broken := bytes.Clone(data)
		broken[from+i] ^= 0x10
		b, err := OpenReader(bytes.NewReader(broken), int64(len(broken)), Limits{})
		if err != nil {
			continue
		}
		if got := dumpSheet(b, 0); got != want && !strings.Contains(got, "read workbook: ") {
			t.Errorf("byte %d changed: got\n%s", i, got)
		}
	}
}

func TestLimits(t *testing.T) {
	small := book(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="C2" t="inlineStr"><is><t>abcdef</t></is></c></row>`).
		strings(`<si><t>abcd</t></si><si><t>ef</t></si>`)
	tests := []struct {
		name   string
		limits Limits
		want   string
	}{
		{"rows", Limits{Rows: 1}, `sheet "Sales": row 2 is beyond the limit of 1 rows; split the sheet, or raise the limit`},
		{"columns", Limits{Columns: 2}, `sheet "Sales": row 2 has more than 2 columns; remove what stands far to the right, or raise the limit`},
		{"cell", Limits{Cell: 5}, `sheet "Sales": row 2: a text is longer than 5 bytes; shorten it, or raise the limit`},
		{"cell in the table", Limits{Cell: 3}, `sheet "Sales": the table of shared strings: a text is longer than 3 bytes; shorten it, or raise the limit`},
		{"shared strings", Limits{SharedStrings: 13}, `sheet "Sales": the table of shared strings: above the limit of 13 bytes of text; split the workbook, or raise the limit`},
		{"inflated", Limits{Inflated: 700}, ``},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := small.dump(t, test.limits)
			if test.want == "" {
				if want := "1 A=text:abcd B=number:1\n2 C=text:abcdef"; got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			} else if !strings.HasSuffix(got, "read workbook: "+test.want) {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
	unnumbered := book(strings.Repeat(`<row r="1"/>`, 3)).dump(t, Limits{Rows: 2})
	if want := `read workbook: sheet "Sales": more than 2 rows; split the sheet, or raise the limit`; unnumbered != want {
		t.Errorf("got %s, want %s", unnumbered, want)
	}
	inflated := book(strings.Repeat(`<row/>`, 100)).dump(t, Limits{Inflated: 700})
	if want := `read workbook: sheet "Sales" inflates to 768 bytes, above the limit of 700 bytes; split the workbook, or raise the limit`; inflated != want {
		t.Errorf("got %s, want %s", inflated, want)
	}
}

// withRaw is a workbook whose part name holds the bytes packed, which are stated to
// inflate to so many.
func withRaw(t *testing.T, name string, method uint16, packed []byte, stated uint64) []byte {
	t.Helper()
	p := book("").strings("")
	delete(p, name)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, n := range sortedKeys(p) {
		w, err := z.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(p[n]))
	}
	h := &zip.FileHeader{Name: name, Method: method, UncompressedSize64: stated, CompressedSize64: uint64(len(packed)), CRC32: crc32.ChecksumIEEE(packed)}
	w, err := z.CreateRaw(h)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(packed)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestBombs opens 10 MB that state or hold far more, and holds the memory spent to
// a bound.
func TestBombs(t *testing.T) {
	packed := deflatedZeros(10 << 20)
	tests := []struct {
		name, part string
		stated     uint64
		want       string
	}{
		{"sheet of 100 GiB", "xl/worksheets/sheet1.xml", 100 << 30, "above the limit of 8.0 GiB"},
		{"strings of 100 GiB", "xl/sharedStrings.xml", 100 << 30, "above the limit of 8.0 GiB"},
		{"sheet at 700 to 1", "xl/worksheets/sheet1.xml", 7 << 30, "a zip bomb?"},
		{"list of sheets", "xl/workbook.xml", 1 << 30, "above the limit of 64.0 MiB"},
		{"sheet without an end", "xl/worksheets/sheet1.xml", 3 << 29, errUnit.Error()},
		{"strings without an end", "xl/sharedStrings.xml", 3 << 29, errUnit.Error()},
		{"sheet that says it is small", "xl/worksheets/sheet1.xml", 1 << 20, damaged},
		{"strings that say they are small", "xl/sharedStrings.xml", 1 << 20, damaged},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data := withRaw(t, test.part, zip.Deflate, packed, test.stated)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			b, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{})
			got := ""
			if err != nil {
				got = err.Error()
			} else {
				got = dumpSheet(b, 0)
			}
			runtime.ReadMemStats(&after)
			if !strings.Contains(got, test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if spent := after.TotalAlloc - before.TotalAlloc; spent > 200<<20 {
				t.Errorf("%d bytes were allocated", spent)
			}
		})
	}
}

// TestPacking refuses entries that are not packed as those of workbooks are.
func TestPacking(t *testing.T) {
	data := withRaw(t, "xl/worksheets/sheet1.xml", 12, []byte("bzip2"), 5)
	b, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := `read workbook: sheet "Sales": packed by zip method 12, which workbooks do not use; open it in Excel and save it again`
	if got := dumpSheet(b, 0); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	b.sheets[0].part.Flags |= 1
	want = `read workbook: sheet "Sales": encrypted by the zip program; unpack it with its password first`
	if got := dumpSheet(b, 0); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// deflatedZeros is a deflate stream of about n bytes that inflates to 158 times as
// much and has no end: a block of the fixed code (RFC 1951, 3.2.6) with a zero byte
// and then matches of 258 bytes at distance 1, 13 bits each.
func deflatedZeros(n int) []byte {
	out := make([]byte, 0, n+64)
	acc, have := uint64(0b010), 3 // not the last block, fixed code
	put := func(code uint64, width int) {
		for i := width - 1; i >= 0; i-- { // a code goes in with its highest bit first
			acc |= (code >> i & 1) << have
			if have++; have == 64 {
				out = binary.LittleEndian.AppendUint64(out, acc)
				acc, have = 0, 0
			}
		}
	}
	put(0b00110000, 8)
	for len(out) < n {
		put(0b11000101, 8)
		put(0b00000, 5)
	}
	return out
}

// TestLongestRow reads a row with a value in every column.
func TestLongestRow(t *testing.T) {
	row := `<row r="1">` + strings.Repeat(`<c><v>1</v></c>`, 16384) + `</row>`
	if got := book(row).dump(t, Limits{}); !strings.HasSuffix(got, " XFD=number:1") {
		t.Errorf("the row ends with %q", got[max(0, len(got)-40):])
	}
}

// TestEndlessText refuses a row that would have to be held whole beyond reason, in
// a part that is not compressed.
func TestEndlessText(t *testing.T) {
	for size, want := range map[int]string{
		maxUnit / 2: `read workbook: sheet "Sales": row 1: a text is longer than 1.0 MiB; shorten it, or raise the limit`,
		maxUnit * 2: `read workbook: sheet "Sales": after row 0: ` + errUnit.Error(),
	} {
		xml := []byte(`<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>` + strings.Repeat("abcdefg ", size/8) +
			`</t></is></c></row></sheetData></worksheet>`)
		data := withRaw(t, "xl/worksheets/sheet1.xml", zip.Store, xml, uint64(len(xml)))
		b, err := OpenReader(bytes.NewReader(data), int64(len(data)), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := dumpSheet(b, 0); got != want {
			t.Errorf("got %.200s, want %s", got, want)
		}
	}
}
