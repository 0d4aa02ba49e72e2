package metrics

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// TestPairsCountedByTheEngine holds the pairs that the engine counts in SQL against those counted
// in the baskets it sends: every cell of pairs that are no substitutes, leads and findings.
func TestPairsCountedByTheEngine(t *testing.T) {
	sections := []string{"pairs", "types", "areas-together"}
	for _, c := range []struct {
		name   string
		ledger *sales.Ledger
		o      Options
	}{
		{"groceries, whose deals are the buyers", groceries(t), Options{MinCount: 100}},
		{"Superstore", ledgerIn(t, "../../shared/data/Sample - Superstore.xlsx", sales.FinishOptions{}), Options{}},
		{"the sample", ledgerIn(t, "../sample-data", sales.FinishOptions{}), Options{}},
	} {
		c.o.Only = sections
		taken, err := Compute(t.Context(), c.ledger, c.o)
		if err != nil {
			t.Fatal(err)
		}
		c.o.MaxBaskets = 1
		counted, err := Compute(t.Context(), c.ledger, c.o)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range taken.Sections {
			apart := substituteNames(want.Table)
			got, wanted := without(counted.Sections[i].Table, apart), without(want.Table, apart)
			if len(got) != len(wanted) {
				t.Fatalf("%s, %s: %d rows and %d", c.name, want.Name, len(got), len(wanted))
			}
			for row := range wanted {
				if !reflect.DeepEqual(wanted[row], got[row]) {
					t.Fatalf("%s, %s: row %d\ngot  %v\nwant %v", c.name, want.Name, row, got[row], wanted[row])
				}
			}
			if s := counted.Sections[i]; len(s.Table.Rows) > 0 && !slices.ContainsFunc(s.Notes, func(n string) bool { return strings.HasPrefix(n, "The baskets are more than may be sent") }) {
				t.Errorf("%s, %s does not say that pairs were counted elsewhere: %q", c.name, s.Name, s.Notes)
			}
			if s := counted.Sections[i]; s.Lead != want.Lead || !reflect.DeepEqual(s.Findings, want.Findings) {
				t.Errorf("%s, %s:\ngot  %s %v\nwant %s %v", c.name, want.Name, s.Lead, s.Findings, want.Lead, want.Findings)
			}
			t.Logf("%s, %s: %d rows, %d substitutes", c.name, want.Name, len(wanted), len(apart))
		}
	}
}

// substituteNames are the pairs that keep each other out, for which the engine is not asked.
func substituteNames(t Table) map[Cell]bool {
	names := map[Cell]bool{}
	for i := range t.Rows {
		if t.Cell(i, "status") == substitutes {
			names[t.Cell(i, "pair")] = true
		}
	}
	return names
}

func without(t Table, names map[Cell]bool) (rows [][]Cell) {
	for i, row := range t.Rows {
		if !names[t.Cell(i, "pair")] {
			rows = append(rows, row)
		}
	}
	return rows
}
