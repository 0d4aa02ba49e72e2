package metrics

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestInputsAreTakenByContentThenByName(t *testing.T) {
	was := []InputSum{{"a.csv", "1"}, {"b.csv", "2"}, {"c.csv", "3"}, {"d.csv", "4"}, {"d.csv", "4"}}
	now := []InputSum{{"a.csv", "1"}, {"b.csv", "5"}, {"renamed.csv", "3"}, {"d.csv", "4"}, {"e.csv", "6"}}
	want := []inputChange{{"b.csv", "2", "5"}, {"e.csv", "", "6"}, {"d.csv", "4", ""}}
	if got := changedInputs(was, now); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(was) != 5 || was[1].SHA256 != "2" {
		t.Errorf("the list was changed: %v", was)
	}
}

// pairRows is the section of pairs with some of its columns.
func pairRows(rows ...[]Cell) Section {
	return Section{Name: Pairs.Name, Table: Table{Rows: rows, Columns: []Column{{Key: "a"}, {Key: "a_name"}, {Key: "b"}, {Key: "b_name"}, {Key: "status"}}}}
}

// Pairs are compared by key, whichever product stands first: that depends on their buyers.
func TestPairsThatOnlyOneStateConfirms(t *testing.T) {
	was := confirmedIn(pairRows([]Cell{"1", "tea", "2", "pot", "confirmed"}, []Cell{"3", "cup", "4", "tray", "confirmed"},
		[]Cell{"5", "jam", "6", "bread", "confirmed"}, []Cell{"7", "milk", "8", "egg", "candidate"}).Table)
	now := pairRows([]Cell{"2", "pot", "1", "tea", "confirmed"}, []Cell{"7", "milk", "8", "egg", "confirmed"}, []Cell{"4", "tray", "3", "cup", "faded"})
	c := sinceThen{done: []Section{now}}
	c.comparePairs(was, confirmedIn(now.Table))
	if got, want := fmt.Sprint(c.fresh, c.faded), "[{{7 milk 8 egg} confirmed}] [{{3 cup 4 tray} faded} {{5 jam 6 bread} not confirmed}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	was.Left = 1 // a pair that is not listed may be any
	c = sinceThen{done: []Section{now}}
	c.comparePairs(was, confirmedIn(now.Table))
	if len(c.fresh) != 0 || len(c.faded) != 2 {
		t.Errorf("%v are called new, %v faded", c.fresh, c.faded)
	}
}

func TestCustomersWhoMoved(t *testing.T) {
	was := &SegmentNames{Segments: []CustomerSegment{{"1", "champion"}, {"2", "loyal"}, {"3", "new"}}}
	now := &SegmentNames{Segments: []CustomerSegment{{"1", "at risk"}, {"2", "loyal"}, {"4", "new"}}}
	moved := func(wasLeft, nowLeft int64, most int) string {
		was.Left, now.Left = wasLeft, nowLeft
		c := sinceThen{o: Options{MaxRows: most}}
		c.compareCustomers(was, now)
		return fmt.Sprint(c.moved, c.left)
	}
	for want, got := range map[string]string{
		"[{1  champion at risk} {4  (none) new} {3 3 new (none)}] 0": moved(0, 0, 10),
		"[{1  champion at risk} {3 3 new (none)}] 0":                 moved(9, 0, 10),
		"[{1  champion at risk} {4  (none) new}] 0":                  moved(0, 9, 10),
		"[{1  champion at risk}] 2":                                  moved(0, 0, 1),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A snapshot is bounded, and counts what it leaves out.
func TestSnapshotsAreBounded(t *testing.T) {
	var pairs [][]Cell
	customers := Table{Columns: []Column{{Key: "kind"}, {Key: "customer"}, {Key: "segment"}, {Key: "customers"}},
		Rows: [][]Cell{{"segment", nil, nil, int64(11_000)}, {"segment", nil, nil, int64(1_500)}}}
	for i := range 12_000 {
		pairs = append(pairs, []Cell{fmt.Sprint(i), "a", fmt.Sprint(i + 1), "b", "confirmed"})
		customers.Rows = append(customers.Rows, []Cell{"customer", fmt.Sprint(i), "loyal", nil})
	}
	customers.Rows = append(customers.Rows, []Cell{"customer", other, nil, nil})
	if p := confirmedIn(pairRows(pairs...).Table); len(p.Confirmed) != 2_000 || p.Left != 10_000 {
		t.Errorf("%d pairs, %d left", len(p.Confirmed), p.Left)
	}
	if s := segmentsIn(customers); len(s.Segments) != 10_000 || s.Left != 2_500 {
		t.Errorf("%d customers, %d left", len(s.Segments), s.Left)
	}
}

func snapshotOf(period string, number int64, first string) Snapshot {
	return Snapshot{Format: snapshotFormat, Number: number, State: SnapshotState{AsOf: period, First: first, Last: period, Period: period}}
}

// The last is that of the latest period, and within one period that which was made last.
func TestTheLastSnapshotBefore(t *testing.T) {
	all := []Snapshot{snapshotOf("2026-02-01", 7, "2025-01-01"), snapshotOf("2026-03-01", 2, "2025-01-01"),
		snapshotOf("2026-03-01", 3, "2025-01-02"), snapshotOf("2026-04-01", 4, "2025-01-01")}
	other := snapshotOf("2026-03-01", 9, "2025-01-01")
	other.Report.Currency = "USD"
	all = append(all, other)
	for _, test := range []struct {
		period, first string
		want          int64
	}{
		{"2026-05-01", "2025-01-01", 4},
		{"2026-03-01", "2025-01-03", 3},
		{"2026-03-01", "2025-01-02", 2}, // the same state is not compared with itself
		{"2026-02-15", "2025-01-01", 7},
		{"2026-01-01", "2025-01-01", 0},
	} {
		now := snapshotOf(test.period, 1, test.first)
		got, err := lastBefore(&now, all)
		if err != nil || (got == nil) != (test.want == 0) || got != nil && got.Number != test.want {
			t.Errorf("%v: got %v, %v", test, got, err)
		}
	}
}

// Periods from before the data begin are carried on, and the fuller figures win.
func TestPeriodsThatTheInputNoLongerHas(t *testing.T) {
	figures := func(start string, v int64) PeriodFigures { return PeriodFigures{start, map[string]int64{"deals": v}} }
	before := &Snapshot{Kept: []PeriodFigures{figures("2025-11-01", 5), figures("2025-12-01", 9)},
		State: SnapshotState{First: "2025-12-20", Periods: []PeriodFigures{figures("2025-12-01", 3), figures("2026-01-01", 4), figures("2026-02-01", 6)}}}
	for first, want := range map[string]string{
		"2026-02-01": "[{2025-11-01 map[deals:5]} {2025-12-01 map[deals:9]} {2026-01-01 map[deals:4]}]",
		"2025-12-20": "[{2025-11-01 map[deals:5]} {2025-12-01 map[deals:9]}]",
		"2025-11-01": "[]",
	} {
		if got := fmt.Sprint(keptPeriods(before, SnapshotState{First: first})); got != want {
			t.Errorf("from %s: got %s, want %s", first, got, want)
		}
	}
}

func TestSnapshotsAreReadBack(t *testing.T) {
	s := snapshotOf("2026-03-01", 2, "2025-01-01")
	s.State.Periods = []PeriodFigures{{"2026-02-01", map[string]int64{"revenue": -125_000}}}
	data, err := s.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ReadSnapshot(data); err != nil || !reflect.DeepEqual(got, s) {
		t.Errorf("got %v, %v, want %v", got, err, s)
	}
	for from, to := range map[string]string{snapshotFormat: "xsell-snapshot-9", `"2026-02-01"`: `"soon"`, `"kept"`: `"more"`, "{": "["} {
		if _, err := ReadSnapshot([]byte(strings.Replace(string(data), from, to, 1))); err == nil {
			t.Errorf("%s in the place of %s was read", to, from)
		}
	}
}
