package metrics

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"xsell/metrics/sales"
)

// TestSuperstoreBreadth holds what a further area goes with to pandas, scipy (ttest_ind,
// unequal variances) and statsmodels (OLS with an effect for every class of deals), and the
// medians to numpy. Two areas bring 969 more than one, but among customers with as many
// deals nothing beyond chance.
func TestSuperstoreBreadth(t *testing.T) {
	s := superstore(t, "breadth")
	for i, want := range []map[string]sales.Money{
		1: {"revenue_median": 552_5740, "revenue_median_low": 161_2800, "revenue_median_high": 949_4300, "cm1_median": 77_1714},
		2: {"revenue_median": 1152_7190, "revenue_median_low": 925_8000, "revenue_median_high": 1319_4498, "cm1_median": 118_9659,
			"adds_revenue": 969_2860, "adds_revenue_low": 559_2491, "adds_revenue_high": 1379_3230, "alike_revenue": 122_6098, "alike_revenue_low": -225_7008, "alike_revenue_high": 470_9203,
			"adds_cm1": 60_9847, "adds_cm1_low": -98_5970, "adds_cm1_high": 220_5664, "alike_cm1": -65_5451, "alike_cm1_low": -160_3746, "alike_cm1_high": 29_2844},
		3: {"revenue_median": 2697_2480, "revenue_median_low": 2518_1150, "revenue_median_high": 2890_1390, "cm1_median": 280_6606,
			"adds_revenue": 1685_6609, "adds_revenue_low": 1315_1848, "adds_revenue_high": 2056_1370, "alike_revenue": 1132_8137, "alike_revenue_low": 748_2753, "alike_revenue_high": 1517_3520,
			"adds_cm1": 243_0253, "adds_cm1_low": 78_0748, "adds_cm1_high": 407_9759, "alike_cm1": 153_1148, "alike_cm1_low": -36_3240, "alike_cm1_high": 342_5537},
	} {
		for key, w := range want {
			if got := s.Table.Cell(i, key); got == nil || math.Abs(float64(got.(sales.Money)-w)) > 1 {
				t.Errorf("%d areas: %s is %v, want %s", i, key, got, w)
			}
		}
	}
	if s.Table.Cell(1, "adds_revenue") != nil {
		t.Error("one area is compared with none")
	}
}

// The limits of the median hold it with a chance of 95 % or more, whatever the number of
// customers; fewer than eight have none.
func TestMedianRanksHold(t *testing.T) {
	for n := 1; n <= 3000; n++ {
		low := int(math.Floor(float64(n)/2 - 0.979982*math.Sqrt(float64(n))))
		if low < 1 {
			if n >= 8 {
				t.Fatalf("no limits for %d customers", n)
			}
			continue
		}
		below := mathext.RegIncBeta(float64(n-low+1), float64(low), 0.5) // P(Bin(n, 1/2) < low)
		if 1-2*below < 0.95 {
			t.Fatalf("of %d customers the ranks from %d hold %.4f", n, low, 1-2*below)
		}
	}
}

// The lead says both: the difference as it is, and how little of it is left among customers
// alike.
func TestBreadthLeadSpeaksOfSize(t *testing.T) {
	s := superstore(t, "breadth")
	want := "A customer of 2 business areas brings 969 more than one of 1 business area; among customers with as many deals, 123 more (95 % limits −226 to +471): that difference is one of size."
	if !strings.HasSuffix(s.Lead, want) {
		t.Errorf("the lead is %q, want it to end with %q", s.Lead, want)
	}
}
