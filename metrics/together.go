package metrics

import (
	"fmt"
	"math"
	"strconv"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// The functions of this file turn the counts of two things into the columns that the
// sections about buying together share.

const (
	confidence    = 0.95 // of every limit in the report
	falseFindings = 0.05 // the share of false findings that is let through among all
)

// defined is the cell of a measure that may be undefined.
func defined(v float64, ok bool) Cell {
	if !ok {
		return nil
	}
	return v
}

// limits are the cells of two limits that may be undefined.
func limits(i stat.Interval, ok bool) []Cell {
	if !ok {
		return []Cell{nil, nil}
	}
	return []Cell{i.Low, i.High}
}

// togetherColumns are the columns that togetherCells fills.
func togetherColumns(baskets string) []Column {
	return []Column{
		{"n", baskets, Count}, {"n_a", baskets + " with A", Count}, {"n_b", baskets + " with B", Count}, {"n_ab", baskets + " with both", Count},
		{"attach_ab", "B among those with A", Ratio}, {"attach_ba", "A among those with B", Ratio},
		{"lift", "Lift", Number}, {"lift_low", "Lift, low", Number}, {"lift_high", "Lift, high", Number},
		{"pool_ab", "A without B", Count}, {"pool_ba", "B without A", Count},
	}
}

func togetherCells(p basket.Pair) []Cell {
	cells := []Cell{p.N, p.NA, p.NB, p.NAB, defined(p.Attach()), defined(p.Swap().Attach()), defined(p.Lift())}
	cells = append(cells, limits(p.LiftLimits(confidence))...)
	return append(cells, p.NA-p.NAB, p.NB-p.NAB)
}

// evidenceColumns are the columns that evidenceCells fills.
func evidenceColumns() []Column {
	return []Column{
		{"expected", "Expected by chance", Number}, {"extra", "More than expected", Number},
		{"support", "Share of all", Ratio}, {"conviction", "Conviction", Number},
		{"kulczynski", "Kulczynski", Number}, {"imbalance", "Imbalance", Number},
		{"p", "p", Number}, {"q", "q", Number}, {"status", "Status", Text},
	}
}

// evidenceCells leaves the test blank for a pair that was not judged.
func evidenceCells(p basket.Pair, logQ float64, judged bool) []Cell {
	cells := []Cell{defined(p.Expected()), defined(p.ExtraBaskets()), defined(p.Support()), defined(p.Conviction()),
		defined(p.Kulczynski()), defined(p.ImbalanceRatio()), nil, nil, nil}
	if logP, ok := p.LogFisherGreater(); ok && judged {
		cells[6], cells[7], cells[8] = probability(logP), probability(logQ), status(logQ)
	}
	return cells
}

// probability is the value of a log probability. It is never 0, which no test can
// show: below 1e-300 it says 1e-300.
func probability(log float64) float64 { return max(math.Exp(log), 1e-300) }

// stands reports whether a pair passes the correction for having tested them all.
func stands(logQ float64) bool { return logQ <= math.Log(falseFindings) }

func status(logQ float64) Cell {
	if stands(logQ) {
		return candidate
	}
	return nil
}

// tested is a pair with the number of pairs that have just these counts.
type tested struct {
	basket.Pair
	times int64
}

// adjusted are the logarithms of the q-values of the pairs, in their order, and the number
// of pairs that stand, for m pairs tested in all; pairs never together count with p = 1.
func adjusted(pairs []tested, m int64) (logQ []float64, standing int64, err error) {
	var logP []float64
	for _, p := range pairs {
		one, ok := p.LogFisherGreater()
		if !ok {
			return nil, 0, fmt.Errorf("the counts %+v cannot occur together", p.Pair)
		}
		for range p.times {
			logP = append(logP, one)
		}
	}
	all, ok := stat.BenjaminiHochberg(logP, m)
	if !ok {
		return nil, 0, fmt.Errorf("%d pairs seen among %d tested", len(logP), m)
	}
	logQ = make([]float64, len(pairs))
	at := int64(0)
	for i, p := range pairs {
		logQ[i] = all[at]
		at += p.times
		if stands(logQ[i]) {
			standing += p.times
		}
	}
	return logQ, standing, nil
}

// verdict says of how many pairs the test was, and how many stand.
func verdict(standing, m int64) string {
	switch {
	case m == 1 && standing == 0:
		return "the one pair tested could be chance"
	case m == 1:
		return "the one pair tested is more often together than chance explains"
	case standing == 0:
		return fmt.Sprintf("of %s pairs tested, none stands out once the number of tests is allowed for", count(m))
	}
	return fmt.Sprintf("of %s pairs tested, %s more often together than chance explains", count(m), plural(standing, "is", "are"))
}

// standsOut says how much more often than by chance two things are in the same deals.
func standsOut(a, b string, p basket.Pair) string {
	expected, _ := p.Expected()
	lift, _ := p.Lift()
	within, _ := p.LiftLimits(confidence)
	return fmt.Sprintf("%s and %s stand out most: %s both, %s as many as the %s expected by chance (95 %% limits %s).",
		short(a), short(b), plural(p.NAB, "deal holds", "deals hold"), times(lift), about(expected), limitsText(within))
}

// trial proposes to offer B to the buyers of A, with what speaks for it; nothing where
// all of them take it already.
func trial(a, b string, p basket.Pair, joint sales.Money, o Options) []Finding {
	attach, ok := p.Attach()
	pool := p.NA - p.NAB
	if !ok || pool == 0 {
		return nil
	}
	text := fmt.Sprintf("Worth a trial: offer %[2]s with %[1]s. %[3]s of the deals with %[1]s hold %[2]s", short(a), short(b), percent(attach))
	if base, ok := p.BaseRate(); ok {
		text += fmt.Sprintf(", %s of the deals without", percent(base))
	}
	return []Finding{{Role: Do, Weight: joint, Text: fmt.Sprintf("%s; %s left it out. Together, the two bring %s.",
		text, plural(pool, "deal", "deals"), o.money(joint))}}
}

// dependent limits what the tests of this chapter can say.
const dependent = "The deals of one customer are not independent and large customers buy more of everything: limits and q are approximate, and too sure where few customers place many deals."

// wentBack says how many deals are no basket because all of them was returned.
func wentBack(deals, kept int64) string {
	return fmt.Sprintf("Left out: %s of %s, returned in full.", count(deals-kept), plural(deals, "deal", "deals"))
}

// times writes a lift: "2.5 times".
func times(lift float64) string { return fmt.Sprintf("%.1f times", lift) }

// about writes an expected number: "52.2", "6,862".
func about(v float64) string {
	if v >= 99.95 {
		return count(int64(math.Round(v)))
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// limitsText writes the limits of a lift: "1.8 to 3.5".
func limitsText(i stat.Interval) string { return fmt.Sprintf("%.2f to %.2f", i.Low, i.High) }

// charted is how many types or areas a heat map holds before it cannot be read.
const charted = 15

// inChart marks the rows of a square table that its heat map shows.
func inChart(places ...int64) Cell {
	for _, p := range places {
		if p > charted {
			return nil
		}
	}
	return "yes"
}
