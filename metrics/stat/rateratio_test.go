package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// Values: the ratio by statsmodels 0.15 StratifiedTable.riskratio_pooled; limits by
// Greenland's and Robins' formula written out in numpy, whose error of .2710 is near
// the spread of .2845 of 200,000 draws of these tables.
func TestRiskRatio(t *testing.T) {
	strata := []stat.CohortStratum{{8, 100, 5, 120}, {12, 50, 20, 200}, {3, 20, 2, 60}}
	got := defined[stat.Estimate](t, "RiskRatio")(stat.RiskRatio(strata, 0.95))
	near(t, "ratio", got.Value, 2.3939597315436236, 1e-12)
	near(t, "SE", got.SE, 0.27098700602811165, 1e-12)
	nearInterval(t, "ratio", got.Limits, stat.Interval{Low: 1.407512573667806, High: 4.071752752672056}, 1e-9)
	with := append(strata, stat.CohortStratum{Exposed: 30}, stat.CohortStratum{UnexposedCases: 4, Unexposed: 30})
	if same := defined[stat.Estimate](t, "RiskRatio")(stat.RiskRatio(with, 0.95)); same != got {
		t.Errorf("strata of one group change %+v to %+v", got, same)
	}
}

// One stratum: the ratio of two shares, whose log has the variance 1/a - 1/n1 + 1/b - 1/n0
// (D. Katz and others, Biometrics 34 (1978) 469-474).
func TestRiskRatioOfOneStratum(t *testing.T) {
	got := defined[stat.Estimate](t, "RiskRatio")(stat.RiskRatio([]stat.CohortStratum{{15, 40, 10, 80}}, 0.95))
	near(t, "ratio", got.Value, 3, 1e-12)
	near(t, "SE", got.SE, math.Sqrt(1.0/15-1.0/40+1.0/10-1.0/80), 1e-12)
}

func TestRiskRatioUndefined(t *testing.T) {
	for name, strata := range map[string][]stat.CohortStratum{
		"nothing":            nil,
		"no exposed case":    {{0, 10, 3, 10}},
		"no unexposed case":  {{3, 10, 0, 10}},
		"one group":          {{3, 10, 0, 0}},
		"more cases than of": {{11, 10, 3, 10}},
		"negative":           {{-1, 10, 3, 10}},
	} {
		if got, ok := stat.RiskRatio(strata, 0.95); ok {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, ok := stat.RiskRatio([]stat.CohortStratum{{1, 2, 1, 3}}, 1); ok {
		t.Error("defined at a level of 1")
	}
}
