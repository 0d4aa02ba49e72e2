package metrics

import (
	"strings"
	"testing"
)

// TestPostageIsNoProduct holds how many products a deal has to a loop over the rows of a
// public data set in another language: 20,726 invoices with a line that is no return hold
// 518,456 distinct products, and 18,292 of them two or more. Postage, fees and the like are
// no products, and every section counts them alike.
func TestPostageIsNoProduct(t *testing.T) {
	l := realLedger(t, wholeWindow, "Online Retail.xlsx")
	s := computed(t, l, "overview", Options{})
	for measure, want := range map[string]Cell{"deals": int64(20726), "products_per_deal": 518456.0 / 20726, "multi_product_share": 18292.0 / 20726} {
		if got := cellOf(t, s, "window", "kpi", measure); got != want {
			t.Errorf("%s is %v, want %v", measure, got, want)
		}
	}
	for section, want := range map[string]string{
		"products":  "is in the most deals: 2,203 of 20,726 (10.6 %). 10.9 % of all deals hold one product only; a deal holds 25.01 products on average.",
		"deal-size": "88.3 % of 20,726 deals hold two products or more and bring 93.8 % of their revenue. A deal holds 25.01 products",
	} {
		if lead := computed(t, l, section, Options{}).Lead; !strings.Contains(lead, want) {
			t.Errorf("%s says %q, not %q", section, lead, want)
		}
	}
}
