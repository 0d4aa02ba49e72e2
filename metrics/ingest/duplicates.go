package ingest

import (
	"fmt"
	"hash/maphash"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// seenState tells whether a line came before.
type seenState uint8

const (
	newLine   seenState = iota
	sameSheet           // it stands in its sheet before
	otherFile           // it stands in a sheet or file read before
)

// copySet remembers every line by a hash of 112 bits over all its cells and the layout
// of its sheet: among 10 million lines two different ones would meet once in 10^20
// runs, so that equal hashes are equal lines. It is an open-addressing table of 16
// bytes a slot at a load of at most three quarters, because a map of Go takes three
// times as much for 10 million lines, and a line costs one miss of the cache.
type copySet struct {
	seeds   [2]maphash.Seed
	slots   []copySlot
	used    int
	layouts map[string]uint16
	layout  string // the last one, and its number
	id      uint16
	row     []byte
}

// copySlot is 64 bits of the hash and 48 more, above one and the source of the line;
// it is free while mark is zero.
type copySlot struct{ low, mark uint64 }

const sourceBits = 1<<16 - 1

func newCopySet() *copySet {
	return &copySet{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, slots: make([]copySlot, 1<<16), layouts: map[string]uint16{}}
}

func (s *copySet) grow() {
	old := s.slots
	s.slots = make([]copySlot, 2*len(old))
	for _, x := range old {
		if x.mark != 0 {
			*s.find(x) = x
		}
	}
}

// find is the slot that holds the hash, or the free one it would take.
func (s *copySet) find(x copySlot) *copySlot {
	mask := uint64(len(s.slots) - 1)
	for at := x.low & mask; ; at = (at + 1) & mask {
		if o := &s.slots[at]; o.mark == 0 || o.low == x.low && (o.mark^x.mark)&^sourceBits == 0 {
			return o
		}
	}
}

// hash stands for a line of a sheet with the layout, read as the source.
func (s *copySet) hash(layout string, cells []sheet.Cell, source int) copySlot {
	if layout != s.layout {
		s.layout, s.id = layout, s.number(layout)
	}
	s.row = append(s.row[:0], byte(s.id), byte(s.id>>8))
	for _, c := range cells {
		s.row = append(append(s.row, c.Text...), 0x1f)
	}
	return copySlot{maphash.Bytes(s.seeds[0], s.row), maphash.Bytes(s.seeds[1], s.row)&^sourceBits | uint64(source+1)&sourceBits}
}

// seen remembers a line and tells whether it was there before.
func (s *copySet) seen(x copySlot) seenState {
	at := s.find(x)
	switch {
	case at.mark == 0:
	case (at.mark^x.mark)&sourceBits == 0:
		return sameSheet
	default:
		return otherFile
	}
	*at = x
	if s.used++; 4*s.used > 3*len(s.slots) {
		s.grow()
	}
	return newLine
}

// number stands for a layout; it counts from 1.
func (s *copySet) number(layout string) uint16 {
	if s.layouts[layout] == 0 {
		s.layouts[layout] = uint16(len(s.layouts) + 1)
	}
	return s.layouts[layout]
}

// copyCount counts the copies among the lines of a sheet.
type copyCount struct {
	first   [3]int // row of the first copy, by seenState
	sums    [3]sales.Totals
	waiting []waitingLine
	touched uint64
}

// waitingLine is a line that is yet to be looked up.
type waitingLine struct {
	hash copySlot
	row  int
	line sales.Totals
}

// maxWaiting lines are looked up at a time.
const maxWaiting = 256

func (c *copyCount) count(s seenState, row int, line sales.Totals) {
	if s == newLine {
		return
	}
	if c.sums[s].Lines == 0 {
		c.first[s] = row
	}
	c.sums[s] = c.sums[s].Add(line)
}

// lookUp counts the lines that wait. A line costs a miss of the cache, on which all the
// work behind it would wait; touching the slots in a loop that does nothing else lets
// the misses of many lines run side by side.
func (c *copyCount) lookUp(known *copySet) {
	for _, w := range c.waiting {
		c.touched ^= known.slots[w.hash.low&uint64(len(known.slots)-1)].mark
	}
	for _, w := range c.waiting {
		c.count(known.seen(w.hash), w.row, w.line)
	}
	c.waiting = c.waiting[:0]
}

// isDropped looks for the line among those before it, and tells whether it is a copy to
// be left out. Lines that are kept whatever comes out are looked up later.
func (r *lineReader) isDropped(row int, cells []sheet.Cell, line sales.Totals) bool {
	known, c := r.run.copies, &r.copies
	hash := known.hash(r.s.signature(), cells, r.source)
	if r.o.Config.Duplicates == "drop" {
		seen := known.seen(hash)
		c.count(seen, row, line)
		return seen != newLine
	}
	if c.waiting = append(c.waiting, waitingLine{hash, row, line}); len(c.waiting) == maxWaiting {
		c.lookUp(known)
	}
	return false
}

// reportCopies makes one problem of all copies in the sheet and one of all lines that
// stand in another, too.
func (r *lineReader) reportCopies() {
	r.copies.lookUp(r.run.copies)
	done := "kept; set duplicates to drop to leave them out"
	if r.o.Config.Duplicates == "drop" {
		done = "left out"
	}
	for _, x := range []struct {
		state   seenState
		kind    string
		message string
	}{
		{sameSheet, kindDuplicate, "exact copies of lines above"},
		{otherFile, kindOverlap, "lines that stand in a sheet or file read before, too"},
	} {
		if t := r.copies.sums[x.state]; t.Lines > 0 {
			r.problems.note(sales.Problem{Kind: x.kind, Lines: t.Lines, Revenue: t.Revenue,
				Message: fmt.Sprintf("%d %s, the first in row %d: %s", t.Lines, x.message, r.copies.first[x.state], done)})
		}
	}
}
