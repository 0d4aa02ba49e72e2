package ingest

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"math"
	"strconv"

	"xsell/metrics/ingest/sheet"
)

const (
	maxMark     = 64   // bytes of the longest text that a column is asked to mark
	internSlots = 4096 // texts remembered by a column
	maxMissing  = 6    // bytes of the longest text that isMissing knows
)

// textColumn turns the cells of a column into clean texts. A text that is clean as it
// stands is the cell's own; the rest is remembered in a table, so that what comes again
// is cleaned once. The table is bounded: a column whose texts never come again costs no
// more than its slots.
type textColumn struct {
	column  int
	key     bool // values are keys and written canonically
	none    wordShapes
	marks   wordShapes // texts that are marked
	digits  []byte     // of a key that was a number
	seed    maphash.Seed
	entries []textEntry
}

// textEntry is a cell and what became of it.
type textEntry struct {
	raw    string
	text   []byte
	marked bool
}

func newTextColumn(column int, key bool, none map[string]bool) *textColumn {
	return &textColumn{column: column, key: key, none: shapesOf(none), marks: shapesOf(nil), seed: maphash.MakeSeed()}
}

// read is the clean text of the column in a row, valid until the next, and whether it is
// marked. It is empty where the cell says that there is none, and for an error.
func (c *textColumn) read(cells []sheet.Cell) (text []byte, marked bool) {
	if c.column >= len(cells) || cells[c.column].Kind == sheet.Error {
		return nil, false
	}
	return c.cell(&cells[c.column])
}

// text is the clean text as a string, and of an error its name.
func (c *textColumn) text(cells []sheet.Cell) string {
	if c.column >= len(cells) {
		return ""
	}
	text, _ := c.clean(cells[c.column].Text)
	return string(text)
}

// cell reads one cell. A long number that a workbook holds as 4.006381333931E+12 is a
// key in its digits; in a text, 12E4 is a code of its own.
func (c *textColumn) cell(x *sheet.Cell) (text []byte, marked bool) {
	if x.Kind == sheet.Number && bytes.IndexByte(x.Text, 'E') >= 0 {
		if f, ok := x.Float(); ok && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			c.digits = strconv.AppendInt(c.digits[:0], int64(f), 10)
			return c.clean(c.digits)
		}
	}
	return c.clean(x.Text)
}

func (c *textColumn) clean(raw []byte) (text []byte, marked bool) {
	if len(raw) == 0 || c.isClean(raw) {
		return raw, false
	}
	e := c.remembered(raw)
	return e.text, e.marked
}

// isClean tells whether the cell is its text: printable ASCII that is neither a way to
// write that there is none, nor a number for a key, nor perhaps a word to look for.
func (c *textColumn) isClean(raw []byte) bool {
	if raw[0] == ' ' || raw[len(raw)-1] == ' ' || !isPrintable(raw) {
		return false
	}
	if len(raw) <= maxMissing {
		switch raw[0] {
		case '-', 'N', 'n', '<', '(', '#':
			return false
		}
	}
	return !(c.key && bytes.IndexByte(raw, '.') >= 0) && !c.none.mayHave(raw) && !c.marks.mayHave(raw)
}

// isPrintable tells whether all bytes are ASCII and none is a control character. It
// looks at eight at a time: only a byte below 0x20 borrows in the subtraction, and
// only 0x7f carries in the addition, as long as none has its high bit set.
func isPrintable(b []byte) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for ; len(b) >= 8; b = b[8:] {
		x := binary.LittleEndian.Uint64(b)
		if (x|(x-0x20*ones)|(x+ones))&high != 0 {
			return false
		}
	}
	for _, c := range b {
		if c < 0x20 || c >= 0x7f {
			return false
		}
	}
	return true
}

// remembered is the entry of a cell that has to be cleaned or looked up.
func (c *textColumn) remembered(raw []byte) *textEntry {
	if c.entries == nil {
		c.entries = make([]textEntry, internSlots)
	}
	e := &c.entries[maphash.Bytes(c.seed, raw)%internSlots]
	if e.raw == string(raw) {
		return e
	}
	s := clean(raw)
	if c.key {
		s = canonicalKey(s)
	}
	if isMissing(s) || len(c.none.words) > 0 && c.none.words[fold(s)] {
		s = ""
	}
	*e = textEntry{string(raw), []byte(s), len(c.marks.words) > 0 && len(s) <= maxMark && c.marks.words[fold(s)]}
	return e
}

// wordShapes is a set of folded words that tells cheaply, by length, first and last
// letter, of most ASCII texts that they are not in it.
type wordShapes struct {
	words  map[string]bool
	shapes []bool // nil without words
}

func shapesOf(words map[string]bool) wordShapes {
	if len(words) == 0 {
		return wordShapes{}
	}
	s := wordShapes{words, make([]bool, 1<<14)}
	for w := range words {
		if w != "" {
			s.shapes[shape(w)] = true
		}
	}
	return s
}

// mayHave is false for an ASCII text that is surely not in the set when it is folded.
func (s wordShapes) mayHave(text []byte) bool { return s.shapes != nil && s.shapes[shape(text)] }

// shape depends on nothing that folding changes in ASCII: on no bit of case.
func shape[T string | []byte](s T) int {
	first, last := s[0]&0x1f, s[len(s)-1]&0x1f
	return int(first) | int(last)<<5 | len(s)&0xf<<10
}
