package sales_test

import (
	"testing"
	"time"

	"xsell/metrics/sales"
)

func TestCalendar(t *testing.T) {
	first, last := sales.DayOf(2024, 3, 10), sales.DayOf(2026, 9, 22)
	tests := []struct {
		name                              string
		o                                 sales.CalendarOptions
		period, previous, yearAgo, window string
	}{
		{"two years and more: month", sales.CalendarOptions{}, "2026-08-01..2026-08-31 Aug 2026", "2026-07-01..2026-07-31 Jul 2026", "2025-08-01..2025-08-31 Aug 2025", "2025-09-01..2026-08-31 12 months to 31 Aug 2026"},
		{"week", sales.CalendarOptions{Unit: sales.Week}, "2026-09-14..2026-09-20 2026-W38", "2026-09-07..2026-09-13 2026-W37", "2025-09-15..2025-09-21 2025-W38", "2025-09-21..2026-09-20 12 months to 20 Sep 2026"},
		{"last day completes the month", sales.CalendarOptions{AsOf: sales.DayOf(2026, 6, 30)}, "2026-06-01..2026-06-30 Jun 2026", "2026-05-01..2026-05-31 May 2026", "2025-06-01..2025-06-30 Jun 2025", "2025-07-01..2026-06-30 12 months to 30 Jun 2026"},
		{"quarter, weeks", sales.CalendarOptions{Unit: sales.Quarter, Window: "26w"}, "2026-04-01..2026-06-30 Q2 2026", "2026-01-01..2026-03-31 Q1 2026", "2025-04-01..2025-06-30 Q2 2025", "2025-12-31..2026-06-30 26 weeks to 30 Jun 2026"},
		{"year, all", sales.CalendarOptions{Unit: sales.Year, Window: "all"}, "2025-01-01..2025-12-31 2025", "2024-01-01..2024-12-31 2024", "2024-01-01..2024-12-31 2024", "2024-03-10..2026-09-22 all data"},
		{"range", sales.CalendarOptions{Window: "2026-01-01..2026-03-31"}, "2026-08-01..2026-08-31 Aug 2026", "2026-07-01..2026-07-31 Jul 2026", "2025-08-01..2025-08-31 Aug 2025", "2026-01-01..2026-03-31 2026-01-01 to 2026-03-31"},
		{"week 53 meets week 52", sales.CalendarOptions{Unit: sales.Week, AsOf: sales.DayOf(2021, 1, 3)}, "2020-12-28..2021-01-03 2020-W53", "2020-12-21..2020-12-27 2020-W52", "2019-12-23..2019-12-29 2019-W52", "2020-01-04..2021-01-03 12 months to 3 Jan 2021"},
	}
	show := func(p sales.Period) string { return p.Start.String() + ".." + p.End.String() + " " + p.Label }
	for _, test := range tests {
		c, err := sales.NewCalendar(first, last, test.o)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		for i, pair := range [][2]string{{show(c.Period), test.period}, {show(c.Previous), test.previous}, {show(c.YearAgo), test.yearAgo}, {show(c.Window), test.window}} {
			if pair[0] != pair[1] {
				t.Errorf("%s, %d: got %q, want %q", test.name, i, pair[0], pair[1])
			}
		}
	}
}

func TestWindowRefused(t *testing.T) {
	for _, text := range []string{"12", "m", "0m", "12y", "2026-01-01..", "2026-02-01..2026-01-01", "always"} {
		if sales.CheckWindow(text) == nil {
			t.Errorf("window %q was taken", text)
		}
	}
}

// Every day lies in exactly one period of each unit, and periods follow each other.
func TestUnitsTileTheCalendar(t *testing.T) {
	for _, u := range []sales.Unit{sales.Week, sales.Month, sales.Quarter, sales.Year} {
		for d := sales.DayOf(1999, 12, 1); d < sales.DayOf(2030, 1, 1); d++ {
			p := u.Period(u.Start(d))
			if !p.Contains(d) || u.Start(p.End) != p.Start || u.Start(p.End+1) != p.End+1 {
				t.Fatalf("%s: %s lies in %v", u, d, p)
			}
			if year, week := d.Time().ISOWeek(); u == sales.Week {
				if p.Start.Time().Weekday() != time.Monday || p.Label != labelOf(year, week) {
					t.Fatalf("%s: label %s, want week %d of %d", d, p.Label, week, year)
				}
			}
		}
	}
}

func labelOf(year, week int) string {
	return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006") + "-W" + string(rune('0'+week/10)) + string(rune('0'+week%10))
}

func TestMoneyPrintsExactly(t *testing.T) {
	tests := []struct {
		m            sales.Money
		text, number string
	}{
		{0, "0.00", "0"}, {125_000, "12.50", "12.5"}, {8_603, "0.8603", "0.8603"}, {-1, "-0.0001", "-0.0001"},
		{-30_000, "-3.00", "-3"}, {22_972_008_603, "2297200.8603", "2297200.8603"}, {-9223372036854775808, "-922337203685477.5808", "-922337203685477.5808"},
	}
	for _, test := range tests {
		if got := test.m.String(); got != test.text {
			t.Errorf("%d: %q, want %q", int64(test.m), got, test.text)
		}
		if got := test.m.Number(); got != test.number {
			t.Errorf("%d: %q, want %q", int64(test.m), got, test.number)
		}
	}
}
