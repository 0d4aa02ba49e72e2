package metrics

import (
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// order counts the customers who bought A and B first on different days, by which came
// first.
type order struct {
	ab, ba, same int64
	expected     float64 // of those with different days, A first if their visits had come in any order
}

// logMore is the log of the probability that A comes first so often, or more, if the order
// did not matter: a sign test in which a good that a customer buys more often, or that most
// bought in the earlier month, is the likelier one to come first. Customers differ in that chance, so that the number is a sum of
// unlike trials; the binomial distribution of the same mean bounds it.
func (o order) logMore() float64 {
	n := o.ab + o.ba
	if float64(o.ab) < o.expected+1 || n == 0 {
		return 0
	}
	logP, _ := stat.LogBinomialGreater(o.ab, n, o.expected/float64(n))
	return max(smallest, logP)
}

// orderOf looks at the visits before a day, and at those customers of whom the later of
// the two first purchases is in the watch. Both must be of the time in which both goods
// were sold: what comes new is bought after the old, and does not follow it.
//
// If the order of a customer's visits were chance, the first visit with just one of both
// goods would be one of A as often as there are visits with A alone among these. Goods
// have their times: that A was bought on the one day and B on the other stands to the
// reverse as the shares of visits that brought them in these months.
func (w *walks) orderOf(a, b int32, before sales.Day) (o order) {
	if w.engine != nil {
		return w.engine.known(a, b).order
	}
	chances := fixed(0)
	on := w.onSale(a, b)
	on.End = min(on.End, before-1)
	x, y := w.owned[a], w.owned[b]
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].of < y[j].of:
			i++
		case x[i].of > y[j].of:
			j++
		default:
			chances += w.inOrder(&o, a, b, x[i], y[j], on)
			i++
			j++
		}
	}
	o.expected = chances.float()
	return o
}

// onSale are the months in which both goods were sold.
func (w *walks) onSale(a, b int32) sales.Period {
	return sales.Period{Start: max(w.sold[a].Start, w.sold[b].Start), End: min(w.sold[a].End, w.sold[b].End)}
}

// inOrder counts a customer, and gives the chance that A is first.
func (w *walks) inOrder(o *order, a, b int32, firstA, firstB first, on sales.Period) fixed {
	dayA, dayB := w.visits[firstA.visit].day, w.visits[firstB.visit].day
	if !on.Contains(dayA) || !on.Contains(dayB) || max(dayA, dayB) < w.from {
		return 0
	}
	switch {
	case dayA == dayB:
		o.same++
		return 0
	case dayA < dayB:
		o.ab++
	default:
		o.ba++
	}
	onlyA, onlyB := w.apart(a, b, firstA.of, on)
	one, two := w.monthAt(min(dayA, dayB)), w.monthAt(max(dayA, dayB))
	for1 := float64(float64(onlyA) * w.share(a, one) * w.share(b, two))
	for2 := float64(float64(onlyB) * w.share(b, one) * w.share(a, two))
	return inParts(for1 / (for1 + for2))
}

// share is the share of the visits of a month that brought a good; one purchase at its
// share in all visits is added, so that a rare good has no month without it.
func (w *walks) share(good int32, month int) float64 {
	all := float64(len(w.visits)) / float64(len(w.bought[good]))
	return float64(w.monthly[good][month]+1) / (float64(w.perMonth[month]) + all)
}

// monthAt is the number of the month of a day that is known.
func (w *walks) monthAt(d sales.Day) int { return int(w.months[d-w.begin]) }

// apart counts the visits of a customer in a time with one of two goods and not the other.
func (w *walks) apart(a, b, who int32, in sales.Period) (onlyA, onlyB int64) {
	x, y := w.visitsWith(a, who), w.visitsWith(b, who)
	for len(x) > 0 || len(y) > 0 {
		switch {
		case len(y) == 0 || len(x) > 0 && x[0] < y[0]:
			if in.Contains(w.visits[x[0]].day) {
				onlyA++
			}
			x = x[1:]
		case len(x) == 0 || y[0] < x[0]:
			if in.Contains(w.visits[y[0]].day) {
				onlyB++
			}
			y = y[1:]
		default:
			x, y = x[1:], y[1:]
		}
	}
	return onlyA, onlyB
}

// visitsWith are the visits of a customer with a good.
func (w *walks) visitsWith(good, who int32) []int32 {
	all, x := w.bought[good], w.walkers[who]
	start, _ := slices.BinarySearch(all, x.start)
	end, _ := slices.BinarySearch(all, x.end)
	return all[start:end]
}
