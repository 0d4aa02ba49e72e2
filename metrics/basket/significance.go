package basket

import "xsell/metrics/stat"

// Pairs returns how many unordered pairs of different items n items make: the
// number of hypotheses when every pair is tested, seen together or not.
func Pairs(n int64) int64 {
	if n < 2 {
		return 0
	}
	if n%2 == 0 {
		return n / 2 * (n - 1)
	}
	return (n - 1) / 2 * n
}

// AdjustGreater tests every pair for "more often together than by chance" by
// Fisher's exact test, one-sided, and returns the logarithms of the q-values of
// Benjamini and Hochberg in the order of the pairs. m is the number of all pairs
// whose margins pass, those never seen together included: they need not be
// listed, as their p is 1. Undefined for m < len(pairs) or an invalid pair.
func AdjustGreater(pairs []Pair, m int64) ([]float64, bool) {
	return adjust(pairs, m, Pair.LogFisherGreater)
}

// AdjustLess tests every pair for "less often together than by chance". Here
// the pairs never seen together are the candidates, so the caller lists all m.
func AdjustLess(pairs []Pair, m int64) ([]float64, bool) {
	return adjust(pairs, m, Pair.LogFisherLess)
}

func adjust(pairs []Pair, m int64, test func(Pair) (float64, bool)) ([]float64, bool) {
	logP := make([]float64, len(pairs))
	for i, p := range pairs {
		var ok bool
		if logP[i], ok = test(p); !ok {
			return nil, false
		}
	}
	return stat.BenjaminiHochberg(logP, m)
}

// StratifiedOddsRatio returns the Mantel-Haenszel odds ratio of A and B over
// strata, with its limits; see [stat.MantelHaenszel]. Strata without a basket
// are skipped; undefined if the counts of another contradict each other.
func StratifiedOddsRatio(strata []Pair, level float64) (stat.Estimate, bool) {
	tables := make([]stat.FourFold, 0, len(strata))
	for _, p := range strata {
		if p == (Pair{}) {
			continue
		}
		if !p.Valid() {
			return stat.Estimate{}, false
		}
		tables = append(tables, p.FourFold())
	}
	return stat.MantelHaenszel(tables, level)
}
