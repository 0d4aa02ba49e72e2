package metrics

import (
	"math/bits"
	"slices"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// bundleDeals are the deals of the window that hold a bundle or nearly all of it.
type bundleDeals struct {
	basket.Pair          // with the condition of the rule as A, the good that follows as B
	short       int64    // that lack one good of the bundle
	lacking     []int64  // of these, by the good they lack
	season      addition // of the rule among the deals of one month
}

// lifted reports whether the deals show more of the bundle than chance gives.
func (d bundleDeals) lifted() bool {
	lift, ok := d.Lift()
	return ok && lift > 1
}

// usuallyMissing is the good that most of the deals that lack one do without, the first
// where equal, and how many do. It is -1 where no deal lacks just one.
func (d bundleDeals) usuallyMissing() (good int, deals int64) {
	good = -1
	for i, n := range d.lacking {
		if n > deals {
			good, deals = i, n
		}
	}
	return good, deals
}

// eachDealWith goes through the deals that hold any of the goods, by number, and says
// which they hold.
func (m *market) eachDealWith(goods []int32, f func(deal int32, has subset)) {
	var lists [largestBundle][]int32
	var next [largestBundle]int32
	step := func(i int) {
		if next[i] = none; len(lists[i]) > 0 {
			next[i], lists[i] = lists[i][0], lists[i][1:]
		}
	}
	for i, g := range goods {
		lists[i] = m.goods[g].deals
		step(i)
	}
	for heads := next[:len(goods)]; ; {
		deal, has := slices.Min(heads), subset(0)
		if deal == none {
			return
		}
		for i, head := range heads {
			if head == deal {
				has = has.with(i)
				step(i)
			}
		}
		f(deal, has)
	}
}

// dealsOfBundle counts the deals of the window.
func (m *market) dealsOfBundle(goods []int32, r rule) *bundleDeals {
	then := &m.goods[goods[r.then]]
	d := &bundleDeals{Pair: basket.Pair{N: int64(len(m.deals)), NB: int64(len(then.deals))}, lacking: make([]int64, len(goods))}
	months, month := make([]basket.Pair, len(m.months)), 0
	for i := range months {
		months[i].N, months[i].NB = m.perMonth[i], then.perMonth[i]
	}
	m.eachDealWith(goods, func(deal int32, has subset) {
		for int(deal) >= m.months[month] {
			month++
		}
		switch missing := r.whole &^ has; {
		case missing == 0:
			d.NAB++
			months[month].NAB++
		case bits.OnesCount8(uint8(missing)) == 1:
			d.short++
			d.lacking[bits.TrailingZeros8(uint8(missing))]++
		}
		if r.condition()&^has == 0 {
			d.NA++
			months[month].NA++
		}
	})
	d.season = additionOf(months)
	return d
}

// earned is what a deal brings, the median of some.
type earned struct {
	revenue, cm1 sales.Null[sales.Money]
}

// earnedWith compares the deals with all of a bundle and those with the condition of the
// rule only. The contribution is of deals all of whose lines have a cost.
func (m *market) earnedWith(goods []int32, r rule) (all, short earned) {
	var revenue, cm1 [2][]int64
	m.eachDealWith(goods, func(deal int32, has subset) {
		i := 0
		switch has {
		case r.whole:
		case r.condition():
			i = 1
		default:
			return
		}
		d := m.deals[deal]
		revenue[i] = append(revenue[i], int64(d.revenue))
		if d.cm1.Valid {
			cm1[i] = append(cm1[i], int64(d.cm1.V))
		}
	})
	return earned{medianOf(revenue[0]), medianOf(cm1[0])}, earned{medianOf(revenue[1]), medianOf(cm1[1])}
}

// medianOf is the median of amounts; none for none.
func medianOf(amounts []int64) sales.Null[sales.Money] {
	return sales.Null[sales.Money]{V: medianMoney(amounts), Valid: len(amounts) > 0}
}

// spentBy is what a buyer of all the goods spends on them in the window: the median.
func (m *market) spentBy(h *holders, goods []int32) sales.Money {
	var amounts []int64
	h.each(goods, func(word int, bit uint64) {
		spent := sales.Money(0)
		for _, g := range goods {
			spent += m.goods[g].paid[h.place(g, word, bit)]
		}
		amounts = append(amounts, int64(spent))
	})
	return medianMoney(amounts)
}

// valueWith is what a good is worth to the buyers of all the goods in the window, and what
// they spend on it, at the median. It is false where no cost is known of any of them.
func (m *market) valueWith(h *holders, goods []int32, which int) (v value, ok bool) {
	number := goods[which]
	g := &m.goods[number]
	var worth, spent []int64
	h.each(goods, func(word int, bit uint64) {
		i := h.place(number, word, bit)
		spent = append(spent, int64(g.paid[i]))
		if g.earned[i] != sales.Absent {
			worth = append(worth, g.earned[i])
		}
	})
	return m.atMedian(worth, spent), !m.costed || len(worth) > 0
}
