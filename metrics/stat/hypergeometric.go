package stat

import "math"

// halfLog2Pi is log(sqrt(2 pi)).
const halfLog2Pi = 0.918938533204672741780329736406

// LogFactorial returns log(n!); undefined for n < 0. Above n = 16 it is
// Stirling's formula with the correction of [stirlingError], good to the last
// digits of a float64.
func LogFactorial(n int64) (float64, bool) {
	if n < 0 {
		return 0, false
	}
	return logFactorial(float64(n)), true
}

func logFactorial(n float64) float64 {
	if n <= 16 {
		product := 1.0
		for i := 2.0; i <= n; i++ {
			product *= i
		}
		return math.Log(product)
	}
	return (n+0.5)*math.Log(n) - n + halfLog2Pi + stirlingError(n)
}

// LogFisherGreater returns log P(X >= nab) where X, hypergeometric, is the
// number of joint occurrences of two things that occur na and nb times among n
// and have nothing to do with each other: Fisher's exact test, one-sided, of
// "more often together than by chance". The logarithm stays exact where p
// itself underflows. Undefined unless the four counts can occur together.
//
// Method: the probability of nab itself by Loader's saddle-point expansion, and
// the ratio recursion along the tail that does not contain the mode, taken from
// 1 where that is the other one.
func LogFisherGreater(nab, na, nb, n int64) (float64, bool) {
	if !canOccur(nab, na, nb, n) {
		return 0, false
	}
	lowest := max(0, na+nb-n)
	if nab <= lowest {
		return 0, true
	}
	h := hypergeometric{float64(na), float64(nb), float64(n)}
	if x := float64(nab); x > h.a*h.b/h.n {
		return math.Min(0, h.logPMF(x)+math.Log(h.upperSum(x))), true
	}
	x := float64(nab - 1)
	return log1mExp(h.logPMF(x) + math.Log(h.lowerSum(x))), true
}

// LogFisherLess returns log P(X <= nab), the one-sided test of "less often
// together than by chance"; the arguments are those of [LogFisherGreater].
func LogFisherLess(nab, na, nb, n int64) (float64, bool) {
	if !canOccur(nab, na, nb, n) {
		return 0, false
	}
	// Few joint occurrences of A and B are many of "not A" and B.
	return LogFisherGreater(nb-nab, n-na, nb, n)
}

// canOccur reports whether nab joint occurrences are possible for the margins.
func canOccur(nab, na, nb, n int64) bool {
	return nonNegative(nab, na, nb, n) && na <= n && nb <= n &&
		nab <= min(na, nb) && nab >= na+nb-n
}

// hypergeometric is the distribution of joint occurrences for margins a and b
// among n. Counts are float64: exact to 2^53 and free of overflow in products.
type hypergeometric struct {
	a, b, n float64
}

// upperSum returns P(X >= x) / P(X = x) for x above the mean.
func (h hypergeometric) upperSum(x float64) float64 {
	term, sum := 1.0, 1.0
	for ; term > sum*1e-17; x++ {
		term *= (h.a - x) / (x + 1) * ((h.b - x) / (h.n - h.a - h.b + x + 1))
		sum += term
	}
	return sum
}

// lowerSum returns P(X <= x) / P(X = x) for x below the mean.
func (h hypergeometric) lowerSum(x float64) float64 {
	term, sum := 1.0, 1.0
	for ; term > sum*1e-17; x-- {
		term *= x / (h.a - x + 1) * ((h.n - h.a - h.b + x) / (h.b - x + 1))
		sum += term
	}
	return sum
}

// logPMF returns log P(X = x) as the quotient of three binomial probabilities
// with the common p = b/n, which keeps all digits where differences of
// log-factorials of large counts would lose them.
func (h hypergeometric) logPMF(x float64) float64 {
	if h.b == 0 || h.b == h.n {
		return 0
	}
	p := h.b / h.n
	q := (h.n - h.b) / h.n
	return logBinomial(x, h.a, p, q) + logBinomial(h.b-x, h.n-h.a, p, q) - logBinomial(h.b, h.n, p, q)
}

// logBinomial returns the log probability of x successes in n trials.
//
// Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities
// (2000), the method of R's dbinom.
func logBinomial(x, n, p, q float64) float64 {
	switch {
	case x == 0 && p < 0.1:
		return -deviance(n, n*q) - n*p
	case x == 0:
		return n * math.Log(q)
	case x == n && q < 0.1:
		return -deviance(n, n*p) - n*q
	case x == n:
		return n * math.Log(p)
	}
	correction := stirlingError(n) - stirlingError(x) - stirlingError(n-x)
	return correction - deviance(x, n*p) - deviance(n-x, n*q) -
		halfLog2Pi - 0.5*(math.Log(x)+math.Log1p(-x/n))
}

// stirlingError returns log(n!) minus Stirling's approximation of it, n > 0.
func stirlingError(n float64) float64 {
	if n <= 16 {
		return logFactorial(n) - (n+0.5)*math.Log(n) + n - halfLog2Pi
	}
	u := 1 / (n * n)
	return (1.0/12 - u*(1.0/360-u*(1.0/1260-u*(1.0/1680-u/1188)))) / n
}

// deviance returns x log(x/m) + m - x, Loader's bd0, without cancellation where
// x is close to m.
func deviance(x, m float64) float64 {
	if math.Abs(x-m) >= 0.1*(x+m) {
		return x*math.Log(x/m) + m - x
	}
	v := (x - m) / (x + m)
	sum, term := (x-m)*v, 2*x*v
	for j := 3.0; ; j += 2 {
		term *= v * v
		next := sum + term/j
		if next == sum {
			return sum
		}
		sum = next
	}
}

// log1mExp returns log(1 - exp(x)) for x <= 0.
func log1mExp(x float64) float64 {
	if x > -math.Ln2 {
		return math.Log(-math.Expm1(x))
	}
	return math.Log1p(-math.Exp(x))
}
