package report

import (
	"strings"
	"testing"

	"xsell/metrics"
	"xsell/metrics/sales"
)

func TestPrint(t *testing.T) {
	tests := []struct {
		column metrics.Column
		cell   metrics.Cell
		want   string
	}{
		{metrics.Column{Unit: metrics.Text}, "Tea & co", "Tea & co"},
		{metrics.Column{Unit: metrics.Money}, nil, ""},
		{metrics.Column{Unit: metrics.Money}, sales.Money(12_345_670_000), "1,234,567"},
		{metrics.Column{Unit: metrics.Money}, sales.Money(8603), "0.86"},
		{metrics.Column{Unit: metrics.Money}, sales.Money(-999_990_000), "−99,999"},
		{metrics.Column{Key: "change", Unit: metrics.Money}, sales.Money(20_300_000), "+2,030"},
		{metrics.Column{Unit: metrics.Count}, int64(1_234_567), "1,234,567"},
		{metrics.Column{Unit: metrics.Quantity}, sales.Quantity(1250), "0.125"},
		{metrics.Column{Unit: metrics.Quantity}, sales.Quantity(30_000), "3"},
		{metrics.Column{Unit: metrics.Ratio}, 0.125, "12.5" + nbsp + "%"},
		{metrics.Column{Unit: metrics.Ratio}, 0.0, "0.0" + nbsp + "%"},
		{metrics.Column{Key: "change_rate", Unit: metrics.Ratio}, 0.035, "+3.5" + nbsp + "%"},
		{metrics.Column{Unit: metrics.Points}, 0.011, "+1.1" + nbsp + "pp"},
		{metrics.Column{Unit: metrics.Points}, -0.006, "−0.6" + nbsp + "pp"},
		{metrics.Column{Unit: metrics.Points}, -0.00001, "0.0" + nbsp + "pp"},
		{metrics.Column{Unit: metrics.Number}, 2.5, "2.50"},
		{metrics.Column{Unit: metrics.Number}, 0.00123, "0.0012"},
		{metrics.Column{Unit: metrics.Number}, 5.2115e-5, "5.2e-05"},
		{metrics.Column{Unit: metrics.Date}, sales.DayOf(2026, 9, 20), "20\u00a0Sep\u00a02026"},
	}
	for _, tt := range tests {
		if got := styleOf(tt.column, []metrics.Cell{tt.cell}).print(tt.cell); got != tt.want {
			t.Errorf("%s %v is printed %q, want %q", tt.column.Unit, tt.cell, got, tt.want)
		}
	}
}

func TestColumnSharesDecimals(t *testing.T) {
	column := metrics.Column{Unit: metrics.Money}
	small, large := sales.Money(15_000), sales.Money(150_000_000)
	s := styleOf(column, []metrics.Cell{small, nil, large})
	if got := s.print(small); got != "2" {
		t.Errorf("beside 15,000 an amount of 1.50 is printed %q, want %q", got, "2")
	}
}

func TestShort(t *testing.T) {
	tests := []struct {
		cell   metrics.Cell
		unit   metrics.Unit
		signed bool
		want   string
	}{
		{sales.Money(3_850_125_000), metrics.Money, false, "385.0" + nbsp + "k"},
		{sales.Money(22_972_008_603), metrics.Money, false, "2.30" + nbsp + "M"},
		{sales.Money(9_400_000), metrics.Money, false, "940"},
		{sales.Money(559_200), metrics.Money, false, "55.92"},
		{sales.Money(-200_000_000), metrics.Money, true, "−20.0" + nbsp + "k"},
		{int64(10_068), metrics.Count, false, "10,068"},
		{int64(0), metrics.Count, true, "0"},
		{2.412, metrics.Number, false, "2.41"},
		{0.311, metrics.Ratio, false, "31.1" + nbsp + "%"},
		{1.2e9, metrics.Number, true, "+1.20" + nbsp + "bn"},
		{nil, metrics.Money, false, ""},
	}
	for _, tt := range tests {
		if got := (style{unit: tt.unit, signed: tt.signed}).short(tt.cell); got != tt.want {
			t.Errorf("%v as %s is %q, want %q", tt.cell, tt.unit, got, tt.want)
		}
	}
}

func TestMixedUnits(t *testing.T) {
	column := metrics.Column{Key: "change", Unit: metrics.Mixed}
	p := printer{column: column, units: []metrics.Cell{"ratio", "money", "count"}}
	for n, want := range []string{"+1.8" + nbsp + "pp", "+13,022", "−234"} {
		cell := []metrics.Cell{0.018, sales.Money(130_223_000), int64(-234)}[n]
		if got := p.print(n, cell); got != want {
			t.Errorf("row %d is printed %q, want %q", n, got, want)
		}
	}
}

func TestProseHoldsNumbers(t *testing.T) {
	for given, want := range map[string]string{
		"It cost 1,460 EUR, 4.7 % of 2.16 M EUR, on 28 Jun 2026.": "It cost 1,460~EUR, 4.7~% of 2.16~M~EUR, on 28~Jun~2026.",
		"In May 2026 12 of 40 customers lost 3 pp.":               "In May~2026 12 of 40 customers lost 3~pp.",
		"с 2 мая 2026 по 28 июн.~2026, май 2026":                  "с 2~мая~2026 по 28~июн.~2026, май~2026",
		"Pick 2 of the 100 XLR cables":                            "Pick 2 of the 100~XLR cables",
		"2026-W26 made 57.4 k":                                    "2026-W26 made 57.4~k",
	} {
		if got := strings.ReplaceAll(prose(strings.ReplaceAll(given, "~", nbsp)), nbsp, "~"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
