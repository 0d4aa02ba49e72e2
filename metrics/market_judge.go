package metrics

import (
	"cmp"
	"math"

	"gonum.org/v1/gonum/mathext"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// The status of a pair.
const (
	confirmed   = "confirmed"   // found, among buyers alike too, seen again, and not for the season
	candidate   = "candidate"   // found only
	faded       = "faded"       // found, among buyers alike too, and since then less than it was
	substitutes = "substitutes" // fewer buyers of both than chance gives, among buyers alike too
)

// What keeps a pair that was found from being confirmed, the first that holds.
const (
	doubtBuyers = "kind of customer"
	doubtSeason = "season"
	doubtShort  = "time too short"
	doubtFew    = "too few to see again"
	doubtAgain  = "not seen again"
)

// pairing is two goods and what is known of them together. A is the rarer one, so that
// the share of its buyers who have B is the higher of both.
type pairing struct {
	a, b *good

	buyers, found, again basket.Pair // buyers in the window, in its first four fifths, in its last
	deals                basket.Pair
	joint                sales.Money // revenue of both in the deals with both

	logP, logQ    float64 // of a pair with a status
	alike, later  chance  // of joint buyers, in the window and in its last fifth
	alikeQ        float64 // of a pair with a status
	size, season  odds    // among buyers of one size, among the deals of one month
	status, doubt string
	gain          gain // of offering B to the buyers of A
	back          gain // of offering A to the buyers of B, of a pair that is confirmed or a candidate
}

// pairing measures a pair that was tested.
func (m *market) pairing(t pairTest) pairing {
	a, b := m.rarerFirst(t)
	p := pairing{a: a, b: b, logP: t.logP, logQ: t.logQ, alikeQ: t.alikeQ, status: t.status, doubt: t.doubt}
	o := m.buyersOf(a, b)
	p.buyers, p.found, p.again = o.window(), o.early(), o.late()
	p.deals, p.joint = m.dealsOf(a, b)
	p.alike, p.later = chanceOf(a.stakes, b.stakes), chanceOf(a.later, b.later)
	p.size, p.season, p.gain = m.oddsInSize(a, b), m.oddsInSeason(a, b), m.gain(a, b)
	if p.offered() {
		p.back = m.gain(b, a)
	}
	return p
}

// offered reports whether a pair may be worth an offer.
func (p *pairing) offered() bool { return p.status == confirmed || p.status == candidate }

func (m *market) rarerFirst(t pairTest) (a, b *good) {
	a, b = &m.goods[t.a], &m.goods[t.b]
	if cmp.Or(cmp.Compare(a.owners.all, b.owners.all), cmp.Compare(a.id, b.id)) > 0 {
		return b, a
	}
	return a, b
}

// explained reports whether that buyers are alike may be why a pair was found.
func (t *pairTest) explained() bool { return !stands(t.alikeQ) || !t.notablyMore(t.both) }

// judge gives a pair that was found its status.
func (m *market) judge(t *pairTest) {
	t.status = candidate
	a, b := m.rarerFirst(*t)
	if t.explained() || !m.oddsInSize(a, b).above {
		t.doubt = doubtBuyers
		return
	}
	o, later := m.buyersOf(a, b), chanceOf(a.later, b.later)
	switch {
	case m.owners.late == 0:
		t.doubt = doubtShort
	case !seenAgain(o.late()) || !again(later.logMore(o.both.late)):
		if hasFaded(o.early(), o.late()) {
			t.status = faded
			return
		}
		t.doubt = unseen(later.mean, o.both.late)
	case m.inSeason(a, b):
		t.doubt = doubtSeason
	default:
		t.status = confirmed
	}
}

// inSeason reports whether two goods are in the same deals more often than by chance only
// because both are in season at one time: within the months they are not.
func (m *market) inSeason(a, b *good) bool {
	deals, _ := m.dealsOf(a, b)
	lift, ok := deals.Lift()
	if !ok || lift <= 1 {
		return false
	}
	season := m.oddsInSeason(a, b)
	return season.ok && season.Value <= 1
}

// seenAgain reports whether the last fifth of the time alone shows more than chance. The
// test is exact: where few have either, the limits of the lift lie above 1 for a single
// buyer of both.
func seenAgain(late basket.Pair) bool {
	logP, ok := late.LogFisherGreater()
	return ok && again(logP)
}

// again reports whether a single test stands: p of 2.5 % or less, as beyond one of two
// 95 % limits.
func again(logP float64) bool { return logP <= math.Log((1-confidence)/2) }

// unseen says why a pair was not seen again.
func unseen(expected float64, both int64) string {
	if expected < 1 || float64(both) > expected {
		return doubtFew
	}
	return doubtAgain
}

// hasFaded reports whether the last fifth has so few joint buyers as the lower limit of
// the lift before would give in one of twenty cases only (Poisson).
func hasFaded(before, late basket.Pair) bool {
	limits, ok := before.LiftLimits(confidence)
	expected, ok2 := late.Expected()
	return ok && ok2 && poissonAtMost(late.NAB, limits.Low*expected) <= 0.05
}

// poissonAtMost is P(X <= k) for a Poisson distribution.
func poissonAtMost(k int64, mean float64) float64 {
	return mathext.GammaIncRegComp(float64(k+1), mean)
}
