package basket

// Baskets is a list of baskets whose items are numbered densely from 0: the
// memory of [Mine] grows with the largest number. The zero value is empty.
type Baskets struct {
	items []int32
	ends  []uint32 // of each basket in items
}

// Add appends a basket. An item that is repeated counts once.
func (b *Baskets) Add(items ...int32) {
	b.items = append(b.items, items...)
	b.ends = append(b.ends, uint32(len(b.items)))
}

// Len returns the number of baskets, empty ones included.
func (b *Baskets) Len() int {
	return len(b.ends)
}

// At returns the items of a basket as they were added, in the memory of b: the
// caller must not write to it.
func (b *Baskets) At(i int) []int32 {
	var start uint32
	if i > 0 {
		start = b.ends[i-1]
	}
	return b.items[start:b.ends[i]]
}

// Itemsets are the sets of items found by [Mine], in an order that depends on
// the baskets and the options alone.
type Itemsets struct {
	// MinCount is the count from which the sets are complete. It is above the
	// one asked for where that would have given more sets than allowed.
	MinCount int64

	items  []int32
	ends   []int
	counts []int32
}

// Len returns the number of sets.
func (s *Itemsets) Len() int {
	return len(s.counts)
}

// At returns a set, its items by falling count and equal ones by number, with
// the number of baskets that hold all of them. The items lie in the memory of
// s: the caller must not write to them.
func (s *Itemsets) At(i int) (items []int32, count int64) {
	start := 0
	if i > 0 {
		start = s.ends[i-1]
	}
	return s.items[start:s.ends[i]], int64(s.counts[i])
}

// add appends a set: one item and then, from the last to the first, a prefix.
func (s *Itemsets) add(item int32, prefix []int32, count int32) {
	s.items = append(s.items, item)
	for i := len(prefix) - 1; i >= 0; i-- {
		s.items = append(s.items, prefix[i])
	}
	s.ends = append(s.ends, len(s.items))
	s.counts = append(s.counts, count)
}
