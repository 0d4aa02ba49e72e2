package metrics

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"xsell/metrics/basket"
)

// doubtTaste is a doubt of two goods that few have both of: the buyers of either differ in
// what else they buy.
const doubtTaste = "different tastes"

// rivalry is two goods with fewer buyers of both than chance gives, while both were on sale.
type rivalry struct {
	a, b   int32 // places of the goods; A has more buyers
	while  stretch
	counts basket.Pair // of the buyers with a deal meanwhile

	alike      chance  // of the buyers of both, among buyers alike
	logP, logQ float64 // of the weaker of both tests: against chance, and against buyers alike
	shared     kinship // what else the buyers of either have; of substitutes and different tastes
	status     string
	doubt      string
}

// rivals are the pairs of a market that keep each other out.
type rivals struct {
	pairs      []rivalry    // those with a status first
	tests      int64        // pairs on sale at the same time, all of them tested
	successors []succession // pairs of which one ended where the other began
	shelf      *shelf
}

// rivalsOnce keeps what the sections about pairs and about substitutes share.
type rivalsOnce struct {
	once sync.Once
	rivals
	err error
}

// rivals tests every two goods that were on sale at the same time for fewer buyers of
// both than chance gives.
func (m *market) rivals(ctx context.Context) (rivals, error) {
	m.apart.once.Do(func() { m.apart.rivals, m.apart.err = newShelf(m).rivals(ctx) })
	return m.apart.rivals, m.apart.err
}

// seldomTogether are the substitutes among the pairs of a market.
//
// While two goods were on sale each has its own time, so that the engine is not asked for them.
func (m *market) seldomTogether(ctx context.Context) ([]pairTest, error) {
	if m.engine != nil {
		return nil, nil
	}
	r, err := m.rivals(ctx)
	var out []pairTest
	for _, p := range r.pairs {
		if p.status == substitutes {
			out = append(out, pairTest{a: p.a, b: p.b, counts: p.counts, logP: p.logP, logQ: p.logQ, both: p.counts.NAB, chance: p.alike, alikeQ: p.logQ, status: substitutes})
		}
	}
	return out, err
}

// rivals tests in two steps, the cheap one first: p can only rise when the second test
// is asked, so that what does not stand after the first cannot stand after both.
func (s *shelf) rivals(ctx context.Context) (rivals, error) {
	trials, tests, err := s.seldom(ctx)
	if err != nil {
		return rivals{}, err
	}
	logQ, err := correctedRivals(trials, tests)
	if err != nil {
		return rivals{}, err
	}
	var standing []rivalry
	for i, t := range trials {
		if stands(logQ[i]) {
			standing = append(standing, t)
		}
	}
	if err := s.amongAlike(ctx, standing); err != nil {
		return rivals{}, err
	}
	if logQ, err = correctedRivals(standing, tests); err != nil {
		return rivals{}, err
	}
	if err := sideBySide(ctx, len(standing), func(i int) { s.judgeRivals(&standing[i], logQ[i]) }); err != nil {
		return rivals{}, err
	}
	slices.SortFunc(standing, func(x, y rivalry) int {
		return cmp.Or(-cmp.Compare(x.status, y.status), cmp.Compare(x.logP, y.logP), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	successors, err := s.succeeding()
	return rivals{standing, tests, successors, s}, err
}

func correctedRivals(trials []rivalry, tests int64) ([]float64, error) {
	logP := make([]float64, len(trials))
	for i, t := range trials {
		logP[i] = t.logP
	}
	return corrected(logP, tests)
}

// judgeRivals gives a pair that stands against chance its status.
func (s *shelf) judgeRivals(r *rivalry, logQ float64) {
	r.logQ = logQ
	if !stands(logQ) || !r.alike.notablyLess(r.counts.NAB) {
		r.doubt = doubtBuyers
		return
	}
	if r.shared = s.kinship(r.a, r.b); r.shared.distant() {
		r.doubt = doubtTaste
		return
	}
	r.status = substitutes
}

// seldom runs Fisher's exact test on the pairs whose buyers of both are clearly fewer
// than chance gives, and counts all that were on sale at the same time.
func (s *shelf) seldom(ctx context.Context) (trials []rivalry, tests int64, err error) {
	rows, numbers := make([][]rivalry, len(s.goods)), make([]int64, len(s.goods))
	err = sideBySide(ctx, len(s.goods), func(a int) { rows[a], numbers[a] = s.seldomWith(int32(a)) })
	for a := range rows {
		trials, tests = append(trials, rows[a]...), tests+numbers[a]
	}
	return trials, tests, err
}

// seldomWith tests a good with all that have fewer buyers, and counts those on sale at
// the same time.
func (s *shelf) seldomWith(a int32) (trials []rivalry, tests int64) {
	both := make([]int64, len(s.goods)) // buyers of both; -1 where even none would not be few
	furthest := a
	for b := a + 1; int(b) < len(s.goods); b++ {
		both[b] = -1
		if s.onSale[a].and(s.onSale[b]).empty() {
			continue
		}
		tests++
		p := s.atMost(a, b)
		if p.NAB = max(0, p.NA+p.NB-p.N); deviation(p) <= -screen {
			both[b], furthest = 0, b
		}
	}
	s.countBoth(a, furthest, both)
	for b := a + 1; b <= furthest; b++ {
		if both[b] < 0 {
			continue
		}
		p := s.atMost(a, b)
		if p.NAB = both[b]; deviation(p) > -screen {
			continue
		}
		t := rivalry{a: a, b: b, while: s.onSale[a].and(s.onSale[b]), counts: p}
		t.counts.NA, t.counts.NB = s.boughtIn(a, t.while), s.boughtIn(b, t.while)
		if t.logP, _ = t.counts.LogFisherLess(); stands(t.logP) {
			trials = append(trials, t)
		}
	}
	return trials, tests
}

// atMost counts the buyers with a deal while two goods were on sale, and bounds those of
// either by all it has in the window: with more of them, few of both are rarer.
func (s *shelf) atMost(a, b int32) basket.Pair {
	n := s.buyersIn(s.onSale[a].and(s.onSale[b]))
	return basket.Pair{N: n, NA: min(n, s.goods[a].owners.all), NB: min(n, s.goods[b].owners.all)}
}

// countBoth counts the buyers who took a good and another while both were on sale, for
// the others up to the furthest whose number is not negative.
func (s *shelf) countBoth(a, furthest int32, both []int64) {
	if furthest == a {
		return
	}
	for at, buyer := range s.goods[a].buyers {
		held := s.held[buyer][s.spots[a][at]:]
		has := held[0]
		for _, h := range held[1:] {
			if h.good > furthest {
				break
			}
			if both[h.good] >= 0 {
				if while := s.onSale[a].and(s.onSale[h.good]); s.bought(has, while) && s.bought(h, while) {
					both[h.good]++
				}
			}
		}
	}
}

// amongAlike asks of every trial whether buyers alike have as few of both, those of one
// time together.
func (s *shelf) amongAlike(ctx context.Context, trials []rivalry) error {
	slices.SortFunc(trials, func(x, y rivalry) int {
		return cmp.Or(cmp.Compare(x.while.from, y.while.from), cmp.Compare(x.while.to, y.while.to), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	for len(trials) > 0 {
		n := 1
		for n < len(trials) && trials[n].while == trials[0].while {
			n++
		}
		crowd := s.crowd(trials[0].while)
		for i := range trials[:n] {
			t := &trials[i]
			t.alike = crowd.chance(t.a, t.b)
			t.logP = max(t.logP, t.alike.logLess(t.counts.NAB))
		}
		if trials = trials[n:]; ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}
