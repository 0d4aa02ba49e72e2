package metrics

import (
	"fmt"

	"xsell/metrics/phrases"
	"xsell/metrics/stat"
)

func (f lossFindings) lead() string {
	several, one := f.of(severalAreas, ""), f.of(oneArea, "")
	lost := f.losing(severalAreas)
	switch {
	case several.Customers+one.Customers == 0:
		return f.o.say("No known customer bought from a business area in the window.")
	case several.Customers == 0:
		return f.o.say("No known customer bought from two or more business areas.") + " " + f.loses(f.losing(oneArea), one)
	case lost.Customers == 0 && one.Customers == 0:
		return f.o.say("No customer of several areas loses money (%d {1|customer|customers}).", several.Customers)
	case lost.Customers == 0:
		return f.o.say("No customer of several areas loses money (%d {1|customer|customers}).", several.Customers) + " " + f.loses(f.losing(oneArea), one)
	}
	said, by := phrases.Key("%d of %d {2|customer|customers} of several areas (%s) {1|loses|lose} money, %s together: %s."), f.byKind()
	if kind, only := f.onlyKind(lost.Customers); only {
		said, by = "%d of %d {2|customer|customers} of several areas (%s) {1|loses|lose} money, %s together, all by %s.", f.o.say(kind)
	}
	lead := f.o.say(said, lost.Customers, several.Customers, f.o.percent(float64(lost.Customers)/float64(several.Customers)), f.o.money(lost.result()), by)
	if one.Customers > 0 {
		lead += " " + f.o.say("Of customers of one area %s do.", f.o.percent(float64(f.losing(oneArea).Customers)/float64(one.Customers)))
	}
	return lead
}

// loses writes "3 of 20 customers of one area lose money, −120 together."
func (f lossFindings) loses(lost, all spending) string {
	if lost.Customers == 0 {
		return f.o.say("None of %d {1|customer|customers} of one area loses money.", all.Customers)
	}
	return f.o.say("%d of %d {2|customer|customers} of one area {1|loses|lose} money, %s together.", lost.Customers, all.Customers, f.o.money(lost.result()))
}

// onlyKind is what all those who lose lose by, where it is one thing.
func (f lossFindings) onlyKind(losing int64) (by phrases.Key, only bool) {
	for _, k := range lossKinds {
		if losing > 1 && f.of(severalAreas, k.kind).Customers == losing {
			return k.by, true
		}
	}
	return "", false
}

// byKind lists the kinds of losses with their customers and money.
func (f lossFindings) byKind() string {
	var parts []string
	for _, k := range lossKinds {
		if s := f.of(severalAreas, k.kind); s.Customers > 0 {
			parts = append(parts, f.o.say("%d by %s (%s)", s.Customers, f.o.say(k.by), f.o.money(s.result())))
		}
	}
	return f.o.list(parts)
}

func (f lossFindings) notes() []string {
	var notes []string
	if note := f.compared(); note != "" {
		notes = append(notes, note)
	}
	loses := f.losing(severalAreas).Customers > 0
	if !f.discounts && loses {
		notes = append(notes, f.o.say("The data have neither list prices nor discounts: losses by discounts stand among those by price or cost."))
	}
	if !f.bonuses && loses {
		notes = append(notes, f.o.say("The data have neither bonuses nor commissions: losses by what selling and service cost cannot be told."))
	}
	if flat, price := f.of(severalAreas, lossFlat), f.of(severalAreas, lossPrice); flat.Customers+price.Customers > 0 {
		notes = append(notes, f.o.say("What neither returns, discounts nor bonuses and commissions explain was sold below cost; flat spending says that, besides, the second area brought no more revenue a day."))
	}
	if none := f.of(severalAreas, noCost).add(f.of(oneArea, noCost)); none.Customers > 0 {
		notes = append(notes, f.o.say("%d {1|customer has|customers have} no line with a cost and {1|is|are} not judged.", none.Customers))
	}
	if n := len(f.customers); n > 0 && f.customers[n-1].Customer == other {
		notes = append(notes, f.o.say("The first %d of %d customers have a row of their own; the groups count all.", int64(n-1), f.losing(severalAreas).Customers))
	}
	return notes
}

// compared says whether customers of several areas lose money more often than those of
// one who are alike.
func (f lossFindings) compared() string {
	e, ok := stat.RiskRatio(f.strata(), confidence)
	if !ok {
		if f.losing(severalAreas).Customers == 0 {
			return ""
		}
		return f.alike() + " " + f.o.say("There are too few losses, or too few customers of one area, to say whether buying from several areas goes with them.")
	}
	text := phrases.Key("Those of several areas lose money %.2f times as often as those of one area (95 %% limits %.2f to %.2f): no difference that chance does not explain.")
	switch {
	case e.Limits.Low > 1:
		text = "Those of several areas lose money %.2f times as often as those of one area (95 %% limits %.2f to %.2f): more often, and what they have in common does not explain it."
	case e.Limits.High < 1:
		text = "Those of several areas lose money %.2f times as often as those of one area (95 %% limits %.2f to %.2f): buying from several areas is not what they lose money by."
	}
	return f.alike() + " " + f.o.say(text, e.Value, e.Limits.Low, e.Limits.High)
}

// alike names the customers that are compared.
func (f lossFindings) alike() string {
	if f.audiences {
		return f.o.say("Compared are customers of the same audience with as many deals.")
	}
	return f.o.say("Compared are customers with as many deals.")
}

func (f lossFindings) findings() []Finding {
	var out []Finding
	for _, k := range lossKinds {
		s := f.of(severalAreas, k.kind)
		if s.Customers == 0 || k.kind == lossFlat || k.kind == lossPrice {
			continue
		}
		text := f.o.say("%d {1|customer|customers} of several areas {1|loses|lose} money by %s: %s (%s).", s.Customers, f.o.say(k.by), f.o.money(s.result()), f.c.Window.Label)
		if names := f.names(k.kind); len(names) > 0 {
			text += " " + f.o.say("The largest: %s.", f.o.list(names))
		}
		text += " " + f.o.say(k.advice)
		out = append(out, Finding{Role: Do, Text: text, Weight: -s.result()})
	}
	flat := f.of(severalAreas, lossFlat)
	rest := flat.add(f.of(severalAreas, lossPrice))
	if rest.Customers > 0 {
		text := f.o.say("%d {1|customer|customers} of several areas {1|loses|lose} money at prices below cost: %s (%s).", rest.Customers, f.o.money(rest.result()), f.c.Window.Label)
		if flat.Customers > 0 {
			text += " " + f.o.say("The spending of %d of them did not grow with the areas either.", flat.Customers)
		}
		out = append(out, Finding{Role: Watch, Weight: -rest.result(), Text: text})
	}
	return out
}

// names are the customers with the largest losses of a kind.
func (f lossFindings) names(kind string) []string {
	var names []string
	for _, c := range f.customers {
		if c.Kind == kind && c.Customer != other && len(names) < 3 {
			names = append(names, fmt.Sprintf("%s (%s)", short(c.Name), f.o.money(c.result())))
		}
	}
	return names
}
