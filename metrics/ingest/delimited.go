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
	if err := in.look(w.look); err != nil {
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
		file: t.in.within(t.name), form: form, comma: t.d.delimiter == ',', bytes: t.bytes, rows: t.rows, cut: t.cut, consumed: t.done.Load,
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
	return eachRow(ctx, t.cut, t.d.skip, each)
}

// cut gives the records behind number below, but those that say how the file is written.
func (t *delimited) cut(ctx context.Context, below int, c carrier) error {
	src, err := t.start()
	if err != nil {
		return err
	}
	cutter := &cutter{src: decoded(src, t.encoding), d: t.d}
	for below = max(below, t.d.skip); ; c.full() {
		b, err := c.empty()
		if err == nil {
			b.memory, err = cutter.next(b.memory)
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		b.text, b.d = b.memory, t.d
		for ; b.skipped < below && len(b.text) > 0; b.skipped++ {
			if end := t.d.end(b.text); end >= 0 {
				b.text = b.text[end+1:]
			} else {
				b.text = nil
			}
		}
		below -= b.skipped
	}
}
