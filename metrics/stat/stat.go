// Package stat is the small mathematics behind the report: pure functions on
// numbers, each with the published name and source of its method.
//
// A result that the input does not define (a rate of nobody, a share of
// nothing, the median of no values) comes back as (zero value, false); no
// function returns NaN or an infinity for a finite input, and none panics on a
// bad number. Callers show an undefined result as blank. Probabilities that may
// underflow are natural logarithms of probabilities, and say so in their names.
//
// No function changes its arguments, keeps state, reads a clock or draws a
// random number. The package knows nothing of sales, money or tables, and
// imports no other package of this program.
package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Number is what counts, amounts and measurements are held in. Sums of the
// integer kinds are exact; a mean or a ratio is computed last, as float64.
type Number interface {
	~int | ~int64 | ~float64
}

// An Interval is a closed range of plausible values, Low <= High.
type Interval struct {
	Low, High float64
}

// Contains reports whether x lies in the interval, ends included.
func (i Interval) Contains(x float64) bool {
	return i.Low <= x && x <= i.High
}

// An Estimate is a value with its standard error and confidence limits, all in
// the units that the function returning it names.
type Estimate struct {
	Value, SE float64
	Limits    Interval
}

// twoSidedZ returns the standard normal quantile that leaves (1-level)/2 in
// each tail: 1.96 for level 0.95. It is false unless 0 < level < 1.
func twoSidedZ(level float64) (float64, bool) {
	if !(level > 0 && level < 1) {
		return 0, false
	}
	return -mathext.NormalQuantile((1 - level) / 2), true
}

// logErfc returns log(erfc(x)). Beyond 25, where erfc is about to underflow,
// it takes the asymptotic series (Abramowitz and Stegun 7.1.23), which is good
// to 1e-12 there.
func logErfc(x float64) float64 {
	if x < 25 {
		return math.Log(math.Erfc(x))
	}
	u := 1 / (2 * x * x)
	return -x*x - math.Log(x*math.Sqrt(math.Pi)) + math.Log1p(-u*(1-3*u*(1-5*u)))
}

// clampUnit confines a proportion that rounding has pushed out of [0, 1].
func clampUnit(x float64) float64 {
	return min(max(x, 0), 1)
}

// nonNegative reports whether every count is zero or more.
func nonNegative(counts ...int64) bool {
	for _, c := range counts {
		if c < 0 {
			return false
		}
	}
	return true
}

// LogLimits returns the confidence limits of a positive ratio whose logarithm
// is normal with standard error se: ratio exp(-+ z se). Undefined for a ratio of
// 0 or less, a negative se or a level outside (0, 1).
func LogLimits(ratio, se, level float64) (Interval, bool) {
	z, ok := twoSidedZ(level)
	if !ok || !(ratio > 0 && se >= 0) {
		return Interval{}, false
	}
	return Interval{ratio * math.Exp(-z*se), ratio * math.Exp(z*se)}, true
}
