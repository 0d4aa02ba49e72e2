package basket

import "math/bits"

// bitsPay is how many steps of intersecting bit sets cost as much as the one
// step of counting a pair in a row.
const bitsPay = 4

// A candidate is an item and the rows, as a bit set, that hold it together with
// the prefix.
type candidate struct {
	item int32
	rows []uint64
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
		m.bits.candidates = append(m.bits.candidates, candidate{item, all[rank*words : (rank+1)*words]})
	}
	m.dive(m.bits.candidates)
}

// dive finds the sets of the prefix and two or more of the candidates.
func (m *miner) dive(candidates []candidate) {
	words := len(candidates[0].rows)
	for i := 1; i < len(candidates); i++ {
		rarest := candidates[i]
		wordsMark, candidatesMark := len(m.bits.words), len(m.bits.candidates)
		m.items, m.counts = m.items[:0], m.counts[:0]
		for _, other := range candidates[:i] {
			if m.Apart != nil && m.Apart(rarest.item, other.item) {
				continue
			}
			rows := m.bits.take(words)
			count := intersect(rows, rarest.rows, other.rows)
			if count < m.minimum {
				m.bits.words = m.bits.words[:len(m.bits.words)-words]
				continue
			}
			m.items, m.counts = append(m.items, other.item), append(m.counts, count)
			m.bits.candidates = append(m.bits.candidates, candidate{other.item, rows})
		}
		m.prefix = append(m.prefix, rarest.item)
		m.emit(m.items, m.counts)
		if next := m.bits.candidates[candidatesMark:]; len(next) > 1 && m.roomFor(2) {
			m.dive(next)
		}
		m.prefix = m.prefix[:len(m.prefix)-1]
		m.bits.words, m.bits.candidates = m.bits.words[:wordsMark], m.bits.candidates[:candidatesMark]
	}
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
