package main

import (
	"cmp"
	"math/bits"
	"slices"

	"xsell/metrics/basket"
)

// order is the order of itemsets in which those in most baskets come first, of these the
// smaller ones, and of these by their items. It holds a copy of the sets that is in order
// but for the last, so that what is read together stands together.
type order struct {
	items  []int32 // of all sets, each sorted
	ends   []int
	counts []int32
	by     []place
}

// place is an itemset with as many of its items as fit into a word, the first ones in the
// high bits: they decide most comparisons.
type place struct {
	head uint64
	set  int32
}

// at is the items of a set, sorted.
func (o *order) at(set int32) []int32 {
	from := 0
	if set > 0 {
		from = o.ends[set-1]
	}
	return o.items[from:o.ends[set]]
}

// ordered puts itemsets of so many items in order: in a pass for the size, in one for the
// count, and then those of one size and count by their items.
func ordered(sets *basket.Itemsets, items int) *order {
	n := sets.Len()
	sizes, counts, numbers := make([]int32, n), make([]int32, n), make([]int32, n)
	for i := range n {
		set, count := sets.At(i)
		sizes[i], counts[i], numbers[i] = int32(len(set)), int32(count), int32(i)
	}
	numbers = distributed(distributed(numbers, sizes), fallen(counts))
	o := &order{ends: make([]int, n), counts: make([]int32, n), by: make([]place, n)}
	places := make([]int32, n) // of every set
	var groups []group
	total, size := 0, int32(0)
	for i, set := range numbers {
		o.counts[i], places[set] = counts[set], int32(i)
		if i == 0 || o.counts[i-1] != o.counts[i] || size != sizes[set] {
			groups = append(groups, group{i, i})
		}
		groups[len(groups)-1].to = i + 1
		size = sizes[set]
		total += int(size)
		o.ends[i] = total
	}
	o.items = make([]int32, total)
	width := bits.Len(uint(items))
	inChunks(n, func(from, to int) {
		for i := from; i < to; i++ {
			set, _ := sets.At(i)
			own := o.at(places[i])
			copySorted(own, set)
			o.by[places[i]] = place{headOf(own, width), places[i]}
		}
	})
	o.sort(groups)
	return o
}

// fallen returns keys that rise where those given fall.
func fallen(keys []int32) []int32 {
	most := int32(0)
	for _, key := range keys {
		most = max(most, key)
	}
	to := make([]int32, len(keys))
	for i, key := range keys {
		to[i] = most - key
	}
	return to
}

// group is the places of the itemsets of one size and count, from and to.
type group struct{ from, to int }

// sort sorts every group by the items, large ones with two goroutines, small ones side by
// side.
func (o *order) sort(groups []group) {
	compare := func(a, b place) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return slices.Compare(o.at(a.set), o.at(b.set))
	}
	const large = 1 << 16
	small := slices.DeleteFunc(slices.Clone(groups), func(g group) bool { return g.to-g.from >= large })
	for _, g := range groups {
		if g.to-g.from >= large {
			sortInParts(o.by[g.from:g.to], compare)
		}
	}
	const together = 64 // groups sorted at a time: most hold few sets
	each((len(small)+together-1)/together, func(i int) {
		for _, g := range small[i*together : min(len(small), (i+1)*together)] {
			slices.SortFunc(o.by[g.from:g.to], compare)
		}
	})
}

// headOf is as many of the items as fit into a word.
func headOf(items []int32, width int) uint64 {
	head, left := uint64(0), 64
	for _, item := range items {
		if left < width {
			break
		}
		left -= width
		head |= uint64(item) << left
	}
	return head
}

// copySorted copies items sorted; they are so few that insertion is fastest.
func copySorted(to, items []int32) {
	for i, item := range items {
		at := i
		for ; at > 0 && to[at-1] > item; at-- {
			to[at] = to[at-1]
		}
		to[at] = item
	}
}

// distributed returns the numbers in the rising order of their keys, those with the same
// key in the order they have.
func distributed(numbers, keys []int32) []int32 {
	if len(numbers) == 0 {
		return nil
	}
	starts := make([]int32, slices.Max(keys)+2)
	for _, key := range keys {
		starts[key+1]++
	}
	for key := range len(starts) - 1 {
		starts[key+1] += starts[key]
	}
	to := make([]int32, len(numbers))
	for _, number := range numbers {
		key := keys[number]
		to[starts[key]] = number
		starts[key]++
	}
	return to
}
