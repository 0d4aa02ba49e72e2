package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

const (
	mainNS  = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relNS   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	declare = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// parts are the entries of a small workbook, by name.
type parts map[string]string

// book is a workbook of one sheet; rows stand inside its sheetData.
func book(rows string) parts { return bookOf(`<sheetData>` + rows + `</sheetData>`) }

// bookOf is a workbook whose only sheet has the given body.
func bookOf(body string) parts {
	return parts{
		"_rels/.rels": declare + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relNS +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": declare + `<workbook ` + mainNS + ` xmlns:r="` + relNS +
			`"><sheets><sheet name="Sales" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": declare + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="` + relNS + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relNS + `/sharedStrings" Target="sharedStrings.xml"/>` +
			`<Relationship Id="rId3" Type="` + relNS + `/styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": declare + `<worksheet ` + mainNS + `>` + body + `</worksheet>`,
	}
}

// with sets a part, named by the end of its name.
func (p parts) with(name, content string) parts {
	p["xl/"+name] = content
	return p
}

// strings sets the shared strings from the XML inside the table.
func (p parts) strings(items string) parts {
	return p.with("sharedStrings.xml", declare+`<sst `+mainNS+`>`+items+`</sst>`)
}

// formats sets one cell style for each number format code, or builtin number.
func (p parts) formats(codes ...string) parts {
	var fmts, xfs strings.Builder
	for i, code := range codes {
		id := 164 + i
		if _, err := fmt.Sscanf(code, "#%d", &id); err != nil {
			fmt.Fprintf(&fmts, `<numFmt numFmtId="%d" formatCode="%s"/>`, id, escapeXML(code))
		}
		fmt.Fprintf(&xfs, `<xf numFmtId="%d" applyNumberFormat="1"/>`, id)
	}
	return p.with("styles.xml", declare+`<styleSheet `+mainNS+`><numFmts>`+fmts.String()+
		`</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>`+xfs.String()+
		`</cellXfs><dxfs><dxf><numFmt numFmtId="164" formatCode="General"/></dxf></dxfs></styleSheet>`)
}

func escapeXML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

// zipped packs the parts in the order of their names.
func (p parts) zipped(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range sortedKeys(p) {
		w, err := z.Create(name) // with a data descriptor
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (p parts) open(t testing.TB, l Limits) (*Book, error) {
	t.Helper()
	data := p.zipped(t)
	return OpenReader(bytes.NewReader(data), int64(len(data)), l)
}

// dump is the first sheet, a line for each row, or the error.
func (p parts) dump(t testing.TB, l Limits) string {
	t.Helper()
	b, err := p.open(t, l)
	if err != nil {
		return err.Error()
	}
	return dumpSheet(b, 0)
}

// dumpSheet writes a row as `2 A=text:lamp C=number:2.5`, with % or $ behind the
// kind for what the number format hints at.
func dumpSheet(b *Book, i int) string {
	var lines []string
	err := b.Rows(context.Background(), i, func(row int, cells []Cell) error {
		line := fmt.Sprint(row)
		for column, c := range cells {
			if c.Kind != Empty {
				line += fmt.Sprintf(" %s=%s%s:%s", columnName(column), c.Kind, []string{"", "%", "$"}[c.Hint], c.Text)
			}
		}
		lines = append(lines, line)
		return nil
	})
	if err != nil {
		lines = append(lines, err.Error())
	}
	return strings.Join(lines, "\n")
}

func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnName(i/26-1) + string(rune('A'+i%26))
}
