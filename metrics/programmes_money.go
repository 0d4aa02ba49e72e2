package metrics

import (
	"math"

	"xsell/metrics/sales"
)

// earnings is the money of a programme up to the day the report looks back from.
type earnings struct {
	margin                      float64 // CM1 of a second sale before what the programme pays
	known                       bool    // margin is
	revenue                     sales.Money
	discount, bonus, commission sales.Money
	advertising                 sales.Money
	extra, low, high            sales.Money // CM3
}

func (m earnings) paid() sales.Money { return m.discount + m.bonus + m.commission + m.advertising }

// earned adds up what the sales under the programme brought and cost. The discount is what
// the register promises, as far as the lines gave one; a bonus is that of the lines,
// else the register's for each sale.
func (e *effect) earned(c sales.Calendar) earnings {
	var m earnings
	var cm1 sales.Money
	var costed int64
	for _, r := range e.counted.paid {
		discount := money(float64(e.Discount) / sales.Scale * r.List.Float() * sales.Scale)
		if r.Discount > 0 || e.Discount == 0 {
			discount = min(discount, r.Discount)
		}
		m.discount, m.commission, m.revenue = m.discount+discount, m.commission+r.Commission, m.revenue+r.Revenue
		switch {
		case r.Claims == 0:
		case r.Bonus.Valid:
			m.bonus += r.Bonus.V
		default:
			m.bonus += e.Bonus * sales.Money(r.Deals)
		}
		if r.Claims != 1 {
			e.claimed += r.Deals
		}
		if r.CM1.Valid {
			cm1 += r.CM1.V + money(float64(discount)*float64(r.Costed)/float64(r.Deals))
			costed += r.Costed
		}
	}
	if costed > 0 {
		m.margin, m.known = float64(cm1)/float64(costed), true
	}
	if !e.external && e.taken > 0 { // to agents, with or without the programme
		m.margin -= float64(m.commission) / float64(e.taken)
		m.commission = 0
	}
	if e.Cost.Valid && e.runs.Start <= e.runs.End {
		m.advertising = within(e.Cost.V, e.runs, sales.Period{Start: e.runs.Start, End: c.AsOf})
	}
	if e.known && m.known {
		value, low, high := e.driven()
		m.extra = money(value*m.margin) - m.paid()
		m.low, m.high = money(min(low*m.margin, high*m.margin))-m.paid(), money(max(low*m.margin, high*m.margin))-m.paid()
	}
	return m
}

// credit is the part of the takers that is the programme's own: a sale that several
// programmes claim is split evenly, one that bears the code of another is not its.
func (e effect) credit() float64 {
	var own, all float64
	for _, r := range e.counted.paid {
		all += float64(r.Deals)
		if r.Claims > 0 {
			own += float64(r.Deals) / float64(r.Claims)
		}
	}
	if all == 0 {
		return 1
	}
	return own / all
}

// hurdle is what a programme must bring for each unit of money that it costs to be
// worthwhile: the work of those who run it is not in its costs.
const hurdle = 1.1

// worth is the difference of rates that makes the programme worthwhile; 0 where that is unknown.
func (e effect) worth() float64 {
	m := e.money
	switch {
	case !m.known || e.offers == 0:
		return 0
	case m.margin <= 0:
		return math.Inf(1)
	}
	return hurdle * float64(m.paid()) / (m.margin * float64(e.offers) * max(e.credit(), 1e-9))
}
