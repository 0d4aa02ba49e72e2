package metrics

import (
	"fmt"
	"math"

	"xsell/metrics/basket"
	"xsell/metrics/stat"
)

// The functions of this file turn the counts of two things into the columns that the
// sections about buying together share.

const (
	confidence    = 0.95 // of every limit in the report
	falseFindings = 0.05 // the share of false findings that is let through among all
)

// candidate is the status of a pair that is together more often than chance explains.
const candidate = "candidate"

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

func evidenceCells(p basket.Pair, logQ float64) []Cell {
	logP, ok := p.LogFisherGreater()
	return []Cell{defined(p.Expected()), defined(p.ExtraBaskets()), defined(p.Support()), defined(p.Conviction()),
		defined(p.Kulczynski()), defined(p.ImbalanceRatio()), defined(probability(logP), ok), defined(probability(logQ), ok), status(logQ)}
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
	if standing == 0 {
		return fmt.Sprintf("of %s tested, none stands out once the number of tests is allowed for", plural(m, "pair", "pairs"))
	}
	return fmt.Sprintf("of %s tested, %s more often together than chance explains", plural(m, "pair", "pairs"), plural(standing, "is", "are"))
}

// times writes a lift: "2.5 times".
func times(lift float64) string { return compact(math.Round(lift*10)/10) + " times" }

// limitsText writes the limits of a lift: "1.8 to 3.5".
func limitsText(i stat.Interval) string { return fmt.Sprintf("%.2f to %.2f", i.Low, i.High) }
