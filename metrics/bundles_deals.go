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
func (m *market) dealsOfBundle(h bundleFacts, r rule) *bundleDeals {
	then := &m.goods[h.goods[r.then]]
	d := &bundleDeals{Pair: basket.Pair{NB: then.sold}, lacking: make([]int64, len(h.goods))}
	months := make([]basket.Pair, len(m.perMonth))
	for i, deals := range m.perMonth {
		d.N += deals
		months[i].N, months[i].NB = deals, then.perMonth[i]
	}
	h.deals(func(month int, has subset, deals int64) {
		switch missing := r.whole &^ has; {
		case missing == 0:
			d.NAB += deals
			months[month].NAB += deals
		case bits.OnesCount8(uint8(missing)) == 1:
			d.short += deals
			d.lacking[bits.TrailingZeros8(uint8(missing))] += deals
		}
		if r.condition()&^has == 0 {
			d.NA += deals
			months[month].NA += deals
		}
	})
	d.season = additionOf(months)
	return d
}

// earned is what a deal brings, the median of some.
type earned struct {
	revenue, cm1 sales.Null[sales.Money]
}

// earnedWith is what the deals bring that hold these goods of a bundle and no other. The
// contribution is of deals all of whose lines have a cost.
func (h bundleFacts) earnedWith(p subset) earned {
	revenue, cm1 := h.earned(p)
	return earned{medianOf(revenue), medianOf(cm1)}
}

// medianOf is the median of amounts; none for none.
func medianOf(amounts []int64) sales.Null[sales.Money] {
	return sales.Null[sales.Money]{V: medianMoney(amounts), Valid: len(amounts) > 0}
}

// valueWith is what a good is worth to the buyers of all the goods in the window, and what
// they spend on it, at the median. It is false where no cost is known of any of them.
func (m *market) valueWith(h bundleFacts, which int) (v value, ok bool) {
	worth, spent := h.brought(which)
	return m.atMedian(worth, spent), !m.costed || len(worth) > 0
}
