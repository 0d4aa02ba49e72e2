package metrics

import (
	"math"
	"testing"

	"xsell/metrics/basket"
)

// The limits of the lift before are 3.227 to 4.958, 0.729 to 2.187 and 5.838 to 9.634; the
// most joint buyers that are faded were found by scipy.stats.poisson.cdf of the lower one
// times what is expected later (p .0445 and .1150 for 2 and 3 of 6.454, .0321 and .0503
// for 19 and 20 of 29.04, .0249 and .0548 for 5 and 6 of 11.68).
func TestHasFaded(t *testing.T) {
	for _, c := range []struct {
		before, late basket.Pair
		most         int64 // that is faded; -1 for none
	}{
		{basket.Pair{N: 1000, NA: 100, NB: 100, NAB: 40}, basket.Pair{N: 200, NA: 20, NB: 20}, 2},
		{basket.Pair{N: 1000, NA: 100, NB: 100, NAB: 40}, basket.Pair{N: 400, NA: 60, NB: 60}, 19},
		{basket.Pair{N: 1000, NA: 100, NB: 100, NAB: 12}, basket.Pair{N: 200, NA: 20, NB: 20}, -1},
		{basket.Pair{N: 500, NA: 50, NB: 40, NAB: 30}, basket.Pair{N: 200, NA: 20, NB: 20}, 5},
		{basket.Pair{N: 500, NA: 50, NB: 40, NAB: 0}, basket.Pair{N: 200, NA: 20, NB: 20}, -1}, // no limits
		{basket.Pair{N: 500, NA: 50, NB: 40, NAB: 30}, basket.Pair{}, -1},                      // nobody later
	} {
		for both := int64(0); both <= c.late.NA; both++ {
			late := c.late
			late.NAB = both
			if got := hasFaded(c.before, late); got != (both <= c.most) {
				t.Errorf("%+v, then %d of %+v: faded %v", c.before, both, c.late, got)
			}
		}
	}
}

// Worked out apart in Python, with the limits of statsmodels' proportion_confint
// (method "wilson"): 15 of 40 with A have B, 15 of 160 without; 8 of 20, and 2 of 30.
func TestGains(t *testing.T) {
	first, second := basket.Pair{N: 200, NA: 40, NB: 30, NAB: 15}, basket.Pair{N: 50, NA: 20, NB: 10, NAB: 8}
	b, c := value{100_0000, 250_0000}, value{60_0000, 90_0000}
	for _, g := range []struct {
		name   string
		groups []basket.Pair
		terms  offerTerms
		want   gain
	}{
		{"one group", []basket.Pair{first}, offerTerms{}, gain{371_1995, 703_1250, 1089_8140, 25, 9.375, 2.34375, true}},
		{"two groups", []basket.Pair{first, second}, offerTerms{}, gain{586_4821, 943_1250, 1359_2262, 37, 14.175, 3.14375, true}},
		{"discount and bonus", []basket.Pair{first, second}, offerTerms{0.1, 5_0000}, gain{341_7140, 594_6750, 889_8824, 37, 14.175, 3.14375, true}},
		{"costs more than it earns", []basket.Pair{first}, offerTerms{0.3, 40_0000}, gain{-433_0034, -375_0000, -325_2112, 25, 9.375, 2.34375, true}},
		{"all have A", []basket.Pair{{N: 40, NA: 40, NB: 15, NAB: 15}}, offerTerms{}, gain{}},
		{"nobody has A", []basket.Pair{{N: 40, NA: 0, NB: 15, NAB: 0}}, offerTerms{}, gain{}},
	} {
		var sum gains
		for i, p := range g.groups {
			sum.add(p, []value{b, c}[i], g.terms)
		}
		got := sum.sum()
		if math.Abs(got.takers-g.want.takers) < 1e-12 && math.Abs(got.anyway-g.want.anyway) < 1e-12 {
			got.takers, got.anyway = g.want.takers, g.want.anyway
		}
		if got != g.want {
			t.Errorf("%s: %+v, want %+v", g.name, got, g.want)
		}
	}
	var sum gains
	if sum.add(first, value{0, 250_0000}, offerTerms{}); sum.sum() != (gain{ok: true}) {
		t.Errorf("%+v is won where B earns nothing", sum.sum())
	}
}

// Ratios and limits by statsmodels' StratifiedTable; where a ratio is infinite its
// test_null_odds (correction) has p 1.44e-06 and .724, where it is 0, .0025 of fewer.
func TestStratifiedIsAbove(t *testing.T) {
	for _, c := range []struct {
		name                 string
		all, a, b, both      []int64
		value, low           float64
		defined, surelyAbove bool
	}{
		{"above", []int64{40, 15}, []int64{15, 7}, []int64{15, 5}, []int64{10, 3}, 5.352517985611511, 1.621563300671208, true, true},
		{"limits on both sides", []int64{15}, []int64{7}, []int64{5}, []int64{3}, 2.25, 0.25148394329821194, true, false},
		{"infinite", []int64{14, 15}, []int64{5, 7}, []int64{5, 7}, []int64{5, 7}, 0, 0, false, true},
		{"infinite of a few", []int64{3, 2}, []int64{2, 1}, []int64{2, 2}, []int64{2, 1}, 0, 0, false, false},
		{"never both", []int64{10, 7}, []int64{5, 3}, []int64{5, 3}, []int64{0, 0}, 0, 0, false, false},
		{"nobody has either", []int64{10, 7}, []int64{0, 0}, []int64{0, 0}, []int64{0, 0}, 0, 0, false, false},
	} {
		got := stratified(c.all, c.a, c.b, c.both)
		if got.ok != c.defined || got.above != c.surelyAbove || math.Abs(got.Value-c.value) > 1e-12 || math.Abs(got.Limits.Low-c.low) > 1e-12 {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// A pair that is nothing within customers of one size is for the kind of customer,
// whatever else speaks for it.
func TestConfirmedNeedsOddsWithinSize(t *testing.T) {
	w := world{customers: 400, goods: 12, deals: 4, items: 1.5, unequal: 1, plants: 2, attach: 0.6}
	m, above, below := w.market(t, 1), 0, 0
	for i := range m.goods {
		for j := range i {
			p := pairTest{a: int32(j), b: int32(i), both: 400, chance: chance{1, 1}, alikeQ: smallest}
			odds := m.oddsInSize(&m.goods[i], &m.goods[j])
			switch m.judge(&p); {
			case odds.above:
				above++
				if p.doubt == doubtBuyers {
					t.Errorf("%+v is held against a pair", odds)
				}
			default:
				below++
				if p.status != candidate || p.doubt != doubtBuyers {
					t.Errorf("with %+v a pair is %s (%s)", odds, p.status, p.doubt)
				}
			}
		}
	}
	if above == 0 || below == 0 {
		t.Errorf("%d pairs above, %d not", above, below)
	}
}
