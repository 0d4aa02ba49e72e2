package basket

// A table holds rows, each a set of two or more items as ranks in rising order.
type table struct {
	items []int32 // number of each item, by rank

	// values are the ranks of one row after the other. The last of a row
	// stands as its complement, so that a row is known by where it begins.
	values []int32
	size   int // number of rows

	rows   []uint32 // where the rows begin that hold an item, of all items
	firsts []uint32 // of each item in rows
}

// rowsOf returns where the rows begin that hold an item.
func (t *table) rowsOf(rank int) []uint32 {
	return t.rows[t.firsts[rank]:t.firsts[rank+1]]
}

// close makes a row of the values from start on, if they are two or more, and
// returns the square of its length; else it takes them back.
func (t *table) close(start int) (square int) {
	length := len(t.values) - start
	if length < 2 {
		t.values = t.values[:start]
		return 0
	}
	last := len(t.values) - 1
	t.values[last] = ^t.values[last]
	t.size++
	return length * length
}

// index fills in the rows of every item. It works in memory that is used again:
// next is what it returned before.
func (t *table) index(next []uint32) []uint32 {
	t.firsts = append(t.firsts[:0], make([]uint32, len(t.items)+1)...)
	for _, v := range t.values {
		t.firsts[v^v>>31+1]++
	}
	for rank := range t.items {
		t.firsts[rank+1] += t.firsts[rank]
	}
	next = append(next[:0], t.firsts...)
	t.rows = resized(t.rows, len(t.values))
	row := uint32(0)
	for i, v := range t.values {
		rank := v ^ v>>31
		t.rows[next[rank]] = row
		next[rank]++
		if v < 0 {
			row = uint32(i) + 1
		}
	}
	return next
}

// resized returns a slice of the length, with whatever content, in the memory of
// the one given where that is enough.
func resized[T any](s []T, length int) []T {
	if cap(s) < length {
		return make([]T, length, length+length/4)
	}
	return s[:length]
}

// A root is the table that a search begins with. Its values have gaps.
type root struct {
	table
	runs    []run // what is between the gaps
	held    int   // values in all runs
	longest int   // length of the longest row
}

// A run is a stretch of values with whole rows.
type run struct{ from, to int }

// indexRuns fills in the rows of every item from a rank on, with several
// goroutines.
func (t *root) indexRuns(first, workers int) {
	next := make([][]uint32, len(t.runs)) // where the next row of an item goes
	share(len(t.runs), workers, func(_, i int) {
		next[i] = make([]uint32, len(t.items))
		for _, v := range t.values[t.runs[i].from:t.runs[i].to] {
			next[i][v^v>>31]++
		}
	})
	t.firsts = make([]uint32, len(t.items)+1)
	var end uint32
	for rank := first; rank < len(t.items); rank++ {
		t.firsts[rank] = end
		for _, counts := range next {
			counts[rank], end = end, end+counts[rank]
		}
	}
	t.firsts[len(t.items)] = end
	t.rows = make([]uint32, end)
	share(len(t.runs), workers, func(_, i int) {
		row := t.runs[i].from
		for at := row; at < t.runs[i].to; at++ {
			v := t.values[at]
			if rank := v ^ v>>31; int(rank) >= first {
				t.rows[next[i][rank]] = uint32(row)
				next[i][rank]++
			}
			if v < 0 {
				row = at + 1
			}
		}
	})
}
