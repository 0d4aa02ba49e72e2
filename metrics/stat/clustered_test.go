package stat

import (
	"math"
	"testing"
)

// fourCells are 14 customers with deals (n) and hits (k) in four cells.
var fourCells = [][4]int{{1, 0, 4, 1}, {1, 1, 3, 2}, {2, 0, 2, 0}, {2, 1, 5, 3}, {3, 0, 6, 2}, {4, 1, 4, 1}, {5, 0, 3, 1}, {5, 1, 2, 2},
	{6, 2, 5, 1}, {6, 3, 4, 1}, {7, 2, 3, 0}, {7, 3, 6, 2}, {8, 2, 7, 3}, {9, 3, 5, 2}, {10, 2, 2, 1}, {10, 3, 3, 0},
	{11, 0, 5, 1}, {12, 1, 6, 3}, {13, 2, 4, 1}, {14, 3, 8, 3}}

// sumsOf adds up rows of customer, cell, n and k.
func sumsOf(rows [][4]int, clusters float64) CellSums {
	s := CellSums{Clusters: clusters, N: make([]float64, 4), K: make([]float64, 4)}
	for range 4 {
		s.NN, s.NK, s.KK = append(s.NN, make([]float64, 4)), append(s.NK, make([]float64, 4)), append(s.KK, make([]float64, 4))
	}
	for _, a := range rows {
		s.N[a[1]] += float64(a[2])
		s.K[a[1]] += float64(a[3])
		for _, b := range rows {
			if a[0] == b[0] {
				s.NN[a[1]][b[1]] += float64(a[2] * b[2])
				s.NK[a[1]][b[1]] += float64(a[2] * b[3])
				s.KK[a[1]][b[1]] += float64(a[3] * b[3])
			}
		}
	}
	return s
}

// The wanted values are those of statsmodels 0.15: OLS of the hits on the cells, with
// cov_type="cluster" and use_correction=False, times G/(G-1).
func TestClusterVarianceIsThatOfStatsmodels(t *testing.T) {
	for _, c := range []struct {
		clusters float64
		weights  []float64
		variance float64
	}{
		{14, []float64{-1, 1, 1, -1}, 0.017097167618413407},
		{7, []float64{-1, 1, 0, 0}, 0.008604166666666664},
	} {
		got, ok := sumsOf(fourCells, c.clusters).ClusterVariance(c.weights)
		if !ok || math.Abs(got-c.variance) > 1e-12 {
			t.Errorf("variance %v, want %v", got, c.variance)
		}
	}
	estimate, ok := sumsOf(fourCells, 14).Contrast([]float64{-1, 1, 1, -1}, 0.95)
	if want := 0.27802197802197814; !ok || math.Abs(estimate.Value-want) > 1e-12 {
		t.Errorf("contrast %v, want %v", estimate.Value, want)
	}
}

// With one deal a customer the contrast of two cells is the plain difference of rates; the
// four rates are those of the published check of the difference-in-differences.
func TestContrastOfIndependentDeals(t *testing.T) {
	var rows [][4]int
	for cell, r := range [][2]int{{20, 100}, {34, 110}, {22, 120}, {25, 118}} {
		for i := range r[1] {
			hit := 0
			if i < r[0] {
				hit = 1
			}
			rows = append(rows, [4]int{1000*cell + i, cell, 1, hit})
		}
	}
	got, ok := sumsOf(rows, 448).Contrast([]float64{-1, 1, 1, -1}, 0.95)
	plain, ok2 := DiffInDiff(Rate{20, 100}, Rate{34, 110}, Rate{22, 120}, Rate{25, 118}, 0.95)
	if !ok || !ok2 || math.Abs(got.Value-plain.Value) > 1e-12 || math.Abs(got.SE-plain.SE) > 0.0005 {
		t.Errorf("contrast %v with SE %v, independent %v with %v", got.Value, got.SE, plain.Value, plain.SE)
	}
}

func TestOneLargeCustomerIsNotMany(t *testing.T) {
	rows := [][4]int{{1, 0, 200, 20}, {2, 0, 1, 0}, {3, 0, 1, 1}, {1, 1, 300, 150}, {2, 1, 1, 0}, {3, 1, 1, 0}}
	s := sumsOf(rows, 3)
	if eff := s.Effective(1); eff > 1.02 {
		t.Errorf("%v effective customers", eff)
	}
	if _, ok := s.Contrast([]float64{-1, 1, 0, 0}, 0.95); ok {
		t.Error("a contrast of one customer is judged")
	}
}

func TestContrastIsUndefined(t *testing.T) {
	s := sumsOf(fourCells, 14)
	for name, weights := range map[string][]float64{"none": {-1, 1, 0, 0}, "empty": {-1, 1, 0, 0}} {
		bad := s
		if name == "none" {
			bad.Clusters = 1
		} else {
			bad = sumsOf(fourCells[8:16], 14)
		}
		if _, ok := bad.Contrast(weights, 0.95); ok {
			t.Errorf("%s: defined", name)
		}
	}
	if _, ok := s.Contrast([]float64{-1, 1, 0, 0}, 1); ok {
		t.Error("a level of 1 is taken")
	}
}

// The wanted values are those at which statsmodels' NormalIndPower has a power of 0.8, with
// proportion_effectsize and the other sample as given.
func TestSampleSizeIsThatOfStatsmodels(t *testing.T) {
	for _, c := range []struct{ p0, p1, n0, want float64 }{
		{0.2, 0.3, 200, 538.6115448445626}, {0.091, 0.15, 275, 1643.693542753822}, {0.06, 0.02, 500, 271.75249854027265},
	} {
		got, ok := SampleSize(c.p0, c.p1, c.n0, 0.95, 0.8)
		if !ok || math.Abs(got/c.want-1) > 1e-4 {
			t.Errorf("from %v to %v with %v: %v, want %v", c.p0, c.p1, c.n0, got, c.want)
		}
	}
	if _, ok := SampleSize(0.2, 0.21, 100, 0.95, 0.8); ok {
		t.Error("a sample of 100 tells a point of difference")
	}
	for _, bad := range [][2]float64{{0.2, 0.2}, {-0.1, 0.2}, {0.2, 1.1}} {
		if _, ok := SampleSize(bad[0], bad[1], 100, 0.95, 0.8); ok {
			t.Errorf("defined for %v", bad)
		}
	}
}
