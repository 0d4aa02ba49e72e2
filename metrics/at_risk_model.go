package metrics

import (
	"cmp"
	"math"
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// The bounds of the model of customers who may leave.
const (
	fewestRepeat  = 100    // customers with a repeat deal it needs
	mostOff       = 0.25   // part of the real deals that its test may miss
	mostHistories = 20_000 // different histories up to which days are kept; weeks beyond
	frequencies   = 8      // groups of the test: 0, 1, ... and 7 or more repeat deals
	mostRelated   = 0.2    // correlation of number and money of deals for which they count as unrelated
)

// leaving is the BG/NBD model of the customers of a ledger.
type leaving struct {
	now       stat.BGNBD
	used      bool
	repeaters int64 // customers with a repeat deal before the test
	fitted    bool
	test      [frequencies]forecast
	coming    map[stat.Buyers]outlook
	weeks     bool // times are rounded to weeks
	money     stat.GammaGamma
	related   float64 // correlation of number and mean money of repeat deals
	moneyUsed bool
}

// forecast is what the test expected of customers and what came.
type forecast struct {
	customers, actual int64
	expected          float64
}

// outlook is what the model says of one history.
type outlook struct{ alive, deals float64 }

// past is the history of a customer up to a day, in weeks.
func past(deals int64, first, last, until sales.Day, whole bool) stat.Buyers {
	weeks := func(days sales.Day) float64 {
		if whole {
			return math.Round(float64(days) / 7)
		}
		return float64(days) / 7
	}
	return stat.Buyers{Repeat: deals - 1, Last: weeks(last - first), Age: weeks(until - first), Count: 1}
}

// old is the history before the test; false for a customer who came later.
func (b buying) old(split sales.Day, whole bool) (stat.Buyers, bool) {
	if b.oldDeals == 0 {
		return stat.Buyers{}, false
	}
	return past(b.oldDeals, b.first, sales.Day(b.oldLast), split-1, whole), true
}

// whole is the history up to the last day.
func (b buying) whole(until sales.Day, weeks bool) stat.Buyers {
	return past(b.deals, b.first, b.last, until, weeks)
}

// histories counts equal histories, in a fixed order.
func histories(all []buying, of func(buying) (stat.Buyers, bool)) []stat.Buyers {
	number := map[stat.Buyers]int64{}
	for _, b := range all {
		if h, ok := of(b); ok {
			number[h]++
		}
	}
	out := make([]stat.Buyers, 0, len(number))
	for h, n := range number {
		h.Count = n
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b stat.Buyers) int {
		return cmp.Or(cmp.Compare(a.Repeat, b.Repeat), cmp.Compare(a.Last, b.Last), cmp.Compare(a.Age, b.Age))
	})
	return out
}

// modelOf fits the model to the time before the test, tests it, and fits it anew to all
// of the time where it passes.
func modelOf(all []buying, w watch) leaving {
	m := leaving{weeks: len(histories(all, func(b buying) (stat.Buyers, bool) { return b.whole(w.until, false), true })) > mostHistories}
	m.fit(all, w)
	return m
}

func (m *leaving) fit(all []buying, w watch) {
	for _, b := range all {
		if b.oldDeals > 1 {
			m.repeaters++
		}
	}
	if m.repeaters < fewestRepeat || w.ahead() == 0 {
		return
	}
	before, _, ok := stat.FitBGNBD(histories(all, func(b buying) (stat.Buyers, bool) { return b.old(w.split, m.weeks) }))
	if !ok {
		return
	}
	if m.fitted = m.try(before, all, w); !m.fitted || m.off() > mostOff {
		return
	}
	alike := histories(all, func(b buying) (stat.Buyers, bool) { return b.whole(w.until, m.weeks), true })
	if m.now, _, ok = stat.FitBGNBD(alike); !ok {
		return
	}
	if m.coming, m.used = outlooks(m.now, alike, w); m.used {
		m.value(all)
	}
}

// try forecasts the time of the test for all who had come before it; false where the model
// has no forecast for some of them.
func (m *leaving) try(before stat.BGNBD, all []buying, w watch) bool {
	alike := histories(all, func(b buying) (stat.Buyers, bool) { return b.old(w.split, m.weeks) })
	coming, ok := outlooks(before, alike, w)
	if !ok {
		return false
	}
	for _, b := range all {
		h, ok := b.old(w.split, m.weeks)
		if !ok {
			continue
		}
		t := &m.test[min(h.Repeat, frequencies-1)]
		t.customers++
		t.actual += b.deals - b.oldDeals
		t.expected += coming[h].deals
	}
	return true
}

// outlooks are what a model says of histories for the time ahead. A model near the end of what
// can be computed says nothing of some of them, and then is not to be used.
func outlooks(model stat.BGNBD, histories []stat.Buyers, w watch) (map[stat.Buyers]outlook, bool) {
	out := make(map[stat.Buyers]outlook, len(histories))
	for _, h := range histories {
		var o outlook
		var lives, buys bool
		o.alive, lives = model.Alive(h)
		o.deals, buys = model.Expected(h, float64(w.ahead())/7)
		if !lives || !buys {
			return nil, false
		}
		h.Count = 1
		out[h] = o
	}
	return out, true
}

// total is the test over all groups.
func (m *leaving) total() (t forecast) {
	for _, g := range m.test {
		t.customers += g.customers
		t.actual += g.actual
		t.expected += g.expected
	}
	return t
}

// off is the part of the real deals that the forecasts by frequency missed.
func (m *leaving) off() float64 {
	var missed float64
	for _, g := range m.test {
		missed += math.Abs(g.expected - float64(g.actual))
	}
	if total := m.total(); total.actual > 0 {
		return missed / float64(total.actual)
	}
	return math.Inf(1)
}

// perDeal is the mean money of the repeat deals; false where there is none or nothing
// was earned.
func (b buying) perDeal() (float64, bool) {
	if b.deals < 2 || b.spent == sales.Absent || b.spent <= 0 {
		return 0, false
	}
	return float64(b.spent) / float64(b.deals-1), true
}

// value fits the model of the money of a deal, where the money has nothing to do with
// the number of deals. Means are taken together by hundredths, which a fit does not feel.
func (m *leaving) value(all []buying) {
	type mean struct{ deals, hundredths int64 }
	number := map[mean]int64{}
	var x, y []float64
	for _, b := range all {
		if each, ok := b.perDeal(); ok {
			x, y = append(x, float64(b.deals-1)), append(y, each)
			number[mean{b.deals - 1, int64(math.Round(100 * math.Log(each)))}]++
		}
	}
	m.related = correlation(x, y)
	if math.Abs(m.related) > mostRelated {
		return
	}
	spenders := make([]stat.Spenders, 0, len(number))
	for k, n := range number {
		spenders = append(spenders, stat.Spenders{Purchases: k.deals, Mean: math.Exp(float64(k.hundredths) / 100), Count: n})
	}
	slices.SortFunc(spenders, func(a, b stat.Spenders) int {
		return cmp.Or(cmp.Compare(a.Purchases, b.Purchases), cmp.Compare(a.Mean, b.Mean))
	})
	var ok bool
	m.money, _, ok = stat.FitGammaGamma(spenders)
	_, finite := m.money.Mean()
	m.moneyUsed = ok && finite
}

// correlation is Pearson's; 0 where one of both does not vary.
func correlation(x, y []float64) float64 {
	n := float64(len(x))
	var sumX, sumY, xx, yy, xy float64
	for i := range x {
		sumX += x[i]
		sumY += y[i]
	}
	for i := range x {
		dx, dy := x[i]-sumX/n, y[i]-sumY/n
		xx += dx * dx
		yy += dy * dy
		xy += dx * dy
	}
	if xx <= 0 || yy <= 0 {
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}

// moneyOf is the money to expect of a deal of the customer; false where nothing tells.
func (m *leaving) moneyOf(b buying) (float64, bool) {
	each, ok := b.perDeal()
	if ok && m.moneyUsed {
		return m.money.Expected(b.deals-1, each)
	}
	return each, ok
}
