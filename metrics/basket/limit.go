package basket

import (
	"math"
	"sync"
	"sync/atomic"
)

// A limit raises the minimum count so that the sets that reach it are no more
// than so many and take no more than so much memory. It sees every set found,
// and rises only so far that those seen fit: never above the least minimum that
// all of them fit, which it has reached when all have been seen. The end
// therefore does not depend on the order of the search.
type limit struct {
	minimum atomic.Int32

	mu   sync.Mutex
	most amount
	seen amount   // sets that reach the minimum
	by   []amount // sets by count
}

// An amount is a number of sets and the memory they take.
type amount struct {
	sets  int
	bytes int64
}

// A finding is what the limit sees of a set.
type finding struct{ count, size int32 }

// setBytes is what a set takes beside 4 bytes for each item.
const setBytes = 12

func bytesOf(size int) int64 {
	return setBytes + 4*int64(size)
}

// newLimit returns nil where the options set no limit.
func newLimit(o Options, baskets int32) *limit {
	if o.MaxSets == 0 && o.MaxBytes == 0 {
		return nil
	}
	l := &limit{most: amount{o.MaxSets, o.MaxBytes}, by: make([]amount, baskets+1)}
	if o.MaxSets == 0 {
		l.most.sets = math.MaxInt
	}
	if o.MaxBytes == 0 {
		l.most.bytes = math.MaxInt64
	}
	l.minimum.Store(int32(o.MinCount))
	return l
}

// see takes further sets into account.
func (l *limit) see(found []finding) {
	l.mu.Lock()
	defer l.mu.Unlock()
	minimum := l.minimum.Load()
	for _, f := range found {
		l.by[f.count].sets++
		l.by[f.count].bytes += bytesOf(int(f.size))
		if f.count >= minimum {
			l.seen.sets++
			l.seen.bytes += bytesOf(int(f.size))
		}
	}
	for l.seen.sets > l.most.sets || l.seen.bytes > l.most.bytes {
		l.seen.sets -= l.by[minimum].sets
		l.seen.bytes -= l.by[minimum].bytes
		minimum++
	}
	l.minimum.Store(minimum)
}
