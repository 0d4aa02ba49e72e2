package sample

import (
	"cmp"
	"slices"
)

// giveRoles decides which customers play a part in the planted truths.
func giveRoles(customers []*customer) {
	d := newDice(streamRoles)
	for _, c := range customers {
		c.assortment = newAssortment(d, c.audience)
		c.favourite = one(d, []*product{productNo(blendMild), productNo(blendDark)})
	}
	givePartners(d, customers)
	giveLosses(d, customers)
	giveControl(d, customers)
	giveArtefact(d, customers)
}

// newAssortment draws the part of the catalogue a customer asks for. Nobody buys
// everything: without this the large customers would own every product, and any
// two products would look related.
func newAssortment(d dice, audience int) []bool {
	known := make([]bool, len(catalogue))
	blends := d.permille(650)
	for total := 0; total < 150; {
		total = 0
		for i, p := range catalogue {
			known[i] = d.permille(300)
			if isBlend(p) {
				known[i] = blends
			}
			if known[i] {
				total += p.weights[audience]
			}
		}
	}
	return known
}

// pick draws n of the customers that fulfil a condition.
func pick(d dice, customers []*customer, n int, fulfils func(*customer) bool) []*customer {
	var fit []*customer
	for _, c := range customers {
		if fulfils(c) {
			fit = append(fit, c)
		}
	}
	return some(d, fit, n)
}

// giveLosses chooses the customers of several areas who cost money: sixteen by
// framework contracts, eight by what they send back.
func giveLosses(d dice, customers []*customer) {
	business := func(c *customer) bool {
		n := c.dealsIn(window)
		return c.audience != households && !c.leaving && c.sourcedBy == nil && n >= 5 && n <= 14
	}
	for i, c := range pick(d, customers, 24, business) {
		if i < 16 {
			c.overpaid = true
			c.terms = d.between(98, 112) * 50
		} else {
			c.sendsBack = true
		}
	}
}

// giveControl draws the random control group of the care letter: two of every
// five offices and cafés, drawn among customers of like size so that no arm
// holds the big ones.
func giveControl(d dice, customers []*customer) {
	var eligible []*customer
	for _, c := range customers {
		if careLetter.reaches(c) {
			eligible = append(eligible, c)
		}
	}
	bySize(eligible, period{firstDay, lastDay})
	for five := range slices.Chunk(eligible, 5) {
		for _, c := range some(d, five, 2) {
			c.control = true
		}
	}
}

// giveArtefact lets big customers buy the two products of the artefact: often
// enough that the crude association is large, and within customers of one size
// no more often together than chance has it.
func giveArtefact(d dice, customers []*customer) {
	a, b := productNo("SC-105"), productNo("KW-105")
	ranked := slices.Clone(customers)
	bySize(ranked, window)
	adopt := func(from, to, both, single int) {
		for block := range slices.Chunk(ranked[from:to], 20) {
			for i, c := range some(d, block, both+2*single) {
				if i < both+single {
					c.adopts = append(c.adopts, a)
				}
				if i < both || i >= both+single {
					c.adopts = append(c.adopts, b)
				}
			}
		}
	}
	adopt(0, 160, 3, 5)
	adopt(160, 260, 0, 2)
}

// bySize sorts customers by their deals in a period, most first, then by number.
func bySize(customers []*customer, p period) {
	slices.SortFunc(customers, func(a, b *customer) int {
		return cmp.Or(cmp.Compare(b.dealsIn(p), a.dealsIn(p)), cmp.Compare(a.no, b.no))
	})
}
