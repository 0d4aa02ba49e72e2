package sample

func moneyTruths(c *company) []Truth {
	return []Truth{dearerCoffee(c), soldBelowCost(c), missedPlan(c)}
}

func dearerCoffee(c *company) Truth {
	t := Truth{ID: "price-coffee", Kind: PriceIncrease, Area: areaCoffee, From: coffeePriceIncrease.time()}
	t.Says = "Everything in Coffee & beans costs about six percent more from 1 May 2026, at the same cost."
	var lines int
	var list, more cents
	for _, l := range c.deals {
		for _, at := range l.lines {
			if at.product.kind.area == areaCoffee && l.day >= coffeePriceIncrease {
				lines++
				list += at.list
				more += (at.unit - at.product.price) * cents(at.quantity)
			}
		}
	}
	t.Facts = []Fact{count("lines at the new prices", lines), money("their list amount", list), money("more than at the old prices", more)}
	return t
}

// belowCost is the product whose cost is higher than its price.
const belowCost = "CM-303"

func soldBelowCost(c *company) Truth {
	t := Truth{ID: "product-below-cost", Kind: LossProduct, Products: []string{belowCost}}
	t.Says = productNo(belowCost).name + " is sold for less than it costs."
	var deals, pieces int
	var net, cost cents
	for _, l := range c.deals {
		for _, at := range l.lines {
			if at.product.no == belowCost {
				deals++
				pieces += at.quantity
				net += at.net
				cost += at.cost
			}
		}
	}
	t.Facts = []Fact{count("deals", deals), count("pieces", pieces), money("net revenue", net), money("cost", cost), money("CM1", net-cost)}
	return t
}

func missedPlan(c *company) Truth {
	t := Truth{ID: "plan-kitchenware", Kind: PlanMissed, Area: areaKitchen, From: date(2026, 1, 1).time(), To: lastDay.time()}
	t.Says = "Kitchenware stays behind its plan in every month of 2026."
	var plan, sold cents
	var behind tally
	for _, g := range c.targets {
		if g.area != areaKitchen || g.month < date(2026, 1, 1) {
			continue
		}
		actual := soldIn(c.deals, g.month, g.area)
		plan += g.plan
		sold += actual
		behind.add(actual < g.plan)
	}
	t.Facts = []Fact{behind.fact("months behind the plan"), money("plan", plan), money("net revenue", sold)}
	return t
}
