package stat

import (
	"math"
	"slices"
)

// TheilSen returns the trend of an evenly spaced series, its change per step:
// the median of the slopes between all pairs of values, which up to 29 % of
// outliers cannot turn. Undefined for fewer than two values or one that is not
// finite. The work grows with the square of the length.
//
// Sources: H. Theil (1950); P. K. Sen, JASA 63 (1968) 1379-1389.
func TheilSen(series []float64) (float64, bool) {
	if slices.ContainsFunc(series, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }) {
		return 0, false
	}
	var slopes []float64
	for i, v := range series {
		for j := range i {
			slopes = append(slopes, (v-series[j])/float64(i-j))
		}
	}
	return Median(slopes)
}
