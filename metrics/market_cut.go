package metrics

import (
	"cmp"
	"slices"
)

// buyersOf counts the different buyers of every thing, by its number.
func (c *basketCut) buyersOf(byDeal bool) (counted []int64) {
	var last []int32 // the buyer counted last
	for i, place := range c.byCustomer {
		x := c.rows[place]
		buyer := x.customer
		if byDeal {
			x = c.rows[i]
			buyer = x.deal
		}
		thing := c.thing(x)
		last = longer(last, thing)
		counted = append(counted, make([]int64, len(last)-len(counted))...)
		if c.within(x) && last[thing] != buyer && (byDeal || buyer != c.unknown) {
			last[thing] = buyer
			counted[thing]++
		}
	}
	return counted
}

// judge keeps those of the goods that enough buyers have, those with most first, and says
// which number of a market each thing has.
func (c *basketCut) judge(named []namedGood, atLeast int64, byDeal bool) (goods []good, goodOf []int32) {
	buyers := c.buyersOf(byDeal)
	named = slices.DeleteFunc(named, func(n namedGood) bool { return n.Number >= int64(len(buyers)) || buyers[n.Number] < atLeast })
	slices.SortFunc(named, func(a, b namedGood) int {
		return cmp.Or(cmp.Compare(buyers[b.Number], buyers[a.Number]), cmp.Compare(a.Number, b.Number))
	})
	goodOf = make([]int32, len(buyers))
	for i := range goodOf {
		goodOf[i] = none
	}
	for i, n := range named {
		goodOf[n.Number] = int32(i + 1)
	}
	return goodsOf(named), goodOf
}

// each gives the rows of marketSQL in their order.
func (c *basketCut) each(deals []cutDeal, goodOf []int32, give func(row []int64) error) error {
	audiences, buyers := c.audiencesBy(deals), c.numbered(deals)
	row := make([]int64, 7)
	for i, d := range deals {
		things := c.things(d.start)
		slices.SortFunc(things, func(a, b basketRow) int {
			return cmp.Or(cmp.Compare(goodOf[c.thing(a)], goodOf[c.thing(b)]), cmp.Compare(a.revenue, b.revenue))
		})
		row[0], row[1], row[3] = int64(i+1), orAbsent(buyers[d.customer]), int64(d.day)
		for _, x := range things {
			row[2], row[4], row[5], row[6] = orAbsent(audiences[x.audience]), orAbsent(goodOf[c.thing(x)]), x.revenue, x.cm1
			if err := give(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// audiencesBy numbers the audiences by what was bought for them, most first.
func (c *basketCut) audiencesBy(deals []cutDeal) []int32 {
	var bought []int32
	for _, d := range deals {
		for _, x := range c.things(d.start) {
			bought = longer(bought, x.audience)
			bought[x.audience]++
		}
	}
	return mostFirst(bought, c.unassigned)
}

// numbered numbers the customers of the deals in their order.
func (c *basketCut) numbered(deals []cutDeal) []int32 {
	var number []int32
	for _, d := range deals {
		number = longer(number, d.customer)
		number[d.customer] = 1
	}
	n := int32(0)
	for customer, has := range number {
		if number[customer] = none; has > 0 && int32(customer) != c.unknown {
			n++
			number[customer] = n
		}
	}
	return number
}
