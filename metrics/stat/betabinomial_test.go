package stat_test

import (
	"math"
	"slices"
	"testing"

	"xsell/metrics/stat"
)

var unlike = []stat.Share{{K: 30, N: 60}, {K: 12, N: 40}, {K: 55, N: 80}, {K: 8, N: 20}, {K: 140, N: 200}, {K: 33, N: 90}, {K: 3, N: 4}, {K: 61, N: 150}, {K: 20, N: 64}}

// Values: numpy 2.4.6, the same moments written anew; by maximum likelihood (scipy 1.17.1
// betabinom) mean .478 and correlation .075.
func TestFitBetaBinomial(t *testing.T) {
	m := defined[stat.BetaBinomial](t, "FitBetaBinomial")(stat.FitBetaBinomial(unlike))
	near(t, "mean", m.Mean, 0.4764924047549938, 1e-9)
	near(t, "correlation", m.Correlation, 0.08782370707729067, 1e-9)
	prior := defined[stat.Beta](t, "Prior")(m.Prior())
	near(t, "shrunk rate of 3 in 4", prior.After(unlike[6]).Mean(), 0.55253831, 1e-8)
	alike := defined[stat.BetaBinomial](t, "FitBetaBinomial")(stat.FitBetaBinomial([]stat.Share{{K: 10, N: 20}, {K: 21, N: 40}, {}, {K: 15, N: 30}}))
	if _, ok := alike.Prior(); ok || alike.Correlation != 0 {
		t.Errorf("rates alike have a correlation of %v", alike.Correlation)
	}
	for _, bad := range [][]stat.Share{nil, {{K: 1, N: 2}}, {{K: 1, N: 2}, {}}, {{K: 3, N: 2}, {K: 1, N: 2}}, {{K: math.NaN(), N: 2}, {K: 1, N: 2}}} {
		if _, ok := stat.FitBetaBinomial(bad); ok {
			t.Errorf("defined for %v", bad)
		}
	}
}

// Values: a million draws of numpy's beta, ranked; the quantiles of the ranks.
func TestRankRanges(t *testing.T) {
	m, _ := stat.FitBetaBinomial(unlike)
	prior, _ := m.Prior()
	var rates []stat.Beta
	for _, s := range unlike {
		rates = append(rates, prior.After(s))
	}
	got := defined[[]stat.Ranks](t, "RankRanges")(stat.RankRanges(rates, 0.95))
	want := []stat.Ranks{{Best: 3, Worst: 7}, {Best: 4, Worst: 9}, {Best: 1, Worst: 3}, {Best: 3, Worst: 9}, {Best: 1, Worst: 3}, {Best: 4, Worst: 9}, {Best: 1, Worst: 9}, {Best: 4, Worst: 8}, {Best: 5, Worst: 9}}
	if !slices.Equal(got, want) {
		t.Errorf("ranks %v, want %v", got, want)
	}
	if one, ok := stat.RankRanges(rates[:1], 0.95); !ok || one[0] != (stat.Ranks{Best: 1, Worst: 1}) {
		t.Errorf("rank of one %v, %v", one, ok)
	}
	if _, ok := stat.RankRanges(rates, 0); ok {
		t.Error("defined at level 0")
	}
}
