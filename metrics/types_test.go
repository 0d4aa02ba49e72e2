package metrics

import (
	"strings"
	"testing"
)

// TestSuperstoreTypes holds that a list of combinations is not shown where there is none:
// of the 17 types of a public workbook many are with one customer more often than chance
// gives, and none among customers alike in size, range and audience, nor in single deals.
// The counts of deals were made apart from the same workbook, returned orders left out of baskets.
func TestSuperstoreTypes(t *testing.T) {
	s := superstore(t, "types")
	for _, want := range []string{
		"Binders is in the most deals: 1,208 of 4,713 (25.6 %). 54.5 % of the deals hold one product type only. No two types can be relied on to go together: of 136 pairs tested, ",
		" In single deals no two meet more often than by chance. What looks like a combination is what large customers do: they buy more of everything.",
	} {
		if !strings.Contains(s.Lead, want) {
			t.Errorf("the lead %q lacks %q", s.Lead, want)
		}
	}
	if len(s.Findings) > 0 || len(s.Table.Where("status", confirmed)) > 0 {
		t.Errorf("findings %v, %d pairs confirmed", s.Findings, len(s.Table.Where("status", confirmed)))
	}
	q, lift := s.Table.Index("alike_q"), s.Table.Index("alike_lift")
	found := 0
	for _, row := range s.Table.Where("kind", "pair") {
		if row[q] == nil {
			continue
		}
		if found++; row[q].(float64) <= falseFindings && row[lift].(float64) >= 1+notable {
			t.Errorf("%v and %v are together among customers alike too: lift %v, q %v", row[1], row[2], row[lift], row[q])
		}
	}
	if found == 0 {
		t.Error("no pair was found, so that nothing had to be explained")
	}
}
