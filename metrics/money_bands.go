package metrics

import (
	"fmt"
	"strings"

	"xsell/metrics/sales"
)

// moneyLimits are 1, 2, 5, 10 and so on up to ten digits, in 1/10 000.
func moneyLimits() []sales.Money {
	var out []sales.Money
	for unit := sales.Money(sales.Scale); unit <= 1_000_000_000*sales.Scale; unit *= 10 {
		out = append(out, unit, 2*unit, 5*unit)
	}
	return out
}

// moneyBand is SQL for the number of limits that an amount reaches; -1 where it is not above 0.
func moneyBand(column string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CASE WHEN %s <= 0 THEN -1", column)
	limits := moneyLimits()
	for i, limit := range limits {
		fmt.Fprintf(&b, " WHEN %s < %d THEN %d", column, limit, i)
	}
	fmt.Fprintf(&b, " ELSE %d END", len(limits))
	return b.String()
}

// mergeTails joins the bands at each end that hold less than 1 % of the deals together;
// deals that bring nothing stay apart.
func mergeTails(bands []dealStep) []dealStep {
	var nothing, out []dealStep
	var deals int64
	for _, b := range bands {
		if deals += b.Deals; b.Step < 0 {
			nothing = append(nothing, b)
		} else {
			out = append(out, b)
		}
	}
	small := func(a, b dealStep) bool { return 100*(a.Deals+b.Deals) < deals }
	for len(out) > 2 && small(out[0], out[1]) {
		out[1].dealGroup = out[1].add(out[0].dealGroup)
		out = out[1:]
	}
	for n := len(out); n > 2 && small(out[n-1], out[n-2]); n = len(out) {
		out[n-2].dealGroup = out[n-2].add(out[n-1].dealGroup)
		out = out[:n-1]
	}
	return append(nothing, out...)
}
