package stat

import "math"

// A FourFold is a two-by-two table of counts: both, A only, B only, neither.
type FourFold struct {
	Both, OnlyA, OnlyB, Neither int64
}

// size returns the number of things in the table.
func (t FourFold) size() float64 {
	return float64(t.Both) + float64(t.OnlyA) + float64(t.OnlyB) + float64(t.Neither)
}

// usable reports whether no count is negative.
func (t FourFold) usable() bool {
	return nonNegative(t.Both, t.OnlyA, t.OnlyB, t.Neither)
}

// MantelHaenszel returns the common odds ratio of A and B over strata, within
// which things are alike in what might make both more likely, with the limits
// of Robins, Breslow and Greenland. SE is that of the log odds ratio, on whose
// scale the limits are symmetric. Empty strata are skipped. Undefined where
// either diagonal is empty in every stratum: the ratio would be 0 or infinite.
//
// Sources: N. Mantel and W. Haenszel, JNCI 22 (1959) 719-748; J. Robins,
// N. Breslow and S. Greenland, Biometrics 42 (1986) 311-323.
func MantelHaenszel(strata []FourFold, level float64) (Estimate, bool) {
	z, ok := twoSidedZ(level)
	var concordant, discordant, pr, psqr, qs float64
	for _, t := range strata {
		if !t.usable() {
			return Estimate{}, false
		}
		n := t.size()
		if n == 0 {
			continue
		}
		r, s := float64(t.Both)*float64(t.Neither)/n, float64(t.OnlyA)*float64(t.OnlyB)/n
		p := (float64(t.Both) + float64(t.Neither)) / n
		concordant += r
		discordant += s
		pr += p * r
		psqr += p*s + (1-p)*r
		qs += (1 - p) * s
	}
	if !ok || concordant == 0 || discordant == 0 {
		return Estimate{}, false
	}
	ratio := concordant / discordant
	se := math.Sqrt(pr/(2*concordant*concordant) + psqr/(2*concordant*discordant) + qs/(2*discordant*discordant))
	return Estimate{ratio, se, Interval{ratio * math.Exp(-z*se), ratio * math.Exp(z*se)}}, true
}

// CochranMantelHaenszel tests that A and B are independent within every
// stratum: the statistic with continuity correction (chi-squared, one degree of
// freedom) and the log of its two-sided p-value. Undefined where no stratum can
// tell, each holding fewer than two things or all of one kind.
//
// Sources: W. G. Cochran, Biometrics 10 (1954) 417-451; Mantel and Haenszel
// (1959); the default of R's mantelhaen.test.
func CochranMantelHaenszel(strata []FourFold) (chiSquared, logP float64, ok bool) {
	var difference, variance float64
	for _, t := range strata {
		if !t.usable() {
			return 0, 0, false
		}
		n := t.size()
		if n < 2 {
			continue
		}
		a, b := float64(t.Both)+float64(t.OnlyA), float64(t.Both)+float64(t.OnlyB)
		difference += float64(t.Both) - a*b/n
		variance += a / n * b / n * (n - a) * ((n - b) / (n - 1))
	}
	if variance <= 0 {
		return 0, 0, false
	}
	distance := math.Abs(difference)
	if distance >= 0.5 {
		distance -= 0.5
	}
	chiSquared = distance * distance / variance
	return chiSquared, logErfc(math.Sqrt(chiSquared / 2)), true
}
