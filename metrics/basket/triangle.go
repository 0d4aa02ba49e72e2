package basket

// A triangle holds the number of rows with each pair of ranks.
type triangle struct {
	counts []int32
}

// line returns the counts of a rank with each lower one.
func (t *triangle) line(rank int) []int32 {
	start := rank * (rank - 1) / 2
	return t.counts[start : start+rank]
}

// worthTriangle reports whether all pairs should be counted in one reading of
// the rows: the items are few for the number of rows, so that the triangle
// takes no more than twelve bytes for a value.
func (t *table) worthTriangle() bool {
	return len(t.items) > 1 && len(t.items)*(len(t.items)-1)/2 <= 3*len(t.values)
}

// countPairs counts all pairs. Each worker reads all rows, and counts the lines
// that are its own: nothing is shared, and nothing added up afterwards.
func (t *table) countPairs(workers int) *triangle {
	n := len(t.items)
	pairs := &triangle{counts: make([]int32, n*(n-1)/2)}
	parallel(workers, func(w int) {
		for r := range t.size() {
			row := t.row(int32(r))
			for i, rank := range row {
				if int(rank)%workers != w {
					continue
				}
				line := pairs.line(int(rank))
				for _, other := range row[:i] {
					line[other]++
				}
			}
		}
	})
	return pairs
}
