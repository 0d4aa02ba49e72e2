package metrics

import (
	"testing"

	"xsell/metrics/sales"
)

// TestAdventureWorksQuotas holds real quotas by seller and quarter to pandas and scipy:
// what was sold against each, the sums of the window, and the run rate of a quarter that
// is open (Student's t over 26 weeks).
func TestAdventureWorksQuotas(t *testing.T) {
	type fact struct {
		kind, period, item, column string
		want                       Cell
	}
	for asOf, facts := range map[string][]fact{
		"2013-12-31": {
			{"plan", "Q3 2013", "all planned", "target", sales.Money(10359000_0000)}, {"plan", "Q3 2013", "all planned", "rows", int64(17)},
			{"plan", "Q3 2011", "all planned", "rows", int64(20)},
			{"item", "Q3 2013", "Employee 291", "actual", sales.Money(928062_8743)}, {"item", "Q3 2013", "Employee 291", "status", "missed"},
			{"item", "Q3 2013", "Employee 290", "actual", sales.Money(97326_6720)}, {"item", "Q3 2013", "Employee 290", "status", "reached"},
			{"window", "12 months to 31 Dec 2013", "Employee 291", "difference", sales.Money(-659051_5479)},
			{"window", "12 months to 31 Dec 2013", "Employee 289", "difference", sales.Money(139418_6446)},
		},
		"2013-08-31": {
			{"plan", "Q3 2013", "all planned", "actual", sales.Money(5437954_4108)}, {"plan", "Q3 2013", "all planned", "share_gone", 62.0 / 92},
			{"plan", "Q3 2013", "all planned", "run_rate", sales.Money(8069222_6741)}, {"plan", "Q3 2013", "all planned", "run_high", sales.Money(14964989_1310)},
			{"plan", "Q3 2013", "all planned", "status", "open"},
			{"item", "Q3 2013", "Employee 282", "run_rate", sales.Money(1088873_6654)}, {"item", "Q3 2013", "Employee 282", "run_high", sales.Money(1935645_4092)},
		},
	} {
		t.Run(asOf, func(t *testing.T) {
			day, err := sales.ParseDay(asOf)
			if err != nil {
				t.Fatal(err)
			}
			s := realSection(t, "targets", sales.FinishOptions{Calendar: sales.CalendarOptions{AsOf: day}}, Options{}, "adventureworks-quotas.csv", "adventureworks-sales.csv")
			for _, f := range facts {
				got := cellOf(t, s, f.column, "kind", f.kind, "period", f.period, "item", f.item)
				if m, ok := got.(sales.Money); ok && abs(m-f.want.(sales.Money)) <= 1 {
					continue
				}
				if got != f.want {
					t.Errorf("%s %s: %s is %v, want %v", f.period, f.item, f.column, got, f.want)
				}
			}
			var rest, all sales.Money
			for i := range s.Table.Rows {
				if s.Table.Cell(i, "kind") == "item" {
					all += s.Table.Cell(i, "actual").(sales.Money)
					if s.Table.Cell(i, "item") == notPlanned {
						rest += s.Table.Cell(i, "actual").(sales.Money)
					}
				}
			}
			if asOf == "2013-12-31" && (rest != 22182813_5977 || all != 91875494_6012) {
				t.Errorf("%s of %s is not planned, want 22182813.5977 of 91875494.6012", rest, all)
			}
		})
	}
}
