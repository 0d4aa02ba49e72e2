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

// fill reads all rows once and writes the reduced rows of the buckets, which are
// of so many first ranks. Each worker fills the buckets that are its own. The
// memory is for the bounds and the slack of each, which is what a row may be
// written beyond the bound before it is known to be short.
func (s *search) fill(buckets []bucket, ranks int, memory []int32, slack int) {
	words := (ranks + 63) / 64
	isPartner := make([]uint64, len(buckets)*words)
	for i := range buckets {
		b := &buckets[i]
		b.values, memory = memory[:0:b.bound+slack], memory[b.bound+slack:]
		for _, partner := range b.partners {
			isPartner[i*words+int(partner)/64] |= 1 << (partner % 64)
		}
	}
	parallel(s.Workers, func(w int) {
		owned := make([]int32, ranks) // bucket of a rank, -1 where it is another's
		for rank := range owned {
			owned[rank] = -1
		}
		for i := w; i < len(buckets); i += s.Workers {
			owned[buckets[i].rank] = int32(i)
		}
		row, places := make([]int32, slack), make([]int32, slack)
		length, own := 0, 0
		for _, r := range s.root.runs {
			for _, v := range s.root.values[r.from:r.to] {
				if rank := v ^ v>>31; int(rank) < ranks {
					row[length] = rank
					// Without a branch, which could not be predicted.
					places[own] = int32(length)
					own += int(1 + owned[rank]>>31)
					length++
				}
				if v >= 0 {
					continue
				}
				for _, place := range places[:own] {
					i := int(owned[row[place]])
					buckets[i].add(row[:place], isPartner[i*words:(i+1)*words])
				}
				length, own = 0, 0
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
