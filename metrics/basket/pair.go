package basket

import (
	"math"

	"xsell/metrics/stat"
)

// A Pair holds the counts behind a rule A -> B among N baskets: how many hold
// A, how many hold B, how many both. A and B are single items or sets of items
// without a common one. Every measure of a pair whose counts contradict each
// other is undefined.
type Pair struct {
	N, NA, NB, NAB int64
}

// Valid reports whether the counts can occur together in one or more baskets.
func (p Pair) Valid() bool {
	return p.N > 0 && p.NAB >= 0 && p.NAB <= min(p.NA, p.NB) && max(p.NA, p.NB) <= p.N &&
		p.NAB >= p.NA+p.NB-p.N
}

// Swap returns the counts of B -> A.
func (p Pair) Swap() Pair {
	return Pair{p.N, p.NB, p.NA, p.NAB}
}

// FourFold returns the counts as a two-by-two table.
func (p Pair) FourFold() stat.FourFold {
	return stat.FourFold{
		Both:    p.NAB,
		OnlyA:   p.NA - p.NAB,
		OnlyB:   p.NB - p.NAB,
		Neither: p.N - p.NA - p.NB + p.NAB,
	}
}

// Support returns the share of baskets with both, nAB/N.
func (p Pair) Support() (float64, bool) {
	return p.ratio(p.NAB, p.N)
}

// Attach returns the attach rate A -> B, the share of the baskets with A that
// hold B too: nAB/nA, also called confidence. Undefined where no basket holds A.
// For B -> A swap the pair.
func (p Pair) Attach() (float64, bool) {
	return p.ratio(p.NAB, p.NA)
}

// AttachLimits returns the Wilson limits of [Pair.Attach].
func (p Pair) AttachLimits(level float64) (stat.Interval, bool) {
	if !p.Valid() {
		return stat.Interval{}, false
	}
	return stat.Wilson(p.NAB, p.NA, level)
}

// BaseRate returns the share of the baskets without A that hold B: what B
// attaches to when A is not there. Undefined where every basket holds A.
func (p Pair) BaseRate() (float64, bool) {
	return p.ratio(p.NB-p.NAB, p.N-p.NA)
}

// Expected returns the number of joint baskets if A and B had nothing to do
// with each other, nA nB/N.
func (p Pair) Expected() (float64, bool) {
	if !p.Valid() {
		return 0, false
	}
	return float64(p.NA) * float64(p.NB) / float64(p.N), true
}

// Lift returns how many times more joint baskets there are than expected,
// N nAB/(nA nB); 1 is chance. Undefined where A or B is in no basket.
//
// Source: S. Brin, R. Motwani, J. Ullman and S. Tsur, SIGMOD (1997) 255-264,
// there called interest.
func (p Pair) Lift() (float64, bool) {
	expected, ok := p.Expected()
	if !ok || expected == 0 {
		return 0, false
	}
	return float64(p.NAB) / expected, true
}

// LiftLimits returns confidence limits of the lift, symmetric on the log scale
// with the variance 1/nAB - 1/nA - 1/nB + 2 nAB/(nA nB) - 1/N of log lift (delta
// method, multinomial sampling). Undefined for a lift of 0, whose logarithm has
// no variance.
func (p Pair) LiftLimits(level float64) (stat.Interval, bool) {
	lift, ok := p.Lift()
	if !ok || lift == 0 {
		return stat.Interval{}, false
	}
	n, a, b, ab := float64(p.N), float64(p.NA), float64(p.NB), float64(p.NAB)
	// The true variance is never below 0; its rounding error may be.
	variance := max(0, 1/ab-1/a-1/b+2*ab/(a*b)-1/n)
	return stat.LogLimits(lift, math.Sqrt(variance), level)
}

// Leverage returns the share of baskets with both beyond the expected share,
// nAB/N - nA nB/N^2.
//
// Source: G. Piatetsky-Shapiro, Knowledge Discovery in Databases (1991) 229-248.
func (p Pair) Leverage() (float64, bool) {
	extra, ok := p.ExtraBaskets()
	if !ok {
		return 0, false
	}
	return extra / float64(p.N), true
}

// ExtraBaskets returns the leverage as a number of baskets, nAB - nA nB/N.
func (p Pair) ExtraBaskets() (float64, bool) {
	expected, ok := p.Expected()
	if !ok {
		return 0, false
	}
	return float64(p.NAB) - expected, true
}

// Conviction returns (1 - nB/N)/(1 - confidence): how many times more often
// A -> B would fail by chance than it does. Undefined where it never fails, or
// where no basket holds A.
//
// Source: Brin, Motwani, Ullman and Tsur (1997).
func (p Pair) Conviction() (float64, bool) {
	if !p.Valid() || p.NA == p.NAB {
		return 0, false
	}
	failures := float64(p.NA - p.NAB)
	return float64(p.NA) * (float64(p.N-p.NB) / float64(p.N)) / failures, true
}

// Kulczynski returns the mean of the two attach rates. It does not depend on
// the number of baskets with neither. Undefined where A or B is in no basket.
//
// Source: S. Kulczynski (1927); T. Wu, Y. Chen and J. Han, Data Mining and
// Knowledge Discovery 21 (2010) 371-397.
func (p Pair) Kulczynski() (float64, bool) {
	ab, okAB := p.Attach()
	ba, okBA := p.Swap().Attach()
	if !okAB || !okBA {
		return 0, false
	}
	return (ab + ba) / 2, true
}

// ImbalanceRatio returns |nA - nB| / (nA + nB - nAB), from 0 (A and B equally
// frequent) towards 1. Undefined where neither is in a basket.
//
// Source: Wu, Chen and Han (2010).
func (p Pair) ImbalanceRatio() (float64, bool) {
	return p.ratio(max(p.NA-p.NB, p.NB-p.NA), p.NA+p.NB-p.NAB)
}

// LogFisherGreater returns the log of the one-sided p-value of Fisher's exact
// test against "as often together as by chance"; small is more often.
func (p Pair) LogFisherGreater() (float64, bool) {
	if !p.Valid() {
		return 0, false
	}
	return stat.LogFisherGreater(p.NAB, p.NA, p.NB, p.N)
}

// LogFisherLess is [Pair.LogFisherGreater] on the other side; small is less
// often together than by chance, as of substitutes.
func (p Pair) LogFisherLess() (float64, bool) {
	if !p.Valid() {
		return 0, false
	}
	return stat.LogFisherLess(p.NAB, p.NA, p.NB, p.N)
}

// Pool returns the target pool of A -> B, the number of baskets with A and
// without B: whom to offer B.
func (p Pair) Pool() (int64, bool) {
	if !p.Valid() {
		return 0, false
	}
	return p.NA - p.NAB, true
}

// ratio returns part/whole of a valid pair; undefined for a whole of 0.
func (p Pair) ratio(part, whole int64) (float64, bool) {
	if !p.Valid() || whole == 0 {
		return 0, false
	}
	return float64(part) / float64(whole), true
}
