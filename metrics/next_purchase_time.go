package metrics

import (
	"maps"
	"math"
	"slices"

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

// exitsOf are the days from A on which customers without B until then bought it, and those on
// which watching ended for the others, ascending.
func (w *walks) exitsOf(a, b int32) (exits []stat.Exits) {
	if w.engine != nil {
		return w.engine.known(a, b).exits
	}
	on := map[int]*stat.Exits{}
	at := func(days sales.Day) *stat.Exits {
		e := on[int(days)]
		if e == nil {
			e = &stat.Exits{Time: float64(days)}
			on[int(days)] = e
		}
		return e
	}
	for _, f := range w.owned[a] {
		start := w.visits[f.visit].day
		bought, has := w.firstOf(b, f.of)
		switch {
		case !has:
			at(w.until-start).Censored++
		case bought > f.visit:
			at(w.visits[bought].day-start).Events++
		}
	}
	for _, days := range slices.Sorted(maps.Keys(on)) {
		exits = append(exits, *on[days])
	}
	return exits
}

// passageOf watches the customers. One without B when watching ends has not refused it:
// he is censored then (Kaplan and Meier).
func passageOf(exits []stat.Exits) passage {
	var p passage
	var days []int64
	for _, e := range exits {
		p.customers += e.Events + e.Censored
		p.followed += e.Events
		p.longest = max(p.longest, int(e.Time))
		for range e.Events {
			days = append(days, int64(e.Time))
		}
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
func (w *walks) waiting(b int32, exits []stat.Exits, p *passage) gain {
	if !p.known {
		return gain{}
	}
	worth := float64(w.goods[b].worth)
	var low, expected, high float64
	for _, e := range exits {
		if e.Censored == 0 || int(e.Time) < p.usual[0] || int(e.Time) > p.usual[2] {
			continue
		}
		chance, ok := p.curve.Later(e.Time, float64(p.usual[2]), confidence)
		if !ok {
			continue
		}
		p.open += e.Censored
		low += float64(e.Censored) * chance.Limits.Low
		expected += float64(e.Censored) * chance.Value
		high += float64(e.Censored) * chance.Limits.High
	}
	if worth < 0 {
		low, high = high, low
	}
	money := func(buyers float64) sales.Money { return sales.Money(math.Round(buyers * worth)) }
	return gain{low: money(low), expected: money(expected), high: money(high), takers: expected, ok: p.open > 0}
}
