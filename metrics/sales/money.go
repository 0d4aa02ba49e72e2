package sales

import (
	"strconv"
	"strings"
	"time"
)

// Scale is the number of Money or Quantity steps in one unit: amounts are whole
// numbers of 1/10 000, so that sums are exact on every engine.
const Scale = 10_000

// Money is an amount in 1/10 000 of the currency unit.
type Money int64

// String prints the amount exactly, with two to four decimals: "12.50", "0.8603".
func (m Money) String() string { return fixed(int64(m), 2) }

// Number prints the amount exactly in the shortest form, never with an
// exponent: "12.5", "-3", "0.8603".
func (m Money) Number() string { return fixed(int64(m), 0) }

// Float is the amount in currency units. It is for ratios and for drawing; sums
// stay whole.
func (m Money) Float() float64 { return float64(m) / Scale }

// Quantity is a number of pieces, kilograms or hours in 1/10 000 of the unit, since
// scales and meters sell fractions.
type Quantity int64

// String prints the quantity exactly in the shortest form: "3", "0.125".
func (q Quantity) String() string { return fixed(int64(q), 0) }

// Float is the quantity in its unit.
func (q Quantity) Float() float64 { return float64(q) / Scale }

func fixed(n int64, least int) string {
	sign := ""
	u := uint64(n)
	if n < 0 {
		sign, u = "-", -u
	}
	whole, rest := u/Scale, u%Scale
	decimals := strconv.FormatUint(Scale+rest, 10)[1:]
	for len(decimals) > least && strings.HasSuffix(decimals, "0") {
		decimals = decimals[:len(decimals)-1]
	}
	if decimals != "" {
		decimals = "." + decimals
	}
	return sign + strconv.FormatUint(whole, 10) + decimals
}

// Day is a calendar day, counted from 1970-01-01. A sale has a day and no hour:
// spreadsheets rarely agree on time zones.
type Day int32

// DayOf is the Day of a year, month and day; values out of range roll over as in time.Date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

// Time is midnight UTC of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86_400, 0).UTC() }

// String prints the day as 2006-01-02.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// ParseDay reads 2006-01-02.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, err
	}
	return Day(t.Unix() / 86_400), nil
}
