package stat

import (
	"cmp"
	"math"
	"slices"
)

// Exits are the things that leave observation at one time, counted since their
// own start: by the event, or censored, still without it when watching ended.
type Exits struct {
	Time             float64
	Events, Censored int64
}

// SurvivalStep is one step of a Kaplan-Meier curve: the share S(Time) still
// without the event just after Time.
type SurvivalStep struct {
	Time     float64
	AtRisk   int64 // under observation just before Time
	Events   int64
	Survival float64
	// greenwood is sum d/(n(n-d)), the variance of log S(Time); infinite
	// once S is 0.
	greenwood float64
}

// A SurvivalCurve holds one step for each time with an event, by rising time.
// Before its first step S = 1.
type SurvivalCurve []SurvivalStep

// KaplanMeier estimates the survival curve from exits in any order; exits at
// one time are added together, and what is censored at a time is still at risk
// at that time. Undefined for no exits at all or a negative count.
//
// Source: E. L. Kaplan and P. Meier, JASA 53 (1958) 457-481.
func KaplanMeier(exits []Exits) (SurvivalCurve, bool) {
	var atRisk int64
	for _, e := range exits {
		if !nonNegative(e.Events, e.Censored) || math.IsNaN(e.Time) {
			return nil, false
		}
		atRisk += e.Events + e.Censored
	}
	if atRisk == 0 {
		return nil, false
	}
	var curve SurvivalCurve
	survival, greenwood := 1.0, 0.0
	for _, e := range mergeExits(exits) {
		if e.Events > 0 {
			d, n := float64(e.Events), float64(atRisk)
			survival *= (n - d) / n
			greenwood += d / (n * (n - d))
			curve = append(curve, SurvivalStep{e.Time, atRisk, e.Events, survival, greenwood})
		}
		atRisk -= e.Events + e.Censored
	}
	return curve, true
}

// mergeExits returns the exits by rising time, one for each time.
func mergeExits(exits []Exits) []Exits {
	sorted := slices.Clone(exits)
	slices.SortFunc(sorted, func(a, b Exits) int { return cmp.Compare(a.Time, b.Time) })
	merged := sorted[:0]
	for _, e := range sorted {
		if last := len(merged) - 1; last >= 0 && merged[last].Time == e.Time {
			merged[last].Events += e.Events
			merged[last].Censored += e.Censored
			continue
		}
		merged = append(merged, e)
	}
	return merged
}

// At returns S(t), which is 1 before the first step. Beyond the longest
// observation it repeats the last step, though nothing is known there.
func (c SurvivalCurve) At(t float64) float64 {
	survival := 1.0
	for _, step := range c {
		if step.Time > t {
			break
		}
		survival = step.Survival
	}
	return survival
}

// Median returns the first time at which S is 0.5 or less; undefined ("not
// reached") where the curve stays above 0.5.
func (c SurvivalCurve) Median() (float64, bool) {
	for _, step := range c {
		// A product of fractions that is 0.5 may come out a rounding above.
		if step.Survival <= 0.5+1e-12 {
			return step.Time, true
		}
	}
	return 0, false
}

// SE returns Greenwood's standard error of S; undefined once S is 0.
//
// Source: M. Greenwood, Reports on Public Health and Medical Subjects 33
// (1926).
func (s SurvivalStep) SE() (float64, bool) {
	if s.Survival <= 0 {
		return 0, false
	}
	return s.Survival * math.Sqrt(s.greenwood), true
}

// Limits returns the confidence limits of S on the log(-log) scale, which stay
// inside [0, 1]; undefined once S is 0 or for a level outside (0, 1).
//
// Source: J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of
// Failure Time Data (1980), section 1.3; "log-log" of R's survfit.
func (s SurvivalStep) Limits(level float64) (Interval, bool) {
	z, ok := twoSidedZ(level)
	if !ok || s.Survival <= 0 || s.Survival >= 1 {
		return Interval{}, false
	}
	width := z * math.Sqrt(s.greenwood) / -math.Log(s.Survival)
	return Interval{
		Low:  math.Pow(s.Survival, math.Exp(width)),
		High: math.Pow(s.Survival, math.Exp(-width)),
	}, true
}
