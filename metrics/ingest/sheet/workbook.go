package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
	"strings"
)

// Sheet is a worksheet of a book. Sheets of other types (charts, dialogs, macros)
// are left out.
type Sheet struct {
	Name       string
	Hidden     bool  // hidden, or very hidden: shown only by a macro
	Size       int64 // bytes of XML, as the archive states; in ods those of all sheets
	Compressed int64 // bytes of the archive that reading it takes

	part *zip.File
}

// relation is an entry of a relationships part.
type relation struct {
	kind, target string // the last word of the type, and the name of the part
}

// relations reads the relationships of a part. A part without any has none.
// Targets outside the archive are ignored.
func (b *Book) relations(of string) (map[string]relation, error) {
	dir, base := of[:strings.LastIndexByte(of, '/')+1], of[strings.LastIndexByte(of, '/')+1:]
	f := b.archive.part(dir + "_rels/" + base + ".rels")
	if f == nil {
		return nil, nil
	}
	doc, err := b.readWhole(f, "its list of relationships")
	if err != nil {
		return nil, err
	}
	found := map[string]relation{}
	err = doc.elements(func(t token) {
		id, _ := t.attr("Id")
		kind, _ := t.attr("Type")
		target, _ := t.attr("Target")
		if mode, _ := t.attr("TargetMode"); mode != "External" && target != "" {
			found[id] = relation{kind[strings.LastIndexByte(kind, '/')+1:], resolve(of, target)}
		}
	}, func(token) {})
	if err != nil {
		return nil, fmt.Errorf("its list of relationships: %w", err)
	}
	return found, nil
}

// workbookPart finds the main part of the archive.
func (b *Book) workbookPart() (string, *zip.File, error) {
	name := "xl/workbook.xml"
	root, err := b.relations("")
	if err != nil {
		return "", nil, err
	}
	for _, r := range root {
		if r.kind == "officeDocument" {
			name = r.target
		}
	}
	f := b.archive.part(name)
	switch {
	case strings.HasSuffix(name, ".bin"), f == nil && b.archive.part("xl/workbook.bin") != nil:
		return "", nil, errXLSB
	case f == nil:
		return "", nil, errors.New("a zip archive without a workbook in it; name an xlsx file, or unpack the archive first")
	}
	return name, f, nil
}

// readWorkbook reads the list of sheets and where strings and styles are.
func (b *Book) readWorkbook() error {
	name, f, err := b.workbookPart()
	if err != nil {
		return err
	}
	related, err := b.relations(name)
	if err != nil {
		return err
	}
	doc, err := b.readWhole(f, "its list of sheets")
	if err != nil {
		return err
	}
	var missing error
	err = doc.elements(func(t token) {
		switch {
		case doc.is(t, "workbookPr"):
			v, _ := t.attr("date1904")
			b.date1904 = v == "1" || v == "true" || v == "on"
		case doc.is(t, "sheet"):
			id, _ := t.attr(":id")
			if err := b.addSheet(t, related[id]); missing == nil {
				missing = err
			}
		}
	}, func(token) {})
	if err != nil {
		return fmt.Errorf("its list of sheets: %w", err)
	}
	if missing != nil {
		return missing
	}
	return b.readRelated(related)
}

func (b *Book) addSheet(t token, r relation) error {
	name, _ := t.attr("name")
	state, _ := t.attr("state")
	if r.kind != "worksheet" {
		return nil
	}
	part := b.archive.part(r.target)
	if part == nil {
		return fmt.Errorf("sheet %q is not in the file, which is damaged; open it in Excel and save it again", name)
	}
	s := Sheet{Name: name, Hidden: state == "hidden" || state == "veryHidden", part: part,
		Size: int64(part.UncompressedSize64), Compressed: int64(part.CompressedSize64)}
	b.sheets = append(b.sheets, s)
	return checkSize(fmt.Sprintf("sheet %q", name), part.UncompressedSize64, part.CompressedSize64, b.limits.Inflated)
}

// readRelated reads the styles and finds the shared strings, which are read when
// the first row is.
func (b *Book) readRelated(related map[string]relation) error {
	for _, r := range related {
		f := b.archive.part(r.target)
		switch {
		case f == nil:
		case r.kind == "sharedStrings":
			b.stringsPart = f
			if err := checkSize("the table of shared strings", f.UncompressedSize64, f.CompressedSize64, b.limits.Inflated); err != nil {
				return err
			}
		case r.kind == "styles":
			if err := b.readStyles(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// readStyles makes the table of cell styles from the number formats.
func (b *Book) readStyles(f *zip.File) error {
	doc, err := b.readWhole(f, "its styles")
	if err != nil {
		return err
	}
	custom := map[int]style{}
	within := "" // numFmts or cellXfs; dxfs and cellStyleXfs hold the same elements
	err = doc.elements(func(t token) {
		switch {
		case doc.is(t, "numFmts"), doc.is(t, "cellXfs"):
			within = string(localName(t.name))
		case within == "numFmts" && doc.is(t, "numFmt"):
			code, _ := t.attr("formatCode")
			custom[t.number("numFmtId")] = classify(code)
		case within == "cellXfs" && doc.is(t, "xf"):
			id := t.number("numFmtId")
			s, ok := custom[id]
			if !ok {
				s = builtin(id)
			}
			b.styles = append(b.styles, s)
		}
	}, func(t token) {
		if string(localName(t.name)) == within {
			within = ""
		}
	})
	if err != nil {
		return fmt.Errorf("its styles: %w", err)
	}
	return nil
}

// number is the value of an attribute that is a small number, 0 where it is none.
func (t token) number(name string) int {
	s, _ := t.attr(name)
	n, _ := parseIndex([]byte(s))
	return n
}

// parseIndex reads the decimal digits of a number below 2^31.
func parseIndex(s []byte) (int, bool) {
	if len(s) == 0 || len(s) > 10 {
		return 0, false
	}
	n := 0
	for _, c := range s {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, n < 1<<31
}
