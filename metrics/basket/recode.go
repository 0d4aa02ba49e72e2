package basket

import (
	"cmp"
	"slices"
)

// frequent returns the items in at least minCount baskets, by falling count and
// equal ones by number, with their counts.
func frequent(b *Baskets, minCount int32, workers int) (items, counts []int32) {
	total := countItems(b, workers)
	for item, n := range total {
		if n >= minCount {
			items = append(items, int32(item))
		}
	}
	slices.SortFunc(items, func(x, y int32) int {
		return cmp.Or(cmp.Compare(total[y], total[x]), cmp.Compare(x, y))
	})
	counts = make([]int32, len(items))
	for rank, item := range items {
		counts[rank] = total[item]
	}
	return items, counts
}

// countItems returns the number of baskets with each item.
func countItems(b *Baskets, workers int) []int32 {
	if len(b.items) == 0 {
		return nil
	}
	numbers := int(slices.Max(b.items)) + 1
	type tally struct{ count, last int32 } // last basket it was counted in, from 1
	parts := make([][]tally, workers)
	parallel(workers, func(w int) {
		tallies := make([]tally, numbers)
		from, to := span(b.Len(), w, workers)
		for i := from; i < to; i++ {
			for _, item := range b.At(i) {
				if t := &tallies[item]; t.last != int32(i)+1 {
					t.count++
					t.last = int32(i) + 1
				}
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

// table holds rows, each a set of items as ranks in rising order, and for each
// item the rows that hold it.
type table struct {
	items  []int32 // number of each item, by rank
	values []int32 // ranks of all rows
	starts []uint32
	rows   []int32 // of all items, in rising order
	firsts []uint32
}

// row returns the ranks of a row.
func (t *table) row(r int32) []int32 {
	return t.values[t.starts[r]:t.starts[r+1]]
}

// rowsOf returns the rows that hold an item.
func (t *table) rowsOf(rank int) []int32 {
	return t.rows[t.firsts[rank]:t.firsts[rank+1]]
}

// size returns the number of rows.
func (t *table) size() int {
	return len(t.starts) - 1
}

// recode returns the baskets as a table of the given items. Baskets with fewer
// than two of them are left out: they hold no pair.
func recode(b *Baskets, items []int32, workers int) *table {
	ranks := ranksOf(b, items)
	parts := make([]table, workers)
	parallel(workers, func(w int) {
		from, to := span(b.Len(), w, workers)
		part := table{starts: []uint32{0}}
		for i := from; i < to; i++ {
			part.appendRow(b.At(i), ranks)
		}
		parts[w] = part
	})
	whole := parts[0]
	for _, part := range parts[1:] {
		offset := uint32(len(whole.values))
		whole.values = append(whole.values, part.values...)
		for _, start := range part.starts[1:] {
			whole.starts = append(whole.starts, offset+start)
		}
	}
	whole.items = items
	return &whole
}

// ranksOf returns the rank of each item number, -1 for those not listed.
func ranksOf(b *Baskets, items []int32) []int32 {
	if len(b.items) == 0 {
		return nil
	}
	ranks := make([]int32, slices.Max(b.items)+1)
	for i := range ranks {
		ranks[i] = -1
	}
	for rank, item := range items {
		ranks[item] = int32(rank)
	}
	return ranks
}

// appendRow adds a basket by rank, sorted and without repetitions.
func (t *table) appendRow(basket, ranks []int32) {
	start := len(t.values)
	for _, item := range basket {
		if rank := ranks[item]; rank >= 0 {
			t.values = append(t.values, rank)
		}
	}
	row := t.values[start:]
	sortRanks(row)
	row = slices.Compact(row)
	if len(row) < 2 {
		row = row[:0]
	}
	t.values = t.values[:start+len(row)]
	if len(row) > 0 {
		t.starts = append(t.starts, uint32(len(t.values)))
	}
}

// sortRanks sorts a basket; most are so short that insertion is fastest.
func sortRanks(row []int32) {
	if len(row) > 32 {
		slices.Sort(row)
		return
	}
	for i := 1; i < len(row); i++ {
		v, j := row[i], i
		for ; j > 0 && row[j-1] > v; j-- {
			row[j] = row[j-1]
		}
		row[j] = v
	}
}

// index fills in the rows of every item.
func (t *table) index(workers int) {
	next := make([][]uint32, workers) // where a worker writes the next row of an item
	parallel(workers, func(w int) {
		counts := make([]uint32, len(t.items))
		from, to := span(t.size(), w, workers)
		for _, rank := range t.values[t.starts[from]:t.starts[to]] {
			counts[rank]++
		}
		next[w] = counts
	})
	t.firsts = append(slices.Grow(t.firsts[:0], len(t.items)+1), 0)
	var end uint32
	for rank := range t.items {
		for _, counts := range next {
			counts[rank], end = end, end+counts[rank]
		}
		t.firsts = append(t.firsts, end)
	}
	t.rows = make([]int32, len(t.values))
	parallel(workers, func(w int) {
		from, to := span(t.size(), w, workers)
		for r := from; r < to; r++ {
			for _, rank := range t.row(int32(r)) {
				t.rows[next[w][rank]] = int32(r)
				next[w][rank]++
			}
		}
	})
}

// indexAlone is [table.index] for one goroutine, with memory that it uses again:
// next is what it returned before.
func (t *table) indexAlone(next []uint32) []uint32 {
	t.firsts = append(t.firsts[:0], make([]uint32, len(t.items)+1)...)
	for _, rank := range t.values {
		t.firsts[rank+1]++
	}
	for rank := range t.items {
		t.firsts[rank+1] += t.firsts[rank]
	}
	next = append(next[:0], t.firsts...)
	t.rows = slices.Grow(t.rows[:0], len(t.values))[:len(t.values)]
	for r := range t.size() {
		for _, rank := range t.row(int32(r)) {
			t.rows[next[rank]] = int32(r)
			next[rank]++
		}
	}
	return next
}
