package metrics

import (
	"math"
	"slices"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// sizes are numbers of buyers: in the window, in its first four fifths, in its last.
type sizes struct{ all, early, late int64 }

func (z *sizes) add(when phase) {
	z.all++
	if when&early != 0 {
		z.early++
	}
	if when&late != 0 {
		z.late++
	}
}

// overlap is what two goods have, and what they share, among all.
type overlap struct{ all, a, b, both sizes }

func (o overlap) window() basket.Pair {
	return basket.Pair{N: o.all.all, NA: o.a.all, NB: o.b.all, NAB: o.both.all}
}
func (o overlap) early() basket.Pair {
	return basket.Pair{N: o.all.early, NA: o.a.early, NB: o.b.early, NAB: o.both.early}
}
func (o overlap) late() basket.Pair {
	return basket.Pair{N: o.all.late, NA: o.a.late, NB: o.b.late, NAB: o.both.late}
}

// measure counts all buyers and deals, and those of every good.
func (m *market) measure() {
	for _, b := range m.buyers {
		m.owners.add(b.when)
	}
	for _, stratum := range m.stratumOf {
		m.among[stratum]++
	}
	for _, d := range m.deals {
		m.sales += d.revenue
	}
	start := 0
	for _, end := range m.months {
		m.perMonth = append(m.perMonth, int64(end-start))
		start = end
	}
	for i := range m.goods {
		g := &m.goods[i]
		for _, when := range g.when {
			g.owners.add(when)
		}
		g.sold, g.among, g.perMonth = int64(len(g.deals)), m.sharedAmong(g, g), m.sharedByMonth(g, g)
	}
	stakes, later := m.stakes(early|late, halves), m.stakes(late, doublings) // the last fifth has few buyers
	for i := range m.goods {
		m.goods[i].stakes, m.goods[i].later = stakes[i], later[i]
	}
}

// buyersOf counts the buyers of two goods; those of a part of the window bought both in it.
func (m *market) buyersOf(a, b *good) overlap {
	o := overlap{all: m.owners, a: a.owners, b: b.owners}
	if m.engine != nil {
		o.both = m.engine.met(a, b).both
		return o
	}
	common(a.buyers, b.buyers, func(i, j int) { o.both.add(a.when[i] & b.when[j]) })
	return o
}

// dealsOf counts the deals of two goods, with the revenue of both in those with both.
func (m *market) dealsOf(a, b *good) (p basket.Pair, joint sales.Money) {
	p = basket.Pair{N: m.counts.Deals, NA: a.sold, NB: b.sold}
	if m.engine != nil {
		t := m.engine.met(a, b)
		p.NAB = t.deals
		return p, t.joint
	}
	common(a.deals, b.deals, func(i, j int) {
		p.NAB++
		joint += a.revenue[i] + b.revenue[j]
	})
	return p, joint
}

// oddsInSize is the odds ratio of two goods among buyers of one audience with as many deals.
func (m *market) oddsInSize(a, b *good) odds {
	return stratified(m.among, a.among, b.among, m.sharedAmong(a, b))
}

// oddsInSeason is the odds ratio of two goods among the deals of one month.
func (m *market) oddsInSeason(a, b *good) odds {
	return stratified(m.perMonth, a.perMonth, b.perMonth, m.sharedByMonth(a, b))
}

func (m *market) sharedAmong(a, b *good) []int64 {
	if m.engine != nil {
		return m.engine.met(a, b).among
	}
	n := make([]int64, len(m.among))
	common(a.buyers, b.buyers, func(i, _ int) { n[m.stratumOf[a.buyers[i]]]++ })
	return n
}

func (m *market) sharedByMonth(a, b *good) []int64 {
	if m.engine != nil {
		return m.engine.met(a, b).byMonth
	}
	n, month := make([]int64, len(m.months)), 0
	common(a.deals, b.deals, func(i, _ int) {
		for int(a.deals[i]) >= m.months[month] {
			month++
		}
		n[month]++
	})
	return n
}

// stratified is the Mantel-Haenszel odds ratio of the counts in each stratum.
func stratified(all, a, b, both []int64) odds {
	strata := make([]basket.Pair, 0, len(all))
	for i := range all {
		if a[i] > 0 || b[i] > 0 { // others say nothing
			strata = append(strata, basket.Pair{N: all[i], NA: a[i], NB: b[i], NAB: both[i]})
		}
	}
	if e, ok := basket.StratifiedOddsRatio(strata, confidence); ok {
		return odds{e, true, e.Limits.Low > 1}
	}
	return odds{above: moreWithin(strata)}
}

// moreWithin tests that there are more with both than by chance in each stratum.
func moreWithin(strata []basket.Pair) bool {
	tables, extra := make([]stat.FourFold, len(strata)), 0.0
	for i, p := range strata {
		more, _ := p.ExtraBaskets()
		tables[i], extra = p.FourFold(), extra+more
	}
	_, logP, ok := stat.CochranMantelHaenszel(tables)
	return ok && extra > 0 && logP <= math.Log(1-confidence)
}

// odds is an odds ratio within strata; it may be undefined.
type odds struct {
	stat.Estimate
	ok    bool
	above bool // surely above 1: its lower limit is, or, where it is infinite, Cochran's test says so
}

// common calls f with the places of every number that two ascending lists share.
func common(a, b []int32, f func(i, j int)) {
	few, many := min(len(a), len(b)), max(len(a), len(b))
	switch {
	case many > 64*few:
		commonOfFew(a, b, f)
	case many <= 2*few:
		commonOfLike(a, b, f)
	default: // the next number is most often that of the longer one
		for i, j := 0, 0; i < len(a) && j < len(b); {
			switch {
			case a[i] < b[j]:
				i++
			case a[i] > b[j]:
				j++
			default:
				f(i, j)
				i++
				j++
			}
		}
	}
}

// commonOfLike is common for lists of like length: which of both has the next number cannot
// be foreseen, so that sums take less time than jumps.
func commonOfLike(a, b []int32, f func(i, j int)) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		if x == y {
			f(i, j)
		}
		var stepA, stepB int
		if x <= y {
			stepA = 1
		}
		if y <= x {
			stepB = 1
		}
		i += stepA
		j += stepB
	}
}

// commonOfFew is common where one is much shorter: what it has is looked up in the other.
func commonOfFew(a, b []int32, f func(i, j int)) {
	if len(a) > len(b) {
		commonOfFew(b, a, func(i, j int) { f(j, i) })
		return
	}
	from := 0
	for i, x := range a {
		at, found := slices.BinarySearch(b[from:], x)
		if from += at; found {
			f(i, from)
		}
	}
}

// baskets are the judged goods of every buyer in a part of the window, early|late for all.
func (m *market) baskets(in phase) *basket.Baskets {
	of := make([][]int32, len(m.buyers))
	for g := range m.goods {
		for i, buyer := range m.goods[g].buyers {
			if m.goods[g].when[i]&in != 0 {
				of[buyer] = append(of[buyer], int32(g))
			}
		}
	}
	var out basket.Baskets
	for _, items := range of {
		out.Add(items...)
	}
	return &out
}
