package basket

import "slices"

// frequent returns the items in at least minCount baskets, by falling count and
// equal ones by number, with their counts. numbers is how many items there are.
func frequent(b *Baskets, numbers int, minCount int32, workers int) (items, counts []int32) {
	total := countItems(b, numbers, workers)
	var keys []uint64 // in whose order the items are: the complement of the count, then the number
	for item, n := range total {
		if n >= minCount {
			keys = append(keys, uint64(^uint32(n))<<32|uint64(item))
		}
	}
	slices.Sort(keys)
	items, counts = make([]int32, len(keys)), make([]int32, len(keys))
	for rank, key := range keys {
		items[rank] = int32(uint32(key))
		counts[rank] = total[items[rank]]
	}
	return items, counts
}

// countItems returns the number of baskets with each item.
func countItems(b *Baskets, numbers, workers int) []int32 {
	type tally struct{ count, last int32 } // last basket it was counted in, from 1
	parts := make([][]tally, min(workers, len(b.blocks)))
	parallel(len(parts), func(w int) {
		tallies := make([]tally, numbers)
		from, to := span(len(b.blocks), w, len(parts))
		for _, in := range b.blocks[from:to] {
			start := uint32(0)
			for i, end := range in.ends {
				number := int32(in.first+i) + 1
				for _, item := range in.items[start:end] {
					if t := &tallies[item]; t.last != number {
						t.count++
						t.last = number
					}
				}
				start = end
			}
		}
		parts[w] = tallies
	})
	total := make([]int32, numbers)
	for _, tallies := range parts {
		for item, t := range tallies {
			total[item] += t.count
		}
	}
	return total
}

// runsPerWorker is into how many stretches the rows are cut, so that a worker
// who is done early can take over work of the others.
const runsPerWorker = 4

// recode returns the baskets as a table of the given items. Baskets with fewer
// than two of them are left out: they hold no pair.
func recode(b *Baskets, items []int32, numbers, workers int) *root {
	ranks := make([]int32, numbers)
	for i := range ranks {
		ranks[i] = -1
	}
	for rank, item := range items {
		ranks[item] = int32(rank)
	}
	runs := min(runsPerWorker*workers, len(b.blocks))
	t := &root{table: table{items: items}, runs: make([]run, runs)}
	size := 0
	for i := range runs {
		t.runs[i].from = size
		from, to := span(len(b.blocks), i, runs)
		for _, in := range b.blocks[from:to] {
			size += len(in.items)
		}
	}
	t.values = make([]int32, size)
	sizes, longest := make([]int, runs), make([]int, runs)
	share(runs, workers, func(_, i int) {
		to := t.values[t.runs[i].from:t.runs[i].from]
		size, most := 0, 0 // of its own, as a worker's writing beside another's would slow both
		first, last := span(len(b.blocks), i, runs)
		for _, in := range b.blocks[first:last] {
			start := uint32(0)
			for _, end := range in.ends {
				before := len(to)
				to = appendRow(to, in.items[start:end], ranks)
				start = end
				if len(to) > before {
					size++
					most = max(most, len(to)-before)
				}
			}
		}
		sizes[i], longest[i] = size, most
		t.runs[i].to = t.runs[i].from + len(to)
	})
	for i, r := range t.runs {
		t.held += r.to - r.from
		t.size += sizes[i]
		t.longest = max(t.longest, longest[i])
	}
	return t
}

// appendRow adds a basket by rank, sorted and without repetitions, unless it
// holds fewer than two of the items.
func appendRow(to, basket, ranks []int32) []int32 {
	start := len(to)
	end, row := 0, to[start:start+len(basket)]
	for _, item := range basket {
		// Without a branch, which could not be predicted.
		rank := ranks[item]
		row[end] = rank
		end += int(1 + rank>>31)
	}
	row = row[:end]
	sortRanks(row)
	row = slices.Compact(row)
	if len(row) < 2 {
		return to
	}
	row[len(row)-1] = ^row[len(row)-1]
	return to[:start+len(row)]
}

// sortRanks sorts a basket. Most are so short that it is fastest to count for
// every rank how many are below it: that takes no branch, and the order of a
// basket cannot be predicted.
func sortRanks(row []int32) {
	if len(row) > shortRow {
		slices.Sort(row)
		return
	}
	var copied, place [shortRow]int32
	for i, v := range row {
		at := int32(0)
		for j, other := range copied[:i] {
			below := (other - v - 1) >> 31 & 1 // 1 for other <= v
			at += below
			place[j&(shortRow-1)] += 1 - below
		}
		copied[i&(shortRow-1)], place[i&(shortRow-1)] = v, at
	}
	for i := range row {
		row[place[i&(shortRow-1)]] = copied[i&(shortRow-1)]
	}
}

const shortRow = 32
