package metrics

import (
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// TestDiscountsOfPublicData holds the discounts of two public data sets to pandas: sums of
// list price and discount, what is beyond 20 % line by line, and a merge of discounted
// lines with earlier ones at list price of the same customer and product, of the same
// quantity or more.
func TestDiscountsOfPublicData(t *testing.T) {
	type fact struct {
		kind, item, column string
		want               Cell
	}
	for file, facts := range map[string][]fact{
		"Sample - Superstore.xlsx": {
			{"total", "all", "list", sales.Money(2863935_0400)}, {"total", "all", "discount", sales.Money(566734_1797)},
			{"total", "all", "discounted_lines", int64(5196)}, {"total", "all", "lines", int64(9994)},
			{"total", "all", "beyond_lines", int64(1393)}, {"total", "all", "beyond", sales.Money(219190_9942)},
			{"total", "all", "needless_lines", int64(5)}, {"total", "all", "needless", sales.Money(61_8320)},
			{"audience", "Consumer", "list", sales.Money(1456471_7500)}, {"audience", "Corporate", "discount", sales.Money(157849_3032)},
			{"audience", "Home Office", "above_mix", sales.Money(-1919_1110)},
		},
		"adventureworks-sales.csv": {
			{"total", "all", "list", sales.Money(110336782_1292)}, {"total", "all", "discount", sales.Money(527507_9262)}, {"total", "all", "discounted_lines", int64(3282)},
			{"total", "all", "needless_lines", int64(259)}, {"total", "all", "needless", sales.Money(88076_8492)},
			{"seller", "Employee 292", "list", sales.Money(4548982_4882)}, {"seller", "Employee 292", "discount", sales.Money(39093_5552)},
		},
	} {
		t.Run(file, func(t *testing.T) {
			s := realSection(t, "discounts", sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}},
				Options{DiscountLimit: sales.Null[int64]{V: 2000, Valid: true}}, file)
			for _, f := range facts {
				got := cellOf(t, s, f.column, "kind", f.kind, "item", f.item)
				if m, ok := got.(sales.Money); ok && f.column == "above_mix" {
					// pandas works out the rates of the products in floating point.
					if abs(m-f.want.(sales.Money)) > 100 {
						t.Errorf("%s %s: %s is %s, want about %s", f.kind, f.item, f.column, m, f.want)
					}
				} else if got != f.want {
					t.Errorf("%s %s: %s is %v, want %v", f.kind, f.item, f.column, got, f.want)
				}
			}
		})
	}
}

// TestDiscountsTieToLadder holds that the discounts of the section and those that goods
// sent back took with them are the discounts of the ladder, and that a note says so.
func TestDiscountsTieToLadder(t *testing.T) {
	l := ledgerIn(t, "../sample-data", sales.FinishOptions{})
	given, err := discounts(t.Context(), l, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rungs, err := ladder(t.Context(), l, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rest, err := one[surcharges](t.Context(), l, Options{}, surchargesSQL)
	if err != nil {
		t.Fatal(err)
	}
	here := cellOf(t, given, "discount", "kind", "total").(sales.Money)
	there := cellOf(t, rungs, "amount", "area", allAreas, "step", "discounts").(sales.Money)
	if rest.Returned <= 0 || here+rest.Returned != -there {
		t.Errorf("discounts are %s here, %s with goods sent back, and %s in the ladder", here, rest.Returned, there)
	}
	if said := strings.Join(given.Notes, "\n"); !strings.Contains(said, "Goods sent back took") {
		t.Errorf("the notes do not say why the ladder differs:\n%s", said)
	}
}
