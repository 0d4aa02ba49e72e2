package metrics

import (
	"math"

	"xsell/metrics/stat"
)

// power is the chance to see a difference that is there.
const power = 0.8

// need works out how many more offers would tell the difference seen so far (that which pays,
// if it is larger, and 5 points at least) from none: of the programme as it is, or with
// half of the customers left out from now on, whichever takes fewer.
func (e *effect) need() {
	base, ok := e.organic()
	during := cellAt(offeredArm, duringTime)
	target := min(1, base+max(worthPoints, e.diff.Value, min(e.worth(), 1)))
	if !ok || base <= 0 || target <= base {
		return
	}
	spread, fixed := e.spread(during), 0.0
	for i, w := range e.design.weights {
		if v, ok := e.counted.contrast(weightsOf([]int{i}, nil), confidence); ok && w != 0 && i != during {
			fixed += v.SE * v.SE
		}
	}
	arm, ok := stat.SampleSize(base, target, math.Inf(1), confidence, power)
	if !ok {
		return
	}
	e.more, e.left = int64(math.Ceil(4*arm*spread)), true // two arms, and each takes twice what a known rate would
	if n, ok := stat.SampleSize(base, target, base*(1-base)/fixed, confidence, power); ok {
		if more := max(1, offersLeast-e.offers, int64(math.Ceil(n*spread))-e.offers); more <= e.more {
			e.more, e.left = more, false
		}
	}
	if days := float64(min(e.runs.End, e.asOf)-e.runs.Start) + 1; e.asOf < e.runs.End {
		e.weeks = int64(math.Ceil(float64(e.more) / (float64(e.offers) / days * 7)))
	}
}

// reason says why the verdict is what it is, and what it would take to tell more.
func (e effect) reason(o Options) string {
	text := o.say(e.why)
	switch {
	case e.more > 0 && e.left:
		text += o.say("; about %d more {1|offer|offers} would tell, every second customer left out", e.more)
	case e.more > 0:
		text += o.say("; about %d more {1|offer|offers} would tell, if the difference stays as it is", e.more)
	}
	if e.weeks > 0 {
		text += o.say(" (%d {1|week|weeks} at this pace)", e.weeks)
	}
	return text
}

// spread is how much larger the variance of a rate is than that of independent deals, since
// customers have several.
func (e *effect) spread(cell int) float64 {
	p, _ := e.counted.sums.Rate(cell)
	v, ok := e.counted.contrast(weightsOf([]int{cell}, nil), confidence)
	if !ok || p <= 0 || p >= 1 {
		return 1
	}
	return max(1, v.SE*v.SE*float64(e.offers)/(p*(1-p)))
}
