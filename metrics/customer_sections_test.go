package metrics

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xsell/metrics/phrases"
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

// TestOnlineRetailCohorts holds the ledger and the first cohort of a public data set to
// counts that are published of it: its valid lines have a customer, are not cancelled and
// have a price.
func TestOnlineRetailCohorts(t *testing.T) {
	l := realLedger(t, wholeWindow, "Online Retail.xlsx")
	valid, err := sales.Query[struct{ Lines, Customers, Deals int64 }](t.Context(), l, `
		SELECT count(*) AS lines, count(DISTINCT customer) AS customers, count(DISTINCT deal) AS deals
		FROM lines WHERE customer <> '(unknown)' AND NOT is_return AND revenue > 0`)
	if err != nil {
		t.Fatal(err)
	}
	if v := valid[0]; v.Lines != 397884 || v.Customers != 4338 || v.Deals != 18532 {
		t.Errorf("%+v, want 397,884 lines, 4,338 customers and 18,532 invoices", v)
	}
	s := computed(t, l, "cohorts", Options{})
	holdsCohorts(t, s, [][]int64{{885, 324, 286, 340, 321}})
	if cell := rowOf(t, s.Table, "kind", "customers", "cohort", "Nov 2011")["k1"]; cell != nil {
		t.Errorf("December 2011 is not complete, but has %v", cell)
	}
}

// TestCDNOWCohorts holds the cohorts of the CDNOW sample to pandas: a groupby of the
// months of 6,919 purchases of 2,357 customers.
func TestCDNOWCohorts(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "CDNOW_sample.txt"))
	if err != nil {
		t.Skip("needs the real input CDNOW_sample.txt beside the repository")
	}
	rows := [][]string{{"customer", "day", "product", "quantity", "revenue"}}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		rows = append(rows, []string{f[1], f[2][:4] + "-" + f[2][4:6] + "-" + f[2][6:], "CD", f[3], f[4]})
	}
	s := computed(t, ledgerOfLines(t, rows, wholeWindow), "cohorts", Options{})
	holdsCohorts(t, s, [][]int64{
		{781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33},
		{857, 134, 110, 75, 77, 75, 61, 61, 74, 70, 59, 57, 59, 70, 56, 59, 60},
		{719, 87, 84, 78, 63, 64, 55, 57, 73, 65, 47, 51, 78, 32, 38, 45},
	})
	revenue := s.Table.Where("kind", "revenue")
	for i, want := range [][]sales.Money{{28592_7000, 7003_7300, 4241_6400}, {33430_0800, 6418_3700, 4983_6600}, {32812_0900, 4103_0300, 3456_6700}} {
		for k, m := range want {
			if got := revenue[i][s.Table.Index(fmt.Sprintf("k%d", k))]; got != m {
				t.Errorf("revenue of %v, k%d: %v, want %s", revenue[i][1], k, got, m)
			}
		}
	}
}

// holdsCohorts compares the customers of the first cohorts.
func holdsCohorts(t *testing.T, s Section, want [][]int64) {
	t.Helper()
	rows := s.Table.Where("kind", "customers")
	for i := range want {
		for k, n := range want[i] {
			if got := rows[i][s.Table.Index(fmt.Sprintf("k%d", k))]; got != n {
				t.Errorf("cohort %v, k%d: %v, want %d", rows[i][1], k, got, n)
			}
		}
	}
}

// TestAdventureWorksEntries holds the comparison of entries to statsmodels' StratifiedTable
// over the quarters of the first deal (riskratio_pooled; p of test_null_odds with
// correction, here after Benjamini-Hochberg), and CM1 by quarter to pandas.
func TestAdventureWorksEntries(t *testing.T) {
	s := realSection(t, "cohorts", wholeWindow, Options{}, "adventureworks-sales.csv")
	for area, want := range map[string]struct {
		ratio  float64
		status string
	}{"Accessories": {1.3498345047462421, buysMore}, "Bikes": {.16444864804887385, buysLess}, "Clothing": {1.6216818811885512, buysMore}, "Components": {8.91340066587582, buysMore}} {
		row := rowOf(t, s.Table, "kind", "entry area", "cohort", area)
		if got := row["ratio"].(float64); math.Abs(got-want.ratio) > 1e-12 || row["status"] != want.status {
			t.Errorf("%s: ratio %v, %v, want %v, %s", area, got, row["status"], want.ratio, want.status)
		}
	}
	cm1 := rowOf(t, s.Table, "kind", "cm1", "cohort", "Q1 2013")
	for k, want := range []sales.Money{-253875_2945, -33294_3423, -22187_9013, -41230_1178} {
		if got := cm1[fmt.Sprintf("k%d", k)]; got != want {
			t.Errorf("CM1 of k%d: %v, want %s", k, got, want)
		}
	}
	if got := rowOf(t, s.Table, "kind", "cm1_retention", "cohort", "Q1 2013")["k1"]; got != nil {
		t.Errorf("a part of a loss is %v, want it blank", got)
	}
}

// TestCustomersHaveTheirSegment compares the segment of every customer in the list of
// customers with the one that the section of segments gives.
func TestCustomersHaveTheirSegment(t *testing.T) {
	l := realLedger(t, sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "12m"}}, "Sample - Superstore.xlsx")
	want := map[Cell]Cell{}
	s := computed(t, l, "segments", Options{})
	for _, row := range s.Table.Where("kind", "customer") {
		want[row[s.Table.Index("customer")]] = row[s.Table.Index("segment")]
	}
	c := computed(t, l, "customers", Options{})
	n := 0
	for i := range c.Table.Rows {
		id, got := c.Table.Cell(i, "customer"), c.Table.Cell(i, "segment")
		if got != want[id] {
			t.Errorf("customer %v is %v, want %v", id, got, want[id])
		}
		if got != nil {
			n++
		}
	}
	if n != len(want) || n < 600 {
		t.Errorf("%d customers have a segment, want %d", n, len(want))
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

// TestSegmentsLead holds which segment the section begins with: the one that brings the
// most, with the champions beside it where they bring a tenth or more.
func TestSegmentsLead(t *testing.T) {
	of := func(segment string, revenue sales.Money) segmentCell {
		return segmentCell{Segment: segment, SegmentBefore: nobody, Customers: 1, Revenue: revenue * sales.Scale}
	}
	for want, now := range map[string][]segmentCell{
		"No known customer bought in the window.": nil,
		"1 of 2 customers, the champions (latest, most often, for the most), bring 90 in revenue, 90.0 % of all.":     {of(champion, 90), of(bigTicket, 10)},
		"2 of 3 customers, the big tickets (lately and for much, but not often), bring 91 in revenue, 91.0 % of all.": {of(bigTicket, 45), of(champion, 9), of(bigTicket, 46)},
		"1 of 2 customers, the new ones (first deal within 90 days), bring 90 in revenue, 90.0 % of all. 1 champion (latest, most often, for the most) brings 10.0 %.": {
			of(newcomer, 90), of(champion, 10)},
		"1 of 3 customers, the loyal (lately and often), bring 20 in revenue. 1 good customer with 10 has not come back for long.": {of(loyal, 20), of(atRisk, 10), of(netReturns, -15)},
		"No segment brings anything: the 2 customers bring −5 in revenue.":                                                         {of(netReturns, -5), of(netReturns, 0)},
	} {
		s := segmented{cells: now, o: Options{Phrases: phrases.English()}}
		if got := s.lead(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
