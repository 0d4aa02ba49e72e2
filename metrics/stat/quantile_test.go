package stat_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"xsell/metrics/stat"
)

// Values: numpy 2.4.6 quantile, whose default is type 7.
func TestQuantile(t *testing.T) {
	values := []int64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}
	for p, want := range map[float64]float64{0: 1, 0.1: 1, 0.25: 2.5, 0.5: 4, 0.77: 5, 0.9: 6, 1: 9} {
		near(t, "Quantile", defined[float64](t, "Quantile")(stat.Quantile(values, p)), want, 1e-14)
	}
	near(t, "between two", defined[float64](t, "Quantile")(stat.Quantile([]float64{10, 20}, 0.3)), 13, 1e-14)
	near(t, "even median", defined[float64](t, "Median")(stat.Median([]int64{4, 1, 3, 2})), 2.5, 1e-15)
	near(t, "one value", defined[float64](t, "Median")(stat.Median([]int64{7})), 7, 1e-15)
	for _, p := range []float64{-0.1, 1.1, math.NaN()} {
		if _, ok := stat.Quantile(values, p); ok {
			t.Errorf("Quantile at %g is defined", p)
		}
	}
	if _, ok := stat.Median([]int64{}); ok {
		t.Error("the median of nothing is defined")
	}
}

func TestQuintiles(t *testing.T) {
	for _, c := range []struct{ values, want []int }{
		{[]int{10, 20, 30, 40, 50}, []int{1, 2, 3, 4, 5}},
		{[]int{50, 10, 10, 10, 20, 30, 40}, []int{5, 1, 1, 1, 2, 3, 4}},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, []int{1, 1, 2, 2, 3, 3, 4, 4, 5, 5}},
		{[]int{1, 2, 3, 4, 5, 6, 7}, []int{1, 2, 2, 3, 4, 4, 5}},
		{[]int{1, 2, 3}, []int{1, 3, 5}},
		{[]int{8, 9, 8}, []int{2, 4, 2}},
		{[]int{4, 4, 4}, []int{3, 3, 3}},
		{nil, []int{}},
	} {
		if got := stat.Quintiles(c.values); !slices.Equal(got, c.want) {
			t.Errorf("Quintiles(%v) = %v, want %v", c.values, got, c.want)
		}
	}
}

// Equal values score equal, larger ones not lower, and the reversed order
// mirrors the scores.
func TestQuintilesProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		values := make([]int64, 1+random.IntN(60))
		reversed := make([]int64, len(values))
		for i := range values {
			values[i] = random.Int64N(40)
			reversed[i] = -values[i]
		}
		scores, mirrored := stat.Quintiles(values), stat.Quintiles(reversed)
		for i := range values {
			if mirrored[i] != 6-scores[i] {
				t.Fatalf("value %d scores %d and reversed %d", values[i], scores[i], mirrored[i])
			}
			for j := range values {
				if values[i] == values[j] && scores[i] != scores[j] || values[i] < values[j] && scores[i] > scores[j] {
					t.Fatalf("%d scores %d, %d scores %d", values[i], scores[i], values[j], scores[j])
				}
			}
		}
	}
}

func TestLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		total         int64
		weights, want []int64
	}{
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{10, []int64{47, 16, 15, 12, 6, 4}, []int64{5, 2, 1, 1, 1, 0}},
		{7, []int64{0, 2, 0}, []int64{0, 7, 0}},
		{0, []int64{3, 4}, []int64{0, 0}},
		{math.MaxInt64, []int64{math.MaxInt64, math.MaxInt64}, []int64{math.MaxInt64/2 + 1, math.MaxInt64 / 2}},
		{math.MinInt64, []int64{5}, []int64{math.MinInt64}},
	} {
		if got, ok := stat.LargestRemainder(c.total, c.weights); !ok || !slices.Equal(got, c.want) {
			t.Errorf("LargestRemainder(%d, %v) = %v, %v, want %v", c.total, c.weights, got, ok, c.want)
		}
	}
	for _, bad := range [][]int64{nil, {0, 0}, {2, -1}} {
		if got, ok := stat.LargestRemainder(9, bad); ok {
			t.Errorf("LargestRemainder(9, %v) = %v, want undefined", bad, got)
		}
	}
}

// The parts add up, and none is a whole unit from its exact share.
func TestLargestRemainderProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		weights := make([]int64, 1+random.IntN(9))
		weights[0] = 1
		for i := 1; i < len(weights); i++ {
			weights[i] = random.Int64N(50)
		}
		total := random.Int64N(20001) - 10000
		parts, _ := stat.LargestRemainder(total, weights)
		var sum, weight int64
		for i := range parts {
			sum += parts[i]
			weight += weights[i]
		}
		if sum != total {
			t.Fatalf("parts %v add up to %d, want %d", parts, sum, total)
		}
		for i, part := range parts {
			if distance := part*weight - total*weights[i]; distance <= -weight || distance >= weight {
				t.Fatalf("part %d of %d is off its share %d/%d by a unit or more", part, total, weights[i], weight)
			}
		}
	}
}
