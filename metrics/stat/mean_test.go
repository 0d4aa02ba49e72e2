package stat_test

import (
	"testing"

	"xsell/metrics/stat"
)

// Values: scipy 1.17, sem and t.interval of 3 -1 4 1 -5 9 2 6 -5 3 5, and t.ppf(.975, n).
func TestMoments(t *testing.T) {
	m := stat.Moments{N: 11, Sum: 22, Spread: 2068}
	near(t, "variance", defined[float64](t, "Variance")(m.Variance()), 18.8, 1e-14)
	e := defined[stat.Estimate](t, "Mean")(m.Mean(0.95))
	near(t, "mean", e.Value, 2, 1e-15)
	near(t, "standard error", e.SE, 1.3073220372543672, 1e-14)
	near(t, "low", e.Limits.Low, -0.9128950232643027, 1e-9)
	near(t, "high", e.Limits.High, 4.912895023264303, 1e-9)
	for degrees, want := range map[int64]float64{1: 12.70620474, 10: 2.22813885, 25: 2.05953855} {
		near(t, "Student's t", stat.StudentT(degrees, 0.95), want, 1e-8)
	}
	for _, bad := range []stat.Moments{{}, {N: 1, Sum: 3}, {N: 3, Sum: 3, Spread: -1}} {
		if _, ok := bad.Mean(0.95); ok {
			t.Errorf("the mean of %+v is defined", bad)
		}
	}
	if _, ok := m.Mean(1); ok {
		t.Error("limits at level 1 are defined")
	}
}
