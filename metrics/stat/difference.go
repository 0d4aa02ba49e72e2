package stat

import "math"

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
		varianceA, okA := s.A.Variance()
		varianceB, okB := s.B.Variance()
		if !okA || !okB {
			continue
		}
		a, b := float64(s.A.N), float64(s.B.N)
		w := a * b / (a + b)
		difference += w * (s.A.Sum/a - s.B.Sum/b)
		variance += w * w * (varianceA/a + varianceB/b)
		weights += w
	}
	if !ok || weights == 0 {
		return Estimate{}, false
	}
	value, se := difference/weights, math.Sqrt(variance)/weights
	return Estimate{value, se, Interval{value - z*se, value + z*se}}, true
}
