package metrics

import (
	"context"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// bundleFacts is what a market knows of those who have some goods of a set. Amounts may be fewer
// than there are, with the same median.
type bundleFacts struct {
	goods []int32
	parts func(in phase) counts             // buyers
	among func(r rule, i int) []basket.Pair // those of the rest of the condition, by stratum: good i as A, the one that follows as B

	brought func(which int) (worth, spent []int64) // by a good of each buyer of all; worth where a cost is known
	spent   func() []int64                         // by each buyer of all, on these goods

	deals  func(give func(month int, has subset, deals int64))
	earned func(has subset) (revenue, cm1 []int64) // of each deal with these and no others of the set
}

// factsOf are those of the baskets at hand.
func (m *market) factsOf(s spans, goods []int32) bundleFacts {
	parts := func(in phase) counts {
		switch in {
		case early:
			return s.before.parts(goods)
		case late:
			return s.since.parts(goods)
		}
		return s.window.parts(goods)
	}
	return bundleFacts{
		goods: goods, parts: parts,
		among:   func(r rule, i int) []basket.Pair { return s.window.among(m.audiences, goods, r, i) },
		brought: func(which int) (worth, spent []int64) { return m.broughtBy(s.window, goods, goods[which]) },
		spent:   func() []int64 { return m.spentBy(s.window, goods) },
		deals: func(give func(month int, has subset, deals int64)) {
			month := 0
			m.eachDealWith(goods, func(deal int32, has subset) {
				for int(deal) >= m.months[month] {
					month++
				}
				give(month, has, 1)
			})
		},
		earned: func(has subset) (revenue, cm1 []int64) { return m.earnedIn(goods, has) },
	}
}

// eachBundle does the work for so many sets.
func (m *market) eachBundle(ctx context.Context, s spans, n int, goods func(i int) []int32, work func(i int, h bundleFacts)) error {
	if m.engine != nil {
		return m.engine.eachBundle(ctx, n, goods, work)
	}
	return sideBySide(ctx, n, func(i int) { work(i, m.factsOf(s, goods(i))) })
}

// earnedIn are the amounts of the deals with just these goods of a set.
func (m *market) earnedIn(goods []int32, just subset) (revenue, cm1 []int64) {
	m.eachDealWith(goods, func(deal int32, has subset) {
		if has != just {
			return
		}
		d := m.deals[deal]
		revenue = append(revenue, int64(d.revenue))
		if d.cm1.Valid {
			cm1 = append(cm1, int64(d.cm1.V))
		}
	})
	return revenue, cm1
}

// spentBy is what each buyer of all the goods spends on them in the window.
func (m *market) spentBy(h *holders, goods []int32) (amounts []int64) {
	h.each(goods, func(word int, bit uint64) {
		spent := int64(0)
		for _, g := range goods {
			spent += int64(m.goods[g].paid[h.place(g, word, bit)])
		}
		amounts = append(amounts, spent)
	})
	return amounts
}

// broughtBy is what each buyer of all the goods brings by one of them in the window.
func (m *market) broughtBy(h *holders, goods []int32, number int32) (worth, spent []int64) {
	g := &m.goods[number]
	h.each(goods, func(word int, bit uint64) {
		i := h.place(number, word, bit)
		spent = append(spent, int64(g.paid[i]))
		if g.earned[i] != sales.Absent {
			worth = append(worth, g.earned[i])
		}
	})
	return worth, spent
}
