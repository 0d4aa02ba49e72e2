package metrics

import (
	"maps"
	"math"
	"math/bits"
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// stock fills a market from the rows of marketSQL.
type stock struct {
	*market
	audience []int32   // of each deal
	cm1      [][]int64 // of each good, beside its deals; Absent where unknown
}

func newStock(m *market) *stock {
	m.deals = make([]dealt, 0, m.counts.Deals)
	return &stock{market: m, audience: make([]int32, 0, m.counts.Deals), cm1: make([][]int64, len(m.goods))}
}

// take adds a row: deal, buyer, audience, day, thing, revenue, cm1.
func (s *stock) take(row []int64) error {
	if int(row[0]) > len(s.deals) {
		s.open(row)
	}
	s.deals[len(s.deals)-1].add(row[5], row[6])
	if row[4] == sales.Absent {
		return nil
	}
	g := &s.goods[row[4]-1]
	g.deals = append(g.deals, int32(len(s.deals)-1))
	g.revenue = append(g.revenue, sales.Money(row[5]))
	s.cm1[row[4]-1] = append(s.cm1[row[4]-1], row[6])
	return nil
}

// open begins a deal.
func (s *stock) open(row []int64) {
	d := dealt{buyer: -1, day: sales.Day(row[3]), cm1: sales.Null[sales.Money]{Valid: true}}
	switch {
	case s.byDeal:
		d.buyer = int32(len(s.deals))
	case row[1] != sales.Absent:
		d.buyer = int32(row[1] - 1)
	}
	s.deals = append(s.deals, d)
	s.audience = append(s.audience, int32(max(0, row[2])))
}

// add counts what one thing brought.
func (d *dealt) add(revenue, cm1 int64) {
	d.revenue += sales.Money(revenue)
	if cm1 == sales.Absent {
		d.cm1.Valid = false
		return
	}
	d.cm1.V += sales.Money(cm1)
}

// close puts the buyers into strata and gives every good its buyers.
func (s *stock) close() {
	for i, d := range s.deals {
		if i > 0 && d.day != s.deals[i-1].day && monthOf(d.day) != monthOf(s.deals[i-1].day) {
			s.months = append(s.months, i)
		}
		if s.phaseOf(d.day) == early {
			s.tried++
		}
		for int(d.buyer) >= len(s.buyers) {
			s.buyers = append(s.buyers, bought{})
		}
		if d.buyer >= 0 {
			b := &s.buyers[d.buyer]
			b.deals++
			b.audience = s.audience[i]
			b.when |= s.phaseOf(d.day)
		}
	}
	s.months = append(s.months, len(s.deals))
	s.gather()
	for i := range s.goods {
		s.sell(&s.goods[i], s.cm1[i])
	}
	s.stratify()
	s.measure()
}

func monthOf(d sales.Day) sales.Day { return sales.Month.Start(d) }

func (m *market) phaseOf(d sales.Day) phase {
	if d < m.split {
		return early
	}
	return late
}

// gather numbers the audiences anew and makes one of those too small to be looked at
// alone, with less than twenty buyers, and of those beyond the first hundred.
func (m *market) gather() {
	buyers, number := map[int32]int{}, map[int32]int32{0: 0}
	for _, b := range m.buyers {
		buyers[b.audience]++
	}
	for _, audience := range slices.Sorted(maps.Keys(buyers)) {
		if audience > 0 && buyers[audience] >= 20 && len(number) <= 100 {
			number[audience] = int32(len(number))
		}
	}
	m.audiences = len(number) + 1
	for i := range m.buyers {
		b := &m.buyers[i]
		if of, ok := number[b.audience]; ok {
			b.audience = of
		} else {
			b.audience = int32(len(number))
		}
	}
}

// stratify numbers the strata that hold a buyer.
func (m *market) stratify() {
	type stratum struct{ audience, deals int32 }
	numbers := map[stratum]int32{}
	m.stratumOf = make([]int32, len(m.buyers))
	for i, b := range m.buyers {
		of := stratum{b.audience, doublings(b.deals)}
		if _, ok := numbers[of]; !ok {
			numbers[of] = int32(len(numbers))
			m.audienceOf = append(m.audienceOf, b.audience)
		}
		m.stratumOf[i] = numbers[of]
	}
	m.among = make([]int64, len(numbers))
}

// doublings puts numbers into classes: 1, 2, 3 to 4, 5 to 8, and so on.
func doublings(n int32) int32 { return int32(bits.Len32(uint32(n - 1))) }

// placed is the buyer and the place of a deal of a good.
type placed uint64

func (p placed) buyer() int32 { return int32(p >> 32) }
func (p placed) place() int   { return int(uint32(p)) }

// byBuyer are the deals of a good with a known buyer, by buyer, and those of one by day.
func (m *market) byBuyer(g *good) []placed {
	out := make([]placed, 0, len(g.deals))
	for i, deal := range g.deals {
		if buyer := m.deals[deal].buyer; buyer >= 0 {
			out = append(out, placed(uint64(buyer)<<32|uint64(i)))
		}
	}
	slices.Sort(out)
	return out
}

// sell adds up what each buyer has of a good.
func (s *stock) sell(g *good, cm1 []int64) {
	type purchase struct {
		when         phase
		revenue, cm1 int64
	}
	bought := s.byBuyer(g)
	at := func(i int) (buyer int32, p purchase) {
		place := bought[i].place()
		d := &s.deals[g.deals[place]]
		return d.buyer, purchase{s.phaseOf(d.day), int64(g.revenue[place]), cm1[place]}
	}
	worth, spent := make([][]int64, s.audiences), make([][]int64, s.audiences)
	for i := 0; i < len(bought); {
		buyer, p := at(i)
		known := p.cm1 != sales.Absent
		for i++; i < len(bought) && bought[i].buyer() == buyer; i++ {
			_, also := at(i)
			p.when |= also.when
			p.revenue += also.revenue
			p.cm1 += also.cm1
			known = known && also.cm1 != sales.Absent
		}
		if !known {
			p.cm1 = sales.Absent
		}
		g.buyers, g.when = append(g.buyers, buyer), append(g.when, p.when)
		g.paid, g.earned = append(g.paid, sales.Money(p.revenue)), append(g.earned, p.cm1)
		s.buyers[buyer].goods++
		audience := s.buyers[buyer].audience
		spent[audience] = append(spent[audience], p.revenue)
		if known {
			worth[audience] = append(worth[audience], p.cm1)
		}
	}
	g.value = s.atMedian(slices.Concat(worth...), slices.Concat(spent...))
	for i := range worth {
		g.valueOf = append(g.valueOf, s.atMedian(worth[i], spent[i]))
	}
}

func (m *market) atMedian(worth, spent []int64) value {
	if !m.costed {
		worth = spent
	}
	return value{medianMoney(worth), medianMoney(spent)}
}

// medianMoney is the median to the nearest unit of money; 0 for nothing.
func medianMoney(amounts []int64) sales.Money {
	median, _ := stat.Median(amounts)
	return sales.Money(math.Round(median))
}
