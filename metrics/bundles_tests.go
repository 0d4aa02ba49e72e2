package metrics

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"xsell/metrics/basket"
	"xsell/metrics/stat"
)

// mostBundles bounds the sets of one size looked at. Beyond it the miner raises the
// number of deals from which it lists a set, and the report says so.
const mostBundles = 200_000

// bundleSets are the sets of three goods and more in enough deals of the first four
// fifths of the window, the smaller ones first.
type bundleSets struct {
	goods   []int32
	ends    []int
	sizes   [largestBundle + 1]int64 // how many of each size
	atLeast [largestBundle + 1]int64 // deals from which those of a size were listed
	rules   [largestBundle + 1]int64 // how many of each size were tested, listed or not
	buyers  []counts                 // of the parts of each in the first four fifths, where the engine counted them
}

func (s *bundleSets) len() int { return len(s.ends) }

// at are the goods of a set, ascending.
func (s *bundleSets) at(i int) []int32 {
	start := 0
	if i > 0 {
		start = s.ends[i-1]
	}
	return s.goods[start:s.ends[i]]
}

func (s *bundleSets) add(goods []int32) {
	s.goods = append(s.goods, goods...)
	s.ends = append(s.ends, len(s.goods))
	s.sizes[len(goods)]++
}

// partsOf counts the buyers of the parts of a set in the first four fifths.
func (h *holders) partsOf(s *bundleSets, i int) counts {
	if s.buyers != nil {
		return s.buyers[i]
	}
	return h.parts(s.at(i))
}

// inOneDeal finds the sets. Each size is mined by itself, so that the many large ones
// do not raise the number of deals for the small ones. What is tested are all rules whose
// condition is in so many deals, whichever good follows: this number depends on nothing
// that the tests look at.
func (m *market) inOneDeal(ctx context.Context, atLeast int64, most int) (*bundleSets, error) {
	if m.engine != nil {
		return m.engine.inOneDeal(ctx, atLeast, most)
	}
	deals, sets := m.earlyDeals(), &bundleSets{}
	for size := 3; size <= largestBundle; size++ {
		mined, err := basket.Mine(ctx, deals, basket.Options{MinCount: atLeast, MaxSize: size, MaxSets: most})
		if err != nil {
			return nil, err
		}
		sets.atLeast[size] = mined.MinCount
		var found [][]int32
		for i := range mined.Len() {
			switch goods, _ := mined.At(i); len(goods) {
			case size - 1:
				sets.rules[size] += int64(len(m.goods) - len(goods))
			case size:
				set := slices.Clone(goods)
				slices.Sort(set)
				found = append(found, set)
			}
		}
		slices.SortFunc(found, slices.Compare)
		for _, set := range found {
			sets.add(set)
		}
	}
	return sets, nil
}

// earlyDeals are the judged goods of every deal of the first four fifths.
func (m *market) earlyDeals() *basket.Baskets {
	of := make([][]int32, len(m.deals))
	for g := range m.goods {
		for _, deal := range m.goods[g].deals {
			of[deal] = append(of[deal], int32(g))
		}
	}
	var out basket.Baskets
	for deal, goods := range of {
		if m.phaseOf(m.deals[deal].day) == early && len(goods) > 0 {
			out.Add(goods...)
		}
	}
	return &out
}

// ruleTest is a test of a rule of a set.
type ruleTest struct {
	set int // its place
	rule
	logP, logQ float64

	status, doubt string
	alike         addition     // of the good of the condition that adds least, among buyers alike
	deals         *bundleDeals // nil where nothing has asked for them yet
	gain          gain
}

// productive tests every rule of every set among the buyers of the first four fifths: each
// good of the condition must add to the others (G. I. Webb, Discovering significant
// patterns, Machine Learning 68, 2007). A set is found where one of its rules stands after
// Benjamini and Hochberg's correction for all rules of its size; those not listed count as
// showing nothing. Each size is corrected by itself, as in the layers of Webb (Machine
// Learning 71, 2008), so that the many long rules do not hide the short. The
// rules of a set that was found are then tested among themselves only, by Holm's
// procedure (a tree of hypotheses: D. Yekutieli, JASA 103, 2008), and those that stand are
// returned with the q of their set.
func (m *market) productive(ctx context.Context, sets *bundleSets) (standing []ruleTest, err error) {
	h := m.holdersOf(sets, early)
	for size := 3; size <= largestBundle; size++ {
		trials, err := h.trials(ctx, sets, size, logBound(sets, size))
		if err != nil {
			return nil, err
		}
		found, err := correct(trials, sets.rules[size])
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			standing = append(standing, h.holm(sets, f)...)
		}
	}
	return standing, nil
}

// logBound is the log of the p above which no rule of the size can stand: at most all
// that are listed do.
func logBound(sets *bundleSets, size int) float64 {
	return math.Log(falseFindings) + math.Log(float64(size)*float64(sets.sizes[size])) - math.Log(float64(sets.rules[size]))
}

// trials are the rules of the sets of a size with a log p of bound at most.
func (h *holders) trials(ctx context.Context, sets *bundleSets, size int, bound float64) ([]ruleTest, error) {
	first := 0
	for first < sets.len() && len(sets.at(first)) < size {
		first++
	}
	const block = 1024
	n := int(sets.sizes[size])
	found := make([][]ruleTest, (n+block-1)/block)
	err := sideBySide(ctx, len(found), func(b int) {
		for i := first + b*block; i < first+min(n, (b+1)*block); i++ {
			goods := sets.at(i)
			counts := h.partsOf(sets, i)
			for then := range goods {
				r := rule{allOf(goods), then}
				if logP, ok := r.test(&counts, bound); ok {
					found[b] = append(found[b], ruleTest{set: i, rule: r, logP: logP})
				}
			}
		}
	})
	return slices.Concat(found...), err
}

// test is the log of the largest p, over the goods of the condition, of Fisher's exact
// test, one-sided, that the good adds nothing to the others. It is false for a
// rule whose confidence does not beat that of all its parts, and where p is above the bound.
func (r rule) test(n *counts, bound float64) (logP float64, ok bool) {
	if r.improvement(n) <= 0 {
		return 0, false
	}
	for i := range bits.Len8(uint8(r.whole)) {
		if r.condition().has(i) && deviation(r.added(n, i)) < screen {
			return 0, false
		}
	}
	logP = math.Inf(-1)
	for i := range bits.Len8(uint8(r.whole)) {
		if !r.condition().has(i) {
			continue
		}
		p, ok := r.added(n, i).LogFisherGreater()
		if !ok || p > bound {
			return 0, false
		}
		logP = max(logP, p)
	}
	return logP, true
}

// correct returns the surest rule of every set of which one stands among so many rules.
func correct(trials []ruleTest, all int64) ([]ruleTest, error) {
	logP := make([]float64, len(trials))
	for i, t := range trials {
		logP[i] = t.logP
	}
	logQ, ok := stat.BenjaminiHochberg(logP, all)
	if !ok {
		return nil, fmt.Errorf("%d rules seen of %d", len(trials), all)
	}
	for i := range trials {
		trials[i].logQ = logQ[i]
	}
	found := slices.DeleteFunc(trials, func(t ruleTest) bool { return !stands(t.logQ) })
	slices.SortFunc(found, func(a, b ruleTest) int {
		return cmp.Or(cmp.Compare(a.set, b.set), cmp.Compare(a.logP, b.logP), cmp.Compare(a.then, b.then))
	})
	return slices.CompactFunc(found, func(a, b ruleTest) bool { return a.set == b.set }), nil
}

// holm returns the rules of a set that stand among those of the set.
//
// Source: S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
func (h *holders) holm(sets *bundleSets, found ruleTest) (standing []ruleTest) {
	goods, n := sets.at(found.set), h.partsOf(sets, found.set)
	for then := range goods {
		t := found
		t.rule.then = then
		if logP, ok := t.test(&n, math.Log(falseFindings)); ok {
			t.logP = logP
			standing = append(standing, t)
		}
	}
	slices.SortStableFunc(standing, func(a, b ruleTest) int { return cmp.Compare(a.logP, b.logP) })
	for i, t := range standing {
		if !stands(t.logP + math.Log(float64(len(goods)-i))) {
			return standing[:i]
		}
	}
	return standing
}

// bySurety puts the surest rules first, and of these the most worth.
func bySurety(a, b ruleTest) int {
	return cmp.Or(cmp.Compare(places[a.status], places[b.status]), cmp.Compare(b.gain.low, a.gain.low), cmp.Compare(a.logP, b.logP),
		cmp.Compare(a.set, b.set), cmp.Compare(a.then, b.then))
}
