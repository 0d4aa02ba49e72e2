package report

import (
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/sales"
)

func TestBridgePartsMeetTheLevels(t *testing.T) {
	for _, levels := range [][2]float64{{10, 15}, {15, 10}, {-5, -2}, {-2, -5}, {-5, 3}, {3, -5}, {0, 4}, {0, -4}, {7, 7}} {
		before, after := levels[0], levels[1]
		above, below := 0.0, 0.0 // how far the bar reaches on each side of zero
		var drawn float64
		for i, part := range bridgeParts {
			v := part.value(before, after)
			if v > 0 {
				above += v
			} else {
				below += v
			}
			if i > 0 {
				drawn += max(v, -v)
			}
		}
		if above != max(0, before, after) || below != min(0, before, after) || drawn != max(after-before, before-after) {
			t.Errorf("%v to %v: reaches %v and %v, drawn %v", before, after, above, below, drawn)
		}
	}
}

// TestBridgeEndsWhereItShould has more rows than steps: the rest is one step, and the
// level after all of them is the sum after.
func TestBridgeEndsWhereItShould(t *testing.T) {
	r := &metrics.Report{Sections: []metrics.Section{tabledBridge()}}
	s := &r.Sections[0]
	s.Charts = s.Charts[:1]
	for i := range 30 {
		before := sales.Money(10_000 * int64(i))
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{"area", fmt.Sprint("Area ", i), before, sales.Money(-12_345), before - 12_345})
	}
	f := openWorkbook(t, drawWorkbook(t, r))
	number := func(at string) float64 {
		t.Helper()
		text, err := f.GetCellValue("Chart data", at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		var v float64
		fmt.Sscan(text, &v)
		return v
	}
	// Two totals with 20 steps between them, from row 5.
	last, end := blockRow+bridgeLimit, blockRow+bridgeLimit+1
	if name, _ := f.GetCellValue("Chart data", cellName(1, last)); name != "14 others" {
		t.Errorf("the last step is %q, want 14 others", name)
	}
	level, after := number(cellName(1+levelColumn, last)), number(cellName(1+afterColumn, end))
	if diff := level - after; diff > 1e-6 || diff < -1e-6 || after == 0 {
		t.Errorf("the steps end at %v, the total after is %v", level, after)
	}
	formula, _ := f.GetCellFormula("Chart data", cellName(1+afterColumn, end))
	if want := "SUM('What changed price volume mix'!$E$7:$E$8,'What changed price volume mix'!$E$10:$E$40)"; formula != want {
		t.Errorf("%s, want %s", formula, want)
	}
}
