package metrics

import (
	"context"
	"math"

	"xsell/metrics/stat"
)

// The bounds of the model of customers who may leave.
const (
	fewestRepeat = 100  // customers with a repeat deal it needs
	mostOff      = 0.25 // part of the real deals that its test may miss
	frequencies  = 8    // groups of the test: 0, 1, ... and 7 or more repeat deals
	mostRelated  = 0.2  // correlation of number and money of deals for which they count as unrelated
)

// leaving is the BG/NBD model of the customers of a ledger.
type leaving struct {
	now       stat.BGNBD
	used      bool
	repeaters int64 // customers with a repeat deal before the test
	fitted    bool
	test      [frequencies]forecast
	coming    map[stat.Buyers]outlook
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

// model fits the model to the time before the test, tests it, and fits it anew to all of the
// time where it passes.
func (k kept) model(ctx context.Context) (leaving, error) {
	m := leaving{repeaters: k.repeaters}
	if m.repeaters < fewestRepeat || k.ahead() == 0 {
		return m, nil
	}
	before, err := k.alike(ctx, true)
	if err != nil {
		return m, err
	}
	old, _, ok := stat.FitBGNBD(histories(before))
	if !ok {
		return m, nil
	}
	if m.fitted = m.try(old, before, k.watch); !m.fitted || m.off() > mostOff {
		return m, nil
	}
	now, err := k.alike(ctx, false)
	if err != nil {
		return m, err
	}
	alike := histories(now)
	if m.now, _, ok = stat.FitBGNBD(alike); !ok {
		return m, nil
	}
	if m.coming, m.used = outlooks(m.now, alike, k.watch); m.used {
		err = m.value(ctx, k)
	}
	return m, err
}

func histories(all []buyers) []stat.Buyers {
	out := make([]stat.Buyers, len(all))
	for i, b := range all {
		out[i] = b.Buyers
	}
	return out
}

// try forecasts the time of the test for all who had come before it; false where the model
// has no forecast for some of them.
func (m *leaving) try(before stat.BGNBD, all []buyers, w watch) bool {
	coming, ok := outlooks(before, histories(all), w)
	if !ok {
		return false
	}
	for _, b := range all {
		t := &m.test[min(b.Repeat, frequencies-1)]
		t.customers += b.Count
		t.actual += b.since
		t.expected += float64(b.Count) * coming[b.one()].deals
	}
	return true
}

// one is the history without the number of its customers.
func (b buyers) one() stat.Buyers {
	return stat.Buyers{Repeat: b.Repeat, Last: b.Last, Age: b.Age, Count: 1}
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
