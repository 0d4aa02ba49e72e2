package basket

import "runtime"

// Itemsets are the sets of items found by [Mine], in an order that depends on
// the baskets and the options alone.
type Itemsets struct {
	// MinCount is the count from which the sets are complete. It is above the
	// one asked for where that would have given more sets than allowed.
	MinCount int64

	items  []int32
	ends   []int
	counts []int32
}

// Len returns the number of sets.
func (s *Itemsets) Len() int {
	return len(s.counts)
}

// At returns a set, its items by falling count and equal ones by number, with
// the number of baskets that hold all of them. The items lie in the memory of
// s: the caller must not write to them.
func (s *Itemsets) At(i int) (items []int32, count int64) {
	from, to := s.at(i)
	return s.items[from:to], int64(s.counts[i])
}

// at returns where the items of a set stand.
func (s *Itemsets) at(i int) (from, to int) {
	if i > 0 {
		from = s.ends[i-1]
	}
	return from, s.ends[i]
}

// Itemsets returns the sets one by one.
func (t *Tree) Itemsets() *Itemsets {
	pieces := t.Pieces(chunk)
	items, sets := make([]int, len(pieces)+1), make([]int, len(pieces)+1) // before each piece
	for i, p := range pieces {
		items[i+1], sets[i+1] = items[i], sets[i]+p.Len()
		for _, s := range p.stretches {
			for _, stem := range s.stems {
				items[i+1] += int(stem.sets) * (len(t.with) + int(stem.depth) + 1)
			}
		}
	}
	l := &Itemsets{
		MinCount: t.MinCount, items: make([]int32, items[len(pieces)]),
		ends: make([]int, sets[len(pieces)]), counts: make([]int32, sets[len(pieces)]),
	}
	share(len(pieces), runtime.GOMAXPROCS(0), func(_, i int) { l.list(pieces[i], items[i], sets[i]) })
	return l
}

// list writes the sets of a piece, where so many items and sets stand before it.
func (s *Itemsets) list(p Piece, items, sets int) {
	for b := range p.Branches() {
		for i, item := range b.Items {
			s.items[items] = item
			items++
			for k := len(b.Prefix) - 1; k >= 0; k-- {
				s.items[items] = b.Prefix[k]
				items++
			}
			s.ends[sets], s.counts[sets] = items, b.Counts[i]
			sets++
		}
	}
}
