package basket

import (
	"sync"
	"sync/atomic"
)

// A limit raises the minimum count so that no more than so many sets reach it.
// It sees every set found, and rises only so far that those seen fit: never
// above the least minimum that all of them fit, which it has reached when all
// have been seen. The end therefore does not depend on the order of the search.
type limit struct {
	minimum atomic.Int32

	mu     sync.Mutex
	most   int
	seen   int   // sets that reach the minimum
	counts []int // sets by count
}

func newLimit(most int, minimum, baskets int32) *limit {
	l := &limit{most: most, counts: make([]int, baskets+1)}
	l.minimum.Store(minimum)
	return l
}

// see takes the counts of further sets into account.
func (l *limit) see(counts []int32) {
	l.mu.Lock()
	defer l.mu.Unlock()
	minimum := l.minimum.Load()
	for _, n := range counts {
		l.counts[n]++
		if n >= minimum {
			l.seen++
		}
	}
	for l.seen > l.most {
		l.seen -= l.counts[minimum]
		minimum++
	}
	l.minimum.Store(minimum)
}
