package metrics

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/sales"
)

// A section that is one step of 1/10 000 beside the lines fails the report.
func TestFalseClaimFails(t *testing.T) {
	archive := txtar.Parse([]byte("-- lines --\ndeal,day,customer,product,revenue\n1,2026-01-05,ann,tea,10\n2,2026-01-06,bob,pot,20\n"))
	l := ledgerOf(t, archive, sales.FinishOptions{})
	section := func(total sales.Money) Section {
		return Section{Name: "made-up", Claims: []Claim{{Column: "revenue", Of: LinesRevenue, Scope: AllLines}},
			Table: Table{Columns: []Column{{"revenue", "Revenue", Money}}, Rows: [][]Cell{{total}, {nil}}}}
	}
	if checks, err := prove(t.Context(), l, []Section{section(30 * sales.Scale)}); err != nil || len(checks) != 1 {
		t.Errorf("a true claim: %v, %v", checks, err)
	}
	_, err := prove(t.Context(), l, []Section{section(30*sales.Scale + 1)})
	if err == nil || !strings.Contains(err.Error(), "adds up to 30.0001, but the lines to 30.00") {
		t.Errorf("a false claim: %v", err)
	}
}

// A cell that no output could print is an error, not a NaN on the page.
func TestCellsOfUnknownKindFail(t *testing.T) {
	zero := 0.0
	for _, cell := range []Cell{zero / zero, 1 / zero, -1 / zero, 7, []byte("x")} {
		table := Table{Columns: []Column{{"x", "X", Number}}, Rows: [][]Cell{{cell}}}
		if table.check() == nil {
			t.Errorf("the cell %v was taken", cell)
		}
	}
	if (Table{Columns: []Column{{"x", "X", Number}}, Rows: [][]Cell{{}}}).check() == nil {
		t.Error("a row that is too short was taken")
	}
}
