package stat

import (
	"math"
	"slices"
)

// Quantile returns the p-quantile of the values by linear interpolation between
// order statistics, type 7 of Hyndman and Fan (the default of R and NumPy).
// Undefined for no values or p outside [0, 1].
//
// Source: R. J. Hyndman and Y. Fan, American Statistician 50 (1996) 361-365.
func Quantile[T Number](values []T, p float64) (float64, bool) {
	if len(values) == 0 || !(p >= 0 && p <= 1) {
		return 0, false
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	position := p * float64(len(sorted)-1)
	below := int(math.Floor(position))
	low := float64(sorted[below])
	if below == len(sorted)-1 {
		return low, true
	}
	return low + (position-float64(below))*(float64(sorted[below+1])-low), true
}

// Median returns the middle value, or the mean of the two in the middle.
// Undefined for no values.
func Median[T Number](values []T) (float64, bool) {
	return Quantile(values, 0.5)
}
