package stat

import "math"

// LogBinomialGreater returns log P(X >= k) where X is the number of successes in n trials
// of probability p. Undefined unless 0 <= k <= n and 0 <= p <= 1.
//
// It also bounds the tail of a sum of n independent trials of different probabilities with
// the mean p, for k of n p + 1 or more (W. Hoeffding, Annals of Mathematical Statistics 27
// (1956) 713-721), hence also of a sum of hypergeometric numbers, each of which is such a
// sum (V. A. Vatutin and V. G. Mikhailov, Theory of Probability and its
// Applications 27 (1983) 734-743).
//
// Method: the probability of k itself by Loader's expansion and the ratio recursion along
// the tail that does not contain the mean, taken from 1 where that is the other one.
func LogBinomialGreater(k, n int64, p float64) (float64, bool) {
	if !isCount(k, n) || !(p >= 0 && p <= 1) {
		return 0, false
	}
	switch {
	case k == 0 || p == 1:
		return 0, true
	case p == 0:
		return math.Inf(-1), true
	}
	x, size, q := float64(k), float64(n), 1-p
	if x > size*p {
		return math.Min(0, logBinomial(x, size, p, q)+math.Log(tailSum(x, size, p/q))), true
	}
	// P(X <= k-1) counts the failures, of which there are n-k+1 or more.
	below := size - x + 1
	return log1mExp(logBinomial(x-1, size, p, q) + math.Log(tailSum(below, size, q/p))), true
}

// tailSum returns P(X >= x) / P(X = x) of a binomial distribution with the given odds, for
// x above the mean.
func tailSum(x, n, odds float64) float64 {
	term, sum := 1.0, 1.0
	for ; term > sum*1e-17; x++ {
		term *= (n - x) / (x + 1) * odds
		sum += term
	}
	return sum
}
