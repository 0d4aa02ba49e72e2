package metrics

import (
	"fmt"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// meansIn says what the money of an action is and of which time.
func (f *actionFindings) meansIn(a action) string {
	if a.kind == moneyLost {
		return f.o.say("%s lost in %s", f.measure(a), f.l.Calendar.Window.Label)
	}
	return f.means(a)
}

// means says what the money of an action is.
func (f *actionFindings) means(a action) string {
	measure := f.measure(a)
	switch a.kind {
	case moneyLost:
		return f.o.say("%s lost", measure)
	case moneyAtRisk:
		return f.o.say("%s of a year, at risk", measure)
	}
	return f.o.say("%s expected at least", measure)
}

// measure is CM1, or revenue where the sales name no cost; of discounts it is what was given away.
func (f *actionFindings) measure(a action) string {
	switch {
	case a.column == "needless":
		return f.o.say("Discount")
	case a.column == "cm1", a.column == "cm2":
		return f.o.say(map[string]phrases.Key{"cm1": "CM1", "cm2": "CM2"}[a.column])
	case f.l.Has(sales.Cost):
		return f.o.say("CM1")
	}
	return f.o.say("Revenue")
}

func (f *actionFindings) lead() string {
	if len(f.chosen) == 0 {
		return f.o.say("Nothing to do this week has money that can be relied on.")
	}
	first := f.chosen[0]
	return f.o.say("%d {1|thing is|things are} worth doing this week. First: %s (%s: %s).", int64(len(f.chosen)), first.do(f.o, first), f.meansIn(first), f.o.money(first.money()))
}

// findings are the actions for the answer of the report, short.
func (f *actionFindings) findings() []Finding {
	var out []Finding
	for _, a := range f.chosen {
		text := a.do(f.o, a)
		if names := a.names(mostNamed); a.named && len(names) > 0 {
			if more := len(a.rows) - len(names); more > 0 {
				names = append(names, f.o.say("%d more", int64(more)))
			}
			text += ": " + f.o.list(names)
		}
		out = append(out, Finding{Role: Do, Weight: a.money(), Text: f.o.say("%s. %s: %s.", text, f.meansIn(a), f.o.money(a.money()))})
	}
	return out
}

func (f *actionFindings) notes() []string {
	notes := []string{f.o.say("What is lost or at risk was counted, and it is not known how much of it comes back; what is expected is the low end of its limits, if all are asked. Money of the one is not money of the other.")}
	var left []string
	for _, s := range f.done {
		wants := slices.ContainsFunc(s.Findings, func(x Finding) bool { return x.Role == Do })
		if wants && !slices.ContainsFunc(f.chosen, func(a action) bool { return a.of.Name == s.Name }) {
			left = append(left, s.Title)
		}
	}
	if len(left) > 0 {
		notes = append(notes, f.o.say("Worth reading, but not in the list, as no money in them can be relied on or an action above speaks of the same: %s.", f.o.list(left)))
	}
	return notes
}

// people are those an action names: customers with the seller who knows them.
func (f *actionFindings) people(a action) string {
	if a.thing != "" && a.most == 1 {
		return f.o.list(f.listed(a.text(a.rows[0], a.thing)))
	}
	return f.o.list(a.names(len(a.rows)))
}

// names are the customers of the first rows with their sellers.
func (a action) names(most int) []string {
	var names []string
	for _, row := range a.rows[:min(most, len(a.rows))] {
		if name := a.text(row, "customer_name"); name != "" {
			names = append(names, withSeller(name, a.text(row, "seller")))
		}
	}
	return names
}

// listed are the first customers that the section of offers names for a thing.
func (f *actionFindings) listed(thing string) []string {
	const most = 3
	var names []string
	for i := range f.done {
		s := &f.done[i]
		if s.Name != Opportunities.Name {
			continue
		}
		for row := range s.Table.Rows {
			a := action{of: s}
			product := a.text(row, "product_name")
			if len(names) < most && product != "" && (product == thing || f.types[product] == thing) {
				names = append(names, withSeller(a.text(row, "customer_name"), a.text(row, "seller")))
			}
		}
	}
	return names
}

func withSeller(name, seller string) string {
	if seller == "" || seller == sales.Unassigned {
		return short(name)
	}
	return fmt.Sprintf("%s (%s)", short(name), short(seller))
}
