package metrics

import (
	"fmt"
	"math"
	"testing"

	"xsell/metrics/sales"
)

// TestSuperstoreSegments holds the segments of a public data set to the same rules written
// in pandas (dense ranks, fifths of them), over all of its data.
func TestSuperstoreSegments(t *testing.T) {
	s := superstore(t, "segments")
	want := map[string]struct {
		customers int64
		cm1       sales.Money
	}{
		champion: {55, 62664_6887}, loyal: {225, 125395_5200}, bigTicket: {66, 77196_5813}, newcomer: {3, 388_9002},
		occasional: {163, 27243_7493}, atRisk: {47, 52880_5112}, asleep: {79, 11851_5454}, netReturns: {155, -71224_4744},
	}
	rows := s.Table.Where("kind", "segment")
	if len(rows) != len(want) {
		t.Fatalf("%d segments, want %d", len(rows), len(want))
	}
	for _, row := range rows {
		name := row[s.Table.Index("name")].(string)
		if got := row[s.Table.Index("customers")]; got != want[name].customers {
			t.Errorf("%s: %v customers, want %d", name, got, want[name].customers)
		}
		if got := row[s.Table.Index("cm1")]; got != want[name].cm1 {
			t.Errorf("%s: CM1 %v, want %s", name, got, want[name].cm1)
		}
	}
}

// TestSuperstoreCohorts holds cohorts by quarter to a pandas pivot of the same orders.
func TestSuperstoreCohorts(t *testing.T) {
	s := superstore(t, "cohorts")
	rows := s.Table.Where("kind", "customers")
	for i, want := range [][]int64{{121, 20, 28, 41, 18, 27}, {160, 39, 58, 28, 44}, {161, 53, 30, 46, 48}, {153, 27, 31, 48, 61}} {
		for k, n := range want {
			if got := rows[i][s.Table.Index(fmt.Sprintf("k%d", k))]; got != n {
				t.Errorf("cohort %v, k%d: %v, want %d", rows[i][1], k, got, n)
			}
		}
	}
	last := rows[len(rows)-1]
	if got := last[s.Table.Index("k1")]; got != nil {
		t.Errorf("the last cohort cannot have been seen a quarter later, but has %v", got)
	}
}

// TestSuperstorePreferences holds a ratio and its test to statsmodels' StratifiedTable
// (riskratio_pooled .8693797807534328; test_null_odds with correction, without the stratum of one customer, p .5532109265648815).
func TestSuperstorePreferences(t *testing.T) {
	s := superstore(t, "preferences")
	for i := range s.Table.Rows {
		if s.Table.Cell(i, "audience") != "Consumer" || s.Table.Cell(i, "thing") != "Machines" {
			continue
		}
		if got := s.Table.Cell(i, "ratio").(float64); math.Abs(got-.8693797807534328) > 1e-12 {
			t.Errorf("ratio %v", got)
		}
		if got := s.Table.Cell(i, "p").(float64); math.Abs(got-.5532109265648815) > 1e-12 {
			t.Errorf("p %v", got)
		}
		return
	}
	t.Error("no row for Consumer and Machines")
}
