package stat

import (
	"cmp"
	"math"
	"slices"
)

// Limits of the ABC classes, as cumulative shares before the item, and of the
// XYZ classes, as coefficients of variation.
const (
	LimitA = 0.80
	LimitB = 0.95
	LimitX = 0.5
	LimitY = 1.0
)

// MinXYZPeriods is the number of periods below which [XYZ] does not judge.
const MinXYZPeriods = 6

// A Class is 'A', 'B', 'C' or [ClassNone] from [ABC], and 'X', 'Y' or 'Z' from
// [XYZ].
type Class rune

// ClassNone is the class of what earns nothing or costs money.
const ClassNone Class = '-'

func (c Class) String() string { return string(c) }

// ABC classes the values by falling order: A while the cumulative share before
// the item is below [LimitA], B below [LimitB], else C. Shares are of the sum of
// the positive values; equal values share the class of the first of them;
// values of 0 and less are ClassNone. Classes come in the order of the values.
//
// Source: H. F. Dickie, Factory Management and Maintenance 109 (1951) 92-94.
func ABC[T ~int64](values []T) []Class {
	order := make([]int, len(values))
	var total float64
	for i, v := range values {
		order[i] = i
		total += max(0, float64(v))
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(values[j], values[i]) })

	classes := make([]Class, len(values))
	var before float64
	for rank, i := range order {
		switch {
		case values[i] <= 0:
			classes[i] = ClassNone
		case rank > 0 && values[order[rank-1]] == values[i]:
			classes[i] = classes[order[rank-1]]
		case before/total < LimitA:
			classes[i] = 'A'
		case before/total < LimitB:
			classes[i] = 'B'
		default:
			classes[i] = 'C'
		}
		before += max(0, float64(values[i]))
	}
	return classes
}

// CoefficientOfVariation returns the sample standard deviation (n-1) over the
// mean. Undefined for fewer than two values or a mean of 0 or less.
func CoefficientOfVariation[T Number](values []T) (float64, bool) {
	if len(values) < 2 {
		return 0, false
	}
	var sum float64
	for _, v := range values {
		sum += float64(v)
	}
	mean := sum / float64(len(values))
	if mean <= 0 {
		return 0, false
	}
	var squares float64
	for _, v := range values {
		squares += (float64(v) - mean) * (float64(v) - mean)
	}
	return math.Sqrt(squares/float64(len(values)-1)) / mean, true
}

// XYZ classes a series of complete periods, those without a sale included as 0,
// by how regular it is: X up to a coefficient of variation of [LimitX], Y up to
// [LimitY], else Z. Not classed with fewer than [MinXYZPeriods] periods or where
// the coefficient is undefined.
func XYZ[T Number](values []T) (Class, bool) {
	cv, ok := CoefficientOfVariation(values)
	switch {
	case !ok || len(values) < MinXYZPeriods:
		return ClassNone, false
	case cv <= LimitX:
		return 'X', true
	case cv <= LimitY:
		return 'Y', true
	default:
		return 'Z', true
	}
}
