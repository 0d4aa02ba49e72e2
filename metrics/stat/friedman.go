package stat

import "slices"

// Friedman tests whether treatments differ that were each seen once in every block, by
// their ranks within the blocks: blocks[i][j] is what treatment j had in block i. It returns
// chi-squared, corrected for ties, and the log of the chance of so much or more where no
// treatment differs, by the chi-squared distribution of k - 1 degrees of freedom, which holds
// from about 8 blocks on. Blocks whose values are all equal say nothing and change nothing.
// Undefined for fewer than two blocks or treatments, for blocks of different lengths, and
// where every block is all equal.
//
// Source: M. Friedman, JASA 32 (1937) 675-701; ties: W. J. Conover, Practical Nonparametric
// Statistics (3rd ed., 1999), section 5.8.
func Friedman[T Number](blocks [][]T) (chiSquared, logP float64, ok bool) {
	if len(blocks) < 2 || len(blocks[0]) < 2 {
		return 0, 0, false
	}
	k := len(blocks[0])
	sums := make([]float64, k)
	ties := 0.0 // sum of t^3 - t over the groups of equal values
	for _, b := range blocks {
		if len(b) != k {
			return 0, 0, false
		}
		ties += addRanks(sums, b)
	}
	n, treatments := float64(len(blocks)), float64(k)
	untied := 1 - ties/(n*treatments*(treatments*treatments-1))
	if untied <= 0 {
		return 0, 0, false
	}
	squares := 0.0
	for _, r := range sums {
		d := r - n*(treatments+1)/2
		squares += d * d
	}
	chiSquared = 12 * squares / (n * treatments * (treatments + 1)) / untied
	logP, ok = LogChiSquared(chiSquared, k-1)
	return chiSquared, logP, ok
}

// addRanks adds the rank of each value to its sum, equal values sharing the mean of theirs,
// and returns the sum of t^3 - t over the groups of equal values.
func addRanks[T Number](sums []float64, values []T) (ties float64) {
	sorted := slices.Sorted(slices.Values(values))
	for i, v := range values {
		first, _ := slices.BinarySearch(sorted, v)
		last, _ := slices.BinarySearchFunc(sorted, v, func(have, v T) int {
			if have <= v {
				return -1
			}
			return 1
		})
		sums[i] += float64(first+last+1) / 2
		t := float64(last - first)
		ties += t*t - 1 // once for each of the t values: t^3 - t in all
	}
	return ties
}
