package sheet

import (
	"encoding/binary"
	"math/bits"
)

// Nearly every cell is written the same way, by Excel and by the libraries that
// write xlsx:
//
//	<c r="B2" s="1" t="s"><v>17</v></c>
//	<c r="C2" t="inlineStr"><is><t>lamp</t></is></c>
//
// What follows compares these with machine words, eight bytes at a time. Whatever
// is not exactly so is left to the careful code in row.go, which reads the cell
// again from its start. Words are loaded across the end of the data, where the
// padding is zero and equals nothing.

// The strings of a cell as load reads them: the first byte is the lowest.
const (
	wordCell       = 0x223d7220633c     // <c r="
	wordStyle      = 0x223d7320         //  s="
	wordType       = 0x223d7420         //  t="
	wordValue      = 0x3e763c           // <v>
	wordEnd        = 0x3e632f3c3e762f3c // </v></c>
	wordFormula    = 0x3e663c           // <f>
	wordFormulaEnd = 0x3e662f3c         // </f>
	wordInline     = 0x3e743c3e73693c   // <is><t>
	wordTextEnd    = 0x73692f3c3e742f3c // </t></is
	wordInlineEnd  = 0x3e632f3c3e       // ></c>
	wordTypeShared = 0x3e2273           // s">
	wordTypeNumber = 0x3e226e           // n">
	wordTypeString = 0x3e22727473       // str">
	wordItem       = 0x3e743c3e69733c   // <si><t>
	wordItemEnd    = 0x69732f3c3e742f3c // </t></si
	wordTypeInline = 0x7453656e696c6e69 // inlineSt

	maxStyles = 1 << 20 // Excel has 65,490 cell formats

	mask3 = 1<<24 - 1
	mask4 = 1<<32 - 1
	mask5 = 1<<40 - 1
	mask6 = 1<<48 - 1
	mask7 = 1<<56 - 1

	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

func load(b []byte, p int) uint64 { return binary.LittleEndian.Uint64(b[p : p+8]) }

func store(b []byte, p int, x uint64) { binary.LittleEndian.PutUint64(b[p:p+8], x) }

// zeroBytes has the high bit set in the lowest zero byte of x, and clear below it
// (Warren, Hacker's Delight, 6-1).
func zeroBytes(x uint64) uint64 { return (x - lowBits) &^ x & highBits }

// expectRef prepares for cells whose references end with the number of the row.
func (r *rowScanner) expectRef(digits []byte) {
	n := len(digits) + 1
	if n > 8 || digits[0] == '0' || len(r.prefix) > 0 {
		return
	}
	var ref [8]byte
	copy(ref[:], digits)
	ref[n-1] = '"'
	r.ref, r.refLen, r.refMask = binary.LittleEndian.Uint64(ref[:]), n, ^uint64(0)>>(64-8*n)
}

// scanFast reads cells as long as they are written the common way, and returns
// where the first one begins that is not.
func (r *rowScanner) scanFast(b []byte, p int) int {
	b = b[:len(b)+padding]
	for {
		next := r.fastCell(b, p)
		if next < 0 {
			return p
		}
		p = next
	}
}

// fastCell reads the cell at b[p:] and returns where it ends, or -1.
func (r *rowScanner) fastCell(b []byte, p int) int {
	if load(b, p)&mask6 != wordCell {
		return -1
	}
	p += len(`<c r="`)
	column := -1
	for {
		letter := uint(b[p]) - 'A'
		if letter > 25 {
			break
		}
		column = (column+1)*26 + int(letter)
		if p++; column >= r.limits.Columns {
			return -1
		}
	}
	if load(b, p)&r.refMask != r.ref || column < 0 {
		return -1
	}
	p += r.refLen
	h := cellHead{column: column}
	if load(b, p)&mask4 == wordStyle {
		p += len(` s="`)
		for b[p]-'0' <= 9 && h.style < maxStyles {
			h.style = h.style*10 + int(b[p]-'0')
			p++
		}
		if b[p] != '"' {
			return -1
		}
		p++
	}
	next := r.fastValue(b, p, h)
	if next >= 0 {
		r.column = column + 1
	}
	return next
}

// fastValue reads a cell from its type on.
func (r *rowScanner) fastValue(b []byte, p int, h cellHead) int {
	switch b[p] {
	case '>':
		return r.fastNumber(b, p+1, h)
	case '/':
		if b[p+1] != '>' {
			return -1
		}
		return p + 2
	}
	if load(b, p)&mask4 != wordType {
		return -1
	}
	p += len(` t="`)
	switch x := load(b, p); {
	case x&mask3 == wordTypeShared:
		return r.fastShared(b, p+len(`s">`), h)
	case x&mask3 == wordTypeNumber:
		return r.fastNumber(b, p+len(`n">`), h)
	case x == wordTypeInline && b[p+8] == 'r' && b[p+9] == '"' && b[p+10] == '>':
		return r.fastInline(b, p+len(`inlineStr">`), h)
	case x&mask5 == wordTypeString:
		return r.fastString(b, p+len(`str">`), h)
	}
	return -1
}

// fastNumber reads <v>2.55</v></c>, with a formula before it or without.
func (r *rowScanner) fastNumber(b []byte, p int, h cellHead) int {
	from := r.valueStart(b, p)
	if from < 0 {
		return -1
	}
	to, special := textEnd(b, from)
	if special || load(b, to) != wordEnd || to == from || b[from] <= ' ' || b[to-1] <= ' ' {
		return -1
	}
	c := Cell{Kind: Number, Text: b[from:to:to]}
	if h.style < len(r.styles) {
		c.Kind, c.Hint = r.styles[h.style].kind, r.styles[h.style].hint
	}
	r.put(h.column, c)
	return to + len("</v></c>")
}

// valueStart is where the text of <v> begins, or -1.
func (r *rowScanner) valueStart(b []byte, p int) int {
	if load(b, p)&mask3 == wordFormula {
		p, _ = textEnd(b, p+len("<f>"))
		if load(b, p)&mask4 != wordFormulaEnd {
			return -1
		}
		p += len("</f>")
	}
	if load(b, p)&mask3 != wordValue {
		return -1
	}
	return p + len("<v>")
}

// fastShared reads <v>17</v></c>, the number of a shared string.
func (r *rowScanner) fastShared(b []byte, p int, h cellHead) int {
	if load(b, p)&mask3 != wordValue {
		return -1
	}
	i, p := 0, p+len("<v>")
	for from := p; b[p]-'0' <= 9 && p-from < 10; p++ {
		i = i*10 + int(b[p]-'0')
	}
	if load(b, p) != wordEnd || b[p-1] == '>' || i >= r.shared.len() {
		return -1
	}
	if text := r.shared.at(i); len(text) > 0 {
		r.put(h.column, Cell{Kind: Text, Text: text})
	}
	return p + len("</v></c>")
}

// fastString reads <v>text</v></c>.
func (r *rowScanner) fastString(b []byte, p int, h cellHead) int {
	from := r.valueStart(b, p)
	if from < 0 {
		return -1
	}
	to, special := textEnd(b, from)
	if load(b, to) != wordEnd || !r.putText(h.column, b[from:to:to], special) {
		return -1
	}
	return to + len("</v></c>")
}

// fastInline reads <is><t>text</t></is></c>.
func (r *rowScanner) fastInline(b []byte, p int, h cellHead) int {
	if load(b, p)&mask7 != wordInline {
		return -1
	}
	from := p + len("<is><t>")
	to, special := textEnd(b, from)
	if load(b, to) != wordTextEnd || load(b, to+8)&mask5 != wordInlineEnd ||
		!r.putText(h.column, b[from:to:to], special) {
		return -1
	}
	return to + len("</t></is></c>")
}

// fastItem reads the shared string <si><t>text</t></si> where nothing in its text
// needs decoding, and returns the text and where the item ends, or 0.
func fastItem(b []byte, p int) ([]byte, int) {
	b = b[:len(b)+padding]
	if load(b, p)&mask7 != wordItem {
		return nil, 0
	}
	from := p + len("<si><t>")
	to, special := textEnd(b, from)
	if special || load(b, to) != wordItemEnd || b[to+8] != '>' {
		return nil, 0
	}
	return b[from:to], to + len("</t></si>")
}

// putText stores a text, of which special says that it may need decoding. It is
// false for a text that is too long.
func (r *rowScanner) putText(column int, raw []byte, special bool) bool {
	if special {
		from := len(r.decoded)
		r.decoded = appendText(r.decoded, raw, false)
		raw = r.decoded[from:len(r.decoded):len(r.decoded)]
	}
	if len(raw) > r.limits.Cell {
		return false
	}
	if len(raw) > 0 {
		r.put(column, Cell{Kind: Text, Text: raw})
	}
	return true
}

// textEnd finds the < that ends a text, or the end of b less a word. special tells
// whether there may be something in the text to decode: an entity, a carriage
// return, an underscore or a byte that is not ASCII; bytes behind the text may
// make it true as well.
func textEnd(b []byte, p int) (end int, special bool) {
	var seen uint64
	for ; p <= len(b)-16; p += 8 {
		x := load(b, p)
		seen |= x | zeroBytes(x^('&'*lowBits)) | zeroBytes(x^('_'*lowBits)) | zeroBytes(x^('\r'*lowBits))
		if shut := zeroBytes(x ^ ('<' * lowBits)); shut != 0 {
			return p + bits.TrailingZeros64(shut)/8, seen&highBits != 0
		}
	}
	return len(b) - 16, true
}
