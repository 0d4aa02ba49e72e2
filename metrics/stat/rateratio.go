package stat

import "math"

// A CohortStratum counts cases in two groups that are alike in all but exposure. Exposed
// and Unexposed are how often a case could have occurred: numbers of occasions.
type CohortStratum struct {
	ExposedCases, Exposed     int64
	UnexposedCases, Unexposed int64
}

func (c CohortStratum) usable() bool {
	return nonNegative(c.ExposedCases, c.UnexposedCases, c.Exposed-c.ExposedCases, c.Unexposed-c.UnexposedCases)
}

// RiskRatio returns the common ratio of the shares of cases among the exposed and the
// unexposed over strata (Mantel and Haenszel), with the limits of Greenland and Robins.
// SE is that of the log ratio, on whose scale the limits are symmetric. Strata with one
// group only say nothing and are skipped. Undefined where either group has no case in any
// other stratum: the ratio would be 0 or infinite.
//
// Sources: K. Rothman, Epidemiologic Analysis with a Programmable Calculator (1979);
// S. Greenland and J. Robins, Biometrics 41 (1985) 55-68.
func RiskRatio(strata []CohortStratum, level float64) (Estimate, bool) {
	z, ok := twoSidedZ(level)
	var exposed, unexposed, spread float64
	for _, c := range strata {
		if !c.usable() {
			return Estimate{}, false
		}
		n1, n0 := float64(c.Exposed), float64(c.Unexposed)
		n := n1 + n0
		if n1 == 0 || n0 == 0 {
			continue
		}
		a, b := float64(c.ExposedCases), float64(c.UnexposedCases)
		exposed += a * n0 / n
		unexposed += b * n1 / n
		spread += ((a+b)*n1*n0 - a*b*n) / (n * n)
	}
	if !ok || exposed == 0 || unexposed == 0 {
		return Estimate{}, false
	}
	ratio, se := exposed/unexposed, math.Sqrt(max(0, spread)/(exposed*unexposed))
	return Estimate{ratio, se, Interval{ratio * math.Exp(-z*se), ratio * math.Exp(z*se)}}, true
}
