package basket

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"
)

// A search is what the workers share.
type search struct {
	Options
	limit   *limit  // nil without MaxSets
	baskets int32   // how many are searched
	root    *table  // all of them
	counts  []int32 // of the single items, by rank
	next    atomic.Int64
	found   [][]part // by worker
}

// A part holds the sets with one item as the rarest, by its rank.
type part struct {
	rank int
	sets *Itemsets
}

func newSearch(o Options, b *Baskets) *search {
	s := &search{Options: o, baskets: int32(b.Len()), found: make([][]part, o.Workers)}
	items, counts := frequent(b, int32(o.MinCount), o.Workers)
	kept := items[:0]
	for rank, item := range items {
		if !s.apart(item, o.With) {
			kept = append(kept, item)
			s.counts = append(s.counts, counts[rank])
		}
	}
	s.root = recode(b, kept, o.Workers)
	if o.MaxSets > 0 {
		s.limit = newLimit(o.MaxSets, int32(o.MinCount), s.baskets)
	}
	return s
}

// apart reports whether the item may not stand in a set with one of the others.
func (s *search) apart(item int32, others []int32) bool {
	return s.Apart != nil && slices.ContainsFunc(others, func(o int32) bool { return s.Apart(item, o) })
}

// impossible reports whether the items of With exclude every set.
func (s *search) impossible() bool {
	for i, item := range s.With {
		if s.apart(item, s.With[i+1:]) {
			return true
		}
	}
	return s.MaxSize > 0 && len(s.With) > s.MaxSize
}

// run searches the sets with each item as their rarest, items shared out
// between the workers one by one, the most frequent first.
func (s *search) run(ctx context.Context) error {
	if s.impossible() {
		return nil
	}
	if s.limit != nil && len(s.With) > 0 {
		s.limit.see([]int32{s.baskets})
	}
	parallel(s.Workers, func(w int) {
		m := newMiner(s)
		for ctx.Err() == nil {
			rank := int(s.next.Add(1)) - 1
			if rank >= len(s.root.items) {
				break
			}
			m.mine(rank)
		}
		m.tell()
		s.found[w] = m.parts
	})
	return ctx.Err()
}

// result puts the sets of the workers together, in the order of their rarest
// item, leaving out those that a risen minimum count has overtaken. The items
// of With alone, in all of the baskets searched, come first.
func (s *search) result() *Itemsets {
	result := &Itemsets{MinCount: s.MinCount}
	if s.limit != nil {
		result.MinCount = int64(s.limit.minimum.Load())
	}
	if len(s.With) > 0 && int64(s.baskets) >= result.MinCount && !s.impossible() {
		result.items = append(result.items, s.With...)
		result.ends = append(result.ends, len(s.With))
		result.counts = append(result.counts, s.baskets)
	}
	parts := slices.Concat(s.found...)
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.rank, b.rank) })
	var items, sets int
	for _, p := range parts {
		items, sets = items+len(p.sets.items), sets+len(p.sets.counts)
	}
	result.items = slices.Grow(result.items, items)
	result.ends, result.counts = slices.Grow(result.ends, sets), slices.Grow(result.counts, sets)
	for _, p := range parts {
		result.appendFrom(p.sets)
	}
	return result
}

// appendFrom adds the other's sets that reach the minimum count.
func (s *Itemsets) appendFrom(other *Itemsets) {
	for i := range other.Len() {
		if items, count := other.At(i); count >= s.MinCount {
			s.items = append(s.items, items...)
			s.ends = append(s.ends, len(s.items))
			s.counts = append(s.counts, int32(count))
		}
	}
}
