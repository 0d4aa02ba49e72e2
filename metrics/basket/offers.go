package basket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"

	"xsell/metrics/stat"
)

// OfferOptions say which offers to look for.
type OfferOptions struct {
	Most     int     // offers wanted, 1 or more
	MinCount int64   // baskets that hold both sides, 1 or more
	MaxSize  int     // items of both sides together, 0 for any number
	Level    float64 // of the limits of the attach rate, as 0.95

	// Money is what one more basket with an item brings, by item number. What
	// brings nothing is not offered, but may be a condition.
	Money []int64

	// Apart, if not nil, reports pairs of items that no offer may contain, as
	// in [Options].
	Apart func(a, b int32) bool

	Workers int // goroutines, 0 for one per processor
}

// An Offer proposes to offer Then where If was bought. Its Pair has If as A and
// Then as B.
type Offer struct {
	If   []int32 // by falling count and equal ones by number
	Then int32
	Pair

	// Reliable is the contribution that the offer can be relied on to bring,
	// in the unit of the money: the pool, which is the baskets with If and
	// without Then, times the lower Wilson limit of the attach rate less the
	// base rate, times the money of Then. It is the contribution if those in
	// the pool came to buy Then as the others with If do.
	Reliable float64
}

// Offers returns the offers with the largest reliable contribution above 0, the
// largest first; of equal ones those with fewer items in If, then with more
// baskets, then by item numbers.
//
// They are looked for from the frequent conditions to their extensions. The
// attach rate x of n baskets leaves a pool of n (1-x), so that no offer for an
// item brings more than n x (1-x) times its money, which is n/4 at most and, as
// n x only falls when the condition grows, less where few of the n hold the
// item. What cannot reach the offers already found is not extended.
//
// It fails for options without meaning, for negative item numbers or ones
// without money, and with the error of a context that ends.
func Offers(ctx context.Context, baskets *Baskets, o OfferOptions) ([]Offer, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	_, most, negative := baskets.bounds(o.Workers)
	switch {
	case o.Most < 1 || o.MinCount < 1 || o.MinCount > math.MaxInt32 || o.MaxSize < 0:
		return nil, fmt.Errorf("look for offers: %d wanted, of count %d, with at most %d items; give 1 or more, 1 or more, and 0 for no limit", o.Most, o.MinCount, o.MaxSize)
	case !(o.Level > 0 && o.Level < 1):
		return nil, fmt.Errorf("look for offers: level %v; give one between 0 and 1", o.Level)
	case negative || int(most) >= len(o.Money):
		return nil, errors.New("look for offers: an item without money, or with a negative number; number the items from 0 and give the money of each")
	}
	items, counts := frequent(baskets, int(most)+1, int32(o.MinCount), o.Workers)
	t := recode(baskets, items, int(most)+1, o.Workers)
	t.indexRuns(0, o.Workers)
	best := newRanking(o.Most)
	finders := make([]*offerFinder, o.Workers)
	share(len(items), o.Workers, func(w, rank int) {
		if finders[w] == nil {
			finders[w] = &offerFinder{
				OfferOptions: o, table: &t.table, counts: counts, baskets: int64(baskets.Len()), best: best,
				stopped: func() bool { return ctx.Err() != nil },
			}
		}
		finders[w].extend(int32(rank), t.rowsOf(rank), int64(counts[rank]))
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return best.sorted(), nil
}

// An offerFinder is one worker of the search for offers.
type offerFinder struct {
	OfferOptions
	table   *table
	counts  []int32 // of the items in all baskets, by rank
	baskets int64
	best    *ranking
	stopped func() bool

	condition []int32 // ranks, falling
	levels    []offerLevel
}

// An offerLevel is the memory of a condition of one size.
type offerLevel struct {
	tally []int32 // by rank, in the rows of the condition
	ends  []int   // by rank, of the rows that hold it too
	rows  []uint32
}

// extend looks for offers whose condition is the present one with an item of a
// rank below its own, or more such items; n baskets hold it, of which those with
// another item are given as rows.
func (f *offerFinder) extend(rank int32, rows []uint32, n int64) {
	f.condition = append(f.condition, rank)
	defer func() { f.condition = f.condition[:len(f.condition)-1] }()
	if f.stopped() || f.MaxSize > 0 && len(f.condition) >= f.MaxSize {
		return
	}
	if len(f.levels) < len(f.condition) {
		f.levels = append(f.levels, offerLevel{tally: make([]int32, len(f.counts)), ends: make([]int, len(f.counts)+1)})
	}
	l := &f.levels[len(f.condition)-1]
	clear(l.tally)
	for _, r := range rows {
		for _, v := range f.table.values[r:] {
			l.tally[v^v>>31]++
			if v < 0 {
				break
			}
		}
	}
	reach := f.judge(l.tally, n)
	if reach < f.best.least() || f.MaxSize > 0 && len(f.condition)+1 >= f.MaxSize {
		return
	}
	f.distribute(l, rank, rows)
	for next := range rank {
		if with := l.rows[l.ends[next]:l.ends[next+1]]; len(with) > 0 {
			f.extend(next, with, int64(len(with)))
		}
	}
}

// judge ranks the offers of the condition, and returns what none of a longer
// condition exceeds.
func (f *offerFinder) judge(tally []int32, n int64) (reach float64) {
	for rank, together := range tally {
		item := f.table.items[rank]
		money := float64(f.Money[item])
		if money <= 0 || int64(together) < f.MinCount || slices.Contains(f.condition, int32(rank)) || f.isApart(item) {
			continue
		}
		m := min(float64(together), float64(n)/2)
		// The hundred millionth part makes up for rounding.
		reach = max(reach, m*(float64(n)-m)/float64(n)*money*(1+1e-8))
		pair := Pair{N: f.baskets, NA: n, NB: int64(f.counts[rank]), NAB: int64(together)}
		if reliable, ok := f.reliable(pair, money); ok && reliable > 0 && reliable >= f.best.least() {
			f.best.add(f.offer(item, pair, reliable))
		}
	}
	return reach
}

// reliable returns the reliable contribution; undefined where every basket holds
// the condition.
func (f *offerFinder) reliable(p Pair, money float64) (float64, bool) {
	base, ok := p.BaseRate()
	if !ok {
		return 0, false
	}
	limits, ok := stat.Wilson(p.NAB, p.NA, f.Level)
	return float64(p.NA-p.NAB) * (limits.Low - base) * money, ok
}

func (f *offerFinder) offer(then int32, p Pair, reliable float64) Offer {
	offer := Offer{Then: then, Pair: p, Reliable: reliable}
	for i := len(f.condition) - 1; i >= 0; i-- {
		offer.If = append(offer.If, f.table.items[f.condition[i]])
	}
	return offer
}

// isApart reports whether an item may not stand with one of the condition.
func (f *offerFinder) isApart(item int32) bool {
	return f.Apart != nil && slices.ContainsFunc(f.condition, func(rank int32) bool {
		return f.Apart(item, f.table.items[rank])
	})
}

// distribute lists the rows of the condition by the items below a rank with
// which it may be extended.
func (f *offerFinder) distribute(l *offerLevel, rank int32, rows []uint32) {
	end := 0
	for next := range rank {
		l.ends[next] = end
		if n := l.tally[next]; int64(n) >= f.MinCount && !f.isApart(f.table.items[next]) {
			end += int(n)
		} else {
			l.tally[next] = 0
		}
	}
	l.ends[rank] = end
	l.rows = resized(l.rows, end)
	for _, r := range rows {
		for _, v := range f.table.values[r:] {
			if uint32(v) >= uint32(rank) {
				break
			}
			if l.tally[v] > 0 {
				l.tally[v]--
				l.rows[l.ends[v]+int(l.tally[v])] = r
			}
		}
	}
}

// before orders offers as [Offers] returns them.
func (a Offer) before(b Offer) int {
	return cmp.Or(cmp.Compare(b.Reliable, a.Reliable), cmp.Compare(len(a.If), len(b.If)),
		cmp.Compare(b.NA, a.NA), slices.Compare(a.If, b.If), cmp.Compare(a.Then, b.Then))
}
