package sheet

import (
	"math"
	"testing"
	"time"
)

func TestSerials(t *testing.T) {
	tests := []struct {
		serial   float64
		date1904 bool
		want     string // RFC 3339, empty for none
	}{
		{0, false, "1899-12-31T00:00:00Z"},
		{0.5, false, "1899-12-31T12:00:00Z"},
		{1, false, "1900-01-01T00:00:00Z"},
		{59, false, "1900-02-28T00:00:00Z"},
		{60, false, ""}, // 1900-02-29
		{61, false, "1900-03-01T00:00:00Z"},
		{40513.35138888889, false, "2010-12-01T08:26:00Z"},
		{44927, false, "2023-01-01T00:00:00Z"},
		{43831.999988425923, false, "2020-01-01T23:59:59Z"},
		{43831.999999999, false, "2020-01-02T00:00:00Z"},
		{2958465.75, false, "9999-12-31T18:00:00Z"},
		{2958466, false, ""},
		{-1, false, ""},
		{math.NaN(), false, ""},
		{math.Inf(1), false, ""},
		{0, true, "1904-01-01T00:00:00Z"},
		{1, true, "1904-01-02T00:00:00Z"},
		{39051.25, true, "2010-12-01T06:00:00Z"},
	}
	for _, test := range tests {
		got, ok := (&Book{date1904: test.date1904}).Time(test.serial)
		text := got.Format(time.RFC3339Nano)
		if ok != (test.want != "") || ok && text != test.want {
			t.Errorf("%v (1904: %v) is %s, %v, want %q", test.serial, test.date1904, text, ok, test.want)
		}
	}
}

// TestISODates holds that an ISO date becomes the serial of the same moment.
func TestISODates(t *testing.T) {
	for _, text := range []string{"1900-01-01T00:00:00Z", "1900-02-28T00:00:00Z", "1900-03-01T06:00:00Z", "1904-01-01T00:00:00Z", "2024-02-29T23:59:59.5Z", "9999-12-31T00:00:00Z"} {
		for _, date1904 := range []bool{false, true} {
			digits, kind, ok := isoSerial([]byte(text), date1904)
			if date1904 && text < "1904" {
				if ok {
					t.Errorf("%s has the serial %s in the 1904 system, want none", text, digits)
				}
				continue
			}
			serial, isNumber := Cell{Kind: kind, Text: digits}.Float()
			back, _ := fromSerial(serial, date1904)
			if !ok || !isNumber || back.Format(time.RFC3339Nano) != text {
				t.Errorf("%s (1904: %v) became %s and then %s", text, date1904, digits, back)
			}
		}
	}
}
