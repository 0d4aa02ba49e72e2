package basket

import "slices"

// A store holds the branches that a worker found, in memory that is never moved:
// what follows another stretch takes the memory it leaves, and new memory is
// taken where that is full.
type store struct {
	with      int // items in every set
	stretches []stretch
	kept      amount
	room      int // sets that new memory is for
}

// The room that a store takes at a time, in sets.
const (
	firstRoom = 1 << 8
	mostRoom  = 1 << 12
)

// begin opens a stretch for sets from a size on whose rarest item has the given
// rank.
func (s *store) begin(rank, size int, item []int32) {
	left := stretch{rank: rank, size: size, before: item}
	if n := len(s.stretches); n > 0 {
		last := &s.stretches[n-1]
		if len(last.items) == 0 {
			s.stretches = s.stretches[:n-1]
		}
		left.stems, left.items, left.counts = last.stems[len(last.stems):], last.items[len(last.items):], last.counts[len(last.counts):]
	}
	s.stretches = append(s.stretches, left)
}

// branch adds a branch of so many sets, with a prefix that includes the items of
// With, and returns where the caller is to write what each set adds and its
// count.
func (s *store) branch(prefix []int32, sets int) (items, counts []int32) {
	own := prefix[s.with:]
	to := &s.stretches[len(s.stretches)-1]
	if len(to.stems) == cap(to.stems) || len(to.items)+sets > cap(to.items) {
		s.room = max(firstRoom, min(4*s.room, mostRoom), sets)
		s.stretches = append(s.stretches, stretch{
			rank: to.rank, size: to.size, before: slices.Clone(own[:max(0, len(own)-1)]),
			stems: make([]stem, 0, s.room/2), items: make([]int32, 0, s.room), counts: make([]int32, 0, s.room),
		})
		to = &s.stretches[len(s.stretches)-1]
	}
	stem := stem{depth: int32(len(own)), sets: int32(sets)}
	if len(own) > 0 {
		stem.last = own[len(own)-1]
	}
	to.stems = append(to.stems, stem)
	n := len(to.items)
	to.items, to.counts = to.items[:n+sets], to.counts[:n+sets]
	s.kept.sets += sets
	s.kept.bytes += int64(sets) * bytesOf(len(prefix)+1)
	return to.items[n:], to.counts[n:]
}

// forget drops what does not reach the minimum count.
func (s *store) forget(minimum int32) {
	left := store{with: s.with}
	prefix := make([]int32, s.with)
	for _, old := range s.stretches {
		left.begin(old.rank, old.size, old.before)
		for b := range (Piece{prefix, []stretch{old}}).Branches() {
			n := 0
			for i, count := range b.Counts {
				if count >= minimum {
					b.Items[n], b.Counts[n] = b.Items[i], count
					n++
				}
			}
			if n > 0 {
				items, counts := left.branch(b.Prefix, n)
				copy(items, b.Items)
				copy(counts, b.Counts)
			}
		}
	}
	*s = left
}
