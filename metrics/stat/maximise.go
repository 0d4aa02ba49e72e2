package stat

import (
	"math"

	"gonum.org/v1/gonum/optimize"
)

// farthest is how far from 0 a log parameter may go: beyond, at parameters over
// three million, the likelihood is flat and its maximum at infinity.
const farthest = 15

// maximise returns where the function of n log parameters is largest, searched
// from 0 by the simplex method, which is begun anew at its own result until
// that gains nothing. False where the search runs away or does not end.
//
// Source: J. A. Nelder and R. Mead, Computer Journal 7 (1965) 308-313.
func maximise(n int, f func([]float64) float64) (at []float64, value float64, ok bool) {
	problem := optimize.Problem{Func: func(x []float64) float64 {
		v := -f(x)
		if math.IsNaN(v) {
			return math.Inf(1)
		}
		return v
	}}
	at, value = make([]float64, n), math.Inf(-1)
	const starts = 20
	for range starts {
		settings := &optimize.Settings{
			FuncEvaluations: 5000,
			Converger:       &optimize.FunctionConverge{Absolute: 1e-10, Relative: 1e-13, Iterations: 100},
		}
		result, err := optimize.Minimize(problem, at, settings, &optimize.NelderMead{})
		if err != nil || !within(result.X, farthest) {
			return nil, 0, false
		}
		gain := -result.F - value
		at, value = result.X, -result.F
		if gain <= 1e-9*(1+math.Abs(value)) {
			return at, value, true
		}
	}
	return nil, 0, false
}

// within reports whether no value is farther from 0 than the limit.
func within(values []float64, limit float64) bool {
	for _, v := range values {
		if !(math.Abs(v) <= limit) {
			return false
		}
	}
	return true
}
