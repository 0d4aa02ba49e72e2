package stat

// BreakEvenAttach returns the attach rate r1* = r0 m/(m-d) that an offer must
// reach to earn what it earned without: r0 is the attach rate without the
// offer, m the margin of the second product, d the discount that all takers
// get, m and d in one unit of money. A result above 1 says that no rate is
// enough. Undefined for r0 outside [0, 1], d < 0 or d >= m.
func BreakEvenAttach(r0, m, d float64) (float64, bool) {
	if !(r0 >= 0 && r0 <= 1 && d >= 0 && d < m) {
		return 0, false
	}
	return r0 * m / (m - d), true
}

// BreakEvenDiscount returns the largest discount d* = m (1 - r0/r1) that pays
// for itself when it lifts the attach rate from r0 to r1, in the unit of the
// margin m; negative where the rate has fallen. Undefined for m <= 0, r1 <= 0 or
// rates outside [0, 1].
func BreakEvenDiscount(r0, r1, m float64) (float64, bool) {
	if !(r0 >= 0 && r0 <= 1 && r1 > 0 && r1 <= 1 && m > 0) {
		return 0, false
	}
	return m * (1 - r0/r1), true
}
