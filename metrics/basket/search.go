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
	limit   *limit  // nil without MaxSets and MaxBytes
	baskets int32   // how many are searched
	root    *root   // all of them
	counts  []int32 // of the single items, by rank
	miners  []*miner
}

func newSearch(o Options, b *Baskets, numbers int) *search {
	s := &search{Options: o, baskets: int32(b.Len()), miners: make([]*miner, o.Workers)}
	items, counts := frequent(b, numbers, int32(o.MinCount), o.Workers)
	kept := items[:0]
	for rank, item := range items {
		if !s.apart(item, o.With) {
			kept = append(kept, item)
			s.counts = append(s.counts, counts[rank])
		}
	}
	s.root = recode(b, kept, numbers, o.Workers)
	s.limit = newLimit(o, s.baskets)
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

// run searches the sets with each item as their rarest.
func (s *search) run(ctx context.Context) error {
	if s.impossible() {
		return nil
	}
	if s.limit != nil && len(s.With) > 0 {
		s.limit.see([]finding{{s.baskets, int32(len(s.With))}})
	}
	for w := range s.miners {
		s.miners[w] = newMiner(s)
	}
	stopped := func() bool { return ctx.Err() != nil }
	frequent := s.root.inTriangle()
	s.mineByPairs(frequent, stopped)
	s.root.indexRuns(frequent, s.Workers)
	s.share(len(s.root.items)-frequent, stopped, func(m *miner, i int) { m.mine(frequent + i) })
	return ctx.Err()
}

// share gives out n pieces of work to the workers, one by one and the first
// first, until it is stopped.
func (s *search) share(n int, stopped func() bool, work func(m *miner, i int)) {
	var next atomic.Int64
	parallel(s.Workers, func(w int) {
		for !stopped() {
			i := int(next.Add(1)) - 1
			if i >= n {
				break
			}
			work(s.miners[w], i)
		}
		s.miners[w].tell()
	})
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
	var parts []part
	for _, m := range s.miners {
		if m != nil {
			parts = append(parts, m.parts...)
		}
	}
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.size, b.size))
	})
	var items, sets int
	for _, p := range parts {
		for _, found := range p.sets {
			items, sets = items+len(found.items), sets+len(found.counts)
		}
	}
	result.items = slices.Grow(result.items, items)
	result.ends, result.counts = slices.Grow(result.ends, sets), slices.Grow(result.counts, sets)
	for _, p := range parts {
		for _, found := range p.sets {
			result.appendFrom(&found)
		}
	}
	return result
}
