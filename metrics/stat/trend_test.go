package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// Value: scipy 1.17.1 stats.theilslopes.
func TestTheilSen(t *testing.T) {
	series := []float64{1, 3, 2, 5, 8, 7, 20}
	near(t, "slope", defined[float64](t, "TheilSen")(stat.TheilSen(series)), 1.75, 1e-15)
	for _, bad := range [][]float64{nil, {4}, {1, math.NaN()}, {1, math.Inf(1), 3}} {
		if _, ok := stat.TheilSen(bad); ok {
			t.Errorf("TheilSen(%v) is defined", bad)
		}
	}
}

// Values: by hand from the published factors. Mean 6, moving ranges 2 4 1 5 1.
func TestNoiseBand(t *testing.T) {
	series := []float64{5, 7, 3, 4, 9, 8}
	band, ok := stat.NoiseBand(series)
	if !ok {
		t.Fatal("undefined")
	}
	near(t, "centre", band.Centre, 6, 1e-15)
	nearInterval(t, "band", band.Interval, stat.Interval{Low: 6 - 2.66*2.6, High: 6 + 2.66*2.6}, 1e-12)
	robust, ok := stat.RobustNoiseBand(series)
	if !ok {
		t.Fatal("undefined")
	}
	nearInterval(t, "robust band", robust.Interval, stat.Interval{Low: 6 - 3.145*2, High: 6 + 3.145*2}, 1e-12)
}

// One outlier widens the band of means and leaves the band of medians able to
// see it.
func TestRobustNoiseBandSeesOutlier(t *testing.T) {
	series := []float64{10, 11, 9, 10, 12, 11, 60, 10, 11, 9}
	plain, _ := stat.NoiseBand(series)
	robust, _ := stat.RobustNoiseBand(series)
	if robust.Contains(60) || plain.High < robust.High {
		t.Errorf("robust band %v, plain band %v", robust, plain)
	}
	for _, bad := range [][]float64{nil, {1}, {1, math.NaN(), 2}} {
		if _, ok := stat.NoiseBand(bad); ok {
			t.Errorf("NoiseBand(%v) is defined", bad)
		}
		if _, ok := stat.RobustNoiseBand(bad); ok {
			t.Errorf("RobustNoiseBand(%v) is defined", bad)
		}
	}
}
