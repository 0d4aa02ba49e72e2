package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// Values: statsmodels 0.15.0, proportion_confint, methods "wilson" and "beta";
// the first two Wilson rows also stand in the definitions of the report.
func TestProportionLimits(t *testing.T) {
	for _, c := range []struct {
		k, n          int64
		wilson, exact stat.Interval
	}{
		{15, 40, stat.Interval{Low: 0.242229791672, High: 0.529675608627}, stat.Interval{Low: 0.227262722482, High: 0.541985247767}},
		{0, 10, stat.Interval{Low: 0, High: 0.277532799863}, stat.Interval{Low: 0, High: 0.308497107819}},
		{10, 10, stat.Interval{Low: 0.722467200137, High: 1}, stat.Interval{Low: 0.691502892181, High: 1}},
		{1, 1, stat.Interval{Low: 0.206549314377, High: 1}, stat.Interval{Low: 0.025, High: 1}},
		{7, 49, stat.Interval{Low: 0.070964237204, High: 0.266677062239}, stat.Interval{Low: 0.059421505690, High: 0.272421512696}},
	} {
		nearInterval(t, "Wilson", defined[stat.Interval](t, "Wilson")(stat.Wilson(c.k, c.n, 0.95)), c.wilson, 1e-10)
		nearInterval(t, "ClopperPearson", defined[stat.Interval](t, "ClopperPearson")(stat.ClopperPearson(c.k, c.n, 0.95)), c.exact, 1e-10)
	}
	rare := defined[stat.Interval](t, "ClopperPearson")(stat.ClopperPearson(3, 1_000_000, 0.998))
	nearInterval(t, "ClopperPearson of 3 in a million at 99.8 %", rare,
		stat.Interval{Low: 1.90533549951e-07, High: 1.30621750617e-05}, 1e-8)
}

func TestProportionLimitsUndefined(t *testing.T) {
	for _, c := range []struct {
		k, n  int64
		level float64
	}{{0, 0, 0.95}, {-1, 5, 0.95}, {6, 5, 0.95}, {1, -5, 0.95}, {1, 5, 0}, {1, 5, 1}, {1, 5, math.NaN()}} {
		if got, ok := stat.Wilson(c.k, c.n, c.level); ok || got != (stat.Interval{}) {
			t.Errorf("Wilson(%d, %d, %g) = %v, %v, want undefined", c.k, c.n, c.level, got, ok)
		}
		if got, ok := stat.ClopperPearson(c.k, c.n, c.level); ok || got != (stat.Interval{}) {
			t.Errorf("ClopperPearson(%d, %d, %g) = %v, %v, want undefined", c.k, c.n, c.level, got, ok)
		}
	}
}

// The interval holds the rate itself, stays in [0, 1], and the exact limits of
// a rate and of its complement mirror each other.
func TestProportionLimitsProperties(t *testing.T) {
	for n := int64(1); n <= 60; n++ {
		for k := int64(0); k <= n; k++ {
			rate := float64(k) / float64(n)
			wilson, _ := stat.Wilson(k, n, 0.95)
			exact, _ := stat.ClopperPearson(k, n, 0.95)
			mirror, _ := stat.ClopperPearson(n-k, n, 0.95)
			if !wilson.Contains(rate) || !exact.Contains(rate) || wilson.Low < 0 || wilson.High > 1 || exact.Low < 0 || exact.High > 1 {
				t.Errorf("%d of %d: Wilson %v, exact %v", k, n, wilson, exact)
			}
			if math.Abs(exact.Low-(1-mirror.High)) > 1e-9 {
				t.Errorf("%d of %d: %v is not the mirror of %v", k, n, exact, mirror)
			}
		}
	}
}

// Values: the definitions of the report, +8.1 pp with SE 7.9 pp; the further
// digits by hand in exact fractions.
func TestDiffInDiff(t *testing.T) {
	got, ok := stat.DiffInDiff(stat.Rate{20, 100}, stat.Rate{34, 110}, stat.Rate{22, 120}, stat.Rate{25, 118}, 0.95)
	if !ok {
		t.Fatal("undefined")
	}
	near(t, "effect", got.Value, 34.0/110-20.0/100-25.0/118+22.0/120, 1e-12)
	near(t, "SE", got.SE, 0.0787660, 1e-5)
	if got.Limits.Low > 0 || got.Limits.High < 0 {
		t.Errorf("limits %v do not contain 0: an unproven effect looks proven", got.Limits)
	}
	if _, ok := stat.DiffInDiff(stat.Rate{1, 2}, stat.Rate{1, 2}, stat.Rate{0, 0}, stat.Rate{1, 2}, 0.95); ok {
		t.Error("defined without a control group")
	}
}
