package stat

import "math"

// PairedDifference returns the difference of two shares of the same n things, (a only - b
// only) / n, with its limits: both is the number of things that have a and b, neither that
// with none. SE is that of the difference. Undefined for no things, a negative number or a
// level outside (0, 1).
//
// Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 2635-2650, method 10: Wilson limits
// of either share, and their correlation with correction for continuity.
func PairedDifference(both, onlyA, onlyB, neither int64, level float64) (Estimate, bool) {
	n := both + onlyA + onlyB + neither
	if min(both, onlyA, onlyB, neither) < 0 || n == 0 {
		return Estimate{}, false
	}
	a, ok := Wilson(both+onlyA, n, level)
	b, ok2 := Wilson(both+onlyB, n, level)
	if !ok || !ok2 {
		return Estimate{}, false
	}
	size := float64(n)
	shareA, shareB := float64(both+onlyA)/size, float64(both+onlyB)/size
	difference := float64(onlyA-onlyB) / size
	phi := pairedCorrelation(float64(both), float64(onlyA), float64(onlyB), float64(neither))
	down := distance(shareA-a.Low, b.High-shareB, phi)
	up := distance(a.High-shareA, shareB-b.Low, phi)
	se := math.Sqrt(max(0, float64(onlyA+onlyB)/size-difference*difference) / size)
	return Estimate{difference, se, Interval{difference - down, difference + up}}, true
}

// pairedCorrelation is phi of the four-fold table, drawn to 0 by half a thing where it is
// positive; 0 where a margin is empty.
func pairedCorrelation(both, onlyA, onlyB, neither float64) float64 {
	margins := (both + onlyA) * (onlyB + neither) * (both + onlyB) * (onlyA + neither)
	if margins == 0 {
		return 0
	}
	excess := both*neither - onlyA*onlyB
	if excess > 0 {
		excess = max(0, excess-(both+onlyA+onlyB+neither)/2)
	}
	return excess / math.Sqrt(margins)
}

func distance(x, y, phi float64) float64 { return math.Sqrt(max(0, x*x-2*phi*x*y+y*y)) }
