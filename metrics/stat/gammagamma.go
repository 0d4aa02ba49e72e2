package stat

import "math"

// Spenders are customers with the same number of purchases, one at least, and
// the same mean amount above 0 of them, in any unit of money.
type Spenders struct {
	Purchases int64
	Mean      float64
	Count     int64
}

// usable reports whether such customers can be.
func (s Spenders) usable() bool {
	return s.Purchases > 0 && s.Mean > 0 && !math.IsInf(s.Mean, 1) && s.Count >= 0
}

// GammaGamma is the model of amounts that vary about a mean of each customer's
// own (gamma with shape P), while the means vary between customers (the rate of
// the former is gamma with shape Q and rate Gamma, in the unit of money).
//
// Source: P. S. Fader, B. G. S. Hardie and K. L. Lee, Journal of Marketing
// Research 42 (2005) 415-430; Fader and Hardie, The Gamma-Gamma Model of
// Monetary Value (2013).
type GammaGamma struct {
	P, Q, Gamma float64
}

// FitGammaGamma fits the model by maximum likelihood and returns it with its
// log likelihood. Customers that are alike may be given as one with their
// Count. Undefined for no customers, customers that cannot be, or where the
// likelihood has no maximum within reach.
func FitGammaGamma(customers []Spenders) (model GammaGamma, logLikelihood float64, ok bool) {
	var count, sum float64
	for _, s := range customers {
		if !s.usable() {
			return GammaGamma{}, 0, false
		}
		count += float64(s.Count)
		sum += s.Mean * float64(s.Count)
	}
	if count == 0 {
		return GammaGamma{}, 0, false
	}
	// The search starts where amounts are about 1 and the unit cannot matter.
	scale := sum / count
	fromLogs := func(logs []float64) GammaGamma {
		return GammaGamma{math.Exp(logs[0]), math.Exp(logs[1]), math.Exp(logs[2]) * scale}
	}
	logs, logLikelihood, ok := maximise(3, func(logs []float64) float64 {
		return fromLogs(logs).LogLikelihood(customers)
	})
	if !ok {
		return GammaGamma{}, 0, false
	}
	return fromLogs(logs), logLikelihood, true
}

// LogLikelihood returns the log likelihood of the customers' means (equation 1a
// of the note of 2013).
func (m GammaGamma) LogLikelihood(customers []Spenders) float64 {
	var sum float64
	for _, s := range customers {
		x := float64(s.Purchases)
		px := m.P * x
		sum += float64(s.Count) * (logGamma(px+m.Q) - logGamma(px) - logGamma(m.Q) +
			m.Q*math.Log(m.Gamma) + (px-1)*math.Log(s.Mean) + px*math.Log(x) -
			(px+m.Q)*math.Log(m.Gamma+s.Mean*x))
	}
	return sum
}

// Mean returns the mean amount over all customers, P Gamma/(Q-1), in the unit of
// money. Undefined for Q <= 1, where it is infinite.
func (m GammaGamma) Mean() (float64, bool) {
	if !(m.Q > 1) {
		return 0, false
	}
	return m.P * m.Gamma / (m.Q - 1), true
}

// Expected returns the mean amount to expect from a customer of whom so many
// purchases with such a mean are known: the mean of all, drawn towards the
// customer's own the more purchases there are (equation 5). A customer without
// purchases gets the mean of all. Undefined where that is, or for a negative
// count or a mean of 0 or less of one or more purchases.
func (m GammaGamma) Expected(purchases int64, mean float64) (float64, bool) {
	if purchases == 0 {
		return m.Mean()
	}
	if !(m.Q > 1) || !(Spenders{Purchases: purchases, Mean: mean}).usable() {
		return 0, false
	}
	x := float64(purchases)
	return m.P * (m.Gamma + mean*x) / (m.P*x + m.Q - 1), true
}
