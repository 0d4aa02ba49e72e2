package metrics

import (
	"cmp"
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"xsell/metrics/stat"
)

// sequence is a test that B follows A.
type sequence struct {
	a, b         int32
	early, later follow
	logP, logQ   float64 // of the rate of first purchases of B after A
	order        order   // of those with both
	orderQ       float64

	status, doubt string
	worth         gain // of those inside the usual time
}

// follow counts first purchases of B by customers who had A.
type follow struct {
	seen     int64   // had A before
	expected float64 // of all, if having A made no difference among visits alike
	all      int64   // first purchases of B on a later visit than the first, with A before or not
}

// logMore is the log of the probability of so many first purchases after A, or more, if
// having A made no difference. Of the first purchases of B in a stratum a
// hypergeometric number is by customers with A; the sum over the strata is bounded by
// the binomial distribution of the same mean, which needs no large numbers.
func (f follow) logMore() float64 {
	if float64(f.seen) < f.expected+1 || f.all == 0 {
		return 0
	}
	logP, _ := stat.LogBinomialGreater(f.seen, f.all, f.expected/float64(f.all))
	return max(smallest, logP)
}

// fewestFollow is how many customers must have gone from A to B for a test: what fewer
// did is no pattern to act on, whatever its p. Those untested count as showing nothing.
func (o Options) fewestFollow() int64 { return max(2, o.MinCount/2) }

// leads and follows say of which goods it can be asked whether they lead to others and
// follow others: enough customers came back after the first, and enough bought
// the second later than on their first visit.
func (w *walks) leads(atLeast int64) (leads, follows []bool) {
	leads, follows = make([]bool, len(w.goods)), make([]bool, len(w.goods))
	if w.engine != nil {
		for g, n := range w.engine.goods {
			leads[g], follows[g] = n.back >= atLeast, n.later >= atLeast
		}
		w.leaveMost(leads, follows)
		return leads, follows
	}
	for g := range w.goods {
		var back, later int64
		for _, f := range w.owned[g] {
			x := &w.walkers[f.of]
			if w.back(x, f.visit) {
				back++
			}
			if s := w.visits[f.visit].stratum; s >= 0 && !w.late[s] {
				later++
			}
		}
		leads[g], follows[g] = back >= atLeast, later >= atLeast
	}
	w.leaveMost(leads, follows)
	return leads, follows
}

// mostJudged is how many goods are asked what they lead to and follow: those that most
// customers have. The time to answer grows with its square.
const mostJudged = 1000

// leaveMost leaves the goods of most customers, and keeps how many it leaves out.
func (w *walks) leaveMost(leads, follows []bool) {
	var judged []int
	for g := range w.goods {
		if leads[g] || follows[g] {
			judged = append(judged, g)
		}
	}
	slices.SortStableFunc(judged, func(a, b int) int { return cmp.Compare(w.owners(b), w.owners(a)) })
	rest := judged[min(mostJudged, len(judged)):]
	for _, g := range rest {
		leads[g], follows[g] = false, false
	}
	w.rare = len(rest)
}

// owners is how many customers have a good.
func (w *walks) owners(g int) int64 {
	if w.engine != nil {
		return w.engine.goods[g].owners
	}
	return int64(len(w.owned[g]))
}

// back reports whether a customer came again after the visit in the first four fifths of
// the watch.
func (w *walks) back(x *walker, visit int32) bool {
	for v := x.end - 1; v > visit; v-- {
		if s := w.visits[v].stratum; s >= 0 && !w.late[s] {
			return true
		}
	}
	return false
}

// pairsOf is how many ordered pairs of different goods there are to test.
func pairsOf(leads, follows []bool) (n int64) {
	var a, b, same int64
	for i := range leads {
		if leads[i] {
			a++
		}
		if follows[i] {
			b++
		}
		if leads[i] && follows[i] {
			same++
		}
	}
	return a*b - same
}

// rates tests every A and B for more first purchases of B after A than among visits alike
// without A before, in the first four fifths of the watch. It returns those that stand
// after Benjamini and Hochberg's correction for all pairs. Pairs with a p above 5 % cannot.
func (w *walks) rates(ctx context.Context, atLeast, fewest int64) (standing []sequence, tests int64, err error) {
	leads, follows := w.leads(atLeast)
	if tests = pairsOf(leads, follows); tests == 0 {
		return nil, 0, nil
	}
	found := make([][]sequence, len(w.goods))
	err = w.follow(ctx, leads, follows, fewest, func(a, b int32, early, later follow) {
		if p := early.logMore(); stands(p) {
			found[b] = append(found[b], sequence{a: a, b: b, early: early, later: later, logP: p})
		}
	})
	if err != nil {
		return nil, 0, err
	}
	standing = slices.Concat(found...)
	logP := make([]float64, len(standing))
	for i, t := range standing {
		logP[i] = t.logP
	}
	logQ, err := corrected(logP, tests)
	if err != nil {
		return nil, 0, err
	}
	for i := range standing {
		standing[i].logQ = logQ[i]
	}
	return slices.DeleteFunc(standing, func(s sequence) bool { return !stands(s.logQ) }), tests, nil
}

// follow gives what leads to each good, by the good that leads; of several goods at once.
func (w *walks) follow(ctx context.Context, leads, follows []bool, fewest int64, give func(a, b int32, early, later follow)) error {
	if w.engine != nil {
		return w.engine.follow(ctx, leads, follows, fewest, give)
	}
	workers, table := runtime.GOMAXPROCS(0), w.before(leads)
	group, within := errgroup.WithContext(ctx)
	for n := range workers {
		group.Go(func() error {
			f := newFollower(w, table)
			for b := n; b < len(w.goods) && within.Err() == nil; b += workers {
				if follows[b] {
					f.follow(int32(b), fewest, func(a int32, early, later follow) { give(a, int32(b), early, later) })
				}
			}
			return within.Err()
		})
	}
	return group.Wait()
}

// ask does the work for so many pairs; where the visits are not at hand, the engine is asked
// meanwhile what is needed of them.
func (w *walks) ask(ctx context.Context, n int, pair func(i int) (a, b int32), needs stepNeeds, work func(i int)) error {
	if w.engine != nil {
		return w.engine.ask(ctx, n, pair, needs, work)
	}
	return sideBySide(ctx, n, work)
}

// sequences tests the rates, then the order of those that stand, corrected for these
// alone: only of them it is asked. What stands in both gets its status.
func (w *walks) sequences(ctx context.Context, atLeast, fewest int64) (standing []sequence, tests int64, err error) {
	standing, tests, err = w.rates(ctx, atLeast, fewest)
	if err != nil {
		return nil, 0, err
	}
	logP := make([]float64, len(standing))
	pair := func(i int) (a, b int32) { return standing[i].a, standing[i].b }
	err = w.ask(ctx, len(standing), pair, stepNeeds{orderBefore: w.split}, func(i int) {
		s := &standing[i]
		s.order = w.orderOf(s.a, s.b, w.split)
		logP[i] = s.order.logMore()
	})
	if err != nil {
		return nil, 0, err
	}
	logQ, err := corrected(logP, int64(len(standing)))
	if err != nil {
		return nil, 0, err
	}
	for i := range standing {
		standing[i].orderQ = logQ[i]
	}
	standing = slices.DeleteFunc(standing, func(s sequence) bool { return !stands(s.orderQ) })
	slices.SortFunc(standing, func(a, b sequence) int { return cmp.Or(cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b)) })
	return standing, tests, w.ask(ctx, len(standing), pair, stepNeeds{ratio: true}, func(i int) { w.judge(&standing[i]) })
}

// judge says whether a sequence was seen again in the last fifth of the watch.
func (w *walks) judge(s *sequence) {
	switch {
	case !w.hasLate():
		s.status, s.doubt = candidate, doubtShort
	case again(s.later.logMore()):
		s.status = confirmed
	case w.fadedSince(s):
		s.status = faded
	default:
		s.status, s.doubt = candidate, unseen(s.later.expected, s.later.seen)
	}
}

// hasLate reports whether anything is asked of the last fifth.
func (w *walks) hasLate() bool {
	if w.engine != nil {
		return w.engine.late
	}
	return slices.Contains(w.late, true)
}

// fadedSince reports whether so few went from A to B in the last fifth as the lower limit of
// the ratio before would give in one of twenty cases only (Poisson).
func (w *walks) fadedSince(s *sequence) bool {
	before, ok := w.ratio(s.a, s.b, false)
	return ok && poissonAtMost(s.later.seen, before.Limits.Low*s.later.expected) <= 0.05
}

// ratio is how many times more often a visit without B before brings the first B where A
// was bought before, among visits alike: Mantel and Haenszel's ratio over the
// strata, of the whole watch or of its first four fifths.
func (w *walks) ratio(a, b int32, withLate bool) (stat.Estimate, bool) {
	if w.engine != nil {
		return stat.RiskRatio(w.engine.known(a, b).strata(withLate), confidence)
	}
	strata := make([]stat.CohortStratum, len(w.members))
	var touched []int32
	for _, o := range w.owned[b] {
		if s := w.visits[o.visit].stratum; s >= 0 && (withLate || !w.late[s]) {
			touched = append(touched, s)
			if f, ok := w.firstOf(a, o.of); ok && f < o.visit {
				strata[s].ExposedCases++
			} else {
				strata[s].UnexposedCases++
			}
		}
	}
	slices.Sort(touched)
	touched = slices.Compact(touched)
	for i, s := range touched {
		c := strata[s]
		for _, v := range w.members[s] {
			who := w.visits[v].walker
			if f, ok := w.firstOf(b, who); ok && f < v {
				continue
			}
			if f, ok := w.firstOf(a, who); ok && f < v {
				c.Exposed++
			} else {
				c.Unexposed++
			}
		}
		strata[i] = c // i is never above s: these are done
	}
	return stat.RiskRatio(strata[:len(touched)], confidence)
}
