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

	parts  []part
	sets   *Itemsets // of the part at work
	kept   int       // sets in all parts
	untold []int32   // counts that the limit has not seen

	tally  []int32  // by rank in the table at work, 0 between uses
	levels []*level // by depth of the branch
	bits   bitStack
}

// A level is the memory of one depth of the search.
type level struct {
	partners []int32 // ranks that go together with the prefix
	table    table   // the baskets of the prefix, reduced to the partners
	next     []uint32
}

func newMiner(s *search) *miner {
	return &miner{
		search:  s,
		minimum: int32(s.MinCount),
		prefix:  reversed(s.With),
		tally:   make([]int32, len(s.root.items)),
	}
}

// mine finds all sets whose rarest item has the given rank.
func (m *miner) mine(rank int) {
	if m.begin(rank, 1) {
		m.extend(m.root, rank, 0)
	}
}

// begin opens a part, for the sets from the given size on whose rarest item has
// the given rank, and notes the set of this item alone if it is of that size.
// It reports whether there may be any.
func (m *miner) begin(rank, size int) bool {
	m.sets = &Itemsets{}
	m.parts = append(m.parts, part{rank, size, m.sets})
	if !m.roomFor(1) || m.counts[rank] < m.minimum {
		return false
	}
	if size == 1 {
		m.emit(m.root.items[rank], m.counts[rank])
	}
	return true
}

// roomFor reports whether a set may hold so many items more than the prefix.
func (m *miner) roomFor(items int) bool {
	return m.MaxSize == 0 || len(m.prefix)+items <= m.MaxSize
}

// emit notes the set of the prefix and one item.
func (m *miner) emit(item, count int32) {
	m.sets.add(item, m.prefix, count)
	if m.limit == nil {
		return
	}
	if m.untold = append(m.untold, count); len(m.untold) == tellEvery {
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
	m.kept += len(m.untold)
	m.untold = m.untold[:0]
	if m.kept <= 2*m.MaxSets {
		return
	}
	m.kept = 0
	for _, p := range m.parts {
		left := &Itemsets{MinCount: int64(m.minimum)}
		left.appendFrom(p.sets)
		*p.sets = *left
		m.kept += left.Len()
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
		for slot, partner := range l.partners {
			m.emit(t.items[partner], m.tally[partner])
			m.tally[partner] = -int32(slot) - 1
		}
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
func (m *miner) findPartners(l *level, t *table, rank int32, rows []int32) {
	l.partners = l.partners[:0]
	seen := 0
	for _, r := range rows {
		for i, other := range t.row(r) {
			if other >= rank {
				seen += i
				break
			}
			m.tally[other]++
		}
	}
	if seen > int(rank)/4 {
		for other := range rank {
			m.judge(l, t, rank, other)
		}
		return
	}
	// Few of many ranks were seen: visit these alone.
	for _, r := range rows {
		for _, other := range t.row(r) {
			if other >= rank {
				break
			}
			if m.tally[other] > 0 {
				m.judge(l, t, rank, other)
				m.tally[other] = -m.tally[other]
			}
		}
	}
	slices.Sort(l.partners)
	for _, partner := range l.partners {
		m.tally[partner] = -m.tally[partner]
	}
}

// judge makes a rank a partner, or clears its tally.
func (m *miner) judge(l *level, t *table, rank, other int32) {
	n := m.tally[other]
	if n < m.minimum || m.Apart != nil && m.Apart(t.items[rank], t.items[other]) {
		m.tally[other] = 0
		return
	}
	l.partners = append(l.partners, other)
}

// descend searches the rows reduced to the partners, whose slots stand in the
// tally as negative numbers, and clears the tally.
func (m *miner) descend(l *level, t *table, rank int32, rows []int32, depth int) {
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
	items, words := len(t.items), (t.size()+63)/64
	switch {
	case t.size() < int(m.minimum):
	case items*items*words <= bitsPay*squares:
		m.mineBits(t, words)
	default:
		l.next = t.indexAlone(l.next)
		for rank := 1; rank < items; rank++ {
			m.extend(t, rank, depth+1)
		}
	}
}

// project fills the level's table with the rows reduced to the partners, but
// for rows with fewer than two, and returns the sum of their squared lengths.
func (m *miner) project(l *level, t *table, rank int32, rows []int32) (squares int) {
	child := &l.table
	child.items = child.items[:0]
	for _, partner := range l.partners {
		child.items = append(child.items, t.items[partner])
	}
	child.values, child.starts = child.values[:0], append(child.starts[:0], 0)
	for _, r := range rows {
		start := len(child.values)
		for _, other := range t.row(r) {
			if other >= rank {
				break
			}
			if slot := m.tally[other]; slot < 0 {
				child.values = append(child.values, -slot-1)
			}
		}
		length := len(child.values) - start
		if length < 2 {
			child.values = child.values[:start]
			continue
		}
		squares += length * length
		child.starts = append(child.starts, uint32(len(child.values)))
	}
	return squares
}

// reversed returns the items from the last to the first.
func reversed(items []int32) []int32 {
	r := slices.Clone(items)
	slices.Reverse(r)
	return r
}
