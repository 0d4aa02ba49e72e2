package ingest

import (
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	for _, c := range []struct {
		text  string
		order dateOrder
		want  string
	}{
		{"2026-04-03", 0, "2026-04-03"},
		{"2026-04-03T10:15:00Z", 0, "2026-04-03"},
		{"2026-04-03 23:59:59.999", 0, "2026-04-03"},
		{"1996-01-17 00:00:00.0", 0, "1996-01-17"},
		{"2026/4/3", 0, "2026-04-03"},
		{"2026.04.03", 0, "2026-04-03"},
		{"20260403", 0, "2026-04-03"},
		{"20260403101500", 0, "2026-04-03"},
		{"01.01.2020 0:00", 0, "2020-01-01"},
		{"31.12.2020 0:00", 0, "2020-12-31"},
		{"03.04.2026", dayFirst, "2026-04-03"},
		{"03/04/2026", monthFirst, "2026-03-04"},
		{"3/4/26 3:04 PM", monthFirst, "2026-03-04"},
		{"4/13/2026", dayFirst, "2026-04-13"}, // there is no month 13
		{"13-4-26", monthFirst, "2026-04-13"},
		{"1/2/69", dayFirst, "2069-02-01"},
		{"1/2/70", dayFirst, "1970-02-01"},
		{"3 April 2026", 0, "2026-04-03"},
		{"April 3, 2026", 0, "2026-04-03"},
		{"03-Apr-26", 0, "2026-04-03"},
		{"Fri, 3 Apr 2026 10:00", 0, "2026-04-03"},
		{"3. März 2026", 0, "2026-03-03"},
		{"3 mars 2026", 0, "2026-03-03"},
		{"1er août 2026", 0, "2026-08-01"},
		{"12 de marzo de 2026", 0, "2026-03-12"},
		{"12 de março de 2026", 0, "2026-03-12"},
		{"12 września 2026", 0, "2026-09-12"},
		{"12 сентября 2026 г.", 0, "2026-09-12"},
		{"2026 Sep 12", 0, "2026-09-12"},
		{"Sep 2026", 0, "2026-09-01"},
		{"2026-09", 0, "2026-09-01"},
		{"09/2026", 0, "2026-09-01"},
		{"Q2 2026", 0, "2026-04-01"},
		{"2026-Q3", 0, "2026-07-01"},
		{"45234", 0, "2023-11-04"},
		{"45234.5", 0, "2023-11-04"},
		{"29.02.2024", 0, "2024-02-29"},
		{"29.02.2023", 0, ""},
		{"31.02.2026", 0, ""},
		{"32.01.2026", 0, ""},
		{"2026-13-01", 0, ""},
		{"0000-00-00", 0, ""},
		{"1899-12-31", 0, ""},
		{"", 0, ""},
		{"total", 0, ""},
		{"12", 0, ""},
		{"12 apples 2026", 0, ""},
		{"12:30", 0, ""},
		{"1.2.3.4", 0, ""},
	} {
		got, _, ok := parseDate([]byte(c.text), c.order)
		if ok != (c.want != "") || ok && got.String() != c.want {
			t.Errorf("parseDate(%q, %d) = %s, %v; want %q", c.text, c.order, got, ok, c.want)
		}
	}
}

func TestDatesSayTheirOrder(t *testing.T) {
	for text, want := range map[string]orderReading{
		"2026-04-03": plainDate, "13.04.2026": onlyDayFirst, "04/13/2026": onlyMonthFirst, "03/04/2026": eitherOrder, "04.04.2026": plainDate, "3 May 2026": plainDate,
	} {
		if _, got, ok := parseDate([]byte(text), dayFirst); !ok || got != want {
			t.Errorf("%q reads as %d, want %d", text, got, want)
		}
	}
}

func TestSerialDays(t *testing.T) {
	for _, c := range []struct {
		serial   float64
		date1904 bool
		want     string
	}{
		{45234, false, "2023-11-04"},
		{40513.35138888889, false, "2010-12-01"},
		{40513.99999999999, false, "2010-12-02"}, // midnight, a hair below it in binary
		{1, false, "1900-01-01"},
		{59, false, "1900-02-28"},
		{61, false, "1900-03-01"},
		{43772, true, "2023-11-04"},
	} {
		if got, ok := serialDay(c.serial, c.date1904); !ok || got.String() != c.want {
			t.Errorf("serial %v (1904: %v) = %s, %v; want %s", c.serial, c.date1904, got, ok, c.want)
		}
	}
	for _, serial := range []float64{0, -1, 60, 60.5, 80_000, 1e12} {
		if got, ok := serialDay(serial, false); ok {
			t.Errorf("serial %v = %s, want none", serial, got)
		}
	}
}

// TestCivilDays holds the arithmetic of days against package time over two centuries.
func TestCivilDays(t *testing.T) {
	for d := firstDay; d <= lastDay; d++ {
		when := d.Time()
		if got, ok := civil(when.Year(), int(when.Month()), when.Day()); !ok || got != d {
			t.Fatalf("civil of %s = %d, %v; want %d", when.Format(time.DateOnly), got, ok, d)
		}
	}
}

// FuzzDate: what is read as a date reads the same when written as one.
func FuzzDate(f *testing.F) {
	for _, seed := range []string{"01.01.2020 0:00", "4/13/2026", "12 de marzo de 2026", "20260403", "2026-Q3", "12 сентября 2026 г."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, _, ok := parseDate([]byte(text), dayFirst)
		if !ok {
			return
		}
		if day < firstDay || day > lastDay {
			t.Fatalf("%q is %s, outside the days a sheet can mean", text, day)
		}
		again, reading, ok := parseDate([]byte(day.String()), monthFirst)
		if !ok || again != day || reading != plainDate {
			t.Errorf("%q is %s, which reads as %s", text, day, again)
		}
	})
}
