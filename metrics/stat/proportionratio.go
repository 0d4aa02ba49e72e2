package stat

import "math"

// ProportionRatio returns how many times as often B is with A as without A, common to the
// strata: the Mantel-Haenszel ratio of two proportions, with the limits of Greenland and
// Robins. SE is that of its logarithm, on whose scale the limits are symmetric. Strata
// that hold only things with A, or only things without, say nothing. Undefined where B is
// never with A, or never without.
//
// Source: S. Greenland and J. Robins, Biometrics 41 (1985) 55-68.
func ProportionRatio(strata []FourFold, level float64) (Estimate, bool) {
	z, ok := twoSidedZ(level)
	var with, without, variance float64
	for _, t := range strata {
		if !t.usable() {
			return Estimate{}, false
		}
		n := t.size()
		if n == 0 {
			continue
		}
		a, b := float64(t.Both), float64(t.OnlyB)
		n1, n0 := a+float64(t.OnlyA), b+float64(t.Neither)
		with += a * n0 / n
		without += b * n1 / n
		variance += ((a+b)*n1*n0 - a*b*n) / (n * n)
	}
	if !ok || with == 0 || without == 0 {
		return Estimate{}, false
	}
	ratio, se := with/without, math.Sqrt(variance/(with*without))
	return Estimate{ratio, se, Interval{ratio * math.Exp(-z*se), ratio * math.Exp(z*se)}}, true
}
