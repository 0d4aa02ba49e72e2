package stat

import (
	"cmp"
	"math"
	"slices"
)

// BenjaminiHochberg returns the logarithms of the adjusted p-values (q-values)
// of the Benjamini-Hochberg procedure, in the order of logP: hypothesis i is
// rejected at false discovery rate alpha where logQ[i] <= log(alpha).
//
// m is the number of hypotheses tested; it may exceed len(logP), the others
// being taken as p = 1 (pairs never seen together need not be listed). Each
// logP is a natural logarithm, at most 0. Undefined for m < len(logP) or a NaN.
//
// Source: Y. Benjamini and Y. Hochberg, JRSS B 57 (1995) 289-300.
func BenjaminiHochberg(logP []float64, m int64) ([]float64, bool) {
	if m < int64(len(logP)) || slices.ContainsFunc(logP, math.IsNaN) {
		return nil, false
	}
	order := make([]int, len(logP))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(logP[i], logP[j]) })
	logQ := make([]float64, len(logP))
	logM, least := math.Log(float64(m)), 0.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, logP[i]+logM-math.Log(float64(rank)))
		logQ[i] = least
	}
	return logQ, true
}
