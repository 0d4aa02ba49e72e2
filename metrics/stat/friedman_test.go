package stat_test

import (
	"math"
	"testing"

	"xsell/metrics/stat"
)

// The first case is the example of Conover, section 5.8 (12 home owners rank 4 grasses, with
// ties): 8.097 there. All values are those of scipy.stats.friedmanchisquare.
func TestFriedman(t *testing.T) {
	grasses := [][]float64{{4, 3, 2, 1}, {4, 2, 3, 1}, {3, 1.5, 1.5, 4}, {3, 1, 2, 4}, {4, 2, 1, 3}, {2, 2, 2, 4},
		{1, 3, 2, 4}, {2, 4, 1, 3}, {3.5, 1, 2, 3.5}, {4, 1, 3, 2}, {4, 2, 3, 1}, {3.5, 1, 2, 3.5}}
	days := [][]float64{{10, 12, 9, 8, 15, 3}, {11, 12, 9, 9, 14, 2}, {8, 13, 7, 9, 15, 4}, {10, 10, 10, 10, 10, 10},
		{12, 9, 9, 9, 16, 1}, {9, 15, 8, 7, 13, 0}, {10, 11, 9, 8, 12, 2}, {0, 0, 0, 0, 0, 0}}
	for _, c := range []struct {
		blocks          [][]float64
		chiSquared, log float64
	}{{grasses, 8.097345132743364, -3.122608425579248}, {days, 26.560975609756074, -9.575030828061934}} {
		got, logP, ok := stat.Friedman(c.blocks)
		if !ok || math.Abs(got-c.chiSquared) > 1e-10 || math.Abs(logP-c.log) > 1e-10 {
			t.Errorf("%v, %v, %v; want %v, %v", got, logP, ok, c.chiSquared, c.log)
		}
	}
	for _, bad := range [][][]float64{nil, {{1, 2, 3}}, {{1}, {2}}, {{1, 2}, {1, 2, 3}}, {{5, 5, 5}, {2, 2, 2}}} {
		if _, _, ok := stat.Friedman(bad); ok {
			t.Errorf("defined for %v", bad)
		}
	}
}
