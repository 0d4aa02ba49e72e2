package main

import (
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
	items  []int32
	starts []int  // of every item in the text, and where it ends
	text   []byte // with a "|" behind every item
	quoted bool
}

// append appends the rows of a branch.
func (s *setRows) append(rows []byte, b basket.Branch) []byte {
	if len(s.levels) == 0 {
		s.levels = []setPrefix{{starts: []int{0}}}
	}
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
		rows = s.cell(rows, p, item)
		rows = append(rows, size...)
		rows = append(strconv.AppendUint(rows, uint64(b.Counts[i]), 10), '\n')
	}
	return rows
}

// cell appends the cell of a prefix and one more item.
func (s *setRows) cell(row []byte, p *setPrefix, item int32) []byte {
	place := p.place(item)
	at := p.starts[place]
	quoted := p.quoted || s.quoted[item]
	if quoted {
		row = append(row, '"')
	}
	first := item
	if place > 0 {
		first = p.items[0]
	}
	if s.formula[first] && !(len(p.items) == 0 && s.number[first]) {
		row = append(row, '\'')
	}
	row = append(row, p.text[:at]...)
	row = append(row, s.joined[item]...)
	row = append(row, p.text[at:]...)
	row = row[:len(row)-1]
	if quoted {
		row = append(row, '"')
	}
	return row
}

// place is how many of the items stand before another.
func (p *setPrefix) place(item int32) int {
	n := 0
	for _, other := range p.items {
		n += int(uint32(other-item) >> 31) // 1 for other < item
	}
	return n
}

// extend makes p the other prefix with one more item.
func (p *setPrefix) extend(other *setPrefix, item int32, c *cells) {
	place := other.place(item)
	at, more := other.starts[place], len(c.joined[item])
	p.items = append(append(append(p.items[:0], other.items[:place]...), item), other.items[place:]...)
	p.text = append(append(append(p.text[:0], other.text[:at]...), c.joined[item]...), other.text[at:]...)
	p.starts = append(p.starts[:0], other.starts[:place+1]...)
	for _, start := range other.starts[place:] {
		p.starts = append(p.starts, start+more)
	}
	p.quoted = other.quoted || c.quoted[item]
}
