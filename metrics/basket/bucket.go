package basket

import "slices"

// A bucket holds what is to be searched with one item as the rarest, which has
// two partners or more.
type bucket struct {
	rank     int
	partners []int32
	bound    int // most values that its rows can have

	// values are the partners in one row after the other, the last of each
	// row as its complement; the rows are never read but in this order.
	values []int32
}

// mineByPairs finds all sets of so many first ranks by way of a triangle: first
// the pairs, then whatever is larger, as many buckets at a time as memory should
// hold.
func (s *search) mineByPairs(ranks int, stopped func() bool) {
	pairs := s.root.countPairs(ranks, s.Workers)
	found := make([]bucket, ranks)
	s.share(len(found), stopped, func(m *miner, rank int) {
		found[rank] = m.minePartners(pairs, rank)
	})
	buckets := slices.DeleteFunc(found, func(b bucket) bool { return len(b.partners) < 2 })
	slack := s.root.longest
	most := max(1<<20, 2*s.root.held)
	var memory []int32
	for len(buckets) > 0 && !stopped() {
		size, n := 0, 0
		for n < len(buckets) && (n == 0 || size+buckets[n].bound+slack <= most) {
			size += buckets[n].bound + slack
			n++
		}
		memory = resized(memory, size)
		s.fill(buckets[:n], ranks, memory, slack)
		s.share(n, stopped, func(m *miner, i int) { m.mineBucket(&buckets[i]) })
		for i := range n {
			buckets[i].values = nil
		}
		buckets = buckets[n:]
	}
}

// minePartners finds the single item of a rank and the pairs in which it is the
// rarer, and returns its bucket, without partners where nothing larger can be.
func (m *miner) minePartners(pairs triangle, rank int) bucket {
	b := bucket{rank: rank}
	if !m.open(rank, 1) {
		return b
	}
	m.prefix = append(m.prefix, m.root.items[rank])
	if m.roomFor(1) {
		m.items, m.counts = m.items[:0], m.counts[:0]
		m.line = pairs.line(m.line, rank)
		for other, n := range m.line {
			if n >= m.minimum && (m.Apart == nil || !m.Apart(m.root.items[rank], m.root.items[other])) {
				m.items, m.counts = append(m.items, m.root.items[other]), append(m.counts, n)
				b.partners = append(b.partners, int32(other))
				b.bound += int(n)
			}
		}
		m.emit(m.items, m.counts)
	}
	if !m.roomFor(2) {
		b.partners = nil
	}
	m.prefix = m.prefix[:len(m.prefix)-1]
	return b
}

// mineBucket finds the sets of three items and more in which the item of the
// bucket is the rarest.
func (m *miner) mineBucket(b *bucket) {
	m.open(b.rank, 3)
	for slot, partner := range b.partners {
		m.tally[partner] = int32(slot)
	}
	l := m.level(0)
	child := &l.table
	child.items, child.values, child.size = child.items[:0], child.values[:0], 0
	for _, partner := range b.partners {
		child.items = append(child.items, m.root.items[partner])
	}
	squares, start := 0, 0
	for _, v := range b.values {
		child.values = append(child.values, m.tally[v^v>>31])
		if v < 0 {
			squares += child.close(start)
			start = len(child.values)
		}
	}
	for _, partner := range b.partners {
		m.tally[partner] = 0
	}
	m.prefix = append(m.prefix, m.root.items[b.rank])
	m.searchTable(l, squares, 0)
	m.prefix = m.prefix[:len(m.prefix)-1]
}
