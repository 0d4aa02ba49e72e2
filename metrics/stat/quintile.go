package stat

import "slices"

// Quintiles scores each value from 1 (lowest) to 5 (highest) by the quintiles
// of distinct ranks: the d distinct values are ranked 1..d, and rank r scores
// the fifth in which its middle, (r-1/2)/d, lies. Equal values always score
// equal, which SQL's NTILE does not promise, and reversing the order of the
// values mirrors the scores exactly (6-s). A single distinct value scores 3.
func Quintiles[T Number](values []T) []int {
	distinct := slices.Clone(values)
	slices.Sort(distinct)
	distinct = slices.Compact(distinct)
	scores := make([]int, len(values))
	for i, v := range values {
		below, _ := slices.BinarySearch(distinct, v)
		// 5(below+1/2)/d in whole numbers. Odd over even is never whole, so no
		// middle lies on the limit between two fifths.
		scores[i] = 1 + 5*(2*below+1)/(2*len(distinct))
	}
	return scores
}
