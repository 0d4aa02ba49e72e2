package metrics

import (
	"slices"

	"xsell/metrics/sales"
)

func (f offersFound) lead() string {
	var judged []incentive
	for _, of := range f.rows {
		if of.judged() && of.what != "both" {
			judged = append(judged, of)
		}
	}
	switch {
	case len(f.rows) == 0:
		return f.o.say("No discount or bonus of a programme can be held against its margin: neither the register nor the lines say what was given and earned.")
	case len(judged) == 0:
		return f.seenOffersLead()
	}
	n := map[Verdict]int64{}
	for _, of := range judged {
		n[of.decision]++
	}
	if n[CannotBeTold] == int64(len(judged)) {
		return f.o.say("Whether the %d {1|discount or bonus pays|discounts and bonuses pay} cannot be told yet.", len(judged))
	}
	verdicts := f.o.tally(tallied{n[pays], "%d {1|pays|pay}"}, tallied{n[doesNotPay], "%d {1|does not pay|do not pay}"}, tallied{n[CannotBeTold], "%d cannot be told yet"})
	text := f.o.say("Of %d {1|discount or bonus|discounts and bonuses}, %s", len(judged), verdicts)
	if worst, ok := f.worst(judged); ok {
		text += ". " + f.shouldHaveBeen(worst)
	}
	return text + "."
}

// worst is the offer that gave away most for sure.
func (f offersFound) worst(rows []incentive) (incentive, bool) {
	var out incentive
	for _, of := range rows {
		if of.lost() > out.lost() {
			out = of
		}
	}
	return out, out.lost() > 0
}

// shouldHaveBeen says what an offer that does not pay ought to have been: "Fresh water start
// (P2) gave 25.0 % where 9.9 % would have paid".
func (f offersFound) shouldHaveBeen(of incentive) string {
	most, ok := of.best.(float64)
	if !ok || most <= 0 {
		return f.o.say("%s sold no more by its %s than would have been sold without", of.title(), f.o.say(of.what))
	}
	if of.what == "bonus" || of.list == 0 {
		return f.o.say("%s paid %s for each sale where at most %s would have paid", of.title(), f.o.money(money(of.paid)), f.o.money(money(most)))
	}
	return f.o.say("%s gave %s of the list price where at most %s would have paid", of.title(), f.o.percent(of.paid/of.list), f.o.percent(most/of.list))
}

func (f offersFound) seenOffersLead() string {
	var given sales.Money
	for _, of := range f.rows {
		given += of.sold.Discount.V
	}
	top := slices.MaxFunc(f.rows, func(a, b incentive) int { return compareDown(b.sold.Discount.V, a.sold.Discount.V) })
	text := f.o.say("The discounts of %d {1|programme|programmes} gave away %s; most %s: %s", len(f.rows), f.o.money(given), short(top.sold.Programme), f.o.money(top.sold.Discount.V))
	if v, ok := top.needed().(float64); ok {
		return text + f.o.say(", which pays only if it sold %s more than would have been sold without.", f.o.percent(v))
	}
	return text + f.o.say(", sold below cost, so that no rise in sales pays for it.")
}

func (f offersFound) notes() []string {
	var notes, below []string
	shared := false
	for _, of := range f.rows {
		if of.saleMargin <= of.paid && of.what != "both" {
			name := short(of.sold.Programme)
			if of.judged() {
				name = of.label(f.o)
			}
			below = append(below, name)
		}
		shared = shared || of.what == "both"
	}
	if len(below) > 0 {
		notes = append(notes, f.o.say("Below cost after what is paid, so that no rise in sales pays for it by itself: %s.", f.listed(below)))
	}
	notes = append(notes, f.wholeNotes()...)
	if shared {
		notes = append(notes, f.o.say("Where a programme gives a discount and a bonus, each is held against the whole rise in sales, which it shares with the other: together they must pay, as the row of both says."))
	}
	if slices.ContainsFunc(f.rows, func(of incentive) bool { return !of.judged() }) {
		notes = append(notes, f.o.say("Under codes that no register explains nobody knows what would have been sold without: how much more must be sold is arithmetic, not a verdict."))
	}
	var without []string
	for _, e := range f.effects {
		if e.taken > 0 && !e.money.known {
			without = append(without, e.title())
		}
	}
	if len(without) > 0 {
		notes = append(notes, f.o.say("No cost of what was sold is known for %s.", f.listed(without)))
	}
	return notes
}

// wholeNotes name the programmes of which the section Programmes, which counts advertising
// too, says something else than their discounts and bonuses by themselves let think.
func (f offersFound) wholeNotes() []string {
	titles := func(whole Verdict, decisions ...Verdict) (names []string) {
		for _, of := range f.rows {
			if name := of.title(); of.judged() && of.effect.verdict == whole && slices.Contains(decisions, of.decision) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		return names
	}
	var notes []string
	if names := titles(DoesNotWork, pays); len(names) > 0 {
		notes = append(notes, f.o.say("What it gives away pays by itself, but the programme as a whole, with its advertising, does not work (section Programmes): %s.", f.listed(names)))
	}
	if names := titles(DoesNotWork, CannotBeTold); len(names) > 0 {
		notes = append(notes, f.o.say("Whether what it gives away pays cannot be told by itself, but the programme as a whole, with its advertising, does not work (section Programmes): %s.", f.listed(names)))
	}
	if names := titles(Works, doesNotPay); len(names) > 0 {
		notes = append(notes, f.o.say("The programme sells more (section Programmes), though what it gives away does not pay: %s.", f.listed(names)))
	}
	return notes
}

func (f offersFound) findings() []Finding {
	var out []Finding
	for _, of := range f.rows {
		if of.lost() == 0 || of.what == "both" {
			continue
		}
		finding := Finding{Role: Watch, Weight: of.lost(), Text: f.o.say("%s (%s): it gave away %s or more.", f.shouldHaveBeen(of), of.design.evidence.text(f.o), f.o.money(of.lost()))}
		if f.status(of.programme) == "running" {
			finding.Role = Do
		}
		out = append(out, finding)
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return compareDown(a.Weight, b.Weight) })
	return out[:min(3, len(out))]
}
