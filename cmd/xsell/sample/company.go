package sample

import "time"

// company is everything the sample files say: Hollis & Brandt, outfitters for
// coffee and kitchen, with a showroom, field sellers and a German web shop.
type company struct {
	customers []*customer
	deals     []*deal // by date
	credits   []*deal // by date
	returns   []returned
	referrals []referral
	targets   []target
}

func newCompany() *company {
	c := &company{customers: newCustomers()}
	giveRoles(c.customers)
	c.deals = newDeals(c.customers)
	c.returns = newReturns(c.deals)
	c.credits = newCredits(c.deals)
	c.referrals = newReferrals(c.customers)
	c.targets = newTargets(c.deals)
	return c
}

// target is the plan of one business area for one month, as net revenue.
type target struct {
	month day // its first day
	area  string
	plan  cents
}

// newTargets makes the plan: near what was sold, with a growth that Kitchenware
// does not reach in the second year.
func newTargets(deals []*deal) []target {
	d := newDice(streamTargets)
	var plan []target
	for m := range 18 {
		first := date(2025, time.January+time.Month(m), 1)
		for _, area := range areas {
			level := d.between(9400, 10500)
			if area == areaKitchen && m >= 12 {
				level = d.between(11200, 12200)
			}
			plan = append(plan, target{first, area, soldIn(deals, first, area).share(level) / 50000 * 50000})
		}
	}
	return plan
}

// soldIn is the net revenue of an area in the month that begins on a day.
func soldIn(deals []*deal, first day, area string) cents {
	sum := cents(0)
	for _, l := range deals {
		if l.day.monthsIn() != first.monthsIn() {
			continue
		}
		for _, at := range l.lines {
			if at.product.kind.area == area {
				sum += at.net
			}
		}
	}
	return sum
}
