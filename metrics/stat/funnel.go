package stat

import (
	"math"
	"slices"
)

// smallSample is the size below which funnel limits are exactly binomial.
const smallSample = 50

// winsorised is the share of z-scores pulled in at each end before
// overdispersion is estimated from them.
const winsorised = 0.1

// FunnelLimits returns the range in which a rate of n cases lies with the given
// probability (0.95, 0.998) if its true value is the expected one, as fractions
// inside [0, 1]. Below n = 50 it interpolates the exact binomial distribution,
// from there on it is normal. The distances from the expected rate are widened
// by the square root of the overdispersion factor, see [Overdispersion]; 1 is
// none. Undefined for n <= 0, an expected rate or a level outside its range, or
// a factor below 1.
//
// Source: D. J. Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202, and
// its appendix A.1.1.
func FunnelLimits(expected float64, n int64, level, overdispersion float64) (Interval, bool) {
	z, ok := twoSidedZ(level)
	if !ok || n <= 0 || !(expected >= 0 && expected <= 1 && overdispersion >= 1) {
		return Interval{}, false
	}
	size := float64(n)
	below := z * math.Sqrt(expected*(1-expected)/size)
	above := below
	if n < smallSample && below > 0 {
		// Interpolation may end on the wrong side of a rate close to 0 or 1.
		tail := (1 - level) / 2
		below = max(0, expected-binomialQuantile(tail, expected, n)/size)
		above = max(0, binomialQuantile(1-tail, expected, n)/size-expected)
	}
	widen := math.Sqrt(overdispersion)
	return Interval{clampUnit(expected - below*widen), clampUnit(expected + above*widen)}, true
}

// binomialQuantile returns the level-quantile of a binomial count, interpolated
// between whole numbers by the probability of the upper one.
func binomialQuantile(level, p float64, n int64) float64 {
	var cumulative float64
	for k := int64(0); k < n; k++ {
		probability := binomialPMF(k, n, p)
		cumulative += probability
		if cumulative > level {
			return float64(k) - (cumulative-level)/probability
		}
	}
	// The last probability closes the sum at 1 whatever was rounded before.
	return float64(n) - (1-level)/binomialPMF(n, n, p)
}

// binomialPMF returns the probability of k successes in n trials, n < 50.
func binomialPMF(k, n int64, p float64) float64 {
	c := logFactorial(float64(n)) - logFactorial(float64(k)) - logFactorial(float64(n-k))
	return math.Exp(c) * math.Pow(p, float64(k)) * math.Pow(1-p, float64(n-k))
}

// Overdispersion returns the factor by which the variance of rates exceeds what
// chance gives: the mean square of their z-scores against the expected rates,
// the outermost tenth at each end pulled in to the 10 % and 90 % quantiles, and
// 1 at least. Undefined for fewer than two scores or one that is not finite.
//
// Source: Spiegelhalter (2005), section 4.3.1.
func Overdispersion(scores []float64) (float64, bool) {
	if len(scores) < 2 || slices.ContainsFunc(scores, func(z float64) bool { return math.IsNaN(z) || math.IsInf(z, 0) }) {
		return 0, false
	}
	low, _ := Quantile(scores, winsorised)
	high, _ := Quantile(scores, 1-winsorised)
	var squares float64
	for _, z := range scores {
		z = min(max(z, low), high)
		squares += z * z
	}
	return max(1, squares/float64(len(scores))), true
}
