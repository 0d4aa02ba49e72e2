package basket

import "math/bits"

// bitsPay is how many steps of intersecting bit sets cost as much as the one
// step of counting a pair in a row.
const bitsPay = 4

// A candidate is an item and the rows, as a bit set, that hold it together with
// the prefix.
type candidate struct {
	item, count int32 // number of rows
	rows        []uint64
}

// A bitStack is memory for the bit sets and candidates of a branch, given back
// when the branch is done.
type bitStack struct {
	words      []uint64
	candidates []candidate
}

// take returns a bit set of so many words, whose content is arbitrary. Bit sets
// taken before stay where they are.
func (s *bitStack) take(words int) []uint64 {
	end := len(s.words) + words
	if end > cap(s.words) {
		s.words = make([]uint64, len(s.words), 2*end)
	}
	s.words = s.words[:end]
	return s.words[end-words:]
}

// mineBits finds the sets of two items and more of a table, by intersecting
// the rows of its items as bit sets.
func (m *miner) mineBits(t *table, words int) {
	m.bits.words, m.bits.candidates = m.bits.words[:0], m.bits.candidates[:0]
	all := m.bits.take(len(t.items) * words)
	clear(all)
	r := 0
	for _, v := range t.values {
		all[int(v^v>>31)*words+r/64] |= 1 << (r % 64)
		r -= int(v >> 31)
	}
	for rank, item := range t.items {
		rows := all[rank*words : (rank+1)*words]
		if count := size(rows); count >= m.minimum {
			m.bits.candidates = append(m.bits.candidates, candidate{item, count, rows})
		}
	}
	m.dive(m.bits.candidates, int32(t.size))
}

// dive finds the sets of the prefix, which so many rows hold, and two or more of
// the candidates. What is in all rows of the prefix leaves the rows of whatever it
// is put to as they are, so that nothing has to be intersected.
//
// Source: C. Borgelt, FIMI (2003), perfect extensions.
func (m *miner) dive(candidates []candidate, held int32) {
	for i := 1; i < len(candidates); i++ {
		rarest := candidates[i]
		wordsMark, candidatesMark := len(m.bits.words), len(m.bits.candidates)
		next := candidates[:i]
		if rarest.count < held || m.Apart != nil {
			next = m.narrow(next, rarest, held)
		}
		m.items, m.counts = m.items[:0], m.counts[:0]
		for _, c := range next {
			m.items, m.counts = append(m.items, c.item), append(m.counts, c.count)
		}
		m.prefix = append(m.prefix, rarest.item)
		m.emit(m.items, m.counts)
		if len(next) > 1 && m.roomFor(2) {
			m.dive(next, rarest.count)
		}
		m.prefix = m.prefix[:len(m.prefix)-1]
		m.bits.words, m.bits.candidates = m.bits.words[:wordsMark], m.bits.candidates[:candidatesMark]
	}
}

// narrow returns those of the candidates that are often enough in the rows of the
// rarest, and may be, with the rows they share. So many rows hold the prefix.
func (m *miner) narrow(candidates []candidate, rarest candidate, held int32) []candidate {
	start, words := len(m.bits.candidates), len(rarest.rows)
	for _, other := range candidates {
		if m.Apart != nil && m.Apart(rarest.item, other.item) {
			continue
		}
		switch {
		case other.count == held:
			other.rows, other.count = rarest.rows, rarest.count
		case rarest.count < held:
			rows := m.bits.take(words)
			other.count = intersect(rows, rarest.rows, other.rows)
			if other.rows = rows; other.count < m.minimum {
				m.bits.words = m.bits.words[:len(m.bits.words)-words]
				continue
			}
		}
		m.bits.candidates = append(m.bits.candidates, other)
	}
	return m.bits.candidates[start:]
}

// intersect writes the intersection of two bit sets and returns its size.
func intersect(to, a, b []uint64) int32 {
	a, b = a[:len(to)], b[:len(to)]
	count := 0
	for i := range to {
		to[i] = a[i] & b[i]
		count += bits.OnesCount64(to[i])
	}
	return int32(count)
}

// size returns the number of rows in a bit set.
func size(rows []uint64) int32 {
	count := 0
	for _, word := range rows {
		count += bits.OnesCount64(word)
	}
	return int32(count)
}
