package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// openArchive takes a zip archive for a workbook or for spreadsheets that were packed
// together. Files in it are read by their place in the archive; their names are shown
// and never used as paths.
func (in *input) openArchive(c Config) error {
	z, err := zip.NewReader(in.source, in.Bytes)
	if err != nil || isPackage(z) {
		return in.openWorkbook("", in.source.Name())
	}
	in.Form = "zip"
	for _, f := range z.File {
		if base := path.Base(strings.ReplaceAll(f.Name, `\`, "/")); isSpreadsheet(base) && !f.FileInfo().IsDir() {
			if err := in.openPacked(f, base, c); err != nil {
				return fmt.Errorf("%s in it: %w", base, err)
			}
		}
	}
	if len(in.tables) == 0 {
		return errors.New("the archive holds no spreadsheet (" + strings.Join(spreadsheetExtensions, ", ") + "); name a spreadsheet")
	}
	return nil
}

// isPackage tells a workbook of any program from other archives.
func isPackage(z *zip.Reader) bool {
	for _, f := range z.File {
		if strings.EqualFold(f.Name, "[Content_Types].xml") || f.Name == "content.xml" || f.Name == "encrypted-package" || strings.HasPrefix(strings.ToLower(f.Name), "xl/") {
			return true
		}
	}
	return false
}

// openPacked lists the tables of one file in the archive.
func (in *input) openPacked(f *zip.File, base string, c Config) error {
	return in.openStream(base, int64(f.UncompressedSize64), c, func(count func(int64)) (io.Reader, error) {
		r, err := f.Open() // it holds the content against its checksum
		if err != nil {
			return nil, err
		}
		packed := int64(f.CompressedSize64)
		return &counted{&bombGuard{Reader: r, packed: func() int64 { return packed }}, count}, nil
	})
}

// openGzip lists the tables of what is inside a gzip file.
func (in *input) openGzip(c Config) error {
	in.Form = "gzip"
	return in.openStream("", in.Bytes, c, func(count func(int64)) (io.Reader, error) {
		packed := int64(0)
		z, err := gzip.NewReader(&counted{io.NewSectionReader(in.source, 0, in.Bytes), func(n int64) {
			packed += n
			count(n)
		}})
		return &bombGuard{Reader: z, packed: func() int64 { return packed }}, err
	})
}

const (
	maxRatio  = 400      // no export of sales packs better; deflate itself ends at 1032
	ratioFree = 64 << 20 // bytes below which the ratio does no harm
)

// bombGuard stops unpacking what grows out of all proportion.
type bombGuard struct {
	io.Reader
	unpacked int64
	packed   func() int64
}

var errBomb = errors.New("the compressed file unpacks to more than 400 times its size, which no export does (a zip bomb?); unpack it and look at it")

func (g *bombGuard) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	g.unpacked += int64(n)
	if g.unpacked > ratioFree && g.unpacked/maxRatio > g.packed() {
		return n, errBomb
	}
	return n, err
}

// errPacked is what a damaged stream comes to.
var errPacked = errors.New("the compressed file is damaged; fetch it again, or unpack it and look at it")

// openStream tells what a packed file is: text is read from the stream, a workbook
// or parquet file is unpacked to a temporary file, because it cannot be read front to back.
func (in *input) openStream(name string, size int64, c Config, open func(count func(int64)) (io.Reader, error)) error {
	t := &delimited{in: in, name: name, bytes: size, open: open}
	r, err := t.start()
	if err != nil {
		return errPacked
	}
	var w witness
	var head []byte
	block := make([]byte, 1<<20)
	for err == nil {
		var n int
		n, err = readBlock(r, block)
		if head == nil {
			head = append([]byte{}, block[:min(n, 4096)]...)
			if bytes.HasPrefix(head, []byte("PK")) || isParquet(head, name) {
				break
			}
		}
		w.look(block[:n])
	}
	switch {
	case errors.Is(err, errBomb):
		return err
	case bytes.HasPrefix(head, []byte("PK")):
		return in.unpack(name, t, in.openWorkbook)
	case isParquet(head, name):
		return in.unpack(name, t, in.openParquet)
	case err != io.EOF || !looksLikeText(head):
		return errPacked
	case len(head) == 0:
		return errors.New("the compressed file is empty; fetch it again")
	}
	return t.describe(&w, c)
}

// unpack copies the packed file to a file of its own and opens that.
func (in *input) unpack(name string, t *delimited, open func(name, path string) error) error {
	r, err := t.start()
	if err != nil {
		return errPacked
	}
	copied, err := in.spoolFrom(r)
	if err != nil {
		return err
	}
	return open(name, copied)
}
