package basket

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
	from, to := s.at(i)
	return s.items[from:to], int64(s.counts[i])
}

// at returns where the items of a set stand.
func (s *Itemsets) at(i int) (from, to int) {
	if i > 0 {
		from = s.ends[i-1]
	}
	return from, s.ends[i]
}

// appendFrom adds the other's sets that reach the minimum count.
func (s *Itemsets) appendFrom(other *Itemsets) {
	for i := range other.Len() {
		if items, count := other.At(i); count >= s.MinCount {
			s.items = append(s.items, items...)
			s.ends = append(s.ends, len(s.items))
			s.counts = append(s.counts, int32(count))
		}
	}
}

// A part holds the sets of a size and larger with one item as the rarest.
type part struct {
	rank, size int
	sets       []Itemsets // one after the other
}

// A store holds the parts that a worker found. What was added is never moved:
// the sets of one part follow those of the other in the same memory, and new
// memory is taken where that is full.
type store struct {
	parts []part
	kept  amount
	room  int // items that new memory is for
}

// The room that a store takes at a time, in items.
const (
	firstRoom = 1 << 10
	mostRoom  = 1 << 18
)

// begin opens a part, in the memory that the last one leaves.
func (s *store) begin(rank, size int) {
	left := Itemsets{}
	if n := len(s.parts); n > 0 {
		last := s.last()
		left = Itemsets{items: last.items[len(last.items):], ends: last.ends[len(last.ends):], counts: last.counts[len(last.counts):]}
	}
	s.parts = append(s.parts, part{rank, size, []Itemsets{left}})
}

// last returns the sets that are added to.
func (s *store) last() *Itemsets {
	sets := s.parts[len(s.parts)-1].sets
	return &sets[len(sets)-1]
}

// add appends to the last part a set of so many items, whose count it notes; the
// caller appends the items to what it returns, before the next call.
func (s *store) add(size int, count int32) *Itemsets {
	to := s.last()
	if len(to.items)+size > cap(to.items) || len(to.ends) == cap(to.ends) {
		s.room = max(firstRoom, min(4*s.room, mostRoom), size)
		p := &s.parts[len(s.parts)-1]
		p.sets = append(p.sets, Itemsets{
			items:  make([]int32, 0, s.room),
			ends:   make([]int, 0, s.room/3),
			counts: make([]int32, 0, s.room/3),
		})
		to = s.last()
	}
	to.ends = append(to.ends, len(to.items)+size)
	to.counts = append(to.counts, count)
	s.kept.sets++
	s.kept.bytes += finding{count, int32(size)}.bytes()
	return to
}

// forget drops what does not reach the minimum count.
func (s *store) forget(minimum int64) {
	var left store
	for _, p := range s.parts {
		left.begin(p.rank, p.size)
		for _, sets := range p.sets {
			for i := range sets.Len() {
				if items, count := sets.At(i); count >= minimum {
					to := left.add(len(items), int32(count))
					to.items = append(to.items, items...)
				}
			}
		}
	}
	*s = left
}
