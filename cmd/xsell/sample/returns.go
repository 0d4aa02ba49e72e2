package sample

import (
	"cmp"
	"fmt"
	"slices"
)

// returned is an order named in the register of returns.
type returned struct {
	deal   *deal
	day    day
	reason string
}

var reasons = []string{"Damaged in transport", "Wrong article", "Did not suit", "Defect within a month"}

// newReturns draws the whole orders that came back: about one in a hundred.
func newReturns(deals []*deal) []returned {
	d := newDice(streamReturns)
	var back []returned
	for _, l := range deals {
		if l.customer.sendsBack || l.day > lastDay-28 || !d.permille(11) {
			continue
		}
		back = append(back, returned{l, l.day + day(d.between(2, 27)), one(d, reasons)})
	}
	slices.SortStableFunc(back, func(a, b returned) int { return cmp.Compare(a.day, b.day) })
	return back
}

// newCredits draws the credit notes: single lines taken back, as lines of their
// own with a negative quantity. Ordinary goods go back on the shelf and carry
// their cost back; what the customers who send back have opened is thrown away,
// so its cost stays with the company. The web shop's own books have none.
func newCredits(deals []*deal) []*deal {
	d := newDice(streamReturns + 1<<32)
	var notes []*deal
	for _, l := range deals {
		if l.inShopExport() {
			continue
		}
		for _, at := range l.lines {
			likely := 3
			if l.customer.sendsBack {
				likely = 780
			}
			if l.day > lastDay-21 || !d.permille(likely) {
				continue
			}
			if n := credit(l, at, l.day+day(d.between(5, 20))); !n.inShopExport() {
				notes = append(notes, n)
			}
		}
	}
	slices.SortStableFunc(notes, func(a, b *deal) int { return cmp.Compare(a.day, b.day) })
	for i, n := range notes {
		n.no = fmt.Sprintf("CN%04d", 1001+i)
	}
	return notes
}

// credit is the credit note for one line of a deal.
func credit(of *deal, at line, on day) *deal {
	back := line{
		product: at.product, unit: at.unit, programme: at.programme, quantity: -at.quantity, list: -at.list,
		discount: -at.discount, net: -at.net, cost: -at.cost, bonus: -at.bonus, commission: -at.commission,
	}
	if of.customer.sendsBack {
		back.cost = 0
	}
	return &deal{
		day: on, customer: of.customer, seller: of.seller, channel: of.channel,
		partner: of.partner, role: of.role, lines: []line{back},
	}
}
