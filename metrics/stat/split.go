package stat

import (
	"cmp"
	"math/big"
	"slices"
)

// LargestRemainder splits a whole number in proportion to the weights, into
// whole numbers that add up to it exactly: every part is rounded down, and the
// units left over go one each to the largest remainders, the first of equal
// ones first. A negative total (a return) is split as its absolute value, so
// that a sale and its return cancel part by part. Undefined for no weights, a
// negative weight, or weights that are all 0.
//
// Source: the method of Hamilton or Hare-Niemeyer; M. L. Balinski and H. P.
// Young, Fair Representation (1982).
func LargestRemainder(total int64, weights []int64) ([]int64, bool) {
	sum := new(big.Int)
	for _, w := range weights {
		if w < 0 {
			return nil, false
		}
		sum.Add(sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		return nil, false
	}
	parts := make([]int64, len(weights))
	remainders := make([]*big.Int, len(weights))
	left := big.NewInt(total)
	for i, w := range weights {
		share := new(big.Int).Mul(big.NewInt(total), big.NewInt(w))
		remainder := new(big.Int)
		share.QuoRem(share, sum, remainder) // truncated: both toward zero
		parts[i], remainders[i] = share.Int64(), remainder
		left.Sub(left, share)
	}
	unit := int64(left.Sign())
	for _, i := range byLargest(remainders)[:left.Int64()*unit] {
		parts[i] += unit
	}
	return parts, true
}

// byLargest returns the indices of the remainders by falling absolute value,
// the first of equal ones first.
func byLargest(remainders []*big.Int) []int {
	order := make([]int, len(remainders))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(remainders[j].CmpAbs(remainders[i]), cmp.Compare(i, j))
	})
	return order
}
