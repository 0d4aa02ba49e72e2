package metrics

import (
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// second is what a crossed deal has: "a second business area".
func (f sellerFindings) second() string { return f.part.second(f.o) }

func (p part) second(o Options) string {
	return o.say(map[sales.Field]phrases.Key{sales.Area: "a second business area", sales.Type: "a second product type", sales.Product: "a second product"}[p.column])
}

func (f sellerFindings) lead() string {
	named := f.named()
	switch {
	case named == 0:
		return f.o.say("No deal of the window names who is responsible for it.")
	case f.judged == 0:
		return f.o.say("%d {1|seller has|sellers have} deals in the window: to compare them it takes %d with %d independent deals each.", named, fewestSellers, fewestIndependent)
	}
	lead := f.o.say("%s of the deals of %d {2|seller|sellers} have %s", f.o.percent(f.rate), named, f.second())
	above, below := f.with(sellerAbove), f.with(sellerBelow)
	if len(above)+len(below) == 0 {
		return lead + f.o.say("; of the %d who can be compared, nobody lies beyond what chance and the mix of deals explain", f.judged) + f.spread() + "."
	}
	if len(above) > 0 {
		lead += f.o.say("; more often than chance and mix explain: %s", f.list(above))
	}
	if len(below) > 0 {
		lead += f.o.say("; less often: %s", f.list(below))
	}
	return lead + "."
}

// spread says between what the rates lie once chance is taken out of them.
func (f sellerFindings) spread() string {
	low, high := 1.0, 0.0
	for _, c := range f.of {
		if c.isJudged() {
			low, high = min(low, c.shrunk), max(high, c.shrunk)
		}
	}
	if f.o.percent(low) == f.o.percent(high) {
		return ""
	}
	return f.o.say(": with the luck taken out their rates run from %s to %s", f.o.percent(low), f.o.percent(high))
}

// named is how many sellers have a deal to compare.
func (f sellerFindings) named() (n int64) {
	for _, p := range f.people {
		if p.N > 0 {
			n++
		}
	}
	return n
}

// with are the places of the sellers of a status, with most money first.
func (f sellerFindings) with(status string) []int {
	var out []int
	for i, c := range f.of {
		if c.status == status {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int {
		return compareDown(abs(f.stake(f.people[a], f.of[a])), abs(f.stake(f.people[b], f.of[b])))
	})
	return out
}

// stake is what the crossed deals that a seller has more or less than expected bring
// outside their largest area, at least; below 0 where they are less.
func (f sellerFindings) stake(p sellerDeals, c comparedSeller) sales.Money {
	beyond, _ := c.beyondLeast(p)
	second := f.crossed.SecondArea
	if f.costs {
		second = f.crossed.SecondCM1
	}
	if f.crossed.Deals == 0 {
		return 0
	}
	return money(beyond * float64(second) / float64(f.crossed.Deals))
}

// list names up to three sellers with their numbers.
func (f sellerFindings) list(places []int) string {
	var names []string
	for _, i := range places[:min(3, len(places))] {
		names = append(names, f.o.say("%s (%s of %d {3|deal|deals}, expected %s)", short(f.people[i].Seller), f.o.percent(f.of[i].rate), f.people[i].N, f.o.percent(f.of[i].expected)))
	}
	return f.and(names, len(places))
}

// and lists names, and how many more there are.
func (f sellerFindings) and(names []string, all int) string {
	if more := all - len(names); more > 0 {
		names = append(names, f.o.say("%d more", more))
	}
	return f.o.list(names)
}

func (f sellerFindings) findings() []Finding {
	var out []Finding
	for _, i := range f.with(sellerAbove) {
		p, c := f.people[i], f.of[i]
		out = append(out, Finding{Role: Do, Weight: abs(f.stake(p, c)), Text: f.o.say("Let %s show the others how: %s of %d {3|deal|deals} have %s, expected of such deals %s, and it holds without the largest customer. With the luck taken out it is %s, against %s of all.",
			short(p.Seller), f.o.percent(c.rate), p.N, f.second(), f.o.percent(c.expected), f.o.percent(c.shrunk), f.o.percent(f.rate))})
	}
	for _, i := range f.with(sellerBelow) {
		p, c := f.people[i], f.of[i]
		out = append(out, Finding{Role: Watch, Weight: abs(f.stake(p, c)), Text: f.o.say("%s sells %s less often than others with such deals: in %s of %d {4|deal|deals}, expected %s. Ask what stands in the way.",
			short(p.Seller), f.second(), f.o.percent(c.rate), p.N, f.o.percent(c.expected))})
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return compareDown(a.Weight, b.Weight) })
	return out[:min(3, len(out))]
}

func (f sellerFindings) notes() []string {
	var notes []string
	for _, i := range f.with(sellerCustomer) {
		notes = append(notes, f.o.say("%s lies beyond the limits with the largest customer only (%d of %d {3|deal|deals}): that says something of the customer, not of the seller.", short(f.people[i].Seller), f.people[i].MostN, f.people[i].N))
	}
	if edge := f.with(sellerEdge); len(edge) > 0 {
		notes = append(notes, f.o.say("Beyond the 95 %% limits but within the outer ones, as one in twenty is by chance: %s.", f.list(edge)))
	}
	if few := f.with(sellerFew); len(few) > 0 && f.judged > 0 {
		notes = append(notes, f.o.say("Too few independent deals to be judged or ranked: %s.", f.fewText(few)))
	}
	if f.judged > 0 {
		notes = append(notes, f.chanceNote())
	}
	for _, p := range f.people {
		if p.Seller == sales.Unassigned && p.revenue != 0 {
			notes = append(notes, f.o.say("(unassigned): %s of revenue in lines that name no seller, such as those of a web shop; nobody is compared with them.", f.o.money(p.revenue)))
		}
	}
	if f.partners && f.judged > 0 {
		notes = append(notes, f.o.say("The rate is internal cross-selling, between our own areas. A deal with a partner (external) is compared with deals with a partner; their number stands in a column of its own."))
	}
	return notes
}

// fewText names who cannot be judged, with what they have.
func (f sellerFindings) fewText(places []int) string {
	var names []string
	for _, i := range places[:min(3, len(places))] {
		p, c := f.people[i], f.of[i]
		if p.N >= fewestIndependent {
			names = append(names, f.o.say("%s (%d of %d, of %d {4|customer|customers})", short(p.Seller), p.K, p.N, p.Customers))
			continue
		}
		names = append(names, f.o.say("%s (%d of %d: anything from %s to %s)", short(p.Seller), p.K, p.N, f.o.percent(c.exact.Low), f.o.percent(c.exact.High)))
	}
	return f.and(names, len(places))
}

// chanceNote says what the limits allow for.
func (f sellerFindings) chanceNote() string {
	if f.overdispersion > 1 {
		return f.o.say("Two deals of one customer are alike with a correlation of %.2f, so that deals count for fewer; the rates differ %.1f times as much as chance makes them (variance), which widens the limits: people differ, and so do deals in what audience and channel do not tell.", f.correlation, f.overdispersion)
	}
	return f.o.say("Two deals of one customer are alike with a correlation of %.2f, so that deals count for fewer; the rates differ by no more than chance makes them.", f.correlation)
}
