package main

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strconv"

	"xsell/metrics/basket"
)

// setRows writes the rows of branches one after the other. The cell of a set differs from
// that of its prefix by one item, which is put in where it belongs by name.
type setRows struct {
	*cells
	levels []setPrefix // by the number of items
}

// setPrefix is items as they stand in a cell, sorted by name.
type setPrefix struct {
	low    lowItems
	high   []int32 // the others, in any order
	starts []int32 // where in the text each begins, and where the last one ends
	text   []byte  // with a "|" behind every item
	first  int32   // the first item, where there is one
	quoted bool
}

// lowItems are the items below 64 times its words, a bit for each: it is faster to count bits
// than to compare items.
type lowItems struct {
	words  [2]uint64
	before [3]uint16 // how many are in the words before
}

// isLow reports whether the item is one that lowItems can hold.
func isLow(item int32) bool { return int(item) < 64*len(lowItems{}.words) }

// add adds a low item.
func (l *lowItems) add(item int32) {
	word := int(item >> 6)
	l.words[word] |= 1 << (item & 63)
	for i := word + 1; i < len(l.before); i++ {
		l.before[i]++
	}
}

// below is how many items stand before a low one.
func (l *lowItems) below(item int32) int {
	word := int(item>>6) & (len(l.words) - 1)
	return int(l.before[word]) + bits.OnesCount64(l.words[word]&(1<<(item&63)-1))
}

// all is how many items there are.
func (l *lowItems) all() int { return int(l.before[len(l.words)]) }

// append appends the rows of a branch.
func (s *setRows) append(rows []byte, b basket.Branch) []byte {
	for len(s.levels) <= len(b.Prefix) {
		s.levels = append(s.levels, setPrefix{starts: []int32{0}})
	}
	for n := b.Shared; n < len(b.Prefix); n++ {
		s.levels[n+1].extend(&s.levels[n], b.Prefix[n], s.cells)
	}
	p := &s.levels[len(b.Prefix)]
	var memory [24]byte
	size := append(strconv.AppendInt(append(memory[:0], ','), int64(len(b.Prefix)+1), 10), ',')
	for i, item := range b.Items {
		if s.plain {
			rows = p.with(rows, int(p.starts[p.place(item)]), s.name(item))
			rows = rows[:len(rows)-1]
		} else {
			rows = s.cell(rows, p, item)
		}
		rows = append(rows, size...)
		rows = appendCount(rows, b.Counts[i])
	}
	return rows
}

// cell appends the cell of a prefix and one more item.
func (s *setRows) cell(row []byte, p *setPrefix, item int32) []byte {
	quoted := p.quoted || s.quoted[item]
	if quoted {
		row = append(row, '"')
	}
	first := item
	if len(p.text) > 0 {
		first = min(item, p.first)
	}
	if s.formula[first] && !(len(p.text) == 0 && s.number[first]) {
		row = append(row, '\'')
	}
	row = p.with(row, int(p.starts[p.place(item)]), s.name(item))
	row = row[:len(row)-1]
	if quoted {
		row = append(row, '"')
	}
	return row
}

// extend makes p the other prefix with one more item.
func (p *setPrefix) extend(other *setPrefix, item int32, c *cells) {
	place := other.place(item)
	name := c.name(item)
	p.low, p.high = other.low, append(p.high[:0], other.high...)
	if isLow(item) {
		p.low.add(item)
	} else {
		p.high = append(p.high, item)
	}
	p.starts = append(p.starts[:0], other.starts[:place+1]...)
	for _, start := range other.starts[place:] {
		p.starts = append(p.starts, start+int32(len(name)))
	}
	p.text = slices.Grow(other.with(p.text[:0], int(other.starts[place]), name), 2*shortText)
	p.first = item
	if place > 0 {
		p.first = other.first
	}
	p.quoted = other.quoted || c.quoted[item]
}

// place is how many of the items stand before another.
func (p *setPrefix) place(item int32) int {
	if isLow(item) {
		return p.low.below(item)
	}
	place := p.low.all()
	for _, other := range p.high {
		place += int(uint32(other-item) >> 31) // 1 for other < item
	}
	return place
}

// Texts and names up to these lengths are copied in one piece of that length, whatever of it
// is theirs: that is faster than to look how long they are.
const (
	shortName = 16
	shortText = 2 * shortName
)

// with appends the text with one more name, where it belongs.
func (p *setPrefix) with(to []byte, at int, name []byte) []byte {
	text := p.text
	if len(text) > shortText || len(name) > shortName || cap(text) < 2*shortText || cap(name) < shortName {
		return append(append(append(to, text[:at]...), name...), text[at:]...)
	}
	n, behind := len(to), at+len(name)
	to = slices.Grow(to, 2*shortText+shortName)
	room := to[n : n+2*shortText+shortName]
	copyShortText(room, text[:shortText])
	copyShortName(room[at:], name[:shortName])
	copyShortText(room[behind:], text[at:at+shortText])
	return to[:n+len(text)+len(name)]
}

func copyShortText(to, from []byte) {
	copyShortName(to, from)
	copyShortName(to[shortName:], from[shortName:])
}

func copyShortName(to, from []byte) {
	a, b := binary.NativeEndian.Uint64(from), binary.NativeEndian.Uint64(from[8:])
	binary.NativeEndian.PutUint64(to, a)
	binary.NativeEndian.PutUint64(to[8:], b)
}

// appendCount appends a count and the end of its row.
func appendCount(row []byte, count int32) []byte {
	switch n := uint32(count); {
	case n >= 1000 && n <= 9999:
		return append(row, '0'+byte(n/1000), '0'+byte(n/100%10), '0'+byte(n/10%10), '0'+byte(n%10), '\n')
	case n >= 100 && n <= 999:
		return append(row, '0'+byte(n/100), '0'+byte(n/10%10), '0'+byte(n%10), '\n')
	}
	return append(strconv.AppendInt(row, int64(count), 10), '\n')
}
