package metrics

import (
	"slices"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

func (f combinationFindings) things() string {
	return f.o.say(map[tier]phrases.Key{ofProducts: "products", ofTypes: "product types"}[f.level])
}

func (f combinationFindings) scopeText() string {
	if !f.audiences {
		return f.o.say("Pairs of %s", f.things())
	}
	return f.o.say("Pairs of %s whose buyers share an audience", f.things())
}

// shared is how many pairs have an audience in common.
func (f combinationFindings) shared() (n int64) {
	for _, list := range f.by {
		n += int64(len(list))
	}
	return n
}

func (f combinationFindings) table() Table {
	t := Table{Columns: []Column{
		{"kind", "Kind", Word}, {"status", "Status", Word}, {"pair", "Combination", Text}, {"across", "Across areas", Word}, {"audiences", "Audiences in common", Text}, {"sheet", "Audience by the sheet", Text},
		{"size", "Customers of these", Count}, {"only", "With one of the two", Count}, {"both", "With both", Count}, {"by_chance", "By chance", Number}, {"deals", "Deals with both", Count},
		{"low", "Expected, low", Money}, {"expected", "Expected", Money}, {"benefit", "Benefits to the customer", Text}, {"advantage", "Advantages", Text},
	}}
	for _, status := range comboOrder {
		list := f.by[status]
		most := combosOfState
		if status == comboEither || status == comboFew {
			most = 3
		}
		for _, c := range list[:min(most, len(list))] {
			t.Rows = append(t.Rows, f.cells(c))
		}
		if rest := len(list) - most; rest > 0 {
			row := make([]Cell, len(t.Columns))
			row[0], row[1], row[2] = "rest", status, f.o.say("%d more", rest)
			t.Rows = append(t.Rows, row)
		}
	}
	if len(f.words) == 0 {
		for _, key := range []string{"sheet", "benefit", "advantage"} {
			t.drop(key)
		}
	}
	return t
}

func (f combinationFindings) cells(c combo) []Cell {
	kind := "known"
	if c.status == comboUntried || c.status == comboCandidate {
		kind = "to try"
	}
	across := "no"
	if c.across {
		across = "yes"
	}
	a, b := f.words[c.a.id], f.words[c.b.id]
	row := []Cell{kind, c.status, c.name(), across, f.who(c.audiences), text(c.sheet), c.size, c.only, c.both, c.chance, c.deals, c.low, c.expected, both(a.Benefit, b.Benefit), both(a.Advantage, b.Advantage)}
	if c.status == comboEither || c.status == comboFew {
		row[11], row[12] = nil, nil
	}
	return row
}

// who names audiences; all customers where the data know none.
func (f combinationFindings) who(audiences []string) string {
	if !f.audiences {
		return f.o.say("all customers")
	}
	if more := len(audiences) - 4; more > 1 {
		return f.o.say("%s and %d more", strings.Join(audiences[:4], ", "), more)
	}
	return strings.Join(audiences, ", ")
}

// name writes the two of a combination.
func (c combo) name() string { return short(c.a.name) + " + " + short(c.b.name) }

// both joins the words of the sheet for two things.
func both(a, b sales.Null[string]) Cell {
	switch {
	case a.Valid && b.Valid && a.V != b.V:
		return a.V + "; " + b.V
	case a.Valid:
		return a.V
	case b.Valid:
		return b.V
	}
	return nil
}

func (f combinationFindings) lead() string {
	if f.shared() == 0 {
		return f.o.say("No two %s have %d buyers each in one audience: there is nothing to combine.", f.things(), fewestOfCell)
	}
	var counts []string
	for _, n := range []struct {
		pairs []combo
		said  phrases.Key
	}{{f.by[comboTogether], "%d sold together already"}, {f.by[comboCandidate], "%d {1|candidate|candidates}"}, {f.by[comboUntried], "%d never in one deal"},
		{f.by[comboEither], "%d either one or the other"}, {f.by[comboFew], "%d with too few buyers to judge"}} {
		if len(n.pairs) > 0 {
			counts = append(counts, f.o.say(n.said, len(n.pairs)))
		}
	}
	lead := f.o.say("%d {1|pair|pairs} of %s with an audience in common: %s.", f.shared(), f.things(), f.o.list(counts))
	if !f.audiences {
		lead = f.o.say("%d {1|pair|pairs} of %s: %s.", f.shared(), f.things(), f.o.list(counts))
	}
	if c, ok := f.best(comboUntried, comboCandidate); ok {
		most := phrases.Key("Most to try: %s (%s expected at the low end from %d {3|customer|customers} with one of the two).")
		if c.across {
			most = "Most to try across two areas: %s (%s expected at the low end from %d {3|customer|customers} with one of the two)."
		}
		lead = f.o.say(most, c.name(), f.o.money(c.low), c.only) + " " + lead
	}
	return lead
}

// best is the combination of some statuses with most expected money, of two areas where there is one.
func (f combinationFindings) best(statuses ...string) (best combo, ok bool) {
	for _, across := range []bool{true, false} {
		for _, status := range statuses {
			for _, c := range f.by[status] {
				if c.across == across && c.sheet != "different" && c.low > best.low {
					best, ok = c, true
				}
			}
		}
		if ok {
			return best, true
		}
	}
	return best, false
}

func (f combinationFindings) findings() []Finding {
	c, ok := f.best(comboUntried, comboCandidate)
	if !ok {
		return nil
	}
	text := f.o.say("Try %s on half of the customers with one of the two (%s): %d of %d have only one; if they buy as their audience does it is %s (low end %s).",
		c.name(), f.who(c.audiences[:min(3, len(c.audiences))]), c.only, c.size, f.o.money(c.expected), f.o.money(c.low))
	if words, ok := both(f.words[c.a.id].Benefit, f.words[c.b.id].Benefit).(string); ok {
		text += " " + f.o.say("Say: %s.", strings.TrimRight(words, "."))
	}
	return []Finding{{Role: Do, Weight: c.low, Text: text}}
}

// shown says which combinations have a row of their own, and in what order.
func (f combinationFindings) shown() string {
	across := false
	for _, list := range f.by {
		across = across || slices.ContainsFunc(list, func(c combo) bool { return c.across })
	}
	if !across && len(f.words) == 0 {
		return f.o.say("Shown are the %d of each status with most expected money; sums over rows count customers more than once.", combosOfState)
	}
	return f.o.say("Shown are the %d of each status with most expected money, those of two areas first and those for other audiences by the sheet last; sums over rows count customers more than once.", combosOfState)
}

func (f combinationFindings) notes() []string {
	var notes []string
	if f.apart > 0 {
		notes = append(notes, f.o.say("%d {1|pair shares|pairs share} no audience with %d buyers of each and {1|is|are} left out.", f.apart, fewestOfCell))
	}
	if n := len(f.market.goods); n > mostCombined {
		notes = append(notes, f.o.say("Only the %d with most customers are combined, of %d.", mostCombined, n))
	}
	if f.shared() > 0 {
		notes = append(notes, f.shown())
		notes = append(notes, f.o.say("A combination that nobody tried proves nothing (%s): the money is what the audience buys anyway, and what an offer adds only a test shows.", Coincidence.text(f.o)))
	}
	notes = append(notes, f.market.countedNote()...)
	if len(f.words) == 0 {
		notes = append(notes, f.o.say("No products sheet says the audience, the customer benefit or the competitive advantage: combinations have no words yet."))
	}
	return notes
}
