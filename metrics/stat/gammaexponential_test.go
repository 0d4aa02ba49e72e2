package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// The fit is that of scipy.optimize.minimize (Nelder-Mead, xatol 1e-10) on the customers of
// CDNOW with two repeat purchases or more, up to June 1998: r 2.951685, alpha 173.774248 days;
// here on a small sample, fitted likewise.
func TestFitGammaExponential(t *testing.T) {
	customers := []stat.Waits{{2, 30, 3}, {3, 200, 1}, {5, 40, 2}, {2, 300, 2}, {9, 100, 1}, {4, 90, 4}, {7, 420, 1}}
	m, ok := stat.FitGammaExponential(customers)
	if !ok || math.Abs(m.R/1.9859636-1) > 1e-5 || math.Abs(m.Alpha/42.370973-1) > 1e-5 {
		t.Errorf("%+v, %v", m, ok)
	}
	// The unit of time changes alpha alone.
	for i := range customers {
		customers[i].Sum /= 7
	}
	weeks, _ := stat.FitGammaExponential(customers)
	near(t, "r", weeks.R, m.R, 1e-5)
	near(t, "alpha", weeks.Alpha, m.Alpha/7, 1e-5)
}

func TestGammaExponential(t *testing.T) {
	m := stat.GammaExponential{R: 3, Alpha: 120}
	near(t, "typical", m.Typical(), 40, 1e-15)
	near(t, "expected", m.Expected(5, 40), 20, 1e-15)
	for _, bad := range [][]stat.Waits{nil, {{0, 5, 1}}, {{2, 0, 1}}, {{2, math.Inf(1), 1}}, {{2, 5, -1}}, {{5, 50, 100}}} {
		if m, ok := stat.FitGammaExponential(bad); ok {
			t.Errorf("%v: %+v", bad, m)
		}
	}
}
