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
	return f.o.say(a.kind, f.measure(a))
}

// measures are what the money in a column is, where it is neither CM1 nor what stands for it.
var measures = map[string]phrases.Key{
	"needless": "Discount", "cm1": "CM1", "cm2": "CM2", "net_cm": "CM2", "extra_low": "CM3", "extra_high": "CM3", "gain_high": "CM2", "lost": "CM3",
	"cost": "Cost", "influenced_commission": "Commission", "revenue": "Revenue",
}

// measure names the money: CM1, or revenue where the sales name no cost, unless the column says otherwise.
func (f *actionFindings) measure(a action) string {
	key, ok := measures[a.column]
	switch {
	case ok:
	case f.l.Has(sales.Cost):
		key = "CM1"
	default:
		key = "Revenue"
	}
	return f.o.say(key)
}

func (f *actionFindings) lead() string {
	out := f.leftOut()
	switch {
	case len(f.chosen) == 0 && len(out) > 0:
		return f.o.say("Nothing to do this week was found whose money can be relied on, but %d {1|section was|sections were} left out: %s.", int64(len(out)), f.o.list(out))
	case len(f.chosen) == 0:
		return f.o.say("Nothing to do this week has money that can be relied on.")
	}
	first := f.chosen[0]
	if len(f.chosen) == 1 {
		return f.o.say("One thing is worth doing this week: %s (%s: %s). Nothing else was found whose money can be relied on.", first.do(f, first), f.meansIn(first), f.o.money(first.money()))
	}
	return f.o.say("%d {1|thing is|things are} worth doing this week. First: %s (%s: %s).", int64(len(f.chosen)), first.do(f, first), f.meansIn(first), f.o.money(first.money()))
}

// leftOut are the titles of the sections that were too large to be looked at.
func (f *actionFindings) leftOut() []string {
	var titles []string
	for _, s := range f.done {
		if s.LeftOut {
			titles = append(titles, s.Title)
		}
	}
	return titles
}

// findings are the actions for the answer of the report, short.
func (f *actionFindings) findings() []Finding {
	var out []Finding
	for _, a := range f.chosen {
		text := a.do(f, a)
		names := a.names(mostNamed)
		if a.sellers {
			names = a.sellerNames(mostNamed)
		}
		if a.named && len(names) > 0 {
			if more := len(a.rows) - len(names); more > 0 {
				names = append(names, f.o.say("%d more", int64(more)))
			}
			text += ": " + f.o.list(names)
		}
		out = append(out, Finding{Role: Do, Section: a.of.Name, Weight: a.money(), Text: f.o.say("%s. %s: %s.", text, f.meansIn(a), f.o.money(a.money()))})
	}
	return out
}

func (f *actionFindings) notes() []string {
	notes := []string{f.o.say("What is lost or at risk was counted, and it is not known how much of it comes back; what is expected is the low end of its limits, if all are asked. Money of the one is not money of the other.")}
	var left []string
	for _, s := range f.done {
		if s.wants() && !slices.ContainsFunc(f.chosen, func(a action) bool { return a.of.Name == s.Name }) {
			left = append(left, s.Title)
		}
	}
	if out := f.leftOut(); len(out) > 0 && len(f.chosen) > 0 {
		notes = append(notes, f.o.say("There may be more to do than stands here: left out for their size were %s.", f.o.list(out)))
	}
	if len(left) > 0 {
		notes = append(notes, f.o.say("Worth reading, but not in the list, as no money in them can be relied on, an action above speaks of the same, or the list is full: %s.", f.o.list(left)))
	}
	if tests := f.tests(); len(tests) > 0 {
		notes = append(notes, f.o.say("To be tested with some customers left out, before any money is put on it: %s.", f.o.list(tests)))
	}
	return notes
}

// tests are the combination with most money that the products sheet speaks for, and the
// programmes that cannot be told yet.
func (f *actionFindings) tests() []string {
	var tests []string
	if s := f.section(Combinations.Name); s != nil {
		a, best := action{of: s}, -1
		for row := range s.Table.Rows {
			worded := a.text(row, "kind") == "to try" && a.text(row, "across") == "yes" && a.text(row, "sheet") != "different" && a.text(row, "benefit") != ""
			if worded && (best < 0 || a.cell(row, "low") > a.cell(best, "low")) {
				best = row
			}
		}
		if best >= 0 {
			tests = append(tests, f.o.say("%s (section %s)", a.text(best, "pair"), s.Title))
		}
	}
	if s := f.section(Scorecard.Name); s != nil {
		a := action{of: s}
		for row := range s.Table.Rows {
			if more := a.count(row, "more"); more > 0 && a.text(row, "tell_by") == tellByLeavingOut {
				tests = append(tests, f.o.say("%s (about %d more {2|offer|offers})", a.title(row), more))
			}
		}
	}
	return tests[:min(mostNamed, len(tests))]
}

// people are those an action names: customers with the seller who knows them.
func (f *actionFindings) people(a action) string {
	switch {
	case a.sellers:
		return f.o.list(a.sellerNames(len(a.rows)))
	case a.who != nil:
		return a.who(f, a)
	case a.thing != "" && a.most == 1:
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

// sellerNames are the sellers of the first rows.
func (a action) sellerNames(most int) []string {
	var names []string
	for _, row := range a.rows[:min(most, len(a.rows))] {
		names = append(names, short(a.text(row, "seller")))
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
