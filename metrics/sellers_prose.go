package metrics

import (
	"fmt"
	"math"
	"slices"

	"xsell/metrics/sales"
)

// second is what a crossed deal has: "a second business area".
func (f sellerFindings) second() string { return "a second " + f.part.one }

func (f sellerFindings) lead() string {
	named := f.named()
	switch {
	case named == 0:
		return "No deal of the window names who is responsible for it."
	case f.judged == 0:
		return fmt.Sprintf("%s with deals in the window: it takes %d with %d independent deals or more to compare them.", plural(named, "seller", "sellers"), fewestSellers, fewestIndependent)
	}
	lead := fmt.Sprintf("%s of the deals of %s have %s", percent(f.rate), plural(named, "seller", "sellers"), f.second())
	above, below := f.with(sellerAbove), f.with(sellerBelow)
	if len(above)+len(below) == 0 {
		return lead + fmt.Sprintf("; of the %d who can be compared, nobody lies beyond what chance and the mix of deals explain%s.", f.judged, f.spread())
	}
	if len(above) > 0 {
		lead += fmt.Sprintf("; more often than chance and mix explain: %s", f.list(above))
	}
	if len(below) > 0 {
		lead += fmt.Sprintf("; less often: %s", f.list(below))
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
	if percent(low) == percent(high) {
		return ""
	}
	return fmt.Sprintf(": with the luck taken out their rates run from %s to %s", percent(low), percent(high))
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

// with are the places of the sellers of a status, furthest from the expected first.
func (f sellerFindings) with(status string) []int {
	var out []int
	for i, c := range f.of {
		if c.status == status {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return compareDown(f.stake(a), f.stake(b)) })
	return out
}

// stake is the revenue of the deals by which a seller differs from the expected.
func (f sellerFindings) stake(i int) sales.Money {
	p := f.people[i]
	return money(math.Abs(f.of[i].shrunk-f.rate) * max(0, p.revenue.Float()) * sales.Scale)
}

// list names up to three sellers with their numbers.
func (f sellerFindings) list(places []int) string {
	var names []string
	for _, i := range places[:min(3, len(places))] {
		names = append(names, fmt.Sprintf("%s (%s of %s, expected %s)", short(f.people[i].Seller), percent(f.of[i].rate), plural(f.people[i].N, "deal", "deals"), percent(f.of[i].expected)))
	}
	if more := len(places) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return join(names)
}

func (f sellerFindings) findings() []Finding {
	var out []Finding
	for _, i := range f.with(sellerAbove) {
		p, c := f.people[i], f.of[i]
		out = append(out, Finding{Role: Do, Weight: f.stake(i), Text: fmt.Sprintf("Let %s show the others how: %s of %s have %s, expected of such deals %s, without the largest customer too; the rate with the luck taken out is %s against %s of all (which deals they get beyond audience and channel is not known).",
			short(p.Seller), percent(c.rate), plural(p.N, "deal", "deals"), f.second(), percent(c.expected), percent(c.shrunk), percent(f.rate))})
	}
	for _, i := range f.with(sellerBelow) {
		p, c := f.people[i], f.of[i]
		out = append(out, Finding{Role: Watch, Weight: f.stake(i), Text: fmt.Sprintf("%s sells %s less often than others with such deals: %s of %s, expected %s. Ask what stands in the way.",
			short(p.Seller), f.second(), percent(c.rate), plural(p.N, "deal", "deals"), percent(c.expected))})
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return compareDown(a.Weight, b.Weight) })
	return out[:min(3, len(out))]
}

func (f sellerFindings) notes() []string {
	var notes []string
	for _, i := range f.with(sellerCustomer) {
		p := f.people[i]
		notes = append(notes, fmt.Sprintf("%s lies beyond the limits with the largest customer only (%d of %s): that says something of the customer, not of the seller.", short(p.Seller), p.MostN, plural(p.N, "deal", "deals")))
	}
	if edge := f.with(sellerEdge); len(edge) > 0 {
		notes = append(notes, fmt.Sprintf("Beyond the 95 %% limits but within the outer ones, as one in twenty is by chance: %s.", f.list(edge)))
	}
	if few := f.with(sellerFew); len(few) > 0 && f.judged > 0 {
		notes = append(notes, fmt.Sprintf("Too few independent deals to be judged or ranked: %s.", f.fewText(few)))
	}
	if f.judged > 0 {
		notes = append(notes, f.chanceNote())
	}
	for _, p := range f.people {
		if p.Seller == sales.Unassigned && p.revenue != 0 {
			notes = append(notes, fmt.Sprintf("(unassigned): %s of revenue in deals whose lines name no seller, such as those of a web shop; nobody is compared with them.", f.o.money(p.revenue)))
		}
	}
	if f.partners && f.judged > 0 {
		notes = append(notes, "The rate is internal cross-selling, between our own areas. Deals with a partner (external) count in it like others, against deals with a partner; their number stands in a column of its own.")
	}
	return notes
}

// fewText names who cannot be judged, with what they have.
func (f sellerFindings) fewText(places []int) string {
	var names []string
	for _, i := range places[:min(3, len(places))] {
		p, c := f.people[i], f.of[i]
		name := fmt.Sprintf("%s (%d of %d, %s to %s", short(p.Seller), p.K, p.N, percent(c.exact.Low), percent(c.exact.High))
		if p.N >= fewestIndependent {
			name += fmt.Sprintf("; %s", plural(p.Customers, "customer", "customers"))
		}
		names = append(names, name+")")
	}
	if more := len(places) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return join(names)
}

// chanceNote says what the limits allow for.
func (f sellerFindings) chanceNote() string {
	note := fmt.Sprintf("Two deals of one customer are alike with a correlation of %.2f, so that deals count for fewer", f.correlation)
	if f.overdispersion > 1 {
		note += fmt.Sprintf("; the rates differ %.1f times as much as chance makes them (variance), which widens the limits: differences between people, and in their deals that audience and channel do not tell", f.overdispersion)
	} else {
		note += "; the rates differ by no more than chance makes them"
	}
	return note + "."
}
