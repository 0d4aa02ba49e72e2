package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Wilson returns the score interval of a proportion of k in n at the given
// confidence level (0.95 for 95 %), as fractions. It stays inside [0, 1] and is
// defined for k = 0 and k = n. Undefined for n <= 0, k outside 0..n or a level
// outside (0, 1).
//
// Source: E. B. Wilson, JASA 22 (1927) 209-212, without continuity correction.
func Wilson(k, n int64, level float64) (Interval, bool) {
	z, ok := twoSidedZ(level)
	if !ok || !isCount(k, n) {
		return Interval{}, false
	}
	size := float64(n)
	p := float64(k) / size
	centre := p + z*z/(2*size)
	half := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	scale := 1 + z*z/size
	limits := Interval{clampUnit((centre - half) / scale), clampUnit((centre + half) / scale)}
	// The ends are exact by algebra; rounding must not say otherwise.
	if k == 0 {
		limits.Low = 0
	}
	if k == n {
		limits.High = 1
	}
	return limits, true
}

// ClopperPearson returns the exact binomial limits of a proportion of k in n,
// as fractions: their coverage is never below the confidence level, at the
// price of width. Undefined where [Wilson] is.
//
// Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413, by way
// of quantiles of the beta distribution.
func ClopperPearson(k, n int64, level float64) (Interval, bool) {
	if !(level > 0 && level < 1) || !isCount(k, n) {
		return Interval{}, false
	}
	tail := (1 - level) / 2
	successes, failures := float64(k), float64(n-k)
	limits := Interval{0, 1}
	if k > 0 {
		limits.Low = mathext.InvRegIncBeta(successes, failures+1, tail)
	}
	if k < n {
		limits.High = mathext.InvRegIncBeta(successes+1, failures, 1-tail)
	}
	return limits, true
}

// A Rate is K out of N.
type Rate struct {
	K, N int64
}

// Value returns K/N; undefined for N <= 0 or K outside 0..N.
func (r Rate) Value() (float64, bool) {
	if !isCount(r.K, r.N) {
		return 0, false
	}
	return float64(r.K) / float64(r.N), true
}

// variance returns the estimated variance p(1-p)/n of the rate.
func (r Rate) variance() float64 {
	p := float64(r.K) / float64(r.N)
	return p * (1 - p) / float64(r.N)
}

// isCount reports whether k of n is a proportion at all.
func isCount(k, n int64) bool {
	return n > 0 && k >= 0 && k <= n
}

// DiffInDiff returns the difference-in-differences of four proportions,
// (treated1-treated0) - (control1-control0), with its standard error and
// normal-theory limits, as fractions (0.08 is 8 percentage points). The four
// groups are taken as independent samples. Undefined if one of the rates is.
//
// Source: D. Card and A. Krueger, American Economic Review 84 (1994) 772-793,
// for the estimator; the variance is the sum of four binomial variances.
func DiffInDiff(treated0, treated1, control0, control1 Rate, level float64) (Estimate, bool) {
	z, ok := twoSidedZ(level)
	if !ok {
		return Estimate{}, false
	}
	var variance float64
	var values [4]float64
	for i, r := range [4]Rate{treated0, treated1, control0, control1} {
		if values[i], ok = r.Value(); !ok {
			return Estimate{}, false
		}
		variance += r.variance()
	}
	effect := (values[1] - values[0]) - (values[3] - values[2])
	se := math.Sqrt(variance)
	return Estimate{effect, se, Interval{effect - z*se, effect + z*se}}, true
}
