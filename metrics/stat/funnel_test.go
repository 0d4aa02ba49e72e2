package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// Values: the quantiles of scipy 1.17.1 stats.binom, interpolated as in
// Spiegelhalter's appendix, and from n = 50 on the normal ones.
func TestFunnelLimits(t *testing.T) {
	for _, c := range []struct {
		expected float64
		n        int64
		level    float64
		want     stat.Interval
	}{
		{0.2, 20, 0.95, stat.Interval{Low: 0.011684043449710057, High: 0.36611547945097306}},
		{0.2, 20, 0.998, stat.Interval{Low: 0, High: 0.48925412628427045}},
		{0.05, 10, 0.95, stat.Interval{Low: 0, High: 0.18191668914724418}},
		{0.37, 49, 0.95, stat.Interval{Low: 0.22711591266990164, High: 0.4981494931763265}},
		{0.37, 49, 0.998, stat.Interval{Low: 0.15561436275372584, High: 0.5792891252036586}},
		{0.9, 5, 0.95, stat.Interval{Low: 0.4451028806584363, High: 0.9915324560957849}},
		{0.9, 5, 0.998, stat.Interval{Low: 0.21333333333333337, High: 0.9996612982438314}},
		{0.2, 50, 0.95, stat.Interval{Low: 0.08912769405202577, High: 0.31087230594797427}},
		{0.2, 400, 0.998, stat.Interval{Low: 0.13819535387664375, High: 0.2618046461233563}},
		{0.001, 3, 0.95, stat.Interval{Low: 0, High: 0.001}},
		{0, 10, 0.95, stat.Interval{Low: 0, High: 0}},
		{1, 10, 0.95, stat.Interval{Low: 1, High: 1}},
	} {
		got, ok := stat.FunnelLimits(c.expected, c.n, c.level, 1)
		if !ok || math.Abs(got.Low-c.want.Low) > 1e-9 || math.Abs(got.High-c.want.High) > 1e-9 {
			t.Errorf("FunnelLimits(%g, %d, %g) = %v, %v, want %v", c.expected, c.n, c.level, got, ok, c.want)
		}
	}
}

func TestFunnelLimitsWiden(t *testing.T) {
	got := defined[stat.Interval](t, "FunnelLimits")(stat.FunnelLimits(0.2, 400, 0.95, 4))
	half := 2 * 1.959963984540054 * 0.02
	nearInterval(t, "limits", got, stat.Interval{Low: 0.2 - half, High: 0.2 + half}, 1e-12)
	for _, bad := range []struct {
		expected float64
		n        int64
		factor   float64
	}{{0.2, 0, 1}, {-0.1, 9, 1}, {1.1, 9, 1}, {math.NaN(), 9, 1}, {0.2, 9, 0.5}} {
		if _, ok := stat.FunnelLimits(bad.expected, bad.n, 0.95, bad.factor); ok {
			t.Errorf("FunnelLimits(%g, %d, .95, %g) is defined", bad.expected, bad.n, bad.factor)
		}
	}
}

// Value: numpy 2.4.6, mean of squares after clip at the two quantiles.
func TestOverdispersion(t *testing.T) {
	got := defined[float64](t, "Overdispersion")(stat.Overdispersion([]float64{-4, -1.5, .2, .7, -.3, 1.1, 2.2, -2.5, 6, .1, .9}))
	near(t, "factor", got, 2.461818181818182, 1e-12)
	if calm, ok := stat.Overdispersion([]float64{0.1, -0.2, 0.3}); !ok || calm != 1 {
		t.Errorf("factor of calm scores %g, %v, want 1", calm, ok)
	}
	if _, ok := stat.Overdispersion([]float64{1}); ok {
		t.Error("defined for one score")
	}
}
