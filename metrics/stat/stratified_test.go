package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// Values: R's mantelhaen.test on UCBAdmissions (chi-squared 1.4269, p .2323,
// ratio .9046968, .7719074 to 1.0603298) with the further digits by statsmodels
// 0.15.0 StratifiedTable, as are those of the rabbits (Mantel 1963) and of the
// strong association.
func TestMantelHaenszel(t *testing.T) {
	for _, c := range []struct {
		name       string
		strata     []stat.FourFold
		ratio, se  float64
		limits     stat.Interval
		chiSquared float64
		logP       float64
	}{
		{"admissions", []stat.FourFold{{512, 313, 89, 19}, {353, 207, 17, 8}, {120, 205, 202, 391}, {138, 279, 131, 244}, {53, 138, 94, 299}, {22, 351, 24, 317}},
			0.9046968282586231, 0.08098890965622091, stat.Interval{Low: 0.7719073617593505, High: 1.0603297644366558}, 1.4269462285866883, math.Log(0.23226346281704802)},
		{"rabbits", []stat.FourFold{{0, 0, 6, 5}, {3, 0, 3, 6}, {6, 2, 0, 4}, {5, 6, 1, 0}, {2, 5, 0, 0}},
			7, 0.9793792286287205, stat.Interval{Low: 1.026712688461667, High: 47.72513338022261}, 3.928571428571429, math.Log(0.047472255142918196)},
		{"strong", []stat.FourFold{{500, 100, 200, 5000}, {0, 0, 0, 0}, {800, 300, 300, 9000}},
			92.82191780821918, 0.07377582692997611, stat.Interval{Low: 80.32531539425479, High: 107.26267781591609}, 8217.174803236207, -4113.320305495608},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := defined[stat.Estimate](t, "MantelHaenszel")(stat.MantelHaenszel(c.strata, 0.95))
			near(t, "ratio", got.Value, c.ratio, 1e-12)
			near(t, "SE", got.SE, c.se, 1e-12)
			nearInterval(t, "limits", got.Limits, c.limits, 1e-12)
			chiSquared, logP, ok := stat.CochranMantelHaenszel(c.strata)
			if !ok {
				t.Fatal("the test is undefined")
			}
			near(t, "chi-squared", chiSquared, c.chiSquared, 1e-12)
			near(t, "log p", logP, c.logP, 1e-11)
		})
	}
}

func TestMantelHaenszelUndefined(t *testing.T) {
	for _, strata := range [][]stat.FourFold{nil, {{5, 0, 0, 5}}, {{0, 5, 5, 0}}, {{5, -1, 2, 3}}} {
		if got, ok := stat.MantelHaenszel(strata, 0.95); ok || got != (stat.Estimate{}) {
			t.Errorf("MantelHaenszel(%v) = %v, want undefined", strata, got)
		}
	}
	for _, strata := range [][]stat.FourFold{nil, {{1, 0, 0, 0}}, {{3, 4, 0, 0}}, {{5, -1, 2, 3}}} {
		if _, _, ok := stat.CochranMantelHaenszel(strata); ok {
			t.Errorf("CochranMantelHaenszel(%v) is defined", strata)
		}
	}
}
