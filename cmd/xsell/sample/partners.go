package sample

import "slices"

// partner is another company that sells with ours.
type partner struct {
	name       string
	field      string
	commission int // share of the net amount it gets, in basis points
	since      day
	referrals  int // how many of our customers we send to it
	refersWhat string
	low, high  int // business of one referral at the partner, in euros
}

var (
	blattwerk = &partner{"Blattwerk Office Supply", "office supplies", 600, date(2024, 9, 1), 14, "desks and chairs", 300, 1600}
	hoga      = &partner{"HoGa Purchasing Group", "purchasing for hotels", 1200, date(2025, 1, 15), 62, "linen and furniture", 900, 3800}
	school    = &partner{"Kaffeeschule Nord", "coffee school", 800, date(2024, 3, 1), 34, "sommelier course", 350, 900}
)

var partners = []*partner{blattwerk, hoga, school}

// How a partner takes part in a deal.
const (
	sourced    = "sourced"    // it opened the deal
	influenced = "influenced" // it joined later
)

// givePartners chooses the customers that partners bring or look after.
func givePartners(d dice, customers []*customer) {
	newOffice := func(c *customer) bool {
		return c.audience == offices && !c.leaving && c.since >= 0 && c.since <= date(2026, 2, 1)
	}
	for _, c := range pick(d, customers, 34, newOffice) {
		c.sourcedBy = blattwerk
	}
	hotel := func(c *customer) bool { return c.audience == hotels && len(c.days) >= 4 }
	for i, c := range pick(d, customers, 14, hotel) {
		if c.influenced = hoga; i < 3 {
			c.sourcedBy = hoga
		}
	}
}

// takePart books the partner of a deal, if there is one, and its commission.
// The web shop knows no partners.
func (l *deal) takePart(d dice) {
	c := l.customer
	switch {
	case l.seller == nil:
		return
	case c.sourcedBy != nil:
		l.partner, l.role = c.sourcedBy, sourced
	case c.influenced != nil:
		l.partner, l.role = c.influenced, influenced
	case l.hasType(baristaCourses) && d.permille(250):
		l.partner, l.role = school, one(d, []string{sourced, influenced, influenced})
	}
	if l.partner == nil {
		return
	}
	for i := range l.lines {
		l.lines[i].commission = l.lines[i].net.share(l.partner.commission)
	}
}

// referral is a customer of ours sent to a partner.
type referral struct {
	day        day
	customer   *customer
	partner    *partner
	business   cents // what the customer bought there
	commission cents // what the partner paid us for it
}

// newReferrals draws what the company sends to its partners.
func newReferrals(customers []*customer) []referral {
	d := newDice(streamReferrals)
	business := func(c *customer) bool { return c.audience != households }
	var sent []referral
	for _, p := range partners {
		for _, c := range pick(d, customers, p.referrals, business) {
			worth := cents(d.between(p.low, p.high)) * 100
			on := max(c.active.from, day(d.between(10, int(lastDay))))
			sent = append(sent, referral{on, c, p, worth, worth.share(300)})
		}
	}
	slices.SortStableFunc(sent, func(a, b referral) int { return int(a.day - b.day) })
	return sent
}
