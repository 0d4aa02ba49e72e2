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
const screen = 1

// pairTest is a test of two goods.
type pairTest struct {
	a, b       int32
	counts     basket.Pair // of buyers, in the part of the window tested
	logP, logQ float64

	status, doubt string
	low           sales.Money // what can be relied on
}

// oftenTogether tests every two goods in the first four fifths of the window for more
// buyers of both than chance gives, and returns the pairs that stand after Benjamini and
// Hochberg's correction for all pairs, those never together included. Pairs with fewer
// joint buyers than atLeast were too many to be listed.
func (m *market) oftenTogether(ctx context.Context) (standing []pairTest, atLeast int64, err error) {
	var trials []pairTest
	atLeast, err = m.eachPair(ctx, early, func(t pairTest) {
		if deviation(t.counts) >= screen {
			trials = append(trials, t)
		}
	})
	if err != nil {
		return nil, 0, err
	}
	standing, err = m.standing(ctx, trials, basket.Pair.LogFisherGreater)
	return standing, atLeast, err
}

// seldomTogether tests every two goods in the whole window for fewer buyers of both than
// chance gives, and keeps those of which that holds among buyers alike too: substitutes.
func (m *market) seldomTogether(ctx context.Context) ([]pairTest, error) {
	var trials []pairTest
	seen := newPairSet(len(m.goods))
	_, err := m.eachPair(ctx, early|late, func(t pairTest) {
		seen.add(t.a, t.b)
		if deviation(t.counts) <= -screen {
			trials = append(trials, t)
		}
	})
	if err != nil {
		return nil, err
	}
	trials = append(trials, m.never(seen)...)
	seldom, err := m.standing(ctx, trials, basket.Pair.LogFisherLess)
	if err != nil {
		return nil, err
	}
	err = sideBySide(ctx, len(seldom), func(i int) {
		t := &seldom[i]
		if o := m.oddsAmong(&m.goods[t.a], &m.goods[t.b], inSize); !o.ok || o.Limits.High < 1 {
			t.status = substitutes
		}
	})
	return slices.DeleteFunc(seldom, func(t pairTest) bool { return t.status == "" }), err
}

// eachPair counts the buyers of every two goods in a part of the window, early or both,
// and gives the pairs that have any.
func (m *market) eachPair(ctx context.Context, in phase, give func(pairTest)) (atLeast int64, err error) {
	sets, err := basket.Mine(ctx, m.baskets(in), basket.Options{MinCount: 1, MaxSize: 2, MaxSets: mostPairs})
	if err != nil {
		return 0, err
	}
	for i := range sets.Len() {
		if items, n := sets.At(i); len(items) == 2 {
			a, b := min(items[0], items[1]), max(items[0], items[1])
			give(pairTest{a: a, b: b, counts: m.countsOf(a, b, in, n)})
		}
	}
	return sets.MinCount, nil
}

func (m *market) countsOf(a, b int32, in phase, both int64) basket.Pair {
	x, y := m.goods[a].owners, m.goods[b].owners
	if in == early {
		return basket.Pair{N: m.owners.early, NA: x.early, NB: y.early, NAB: both}
	}
	return basket.Pair{N: m.owners.all, NA: x.all, NB: y.all, NAB: both}
}

// never are the pairs without a joint buyer that could stand for it. The goods come with
// falling numbers of buyers, so that what a good is expected to share falls too.
func (m *market) never(seen pairSet) (trials []pairTest) {
	for a := range m.goods {
		for b := a + 1; b < len(m.goods); b++ {
			t := pairTest{a: int32(a), b: int32(b), counts: m.countsOf(int32(a), int32(b), early|late, 0)}
			if deviation(t.counts) > -screen {
				break
			}
			if !seen.has(t.a, t.b) {
				trials = append(trials, t)
			}
		}
	}
	return trials
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
// keeps those that stand, in their order.
func (m *market) standing(ctx context.Context, trials []pairTest, test func(basket.Pair) (float64, bool)) ([]pairTest, error) {
	err := sideBySide(ctx, len(trials), func(i int) { trials[i].logP, _ = test(trials[i].counts) })
	if err != nil {
		return nil, err
	}
	logP := make([]float64, len(trials))
	for i, t := range trials {
		logP[i] = t.logP
	}
	logQ, ok := stat.BenjaminiHochberg(logP, basket.Pairs(int64(len(m.goods))))
	if !ok {
		return nil, fmt.Errorf("%d pairs seen of %d goods", len(trials), len(m.goods))
	}
	for i := range trials {
		trials[i].logQ = logQ[i]
	}
	return slices.DeleteFunc(trials, func(t pairTest) bool { return !stands(t.logQ) }), nil
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
