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

// mineByPairs finds all sets by way of a triangle: first the pairs, then
// whatever is larger, as many buckets at a time as memory should hold.
func (s *search) mineByPairs(stopped func() bool) {
	pairs := s.root.countPairs(s.Workers)
	found := make([]bucket, len(s.root.items))
	s.share(len(found), stopped, func(m *miner, rank int) {
		found[rank] = m.minePartners(pairs, rank)
	})
	buckets := slices.DeleteFunc(found, func(b bucket) bool { return len(b.partners) < 2 })
	slack := s.root.longest()
	most := max(1<<20, 2*len(s.root.values))
	for len(buckets) > 0 && !stopped() {
		size, n := 0, 0
		for n < len(buckets) && (n == 0 || size+buckets[n].bound+slack <= most) {
			size += buckets[n].bound + slack
			n++
		}
		s.fill(buckets[:n], size, slack)
		s.share(n, stopped, func(m *miner, i int) { m.mineBucket(&buckets[i]) })
		for i := range n {
			buckets[i].values = nil
		}
		buckets = buckets[n:]
	}
}

// longest returns the length of the longest row.
func (t *table) longest() int {
	most := 0
	for r := range t.size() {
		most = max(most, len(t.row(int32(r))))
	}
	return most
}

// minePartners finds the single item of a rank and the pairs in which it is the
// rarer, and returns its bucket, without partners where nothing larger can be.
func (m *miner) minePartners(pairs *triangle, rank int) bucket {
	b := bucket{rank: rank}
	if !m.begin(rank, 1) {
		return b
	}
	m.prefix = append(m.prefix, m.root.items[rank])
	if m.roomFor(1) {
		for other, n := range pairs.line(rank) {
			if n < m.minimum || m.Apart != nil && m.Apart(m.root.items[rank], m.root.items[other]) {
				continue
			}
			m.emit(m.root.items[other], n)
			b.partners = append(b.partners, int32(other))
			b.bound += int(n)
		}
	}
	if !m.roomFor(2) {
		b.partners = nil
	}
	m.prefix = m.prefix[:len(m.prefix)-1]
	return b
}

// fill reads all rows once and writes the reduced rows of the buckets. Each
// worker fills the buckets that are its own. The size is the sum of the bounds
// and of the slack, which is what a row may be written beyond the bound before
// it is known to be short.
func (s *search) fill(buckets []bucket, size, slack int) {
	memory := make([]int32, size)
	owner := make([]int32, len(s.root.items)) // bucket of a rank, from 1
	words := (len(s.root.items) + 63) / 64
	isPartner := make([]uint64, len(buckets)*words)
	for i := range buckets {
		b := &buckets[i]
		owner[b.rank] = int32(i) + 1
		b.values, memory = memory[:0:b.bound+slack], memory[b.bound+slack:]
		for _, partner := range b.partners {
			isPartner[i*words+int(partner)/64] |= 1 << (partner % 64)
		}
	}
	parallel(s.Workers, func(w int) {
		for r := range s.root.size() {
			row := s.root.row(int32(r))
			for i, rank := range row {
				if own := int(owner[rank]) - 1; i > 1 && own >= 0 && own%s.Workers == w {
					buckets[own].add(row[:i], isPartner[own*words:(own+1)*words])
				}
			}
		}
	})
}

// add appends the partners of a row, unless there are fewer than two.
func (b *bucket) add(row []int32, isPartner []uint64) {
	start := len(b.values)
	end, to := start, b.values[:start+len(row)]
	for _, other := range row {
		// Without a branch, which could not be predicted.
		to[end] = other
		end += int(isPartner[other/64] >> (other % 64) & 1)
	}
	if end-start > 1 {
		to[end-1] = ^to[end-1]
		b.values = to[:end]
	}
}

// mineBucket finds the sets of three items and more in which the item of the
// bucket is the rarest.
func (m *miner) mineBucket(b *bucket) {
	m.begin(b.rank, 3)
	for slot, partner := range b.partners {
		m.tally[partner] = int32(slot)
	}
	l := m.level(0)
	child := &l.table
	child.items = child.items[:0]
	for _, partner := range b.partners {
		child.items = append(child.items, m.root.items[partner])
	}
	child.values, child.starts = child.values[:0], append(child.starts[:0], 0)
	squares, start := 0, 0
	for _, v := range b.values {
		if v >= 0 {
			child.values = append(child.values, m.tally[v])
			continue
		}
		child.values = append(child.values, m.tally[^v])
		end := len(child.values)
		child.starts = append(child.starts, uint32(end))
		squares += (end - start) * (end - start)
		start = end
	}
	for _, partner := range b.partners {
		m.tally[partner] = 0
	}
	m.prefix = append(m.prefix, m.root.items[b.rank])
	m.searchTable(l, squares, 0)
	m.prefix = m.prefix[:len(m.prefix)-1]
}
