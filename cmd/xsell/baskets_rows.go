package main

import (
	"encoding/binary"
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
	parts  []setPart
	text   []byte // with a "|" behind every item
	quoted bool
}

// setPart is an item of a cell and where in its text it begins.
type setPart struct{ item, start int32 }

// append appends the rows of a branch.
func (s *setRows) append(rows []byte, b basket.Branch) []byte {
	for len(s.levels) <= len(b.Prefix) {
		s.levels = append(s.levels, setPrefix{})
	}
	for n := b.Shared; n < len(b.Prefix); n++ {
		s.levels[n+1].extend(&s.levels[n], b.Prefix[n], s.cells)
	}
	p := &s.levels[len(b.Prefix)]
	var memory [24]byte
	size := append(strconv.AppendInt(append(memory[:0], ','), int64(len(b.Prefix)+1), 10), ',')
	for i, item := range b.Items {
		if s.plain {
			_, at := p.place(item)
			rows = p.with(rows, at, s.name(item))
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
	if len(p.parts) > 0 {
		first = min(item, p.parts[0].item)
	}
	if s.formula[first] && !(len(p.parts) == 0 && s.number[first]) {
		row = append(row, '\'')
	}
	_, at := p.place(item)
	row = p.with(row, at, s.name(item))
	row = row[:len(row)-1]
	if quoted {
		row = append(row, '"')
	}
	return row
}

// extend makes p the other prefix with one more item.
func (p *setPrefix) extend(other *setPrefix, item int32, c *cells) {
	place, at := other.place(item)
	name := c.name(item)
	p.parts = append(append(append(p.parts[:0], other.parts[:place]...), setPart{item, int32(at)}), other.parts[place:]...)
	for i := place + 1; i < len(p.parts); i++ {
		p.parts[i].start += int32(len(name))
	}
	p.text = slices.Grow(other.with(p.text[:0], at, name), 2*shortText)
	p.quoted = other.quoted || c.quoted[item]
}

// place is how many of the items stand before another, and where in the text it belongs.
func (p *setPrefix) place(item int32) (place, at int) {
	for _, other := range p.parts {
		place += int(uint32(other.item-item) >> 31) // 1 for other < item
	}
	if place == len(p.parts) {
		return place, len(p.text)
	}
	return place, int(p.parts[place].start)
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
