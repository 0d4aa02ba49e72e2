package metrics

import (
	"math"
	"slices"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// The fewest people on a side for a verdict, and weeks on either side of a training for a
// comparison.
const (
	fewestPeople = 5
	fewestWeeks  = 4
)

// trainingFindings is what the sentences and the table of the section speak of.
type trainingFindings struct {
	part     part
	costs    bool
	o        Options
	topics   []topicEffect
	unknown  []string // trained, and in no deal
	tooEarly []string // topics too young to compare
}

// topicEffect is one training, held once or at several dates.
type topicEffect struct {
	topic            string
	people           []comparedTraining
	names            []string // of the people
	effect           stat.Staggered
	limits           stat.Interval
	cautious         float64
	cautiousLimits   stat.Interval
	trend            float64
	trendLimits      stat.Interval
	trended          bool // the trend could be looked at
	own0, own1       stat.Rate
	others0, others1 stat.Rate
	secondArea       sales.Money // of a crossed deal
	secondCM1        sales.Money
	untrained        []untrained // whom it could be given to, where it works
	evidence         Evidence
	verdict          Verdict
	why              string // no verdict is given: "few", "trend"; empty where one is
}

// study compares every topic that was held.
func (f *trainingFindings) study(p panel, held []trainedRow) {
	untrained, seen := p.firstTrainings(held), map[string]bool{}
	var topics []string
	for _, h := range held {
		if _, ok := p.sellers[h.Seller]; !ok && !seen[h.Seller] {
			seen[h.Seller] = true
			f.unknown = append(f.unknown, h.Seller)
		}
		if !slices.Contains(topics, h.Topic) {
			topics = append(topics, h.Topic)
		}
	}
	for _, topic := range topics {
		t, ok := p.topic(topic, held, untrained)
		if !ok {
			f.tooEarly = append(f.tooEarly, topic)
			continue
		}
		if t.verdict == Works {
			t.untrained = p.untrained(topic, held)
		}
		f.topics = append(f.topics, t)
	}
	slices.SortStableFunc(f.topics, func(a, b topicEffect) int { return compareDown(a.worth(a.effect.Effect), b.worth(b.effect.Effect)) })
}

// firstTrainings are the weeks from which each seller is trained in anything; far ahead for
// who never was.
func (p panel) firstTrainings(held []trainedRow) []int {
	weeks := make([]int, len(p.n))
	for s := range weeks {
		weeks[s] = math.MaxInt
	}
	for _, h := range held {
		if s, ok := p.sellers[h.Seller]; ok {
			before, _ := p.around(h.Day)
			weeks[s] = min(weeks[s], before)
		}
	}
	return weeks
}

// topic compares all who were trained in a topic, each the first time; false where there
// are not weeks enough on both sides of any of it.
func (p panel) topic(topic string, held []trainedRow, untrained []int) (topicEffect, bool) {
	e := topicEffect{topic: topic, evidence: DifferenceInDifferences}
	done := map[string]bool{}
	for _, h := range held {
		s, known := p.sellers[h.Seller]
		if h.Topic != topic || !known || done[h.Seller] {
			continue
		}
		done[h.Seller] = true
		t := p.weeksOf(h, s, held)
		if t.before-t.from < fewestWeeks || t.to-t.after < fewestWeeks {
			continue
		}
		if c := p.compare(t, untrained); len(c.raw.Spans) > 0 && c.own0.N > 0 {
			e.people, e.names = append(e.people, c), append(e.names, h.Seller)
		}
	}
	if len(e.people) == 0 {
		return e, false
	}
	return e, e.judge(p)
}

// weeksOf are the weeks that count for one training of a person: none of another training.
func (p panel) weeksOf(h trainedRow, seller int, held []trainedRow) trained {
	t := trained{seller: seller, day: h.Day}
	t.before, t.after = p.around(h.Day)
	t.from, t.to = max(0, t.before-longestSpan), min(p.weeks, t.after+longestSpan)
	for _, other := range held {
		before, after := p.around(other.Day)
		switch {
		case other.Seller != h.Seller:
		case other.Day < h.Day:
			t.from = max(t.from, after)
		case other.Day > h.Day:
			t.to = min(t.to, before)
		}
	}
	return t
}

// judge works out the effect and what can be said of it.
func (e *topicEffect) judge(p panel) bool {
	var raw, shrunk, trend []stat.Treated
	var crossed int64
	var second, cm1 sales.Money
	for _, c := range e.people {
		raw, shrunk, trend = append(raw, c.raw), append(shrunk, c.shrunk), append(trend, c.trend)
		e.own0, e.own1 = addRates(e.own0, c.own0), addRates(e.own1, c.own1)
		e.others0, e.others1 = addRates(e.others0, c.others0), addRates(e.others1, c.others1)
		crossed += c.own1.K
		second += p.money[c.seller][c.to] - p.money[c.seller][c.after]
		cm1 += p.cm1[c.seller][c.to] - p.cm1[c.seller][c.after]
	}
	var ok bool
	if e.effect, ok = stat.StaggeredEffect(raw); !ok {
		return false
	}
	cautious, _ := stat.StaggeredEffect(shrunk)
	e.cautious = cautious.Effect
	chance, _ := stat.DiffInDiff(e.own0, e.own1, e.others0, e.others1, confidence)
	e.limits, e.cautiousLimits = e.within(e.effect, chance.SE), e.within(cautious, chance.SE)
	if crossed > 0 {
		e.secondArea, e.secondCM1 = second/sales.Money(crossed), cm1/sales.Money(crossed)
	}
	few := min(e.effect.Treated, e.effect.Others) < fewestPeople
	if before, ok := stat.StaggeredEffect(trend); ok && before.Treated >= fewestPeople && before.Others >= fewestPeople {
		e.trend, e.trendLimits, e.trended = before.Effect, e.within(before, 0), true
	}
	both := stat.Interval{Low: min(e.limits.Low, e.cautiousLimits.Low), High: max(e.limits.High, e.cautiousLimits.High)}
	e.verdict = e.evidence.judge(both, 0)
	switch {
	case few:
		e.why, e.verdict = "few", CannotBeTold
	case e.trended && !e.trendLimits.Contains(0):
		e.why, e.verdict = "trend", CannotBeTold
	}
	return true
}

// within are the limits of an effect: between people where there are enough on both sides,
// and never narrower than chance gives.
func (e *topicEffect) within(s stat.Staggered, chance float64) stat.Interval {
	reach := stat.StudentT(math.MaxInt32, confidence) * chance
	if few := min(s.Treated, s.Others); few >= fewestPeople {
		reach = max(reach, stat.StudentT(int64(few-1), confidence)*s.SE)
	}
	return stat.Interval{Low: s.Effect - reach, High: s.Effect + reach}
}

// worth is the revenue that an effect stands for: of the second areas in deals after it.
func (e topicEffect) worth(effect float64) sales.Money {
	return money(effect * float64(e.own1.N) * float64(e.secondArea))
}

// least is the lower of both limits of an effect.
func (e topicEffect) least() float64 { return min(e.limits.Low, e.cautiousLimits.Low) }

// rollOut is what an effect of that size brings in so many deals: CM1 of second areas, or
// revenue where the sales have no costs.
func (f trainingFindings) rollOut(e topicEffect, deals int64) sales.Money {
	each := e.secondArea
	if f.costs {
		each = e.secondCM1
	}
	return money(max(0, e.least()) * float64(deals) * float64(each))
}

// dates are the first and the last day it was held.
func (e topicEffect) dates() (first, last sales.Day) {
	first, last = e.people[0].day, e.people[0].day
	for _, c := range e.people {
		first, last = min(first, c.day), max(last, c.day)
	}
	return first, last
}

// label names a training in a sentence.
func (e topicEffect) label() string { return short(strings.TrimSpace(e.topic)) }
