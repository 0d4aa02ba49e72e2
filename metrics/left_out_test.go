package metrics

import (
	"reflect"
	"strings"
	"testing"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// TestRowsBeyondTheMemoryAreNotTaken: with room for fewer rows than there are, pairs are counted
// by the engine, a section that needs every row says what would let it be drawn, and what to do
// does not take its silence for an answer.
func TestRowsBeyondTheMemoryAreNotTaken(t *testing.T) {
	l := ledgerWithin(t, sales.EngineOptions{Rows: 1000}, "../sample-data", sales.FinishOptions{})
	r, err := Compute(t.Context(), l, Options{Only: []string{"actions", "pairs", "opportunities"}})
	if err != nil {
		t.Fatal(err)
	}
	todo, pairs, offers := r.Sections[0], r.Sections[1], r.Sections[2]
	if len(pairs.Table.Rows) == 0 {
		t.Errorf("no pair: %s", pairs.Lead)
	}
	if want := "more than 1,000 rows one by one, more than the memory given holds"; !strings.Contains(offers.Lead, want) {
		t.Errorf("opportunities: %q does not say %q", offers.Lead, want)
	}
	if len(offers.Table.Rows) > 0 || len(offers.Notes) != 1 || !strings.Contains(offers.Notes[0], "--memory") {
		t.Errorf("opportunities has %d rows and says %q", len(offers.Table.Rows), offers.Notes)
	}
	if want := "left out for their size were"; !strings.Contains(strings.Join(todo.Notes, "\n"), want) || !strings.Contains(strings.Join(todo.Notes, "\n"), offers.Title) {
		t.Errorf("what to do notes %q, not that opportunities are %s", todo.Notes, want)
	}
}

// TestNothingToDoOfWhatWasLookedAt: that nothing was found is not said of what was left out.
func TestNothingToDoOfWhatWasLookedAt(t *testing.T) {
	o := Options{Phrases: phrases.English()}
	f := actionFindings{o: o, done: []Section{{Title: "Pairs"}, Opportunities.leftOut(o, &sales.RowsError{Limit: 1000})}}
	f.done[1].Title = "Next best offers"
	if want := "but 1 section was left out: Next best offers."; !strings.HasSuffix(f.lead(), want) {
		t.Errorf("%q does not end in %q", f.lead(), want)
	}
}

// TestBridgeOfTooManyProductsIsOfTypes: with room for fewer rows than products, the bridge is split
// by type, as it is where the reader asks for that, and says why.
func TestBridgeOfTooManyProductsIsOfTypes(t *testing.T) {
	bridge := func(rows int64, level string) Section {
		l := ledgerWithin(t, sales.EngineOptions{Rows: rows}, "../sample-data", sales.FinishOptions{})
		r, err := Compute(t.Context(), l, Options{Only: []string{"bridge"}, BridgeLevel: level})
		if err != nil {
			t.Fatal(err)
		}
		return r.Sections[0]
	}
	got, want := bridge(30, ""), bridge(0, "type")
	if got.Lead != want.Lead || !reflect.DeepEqual(got.Table, want.Table) || len(got.Table.Rows) == 0 {
		t.Errorf("with room for 30 rows %q, by type %q", got.Lead, want.Lead)
	}
	if note := "more than 30 rows"; !strings.Contains(strings.Join(got.Notes, "\n"), note) {
		t.Errorf("the notes do not say %q: %q", note, got.Notes)
	}
	if s := bridge(30, "product"); !s.LeftOut {
		t.Errorf("by product, as asked for, it is not left out: %q", s.Lead)
	}
}
