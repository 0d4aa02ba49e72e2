package stat

// RatesAlike tests that groups have the same rate within every stratum: strata[s][g] is the
// rate of group g in stratum s, of which N may be 0. It returns the statistic of Cochran,
// Mantel and Haenszel for two outcomes and so many groups, chi-squared with one degree of
// freedom fewer than there are groups with anything in them, and the log of its p-value. There
// is no correction for continuity. Undefined for strata of different lengths, a rate that is no
// count, and where no stratum can tell: each holding one group or one outcome only.
//
// Source: J. R. Landis, E. R. Heyman and G. G. Koch, International Statistical Review 46
// (1978) 237-254, general association; the test of log-rank sums the same over times.
func RatesAlike(strata [][]Rate) (chiSquared, logP float64, ok bool) {
	if len(strata) == 0 || len(strata[0]) == 0 {
		return 0, 0, false
	}
	groups := len(strata[0])
	t := newLogRank(groups)
	for _, s := range strata {
		if len(s) != groups {
			return 0, 0, false
		}
		all, hits, sizes := 0.0, make([]float64, groups), make([]float64, groups)
		for i, r := range s {
			if r != (Rate{}) && !isCount(r.K, r.N) {
				return 0, 0, false
			}
			hits[i], sizes[i] = float64(r.K), float64(r.N)
			all += hits[i]
		}
		t.add(all, sizes, hits)
	}
	return t.statistic()
}
