package stat_test

import (
	"testing"

	"xsell/metrics/stat"
)

func momentsOf(values ...float64) stat.Moments {
	var sum, squares float64
	for _, v := range values {
		sum += v
		squares += v * v
	}
	n := int64(len(values))
	return stat.Moments{N: n, Sum: sum, Spread: float64(n)*squares - sum*sum}
}

// Values: statsmodels OLS with an effect for every stratum; scipy ttest_ind(equal_var=False);
// the error of three strata by numpy from the sample variances.
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
	if _, ok := stat.MeanDifference(strata[3:], 0.95); ok {
		t.Error("a difference without a variance is defined")
	}
	if _, ok := stat.MeanDifference(strata, 1); ok {
		t.Error("limits of certainty are defined")
	}
}
