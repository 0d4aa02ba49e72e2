package basket_test

import (
	"math"
	"slices"
	"testing"

	"xsell/metrics/basket"
)

func TestPairs(t *testing.T) {
	for n, want := range map[int64]int64{-1: 0, 0: 0, 1: 0, 2: 1, 3: 3, 169: 14196, 4_000_000_000: 7_999_999_998_000_000_000} {
		if got := basket.Pairs(n); got != want {
			t.Errorf("Pairs(%d) = %d, want %d", n, got, want)
		}
	}
}

// One pair tested alone keeps its p-value; the same among a thousand, not.
func TestAdjust(t *testing.T) {
	pairs := []basket.Pair{{N: 20, NA: 5, NB: 4, NAB: 0}, {N: 200, NA: 40, NB: 30, NAB: 15}}
	before := slices.Clone(pairs)
	logQ, ok := basket.AdjustGreater(pairs, 1000)
	if !ok || logQ[0] != 0 {
		t.Fatalf("log q = %v, %v, want 0 for the pair never together", logQ, ok)
	}
	near(t, "q of the other", math.Exp(logQ[1]), 5.2115178282951605e-02, 1e-10)
	less, ok := basket.AdjustLess(pairs, 2)
	if !ok {
		t.Fatal("AdjustLess is undefined")
	}
	near(t, "q of substitutes", math.Exp(less[0]), 2*1365.0/4845, 1e-10)
	if !slices.Equal(pairs, before) {
		t.Error("the pairs were changed")
	}
	if _, ok := basket.AdjustGreater(pairs, 1); ok {
		t.Error("defined for fewer hypotheses than pairs")
	}
	if _, ok := basket.AdjustGreater([]basket.Pair{{N: 1, NA: 2}}, 1); ok {
		t.Error("defined for counts that contradict each other")
	}
}

// A pair that belongs together only because big customers buy everything: the
// crude odds ratio is 2.9, within the sizes it is 1.
func TestStratifiedOddsRatio(t *testing.T) {
	big := basket.Pair{N: 100, NA: 80, NB: 70, NAB: 56}
	small := basket.Pair{N: 900, NA: 90, NB: 180, NAB: 18}
	strata := []basket.Pair{big, small, {}}
	got, ok := basket.StratifiedOddsRatio(strata, 0.95)
	if !ok {
		t.Fatal("undefined")
	}
	near(t, "odds ratio within strata", got.Value, 1, 1e-12)
	if !got.Limits.Contains(1) {
		t.Errorf("limits %v do not contain 1", got.Limits)
	}
	crude, ok := basket.StratifiedOddsRatio([]basket.Pair{{N: 1000, NA: 170, NB: 250, NAB: 74}}, 0.95)
	if !ok {
		t.Fatal("crude odds ratio undefined")
	}
	near(t, "crude odds ratio", crude.Value, 74*654/(96.0*176), 1e-12)
	if strata[0] != big || strata[1] != small {
		t.Error("the strata were changed")
	}
	if _, ok := basket.StratifiedOddsRatio([]basket.Pair{{N: 5, NA: 6}}, 0.95); ok {
		t.Error("defined for counts that contradict each other")
	}
}
