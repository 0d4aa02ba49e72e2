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

// gain is what would be earned if every buyer of A without B took B at the attach rate
// of A's buyers instead of the base rate of all others, discount and bonus paid for every
// taker, as those who would have bought anyway take the offer too. Low and high come from
// the Wilson limits of the attach rate.
func (t offerTerms) gain(p basket.Pair, b *good) gain {
	attach, ok := p.Attach()
	base, ok2 := p.BaseRate()
	limits, ok3 := p.AttachLimits(confidence)
	if !ok || !ok2 || !ok3 {
		return gain{}
	}
	pool, worth := float64(p.NA-p.NAB), float64(b.worth)
	cost := t.discount*float64(b.spent) + float64(t.bonus)
	at := func(rate float64) sales.Money {
		return sales.Money(math.Round(pool * (rate*(worth-cost) - base*worth)))
	}
	g := gain{at(limits.Low), at(attach), at(limits.High), true}
	if g.low > g.high { // where a sale costs more than it earns
		g.low, g.high = g.high, g.low
	}
	return g
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
