package metrics

import (
	"cmp"

	"gonum.org/v1/gonum/mathext"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// The status of a pair.
const (
	confirmed   = "confirmed"   // found, seen again, and not for the kind of customer or the season
	candidate   = "candidate"   // found only
	faded       = "faded"       // found, and since then less than it was
	substitutes = "substitutes" // fewer buyers of both than chance gives, among buyers alike too
)

// What keeps a pair that was found from being confirmed.
const (
	doubtFew    = "too few to see again"
	doubtAgain  = "not seen again"
	doubtBuyers = "kind of customer"
	doubtSeason = "season"
)

// pairing is two goods and what is known of them together. A is the rarer one, so that
// the share of its buyers who have B is the higher of both.
type pairing struct {
	a, b *good

	buyers, found, again basket.Pair // buyers in the window, in its first four fifths, in its last
	deals                basket.Pair
	joint                sales.Money // revenue of both in the deals with both

	logP, logQ    float64 // of a pair with a status
	alike, season odds    // among buyers alike; among the deals of one month
	status, doubt string
	gain          gain // of offering B to the buyers of A
}

// gain is what an offer would bring; it may be undefined.
type gain struct {
	low, expected, high sales.Money
	ok                  bool
}

// pairing measures a pair that was tested.
func (m *market) pairing(t pairTest) pairing {
	a, b := m.rarerFirst(t)
	p := pairing{a: a, b: b, logP: t.logP, logQ: t.logQ, status: t.status, doubt: t.doubt, season: m.oddsInSeason(a, b)}
	way := inRange
	if t.status == substitutes {
		way = inSize
	}
	p.alike = m.oddsAmong(a, b, way)
	o := m.buyersOf(a, b)
	p.buyers, p.found, p.again = o.window(), o.early(), o.late()
	p.deals, p.joint = m.dealsOf(a, b)
	p.gain = m.terms.gain(p.buyers, b)
	return p
}

func (m *market) rarerFirst(t pairTest) (a, b *good) {
	a, b = &m.goods[t.a], &m.goods[t.b]
	if cmp.Or(cmp.Compare(a.owners.all, b.owners.all), cmp.Compare(a.id, b.id)) > 0 {
		return b, a
	}
	return a, b
}

// judge gives a pair that was found its status. The cheapest questions come first: there
// may be a million pairs.
func (m *market) judge(t *pairTest) {
	a, b := m.rarerFirst(*t)
	o := m.buyersOf(a, b)
	t.low = m.terms.gain(o.window(), b).low
	switch {
	case seenAgain(o.late()):
		if t.doubt = m.explained(a, b); t.doubt == "" {
			t.status = confirmed
			return
		}
	case hasFaded(o.early(), o.late()):
		t.status = faded
		return
	default:
		t.doubt = unseen(o.late())
	}
	t.status = candidate
}

// explained is what else explains that two goods are together: buyers who buy more of
// everything or share a taste, or a season that both have. It is empty where nothing
// does. Odds that are not defined are without bound.
func (m *market) explained(a, b *good) string {
	if alike := m.oddsAmong(a, b, inRange); alike.ok && alike.Limits.Low <= 1 {
		return doubtBuyers
	}
	deals, _ := m.dealsOf(a, b)
	if lift, ok := deals.Lift(); ok && lift > 1 {
		if season := m.oddsInSeason(a, b); season.ok && season.Value <= 1 {
			return doubtSeason
		}
	}
	return ""
}

// seenAgain reports whether the last fifth of the time alone shows more than chance.
func seenAgain(late basket.Pair) bool {
	limits, ok := late.LiftLimits(confidence)
	return ok && limits.Low > 1
}

// unseen says why a pair was not seen again.
func unseen(late basket.Pair) string {
	if expected, ok := late.Expected(); !ok || expected < 1 {
		return doubtFew
	}
	if lift, ok := late.Lift(); ok && lift > 1 {
		return doubtFew
	}
	return doubtAgain
}

// hasFaded reports whether the last fifth has so few joint buyers as the lower limit of
// the lift before would give in one of twenty cases only (Poisson).
func hasFaded(before, late basket.Pair) bool {
	limits, ok := before.LiftLimits(confidence)
	chance, ok2 := late.Expected()
	return ok && ok2 && poissonAtMost(late.NAB, limits.Low*chance) <= 0.05
}

// poissonAtMost is P(X <= k) for a Poisson distribution.
func poissonAtMost(k int64, mean float64) float64 {
	return mathext.GammaIncRegComp(float64(k+1), mean)
}
