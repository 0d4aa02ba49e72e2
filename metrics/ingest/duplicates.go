package ingest

import (
	"hash/maphash"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/phrases"
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

// lineHasher makes the hashes of the lines of a sheet, for one goroutine.
type lineHasher struct {
	seeds  [2]maphash.Seed
	source uint64
	layout int    // bytes of row that stand for the layout of the sheet
	row    []byte // and the cells of a line behind them
}

// hasher is for the lines of a sheet with the layout, read as the source.
func (s *copySet) hasher(layout string, source int) *lineHasher {
	id := s.number(layout)
	return &lineHasher{s.seeds, uint64(source+1) & sourceBits, 2, []byte{byte(id), byte(id >> 8)}}
}

// of stands for a line. Where the cells stand in a text with one byte between them, it
// is copied as a whole.
func (h *lineHasher) of(cells []sheet.Cell, text []byte) copySlot {
	row := h.row[:h.layout]
	if text != nil {
		row = append(append(row, text...), 0x1f)
		at := h.layout
		for _, c := range cells {
			at += len(c.Text)
			row[at] = 0x1f
			at++
		}
	} else {
		for _, c := range cells {
			row = append(append(row, c.Text...), 0x1f)
		}
	}
	h.row = row
	return copySlot{maphash.Bytes(h.seeds[0], row), maphash.Bytes(h.seeds[1], row)&^sourceBits | h.source}
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
	touched uint64
}

func (c *copyCount) count(s seenState, row int, line sales.Totals) {
	if s == newLine {
		return
	}
	if c.sums[s].Lines == 0 {
		c.first[s] = row
	}
	c.sums[s] = c.sums[s].Add(line)
}

// lookedUp is how many lines are looked up at a time.
const lookedUp = 256

// lookUp counts the copies among some lines of a block. A line costs a miss of the
// cache, on which all the work behind it would wait; touching the slots in a loop that
// does nothing else lets the misses of many lines run side by side.
func (c *copyCount) lookUp(known *copySet, b *lineBlock, from, to int, p *linePlaces) {
	for ; from < to; from += lookedUp {
		hashes := b.hashes[from:min(from+lookedUp, to)]
		for _, h := range hashes {
			c.touched ^= known.slots[h.low&uint64(len(known.slots)-1)].mark
		}
		for i, h := range hashes {
			if s := known.seen(h); s != newLine {
				c.count(s, b.row(from+i, p), b.totals(from+i, p))
			}
		}
	}
}

// reportCopies makes one problem of all copies in the sheet and one of all lines that
// stand in another, too.
func (r *lineReader) reportCopies() {
	done := phrases.Key("kept; set duplicates to drop to leave them out")
	if r.o.Config.Duplicates == "drop" {
		done = "left out"
	}
	for _, x := range []struct {
		state seenState
		kind  string
		what  phrases.Key
	}{
		{sameSheet, kindDuplicate, "%d exact {1|copy of a line above, in|copies of lines above, the first in} %s: %s"},
		{otherFile, kindOverlap, "%d {1|line that stands in a sheet or file read before, too, in|lines that stand in a sheet or file read before, too, the first in} %s: %s"},
	} {
		if t := r.copies.sums[x.state]; t.Lines > 0 {
			r.problems.note(sales.Problem{Kind: x.kind, Lines: t.Lines, Revenue: t.Revenue,
				Message: phrases.Note(x.what, t.Lines, r.s.table.at(r.copies.first[x.state]), done)})
		}
	}
}
