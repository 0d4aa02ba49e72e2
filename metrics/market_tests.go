package metrics

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// mostPairs bounds the pairs counted at once. Beyond it the miner raises the number of
// joint buyers from which it lists a pair, and the report says so.
const mostPairs = 20_000_000

// screen is the distance from chance, in standard deviations, below which no pair can
// stand: its p is above 5 %, whatever its counts.
const screen = 1.5

// pairCount is two goods, the one with more buyers first, and the buyers who have both in the
// part of the window tested; where it is counted with them, in the window too, else 0.
type pairCount struct{ a, b, both, inWindow int32 }

// pairTest is a pairCount that stands.
type pairTest struct {
	a, b       int32
	counts     basket.Pair // of buyers, in the part of the window tested
	logP, logQ float64

	both   int64 // buyers of both in the window
	chance       // of them, if it were chance what buyers alike choose
	alikeQ float64

	status, doubt string
	low           sales.Money // what can be relied on
}

// oftenTogether tests every two goods in the first four fifths of the window for more
// buyers of both than chance gives, and returns the pairs that stand after Benjamini and
// Hochberg's correction for all pairs, those never together included. Pairs with fewer
// joint buyers than atLeast were too many to be listed.
func (m *market) oftenTogether(ctx context.Context) (standing []pairTest, atLeast int64, err error) {
	trials, atLeast, err := m.trials(ctx)
	if err != nil {
		return nil, 0, err
	}
	standing, err = m.standing(ctx, trials, early, basket.Pair.LogFisherGreater)
	return standing, atLeast, err
}

// trials are the pairs that may stand.
func (m *market) trials(ctx context.Context) (trials []pairCount, atLeast int64, err error) {
	far := func(t pairCount) bool { return deviation(m.countsOf(t, early)) >= screen }
	if m.engine != nil {
		trials, atLeast, err = m.engine.apart(ctx)
		return slices.DeleteFunc(trials, func(t pairCount) bool { return !far(t) }), atLeast, err
	}
	pairs, err := m.mine(ctx, early)
	if err != nil {
		return nil, 0, err
	}
	pairs.each(func(t pairCount) {
		if far(t) {
			trials = append(trials, t)
		}
	})
	return trials, pairs.MinCount, nil
}

// pairs is the number of pairs of judged goods.
func (m *market) pairs() int64 { return basket.Pairs(int64(len(m.goods))) }

// minedPairs are the pairs of goods that have buyers of both in a part of the window.
type minedPairs struct{ *basket.Itemsets }

func (m *market) mine(ctx context.Context, in phase) (minedPairs, error) {
	sets, err := basket.Mine(ctx, m.baskets(in), basket.Options{MinCount: 1, MaxSize: 2, MaxSets: mostPairs})
	return minedPairs{sets}, err
}

func (p minedPairs) each(give func(pairCount)) {
	for i := range p.Len() {
		if items, n := p.At(i); len(items) == 2 {
			give(pairCount{a: min(items[0], items[1]), b: max(items[0], items[1]), both: int32(n)})
		}
	}
}

// joint gives the pairs that stand their buyers of both in the window. There may be a
// million of them, and most need no more than this number. The list of the window comes
// with the pairs of the rarer good together, so that those that stand are laid out good
// by good.
func (m *market) joint(standing []pairTest, window minedPairs) {
	of := make([][]int32, len(m.goods)) // places of the pairs whose rarer good it is
	for i, t := range standing {
		of[t.b] = append(of[t.b], int32(i))
	}
	place, laid := make([]int32, len(m.goods)), int32(-1) // plus 1, by the other good
	window.each(func(p pairCount) {
		if p.b != laid {
			if laid >= 0 {
				for _, i := range of[laid] {
					place[standing[i].a] = 0
				}
			}
			laid = p.b
			for _, i := range of[laid] {
				place[standing[i].a] = i + 1
			}
		}
		if i := place[p.a]; i > 0 {
			standing[i-1].both = int64(p.both)
		}
	})
	for i := range standing {
		if t := &standing[i]; t.both == 0 { // too few for the list
			t.both = m.buyersOf(&m.goods[t.a], &m.goods[t.b]).both.all
		}
	}
}

func (m *market) countsOf(t pairCount, in phase) basket.Pair {
	a, b := m.goods[t.a].owners, m.goods[t.b].owners
	if in == early {
		return basket.Pair{N: m.owners.early, NA: a.early, NB: b.early, NAB: int64(t.both)}
	}
	return basket.Pair{N: m.owners.all, NA: a.all, NB: b.all, NAB: int64(t.both)}
}

// deviation is how far the joint buyers are from what chance gives, in standard
// deviations of the hypergeometric distribution; 0 where chance leaves no room.
func deviation(p basket.Pair) float64 {
	n, a, b := float64(p.N), float64(p.NA), float64(p.NB)
	if variance := a * b * (n - a) * (n - b) / (n * n * (n - 1)); variance > 0 {
		return (float64(p.NAB) - a*b/n) / math.Sqrt(variance)
	}
	return 0
}

// standing runs the test on all trials, corrects for every pair of judged goods and
// returns those that stand, in their order.
func (m *market) standing(ctx context.Context, trials []pairCount, in phase, test func(basket.Pair) (float64, bool)) ([]pairTest, error) {
	logP := make([]float64, len(trials))
	err := sideBySide(ctx, len(trials), func(i int) { logP[i], _ = test(m.countsOf(trials[i], in)) })
	if err != nil {
		return nil, err
	}
	trials, logP = standable(trials, logP, m.pairs())
	logQ, err := corrected(logP, m.pairs())
	standing := make([]pairTest, 0, len(trials))
	for i, q := range logQ {
		if t := trials[i]; stands(q) {
			standing = append(standing, pairTest{a: t.a, b: t.b, counts: m.countsOf(t, in), logP: logP[i], logQ: q, both: int64(t.inWindow)})
		}
	}
	return standing, err
}

// standable keeps the trials that may stand after the correction for so many tests. Of n
// trials, those with p above 5 % times n / tests do not stand, nor do they change the q of
// those that do; what remains is asked again, until none is left out. This is to sort a
// few only.
func standable(trials []pairCount, logP []float64, tests int64) ([]pairCount, []float64) {
	for {
		most, kept := math.Log(falseFindings)+math.Log(float64(len(trials)))-math.Log(float64(tests))+1e-9, 0
		for i, p := range logP {
			if p <= most {
				trials[kept], logP[kept] = trials[i], p
				kept++
			}
		}
		if kept == len(trials) {
			return trials, logP
		}
		trials, logP = trials[:kept], logP[:kept]
	}
}

// corrected are the logarithms of q after Benjamini and Hochberg's correction.
func corrected(logP []float64, tests int64) ([]float64, error) {
	logQ, ok := stat.BenjaminiHochberg(logP, tests)
	if !ok {
		return nil, fmt.Errorf("%d tests of pairs, and a correction for %d", len(logP), tests)
	}
	return logQ, nil
}

// sideBySide does the work for 0 to n-1 on all processors.
func sideBySide(ctx context.Context, n int, work func(i int)) error {
	group, within := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		group.Go(func() error {
			for i := w; i < n; i += workers {
				if i/workers%1024 == 0 && within.Err() != nil {
					return within.Err()
				}
				work(i)
			}
			return nil
		})
	}
	return group.Wait()
}
