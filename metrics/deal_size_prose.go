package metrics

import (
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

func (f dealFindings) lead() string {
	w := f.places["window"]
	if w.Deals == 0 {
		return f.o.say("No deal of the window sold anything.")
	}
	average := f.o.say("A deal holds %.2f products and brings %s on average, %s in the middle.", float64(w.Products)/float64(w.Deals), f.o.money(w.mean().(sales.Money)), f.o.money(w.median().(sales.Money)))
	part := f.o.percent(float64(w.Multi) / float64(w.Deals))
	switch multi := f.multi(); {
	case w.Multi == 0:
		return f.o.say("No deal of the window holds two products or more (%d {1|deal|deals}).", w.Deals) + " " + average
	case w.Revenue > 0 && multi.Revenue > 0 && multi.Revenue <= w.Revenue:
		return f.o.say("%s of %d {2|deal|deals} hold two products or more and bring %s of their revenue.", part, w.Deals, f.o.percent(multi.Revenue.Float()/w.Revenue.Float())) + " " + average
	}
	return f.o.say("%s of %d {2|deal|deals} hold two products or more.", part, w.Deals) + " " + average
}

// multi are the deals of the window with two products or more, single those with one.
func (f dealFindings) multi() (t dealGroup) {
	for _, s := range f.steps {
		if s.Step > 1 && s.Step < returnsOnly {
			t = t.add(s.dealGroup)
		}
	}
	return t
}

func (f dealFindings) single() dealGroup {
	for _, s := range f.steps {
		if s.Step == 1 {
			return s.dealGroup
		}
	}
	return dealGroup{}
}

func (f dealFindings) notes() []string {
	var notes []string
	for _, p := range []struct{ place, label string }{{"previous", f.c.Previous.Label}, {"year_ago", f.c.YearAgo.Label}} {
		if s, ok := f.split(p.place); ok {
			notes = append(notes, f.splitText(s, p.label))
		}
	}
	if len(notes) > 0 && f.usual == "normal" {
		notes[len(notes)-1] += " " + f.o.say("The revenue per deal of %s is within the normal variation of the periods before.", f.c.Period.Label)
	}
	if note := f.addedNote(); note != "" {
		notes = append(notes, note)
	}
	if note := f.withinNote(); note != "" {
		notes = append(notes, note)
	}
	for _, s := range f.steps {
		if s.Step == returnsOnly {
			notes = append(notes, f.o.say("%d {1|deal holds|deals hold} returns only, with %s of net revenue: in the table, and in no share or mean of deals.", s.Deals, f.o.money(s.Revenue)))
		}
	}
	if without := f.withoutCost(); f.costs && without != 0 {
		notes = append(notes, f.o.say("Lines with %s of net revenue have no cost: they are left out of CM1 and margin, and CM1 per deal is too low where they are many.", f.o.money(without)))
	}
	if f.madeUp {
		notes = append(notes, f.o.say("The data have no deal numbers: a deal is what one customer bought on one day."))
	}
	return notes
}

// withoutCost is the revenue of the window whose lines have no cost.
func (f dealFindings) withoutCost() sales.Money {
	var t dealGroup
	for _, s := range f.steps {
		t = t.add(s.dealGroup)
	}
	return t.Revenue - t.Costed.V
}

// splitText says how money per deal changed and which of its two parts did it.
func (f dealFindings) splitText(s perDealSplit, label string) string {
	changed := f.o.rose(s.before, s.now)
	if s.products == 0 && s.money == 0 {
		return f.o.say("Money per deal %s in %s against %s.", changed, f.c.Period.Label, label)
	}
	return f.o.say("Money per deal %s in %s against %s: by products per deal %s, by money per product %s.", changed, f.c.Period.Label, label, f.o.change(s.products), f.o.change(s.money))
}

// addedNote says what goes with the second and the third product of a deal.
func (f dealFindings) addedNote() string {
	var parts []string
	for i := range f.steps {
		if i == 0 || f.steps[i].Step > 3 {
			continue
		}
		if more, ok := f.added(&f.steps[i-1], f.steps[i]); ok {
			parts = append(parts, f.o.say(map[int64]phrases.Key{2: "a second product %s", 3: "a third product %s"}[f.steps[i].Step], f.o.change(more)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return f.o.say("With %s of money per deal: what goes together, not what the product brings.", f.o.list(parts))
}

// withinNote says whether the difference remains between deals of the same customers.
func (f dealFindings) withinNote() string {
	more, ok := f.within.interval()
	multi, single := f.multi(), f.single()
	if !ok || multi.Deals == 0 || single.Deals == 0 {
		return ""
	}
	apart := multi.mean().(sales.Money) - single.mean().(sales.Money)
	text := phrases.Key("Deals with two products or more bring %s each against those with one; between deals of the same customer (%d who have both) it is %s (95 %% limits %s to %s).")
	switch {
	case more.Limits.Low <= 0:
		text = "Deals with two products or more bring %s each against those with one; between deals of the same customer (%d who have both) it is %s (95 %% limits %s to %s): that larger deals come from other customers cannot be ruled out."
	case more.Limits.High < apart.Float():
		text = "Deals with two products or more bring %s each against those with one; between deals of the same customer (%d who have both) it is %s (95 %% limits %s to %s): a part of the difference is that larger customers buy more products."
	}
	return f.o.say(text, f.o.change(apart), f.within.Customers, f.o.change(money(more.Value*sales.Scale)), f.o.change(money(more.Limits.Low*sales.Scale)), f.o.change(money(more.Limits.High*sales.Scale)))
}

func (f dealFindings) findings() []Finding {
	var out []Finding
	if s, ok := f.split("previous"); ok && f.usual == "signal" {
		moved := abs(s.now-s.before) * sales.Money(f.places["current"].Deals)
		out = append(out, Finding{Role: Why, Weight: moved, Text: f.splitText(s, f.c.Previous.Label)})
	}
	more, ok := f.within.interval()
	single := f.single()
	if ok && more.Limits.Low > 0 && single.Deals > 0 && f.customers {
		const tenth = 10
		worth := money(more.Limits.Low*sales.Scale) * sales.Money(single.Deals) / tenth
		out = append(out, Finding{Role: Do, Weight: worth, Text: f.o.say("Offer a second product where a deal holds one (%d {1|deal|deals}, %s of all): a tenth of them brings %s less, at least, than as many deals of the same customers with two or more (%s); the section Pairs of products says what to offer.", single.Deals, f.o.percent(float64(single.Deals)/float64(f.places["window"].Deals)), f.o.money(worth), f.c.Window.Label)})
	}
	return out
}
