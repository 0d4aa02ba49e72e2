package stat

import "math"

// Waits are customers with the same number of waiting times, one at least, and the
// same sum of them, in any unit of time.
type Waits struct {
	Number int64
	Sum    float64
	Count  int64
}

// usable reports whether such customers can be.
func (w Waits) usable() bool {
	return w.Number > 0 && w.Sum > 0 && !math.IsInf(w.Sum, 1) && w.Count >= 0
}

// GammaExponential is the model of waiting times that are exponential at a rate of each
// customer's own, while the rates vary between customers (gamma with shape R and rate
// Alpha, in the unit of time). The waiting times of all together are Pareto of the
// second kind.
//
// Source: C. M. Harris, Operations Research 16 (1968) 307-313.
type GammaExponential struct {
	R, Alpha float64
}

// FitGammaExponential fits the model by maximum likelihood. Customers that are alike may
// be given as one with their Count. Undefined for no customers, customers that cannot
// be, or where the likelihood has no maximum within reach, as with customers too much
// alike.
func FitGammaExponential(customers []Waits) (GammaExponential, bool) {
	var number, sum float64
	for _, w := range customers {
		if !w.usable() {
			return GammaExponential{}, false
		}
		number += float64(w.Number * w.Count)
		sum += w.Sum * float64(w.Count)
	}
	if number == 0 {
		return GammaExponential{}, false
	}
	// The search starts where the mean wait is 1 and the unit cannot matter.
	scale := sum / number
	fromLogs := func(logs []float64) GammaExponential {
		return GammaExponential{math.Exp(logs[0]), math.Exp(logs[1]) * scale}
	}
	logs, _, ok := maximise(2, func(logs []float64) float64 { return fromLogs(logs).LogLikelihood(customers) })
	if !ok {
		return GammaExponential{}, false
	}
	return fromLogs(logs), true
}

// LogLikelihood returns the log likelihood of the customers' waiting times.
func (m GammaExponential) LogLikelihood(customers []Waits) float64 {
	var sum float64
	for _, w := range customers {
		n := float64(w.Number)
		sum += float64(w.Count) * (logGamma(m.R+n) - logGamma(m.R) + m.R*math.Log(m.Alpha) - (m.R+n)*math.Log(m.Alpha+w.Sum))
	}
	return sum
}

// Typical is the waiting time at the mean rate of all customers, Alpha / R.
func (m GammaExponential) Typical() float64 { return m.Alpha / m.R }

// Expected is the waiting time at the mean rate of a customer with so many waiting times
// of such a sum: the typical time counts as R waits of the customer's own.
func (m GammaExponential) Expected(number int64, sum float64) float64 {
	return (m.Alpha + sum) / (m.R + float64(number))
}
