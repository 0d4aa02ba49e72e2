package stat

import "math"

// Buyers are customers with the same history, all times in one unit since
// their own first purchase: Repeat purchases after it, the Last of them (0
// where there is none) and their Age at the end of the observation.
type Buyers struct {
	Repeat    int64
	Last, Age float64
	Count     int64
}

// usable reports whether such a history can be.
func (h Buyers) usable() bool {
	return h.Count >= 0 && h.Repeat >= 0 && h.Last >= 0 && h.Age >= h.Last && !math.IsInf(h.Age, 1)
}

// BGNBD is the beta-geometric/NBD model of customers who buy at random, each at
// a rate of his own (gamma with shape R and rate Alpha), and after each repeat
// purchase may leave for good (with a probability that is beta with A and B).
//
// Source: P. S. Fader, B. G. S. Hardie and K. L. Lee, Marketing Science 24
// (2005) 275-284; the equation numbers below are of that paper.
type BGNBD struct {
	R, Alpha, A, B float64
}

// FitBGNBD fits the model by maximum likelihood and returns it with its log
// likelihood. Histories that are alike may be given as one with their Count.
// Undefined for histories that cannot be, without a repeat purchase, or where
// the likelihood has no maximum within reach, as with customers too much alike.
func FitBGNBD(histories []Buyers) (model BGNBD, logLikelihood float64, ok bool) {
	var repeats int64
	for _, h := range histories {
		if !h.usable() {
			return BGNBD{}, 0, false
		}
		repeats += h.Repeat * h.Count
	}
	if repeats == 0 {
		return BGNBD{}, 0, false
	}
	sums := newBGNBDSums(histories)
	logs, logLikelihood, ok := maximise(4, func(logs []float64) float64 {
		return sums.logLikelihood(bgnbdFromLogs(logs))
	})
	if !ok {
		return BGNBD{}, 0, false
	}
	return bgnbdFromLogs(logs), logLikelihood, true
}

func bgnbdFromLogs(logs []float64) BGNBD {
	return BGNBD{math.Exp(logs[0]), math.Exp(logs[1]), math.Exp(logs[2]), math.Exp(logs[3])}
}

// LogLikelihood returns the log likelihood of the histories (equation 6).
func (m BGNBD) LogLikelihood(histories []Buyers) float64 {
	return newBGNBDSums(histories).logLikelihood(m)
}

// logConstant returns the part of the log likelihood that depends on the number
// of repeat purchases x alone.
func (m BGNBD) logConstant(x float64) float64 {
	return logGamma(m.R+x) - logGamma(m.R) + m.R*math.Log(m.Alpha) +
		logGamma(m.A+m.B) + logGamma(m.B+x) - logGamma(m.B) - logGamma(m.A+m.B+x)
}

// oddsOfLeft returns the odds that a customer has left by the end of the
// observation; 0 without a repeat purchase, after which alone one can leave.
func (m BGNBD) oddsOfLeft(h Buyers) float64 {
	if h.Repeat == 0 {
		return 0
	}
	x := float64(h.Repeat)
	return m.A / (m.B + x - 1) * math.Exp((m.R+x)*math.Log((m.Alpha+h.Age)/(m.Alpha+h.Last)))
}

// Alive returns the probability that a customer with the history has not left
// by the end of the observation; 1 without a repeat purchase. Undefined for a
// history that cannot be.
//
// Source: B. G. S. Hardie, Computing P(alive) Using the BG/NBD Model (2008).
func (m BGNBD) Alive(h Buyers) (float64, bool) {
	if !h.usable() {
		return 0, false
	}
	return 1 / (1 + m.oddsOfLeft(h)), true
}

// Expected returns how many purchases a customer with the history is expected
// to make in the time t after the observation (equation 10). Undefined for a
// history that cannot be or t < 0.
func (m BGNBD) Expected(h Buyers, t float64) (float64, bool) {
	if !h.usable() || !(t >= 0) || math.IsInf(t, 1) {
		return 0, false
	}
	a, x := m.A, float64(h.Repeat)
	// At a = 1 and at a+b+x = 1 the formula is 0/0 with a finite limit.
	const off = 1e-6
	if math.Abs(a-1) < off || math.Abs(a+m.B+x-1) < off {
		a += 2 * off
	}
	// Euler's transformation turns (1-z)^(r+x) 2F1(r+x, b+x; c; z) into
	// (1-z)^(a-1) 2F1(c-r-x, a-1; c; z), whose terms neither overflow nor
	// cancel for customers with many purchases.
	c, z := a+m.B+x-1, t/(m.Alpha+h.Age+t)
	later := math.Pow(1-z, a-1) * hypergeometric2F1(c-m.R-x, a-1, c, z)
	expected := c / (a - 1) * (1 - later) / (1 + m.oddsOfLeft(h))
	if math.IsNaN(expected) || math.IsInf(expected, 0) {
		return 0, false // the series overflows where a and b are beyond hundreds
	}
	return max(0, expected), true
}

// hypergeometric2F1 sums Gauss's series for 0 <= z < 1.
func hypergeometric2F1(a, b, c, z float64) float64 {
	const most = 100_000 // enough for z = .9995
	term, sum := 1.0, 1.0
	for n := 0.0; n < most && math.Abs(term) > 1e-17*math.Abs(sum); n++ {
		term *= (a + n) / (c + n) * ((b + n) / (n + 1)) * z
		sum += term
	}
	return sum
}

// logGamma returns log|gamma(x)| for x > 0.
func logGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
