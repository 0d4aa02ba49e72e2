package metrics

import (
	"math"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// passage is how long customers take from the first A to the first B: of all who had no B
// until then, also where A was bought before the watch, as some steps take years.
type passage struct {
	customers int64 // with A
	followed  int64 // of them, with B since
	longest   int   // days that one of them was watched
	curve     stat.SurvivalCurve

	usual [3]int // days after which a quarter, half and three quarters of those who followed had done so
	known bool   // whether there are any

	open int64 // customers with A and without B who are in the usual time now
}

// passageOf watches the customers. One without B when watching ends has not refused it:
// he is censored then (Kaplan and Meier).
func (w *walks) passageOf(a, b int32) passage {
	var p passage
	var exits []stat.Exits
	var days []int64
	for _, f := range w.owned[a] {
		start := w.visits[f.visit].day
		bought, has := w.firstOf(b, f.of)
		if has && bought <= f.visit {
			continue
		}
		p.customers++
		e := stat.Exits{Time: float64(w.until - start), Censored: 1}
		if has {
			took := int64(w.visits[bought].day - start)
			p.followed++
			days = append(days, took)
			e = stat.Exits{Time: float64(took), Events: 1}
		}
		p.longest = max(p.longest, int(e.Time))
		exits = append(exits, e)
	}
	p.curve, _ = stat.KaplanMeier(exits)
	for i, share := range []float64{0.25, 0.5, 0.75} {
		if q, ok := stat.Quantile(days, share); ok {
			p.usual[i], p.known = int(math.Ceil(q)), true
		}
	}
	return p
}

// within is the share that has B after so many days; unknown where nobody was watched so
// long, unless all had it before.
func (p passage) within(days int) (float64, bool) {
	if p.customers == 0 || p.longest < days && p.curve.At(float64(days)) > 0 {
		return 0, false
	}
	return 1 - p.curve.At(float64(days)), true
}

// waiting counts the customers who have A, whenever first, and not yet B, and are in the
// usual time now: between the days by which a quarter and three quarters of those who
// followed had done so. What their purchases of B until its end would be worth is the sum
// of their chances times what B is worth to a buyer; low and high by the limits of each.
func (w *walks) waiting(a, b int32, p *passage) gain {
	if !p.known {
		return gain{}
	}
	worth := float64(w.goods[b].worth)
	var low, expected, high float64
	for _, f := range w.owned[a] {
		waited := int(w.until - w.visits[f.visit].day)
		if _, has := w.firstOf(b, f.of); has || waited < p.usual[0] || waited > p.usual[2] {
			continue
		}
		chance, ok := p.curve.Later(float64(waited), float64(p.usual[2]), confidence)
		if !ok {
			continue
		}
		p.open++
		low += chance.Limits.Low
		expected += chance.Value
		high += chance.Limits.High
	}
	if worth < 0 {
		low, high = high, low
	}
	money := func(buyers float64) sales.Money { return sales.Money(math.Round(buyers * worth)) }
	return gain{low: money(low), expected: money(expected), high: money(high), takers: expected, ok: p.open > 0}
}
