package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"sync/atomic"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"xsell/metrics/lazy"
)

// source writes the next bytes of a part into buf[at:] and says how many. The
// history bytes before buf[at] are those that came before, which inflating refers
// to. At the end it returns io.EOF, with the last bytes or after them.
type source func(buf []byte, at int) (int, error)

var errDamaged = errors.New("the file is damaged; fetch it again, or open it in Excel and save it again")

// openPart opens a part as UTF-8 text.
func (b *Book) openPart(f *zip.File) (source, error) {
	src, err := openEntry(f, new(atomic.Int64))
	if err != nil {
		return nil, err
	}
	head := make([]byte, history+256)
	n, err := src(head, history)
	if err != nil && err != io.EOF {
		return nil, err
	}
	head = head[history : history+n]
	if src, err = openEntry(f, &b.consumed); err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00")):
		return decodeUTF16(src, unicode.LittleEndian), nil
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<")):
		return decodeUTF16(src, unicode.BigEndian), nil
	}
	return src, checkEncoding(head)
}

var declaredEncoding = lazy.Regexp(`^(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']`)

// checkEncoding refuses what neither the XML declaration calls UTF-8 nor is.
func checkEncoding(head []byte) error {
	m := declaredEncoding().FindSubmatch(head)
	if m == nil {
		return nil
	}
	switch strings.ToLower(string(m[1])) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return nil
	}
	return fmt.Errorf("its XML is written in %q and workbooks use UTF-8; open it in Excel and save it again", m[1])
}

func decodeUTF16(src source, order unicode.Endianness) source {
	return readSource(transform.NewReader(&sourceReader{src: src, buf: make([]byte, history+64<<10)},
		unicode.UTF16(order, unicode.UseBOM).NewDecoder()))
}

// sourceReader reads a source as an io.Reader.
type sourceReader struct {
	src  source
	buf  []byte // history, then what the last call of src gave
	n    int    // bytes it gave
	rest []byte // of them, those not yet read
	err  error
}

func (r *sourceReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		copy(r.buf[:history], r.buf[r.n:])
		r.n, r.err = r.src(r.buf, history)
		r.rest = r.buf[history : history+r.n]
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// openEntry opens the bytes of an entry of the archive, and holds them to the
// size and checksum that the archive states. The compressed bytes read are added to
// consumed.
func openEntry(f *zip.File, consumed *atomic.Int64) (source, error) {
	if f.Flags&1 != 0 {
		return nil, errors.New("encrypted by the zip program; unpack it with its password first")
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, errDamaged
	}
	raw = &countingReader{raw, consumed}
	switch f.Method {
	case zip.Store:
		return verified(readSource(raw), f), nil
	case zip.Deflate:
		return verified(newInflater(raw, f.CompressedSize64).fill, f), nil
	}
	return nil, fmt.Errorf("packed by zip method %d, which workbooks do not use; open it in Excel and save it again", f.Method)
}

type countingReader struct {
	io.Reader
	n *atomic.Int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// readSource fills the buffer as far as r goes.
func readSource(r io.Reader) source {
	return func(buf []byte, at int) (int, error) {
		n, err := io.ReadFull(r, buf[at:])
		if err == io.ErrUnexpectedEOF {
			err = io.EOF
		}
		return n, err
	}
}

// verified stops a source that gives more than the archive states, and turns what
// is not as stated into errDamaged.
func verified(src source, f *zip.File) source {
	var size uint64
	crc := crc32.NewIEEE()
	return func(buf []byte, at int) (int, error) {
		n, err := src(buf, at)
		crc.Write(buf[at : at+n])
		size += uint64(n)
		switch {
		case size > f.UncompressedSize64, err != nil && err != io.EOF:
			return 0, errDamaged
		case err == io.EOF && (size < f.UncompressedSize64 || crc.Sum32() != f.CRC32):
			return 0, errDamaged
		}
		return n, err
	}
}
