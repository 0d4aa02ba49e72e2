package metrics

import (
	"math"
	"testing"
)

// TestSuperstoreWeekdays holds the days of a public data set to pandas (groups of the orders
// by their first day), scipy.stats.friedmanchisquare over its 207 complete weeks, and a
// Cochran-Mantel-Haenszel statistic of seven groups worked out with numpy.
func TestSuperstoreWeekdays(t *testing.T) {
	s := superstore(t, "weekdays")
	for i, want := range []struct{ deals, multi int64 }{{920, 465}, {558, 283}, {182, 88}, {746, 355}, {916, 448}, {837, 409}, {850, 421}} {
		deals, cross := s.Table.Cell(i, "deals"), s.Table.Cell(i, "cross_sold")
		if share := float64(want.multi) / float64(want.deals); deals != want.deals || cross != share {
			t.Errorf("%s: %v deals and %v, want %d and %v", s.Table.Cell(i, "label"), deals, cross, want.deals, share)
		}
	}
	for i, want := range []struct{ chiSquared, p float64 }{{325.1533776301221, 3.31337218383556e-67}, {3.421079691128174, 0.7544383695869501}} {
		row := 7 + i
		chiSquared, p := s.Table.Cell(row, "chi_squared").(float64), s.Table.Cell(row, "p").(float64)
		if weeks := s.Table.Cell(row, "weeks"); weeks != int64(207) || math.Abs(chiSquared/want.chiSquared-1) > 1e-10 || math.Abs(p/want.p-1) > 1e-8 {
			t.Errorf("%s: %v weeks, %v, p %v; want 207, %v, %v", s.Table.Cell(row, "label"), weeks, chiSquared, p, want.chiSquared, want.p)
		}
	}
	if rows := len(s.Table.Rows); rows != 9+weeksToShow {
		t.Errorf("%d rows, want 7 weekdays, 2 tests and %d weeks", rows, weeksToShow)
	}
}
