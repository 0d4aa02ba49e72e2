package basket

import (
	"cmp"
	"iter"
	"slices"
)

// A Tree holds sets of items so that those that differ in one item alone stand
// together, and takes 8 bytes for most of them. The branches stand in an order
// that depends on the baskets and the options alone: by the rarest item, the
// frequent ones first, and from there depth first.
//
// Source: R. Rymon, KR (1992) 539-550, the set-enumeration tree.
type Tree struct {
	// MinCount is the count from which the sets are complete, as in [Itemsets].
	MinCount int64

	with      []int32 // in every set, from the last to the first
	stretches []stretch
}

// A Branch is the sets of a prefix and one more item each. Its memory is used
// again for the next one.
type Branch struct {
	Prefix []int32 // by rising count; items of With first
	Shared int     // how many first items of the prefix the branch before has too

	Items, Counts []int32 // what each set adds, and in how many baskets it is
}

// A Piece is some branches that stand together in a Tree.
type Piece struct {
	with      []int32
	stretches []stretch
}

// A stretch holds the branches that a worker found one after the other, all of
// them with sets that have one item as the rarest.
type stretch struct {
	rank, size int     // of this item; least size of the sets
	before     []int32 // the prefix, without With, that the first branch goes on from
	stems      []stem
	items      []int32 // of all branches
	counts     []int32
}

// A stem is the prefix of a branch: so many items of the one before that, and
// then the last.
type stem struct {
	depth int32 // items, without With; -1 where even its last one is in the branch
	last  int32 // undefined where there are none
	sets  int32 // in the branch
}

// Len returns the number of sets.
func (t *Tree) Len() int {
	return Piece{stretches: t.stretches}.Len()
}

// Pieces cuts the tree into pieces of at least so many sets but for the last, so
// that several goroutines can share the work.
func (t *Tree) Pieces(sets int) []Piece {
	var pieces []Piece
	from, n := 0, 0
	for i, s := range t.stretches {
		if n += len(s.items); n >= sets || i == len(t.stretches)-1 {
			pieces = append(pieces, Piece{t.with, t.stretches[from : i+1]})
			from, n = i+1, 0
		}
	}
	return pieces
}

// Len returns the number of sets.
func (p Piece) Len() int {
	n := 0
	for _, s := range p.stretches {
		n += len(s.items)
	}
	return n
}

// Branches returns the branches in their order.
func (p Piece) Branches() iter.Seq[Branch] {
	return func(yield func(Branch) bool) {
		var prefix []int32
		for i := range p.stretches {
			s := &p.stretches[i]
			prefix = append(append(prefix[:0], p.with...), s.before...)
			from, shared := 0, 0
			for _, stem := range s.stems {
				if stem.depth > 0 {
					prefix = append(prefix[:len(p.with)+int(stem.depth)-1], stem.last)
				} else {
					prefix = prefix[:len(p.with)+int(stem.depth)]
				}
				to := from + int(stem.sets)
				if !yield(Branch{prefix, min(shared, max(0, len(prefix)-1)), s.items[from:to], s.counts[from:to]}) {
					return
				}
				from, shared = to, len(prefix)
			}
		}
	}
}

// tree puts the sets of the workers together, in the order of their rarest item,
// leaving out those that a risen minimum count has overtaken. The items of With
// alone, in all of the baskets searched, come first.
func (s *search) tree() *Tree {
	t := &Tree{MinCount: s.MinCount, with: reversed(s.With)}
	if s.limit != nil {
		t.MinCount = int64(s.limit.minimum.Load())
	}
	if n := len(s.With); n > 0 && int64(s.baskets) >= t.MinCount && !s.impossible() {
		t.stretches = append(t.stretches, stretch{
			rank: -1, stems: []stem{{depth: -1, sets: 1}}, items: t.with[n-1:], counts: []int32{s.baskets},
		})
	}
	for _, m := range s.miners {
		if m == nil {
			continue
		}
		if t.MinCount > s.MinCount {
			m.forget(int32(t.MinCount))
		}
		t.stretches = append(t.stretches, m.stretches...)
	}
	slices.SortStableFunc(t.stretches, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.size, b.size))
	})
	return t
}
