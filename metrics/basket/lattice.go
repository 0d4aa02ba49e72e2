package basket

import (
	"context"
	"errors"
)

// A lattice knows of every set the sets with one item less, its facets, and of
// every item in it the highest confidence with which others of the set lead to
// the item.
type lattice struct {
	sets    *Itemsets
	baskets int64
	single  map[int32]int32 // set of an item alone

	facets []int32   // in the place of an item, the set without it
	best   []float64 // in the place of an item, the highest confidence of a rule for it
}

// chunk is how many sets are worked on at a time.
const chunk = 4096

func chunks(sets int) int {
	return (sets + chunk - 1) / chunk
}

var errIncomplete = errors.New("make rules: a part of an itemset is not among the itemsets, or is less frequent than the whole; mine them without required items")

func newLattice(ctx context.Context, sets *Itemsets, baskets int64, workers int) (*lattice, error) {
	l := &lattice{
		sets: sets, baskets: baskets, single: map[int32]int32{},
		facets: make([]int32, len(sets.items)), best: make([]float64, len(sets.items)),
	}
	index := newIndex(sets, workers)
	for _, level := range bySize(sets) {
		wrong := make([]bool, chunks(len(level)))
		share(len(wrong), workers, func(_, i int) {
			for _, set := range level[i*chunk : min(len(level), (i+1)*chunk)] {
				wrong[i] = wrong[i] || ctx.Err() != nil || !l.fill(int(set), index)
			}
		})
		for _, w := range wrong {
			if w {
				return nil, errors.Join(ctx.Err(), errIncomplete)
			}
		}
		for _, set := range level {
			if items, _ := sets.At(int(set)); len(items) == 1 {
				l.single[items[0]] = set
			}
		}
	}
	return l, ctx.Err()
}

// bySize returns the numbers of the sets, those of the same size together, the
// small ones first.
func bySize(sets *Itemsets) [][]int32 {
	var levels [][]int32
	for i := range sets.Len() {
		items, _ := sets.At(i)
		for len(levels) <= len(items) {
			levels = append(levels, nil)
		}
		levels[len(items)] = append(levels[len(items)], int32(i))
	}
	return levels
}

// fill finds the facets of a set and the best rules in it, and reports whether
// all facets are there and at least as frequent.
func (l *lattice) fill(set int, x *index) bool {
	items, together := l.sets.At(set)
	facets := l.facetsOf(set)
	if len(items) == 1 {
		facets[0] = -1
		l.bestOf(set)[0] = float64(together) / float64(l.baskets)
		return together <= l.baskets
	}
	for without := range items {
		facets[without] = x.find(items, without)
		if facets[without] < 0 || l.count(facets[without]) < together {
			return false
		}
	}
	best := l.bestOf(set)
	for then := range items {
		best[then] = max(l.bestInside(set, then), float64(together)/float64(l.count(facets[then])))
	}
	return true
}

// bestInside returns the highest confidence of a rule for an item of a set whose
// condition is some of the others or none, but not all of them.
func (l *lattice) bestInside(set, then int) float64 {
	best := 0.0
	for without, facet := range l.facetsOf(set) {
		if without != then {
			best = max(best, l.bestOf(int(facet))[placeIn(then, without)])
		}
	}
	return best
}

// placeIn returns the place of an item in the set without the one at another
// place.
func placeIn(place, without int) int {
	if place > without {
		return place - 1
	}
	return place
}

// confidence returns the confidence of the rule of a set for one of its items,
// and whether it reaches a least value and is above another.
func (l *lattice) confidence(set, then int, least, above float64) (float64, bool) {
	a, together := float64(l.count(l.facetsOf(set)[then])), float64(l.sets.counts[set])
	c := together / a
	return c, together >= least*a && c > above
}

// rulesOf returns how many rules a set makes.
func (l *lattice) rulesOf(set int) int {
	if items, _ := l.sets.At(set); len(items) > 1 {
		return len(items)
	}
	return 0
}

func (l *lattice) count(set int32) int64 {
	return int64(l.sets.counts[set])
}

func (l *lattice) facetsOf(set int) []int32 {
	from, to := l.sets.at(set)
	return l.facets[from:to]
}

func (l *lattice) bestOf(set int) []float64 {
	from, to := l.sets.at(set)
	return l.best[from:to]
}

// An index finds sets by their items. They are told apart by a sum over these,
// and compared where that agrees.
type index struct {
	sets  *Itemsets
	sums  []uint64 // of the sets
	slots []int32  // a set, plus 1; at most half of them are taken
}

func newIndex(sets *Itemsets, workers int) *index {
	x := &index{sets: sets, sums: make([]uint64, sets.Len())}
	size := 4
	for size < 2*sets.Len() {
		size *= 2
	}
	x.slots = make([]int32, size)
	share(chunks(sets.Len()), workers, func(_, i int) {
		for set := i * chunk; set < min(sets.Len(), (i+1)*chunk); set++ {
			items, _ := sets.At(set)
			for _, item := range items {
				x.sums[set] += scatter(item)
			}
		}
	})
	for set, sum := range x.sums {
		at := sum & uint64(size-1)
		for x.slots[at] != 0 {
			at = (at + 1) & uint64(size-1)
		}
		x.slots[at] = int32(set) + 1
	}
	return x
}

// find returns the set of the items but the one at a place, in the order of the
// sets; -1 where it is not there.
func (x *index) find(items []int32, without int) int32 {
	sum := uint64(0)
	for i, item := range items {
		if i != without {
			sum += scatter(item)
		}
	}
	mask := uint64(len(x.slots) - 1)
	for at := sum & mask; x.slots[at] != 0; at = (at + 1) & mask {
		set := x.slots[at] - 1
		if x.sums[set] == sum && x.holds(set, items, without) {
			return set
		}
	}
	return -1
}

// holds reports whether a set consists of the items but the one at a place.
func (x *index) holds(set int32, items []int32, without int) bool {
	have, _ := x.sets.At(int(set))
	if len(have) != len(items)-1 {
		return false
	}
	for i, item := range have {
		other := i
		if i >= without {
			other++
		}
		if items[other] != item {
			return false
		}
	}
	return true
}

// scatter spreads item numbers over 64 bits (the finalizer of splitmix64).
func scatter(item int32) uint64 {
	z := (uint64(item) + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
