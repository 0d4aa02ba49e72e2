package metrics

import (
	"testing"

	"xsell/metrics/sales"
)

// TestSuperstoreDealSize holds the size of deals of a public data set to pandas: groups of
// the orders, their medians, the midpoint split of two means, and scipy's t interval over
// the customers who have both kinds of deals.
func TestSuperstoreDealSize(t *testing.T) {
	s := superstore(t, "deal-size")
	for _, want := range []struct {
		kind, label, column string
		cell                Cell
	}{
		{"products", "1 product", "deals", int64(2540)}, {"products", "1 product", "revenue", sales.Money(529719_9820)}, {"products", "1 product", "median", sales.Money(51_4850)},
		{"products", "2 products", "deals", int64(1218)}, {"products", "2 products", "mean", sales.Money(443_0791)}, {"products", "2 products", "median", sales.Money(192_3030)},
		{"products", "3 products", "cm1", sales.Money(65946_1606)}, {"products", "9 products", "revenue", sales.Money(17512_6530)}, {"products", "10 to 14 products", "deals", int64(7)},
		{"money", "200 to 500", "deals", int64(935)}, {"money", "200 to 500", "revenue", sales.Money(310450_1198)}, {"money", "less than 2", "deals", int64(22)},
		{"money", "5,000 and more", "deals", int64(27)}, {"money", "5,000 and more", "revenue", sales.Money(238219_7630)},
		{"period", "all data", "mean", sales.Money(458_6147)}, {"period", "all data", "median", sales.Money(151_9600)}, {"period", "Oct 2017", "mean", sales.Money(529_0947)},
		{"change", "Products per deal", "effect", sales.Money(-70_7773)}, {"change", "Money per product", "effect", sales.Money(-4_4943)},
		{"change", "Products per deal", "year_effect", sales.Money(-63_1947)}, {"change", "Money per product", "year_effect", sales.Money(83_0726)},
		{"same customers", "2 products and more, against 1, of 740 customers", "more_than_before", sales.Money(531_9595)},
		{"same customers", "2 products and more, against 1, of 740 customers", "limit_low", sales.Money(470_8183)},
		{"same customers", "2 products and more, against 1, of 740 customers", "limit_high", sales.Money(593_1008)},
	} {
		got := cellOf(t, s, want.column, "kind", want.kind, "label", want.label)
		if m, ok := want.cell.(sales.Money); ok {
			// Orders of the data set are rounded to 1/10 000 line by line.
			if g, ok := got.(sales.Money); !ok || abs(g-m) > 1 {
				t.Errorf("%s, %s: %s is %v, want %s", want.kind, want.label, want.column, got, m)
			}
			continue
		}
		if got != want.cell {
			t.Errorf("%s, %s: %s is %v, want %v", want.kind, want.label, want.column, got, want.cell)
		}
	}
	if got := cellOf(t, s, "cross_sold", "kind", "period", "label", "all data").(float64); got != 2469.0/5009 {
		t.Errorf("share of deals with two products or more %v, want .49291", got)
	}
}
