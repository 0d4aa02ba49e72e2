package metrics

import (
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// TestRowsBeyondTheMemoryAreNotTaken: with room for fewer rows than there are, pairs are counted
// by the engine, and a section that needs every row says what would let it be drawn.
func TestRowsBeyondTheMemoryAreNotTaken(t *testing.T) {
	l := ledgerWithin(t, sales.EngineOptions{Rows: 1000}, "../sample-data", sales.FinishOptions{})
	r, err := Compute(t.Context(), l, Options{Only: []string{"pairs", "opportunities"}})
	if err != nil {
		t.Fatal(err)
	}
	pairs, offers := r.Sections[0], r.Sections[1]
	if len(pairs.Table.Rows) == 0 {
		t.Errorf("no pair: %s", pairs.Lead)
	}
	if want := "more than 1,000 rows one by one, more than the memory given holds"; !strings.Contains(offers.Lead, want) {
		t.Errorf("opportunities: %q does not say %q", offers.Lead, want)
	}
	if len(offers.Table.Rows) > 0 || len(offers.Notes) != 1 || !strings.Contains(offers.Notes[0], "--memory") {
		t.Errorf("opportunities has %d rows and says %q", len(offers.Table.Rows), offers.Notes)
	}
}
