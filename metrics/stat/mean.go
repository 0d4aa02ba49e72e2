package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Moments are what the mean and the variance of n values follow from. Summed by
// whole numbers, Spread = n sum(x^2) - sum(x)^2 is exact and at least 0.
type Moments struct {
	N      int64
	Sum    float64
	Spread float64 // in the square of the unit of Sum
}

// Variance returns the sample variance (n-1), in the square of the unit.
// Undefined for fewer than two values or a spread below 0.
func (m Moments) Variance() (float64, bool) {
	if m.N < 2 || !(m.Spread >= 0) {
		return 0, false
	}
	n := float64(m.N)
	return m.Spread / (n * (n - 1)), true
}

// Mean returns the mean with its standard error and limits at the level, by
// Student's t with n-1 degrees of freedom, in the unit of the values. Undefined
// where the variance is, and for a level outside (0, 1).
//
// Source: Student, Biometrika 6 (1908) 1-25.
func (m Moments) Mean(level float64) (Estimate, bool) {
	variance, ok := m.Variance()
	if !ok || !(level > 0 && level < 1) {
		return Estimate{}, false
	}
	n := float64(m.N)
	mean, se := m.Sum/n, math.Sqrt(variance/n)
	reach := StudentT(m.N-1, level) * se
	return Estimate{mean, se, Interval{mean - reach, mean + reach}}, true
}

// StudentT returns the quantile of Student's t that leaves (1-level)/2 in each
// tail, for 1 degree of freedom or more and a level in (0, 1).
func StudentT(degrees int64, level float64) float64 {
	return studentT(float64(degrees), level)
}

func studentT(degrees, level float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: degrees}.Quantile((1 + level) / 2)
}
