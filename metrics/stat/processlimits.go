package stat

import (
	"math"
	"slices"
)

// A Band is the range in which a series moves without any cause worth looking
// for: a value inside it is no news.
type Band struct {
	Centre float64
	Interval
}

// Factors of Wheeler's individuals chart: three sigma, with sigma estimated
// from moving ranges of two values, 3/1.128 by their mean, 3/0.954 by their
// median.
const (
	meanRangeFactor   = 2.660
	medianRangeFactor = 3.145
)

// NoiseBand returns the natural process limits of a series in time order: mean
// -+ 2.66 times the mean moving range (individuals or XmR chart). The limits may
// be negative where the values cannot. Undefined for fewer than two values;
// with fewer than about six the band is a guess.
//
// Source: D. J. Wheeler and D. S. Chambers, Understanding Statistical Process
// Control (1992), chapter 3.
func NoiseBand(series []float64) (Band, bool) {
	ranges, ok := movingRanges(series)
	if !ok {
		return Band{}, false
	}
	centre, spread := mean(series), meanRangeFactor*mean(ranges)
	return Band{centre, Interval{centre - spread, centre + spread}}, true
}

// RobustNoiseBand is [NoiseBand] by medians, median -+ 3.145 times the median
// moving range, which one outlier cannot widen. Where more than half of the
// values repeat their predecessor the band has no width.
func RobustNoiseBand(series []float64) (Band, bool) {
	ranges, ok := movingRanges(series)
	if !ok {
		return Band{}, false
	}
	centre, _ := Median(series)
	typical, _ := Median(ranges)
	spread := medianRangeFactor * typical
	return Band{centre, Interval{centre - spread, centre + spread}}, true
}

// movingRanges returns the distances between neighbours, of which there must be
// one at least and every one finite.
func movingRanges(series []float64) ([]float64, bool) {
	if len(series) < 2 {
		return nil, false
	}
	ranges := make([]float64, len(series)-1)
	for i := range ranges {
		ranges[i] = math.Abs(series[i+1] - series[i])
	}
	return ranges, !slices.ContainsFunc(ranges, func(r float64) bool {
		return math.IsNaN(r) || math.IsInf(r, 0)
	})
}

// mean returns the arithmetic mean of one or more values.
func mean(values []float64) float64 {
	var sum float64
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
