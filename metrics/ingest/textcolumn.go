package ingest

import (
	"bytes"
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
	key     bool              // values are keys and written canonically
	none    map[string]bool   // folded words that mean that there is none
	marks   map[string]bool   // folded words that are marked
	words   []bool            // shapes of all that is looked up; nil without any
	means   map[string]string // folded words and what is written for them
	digits  []byte            // of a key that was a number
	seed    maphash.Seed
	entries []textEntry
}

// textEntry is a cell and what became of it.
type textEntry struct {
	raw    string
	text   []byte
	marked bool
}

func newTextColumn(column int, key bool, none, marks map[string]bool) *textColumn {
	return &textColumn{column: column, key: key, none: none, marks: marks, words: shapes(none, marks), seed: maphash.MakeSeed()}
}

// read is the clean text of the column in a row, valid until the next, and whether it is
// marked. It is empty where the cell says that there is none, and for an error. plain
// says that all texts of the row are known to be printable.
func (c *textColumn) read(cells []sheet.Cell, plain bool) (text []byte, marked bool) {
	if c.column >= len(cells) {
		return nil, false
	}
	x := &cells[c.column]
	switch x.Kind {
	case sheet.Text:
		if plain && c.isOwn(x.Text) {
			return x.Text, false
		}
	case sheet.Number:
		return c.number(x)
	case sheet.Error:
		return nil, false
	}
	return c.clean(x.Text)
}

// translate makes the column write for each of the folded words what it means.
func (c *textColumn) translate(means map[string]string) {
	words := map[string]bool{}
	for w := range means {
		words[w] = true
	}
	c.means, c.words = means, shapes(c.none, c.marks, words)
}

// looksForNumbers reports whether any word that is looked up is a number, which it could be told
// by where the column holds numbers.
func (c *textColumn) looksForNumbers() bool {
	number := func(word string) bool {
		_, err := strconv.ParseFloat(word, 64)
		return err == nil
	}
	for _, words := range []map[string]bool{c.none, c.marks} {
		for w := range words {
			if number(w) {
				return true
			}
		}
	}
	for w := range c.means {
		if number(w) {
			return true
		}
	}
	return false
}

// text is the clean text as a string, and of an error its name.
func (c *textColumn) text(cells []sheet.Cell) string {
	if c.column >= len(cells) {
		return ""
	}
	text, _ := c.clean(cells[c.column].Text)
	return string(text)
}

// number reads a number as a text. A long one that a workbook holds as 4.006381333931E+12
// is a key in its digits; in a text, 12E4 is a code of its own.
func (c *textColumn) number(x *sheet.Cell) (text []byte, marked bool) {
	if bytes.IndexByte(x.Text, 'E') >= 0 {
		if f, ok := x.Float(); ok && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			c.digits = strconv.AppendInt(c.digits[:0], int64(f), 10)
			return c.clean(c.digits)
		}
	}
	return c.clean(x.Text)
}

func (c *textColumn) clean(raw []byte) (text []byte, marked bool) {
	if len(raw) == 0 || isPrintable(raw) && c.isOwn(raw) {
		return raw, false
	}
	e := c.remembered(raw)
	return e.text, e.marked
}

// care is what the first byte of a printable text says of it.
type care uint8

const (
	blankFirst   care = 1 << iota // it is not clean
	missingFirst                  // it may be a way to write that there is none
	digitFirst                    // it may be a number
)

var firstBytes = [256]care{' ': blankFirst,
	'-': missingFirst, 'N': missingFirst, 'n': missingFirst, '<': missingFirst, '(': missingFirst, '#': missingFirst,
	'0': digitFirst, '1': digitFirst, '2': digitFirst, '3': digitFirst, '4': digitFirst,
	'5': digitFirst, '6': digitFirst, '7': digitFirst, '8': digitFirst, '9': digitFirst}

// isOwn tells whether a printable text is clean as it stands: neither a way to write
// that there is none, nor a number for a key, nor perhaps a word to look for.
func (c *textColumn) isOwn(text []byte) bool {
	if f := firstBytes[text[0]]; f != 0 {
		if f == blankFirst || f == missingFirst && len(text) <= maxMissing || f == digitFirst && c.key && bytes.IndexByte(text, '.') >= 0 {
			return false
		}
	}
	return text[len(text)-1] != ' ' && (c.words == nil || !c.words[shape(text)])
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
	if isMissing(s) || len(c.none) > 0 && c.none[fold(s)] {
		s = ""
	}
	if means, ok := c.means[fold(s)]; ok {
		s = means
	}
	*e = textEntry{string(raw), []byte(s), len(c.marks) > 0 && len(s) <= maxMark && c.marks[fold(s)]}
	return e
}

// shapes tell cheaply, by length, first and last letter, of most printable texts that
// they are in none of some sets of folded words.
func shapes(sets ...map[string]bool) []bool {
	var shapes []bool
	for _, words := range sets {
		for w := range words {
			if shapes == nil {
				shapes = make([]bool, 1<<14)
			}
			if w != "" {
				shapes[shape(w)] = true
			}
		}
	}
	return shapes
}

// shape depends on nothing that folding changes in ASCII: on no bit of case.
func shape[T string | []byte](s T) int {
	first, last := s[0]&0x1f, s[len(s)-1]&0x1f
	return int(first) | int(last)<<5 | len(s)&0xf<<10
}
