package stat

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
)

// LogRank tests that groups have the same survival curve: at each time with an
// event, those of a group are compared with its part of all that are at risk.
// It returns the statistic, which is chi-squared with one degree of freedom fewer
// than there are groups, and the log of its p-value. Exits at one time are added
// together. Undefined for fewer than two groups, a group of nobody, a negative
// count, or where no time with an event has two groups at risk.
//
// Sources: N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163-170; R. Peto and
// J. Peto, JRSS A 135 (1972) 185-207; survdiff of R's survival with rho = 0.
func LogRank(groups [][]Exits) (chiSquared, logP float64, ok bool) {
	if len(groups) < 2 {
		return 0, 0, false
	}
	var all []Exits
	atRisk := make([]float64, len(groups))
	merged := make([][]Exits, len(groups))
	for i, g := range groups {
		for _, e := range g {
			if !nonNegative(e.Events, e.Censored) || math.IsNaN(e.Time) {
				return 0, 0, false
			}
			atRisk[i] += float64(e.Events + e.Censored)
		}
		if atRisk[i] == 0 {
			return 0, 0, false
		}
		merged[i] = mergeExits(g)
		all = append(all, merged[i]...)
	}
	t := newLogRank(len(groups))
	for _, at := range mergeExits(all) {
		events, left := exitsAt(merged, at.Time)
		t.add(float64(at.Events), atRisk, events)
		for i := range atRisk {
			atRisk[i] -= left[i]
		}
	}
	return t.statistic()
}

// exitsAt are the events and all exits of each group at a time; these are taken
// off the groups.
func exitsAt(groups [][]Exits, time float64) (events, left []float64) {
	events, left = make([]float64, len(groups)), make([]float64, len(groups))
	for i, g := range groups {
		if len(g) > 0 && g[0].Time == time {
			events[i], left[i] = float64(g[0].Events), float64(g[0].Events+g[0].Censored)
			groups[i] = g[1:]
		}
	}
	return events, left
}

// logRank sums over the times observed less expected events of every group, and their
// variance (multivariate hypergeometric).
type logRank struct {
	difference []float64
	variance   *mat.SymDense
}

func newLogRank(n int) *logRank { return &logRank{make([]float64, n), mat.NewSymDense(n, nil)} }

func (t *logRank) add(d float64, atRisk, events []float64) {
	n := 0.0
	for _, r := range atRisk {
		n += r
	}
	if d == 0 || n < 2 {
		return
	}
	scale := d * (n - d) / (n - 1)
	for i := range t.difference {
		share := atRisk[i] / n
		t.difference[i] += events[i] - d*share
		for k := 0; k <= i; k++ {
			v := -scale * share * atRisk[k] / n
			if k == i {
				v += scale * share
			}
			t.variance.SetSym(i, k, t.variance.At(i, k)+v)
		}
	}
}

// statistic is d' V^-1 d, by Cholesky's factors. Left out are groups of no variance, at
// risk at no time with an event, and the last of the others, which follows from the rest.
func (t *logRank) statistic() (chiSquared, logP float64, ok bool) {
	var in []int
	for i := range t.difference {
		if t.variance.At(i, i) > 0 {
			in = append(in, i)
		}
	}
	if len(in) < 2 {
		return 0, 0, false
	}
	in = in[:len(in)-1]
	v, d := mat.NewSymDense(len(in), nil), mat.NewVecDense(len(in), nil)
	for a, i := range in {
		d.SetVec(a, t.difference[i])
		for b, k := range in[:a+1] {
			v.SetSym(a, b, t.variance.At(i, k))
		}
	}
	var factors mat.Cholesky
	var x mat.VecDense
	if !factors.Factorize(v) || factors.SolveVecTo(&x, d) != nil {
		return 0, 0, false
	}
	chiSquared = max(0, mat.Dot(d, &x))
	logP, ok = LogChiSquared(chiSquared, len(in))
	return chiSquared, logP, ok
}

// LogChiSquared returns the log of the chance that a chi-squared variable of so
// many degrees of freedom is x or more, also where that chance underflows.
// Undefined for a negative x or fewer than one degree of freedom.
//
// Source: the incomplete gamma function, W. Press et al., Numerical Recipes
// (3rd ed., 2007), section 6.2: the series below a+1, the continued fraction above.
func LogChiSquared(x float64, degrees int) (float64, bool) {
	if !(x >= 0) || math.IsInf(x, 1) || degrees < 1 {
		return 0, false
	}
	a, x := float64(degrees)/2, x/2
	if x < a+1 {
		return math.Log1p(-mathext.GammaIncReg(a, x)), true
	}
	gamma, _ := math.Lgamma(a)
	return a*math.Log(x) - x - gamma + math.Log(gammaFraction(a, x)), true
}

// gammaFraction is the continued fraction of the upper incomplete gamma function,
// by Lentz's method.
func gammaFraction(a, x float64) float64 {
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for i := 1.0; i <= 10_000; i++ {
		n := -i * (i - a)
		b += 2
		if d = n*d + b; math.Abs(d) < tiny {
			d = tiny
		}
		if c = b + n/c; math.Abs(c) < tiny {
			c = tiny
		}
		d = 1 / d
		h *= d * c
		if math.Abs(d*c-1) < 1e-15 {
			break
		}
	}
	return h
}

// MedianLimits returns the limits of the median by the inverted limits of S on the
// log(-log) scale: the first times at which the lower and the upper limit are 0.5
// or less. The upper one is undefined ("not reached") where the upper limit of S
// stays above 0.5, the lower one where even the lower limit does.
//
// Source: R. Brookmeyer and J. Crowley, Biometrics 38 (1982) 29-41.
func (c SurvivalCurve) MedianLimits(level float64) (low, high float64, lowOK, highOK bool) {
	half := func(of func(Interval) float64) (float64, bool) {
		i := slices.IndexFunc(c, func(s SurvivalStep) bool {
			limits, ok := s.Limits(level)
			return s.Survival <= 0 || ok && of(limits) <= 0.5
		})
		if i < 0 {
			return 0, false
		}
		return c[i].Time, true
	}
	low, lowOK = half(func(i Interval) float64 { return i.Low })
	high, highOK = half(func(i Interval) float64 { return i.High })
	return low, high, lowOK, highOK
}
