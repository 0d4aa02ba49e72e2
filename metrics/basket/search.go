package basket

import (
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
	singles []int32 // counts of the single items, by rank
	miners  []*miner
}

func newSearch(o Options, b *Baskets, numbers int) *search {
	s := &search{Options: o, baskets: int32(b.Len()), miners: make([]*miner, o.Workers)}
	items, counts := frequent(b, numbers, int32(o.MinCount), o.Workers)
	kept := items[:0]
	for rank, item := range items {
		if !s.apart(item, o.With) {
			kept = append(kept, item)
			s.singles = append(s.singles, counts[rank])
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
