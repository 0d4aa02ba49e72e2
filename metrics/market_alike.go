package metrics

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mathext"

	"xsell/metrics/stat"
)

// compareAlike tests the pairs that stand against what chance gives among buyers alike,
// and corrects for so many tests.
//
// Of pairs found to be together the correction is for these alone: only of them is it
// asked what else explains them. Those that the first test let through by chance are few
// enough, and meet the last fifth of the time as a third test.
func (m *market) compareAlike(ctx context.Context, standing []pairTest, tests int64, test func(chance, int64) float64) error {
	logP := make([]float64, len(standing))
	err := sideBySide(ctx, len(standing), func(i int) {
		t := &standing[i]
		a, b := &m.goods[t.a], &m.goods[t.b]
		t.chance = chanceOf(a.stakes, b.stakes)
		logP[i] = test(t.chance, t.both)
	})
	if err != nil {
		return err
	}
	logQ, err := corrected(logP, tests)
	for i := range logQ {
		standing[i].alikeQ = logQ[i]
	}
	return err
}

// chance is the mean and the variance of the joint buyers of two goods if it were chance
// which goods buyers alike choose.
type chance struct{ mean, variance float64 }

func chanceOf(x, y []stake) (c chance) {
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].stratum < y[j].stratum:
			i++
		case x[i].stratum > y[j].stratum:
			j++
		default:
			c.mean += x[i].mean * y[j].mean
			c.variance += x[i].spread * y[j].spread
			i++
			j++
		}
	}
	return c
}

// smallest is the least logarithm of a probability that the tests of chance give.
const smallest = -690.0 // 1e-300

// logMore is the logarithm of the probability of so many joint buyers or more, by a
// Poisson distribution moved so that mean and variance are those of chance. Its upper
// tail is the heavier one: the probability is rather too high.
func (c chance) logMore(both int64) float64 {
	k := float64(both) - c.mean + c.variance
	if k <= 0 || c.variance <= 0 {
		return 0
	}
	return max(smallest, math.Log(mathext.GammaIncReg(k, c.variance)))
}

// logLess is that of so many or fewer, by the normal distribution with correction for
// continuity: here its tail is the heavier one.
func (c chance) logLess(both int64) float64 {
	if c.variance <= 0 {
		return 0
	}
	z := (float64(both) + 0.5 - c.mean) / math.Sqrt(c.variance)
	return max(smallest, math.Log(math.Erfc(-z/math.Sqrt2)/2))
}

// notable is by how much the joint buyers must differ from chance among those alike.
// Where nearly all have a good, chance itself is known less exactly than that however many
// the buyers are, and a smaller difference is not worth an offer.
const notable = 0.1

func (c chance) notablyMore(both int64) bool { return float64(both) >= (1+notable)*c.mean }
func (c chance) notablyLess(both int64) bool { return float64(both) <= (1-notable)*c.mean }

// expected is the mean; undefined where buyers alike cannot have both.
func (c chance) expected() (float64, bool) { return c.mean, c.mean > 0 }

// lift is how many times more joint buyers there are than chance gives among buyers
// alike; undefined where it gives none.
func (c chance) lift(both int64) (float64, bool) {
	if c.mean <= 0 {
		return 0, false
	}
	return float64(both) / c.mean, true
}

// liftLimits are symmetric on the log scale; the variance of the joint buyers is taken to
// grow with their number. Undefined for a lift of 0.
func (c chance) liftLimits(both int64) (stat.Interval, bool) {
	lift, ok := c.lift(both)
	if !ok || both == 0 {
		return stat.Interval{}, false
	}
	return stat.LogLimits(lift, math.Sqrt(c.variance/(c.mean*float64(both))), confidence)
}
