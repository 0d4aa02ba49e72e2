package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// The aml data of R's survival package: chemotherapy maintained or not.
var (
	maintained = []stat.Exits{{9, 1, 0}, {13, 1, 1}, {18, 1, 0}, {23, 1, 0}, {28, 0, 1}, {31, 1, 0}, {34, 1, 0}, {45, 0, 1}, {48, 1, 0}, {161, 0, 1}}
	stopped    = []stat.Exits{{5, 2, 0}, {8, 2, 0}, {12, 1, 0}, {16, 0, 1}, {23, 1, 0}, {27, 1, 0}, {30, 1, 0}, {33, 1, 0}, {43, 1, 0}, {45, 1, 0}}
)

// Values: survdiff(Surv(time, status) ~ x, aml) of R prints chisq 3.4, p .07; all
// digits, and three groups, by lifelines 0.30.3 multivariate_logrank_test.
func TestLogRank(t *testing.T) {
	for _, c := range []struct {
		groups        [][]stat.Exits
		chiSquared, p float64
	}{
		{[][]stat.Exits{maintained, stopped}, 3.3963886989776024, 0.0653393220405049},
		{[][]stat.Exits{stopped, maintained}, 3.3963886989776024, 0.0653393220405049},
		{[][]stat.Exits{maintained, stopped, eight}, 7.036087480571748, 0.029657396025232485},
		{[][]stat.Exits{eight, maintained, stopped}, 7.036087480571748, 0.029657396025232485},
		{[][]stat.Exits{maintained, maintained}, 0, 1},
	} {
		chiSquared, logP, ok := stat.LogRank(c.groups)
		if !ok {
			t.Fatalf("LogRank of %d groups is undefined", len(c.groups))
		}
		near(t, "chi-squared", chiSquared, c.chiSquared, 1e-11)
		near(t, "p", math.Exp(logP), c.p, 1e-12)
	}
	chiSquared, logP, _ := stat.LogRank([][]stat.Exits{{{1, 4000, 0}}, {{60, 4000, 0}}})
	near(t, "chi-squared", chiSquared, 7999, 1e-9)
	if want := -7999.0/2 - math.Log(math.Sqrt(7999*math.Pi/2)); math.Abs(logP-want) > 1e-3 {
		t.Errorf("log p %g, want %g by Mills' ratio", logP, want)
	}
	// A group that leaves before the first event says nothing, wherever it stands.
	early := []stat.Exits{{1, 0, 5}}
	for _, groups := range [][][]stat.Exits{{maintained, stopped, early}, {early, stopped, maintained}} {
		if chiSquared, _, ok := stat.LogRank(groups); !ok || math.Abs(chiSquared-3.3963886989776024) > 1e-11 {
			t.Errorf("with a group never at risk: %g, %v", chiSquared, ok)
		}
	}
	for _, none := range [][][]stat.Exits{nil, {eight}, {eight, nil}, {eight, {{3, -1, 2}}}, {early, early}, {eight, {{math.NaN(), 1, 0}}}} {
		if _, _, ok := stat.LogRank(none); ok {
			t.Errorf("LogRank(%v) is defined", none)
		}
	}
}

// Values: scipy 1.x chi2.logsf; the one that underflows there is erfc's tail.
func TestLogChiSquared(t *testing.T) {
	for _, c := range []struct {
		x       float64
		degrees int
		want    float64
	}{
		{3.396389, 1, -2.7281614312547617}, {25.4, 3, -11.271145502616456}, {0.5, 7, -0.0005536718575536226}, {40, 60, -0.022059754568555492}, {0, 2, 0},
		{2000, 4, -1000 + math.Log(1001)},
	} {
		got, ok := stat.LogChiSquared(c.x, c.degrees)
		if !ok || math.Abs(got-c.want) > 1e-11*max(1, -c.want) {
			t.Errorf("LogChiSquared(%g, %d) = %v, want %v", c.x, c.degrees, got, c.want)
		}
	}
	for _, c := range []struct {
		x       float64
		degrees int
	}{{-1, 1}, {1, 0}, {math.Inf(1), 1}, {math.NaN(), 1}} {
		if got, ok := stat.LogChiSquared(c.x, c.degrees); ok {
			t.Errorf("LogChiSquared(%g, %d) = %g", c.x, c.degrees, got)
		}
	}
}

// Values: lifelines 0.30.3 median_survival_times of the confidence interval.
func TestMedianLimits(t *testing.T) {
	for _, c := range []struct {
		exits           []stat.Exits
		low, high       float64
		lowOK, highKnow bool
	}{
		{maintained, 13, 0, true, false}, {stopped, 5, 33, true, true}, {eight, 2, 0, true, false},
		{[]stat.Exits{{4, 0, 9}}, 0, 0, false, false}, {[]stat.Exits{{4, 9, 0}}, 4, 4, true, true},
	} {
		curve := defined[stat.SurvivalCurve](t, "KaplanMeier")(stat.KaplanMeier(c.exits))
		low, high, lowOK, highOK := curve.MedianLimits(0.95)
		if low != c.low || high != c.high || lowOK != c.lowOK || highOK != c.highKnow {
			t.Errorf("MedianLimits = %g, %g, %v, %v, want %+v", low, high, lowOK, highOK, c)
		}
	}
}
