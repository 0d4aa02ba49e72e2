package stat

import "math"

// Later returns the chance that the event comes until a time for what has come to an
// earlier time without it, 1 - S(to)/S(from), with limits on the log(-log) scale by
// Greenwood's sum over the steps between. SE is that of the chance. Where no step lies
// between, the chance is 0 and so are the limits. Undefined where nothing comes to from
// without the event, where all of it has it until to, or for a level outside (0, 1).
//
// It is the Kaplan-Meier estimate of those still under observation at from.
func (c SurvivalCurve) Later(from, to, level float64) (Estimate, bool) {
	if !(level > 0 && level < 1) || c.At(from) <= 0 {
		return Estimate{}, false
	}
	rest := SurvivalStep{Survival: 1}
	for _, step := range c {
		if step.Time > from && step.Time <= to {
			d, n := float64(step.Events), float64(step.AtRisk)
			rest.Survival *= (n - d) / n
			rest.greenwood += d / (n * (n - d))
		}
	}
	if rest.greenwood == 0 {
		return Estimate{}, true
	}
	within, ok := rest.Limits(level)
	se, ok2 := rest.SE()
	if !ok || !ok2 || math.IsInf(rest.greenwood, 1) {
		return Estimate{}, false
	}
	return Estimate{1 - rest.Survival, se, Interval{1 - within.High, 1 - within.Low}}, true
}
