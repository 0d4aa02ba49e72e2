package metrics

import (
	"context"
	"math"
	"slices"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// bundling is a rule of a bundle and what is known of it.
type bundling struct {
	ruleTest
	goods []*good // in the order of the parts

	buyers    counts
	again     basket.Pair // buyers of the last fifth
	full      earned      // deals with all of it
	short     earned      // deals with the condition only
	breakEven Cell
}

// offered is the good that follows.
func (b bundling) offered() *good { return b.goods[b.then] }

// some are the goods of a part.
func (b bundling) some(p subset) (goods []*good) {
	for i, g := range b.goods {
		if p.has(i) {
			goods = append(goods, g)
		}
	}
	return goods
}

// judged are the bundles of a market, each with its status.
type judged struct {
	rows  []bundling // rules that stand, the surest and the most worth first
	left  int64      // rules that stand and have no row
	sets  *bundleSets
	by    map[string]int64 // bundles by the status of their surest rule
	doubt map[string]int64 // candidates of each doubt
}

// found is the number of bundles that the correction left standing.
func (j judged) found() int64 { return j.by[confirmed] + j.by[candidate] + j.by[faded] }

// judgeBundles tests all bundles and measures the first so many that stand.
func (m *market) judgeBundles(ctx context.Context, atLeast int64, most int) (judged, error) {
	j := judged{by: map[string]int64{}, doubt: map[string]int64{}}
	var err error
	if j.sets, err = m.inOneDeal(ctx, atLeast, mostBundles); err != nil {
		return j, err
	}
	rules, err := m.productive(ctx, j.sets)
	if err != nil {
		return j, err
	}
	s := m.spansOf(j.sets)
	if rules, err = m.judgeRules(ctx, s, j.sets, rules); err != nil {
		return j, err
	}
	first := shortlist[ruleTest]{most: most, order: bySurety}
	for _, r := range rules {
		first.add(r)
	}
	for _, r := range foremost(rules) {
		j.by[r.status]++
		j.doubt[r.doubt]++
	}
	kept := first.cut()
	j.left = first.left
	j.rows = make([]bundling, len(kept))
	goods := func(i int) []int32 { return j.sets.at(kept[i].set) }
	return j, m.eachBundle(ctx, s, len(kept), goods, func(i int, h bundleFacts) { j.rows[i] = m.bundling(h, kept[i]) })
}

// foremost is the surest rule of every set.
func foremost(rules []ruleTest) []ruleTest {
	slices.SortFunc(rules, func(a, b ruleTest) int {
		if a.set != b.set {
			return a.set - b.set
		}
		return bySurety(a, b)
	})
	return slices.CompactFunc(rules, func(a, b ruleTest) bool { return a.set == b.set })
}

// spans are the buyers of the goods of bundles in the window, in its first four fifths and
// in its last.
type spans struct{ window, before, since *holders }

func (m *market) spansOf(sets *bundleSets) spans {
	return spans{m.holdersOf(sets, early|late), m.holdersOf(sets, early), m.holdersOf(sets, late)}
}

// judgeRules gives the rules, those of a set together, their status and drops those that
// add nothing in the whole of the window.
func (m *market) judgeRules(ctx context.Context, s spans, sets *bundleSets, rules []ruleTest) ([]ruleTest, error) {
	var starts []int // of the rules of each set
	for i := range rules {
		if i == 0 || rules[i].set != rules[i-1].set {
			starts = append(starts, i)
		}
	}
	ends := append(slices.Clone(starts[min(1, len(starts)):]), len(rules))
	goods := func(i int) []int32 { return sets.at(rules[starts[i]].set) }
	err := m.eachBundle(ctx, s, len(starts), goods, func(i int, h bundleFacts) {
		all, before, since := h.parts(early|late), h.parts(early), h.parts(late)
		for j := starts[i]; j < ends[i]; j++ {
			if r := &rules[j]; r.improvement(&all) > 0 {
				if v, ok := m.valueWith(h, r.then); ok {
					var g gains
					g.add(r.overBest(&all), v, m.terms)
					r.gain = g.sum()
				}
				m.seen(h, r, &before, &since)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	rules = slices.DeleteFunc(rules, func(r ruleTest) bool { return r.status == "" })
	return rules, m.confirm(ctx, s, sets, rules)
}

// seen gives a rule its status by the last fifth of the time alone. What else would explain
// it is asked of those that were seen again.
func (m *market) seen(h bundleFacts, r *ruleTest, before, since *counts) {
	last := r.pair(since)
	expected, _ := last.Expected()
	switch {
	case m.owners.late == 0:
		r.status, r.doubt = candidate, doubtShort
	case seenAgain(last) && r.rule.improvement(since) > 0:
		r.status, r.alike = confirmed, h.leastAdded(r.rule, math.Log(falseFindings)) // above it no rule can stand
	case hasFaded(r.pair(before), last):
		r.status = faded
	default:
		r.status, r.doubt = candidate, unseen(expected, last.NAB)
	}
}

// confirm leaves confirmed the rules that stand among buyers alike, corrected for all
// that were seen again, and are not of a season.
func (m *market) confirm(ctx context.Context, s spans, sets *bundleSets, rules []ruleTest) error {
	var asked []*ruleTest
	var logP []float64
	for i := range rules {
		if r := &rules[i]; r.status == confirmed {
			asked, logP = append(asked, r), append(logP, r.alike.logP)
		}
	}
	logQ, _ := stat.BenjaminiHochberg(logP, int64(len(logP)))
	var alike []*ruleTest
	for i, r := range asked {
		if stands(logQ[i]) {
			alike = append(alike, r)
		} else {
			r.status, r.doubt = candidate, doubtBuyers
		}
	}
	return m.eachBundle(ctx, s, len(alike), func(i int) []int32 { return sets.at(alike[i].set) }, func(i int, h bundleFacts) {
		r := alike[i]
		if r.deals = m.dealsOfBundle(h, r.rule); r.deals.lifted() && !r.deals.season.up() {
			r.status, r.doubt = candidate, doubtSeason
		}
	})
}

// bundling measures a rule that stands.
func (m *market) bundling(h bundleFacts, t ruleTest) bundling {
	since := h.parts(late)
	b := bundling{ruleTest: t, buyers: h.parts(early | late), again: t.pair(&since)}
	if b.deals == nil {
		b.deals = m.dealsOfBundle(h, t.rule)
	}
	if b.alike.logP > math.Log(falseFindings) { // not asked for, or not of all goods of the condition
		b.alike = h.leastAdded(t.rule, 0)
	}
	for _, g := range h.goods {
		b.goods = append(b.goods, &m.goods[g])
	}
	b.full, b.short = h.earnedWith(t.whole), h.earnedWith(t.condition())
	if v, ok := m.valueWith(h, t.then); ok {
		b.breakEven = b.discount(v.worth, medianMoney(h.spent()))
	}
	return b
}

// discount is the largest share of the price of the bundle that can be given away before
// the expected gain is gone. Whoever has all of it then pays less for its goods: those in
// the pool who follow, at the rate of the rule, and those who have all of it
// already. Without the offer the pool would take the good at the base rate:
//
//	pool (confidence worth - base worth) = discount spent (pool confidence + buyers of all)
//
// where worth is the contribution of the good to a buyer of all, and spent what such a
// buyer spends on the goods of the bundle. It is blank where nothing is left to give.
func (b bundling) discount(worth, spent sales.Money) Cell {
	p := b.overBest(&b.buyers)
	confidence, ok := p.Attach()
	base, ok2 := p.BaseRate()
	pool := float64(p.NA - p.NAB)
	paid := float64(spent) * (pool*confidence + float64(p.NAB))
	if gain := pool * (confidence - base) * float64(worth); ok && ok2 && gain > 0 && paid > 0 {
		return min(1, gain/paid)
	}
	return nil
}
