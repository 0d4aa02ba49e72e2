package metrics

import (
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// The least that a comparison of rates is drawn from.
const (
	offersLeast    = 30 // deals in each cell
	effectiveLeast = 8  // customers of one size that would say as much
	weeksLeast     = 8  // before the start
)

// worthPoints is the difference that is looked for where none is needed to pay.
const worthPoints = 0.05

// design is what the attach rate of a programme is compared with.
type design struct {
	evidence Evidence
	against  phrases.Key
	weights  []float64
	compared int // the cell shown beside the rate: of the control, or of the time before
}

// weightsOf makes the contrast of cells, given those that count for and against.
func weightsOf(plus, minus []int) []float64 {
	w := make([]float64, arms*phases)
	for _, i := range plus {
		w[i] = 1
	}
	for _, i := range minus {
		w[i] = -1
	}
	return w
}

// enough reports whether cells hold what a comparison needs.
func (c *counted) enough(cells ...int) bool {
	for _, i := range cells {
		if c.cells[i].n < offersLeast || c.sums.Effective(i) < effectiveLeast {
			return false
		}
	}
	return true
}

// design picks the best comparison that the data allow, whatever it shows: a group left out;
// the same weeks a year earlier; audiences that the programme is not meant for; the time before.
func (c *counted) design(p programme) (design, bool) {
	before, during := cellAt(offeredArm, beforeTime), cellAt(offeredArm, duringTime)
	if left, left0 := cellAt(controlArm, duringTime), cellAt(controlArm, beforeTime); len(p.controls) > 0 && c.enough(left) {
		d := design{RandomControl, "the control group", weightsOf([]int{during}, []int{left}), left}
		if prior, ok := c.contrast(weightsOf([]int{before}, []int{left0}), 0.99); ok && !prior.Limits.Contains(0) {
			d = design{DifferenceInDifferences, "the change of the control group, which was different already before", weightsOf([]int{during, left0}, []int{before, left}), left}
		}
		return d, true
	}
	earlier, before1, before2 := cellAt(offeredArm, earlierDuring), cellAt(offeredArm, beforeTwice), cellAt(offeredArm, earlierBefore)
	switch {
	case c.enough(earlier, before1, before2):
		return design{DifferenceInDifferences, "the same weeks a year earlier", weightsOf([]int{during, before2}, []int{before1, earlier}), earlier}, true
	case c.enough(earlier):
		return design{BeforeAndAfter, "the same weeks a year earlier", weightsOf([]int{during}, []int{earlier}), earlier}, true
	}
	if p.base.Days() < 7*weeksLeast || !c.enough(before) {
		return design{evidence: Coincidence}, false
	}
	if others0, others := cellAt(otherArm, beforeTime), cellAt(otherArm, duringTime); len(p.audiences) > 0 && c.enough(others0, others) {
		return design{DifferenceInDifferences, "the other audiences", weightsOf([]int{during, others0}, []int{before, others}), before}, true
	}
	return design{BeforeAndAfter, "the time before", weightsOf([]int{during}, []int{before}), before}, true
}

// contrast is the weighted difference of rates, customers being what is sampled.
func (c *counted) contrast(weights []float64, level float64) (stat.Estimate, bool) {
	sums := c.sums
	for i, w := range weights {
		if w != 0 {
			sums.Clusters = max(sums.Clusters, float64(c.cells[i].customers))
		}
	}
	return sums.Contrast(weights, level)
}

// effect is what a programme did, as far as can be told.
type effect struct {
	programme
	counted  *counted
	design   design
	compared bool          // there is something to compare with
	diff     stat.Estimate // of the attach rates
	known    bool          // diff is

	offers, raw, taken int64
	money              earnings
	verdict            Verdict
	why                phrases.Key
	more               int64 // offers that it would take to tell, 0 where nobody can say
	left               bool  // half of them to customers left out
	weeks              int64 // that they take at the pace so far
	claimed            int64 // takers that the programme shares or has given to another
	asOf               sales.Day
}

func (c *counted) effect(p programme, cal sales.Calendar, o Options) effect {
	e := effect{programme: p, counted: c, asOf: cal.AsOf}
	during := c.cells[cellAt(offeredArm, duringTime)]
	e.offers, e.raw, e.taken = during.n, during.raw, during.k
	if e.design, e.compared = c.design(p); p.runs.Start > e.asOf {
		e.design, e.compared = design{evidence: Coincidence}, false
	}
	if e.compared {
		e.diff, e.known = c.contrast(e.design.weights, confidence)
	}
	e.money = e.earned(cal)
	e.judge()
	return e
}

// rate is the attach rate of a cell; nil where it is empty.
func (e effect) rate(cell int) Cell {
	if v, ok := e.counted.sums.Rate(cell); ok {
		return v
	}
	return nil
}

// organic is the attach rate that there would have been without the programme.
func (e effect) organic() (float64, bool) {
	r, ok := e.counted.sums.Rate(cellAt(offeredArm, duringTime))
	return min(1, max(0, r-e.diff.Value)), ok && e.known
}

// driven are the extra cross-sales, and their limits.
func (e effect) driven() (value, low, high float64) {
	n := float64(e.offers) * e.credit()
	return n * e.diff.Value, n * e.diff.Limits.Low, n * e.diff.Limits.High
}

// overlapMost is the share of takers shared with other programmes beyond which the effects
// cannot be told apart.
const overlapMost = 0.5

func (e effect) overlap() Cell { return ratio(float64(e.claimed), float64(e.taken)) }

// judge says what can be told, and what it would take where nothing can.
func (e *effect) judge() {
	during := cellAt(offeredArm, duringTime)
	overlap, _ := e.overlap().(float64)
	e.verdict = CannotBeTold
	switch {
	case e.runs.Start > e.asOf:
		e.why = "has not begun"
	case e.offers == 0:
		e.why = "no deal with a from-product yet"
	case !e.compared:
		e.why = "nothing to compare with: too few deals before and no control group"
	case overlap > overlapMost:
		e.why = "most of its sales are claimed by another programme too"
	case !e.known || !e.counted.enough(during):
		e.why = "too few offers, or most of them to one customer"
		e.need()
	default:
		e.decide()
	}
}

func (e *effect) decide() {
	worth := e.worth()
	e.verdict = e.design.evidence.judge(e.diff.Limits, worth)
	switch {
	case e.verdict == Works && e.money.known && e.money.low > 0:
		e.why = "sells more and pays"
	case e.verdict == Works && e.money.known:
		e.why = "sells more; whether it pays is open"
	case e.verdict == Works:
		e.why = "sells more"
	case e.verdict == DoesNotWork && e.diff.Limits.Low > 0:
		e.why = "sells more, but brings less than it costs"
	case e.verdict == DoesNotWork && e.soldAnyway():
		e.why = "would have sold as much anyway, by the season"
	case e.verdict == DoesNotWork && worth > 0:
		e.why = "sells too little more to pay for what it costs"
	case e.verdict == DoesNotWork:
		e.why = "sells less"
	default:
		e.why = "can still be either"
		e.need()
	}
}

// soldAnyway reports whether the rate rose on the time before, and as much a year earlier.
func (e effect) soldAnyway() bool {
	if e.design.compared != cellAt(offeredArm, earlierDuring) {
		return false
	}
	rise, ok := e.counted.contrast(weightsOf([]int{cellAt(offeredArm, duringTime)}, []int{cellAt(offeredArm, beforeTime)}), confidence)
	return ok && rise.Limits.Low > 0 && e.diff.Limits.Contains(0)
}
