package metrics

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// TestSuperstoreSecondArea holds curves, limits, medians and the log-rank test of a public
// data set to lifelines 0.30.3 (KaplanMeierFitter, median_survival_times,
// multivariate_logrank_test) on days counted with pandas.
func TestSuperstoreSecondArea(t *testing.T) {
	s := superstore(t, "second-area")
	for _, want := range []struct {
		kind, entry                        string
		customers, atOnce, later           int64
		second                             string
		secondCustomers                    int64
		within90, low90, high90, within365 float64
		atRisk90, median, low, high        int64
	}{
		{"all", "all", 446, 227, 417, "Technology", 169, .15937721284492656, .1284996584961442, .19679606225823698, .5366097086712345, 375, 331, 295, 373},
		{"entry", "Furniture", 82, 58, 77, "Office Supplies", 55, .15871332626369739, .09541326117053284, .25758873561305073, .5298692117355958, 68, 341, 228, 395},
		{"entry", "Office Supplies", 299, 87, 276, "Technology", 147, .13712374581939846, .10287923516575315, .18156005237330974, .4994644962978716, 260, 372, 312, 417},
		{"entry", "Technology", 65, 82, 64, "Office Supplies", 52, .2621664050235477, .1719044978601998, .38741045524906326, .7174254317111459, 47, 223, 130, 295},
	} {
		cells := rowOf(t, s.Table, "kind", want.kind, "entry", want.entry)
		for key, w := range map[string]Cell{"customers": want.customers, "at_once": want.atOnce, "later": want.later, "second": want.second, "second_customers": want.secondCustomers,
			"at_risk_90": want.atRisk90, "median_days": want.median, "median_low": want.low, "median_high": want.high} {
			if got := cells[key]; got != w {
				t.Errorf("%s: %s is %v, want %v", want.entry, key, got, w)
			}
		}
		for key, w := range map[string]float64{"within_90": want.within90, "within_90_low": want.low90, "within_90_high": want.high90, "within_365": want.within365} {
			if got := cells[key].(float64); math.Abs(got-w) > 1e-9 {
				t.Errorf("%s: %s is %v, want %v", want.entry, key, got, w)
			}
		}
	}
	all := rowOf(t, s.Table, "kind", "all", "entry", "all")
	if x, p := all["log_rank"].(float64), all["log_rank_p"].(float64); math.Abs(x-24.073324909349267) > 1e-9 || math.Abs(p-5.92302976904208e-06) > 1e-15 {
		t.Errorf("log-rank %v, p %v", x, p)
	}
}

// rowOf is the first row with two texts, by key.
func rowOf(t *testing.T, table Table, key, is, key2, is2 string) map[string]Cell {
	t.Helper()
	for _, row := range table.Where(key, is) {
		if row[table.Index(key2)] != is2 {
			continue
		}
		cells := map[string]Cell{}
		for i, c := range table.Columns {
			cells[c.Key] = row[i]
		}
		return cells
	}
	t.Fatalf("no row with %s %q and %s %q", key, is, key2, is2)
	return nil
}

// The share with a second area repeats the published curve (2,1)(3,0)(5,1)(5,1)(7,0)(9,1)
// (12,0)(12,0): S(2) = .875, S(5) = .5833, S(9) = .3889.
func TestStartFollowsThePublishedCurve(t *testing.T) {
	s := &start{name: "a", secondsOf: map[string]int64{}}
	for _, e := range [][2]int64{{2, 1}, {3, 0}, {5, 1}, {5, 1}, {7, 0}, {9, 1}, {12, 0}, {12, 0}} {
		r := secondRow{Customers: 1, State: "not yet"}
		r.Days.V, r.Days.Valid = e[0], true
		if e[1] == 1 {
			r.State = wentLater
		}
		s.add(r)
	}
	s.close()
	for _, want := range []struct {
		days, atRisk int64
		survival     float64
	}{{1, 8, 1}, {2, 8, .875}, {5, 6, .5833}, {9, 3, .3889}, {12, 2, .3889}} {
		share, _, ok, _ := s.within(want.days)
		if !ok || math.Abs(1-share-want.survival) > .00005 || s.atRisk(want.days) != want.atRisk {
			t.Errorf("S(%d) = %v, %v with %d at risk, want %v with %d", want.days, 1-share, ok, s.atRisk(want.days), want.survival, want.atRisk)
		}
	}
	if _, _, ok, _ := s.within(13); ok {
		t.Error("a share is given for longer than anybody was watched")
	}
}

// Areas beyond the twenty that most customers begin with are one row, which is not judged.
func TestEntriesBeyondTheMostFrequentAreOne(t *testing.T) {
	var lines strings.Builder
	lines.WriteString("-- lines --\ndeal,day,customer,product,area,quantity,revenue\n0,2026-01-05,old,p,A00,1,1\n1,2026-06-30,old,p,A00,1,1\n")
	for area := range 22 {
		for c := range map[bool]int{true: 12, false: 10}[area < 20] {
			fmt.Fprintf(&lines, "%[1]d%02[2]d,2026-02-10,c%[1]d-%[2]d,p%[1]d,A%02[1]d,1,1\n", area, c)
		}
	}
	s := sectionOf(t, lines.String(), "second-area", wholeWindow)
	rows := s.Table.Where("kind", "entry")
	if len(rows) != 21 {
		t.Fatalf("%d entries, want 20 and one for the others", len(rows))
	}
	status := s.Table.Index("status")
	for _, row := range rows[:20] {
		if row[status] != "judged" {
			t.Errorf("%v is %v", row[1], row[status])
		}
	}
	rest := rowOf(t, s.Table, "kind", "entry", "entry", other)
	if rest["customers"] != int64(20) || rest["status"] != nil || rest["within_90"] != nil {
		t.Errorf("the others are %v", rest)
	}
	all := rowOf(t, s.Table, "kind", "all", "entry", "all")
	if all["customers"] != int64(260) || all["within_90"] != 0.0 {
		t.Errorf("all are %v", all)
	}
}
