package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// SampleSize returns how many things a sample needs so that a rate of p1 in it is told from
// a rate of p0 in another sample of n0, which may be infinite for a rate known (two-sided test at 1-level, with the power), on the
// arcsine scale. Undefined where no number is enough since n0 is too small, for equal
// rates, rates outside [0, 1], and a level or power outside (0, 1).
//
// Source: J. Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd edition,
// 1988, chapter 6.
func SampleSize(p0, p1, n0, level, power float64) (float64, bool) {
	z, ok := twoSidedZ(level)
	if !ok || !(power > 0 && power < 1) || !(0 <= p0 && p0 <= 1 && 0 <= p1 && p1 <= 1) || p0 == p1 || !(n0 > 0) {
		return 0, false
	}
	h := 2*math.Asin(math.Sqrt(p1)) - 2*math.Asin(math.Sqrt(p0))
	reach := z + mathext.NormalQuantile(power)
	information := h*h/(reach*reach) - 1/n0
	if information <= 0 {
		return 0, false
	}
	return 1 / information, true
}
