package basket

import "math"

// triangleRanks is how many of the most frequent items have all their pairs
// counted in one reading of the rows. The counts of so many stay near a
// processor, and they are most of the pairs that there are in baskets.
const triangleRanks = 2048

// trianglePairs is how many pairs there may be for each value of the rows.
const trianglePairs = 8

// inTriangle returns of how many first ranks all pairs should be counted.
func (t *root) inTriangle() int {
	worth := int(math.Sqrt(2 * trianglePairs * float64(t.held)))
	return min(triangleRanks, len(t.items), worth)
}

// A triangle holds the number of rows with each pair of the first ranks, as
// counted by each worker.
type triangle []pairTally

// A pairTally counts pairs in a byte for each, as most are rare and the less
// memory, the more of it is in the cache. Every 256 rows with a pair are noted.
type pairTally struct {
	cells []uint8
	full  [][]int32 // by rank, the lower ones
}

// line returns the counts of a rank with each lower one, in the memory given
// where that is enough.
func (t triangle) line(memory []int32, rank int) []int32 {
	counts := resized(memory, rank)
	clear(counts)
	for _, p := range t {
		if p.cells == nil { // of a worker for whom nothing was left
			continue
		}
		for other, n := range p.line(rank) {
			counts[other] += int32(n)
		}
		for _, other := range p.full[rank] {
			counts[other] += 256
		}
	}
	return counts
}

func (p *pairTally) line(rank int) []uint8 {
	return p.cells[rank*(rank-1)/2:][:rank]
}

// countPairs counts the pairs of so many first ranks.
func (t *root) countPairs(ranks, workers int) triangle {
	tallies := make(triangle, workers)
	share(len(t.runs), workers, func(w, i int) {
		if tallies[w].cells == nil {
			tallies[w] = newTally(ranks)
		}
		tallies[w].count(t.values[t.runs[i].from:t.runs[i].to], int32(ranks))
	})
	return tallies
}

// newTally writes to every page of its cells: one that is read first is mapped to a page of
// zeros and again when it is written, for which all processors are interrupted.
func newTally(ranks int) pairTally {
	cells := make([]uint8, ranks*(ranks-1)/2)
	for i := 0; i < len(cells); i += 4096 {
		cells[i] = 0
	}
	return pairTally{cells, make([][]int32, ranks)}
}

// count counts the pairs of ranks below the given one.
func (p *pairTally) count(values []int32, ranks int32) {
	for start := 0; start < len(values); {
		at := start
		for ; uint32(values[at]) < uint32(ranks); at++ {
			p.countWith(values[at], values[start:at])
		}
		if last := ^values[at]; last >= 0 {
			if last < ranks {
				p.countWith(last, values[start:at])
			}
		} else {
			for values[at] >= 0 {
				at++
			}
		}
		start = at + 1
	}
}

// countWith counts the pairs of a rank with lower ones.
func (p *pairTally) countWith(rank int32, others []int32) {
	line := p.line(int(rank))
	for _, other := range others {
		n := line[other] + 1
		line[other] = n
		if n == 0 {
			p.full[rank] = append(p.full[rank], other)
		}
	}
}
