package ingest

import (
	"context"
	"io"
	"sync/atomic"

	"golang.org/x/text/encoding"

	"xsell/metrics/ingest/sheet"
)

// sniffBytes is how much of a file its dialect is told from.
const sniffBytes = 256 << 10

// delimited is a text file of records, perhaps packed.
type delimited struct {
	in       *input
	name     string // inside an archive, or empty
	bytes    int64  // as packed
	open     func(count func(int64)) (io.Reader, error)
	encoding encoding.Encoding
	d        dialect
	done     atomic.Int64 // bytes read since the start
}

// openDelimited prepares a text file to be read.
func (in *input) openDelimited(c Config) error {
	var w witness
	if err := in.digest(w.look); err != nil {
		return err
	}
	t := &delimited{in: in, bytes: in.Bytes, open: func(count func(int64)) (io.Reader, error) {
		return &counted{io.NewSectionReader(in.source, 0, in.Bytes), count}, nil
	}}
	return t.describe(&w, c)
}

// describe decides encoding and dialect and lists the file as a table.
func (t *delimited) describe(w *witness, c Config) error {
	t.encoding = encoding.Nop
	head, err := t.head()
	if err != nil {
		return err
	}
	var name string
	if t.encoding, name, err = textEncoding(head, w, c.Encoding); err != nil {
		return err
	}
	if head, err = t.head(); err != nil {
		return err
	}
	t.d = sniff(head, c.Delimiter)
	form := "csv, " + name + ", " + delimiterName(t.d.delimiter)
	switch {
	case t.in.Form == "gzip":
		form = "gzip, " + form
		t.in.Form = form
	case t.name == "":
		t.in.Form = form
	}
	t.in.tables = append(t.in.tables, &table{
		file: t.in.within(t.name), form: form, comma: t.d.delimiter == ',', bytes: t.bytes, rows: t.rows, consumed: t.done.Load,
	})
	return nil
}

// head is the beginning of the text, decoded.
func (t *delimited) head() ([]byte, error) {
	r, err := t.start()
	if err != nil {
		return nil, err
	}
	head := make([]byte, sniffBytes)
	n, err := readBlock(decoded(r, t.encoding), head)
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

// start reads the file from its start, unpacked.
func (t *delimited) start() (io.Reader, error) {
	t.done.Store(0)
	return t.open(func(n int64) { t.done.Add(n) })
}

// counted counts the bytes read for the progress bar.
type counted struct {
	io.Reader
	count func(int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.count(int64(n))
	return n, err
}

// rows gives the records as rows of text cells.
func (t *delimited) rows(ctx context.Context, each func(row int, cells []sheet.Cell) error) error {
	src, err := t.start()
	if err != nil {
		return err
	}
	ahead := readAhead(decoded(src, t.encoding))
	defer ahead.stop()
	r := newCSVReader(ahead, t.d)
	for {
		row, cells, err := r.next()
		switch {
		case err == io.EOF:
			return nil
		case err == nil && row <= t.d.skip:
			continue
		case err == nil:
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
