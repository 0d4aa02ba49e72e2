package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// Values: scipy 1.17 binom.logsf; the two far out by mpmath with 50 digits.
func TestLogBinomialGreater(t *testing.T) {
	for _, c := range []struct {
		k, n    int64
		p, want float64
	}{
		{8, 20, 0.2, -3.43757106333514},
		{1, 20, 0.2, -0.011596191735958434},
		{30, 1000, 0.01, -15.395395080321014},
		{3, 10, 0.9, -3.736000698360999e-07},
		{10, 10, 0.5, -6.931471805599453},
		{90, 100_000, 0.0005, -15.296185477463707},
		{500, 1000, 0.1, -514.38807112442192},
		{300, 5000, 0.001, -945.915740869286312},
		{0, 10, 0.3, 0},
		{4, 10, 1, 0},
	} {
		got, ok := stat.LogBinomialGreater(c.k, c.n, c.p)
		if !ok || math.Abs(got-c.want) > 1e-9*max(1e-3, math.Abs(c.want)) {
			t.Errorf("LogBinomialGreater(%d, %d, %g) = %.17g, %v, want %.17g", c.k, c.n, c.p, got, ok, c.want)
		}
	}
	if got, ok := stat.LogBinomialGreater(1, 10, 0); !ok || !math.IsInf(got, -1) {
		t.Errorf("of what cannot happen: %v, %v", got, ok)
	}
	for _, c := range []struct {
		k, n int64
		p    float64
	}{{-1, 10, 0.5}, {11, 10, 0.5}, {1, 0, 0.5}, {1, 10, 1.1}, {1, 10, math.NaN()}} {
		if _, ok := stat.LogBinomialGreater(c.k, c.n, c.p); ok {
			t.Errorf("defined for %+v", c)
		}
	}
}

// A sum of trials of different probabilities is never likelier to go so far than the
// binomial number of their mean, from one above it on; both are worked out whole.
func TestBinomialBoundsSumsOfTrials(t *testing.T) {
	for _, p := range [][]float64{{0.1, 0.9, 0.5}, {0.01, 0.02, 0.4, 0.7, 0.05}, {0.3, 0.3, 0.3, 0.3}, {0, 0, 1, 0.5, 0.2, 0.1}} {
		exact, mean := []float64{1}, 0.0
		for _, one := range p {
			next := make([]float64, len(exact)+1)
			for k, v := range exact {
				next[k] += v * (1 - one)
				next[k+1] += v * one
			}
			exact, mean = next, mean+one
		}
		n := int64(len(p))
		for k := int64(math.Ceil(mean + 1)); k <= n; k++ {
			tail := 0.0
			for _, v := range exact[k:] {
				tail += v
			}
			bound, ok := stat.LogBinomialGreater(k, n, mean/float64(n))
			if !ok || tail > math.Exp(bound)*(1+1e-12) {
				t.Errorf("%v: P(X >= %d) = %g, bound %g", p, k, tail, math.Exp(bound))
			}
		}
	}
}
