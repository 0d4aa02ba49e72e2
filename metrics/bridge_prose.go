package metrics

import (
	"cmp"
	"fmt"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// thing is what the split is by, in a sentence.
func (b *bridging) thing() string {
	return b.o.say(b.levelName())
}

// levelName is the word for it.
func (b *bridging) levelName() phrases.Key {
	return map[sales.Field]phrases.Key{sales.Type: "product type", sales.Area: "business area", sales.Product: "product"}[b.level]
}

func (b *bridging) lead() string {
	c := b.calendar
	if len(b.bridges) == 0 {
		return b.o.say("The data begin on %s, so there is no complete %s to compare %s with.", b.o.date(c.First), c.Previous.Label, c.Period.Label)
	}
	return b.bridges[0].sentence(b)
}

// sentence says how the measure changed and which steps made it so.
func (x bridgeOf) sentence(b *bridging) string {
	t := x.total()
	changed := b.o.rose(t.before, t.after)
	parts := x.largest(b.o)
	if len(parts) == 0 {
		return b.o.say("%s %s in %s against %s.", b.o.say(x.of), changed, b.calendar.Period.Label, x.before.Label)
	}
	return b.o.say("%s %s in %s against %s: %s.", b.o.say(x.of), changed, b.calendar.Period.Label, x.before.Label, b.o.list(parts))
}

// largest are the steps worth naming, largest first: those of a twentieth or more of all
// that moved.
func (x bridgeOf) largest(o Options) []string {
	t := x.total()
	steps := x.steps()
	var gross int64
	for _, st := range steps {
		gross += max(*st.of(&t.effects), -*st.of(&t.effects))
	}
	slices.SortStableFunc(steps, func(a, b bridgeStep) int {
		return cmp.Compare(abs(sales.Money(*b.of(&t.effects))), abs(sales.Money(*a.of(&t.effects))))
	})
	var parts []string
	for _, st := range steps {
		if v := *st.of(&t.effects); v != 0 && max(v, -v) >= gross/20 {
			parts = append(parts, o.say(st.inSentence(), o.change(sales.Money(v))))
		}
	}
	return parts
}

// inSentence names the step beside its amount.
func (st bridgeStep) inSentence() phrases.Key {
	return map[string]phrases.Key{"volume": "volume %s", "price": "prices %s", "mix": "mix %s", "unit_cost": "unit costs %s", "new": "what is new %s",
		"lost": "what is gone %s", "returns": "returns %s", "fees": "fees %s", "other": "lines that cannot be split %s"}[st.key]
}

func (b *bridging) notes() []string {
	c := b.calendar
	var notes []string
	for _, x := range b.bridges[min(1, len(b.bridges)):] {
		notes = append(notes, x.sentence(b))
	}
	if len(b.bridges) > 0 {
		notes = append(notes, b.o.say("The split is by %s: at another level (--bridge-level) the total is the same, and what is price here may be mix there. A price is net revenue per unit, so a shift to customers or channels that pay less is price, too.", b.thing()))
		if b.beyond != nil {
			notes = append(notes, b.o.say("It is not finer than that, as more than %d rows would have to be looked at one by one.", b.beyond.Limit))
		}
		if text := b.bridges[0].cameAndWent(b); text != "" {
			notes = append(notes, text)
		}
		if text := b.o.perDay(c); text != "" {
			notes = append(notes, text)
		}
	}
	if len(b.uncosted) > 0 {
		notes = append(notes, b.o.say("CM1 is not split against %s: less than %s of the revenue of one of the periods has a cost.", b.o.list(b.uncosted), b.o.percent(costedShare)))
	}
	if b.measures > 1 {
		notes = append(notes, b.o.say("Quantities are in %d units of measure, which are not added up: each has a volume and a mix of its own.", b.measures))
	}
	return notes
}

// cameAndWent warns where more of the movement is of items sold in one of the periods
// only than of all the others: they may be sold too seldom for periods so short.
func (x bridgeOf) cameAndWent(b *bridging) string {
	var once, both int64
	var items, all int64
	for _, i := range x.items {
		e := i.effects
		if e.New != 0 || e.Lost != 0 {
			items++
		}
		all++
		once += max(e.New, -e.New) + max(e.Lost, -e.Lost)
		for _, v := range []int64{e.Volume, e.Price, e.Mix, e.Cost} {
			both += max(v, -v)
		}
	}
	if once <= both || all < 2 {
		return ""
	}
	text := phrases.Key("%d of %d (%s) were sold in only one of %s and %s, and make more of the movement than all others: where that is chance, a longer --period tells more.")
	if b.level == sales.Product {
		text = "%d of %d (%s) were sold in only one of %s and %s, and make more of the movement than all others: where that is chance, a longer --period or --bridge-level type tells more."
	}
	return b.o.say(text, items, all, b.thing(), x.before.Label, b.calendar.Period.Label)
}

// perDay says how much of the volume the length of the periods alone explains.
func (o Options) perDay(c sales.Calendar) string {
	before, after := c.Previous.Days(), c.Period.Days()
	if before == after || !c.Covers(c.Previous) {
		return ""
	}
	return o.say("%s has %d days, %s %d: at the same sales a day, volume would change by %s.", c.Period.Label, after, c.Previous.Label, before, o.percentChange(float64(after)/float64(before)-1))
}

// findings name what made the change and, where prices or unit costs took money away, on what.
func (b *bridging) findings() []Finding {
	if len(b.bridges) == 0 {
		return nil
	}
	x := b.bridges[0]
	t := x.total()
	if t.change() == 0 {
		return nil
	}
	out := []Finding{{Role: Why, Text: x.sentence(b), Weight: abs(t.change())}}
	for _, st := range x.steps() {
		if text, lost := b.taken(x, st, t); text != "" {
			out = append(out, Finding{Role: Watch, Text: text, Weight: lost})
		}
	}
	return out
}

// taken warns of a price or unit cost that took away one part in a hundred of what was
// earned before, or more, and names where.
func (b *bridging) taken(x bridgeOf, st bridgeStep, t bridgeItem) (string, sales.Money) {
	lost := -sales.Money(*st.of(&t.effects))
	if st.key != "price" && st.key != "unit_cost" || lost <= 0 || t.before <= 0 || lost < t.before/100 {
		return "", 0
	}
	items := slices.Clone(x.items)
	slices.SortStableFunc(items, func(i, j bridgeItem) int { return cmp.Compare(*st.of(&i.effects), *st.of(&j.effects)) })
	var worst []string
	for _, i := range items[:min(3, len(items))] {
		if v := sales.Money(*st.of(&i.effects)); v < 0 {
			worst = append(worst, fmt.Sprintf("%s (%s)", short(i.name), b.o.change(v)))
		}
	}
	what := phrases.Key("Lower prices took %s of %s in %s against %s, most on %s.")
	if st.key == "unit_cost" {
		what = "Higher unit costs took %s of %s in %s against %s, most on %s."
	}
	of := phrases.Key("net revenue")
	if x.measure == LinesCM1 {
		of = "CM1"
	}
	return b.o.say(what, b.o.money(lost), b.o.say(of), b.calendar.Period.Label, x.before.Label, b.o.list(worst)), lost
}
