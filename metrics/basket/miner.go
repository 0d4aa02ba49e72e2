package basket

import "slices"

// tellEvery is how many sets a worker finds before it tells the limit.
const tellEvery = 4096

// A miner is one worker of a search, with memory that it uses again for every
// branch.
type miner struct {
	*search
	minimum int32   // least count still wanted
	prefix  []int32 // items of the branch, the rarest chosen first

	store            // what was found
	untold []finding // what the limit has not seen

	tally         []int32  // by rank in the table at work, 0 between uses
	levels        []*level // by depth of the branch
	bits          bitStack
	items, counts []int32 // of a branch that is being found
	line          []int32 // counts of one rank with each lower one
	sum           int32   // of what was only fetched
}

// A level is the memory of one depth of the search.
type level struct {
	partners []int32 // ranks that go together with the prefix
	counts   []int32 // how often each of them does
	table    table   // the baskets of the prefix, reduced to the partners
	next     []uint32
}

func newMiner(s *search) *miner {
	return &miner{
		search:  s,
		minimum: int32(s.MinCount),
		prefix:  reversed(s.With),
		store:   store{with: len(s.With)},
		tally:   make([]int32, len(s.root.items)),
	}
}

// mine finds all sets whose rarest item has the given rank.
func (m *miner) mine(rank int) {
	if m.open(rank, 1) {
		m.extend(&m.root.table, rank, 0)
	}
}

// open begins a part, for the sets from the given size on whose rarest item has
// the given rank, and notes the set of this item alone if it is of that size.
// It reports whether there may be any.
func (m *miner) open(rank, size int) bool {
	m.begin(rank, size, m.root.items[rank:rank+1])
	if !m.roomFor(1) || m.singles[rank] < m.minimum {
		return false
	}
	if size == 1 {
		m.emit(m.root.items[rank:rank+1], m.singles[rank:rank+1])
	}
	return true
}

// roomFor reports whether a set may hold so many items more than the prefix.
func (m *miner) roomFor(items int) bool {
	return m.MaxSize == 0 || len(m.prefix)+items <= m.MaxSize
}

// emit notes the sets of the prefix and one of the items each.
func (m *miner) emit(items, counts []int32) {
	if len(items) == 0 {
		return
	}
	toItems, toCounts := m.branch(m.prefix, len(items))
	copy(toItems, items)
	copy(toCounts, counts)
	if m.limit == nil {
		return
	}
	size := int32(len(m.prefix) + 1)
	for _, count := range counts {
		m.untold = append(m.untold, finding{count, size})
	}
	if len(m.untold) >= tellEvery {
		m.tell()
	}
}

// tell lets the limit see the new sets, takes over the minimum count that it
// then wants, and forgets what no longer reaches it once that is worth while.
func (m *miner) tell() {
	if m.limit == nil {
		return
	}
	m.limit.see(m.untold)
	m.minimum = m.limit.minimum.Load()
	m.untold = m.untold[:0]
	if m.kept.sets/3*2 > m.limit.most.sets || m.kept.bytes/3*2 > m.limit.most.bytes {
		m.forget(m.minimum)
	}
}

// extend finds the sets of two items and more that consist of the prefix, the
// item of the given rank, and items of lower rank in the table.
func (m *miner) extend(t *table, rank, depth int) {
	rows := t.rowsOf(rank)
	if len(rows) < int(m.minimum) {
		return
	}
	m.prefix = append(m.prefix, t.items[rank])
	if m.roomFor(1) {
		l := m.level(depth)
		m.findPartners(l, t, int32(rank), rows)
		l.table.items = l.table.items[:0]
		for slot, partner := range l.partners {
			l.table.items = append(l.table.items, t.items[partner])
			m.tally[partner] = -int32(slot) - 1
		}
		m.emit(l.table.items, l.counts)
		m.descend(l, t, int32(rank), rows, depth)
	}
	m.prefix = m.prefix[:len(m.prefix)-1]
}

// level returns the memory of a depth.
func (m *miner) level(depth int) *level {
	if depth == len(m.levels) {
		m.levels = append(m.levels, &level{})
	}
	return m.levels[depth]
}

// findPartners lists the ranks below the given one that occur often enough in
// its rows, rising, and leaves their counts, and no others, in the tally.
func (m *miner) findPartners(l *level, t *table, rank int32, rows []uint32) {
	l.partners = l.partners[:0]
	seen, rest := 0, rows
	for len(rest) > 0 {
		ahead := rest[:min(len(rest), fetched)]
		rest = rest[len(ahead):]
		m.sum += fetch(t.values, ahead)
		for _, r := range ahead {
			// The complement of a last rank is above all as an unsigned number.
			for _, other := range t.values[r:] {
				if uint32(other) >= uint32(rank) {
					break
				}
				m.tally[other]++
				if m.tally[other] == m.minimum {
					l.partners = append(l.partners, other)
				}
				seen++
			}
		}
	}
	if m.Apart != nil {
		l.partners = slices.DeleteFunc(l.partners, func(other int32) bool { return m.Apart(t.items[rank], t.items[other]) })
	}
	slices.Sort(l.partners)
	l.counts = l.counts[:0]
	for _, partner := range l.partners {
		l.counts = append(l.counts, m.tally[partner])
	}
	m.clearTally(t, rank, rows, seen)
	for i, partner := range l.partners {
		m.tally[partner] = l.counts[i]
	}
}

// fetched is how many rows are brought into the cache at a time.
const fetched = 64

// fetch reads the beginnings of rows, no reading waiting for another, so that
// they are in the cache when they are counted. The sum is of no use but that the
// reading is not left out.
func fetch(values []int32, rows []uint32) (sum int32) {
	const cacheLine = 16 // values
	last := uint32(len(values) - 1)
	for _, r := range rows {
		sum += values[r] + values[min(r+cacheLine-4, last)]
	}
	return sum
}

// clearTally clears the tally below a rank, where so many values of its rows were
// counted.
func (m *miner) clearTally(t *table, rank int32, rows []uint32, seen int) {
	if seen > int(rank)/16 {
		clear(m.tally[:rank])
		return
	}
	for _, r := range rows {
		for _, other := range t.values[r:] {
			if uint32(other) >= uint32(rank) {
				break
			}
			m.tally[other] = 0
		}
	}
}

// descend searches the rows reduced to the partners, whose slots stand in the
// tally as negative numbers, and clears the tally.
func (m *miner) descend(l *level, t *table, rank int32, rows []uint32, depth int) {
	deeper := len(l.partners) > 1 && m.roomFor(2)
	squares := 0
	if deeper {
		squares = m.project(l, t, rank, rows)
	}
	for _, partner := range l.partners {
		m.tally[partner] = 0
	}
	if deeper {
		m.searchTable(l, squares, depth)
	}
}

// searchTable finds the sets of the prefix and two items or more of the level's
// table, whose rows have the given sum of squared lengths.
func (m *miner) searchTable(l *level, squares, depth int) {
	t := &l.table
	items, words := len(t.items), (t.size+63)/64
	switch {
	case t.size < int(m.minimum):
	case items*items*words <= bitsPay*squares:
		m.mineBits(t, words)
	default:
		l.next = t.index(l.next)
		for rank := 1; rank < items; rank++ {
			m.extend(t, rank, depth+1)
		}
	}
}

// project fills the level's table, whose items are the partners, with the rows
// reduced to these, but for rows with fewer than two, and returns the sum of
// their squared lengths.
func (m *miner) project(l *level, t *table, rank int32, rows []uint32) (squares int) {
	child := &l.table
	child.values, child.size = child.values[:0], 0
	for _, r := range rows {
		start := len(child.values)
		for _, other := range t.values[r:] {
			if uint32(other) >= uint32(rank) {
				break
			}
			if slot := m.tally[other]; slot < 0 {
				child.values = append(child.values, -slot-1)
			}
		}
		squares += child.close(start)
	}
	return squares
}

// reversed returns the items from the last to the first.
func reversed(items []int32) []int32 {
	r := slices.Clone(items)
	slices.Reverse(r)
	return r
}
