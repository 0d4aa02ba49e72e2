package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/flate"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// source writes the next bytes of a part into buf[at:] and says how many. The
// history bytes before buf[at] are those that came before, which inflating refers
// to. At the end it returns io.EOF, with the last bytes or after them.
type source func(buf []byte, at int) (int, error)

var errDamaged = errors.New("the file is damaged; fetch it again, or open it in Excel and save it again")

// openPart opens a part as UTF-8 text.
func (b *Book) openPart(f *zip.File) (source, error) {
	src, err := b.openEntry(f)
	if err != nil {
		return nil, err
	}
	head := make([]byte, history+256)
	n, err := src(head, history)
	if err != nil && err != io.EOF {
		return nil, err
	}
	head = head[history : history+n]
	if src, err = b.openEntry(f); err != nil {
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

var declaredEncoding = regexp.MustCompile(`^(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']`)

// checkEncoding refuses what neither the XML declaration calls UTF-8 nor is.
func checkEncoding(head []byte) error {
	m := declaredEncoding.FindSubmatch(head)
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
	r := transform.NewReader(&sourceReader{src: src, buf: make([]byte, history+64<<10)},
		unicode.UTF16(order, unicode.UseBOM).NewDecoder())
	return func(buf []byte, at int) (int, error) {
		n, err := io.ReadFull(r, buf[at:])
		if err == io.ErrUnexpectedEOF {
			err = io.EOF
		}
		return n, err
	}
}

// sourceReader reads a source as an io.Reader.
type sourceReader struct {
	src  source
	buf  []byte
	rest []byte
	err  error
}

func (r *sourceReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		var n int
		n, r.err = r.src(r.buf, history)
		r.rest = r.buf[history : history+n]
		defer copy(r.buf, r.buf[n:history+n])
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
