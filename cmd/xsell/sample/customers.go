package sample

import (
	"cmp"
	"fmt"
	"slices"
)

// customer is one buyer, with the days on which it buys and the roles it plays
// in the planted truths.
type customer struct {
	no       int
	name     string
	audience int
	region   int
	city     string
	since    day // day of the first contact; negative before the data begin
	manager  *seller
	active   period
	days     []day // days of purchase, ascending, may repeat
	terms    int   // standing discount in basis points

	assortment []bool     // of the catalogue, the products it asks for by itself
	favourite  *product   // of the two espresso blends, the one it stays with
	adopts     []*product // products of the artefact it buys now and then
	leaving    bool
	overpaid   bool // framework contract whose discount is larger than the margin
	sendsBack  bool // returns opened goods that cannot be sold again
	control    bool // left out of the care letter on purpose
	sourcedBy  *partner
	influenced *partner
}

// audienceSize says how many customers an audience has and how often they buy:
// counts[i] deals in 18 months with weight weights[i].
type audienceSize struct {
	customers int
	counts    []int
	weights   []int
	existing  int // customers of old, in thousandths
}

var audienceSizes = [4]audienceSize{
	households: {520, []int{1, 2, 3, 4, 5, 6, 8, 10, 14}, []int{9, 14, 18, 17, 14, 11, 9, 5, 3}, 560},
	offices:    {180, []int{2, 3, 5, 7, 10, 14, 19, 27, 40}, []int{6, 11, 17, 20, 19, 13, 8, 4, 2}, 620},
	cafes:      {130, []int{3, 5, 8, 11, 15, 20, 26, 38, 58}, []int{7, 12, 18, 20, 18, 13, 7, 3, 2}, 700},
	hotels:     {70, []int{3, 6, 9, 12, 16, 22, 30, 42, 64}, []int{7, 12, 18, 20, 18, 13, 7, 3, 2}, 720},
}

// standingDiscounts are the terms an audience may have, in basis points.
var standingDiscounts = [4][]int{
	households: {0},
	offices:    {0, 0, 0, 300, 500},
	cafes:      {0, 0, 300, 500},
	hotels:     {0, 300, 500, 800},
}

// newCustomers draws every customer, in the order of their numbers.
func newCustomers() []*customer {
	d, names := newDice(streamCustomers), newDice(streamNames)
	var all []*customer
	for audience, size := range audienceSizes {
		for _, name := range some(names, everyName(audience), size.customers) {
			all = append(all, newCustomer(d, audience, name))
		}
	}
	slices.SortStableFunc(all, func(a, b *customer) int { return cmp.Compare(a.since, b.since) })
	for i, c := range all {
		c.no = 10001 + i
		c.drawDays()
	}
	return all
}

func newCustomer(d dice, audience int, name string) *customer {
	size := audienceSizes[audience]
	c := &customer{name: name, audience: audience, active: period{firstDay, lastDay}}
	c.region = d.weighted([]int{26, 30, 20, 24})
	c.city = one(d, cities[c.region])
	c.manager = accountManager(d, c.region)
	c.terms = one(d, standingDiscounts[audience])
	c.since = day(-d.between(20, 3200))
	if !d.permille(size.existing) {
		c.active.from = day(d.between(5, 500))
		c.since = c.active.from
	}
	if audience == households && d.permille(180) {
		c.active.to = min(c.active.from+day(d.between(40, 300)), lastDay)
	}
	c.leaving = audience == offices && c.region == north
	if c.leaving {
		c.active.to = max(c.active.from, 0) + day(d.between(0, 20))
		if c.active.from < date(2025, 11, 1) {
			c.active.to = date(2026, 2, 9) + day(d.between(0, 44))
		}
	}
	return c
}

// drawDays draws the days of purchase: the number by audience, shortened for a
// customer who is there for part of the time, the dates by season and weekday.
func (c *customer) drawDays() {
	d := newDice(streamDays + uint64(c.no))
	size := audienceSizes[c.audience]
	count := size.counts[d.weighted(size.weights)]
	if c.leaving {
		count = max(count, d.between(9, 14))
	}
	length := int(c.active.to - c.active.from + 1)
	count = max(1, (count*length+int(lastDay)/2)/int(lastDay+1))
	weights := dayWeights(c.audience == households)[c.active.from : c.active.to+1]
	for range count {
		c.days = append(c.days, c.active.from+day(d.weighted(weights)))
	}
	slices.Sort(c.days)
}

// dealsIn counts the planned deals of the customer in a period.
func (c *customer) dealsIn(p period) int {
	n := 0
	for _, d := range c.days {
		if p.contains(d) {
			n++
		}
	}
	return n
}

func (c *customer) String() string { return fmt.Sprintf("%d %s", c.no, c.name) }
