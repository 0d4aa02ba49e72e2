package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// The admissions to Berkeley of 1973 (R's UCBAdmissions, men and women by department) are held
// to statsmodels' StratifiedTable.test_null_odds without correction; three groups to numpy: the
// sums of observed less expected, the covariance of the multivariate hypergeometric
// distribution and its pseudo-inverse.
func TestRatesAlike(t *testing.T) {
	berkeley := [][]stat.Rate{{{512, 825}, {89, 108}}, {{353, 560}, {17, 25}}, {{120, 325}, {202, 593}}, {{138, 417}, {131, 375}}, {{53, 191}, {94, 393}}, {{22, 373}, {24, 341}}}
	three := [][]stat.Rate{{{3, 10}, {5, 9}, {8, 11}}, {{0, 1}, {2, 4}, {7, 7}}, {{1, 1}, {0, 0}, {0, 0}}, {{6, 20}, {9, 18}, {10, 13}}}
	for _, c := range []struct {
		strata        [][]stat.Rate
		chiSquared, p float64
	}{{berkeley, 1.5246066604434356, 0.21692369705551817}, {three, 14.324643909657212, 0.0007752523607600932}} {
		chiSquared, logP, ok := stat.RatesAlike(c.strata)
		if !ok {
			t.Fatalf("undefined for %v", c.strata)
		}
		near(t, "chi-squared", chiSquared, c.chiSquared, 1e-12)
		near(t, "p", math.Exp(logP), c.p, 1e-11)
	}
	for _, bad := range [][][]stat.Rate{nil, {nil, nil}, {{{1, 2}}}, {{{1, 2}, {2, 3}}, {{1, 2}}}, {{{3, 2}, {1, 2}}}, {{{2, 2}, {3, 3}}}, {{{1, 2}, {0, 0}}}} {
		if _, _, ok := stat.RatesAlike(bad); ok {
			t.Errorf("defined for %v", bad)
		}
	}
}
