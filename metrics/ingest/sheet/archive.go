package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
)

// archive is the zip file a workbook comes in. Its parts are found by name in
// memory; no name is ever used as a path.
type archive struct {
	parts map[string]*zip.File // by lower-case name: names of parts ignore case
}

func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, explain(r, size)
	}
	a := &archive{parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		name := partName(f.Name)
		if _, twice := a.parts[name]; !twice {
			a.parts[name] = f
		}
	}
	return a, nil
}

func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(s, `\`, "/"), "/"))
}

// part finds a part by name; a name may be percent-encoded in a relationship and
// not in the archive.
func (a *archive) part(name string) *zip.File {
	if f := a.parts[partName(name)]; f != nil {
		return f
	}
	if plain, err := url.PathUnescape(name); err == nil {
		return a.parts[partName(plain)]
	}
	return nil
}

// isODS tells an OpenDocument file, encrypted or not, from a workbook.
func (a *archive) isODS() bool {
	return a.part("[Content_Types].xml") == nil && a.part("xl/workbook.xml") == nil && (a.part("content.xml") != nil || a.part("encrypted-package") != nil)
}

// resolve makes the target of a relationship of the part from a name of a part.
func resolve(from, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if strings.HasPrefix(target, "/") {
		return path.Clean(target)[1:]
	}
	return path.Join(path.Dir(from), target)
}

var (
	oleMagic        = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	encryptedStream = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")

	errXLSB = errors.New("a binary workbook (xlsb), which cannot be read; open it in Excel and save it as xlsx")
	errFODS = errors.New("a flat OpenDocument spreadsheet (fods), which cannot be read; open it in LibreOffice and save it as ods or xlsx")
)

// explain says what a file is that is not a zip archive.
func explain(r io.ReaderAt, size int64) error {
	head := make([]byte, min(size, 512))
	n, _ := r.ReadAt(head, 0)
	head = bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf"))
	text := bytes.ToLower(bytes.TrimSpace(head))
	switch {
	case n == 0:
		return errors.New("the file is empty; fetch it again")
	case bytes.HasPrefix(head, oleMagic) && holds(io.NewSectionReader(r, 0, size), encryptedStream):
		return errors.New("the workbook is encrypted; open it in Excel with its password, remove the password (File, Info, Protect Workbook) and save it")
	case bytes.HasPrefix(head, oleMagic):
		return errors.New("an old Excel workbook (xls), which cannot be read; open it in Excel or LibreOffice and save it as xlsx (many at once: soffice --headless --convert-to xlsx *.xls)")
	case bytes.HasPrefix(head, []byte("PK")):
		return errors.New("not a workbook (the file begins like one but is damaged or cut short); fetch it again, or open it in Excel and save it again")
	case bytes.HasPrefix(text, []byte("<?xml")) && bytes.Contains(text, []byte("excel")):
		return errors.New("an XML spreadsheet of 2003, which cannot be read; open it in Excel and save it as xlsx")
	case bytes.HasPrefix(text, []byte("<?xml")) && bytes.Contains(text, []byte("office:document")):
		return errFODS
	case bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<html")):
		return errors.New("a web page named like a workbook; open it in Excel and save it as xlsx")
	}
	return errors.New("not a workbook (the file is damaged or not xlsx); open it in Excel and save it again")
}

// holds tells whether needle stands anywhere in r.
func holds(r io.Reader, needle []byte) bool {
	buf := make([]byte, 0, 64<<10)
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if bytes.Contains(buf, needle) {
			return true
		}
		if err != nil {
			return false
		}
		buf = append(buf[:0], buf[max(0, len(buf)-len(needle)+1):]...)
	}
}

// readWhole inflates a small part into memory.
func (b *Book) readWhole(f *zip.File, what string) (document, error) {
	if err := checkSize(what, f.UncompressedSize64, f.CompressedSize64, min(b.limits.Inflated, maxWhole)); err != nil {
		return document{}, err
	}
	src, err := b.openPart(f)
	if err != nil {
		return document{}, fmt.Errorf("%s: %w", what, err)
	}
	buf := make([]byte, history+f.UncompressedSize64+1)
	for at := history; ; {
		n, err := src(buf, at)
		at += n
		if err == io.EOF {
			return document{rest: buf[history:at]}, nil
		}
		if err != nil {
			return document{}, fmt.Errorf("%s: %w", what, err)
		}
		buf = append(buf, make([]byte, len(buf)/2)...) // UTF-16 grows
	}
}
