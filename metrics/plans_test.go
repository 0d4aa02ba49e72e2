package metrics

import (
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// TestNoSectionComparesEveryRowWithEvery reads the plans of the queries that sections show: a join
// on anything but equal columns takes the square of the rows, which of two million products never ends.
func TestNoSectionComparesEveryRowWithEvery(t *testing.T) {
	l := ledgerIn(t, "../sample-data", sales.FinishOptions{})
	r, err := Compute(t.Context(), l, Options{})
	if err != nil {
		t.Fatal(err)
	}
	planned := 0
	for _, s := range r.Sections {
		if !strings.HasPrefix(s.SQL, "WITH") && !strings.HasPrefix(s.SQL, "SELECT") || strings.Contains(s.SQL, ";") {
			continue // what it shows makes tables too
		}
		plan, err := sales.Rows(t.Context(), l, "EXPLAIN "+s.SQL, 10)
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		planned++
		for _, row := range plan.Rows {
			if text := row[1].(string); strings.Contains(text, "NL_JOIN") || strings.Contains(text, "NESTED_LOOP") {
				t.Errorf("%s compares every row with every", s.Name)
			}
		}
	}
	if planned < 15 {
		t.Errorf("only %d plans were read", planned)
	}
}
