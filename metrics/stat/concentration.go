package stat

// HHI returns the Herfindahl-Hirschman index of the positive values: the sum of
// their squared shares, from 1/n (n equal values) to 1 (one value alone). Zero
// and negative values are left out. Undefined without a positive value.
//
// Source: A. O. Hirschman, American Economic Review 54 (1964) 761.
func HHI[T Number](values []T) (float64, bool) {
	var total float64
	for _, v := range values {
		if v > 0 {
			total += float64(v)
		}
	}
	if total == 0 {
		return 0, false
	}
	var index float64
	for _, v := range values {
		if v > 0 {
			share := float64(v) / total
			index += share * share
		}
	}
	return index, true
}

// EffectiveNumber returns 1/HHI: how many equal values would be concentrated as
// much. Undefined where [HHI] is.
func EffectiveNumber[T Number](values []T) (float64, bool) {
	index, ok := HHI(values)
	if !ok {
		return 0, false
	}
	return 1 / index, true
}
