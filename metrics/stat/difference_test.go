package stat_test

import (
	"testing"

	"xsell/metrics/stat"
)

func momentsOf(values ...float64) stat.Moments {
	var m stat.Moments
	for _, v := range values {
		m = m.Add(stat.Moments{N: 1, Sum: v, Squares: v * v})
	}
	return m
}

// Values: statsmodels OLS with an effect for every stratum; scipy ttest_ind(equal_var=False)
// and sem; the error of three strata by numpy from the sample variances.
func TestMeanDifference(t *testing.T) {
	strata := []stat.MeanStratum{
		{momentsOf(3, 5, 9, 4), momentsOf(2, 2.5, 4)},
		{momentsOf(20, 31, 25), momentsOf(18, 22, 40, 35, 21)},
		{momentsOf(100, 90), momentsOf(70, 110, 95)},
		{momentsOf(7), momentsOf(1, 2, 3)}, // skipped: one value has no variance
	}
	got := defined[stat.Estimate](t, "MeanDifference")(stat.MeanDifference(strata, 0.95))
	near(t, "difference", got.Value, 0.9694258016405843, 1e-12)
	near(t, "SE", got.SE, 3.847649807865877, 1e-12)
	one := defined[stat.Estimate](t, "MeanDifference")(stat.MeanDifference(strata[:1], 0.95))
	near(t, "difference", one.Value, 2.4166666666666665, 1e-12)
	near(t, "SE", one.SE, 1.445779297741456, 1e-12)
	mean := defined[stat.Estimate](t, "Mean")(strata[0].A.Mean(0.95))
	near(t, "mean", mean.Value, 5.25, 1e-14)
	nearInterval(t, "mean", mean.Limits, stat.Interval{Low: 2.672690832647948, High: 7.827309167352052}, 1e-12)
	if _, ok := stat.MeanDifference(strata[3:], 0.95); ok {
		t.Error("a difference without a variance is defined")
	}
	if _, ok := stat.MeanDifference(strata, 1); ok {
		t.Error("limits of certainty are defined")
	}
	if _, ok := momentsOf(3).Mean(0.95); ok {
		t.Error("the limits of one value are defined")
	}
}
