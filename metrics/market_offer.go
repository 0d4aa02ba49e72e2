package metrics

import (
	"context"
	"math"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// offerTerms are what an offer costs.
type offerTerms struct {
	discount float64     // share of the price
	bonus    sales.Money // for each taker
}

// gain is what an offer would bring; it may be undefined.
type gain struct {
	low, expected, high sales.Money

	pool           int64   // whom to make it
	takers, anyway float64 // of these: who would follow, and who would have bought without it
	ok             bool
}

// gains adds up the gains of several groups of buyers. The limits come from those of the
// shares, which vary independently: the squares of the distances add up (G. Y. Zou and
// A. Donner, Statistics in Medicine 27 (2008) 1693-1702).
type gains struct {
	gain
	middle, down, up float64 // down and up are squares
}

// add counts what would be earned if the buyers of A without B took B at the attach rate
// of A's buyers (Wilson limits) instead of the base rate of all others, discount and
// bonus paid for every taker, as those who would have bought anyway take the offer too.
// It is not made to those of whom B earns nothing. Where all have A, nobody shows what
// they would have bought anyway: that is no gain.
func (g *gains) add(p basket.Pair, b value, terms offerTerms) {
	attach, ok := p.Attach()
	base, ok2 := p.BaseRate()
	limits, ok3 := p.AttachLimits(confidence)
	if !ok || !ok2 || !ok3 {
		return
	}
	if g.ok = true; b.worth <= 0 {
		return
	}
	pool, worth := float64(p.NA-p.NAB), float64(b.worth)
	each := worth - terms.discount*float64(b.spent) - float64(terms.bonus)
	down, up := pool*each*(attach-limits.Low), pool*each*(limits.High-attach)
	if each < 0 { // the offer costs more than it earns
		down, up = up, down
	}
	g.middle += pool * (attach*each - base*worth)
	g.down += down * down
	g.up += up * up
	g.pool += p.NA - p.NAB
	g.takers += pool * attach
	g.anyway += pool * base
}

func (g gains) sum() gain {
	if !g.ok {
		return gain{}
	}
	g.low = money(g.middle - math.Sqrt(g.down))
	g.expected = money(g.middle)
	g.high = money(g.middle + math.Sqrt(g.up))
	return g.gain
}

func money(v float64) sales.Money { return sales.Money(math.Round(v)) }

// gain is what offering B to the buyers of A would bring, added up over buyers of one
// audience with about as many deals: large customers have more of everything anyway, and
// what is bought, and what it is worth, differs by audience.
func (m *market) gain(a, b *good) gain {
	var g gains
	both := m.sharedAmong(a, b)
	for i, n := range m.among {
		p := basket.Pair{N: n, NA: a.among[i], NB: b.among[i], NAB: both[i]}
		g.add(p, b.valueOf[m.audienceOf[i]], m.terms)
	}
	return g.sum()
}

// offerTermsSQL lists what the programmes of the register give.
const offerTermsSQL = `SELECT coalesce(discount, 0) AS discount, coalesce(bonus, 0) AS bonus FROM programmes ORDER BY discount, bonus`

// takeTerms are the medians of the programmes in the register; an offer costs nothing
// where there is none.
func takeTerms(ctx context.Context, l *sales.Ledger) (offerTerms, error) {
	type row struct{ Discount, Bonus int64 }
	rows, err := sales.Query[row](ctx, l, offerTermsSQL)
	if err != nil || len(rows) == 0 {
		return offerTerms{}, err
	}
	var discounts, bonuses []int64
	for _, r := range rows {
		discounts, bonuses = append(discounts, r.Discount), append(bonuses, r.Bonus)
	}
	discount, _ := stat.Median(discounts)
	return offerTerms{discount / sales.Scale, medianMoney(bonuses)}, nil
}
