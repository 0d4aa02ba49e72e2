package sample

import "slices"

func customerTruths(c *company) []Truth {
	return []Truth{laterCourse(c), preference(c), leaving(c), lossMakers(c)}
}

// seenUntil is the last day from which sixty days of purchases can be seen.
const seenUntil = lastDay - 60

func laterCourse(c *company) Truth {
	t := Truth{ID: "sequence-machine-course", Kind: Sequence, Types: []string{espressoMachines.name, baristaCourses.name}}
	t.Says = "Owners of a first espresso machine book a barista course within sixty days."
	first := map[int]day{}
	booked := map[int]bool{}
	for _, l := range c.deals {
		bought, known := first[l.customer.no]
		switch {
		case known && l.day > bought && l.day <= bought+60 && l.hasType(baristaCourses):
			booked[l.customer.no] = true
		case !known && l.hasType(espressoMachines):
			first[l.customer.no] = l.day
		}
	}
	var within tally
	for no, on := range first {
		if on <= seenUntil {
			within.add(booked[no])
		}
	}
	t.Facts = []Fact{within.fact("customers with a first machine until " + seenUntil.String() + " who book 1 to 60 days later")}
	return t
}

func preference(c *company) Truth {
	t := Truth{ID: "preference-kitchen-courses", Kind: Preference, Types: []string{kitchenCourses.name}, Audiences: []string{audienceNames[households]}}
	t.Says = "Households book kitchen courses far more often than the others."
	var private, business tally
	for _, l := range c.deals {
		if l.customer.audience == households {
			private.add(l.hasType(kitchenCourses))
		} else {
			business.add(l.hasType(kitchenCourses))
		}
	}
	t.Facts = []Fact{private.fact("deals of households with a kitchen course"), business.fact("deals of the others with a kitchen course")}
	return t
}

// goneSince is the day from which the leaving segment is gone.
var goneSince = date(2026, 4, 1)

func leaving(c *company) Truth {
	t := Truth{ID: "leaving-offices-north", Kind: LeavingSegment, Audiences: []string{audienceNames[offices]}, Region: regions[north]}
	t.Says = "The offices of the North bought every few weeks and stopped between February and the end of March 2026."
	last := map[int]day{}
	var deals int
	var revenue cents
	for _, l := range c.deals {
		if !l.customer.leaving {
			continue
		}
		last[l.customer.no] = l.day
		if l.day >= date(2025, 4, 1) && l.day < goneSince {
			deals++
			revenue += l.net()
		}
	}
	var gone tally
	for no, on := range last {
		t.Customers = append(t.Customers, no)
		gone.add(on < goneSince)
	}
	slices.Sort(t.Customers)
	t.Facts = []Fact{
		gone.fact("customers without a deal since " + goneSince.String()),
		count("their deals in the twelve months before", deals),
		money("their net revenue in the twelve months before", revenue),
	}
	return t
}

func lossMakers(c *company) Truth {
	t := Truth{ID: "loss-making-cross-buyers", Kind: LossMakers}
	t.Says = "Twenty-four business customers buy from two areas and more and cost money: sixteen by framework discounts over the margin, eight by opened goods they send back."
	var byDiscount, bySending struct {
		customers   int
		net, profit cents
	}
	for _, k := range c.customers {
		if !k.overpaid && !k.sendsBack {
			continue
		}
		t.Customers = append(t.Customers, k.no)
		sum := &byDiscount
		if k.sendsBack {
			sum = &bySending
		}
		sum.customers++
		for _, l := range slices.Concat(c.deals, c.credits) {
			if l.customer == k {
				sum.net += l.net()
				sum.profit += l.profit()
			}
		}
	}
	t.Facts = []Fact{
		count("customers with framework discounts", byDiscount.customers),
		money("their net revenue", byDiscount.net), money("their CM1", byDiscount.profit),
		count("customers who send opened goods back", bySending.customers),
		money("net revenue of these, credit notes deducted", bySending.net), money("CM1 of these", bySending.profit),
	}
	return t
}
