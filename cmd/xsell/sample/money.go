package sample

import (
	"fmt"
	"strings"
)

// cents is an amount of money in hundredths of a euro.
type cents int64

// share returns rate hundredths of a percent of c, rounded half away from zero.
func (c cents) share(basisPoints int) cents {
	if c < 0 {
		return -(-c).share(basisPoints)
	}
	return (c*cents(basisPoints) + 5000) / 10000
}

// euros is the amount as the nearest float64, for a numeric cell.
func (c cents) euros() float64 { return float64(c) / 100 }

// String prints the amount with a decimal point and thousands separated: 1,234.50.
func (c cents) String() string { return c.print(",", ".") }

// german prints the amount as a German export does: 1.234,50.
func (c cents) german() string { return c.print(".", ",") }

func (c cents) print(thousands, point string) string {
	if c < 0 {
		return "-" + (-c).print(thousands, point)
	}
	return fmt.Sprintf("%s%s%02d", grouped(int64(c/100), thousands), point, c%100)
}

// grouped prints n with its digits in groups of three.
func grouped(n int64, separator string) string {
	digits := fmt.Sprint(n)
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, groups...), separator)
}
