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

// trustedPages are the encodings the detector tells well, by its names for them. It
// takes the Latin code pages for one another.
var trustedPages = map[string]string{
	"windows-1251": "windows-1251", "iso-8859-5": "windows-1251", "koi8-r": "koi8-r", "ibm866": "ibm866",
	"big5": "big5", "gb2312": "gb18030", "gb18030": "gb18030", "shift_jis": "shift_jis", "euc-jp": "euc-jp", "euc-kr": "euc-kr",
}

// guessCodePage tells code pages apart by the frequencies of their letters.
func guessCodePage(sample []byte) (encoding.Encoding, string, error) {
	name := "windows-1252"
	r := chardet.Detect(sample)
	if trusted, ok := trustedPages[strings.ToLower(r.Encoding)]; ok && r.Confidence > 0.3 {
		name = trusted
	} else if looksPolish(sample) {
		name = "windows-1250"
	}
	e, err := htmlindex.Get(name)
	return e, name, err
}

// looksPolish tells Windows-1250 from Windows-1252 by letters of the one that are
// signs in the other: a 3 or a question mark upside down inside a word is an ł or a ż.
func looksPolish(sample []byte) bool {
	isLetter := func(i int) bool {
		return i >= 0 && i < len(sample) && (sample[i]|0x20 >= 'a' && sample[i]|0x20 <= 'z' || sample[i] >= 0xc0)
	}
	beyond, inside := 0, 0
	kinds := map[byte]bool{}
	for i, c := range sample {
		if c < utf8.RuneSelf {
			continue
		}
		beyond++
		switch c {
		case 0xb3, 0xb9, 0xbf, 0x9c, 0x9f, 0xa3, 0xa5, 0xaf, 0x8c: // ł ą ż ś ź Ł Ą Ż Ś
			if isLetter(i-1) || isLetter(i+1) {
				inside++
				kinds[c] = true
			}
		}
	}
	return len(kinds) > 1 && 5*inside >= beyond
}

// decoded reads r as UTF-8.
func decoded(r io.Reader, e encoding.Encoding) io.Reader {
	if e == encoding.Nop {
		return r
	}
	return transform.NewReader(r, e.NewDecoder())
}
