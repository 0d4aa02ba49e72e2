package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// Values: statsmodels 0.15.0, multipletests "fdr_bh"; with m = 25 the ten
// further p-values were given as 1.
func TestBenjaminiHochberg(t *testing.T) {
	p := []float64{0.042, 0.001, 0.06, 0.34, 0.008, 0.039, 0.041, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275}
	for _, c := range []struct {
		m    int64
		want []float64
	}{
		{15, []float64{0.126, 0.015, 0.15, 0.34, 0.06, 0.126, 0.126, 0.1585714286, 0.2946428571, 0.2946428571, 0.2946428571, 0.2946428571, 0.2946428571, 0.2946428571, 0.2946428571}},
		{25, []float64{0.21, 0.025, 0.25, 0.5666666667, 0.1, 0.21, 0.21, 0.2642857143, 0.4910714286, 0.4910714286, 0.4910714286, 0.4910714286, 0.4910714286, 0.4910714286, 0.4910714286}},
	} {
		logP := make([]float64, len(p))
		for i := range p {
			logP[i] = math.Log(p[i])
		}
		logQ := defined[[]float64](t, "BenjaminiHochberg")(stat.BenjaminiHochberg(logP, c.m))
		for i := range logQ {
			near(t, "q", math.Exp(logQ[i]), c.want[i], 1e-9)
		}
	}
}

// Far below the smallest float64 p-values still rank, and q is p m/rank.
func TestBenjaminiHochbergBelowUnderflow(t *testing.T) {
	logQ := defined[[]float64](t, "BenjaminiHochberg")(stat.BenjaminiHochberg([]float64{-5000, -90000, 0}, 1000))
	near(t, "second", logQ[0], -5000+math.Log(500), 1e-12)
	near(t, "first", logQ[1], -90000+math.Log(1000), 1e-12)
	if logQ[2] != 0 {
		t.Errorf("log q of p = 1 is %g, want 0: q is never above 1", logQ[2])
	}
}

func TestBenjaminiHochbergUndefined(t *testing.T) {
	if _, ok := stat.BenjaminiHochberg([]float64{-1, -2}, 1); ok {
		t.Error("defined for fewer hypotheses than p-values")
	}
	if _, ok := stat.BenjaminiHochberg([]float64{math.NaN()}, 1); ok {
		t.Error("defined for NaN")
	}
	if logQ, ok := stat.BenjaminiHochberg(nil, 0); !ok || len(logQ) != 0 {
		t.Error("no hypotheses must give no q-values")
	}
}
