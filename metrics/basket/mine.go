package basket

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Options say which sets of items to find.
type Options struct {
	MinCount int64 // baskets a set must be in, 1 or more
	MaxSize  int   // largest set, 0 for any size

	// MaxSets is how many sets to return at most, 0 for any number. Where
	// there are more, the minimum count rises to the least one that fits.
	MaxSets int

	// MaxBytes bounds in the same way the memory of the sets, 12 bytes and 4
	// for each item of a set: where data are dense, sets are large and many.
	// The search may take a few times as much while at work.
	MaxBytes int64

	// With are items that every set must contain, besides which it may be
	// empty. They stand last in the sets.
	With []int32

	// Apart, if not nil, reports pairs of items that no set may contain, such
	// as a product and its own type. It must be symmetric and safe to call
	// from several goroutines.
	Apart func(a, b int32) bool

	Workers int // goroutines, 0 for one per processor
}

// Mine finds every set of items that at least MinCount baskets hold, single
// items included, with its exact count.
//
// Items too rare are dropped and the others ranked by their count. The pairs of
// the most frequent ones are counted in one reading; for every other item, what
// is in its baskets among the more frequent ones. What occurs often enough with
// an item are its partners. If there are two or more, the baskets of the item,
// reduced to its partners, are searched in the same way, or as bit sets where
// they are few or dense. Constraints cut branches of the search; nothing is
// found first and dropped after, but for sets that a limit overtakes.
//
// Sources: J. Han, J. Pei and Y. Yin, SIGMOD (2000) 1-12, for the projection on
// one item at a time; M. J. Zaki, IEEE TKDE 12 (2000) 372-390, for the
// intersection of sets of baskets. It fails for options without meaning, for
// negative item numbers, and with the error of a context that ends.
func Mine(ctx context.Context, baskets *Baskets, o Options) (*Itemsets, error) {
	t, err := MineTree(ctx, baskets, o)
	if err != nil {
		return nil, err
	}
	return t.Itemsets(), nil
}

// MineTree is [Mine] for who takes the sets branch by branch, which is less work
// where they are many.
func MineTree(ctx context.Context, baskets *Baskets, o Options) (*Tree, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.Workers = o.workers()
	size, most, negative := baskets.bounds(o.Workers)
	if baskets.Len() > math.MaxInt32 || uint64(size) > math.MaxUint32 {
		return nil, errors.New("mine baskets: more than 2^31 baskets or 2^32 items; mine a sample or a part of the time")
	}
	if negative {
		return nil, errors.New("mine baskets: negative item number; number the items from 0")
	}
	if len(o.With) > 0 {
		baskets = baskets.with(o.With)
	}
	s := newSearch(o, baskets, int(most)+1)
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	return s.tree(), nil
}

// check returns what is wrong with the options.
func (o Options) check() error {
	switch {
	case o.MinCount < 1 || o.MinCount > math.MaxInt32:
		return fmt.Errorf("mine baskets: minimum count %d; give 1 or more, and less than 2^31", o.MinCount)
	case o.MaxSize < 0 || o.MaxSets < 0 || o.MaxBytes < 0:
		return fmt.Errorf("mine baskets: at most %d items in a set, %d sets and %d bytes; give 0 for no limit", o.MaxSize, o.MaxSets, o.MaxBytes)
	}
	return nil
}

// workers returns how many goroutines to use.
func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// with returns the baskets that hold all the items, without these.
func (b *Baskets) with(items []int32) *Baskets {
	var reduced Baskets
	var rest []int32
	for i := range b.Len() {
		basket := b.At(i)
		rest = rest[:0]
		for _, item := range basket {
			if !slices.Contains(items, item) {
				rest = append(rest, item)
			}
		}
		if !slices.ContainsFunc(items, func(item int32) bool { return !slices.Contains(basket, item) }) {
			reduced.Add(rest...)
		}
	}
	return &reduced
}

// parallel runs f once for every worker and waits for all.
func parallel(workers int, f func(worker int)) {
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() { f(w) })
	}
	wait.Wait()
}

// share calls f for each of n pieces of work, which the workers take one by one;
// f is told which worker it is.
func share(n, workers int, f func(worker, i int)) {
	var next atomic.Int64
	parallel(min(n, workers), func(w int) {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			f(w, i)
		}
	})
}

// span returns the part of n things that belongs to a worker.
func span(n, worker, workers int) (from, to int) {
	return n * worker / workers, n * (worker + 1) / workers
}
