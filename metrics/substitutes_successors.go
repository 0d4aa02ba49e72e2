package metrics

import (
	"cmp"
	"math"
	"slices"

	"xsell/metrics/basket"
)

// succession is two goods of one type of which the sale of A ended where that of B began,
// and whose buyers went on from one to the other.
type succession struct {
	a, b       int32
	counts     basket.Pair // of the buyers with a deal while A was sold and one while B was
	odds       odds        // among those of them alike in size and audience
	logP, logQ float64
}

// succeeding finds the successors. That nothing is sold for a time may be chance: a good
// counts as ended only if its deals, thrown at random between its first deal and the end
// of the window, would leave out the rest in less than one case of twenty for all goods
// together (Bonferroni); and as begun likewise. Whether B follows A the buyers say: more
// of A's buyers than of the others took B, by Fisher's exact test after Benjamini and
// Hochberg's correction for all pairs of one type that meet, and by the odds among buyers
// alike. Where a whole range is renewed at a time, B is the nearest to A, and A to B.
func (s *shelf) succeeding() ([]succession, error) {
	if s.byDeal {
		return nil, nil
	}
	var trials []succession
	tests := int64(0)
	ended, begun := s.endedAndBegun()
	for _, a := range ended {
		var there []bool
		for _, b := range begun {
			if a == b || s.sameType(a, b) != "yes" || !s.meet(s.onSale[a], s.onSale[b]) {
				continue
			}
			if there == nil {
				there = s.buyersThere(s.onSale[a])
			}
			tests++
			if t := s.follows(a, b, there); stands(t.logP) {
				trials = append(trials, t)
			}
		}
	}
	found, err := standingSuccessors(trials, tests)
	return nearest(found), err
}

// nearest keeps the pairs of which each is the first of the other; the surest come first.
func nearest(found []succession) (out []succession) {
	named := map[int32]bool{}
	for _, t := range found {
		if !named[t.a] && !named[t.b] {
			out = append(out, t)
		}
		named[t.a], named[t.b] = true, true
	}
	return out
}

// standingSuccessors keeps the trials that stand after the correction for so many tests
// and among buyers alike, the surest first.
func standingSuccessors(trials []succession, tests int64) ([]succession, error) {
	slices.SortFunc(trials, func(x, y succession) int {
		return cmp.Or(cmp.Compare(x.logP, y.logP), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	logP := make([]float64, len(trials))
	for i, t := range trials {
		logP[i] = t.logP
	}
	logQ, err := corrected(logP, tests)
	for i := range logQ {
		trials[i].logQ = logQ[i]
	}
	return slices.DeleteFunc(trials, func(t succession) bool {
		return !stands(t.logQ) || t.odds.ok && t.odds.Limits.Low <= 1
	}), err
}

// endedAndBegun are the goods whose sale ended, and those whose sale began, in the window.
func (s *shelf) endedAndBegun() (ended, begun []int32) {
	rare := math.Log(falseFindings / float64(len(s.goods)))
	last := int32(len(s.deals) - 1)
	for i, on := range s.onSale {
		n := float64(len(s.goods[i].deals))
		if after := float64(last-on.to) / float64(last-on.from+1); n*math.Log1p(-after) < rare {
			ended = append(ended, int32(i))
		}
		if before := float64(on.from) / float64(on.to+1); n*math.Log1p(-before) < rare {
			begun = append(begun, int32(i))
		}
	}
	return ended, begun
}

// meet reports whether one good ends where the other begins: within a tenth of the
// shorter of both times on sale.
func (s *shelf) meet(a, b stretch) bool {
	days := func(t stretch) int { return int(s.deals[t.to].day-s.deals[t.from].day) + 1 }
	gap := int(s.deals[b.from].day - s.deals[a.to].day)
	most := min(days(a), days(b)) / 10
	return a.from < b.from && a.to < b.to && max(gap, -gap) <= most
}

// buyersThere marks the buyers with a deal in a stretch.
func (s *shelf) buyersThere(in stretch) []bool {
	there := make([]bool, len(s.buyers))
	for d := in.from; d <= in.to; d++ {
		if b := s.deals[d].buyer; b >= 0 {
			there[b] = true
		}
	}
	return there
}

// follows tests whether A's buyers took B, among those with a deal while either was sold;
// there marks those of A's time.
func (s *shelf) follows(a, b int32, there []bool) succession {
	in := s.buyersThere(s.onSale[b])
	strata := len(s.among)
	all, withA, withB, both := make([]int64, strata), make([]int64, strata), make([]int64, strata), make([]int64, strata)
	t := succession{a: a, b: b}
	number := func(buyers []int32, by []int64, total *int64) {
		for _, buyer := range buyers {
			if in[buyer] && there[buyer] {
				by[s.stratumOf[buyer]]++
				*total++
			}
		}
	}
	for buyer := range s.buyers {
		if in[buyer] && there[buyer] {
			all[s.stratumOf[buyer]]++
			t.counts.N++
		}
	}
	number(s.goods[a].buyers, withA, &t.counts.NA)
	number(s.goods[b].buyers, withB, &t.counts.NB)
	var shared []int32
	common(s.goods[a].buyers, s.goods[b].buyers, func(i, _ int) { shared = append(shared, s.goods[a].buyers[i]) })
	number(shared, both, &t.counts.NAB)
	t.logP, _ = t.counts.LogFisherGreater()
	if stands(t.logP) {
		t.odds = stratified(all, withA, withB, both)
	}
	return t
}
