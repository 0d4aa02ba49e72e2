package metrics

import (
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// preferenceFindings is what the sentences and the table of the section speak of.
type preferenceFindings struct {
	all  []preference // the surest first
	word phrases.Key  // what a thing is
	o    Options
}

func (f preferenceFindings) count(status string) (n int) {
	for _, p := range f.all {
		if p.status == status {
			n++
		}
	}
	return n
}

func (f preferenceFindings) lead() string {
	judged := len(f.all) - f.count(tooFewSeen)
	switch {
	case len(f.all) == 0:
		return f.o.say("No known customer with an audience bought in the window.")
	case len(f.audiences()) < 2:
		return f.o.say("There is one audience only, %s: nothing to compare it with.", f.audiences()[0])
	case judged == 0:
		return f.o.say("Too few customers bought to tell the audiences apart (%s).", f.o.say(f.word))
	case f.count(buysMore)+f.count(buysLess) == 0:
		return f.o.say("No audience buys anything more or less often than the others (%s): of %d compared, none stands out once the number of comparisons is allowed for.", f.o.say(f.word), judged)
	}
	lead := f.compared(judged)
	if p := f.all[0]; p.status == buysMore || p.status == buysLess {
		lead = f.o.say("Customers of the audience %s buy %s %s as often as others of their size (95 %% limits %s): %s of them have it, and %s of all others, whatever their size.", short(p.audience), short(p.thing), f.o.times(p.ratio.Value), f.o.limitsText(p.ratio.Limits), f.o.percent(share(p.owners, p.customers)), f.o.percent(share(p.ownersAmongOthers, p.others))) + " " + lead
	}
	return lead
}

// compared says how many of the pairs judged are bought more and less often.
func (f preferenceFindings) compared(judged int) string {
	more, less, thing := f.count(buysMore), f.count(buysLess), f.o.say(f.word)
	switch {
	case less == 0:
		return f.o.say("Of %d {1|pair|pairs} of audience and %s compared, %d {3|is|are} bought more often than by the others and none less often.", judged, thing, more)
	case more == 0:
		return f.o.say("Of %d {1|pair|pairs} of audience and %s compared, %d {3|is|are} bought less often than by the others and none more often.", judged, thing, less)
	}
	return f.o.say("Of %d {1|pair|pairs} of audience and %s compared, %d {3|is|are} bought more often than by the others and %d less often.", judged, thing, more, less)
}

func share(k, n int64) float64 { return float64(k) / float64(max(1, n)) }

func (f preferenceFindings) audiences() (names []string) {
	for _, p := range f.all {
		if !slices.Contains(names, p.audience) {
			names = append(names, p.audience)
		}
	}
	slices.Sort(names)
	return names
}

// findings are the first preference of each of the first audiences.
func (f preferenceFindings) findings() []Finding {
	var out []Finding
	seen := map[string]bool{}
	for _, p := range f.all {
		if p.status != buysMore || len(out) == mostOffers || seen[p.audience] || p.ratio.Limits.Low < 1.5 {
			continue
		}
		seen[p.audience] = true
		out = append(out, Finding{Role: Do, Weight: p.revenue, Text: f.o.say("Show %s to %s first: they buy it %s as often as others of their size, and %d of them do not have it.", short(p.thing), short(p.audience), f.o.times(p.ratio.Value), p.customers-p.owners)})
	}
	return out
}

func (f preferenceFindings) notes() []string {
	if len(f.audiences()) < 2 {
		return nil
	}
	notes := []string{f.o.say("Compared are customers with about as many deals: an audience of large customers has more of everything. The index does not allow for that and can be below 100 where customers of one size buy more.")}
	if n := f.count(tooFewSeen); n > 0 {
		notes = append(notes, f.o.say("Too few to judge: %d of %d {2|pair|pairs}, where fewer than five owners are to be expected.", int64(n), len(f.all)))
	}
	return notes
}

func (f preferenceFindings) table() Table {
	t := Table{Columns: []Column{{"audience", "Audience", Text}, {"thing", title(f.o.say(f.word)), Text}, {"status", "Status", Word}, {"index", "Index", Number},
		{"ratio", "Times as often, same size", Number}, {"ratio_low", "Low", Number}, {"ratio_high", "High", Number},
		{"share", "Share that has it", Ratio}, {"share_others", "Share of the others", Ratio},
		{"customers", "Customers", Count}, {"owners", "Owners", Count}, {"others", "Customers of other audiences", Count}, {"owners_others", "Owners among them", Count},
		{"revenue", "Revenue", Money}, {"p", "p", Number}, {"q", "q", Number}, {"label", f.o.say("Audience and %s", f.o.say(f.word)), Text}}}
	for _, p := range f.all[:min(len(f.all), f.o.MaxRows)] {
		t.Rows = append(t.Rows, p.cells())
	}
	if left := len(f.all) - len(t.Rows); left > 0 {
		row := make([]Cell, len(t.Columns))
		row[0], row[1] = other, f.o.say("%d {1|other pair|other pairs}", int64(left))
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p preference) cells() []Cell {
	mine, theirs := ratio(float64(p.owners), float64(p.customers)), ratio(float64(p.ownersAmongOthers), float64(p.others))
	var index Cell
	if p.ownersAmongOthers > 0 && p.customers > 0 {
		index = 100 * mine.(float64) / theirs.(float64)
	}
	cells := []Cell{p.audience, p.thing, p.status, index, defined(p.ratio.Value, p.ratio.ok)}
	cells = append(cells, limits(p.ratio.Limits, p.ratio.ok)...)
	cells = append(cells, mine, theirs, p.customers, p.owners, p.others, p.ownersAmongOthers, sales.Money(p.revenue))
	if p.status == tooFewSeen {
		cells = append(cells, nil, nil)
	} else {
		cells = append(cells, probability(p.logP), probability(p.logQ))
	}
	return append(cells, short(p.audience)+": "+short(p.thing))
}
