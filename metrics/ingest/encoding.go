package ingest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// witness is what the bytes of a whole text file say about its encoding.
type witness struct {
	invalid bool   // not UTF-8
	rest    []byte // an unfinished rune at the end of the last block
	sample  []byte // lines with bytes beyond ASCII
}

// maxWitness bounds the sample the code page is guessed from.
const maxWitness = 64 << 10

func (w *witness) look(block []byte) {
	w.collect(block)
	if w.invalid {
		return
	}
	if len(w.rest) > 0 {
		block = append(w.rest, block...)
		w.rest = nil
	}
	for cut := 1; cut < utf8.UTFMax && cut <= len(block); cut++ {
		if tail := block[len(block)-cut:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				w.rest = append([]byte(nil), tail...)
				block = block[:len(block)-cut]
			}
			break
		}
	}
	w.invalid = !utf8.Valid(block)
}

// collect keeps what stands around bytes beyond ASCII.
func (w *witness) collect(block []byte) {
	for len(block) > 0 && len(w.sample) < maxWitness {
		i := beyondASCII(block)
		if i < 0 {
			return
		}
		from, to := max(0, i-64), min(len(block), i+512)
		w.sample = append(w.sample, block[from:to]...)
		block = block[to:]
	}
}

// beyondASCII is the index of the first byte that is not ASCII, eight looked at at a
// time; -1 where there is none.
func beyondASCII(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if binary.LittleEndian.Uint64(b[i:])&0x8080808080808080 != 0 {
			break
		}
	}
	for ; i < len(b); i++ {
		if b[i] >= utf8.RuneSelf {
			return i
		}
	}
	return -1
}

// textEncoding finds the encoding of a text file: as configured, by its byte order
// mark, UTF-8 where all of it is valid, else by the frequencies of its bytes.
func textEncoding(head []byte, w *witness, wish string) (encoding.Encoding, string, error) {
	switch {
	case wish != "":
		e, err := htmlindex.Get(wish)
		if err != nil {
			return nil, "", fmt.Errorf("the encoding %q is not known; write it like utf-8, windows-1252 or big5", wish)
		}
		return e, strings.ToLower(wish), nil
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return unicode.UTF8BOM, "utf-8 with byte order mark", nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16", nil
	}
	if e := utf16Order(head); e != nil {
		return e, "utf-16", nil
	}
	if !w.invalid && len(w.rest) == 0 {
		return encoding.Nop, "utf-8", nil
	}
	return guessCodePage(w.sample)
}

// utf16Order recognises UTF-16 without a mark by the zero bytes between ASCII letters.
func utf16Order(head []byte) encoding.Encoding {
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 2 || zeros[0]+zeros[1] < half/2:
		return nil
	case zeros[1] > 8*zeros[0]:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros[0] > 8*zeros[1]:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// guessCodePage asks the detector; what it is not sure of is taken for Windows-1252,
// the code page of most spreadsheets that are not UTF-8.
func guessCodePage(sample []byte) (encoding.Encoding, string, error) {
	name := "windows-1252"
	if r := chardet.Detect(sample); r.Confidence > 0.3 && r.Encoding != "" {
		name = strings.ToLower(r.Encoding)
	}
	switch {
	case strings.HasPrefix(name, "iso-8859-1"), name == "ascii", strings.HasPrefix(name, "utf"), strings.HasPrefix(name, "mac"):
		name = "windows-1252"
	case name == "iso-8859-2":
		name = "windows-1250"
	case name == "iso-8859-5":
		name = "windows-1251"
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		name = "windows-1252"
		e, err = htmlindex.Get(name)
	}
	return e, name, err
}

// decoded reads r as UTF-8.
func decoded(r io.Reader, e encoding.Encoding) io.Reader {
	if e == encoding.Nop {
		return r
	}
	return transform.NewReader(r, e.NewDecoder())
}
