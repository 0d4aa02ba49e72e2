package metrics

import (
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// panel holds the deals of sellers by week, as sums up to each week.
type panel struct {
	first   sales.Day // a Monday
	weeks   int
	sellers map[string]int
	n, k    [][]int64       // of a seller before each week; weeks + 1 long
	money   [][]sales.Money // revenue of second areas
	cm1     [][]sales.Money // and their CM1
}

func newPanel(rows []panelRow) panel {
	p := panel{sellers: map[string]int{}}
	if len(rows) == 0 {
		return p
	}
	p.first = rows[0].Week
	last := p.first
	for _, r := range rows {
		p.first, last = min(p.first, r.Week), max(last, r.Week)
		if _, ok := p.sellers[r.Seller]; !ok {
			p.sellers[r.Seller] = len(p.sellers)
		}
	}
	p.weeks = int(last-p.first)/7 + 1
	p.n, p.k, p.money, p.cm1 = make([][]int64, len(p.sellers)), make([][]int64, len(p.sellers)), make([][]sales.Money, len(p.sellers)), make([][]sales.Money, len(p.sellers))
	for s := range p.n {
		p.n[s], p.k[s], p.money[s], p.cm1[s] = make([]int64, p.weeks+1), make([]int64, p.weeks+1), make([]sales.Money, p.weeks+1), make([]sales.Money, p.weeks+1)
	}
	for _, r := range rows {
		s, w := p.sellers[r.Seller], int(r.Week-p.first)/7+1
		p.n[s][w], p.k[s][w], p.money[s][w], p.cm1[s][w] = r.N, r.K, r.SecondArea, r.SecondCM1
	}
	for s := range p.n {
		for w := 1; w <= p.weeks; w++ {
			p.n[s][w] += p.n[s][w-1]
			p.k[s][w] += p.k[s][w-1]
			p.money[s][w] += p.money[s][w-1]
			p.cm1[s][w] += p.cm1[s][w-1]
		}
	}
	return p
}

// rate is that of a seller in the weeks from the first up to, without, the second.
func (p panel) rate(seller, from, to int) stat.Rate {
	return stat.Rate{K: p.k[seller][to] - p.k[seller][from], N: p.n[seller][to] - p.n[seller][from]}
}

// around are the last week before a day and the first whole one after it: the week of a
// training is in neither, unless it was on a Monday.
func (p panel) around(d sales.Day) (before, after int) {
	from := int(d - p.first)
	before = floorDiv(from, 7)
	after = floorDiv(from+6, 7)
	return min(max(before, 0), p.weeks), min(max(after, 0), p.weeks)
}

func floorDiv(a, b int) int {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

// trained is one person's training, in weeks of the panel.
type trained struct {
	seller       int
	day          sales.Day
	from, before int // the weeks before it
	after, to    int // the weeks after it
}

// comparedTraining is a person's training beside the others at the time.
type comparedTraining struct {
	trained
	raw, shrunk      stat.Treated
	trend            stat.Treated // the weeks before, second half against first
	own0, own1       stat.Rate
	others0, others1 stat.Rate // pooled, for the spans that were compared
}

// longestSpan is how many weeks before and after a training are looked at.
const longestSpan = 52

// compare sets a training beside those who were not trained by the end of the weeks.
func (p panel) compare(t trained, untrained []int) comparedTraining {
	c := comparedTraining{trained: t, own0: p.rate(t.seller, t.from, t.before), own1: p.rate(t.seller, t.after, t.to)}
	shrink := p.shrinker(t, untrained)
	weight := harmonic(c.own0.N, c.own1.N)
	before, _ := c.own0.Value()
	c.raw = stat.Treated{Unit: t.seller, Before: before, Weight: weight}
	c.shrunk = stat.Treated{Unit: t.seller, Before: shrink(c.own0), Weight: weight}
	for _, span := range p.spans(t, untrained) {
		own := p.rate(t.seller, span.from, span.to)
		after, ok := own.Value()
		if !ok {
			continue
		}
		raw, shrunk := stat.Span{After: after, Size: float64(own.N)}, stat.Span{After: after, Size: float64(own.N)}
		for s := range p.n {
			r0, r1 := p.rate(s, t.from, t.before), p.rate(s, span.from, span.to)
			w := harmonic(r0.N, r1.N)
			if s == t.seller || untrained[s] < span.to || w == 0 {
				continue
			}
			v0, _ := r0.Value()
			v1, _ := r1.Value()
			raw.Others = append(raw.Others, stat.Other{Unit: s, Before: v0, After: v1, Weight: w})
			shrunk.Others = append(shrunk.Others, stat.Other{Unit: s, Before: shrink(r0), After: v1, Weight: w})
			c.others0, c.others1 = addRates(c.others0, r0), addRates(c.others1, r1)
		}
		if len(raw.Others) > 0 {
			c.raw.Spans, c.shrunk.Spans = append(c.raw.Spans, raw), append(c.shrunk.Spans, shrunk)
		}
	}
	c.trend = p.trendBefore(t, untrained)
	return c
}

// weekSpan is a stretch of weeks.
type weekSpan struct{ from, to int }

// spans cut the weeks after a training where those not yet trained change.
func (p panel) spans(t trained, untrained []int) []weekSpan {
	cuts := []int{t.after, t.to}
	for s, w := range untrained {
		if s != t.seller && w > t.after && w < t.to {
			cuts = append(cuts, w)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []weekSpan
	for i := 1; i < len(cuts); i++ {
		out = append(out, weekSpan{cuts[i-1], cuts[i]})
	}
	return out
}

// trendBefore compares the second half of the weeks before with the first, in the same way.
func (p panel) trendBefore(t trained, untrained []int) stat.Treated {
	middle := (t.from + t.before) / 2
	early, late := p.rate(t.seller, t.from, middle), p.rate(t.seller, middle, t.before)
	before, _ := early.Value()
	after, _ := late.Value()
	out := stat.Treated{Unit: t.seller, Before: before, Weight: harmonic(early.N, late.N)}
	if out.Weight == 0 {
		return out
	}
	s := stat.Span{After: after, Size: 1}
	for i := range p.n {
		r0, r1 := p.rate(i, t.from, middle), p.rate(i, middle, t.before)
		if i == t.seller || untrained[i] < t.before || harmonic(r0.N, r1.N) == 0 {
			continue
		}
		v0, _ := r0.Value()
		v1, _ := r1.Value()
		s.Others = append(s.Others, stat.Other{Unit: i, Before: v0, After: v1, Weight: harmonic(r0.N, r1.N)})
	}
	out.Spans = []stat.Span{s}
	return out
}

// shrinker draws a rate before towards those of all who are compared, by how few deals it
// rests on: what is to be expected of the person if nothing happens.
func (p panel) shrinker(t trained, untrained []int) func(stat.Rate) float64 {
	var known []stat.Share
	for s := range p.n {
		if r := p.rate(s, t.from, t.before); s == t.seller || untrained[s] >= t.after {
			known = append(known, stat.Share{K: float64(r.K), N: float64(r.N)})
		}
	}
	m, ok := stat.FitBetaBinomial(known)
	prior, differs := m.Prior()
	return func(r stat.Rate) float64 {
		v, defined := r.Value()
		switch {
		case ok && differs:
			return prior.After(stat.Share{K: float64(r.K), N: float64(r.N)}).Mean()
		case ok || !defined:
			return m.Mean
		}
		return v
	}
}

// harmonic is what the change between two samples weighs: the inverse of its variance, but
// for a factor.
func harmonic(a, b int64) float64 {
	if a <= 0 || b <= 0 {
		return 0
	}
	return float64(a) * float64(b) / float64(a+b)
}

func addRates(a, b stat.Rate) stat.Rate { return stat.Rate{K: a.K + b.K, N: a.N + b.N} }
