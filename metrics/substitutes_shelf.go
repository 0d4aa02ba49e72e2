package metrics

import (
	"cmp"
	"slices"
	"sort"
)

// stretch is a part of the window, from one deal to another, both included. Stretches
// begin and end with a day.
type stretch struct{ from, to int32 }

func (s stretch) and(t stretch) stretch { return stretch{max(s.from, t.from), min(s.to, t.to)} }
func (s stretch) empty() bool           { return s.from > s.to }
func (s stretch) within(t stretch) bool { return t.from <= s.from && s.to <= t.to }

// shelf is a market with the time each good was on sale and what each buyer had of it.
type shelf struct {
	*market
	onSale   []stretch   // of each good, from its first deal to its last, whole days
	spots    [][]int32   // of each good, the place of each of its buyers' holdings among those of the buyer
	taken    [][]int32   // of each good, its deals with a known buyer by buyer, then by day
	begins   [][]int32   // of each good, where the deals of each of its buyers start
	held     [][]holding // of each buyer, ascending by good
	holdings int64       // of all buyers
	present
}

// holding is a good that a buyer has, the place of the buyer among those of the good,
// and the first and the last deal with it.
type holding struct{ good, place, first, last int32 }

func newShelf(m *market) *shelf {
	s := &shelf{market: m, held: m.room()}
	for i := range m.goods {
		g := &m.goods[i]
		s.onSale = append(s.onSale, m.wholeDays(stretch{g.deals[0], g.deals[len(g.deals)-1]}))
		deals, starts := m.takenBy(g)
		s.taken, s.begins = append(s.taken, deals), append(s.begins, starts)
		spots := make([]int32, len(g.buyers))
		for place, buyer := range g.buyers {
			spots[place] = int32(len(s.held[buyer]))
			s.held[buyer] = append(s.held[buyer], holding{int32(i), int32(place), deals[starts[place]], deals[starts[place+1]-1]})
		}
		s.spots = append(s.spots, spots)
	}
	for _, held := range s.held {
		s.holdings += int64(len(held))
	}
	s.present = presence(m, s.onSale)
	return s
}

// room is an empty list for every buyer, with room for all goods it has: a list that grew with each
// would take twice as much.
func (m *market) room() [][]holding {
	goods, all := make([]int, len(m.buyers)), 0
	for i := range m.goods {
		for _, buyer := range m.goods[i].buyers {
			goods[buyer]++
		}
		all += len(m.goods[i].buyers)
	}
	memory, held := make([]holding, all), make([][]holding, len(m.buyers))
	for buyer, n := range goods {
		held[buyer], memory = memory[:0:n], memory[n:]
	}
	return held
}

// wholeDays widens a stretch to the first and the last deal of its days.
func (m *market) wholeDays(s stretch) stretch {
	first, last := m.deals[s.from].day, m.deals[s.to].day
	from := sort.Search(len(m.deals), func(i int) bool { return m.deals[i].day >= first })
	to := sort.Search(len(m.deals), func(i int) bool { return m.deals[i].day > last })
	return stretch{int32(from), int32(to - 1)}
}

// takenBy are the deals of a good with a known buyer, in the order of its buyers, and
// where those of each start; the last start is the end.
func (m *market) takenBy(g *good) (deals, starts []int32) {
	sold := m.byBuyer(g)
	deals, starts = make([]int32, len(sold)), make([]int32, 0, len(g.buyers)+1)
	for i, d := range sold {
		deals[i] = g.deals[d.place()]
		if i == 0 || d.buyer() != sold[i-1].buyer() {
			starts = append(starts, int32(i))
		}
	}
	return deals, append(starts, int32(len(deals)))
}

// holding is what the buyer at a place among those of a good has of it.
func (s *shelf) holding(g int32, place int) holding {
	return s.held[s.goods[g].buyers[place]][s.spots[g][place]]
}

// has reports whether the buyer has the good.
func (s *shelf) has(buyer, good int32) bool {
	_, ok := slices.BinarySearchFunc(s.held[buyer], good, func(h holding, g int32) int { return cmp.Compare(h.good, g) })
	return ok
}

// bought reports whether the buyer took the good in the stretch.
func (s *shelf) bought(h holding, in stretch) bool {
	switch {
	case h.first > in.to || h.last < in.from:
		return false
	case h.first >= in.from || h.last <= in.to:
		return true
	}
	return len(s.boughtOn(h, in)) > 0
}

// boughtOn are the deals in the stretch in which the buyer took the good.
func (s *shelf) boughtOn(h holding, in stretch) []int32 {
	deals := s.taken[h.good][s.begins[h.good][h.place]:s.begins[h.good][h.place+1]]
	from, _ := slices.BinarySearch(deals, in.from)
	to, _ := slices.BinarySearch(deals, in.to+1)
	return deals[from:to]
}

// boughtIn counts the buyers who took a good in the stretch.
func (s *shelf) boughtIn(g int32, in stretch) (n int64) {
	if s.onSale[g].within(in) {
		return s.goods[g].owners.all
	}
	for place := range s.goods[g].buyers {
		if s.bought(s.holding(g, place), in) {
			n++
		}
	}
	return n
}

// present counts the buyers with a deal in a stretch: its deals, less each after which
// the same buyer has another in it.
type present struct {
	known   []int32 // deals with a known buyer before each deal
	startAt []int32 // for each deal, the last start of a stretch at or before it; -1 for none
	endAt   []int32 // for each deal, the first end of a stretch at or after it
	again   []int32 // by start and end, the deals in the stretch after which the buyer has another in it
	ends    int
}

// presence prepares the stretches that begin and end where one of those given does.
func presence(m *market, spans []stretch) present {
	n := len(m.deals)
	p := present{known: make([]int32, n+1), startAt: make([]int32, n), endAt: make([]int32, n)}
	starts, ends := make([]bool, n), make([]bool, n)
	for _, s := range spans {
		starts[s.from], ends[s.to] = true, true
	}
	last := int32(-1)
	for i, d := range m.deals {
		p.known[i+1] = p.known[i]
		if d.buyer >= 0 {
			p.known[i+1]++
		}
		if starts[i] {
			last++
		}
		p.startAt[i] = last
		if p.endAt[i] = int32(p.ends); ends[i] {
			p.ends++
		}
	}
	p.again = make([]int32, int(last+1)*p.ends)
	p.count(m)
	return p
}

// count fills the table of buyers who come again.
func (p *present) count(m *market) {
	next := make([]int32, len(m.buyers))
	for i := len(m.deals) - 1; i >= 0; i-- {
		buyer := m.deals[i].buyer
		if buyer < 0 {
			continue
		}
		if later := next[buyer]; later > 0 && p.startAt[i] >= 0 && int(p.endAt[later]) < p.ends {
			p.again[int(p.startAt[i])*p.ends+int(p.endAt[later])]++
		}
		next[buyer] = int32(i)
	}
	for start := len(p.again)/max(1, p.ends) - 1; start >= 0; start-- { // sums over later starts and earlier ends
		row := p.again[start*p.ends : (start+1)*p.ends]
		for end := 1; end < p.ends; end++ {
			row[end] += row[end-1]
		}
		if after := (start + 1) * p.ends; after < len(p.again) {
			for end := range row {
				row[end] += p.again[after+end]
			}
		}
	}
}

// buyersIn counts the buyers with a deal in the span.
func (p *present) buyersIn(s stretch) int64 {
	again := p.again[int(p.startAt[s.from])*p.ends+int(p.endAt[s.to])]
	return int64(p.known[s.to+1] - p.known[s.from] - again)
}
