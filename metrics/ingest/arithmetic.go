package ingest

import (
	"math"
	"math/bits"

	"xsell/metrics/sales"
)

// mulScaled multiplies two numbers in 1/10 000, rounded half away from zero. It is
// false where the product is too large.
func mulScaled(a, b int64) (int64, bool) { return mulDiv(a, b, sales.Scale) }

// mulDiv is a*b/c, c > 0, rounded half away from zero, without overflow on the way.
func mulDiv(a, b, c int64) (int64, bool) {
	negative := (a < 0) != (b < 0)
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	low, carry := bits.Add64(low, uint64(c)/2, 0)
	high += carry
	if high >= uint64(c) {
		return 0, false
	}
	quotient, _ := bits.Div64(high, low, uint64(c))
	if quotient > math.MaxInt64 {
		return 0, false
	}
	if negative {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// addTotals adds one line to the totals. It is false where a sum is too large for Money.
func addTotals(t *sales.Totals, line sales.Totals) bool {
	ok := true
	sum := func(a, b int64) int64 {
		c := a + b
		if (a > 0) == (b > 0) && (c > 0) != (a > 0) && a != 0 && b != 0 {
			ok = false
		}
		return c
	}
	*t = sales.Totals{
		Lines:    t.Lines + line.Lines,
		Quantity: sales.Quantity(sum(int64(t.Quantity), int64(line.Quantity))),
		Revenue:  sales.Money(sum(int64(t.Revenue), int64(line.Revenue))),
		Cost:     sales.Money(sum(int64(t.Cost), int64(line.Cost))),
	}
	return ok
}
