package metrics

import (
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// TestLossMakersOfPublicData holds the kinds of losses and the comparison of customers of
// several areas and of one to pandas: sums by customer, days before and since the second
// area, and the ratio of Mantel and Haenszel over audience and number of deals.
func TestLossMakersOfPublicData(t *testing.T) {
	for _, data := range []struct {
		file, window, ratio string
		customers           map[[2]string]int64
		cm1                 map[[2]string]sales.Money
	}{
		{"Sample - Superstore.xlsx", "all", "1.37 times as often as those of one area (95 % limits 0.59 to 3.18): no difference that chance does not explain.",
			map[[2]string]int64{{severalAreas, lossDiscounts}: 151, {severalAreas, "earns"}: 621, {oneArea, lossDiscounts}: 4, {oneArea, "earns"}: 17},
			map[[2]string]sales.Money{{severalAreas, lossDiscounts}: -71073_1445, {severalAreas, "earns"}: 356149_6777, {oneArea, lossDiscounts}: -151_3299}},
		{"adventureworks-sales.csv", "12m", "1.66 times as often as those of one area (95 % limits 1.06 to 2.61): more often",
			map[[2]string]int64{{severalAreas, lossDiscounts}: 5, {severalAreas, lossFlat}: 12, {severalAreas, lossPrice}: 257, {severalAreas, "earns"}: 10461, {oneArea, lossPrice}: 20, {oneArea, "earns"}: 7163},
			map[[2]string]sales.Money{{severalAreas, lossDiscounts}: -266_1345, {severalAreas, lossFlat}: -3463_8339, {severalAreas, lossPrice}: -1490371_1438, {oneArea, lossPrice}: -5549_8896}},
	} {
		t.Run(data.file, func(t *testing.T) {
			s := realSection(t, "loss-makers", sales.FinishOptions{Calendar: sales.CalendarOptions{Window: data.window}}, Options{}, data.file)
			for group, want := range data.customers {
				if got := cellOf(t, s, "customers", "kind", "group", "breadth", group[0], "loss_by", group[1]); got != want {
					t.Errorf("%s: %v customers, want %d", group, got, want)
				}
			}
			for group, want := range data.cm1 {
				if got := cellOf(t, s, "cm1", "kind", "group", "breadth", group[0], "loss_by", group[1]); got != want {
					t.Errorf("%s: CM1 %v, want %s", group, got, want)
				}
			}
			if !strings.Contains(strings.Join(s.Notes, " "), data.ratio) {
				t.Errorf("the comparison is not %q: %q", data.ratio, s.Notes)
			}
		})
	}
}
