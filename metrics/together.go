package metrics

import (
	"context"
	"math"

	"xsell/metrics/basket"
	"xsell/metrics/stat"
)

// The functions of this file are what the sections about buying together share.

const (
	confidence    = 0.95 // of every limit in the report
	falseFindings = 0.05 // the share of false findings that is let through among all
)

// defined is the cell of a measure that may be undefined.
func defined(v float64, ok bool) Cell {
	if !ok {
		return nil
	}
	return v
}

// limits are the cells of two limits that may be undefined.
func limits(i stat.Interval, ok bool) []Cell {
	if !ok {
		return []Cell{nil, nil}
	}
	return []Cell{i.Low, i.High}
}

// probability is the value of a log probability. It is never 0, which no test can
// show: below 1e-300 it says 1e-300.
func probability(log float64) float64 { return max(math.Exp(log), 1e-300) }

// stands reports whether a pair passes the correction for having tested them all.
func stands(logQ float64) bool { return logQ <= math.Log(falseFindings) }

// noneOf says of how many pairs the test was that none passed.
func (o Options) noneOf(tests int64) string {
	if tests == 1 {
		return o.say("the one pair tested could be chance")
	}
	return o.say("of %d {1|pair|pairs} tested, none stands out once the number of tests is allowed for", tests)
}

// unreliable says why none of the pairs found is confirmed.
func (f pairFindings) unreliable() string {
	return f.o.say("of %d {1|pair|pairs} tested, %d {2|is|are} together more often than chance explains, but %s", f.tests, f.found(), f.mainDoubt())
}

// noBasket says how many deals are no basket, because nothing of them was kept that is a product.
func (o Options) noBasket(deals, kept int64) string {
	return o.say("Left out: %d of %d {2|deal|deals}, with no product left in them: returned in full, or postage and fees alone.", deals-kept, deals)
}

// times writes a lift: "2.5 times".
func (o Options) times(lift float64) string { return o.say("%.1f times", lift) }

// about writes an expected number: "52.2", "6,862".
func (o Options) about(v float64) string {
	if v >= 99.95 {
		return o.count(int64(math.Round(v)))
	}
	return o.Phrases.Decimal(v, 1)
}

// limitsText writes the limits of a lift: "1.8 to 3.5".
func (o Options) limitsText(i stat.Interval) string { return o.say("%.2f to %.2f", i.Low, i.High) }

// charted is how many types or areas a heat map holds before it cannot be read.
const charted = 15

// inChart marks the rows of a square table that its heat map shows.
func inChart(places ...int64) Cell {
	for _, p := range places {
		if p > charted {
			return nil
		}
	}
	return "yes"
}

// acquainted finds the pair of two goods of a market by their names, whichever comes first.
type acquainted map[[2]string]*pairing

// acquainted takes the pairs of the verdicts, and measures those of the names that are not
// among them.
func (m *market) acquainted(ctx context.Context, v verdicts, names [][2]string) (acquainted, error) {
	known, place := acquainted{}, map[string]int32{}
	for i := range v.rows {
		p := &v.rows[i]
		known[ordered(p.a.id, p.b.id)] = p
	}
	for i := range m.goods {
		place[m.goods[i].id] = int32(i)
	}
	var missing []pairTest
	for _, n := range names {
		i, ok := place[n[0]]
		j, ok2 := place[n[1]]
		if key := ordered(n[0], n[1]); ok && ok2 && i != j && known[key] == nil {
			missing = append(missing, pairTest{a: i, b: j})
			known[key] = &pairing{} // named once
		}
	}
	err := m.forPairs(ctx, missing, func(i int) {
		p := m.pairing(missing[i])
		*known[ordered(p.a.id, p.b.id)] = p
	})
	return known, err
}

// pair is what is known of two goods; nil where one is not judged.
func (k acquainted) pair(a, b string) *pairing { return k[ordered(a, b)] }

// offer is what offering B to the buyers of A stands on, and what it would bring.
type offer struct {
	buyers basket.Pair
	gain   gain // of pairs that are confirmed or candidates
}

// offer is the offer of the other good of a pair to the buyers of the one named.
func (p *pairing) offer(to string) offer {
	switch {
	case p.a.id != to:
		return offer{p.buyers.Swap(), p.back}
	case p.offered():
		return offer{p.buyers, p.gain}
	}
	return offer{buyers: p.buyers}
}

// proofColumns are the columns that proof fills.
func (m *market) proofColumns() []Column {
	return []Column{{"p", "p", Number}, {"q", "q", Number},
		{"alike", m.o.say("Expected among %s alike", m.who()), Number}, {"alike_lift", "Lift among them", Number}, {"alike_low", "Lift among them, low", Number}, {"alike_high", "Lift among them, high", Number}, {"alike_q", "q among them", Number},
		{"size_odds", m.o.say("Odds ratio within %s", m.sizes()), Number}, {"size_odds_low", m.o.say("Within %s, low", m.sizes()), Number}, {"size_odds_high", m.o.say("Within %s, high", m.sizes()), Number},
		{"season_odds", "Odds ratio of deals within months", Number},
		{"later_ab", m.o.say("%s with both, last fifth", m.Who()), Count}, {"later_lift", "Lift, last fifth", Number}, {"later_p", "p, last fifth", Number}}
}

// sizes is what the odds ratio of buyers is taken within.
func (m *market) sizes() string {
	if m.byDeal { // each deal is one
		return m.o.say("audiences")
	}
	return m.o.say("sizes")
}

// proof is the evidence for or against a pair beyond its counts.
func (p pairing) proof() []Cell {
	alikeQ, seen := p.tested(p.alikeQ), p.seenAgain()
	if p.status == substitutes { // p and q are of both tests
		alikeQ, seen = nil, nil
	}
	cells := []Cell{p.tested(p.logP), p.tested(p.logQ), defined(p.alike.expected()), defined(p.alike.lift(p.buyers.NAB))}
	cells = append(append(cells, limits(p.alike.liftLimits(p.buyers.NAB))...), alikeQ)
	cells = append(append(cells, defined(p.size.Value, p.size.ok)), limits(p.size.Limits, p.size.ok)...)
	return append(cells, defined(p.season.Value, p.season.ok), p.again.NAB, defined(p.again.Lift()), seen)
}

// tested is a probability of a pair that stands.
func (p pairing) tested(logP float64) Cell {
	if p.status == "" {
		return nil
	}
	return probability(logP)
}

// seenAgain is the probability of a pair found in the last fifth.
func (p pairing) seenAgain() Cell {
	logP, ok := p.again.LogFisherGreater()
	if !ok || p.status == "" {
		return nil
	}
	return probability(max(logP, p.later.logMore(p.again.NAB)))
}
