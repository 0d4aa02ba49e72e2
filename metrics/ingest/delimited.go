package ingest

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding"

	"xsell/metrics/ingest/sheet"
)

// sniffBytes is how much of a file its dialect is told from.
const sniffBytes = 256 << 10

// delimited is a text file of records.
type delimited struct {
	in       *input
	gzip     bool
	encoding encoding.Encoding
	d        dialect
	done     atomic.Int64
}

// openDelimited prepares a text file to be read.
func (in *input) openDelimited(c Config) error {
	t := &delimited{in: in}
	var w witness
	if err := in.digest(w.look); err != nil {
		return err
	}
	return t.describe(&w, c)
}

// openGzip prepares what is inside a gzip file: a text file, or a workbook, which is
// unpacked to a temporary file because it cannot be read front to back.
func (in *input) openGzip(ctx context.Context, c Config) error {
	if err := in.digest(func([]byte) {}); err != nil {
		return err
	}
	t := &delimited{in: in, gzip: true}
	r, err := t.open()
	if err != nil {
		return err
	}
	var w witness
	head, block := []byte(nil), make([]byte, 1<<20)
	for err == nil {
		var n int
		n, err = readBlock(r, block)
		if head == nil {
			head = append([]byte{}, block[:min(n, 4096)]...)
			if strings.HasPrefix(string(head), "PK") {
				return in.unpackWorkbook(ctx, t)
			}
		}
		w.look(block[:n])
	}
	if err != io.EOF || !looksLikeText(head) {
		return errors.New("the compressed file is damaged or holds no text; unpack it and look at it")
	}
	return t.describe(&w, c)
}

func (in *input) unpackWorkbook(ctx context.Context, t *delimited) error {
	r, err := t.open()
	if err != nil {
		return err
	}
	if err := in.spoolFrom(r); err != nil {
		return err
	}
	return in.openWorkbookAt(ctx, in.spool)
}

// describe decides encoding and dialect and lists the file as one table.
func (t *delimited) describe(w *witness, c Config) error {
	t.encoding = encoding.Nop
	r, err := t.open()
	if err != nil {
		return err
	}
	head, err := readHead(r)
	if err != nil {
		return err
	}
	var name string
	if t.encoding, name, err = textEncoding(head, w, c.Encoding); err != nil {
		return err
	}
	if r, err = t.open(); err != nil {
		return err
	}
	if head, err = readHead(decoded(r, t.encoding)); err != nil {
		return err
	}
	t.d = sniff(head, c.Delimiter)
	t.in.Form = "csv, " + name + ", " + delimiterName(t.d.delimiter)
	if t.gzip {
		t.in.Form = "gzip, " + t.in.Form
	}
	t.in.tables = []*table{{
		file: t.in.Name, form: t.in.Form, comma: t.d.delimiter == ',', bytes: t.in.Bytes,
		rows: t.rows, consumed: t.done.Load,
	}}
	return nil
}

func readHead(r io.Reader) ([]byte, error) {
	head := make([]byte, sniffBytes)
	n, err := readBlock(r, head)
	if err == io.EOF {
		err = nil
	}
	return head[:n], err
}

func delimiterName(c byte) string {
	switch c {
	case ',':
		return "commas"
	case ';':
		return "semicolons"
	case '\t':
		return "tabs"
	case '|':
		return "bars"
	}
	return "parted by " + string(rune(c))
}

// open reads the file from its start, unpacked. Several readers may be open.
func (t *delimited) open() (io.Reader, error) {
	var r io.Reader = io.NewSectionReader(t.in.source, 0, t.in.Bytes)
	r = &counted{r, &t.done}
	t.done.Store(0)
	if !t.gzip {
		return r, nil
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, errors.New("the compressed file is damaged; fetch it again")
	}
	return z, nil
}

// counted counts the bytes read for the progress bar.
type counted struct {
	io.Reader
	done *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.done.Add(int64(n))
	return n, err
}

// rows gives the records as rows of text cells.
func (t *delimited) rows(ctx context.Context, each func(row int, cells []sheet.Cell) error) error {
	src, err := t.open()
	if err != nil {
		return err
	}
	ahead := readAhead(decoded(src, t.encoding))
	defer ahead.stop()
	r := newCSVReader(ahead, t.d)
	if t.d.skip > 0 {
		if _, _, err := r.next(); err != nil {
			return err
		}
	}
	for {
		row, cells, err := r.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = each(row, cells)
		}
		if err == nil && row%1024 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
	}
}
