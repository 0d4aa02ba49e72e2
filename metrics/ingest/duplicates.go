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

// copySet remembers every line by a hash of 128 bits over all its cells and the names
// of its columns: among 10 million lines two different ones would meet once in 10^24
// runs, so that equal hashes are equal lines. It is an open-addressing table of 18
// bytes a slot at a load of at most three quarters, because a map of Go takes three
// times as much for 10 million lines.
type copySet struct {
	seeds  [2]maphash.Seed
	high   []uint64
	low    []uint64
	source []uint16
	used   int
	row    []byte
}

func newCopySet() *copySet {
	s := &copySet{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
	s.resize(1 << 16)
	return s
}

func (s *copySet) resize(slots int) {
	high, low, source := s.high, s.low, s.source
	s.high, s.low, s.source = make([]uint64, slots), make([]uint64, slots), make([]uint16, slots)
	for i := range high {
		if high[i] != 0 {
			at := s.find(high[i], low[i])
			s.high[at], s.low[at], s.source[at] = high[i], low[i], source[i]
		}
	}
}

// find is the slot of the hash, or the free one it would take.
func (s *copySet) find(high, low uint64) int {
	mask := uint64(len(s.high) - 1)
	at := low & mask
	for s.high[at] != 0 && (s.high[at] != high || s.low[at] != low) {
		at = (at + 1) & mask
	}
	return int(at)
}

// seen remembers a line of a sheet with the layout, read as the source, and tells
// whether it was there before.
func (s *copySet) seen(layout string, cells []sheet.Cell, source int) seenState {
	s.row = append(s.row[:0], layout...)
	for _, c := range cells {
		s.row = append(append(s.row, c.Text...), 0x1f)
	}
	high, low := maphash.Bytes(s.seeds[0], s.row)|1, maphash.Bytes(s.seeds[1], s.row)
	at := s.find(high, low)
	if s.high[at] != 0 {
		if s.source[at] == uint16(source) {
			return sameSheet
		}
		return otherFile
	}
	s.high[at], s.low[at], s.source[at] = high, low, uint16(source)
	if s.used++; 4*s.used > 3*len(s.high) {
		s.resize(2 * len(s.high))
	}
	return newLine
}

// copyCount counts the copies among the lines of a sheet.
type copyCount struct {
	first [3]int // row of the first copy, by seenState
	sums  [3]sales.Totals
}

func (c *copyCount) count(s seenState, row int, line sales.Totals) {
	if c.sums[s].Lines == 0 {
		c.first[s] = row
	}
	c.sums[s] = c.sums[s].Add(line)
}

// reportCopies makes one problem of all copies in the sheet and one of all lines that
// stand in another, too.
func (r *lineReader) reportCopies() {
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
