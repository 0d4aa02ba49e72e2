package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/sales"
)

// ground is what an offer stands on.
type ground uint8

// The grounds.
const (
	byAudience ground = iota // what customers of the audience take
	byPair                   // what those with another product take
	bySequence               // what follows another product in time
)

// prospect is a product to offer to a customer.
type prospect struct {
	customer, good    int32
	ground            ground
	rule              int32 // place of the lesson or of the turn
	chance, low, high float64
}

// expected is the money of the chance, and reliable that of its lower limit.
func (s *school) expected(p prospect) float64 { return p.chance * s.each[p.good] }
func (s *school) reliable(p prospect) float64 { return p.low * s.each[p.good] }

// ranking makes the offers for one customer after the other, and keeps its memory between
// them.
type ranking struct {
	*school
	owned []int32 // by good: the customer that was last seen to own it, plus 1
	best  []prospect
}

func (s *school) ranking() *ranking { return &ranking{school: s, owned: make([]int32, len(s.goods))} }

// mostOffered is how many offers a customer has.
const mostOffered = 5

// of are the best offers for a customer, by the money that can be relied on, each for another product.
// The slice is good until the next customer.
func (r *ranking) of(who int32) []prospect {
	x := r.walkers[who]
	for _, f := range x.goods {
		r.owned[f.of] = who + 1
	}
	r.best = r.best[:0]
	r.byAudience(who)
	for _, f := range x.goods {
		for _, i := range r.follows[f.of] {
			r.byPair(who, i)
		}
	}
	for _, f := range r.later.walks.walkers[who].goods {
		for _, i := range r.turnsOf[f.of] {
			r.bySequence(who, i, f)
		}
	}
	slices.SortFunc(r.best, func(a, b prospect) int {
		return cmp.Or(cmp.Compare(r.reliable(b), r.reliable(a)), cmp.Compare(r.goods[a.good].id, r.goods[b.good].id))
	})
	return r.best[:min(len(r.best), mostOffered)]
}

// open reports whether a good can be offered to the customer: not owned, not sent back, sold
// still, and not shut out by one it owns.
func (r *ranking) open(who, g int32) bool {
	if r.owned[g] == who+1 || r.never[g] || r.returned[uint64(who)<<32|uint64(g)] {
		return false
	}
	for _, rival := range r.rivals[g] {
		if r.owned[rival] == who+1 {
			return false
		}
	}
	return true
}

// add keeps the better of two grounds for one good.
func (r *ranking) add(p prospect) {
	for i := range r.best {
		if r.best[i].good == p.good {
			if p.low > r.best[i].low {
				r.best[i] = p
			}
			return
		}
	}
	r.best = append(r.best, p)
}

func (r *ranking) pace(who int32) float64 { return r.paces.of[r.paces.now[who]] }

func (r *ranking) byAudience(who int32) {
	for _, g := range r.plainBest[r.school.of[who]] {
		if len(r.best) == mostOffered {
			return
		}
		if r.open(who, g) {
			r.add(r.prospect(who, g, byAudience, -1, r.plainRate(g, r.school.of[who])))
		}
	}
}

func (r *ranking) byPair(who, i int32) {
	t := &r.lessons[i]
	if r.open(who, t.b) {
		r.add(r.prospect(who, t.b, byPair, i, t.rates[r.group(r.school.of[who])]))
	}
}

func (r *ranking) prospect(who, g int32, by ground, rule int32, of rate) prospect {
	pace := r.pace(who)
	return prospect{who, g, by, rule, probable(of.value, pace), probable(of.low, pace), probable(of.high, pace)}
}

// bySequence offers the product of B that the audience takes most, where B has not been
// bought and its time has not passed.
func (r *ranking) bySequence(who, i int32, a first) {
	t, w := &r.turns[i], r.later.walks
	if _, has := w.firstOf(t.sequence.b, who); has {
		return
	}
	waited := int(r.until - w.visits[a.visit].day)
	if waited >= t.days {
		return
	}
	chance, ok := t.passage.curve.Later(float64(waited), float64(min(t.days, waited+r.ahead)), confidence)
	if !ok {
		return
	}
	best, share := int32(-1), 0.0
	for j, g := range t.goods {
		if t.shares[j] > share && r.open(who, g) {
			best, share = g, t.shares[j]
		}
	}
	if best >= 0 {
		r.add(prospect{who, best, bySequence, i, share * chance.Value, share * chance.Limits.Low, share * chance.Limits.High})
	}
}

// boughtA is the day on which the customer of an offer first bought what it follows from.
func (s *school) boughtA(p prospect) sales.Day {
	w, a := s.walks, int32(0)
	if p.ground == bySequence {
		w, a = s.later.walks, s.turns[p.rule].sequence.a
	} else {
		a = s.lessons[p.rule].a
	}
	visit, _ := w.firstOf(a, p.customer)
	return w.visits[visit].day
}
