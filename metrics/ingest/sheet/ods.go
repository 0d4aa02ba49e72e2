package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
)

// An OpenDocument spreadsheet (OASIS OpenDocument 1.3, part 3) keeps all its sheets in
// one part, content.xml. To read a sheet, those before it are passed over as text.

// maxTables bounds the sheets of a spreadsheet: each is found by passing those before it.
const maxTables = 4096

var (
	errNoSpreadsheet = errors.New("an OpenDocument file that is no spreadsheet; name a spreadsheet")
	errODSPassword   = errors.New("the spreadsheet is encrypted; open it in LibreOffice with its password and save it without one")
)

// prefixes are those a document gives to the vocabularies it is written in, each with
// its colon. It may choose them, but everybody writes these.
type prefixes struct{ office, table, text, style, calcext []byte }

func prefixesOf(root token) prefixes {
	p := prefixes{[]byte("office:"), []byte("table:"), []byte("text:"), []byte("style:"), []byte("calcext:")}
	for body := root.body; ; {
		var name, value []byte
		name, value, body = attribute(body)
		if len(name) == 0 {
			return p
		}
		short, ok := bytes.CutPrefix(name, []byte("xmlns:"))
		if !ok {
			continue
		}
		prefix := append(bytes.Clone(short), ':')
		switch string(value) {
		case "urn:oasis:names:tc:opendocument:xmlns:office:1.0":
			p.office = prefix
		case "urn:oasis:names:tc:opendocument:xmlns:table:1.0":
			p.table = prefix
		case "urn:oasis:names:tc:opendocument:xmlns:text:1.0":
			p.text = prefix
		case "urn:oasis:names:tc:opendocument:xmlns:style:1.0":
			p.style = prefix
		case "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0":
			p.calcext = prefix
		}
	}
}

// readODS lists the sheets of an OpenDocument spreadsheet. That takes one pass over all
// of it.
func (b *Book) readODS(content *zip.File) error {
	if content == nil || b.isEncryptedODS() {
		return errODSPassword
	}
	if err := checkSize("its content", content.UncompressedSize64, content.CompressedSize64, b.limits.Inflated); err != nil {
		return err
	}
	b.content = content
	return b.eachTable(context.Background(), func(s *tableScanner, t token) error {
		name, _ := t.attr(":name")
		styled, _ := t.attr(":style-name")
		if len(b.sheets) == maxTables {
			return fmt.Errorf("more than %d sheets; split the spreadsheet", maxTables)
		}
		err := s.skipTable()
		b.sheets = append(b.sheets, Sheet{Name: name, Hidden: s.hidden[styled], Size: int64(content.UncompressedSize64), Compressed: b.consumed.Load()})
		return err
	})
}

// isEncryptedODS tells by the list of parts whether they can be read.
func (b *Book) isEncryptedODS() bool {
	f := b.archive.part("META-INF/manifest.xml")
	if f == nil {
		return false
	}
	doc, err := b.readWhole(f, "its list of parts")
	return err == nil && bytes.Contains(doc.rest, []byte("encryption-data"))
}

// scanTable reads sheet i.
func (b *Book) scanTable(ctx context.Context, i int, each func(int, []Cell) error) error {
	at := 0
	err := b.eachTable(ctx, func(s *tableScanner, _ token) error {
		if at++; at <= i {
			return s.skipTable()
		}
		s.row = tableRow{limits: b.limits, prefixes: s.prefixes}
		if err := s.rows(each); err != nil {
			return err
		}
		b.lock.Lock()
		defer b.lock.Unlock()
		b.merges[i] = s.merges
		return errTableRead
	})
	if err == errTableRead {
		return nil
	}
	return err
}

var errTableRead = errors.New("the sheet is read")

// eachTable calls visit behind the opening tag of each sheet; visit must read it up to
// its end. The token is valid until it reads on.
func (b *Book) eachTable(ctx context.Context, visit func(*tableScanner, token) error) error {
	src, err := b.openPart(b.content)
	if err != nil {
		return err
	}
	f := startFeed(ctx, src, b.content.UncompressedSize64)
	defer f.stop()
	s := &tableScanner{w: newWindow(f), limits: b.limits, hidden: map[string]bool{}}
	if err := s.toSpreadsheet(); err != nil {
		return err
	}
	for {
		t, err := s.next()
		switch {
		case err != nil:
			return err
		case t.kind == shut && named(t.name, s.office, "spreadsheet"):
			return s.toEnd()
		case t.kind == open && named(t.name, s.table, "table"):
			err = visit(s, t)
		case t.kind == open:
			err = s.skip()
		}
		if err != nil {
			return err
		}
	}
}
