package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// Limits worked out apart in Python from the formulas of method 10, with scipy's quantile of the
// normal distribution.
func TestPairedDifference(t *testing.T) {
	for _, c := range []struct {
		both, onlyA, onlyB, neither int64
		value, low, high            float64
	}{
		{36, 12, 2, 0, 0.200000000000, 0.0569295840, 0.3404276030},
		{53, 12, 4, 5, 0.108108108108, -0.0001055092, 0.2170848396},
		{2, 12, 0, 40, 0.222222222222, 0.1055455897, 0.3491088056},
		{0, 5, 0, 5, 0.500000000000, 0.1173674675, 0.7634069095},
		{30, 0, 0, 20, 0.000000000000, -0.0403803316, 0.0403803316},
		{3, 9, 10, 4, -0.038461538462, -0.3406981759, 0.2722396731},
	} {
		d, ok := stat.PairedDifference(c.both, c.onlyA, c.onlyB, c.neither, 0.95)
		if !ok || math.Abs(d.Value-c.value) > 1e-12 || math.Abs(d.Limits.Low-c.low) > 1e-9 || math.Abs(d.Limits.High-c.high) > 1e-9 {
			t.Errorf("%+v: %+v, %v", c, d, ok)
		}
		back, _ := stat.PairedDifference(c.both, c.onlyB, c.onlyA, c.neither, 0.95)
		near(t, "the other way round", back.Limits.Low, -d.Limits.High, 1e-12)
	}
	for _, bad := range [][4]int64{{}, {-1, 2, 3, 4}, {1, 2, 3, -4}} {
		if _, ok := stat.PairedDifference(bad[0], bad[1], bad[2], bad[3], 0.95); ok {
			t.Errorf("defined for %v", bad)
		}
	}
	if _, ok := stat.PairedDifference(1, 2, 3, 4, 1); ok {
		t.Error("defined at level 1")
	}
}
