package stat

import "math"

// Moments are a sample added up: how many values, their sum and the sum of their squares.
type Moments struct {
	N            int64
	Sum, Squares float64
}

// Add is both samples together.
func (m Moments) Add(o Moments) Moments {
	return Moments{m.N + o.N, m.Sum + o.Sum, m.Squares + o.Squares}
}

// Mean estimates the mean in the units of the values, with its standard error and limits
// of the normal distribution, which are good for dozens of values and more. Undefined for
// fewer than two values or a level outside (0, 1).
func (m Moments) Mean(level float64) (Estimate, bool) {
	z, ok := twoSidedZ(level)
	if !ok || m.N < 2 {
		return Estimate{}, false
	}
	mean, se := m.Sum/float64(m.N), math.Sqrt(m.variance()/float64(m.N))
	return Estimate{mean, se, Interval{mean - z*se, mean + z*se}}, true
}

// variance is the sample variance, with n - 1.
func (m Moments) variance() float64 {
	n := float64(m.N)
	return max(0, (m.Squares-m.Sum*m.Sum/n)/(n-1))
}

// MeanStratum are two samples of things alike.
type MeanStratum struct {
	A, B Moments
}

// MeanDifference estimates by how much the mean of A lies above that of B within strata:
// the differences inside each weighted by nA nB/(nA+nB), so that both are compared on one
// mix of strata. It is the least-squares effect of A with an effect for every stratum; the
// standard error lets each sample have its own variance, and in one stratum is Welch's.
// Strata with fewer than two values of either are skipped. Undefined where none is left,
// or for a level outside (0, 1).
//
// Source: W. G. Cochran, Biometrics 24 (1968) 295-313, on adjustment by subclasses; B. L.
// Welch, Biometrika 29 (1938) 350-362, for the variance.
func MeanDifference(strata []MeanStratum, level float64) (Estimate, bool) {
	z, ok := twoSidedZ(level)
	var difference, variance, weights float64
	for _, s := range strata {
		if s.A.N < 2 || s.B.N < 2 {
			continue
		}
		a, b := float64(s.A.N), float64(s.B.N)
		w := a * b / (a + b)
		difference += w * (s.A.Sum/a - s.B.Sum/b)
		variance += w * w * (s.A.variance()/a + s.B.variance()/b)
		weights += w
	}
	if !ok || weights == 0 {
		return Estimate{}, false
	}
	value, se := difference/weights, math.Sqrt(variance)/weights
	return Estimate{value, se, Interval{value - z*se, value + z*se}}, true
}
