package metrics

import (
	"slices"

	"xsell/metrics/sales"
)

func (f *scored) lead() string {
	if len(f.effects) == 0 {
		return f.seenLead()
	}
	n := map[Verdict]int64{}
	for _, e := range f.effects {
		n[e.verdict]++
	}
	if n[CannotBeTold] == int64(len(f.effects)) {
		return f.o.say("{1|The programme|None of %d programmes} {1|cannot|can} be told yet.", len(f.effects))
	}
	verdicts := f.o.tally(tallied{n[Works], "%d {1|works|work}"}, tallied{n[DoesNotWork], "%d {1|does not work|do not work}"}, tallied{n[CannotBeTold], "%d cannot be told yet"})
	text := f.o.say("Of %d {1|programme|programmes}, %s", len(f.effects), verdicts) + "."
	if best, ok := f.extreme(func(e effect) bool { return e.verdict == Works }, 1); ok {
		text += " " + f.o.say("%s %s an attach rate %s higher (%s).", best.title(), best.design.evidence.verb(f.o), f.higher(best.diff.Value), best.design.evidence.text(f.o))
	}
	if worst, ok := f.extreme(func(e effect) bool { return e.verdict == DoesNotWork && e.money.known }, -1); ok {
		text += " " + f.o.say("%s loses most: %s at best.", worst.title(), f.o.change(worst.money.high))
	}
	return text
}

// higher writes a difference of rates above 0: "28.2 pp".
func (f *scored) higher(v float64) string { return f.o.say("%.1f pp", 100*v) }

// extreme is the programme with the most extra CM3 (sign 1) or the least of it (sign -1).
func (f *scored) extreme(which func(effect) bool, sign sales.Money) (effect, bool) {
	var out effect
	found := false
	for _, e := range f.effects {
		if which(e) && (!found || sign*e.money.extra > sign*out.money.extra) {
			out, found = e, true
		}
	}
	return out, found
}

func (f *scored) seenLead() string {
	if len(f.seen) == 0 {
		return f.o.say("No programme of the register can be judged: it does not say what is sold with what, and since when.")
	}
	var revenue sales.Money
	for _, s := range f.seen {
		revenue += s.Revenue
	}
	top := f.seen[0]
	text := f.o.say("%s of revenue (%s of all) was sold under %d {3|programme|programmes}; most under %s: %s in %d {6|deal|deals}", f.o.money(revenue),
		f.o.percent(revenue.Float()/max(1, f.whole.Float())), len(f.seen), short(top.Programme), f.o.money(top.Revenue), top.Deals)
	if v, ok := top.given().(float64); ok {
		text += f.o.say(", at %s off the list price", f.o.percent(v))
	}
	return text + f.o.say(". Whether any of it would have been sold anyway is not known (%s).", Coincidence.text(f.o))
}

func (f *scored) notes() []string {
	var notes []string
	switch {
	case len(f.effects) > 0:
	case f.given:
		notes = append(notes, f.o.say("The sheet of programmes does not say what was to be sold with what, to whom and since when: with from-products, to-products and a start they can be judged, best with the customers left out at random."))
	default:
		notes = append(notes, f.o.say("A sheet of the programmes would let them be judged: name, from-products, to-products, audience, discount, bonus, advertising cost, start, end and, best of all, the customers left out at random."))
	}
	switch n := int64(len(f.seen)); {
	case f.codes > seenMost:
		notes = append(notes, f.o.say("The lines bear %d codes of programmes; the %d with the largest revenue are looked at.", f.codes, seenMost))
	case n > 0 && len(f.effects) > 0:
		notes = append(notes, f.o.say("The register does not explain %d {1|code|codes} of the lines: what happened under them is shown and not judged.", n))
	}
	notes = append(notes, f.kindNotes()...)
	notes = append(notes, f.baselineNotes()...)
	notes = append(notes, f.overlapNotes()...)
	for _, e := range f.effects {
		if e.verdict == CannotBeTold && e.more > 0 {
			notes = append(notes, f.o.say("%s cannot be told yet: %s.", e.title(), e.reason(f.o)))
		}
	}
	var lost []string
	for _, p := range f.all() {
		if len(p.unknown) > 0 {
			lost = append(lost, p.title()+" ("+short(p.unknown[0])+")")
		}
	}
	if len(lost) > 0 {
		notes = append(notes, f.o.say("The register names what the sales do not know, for %s: correct the spelling.", f.listed(lost)))
	}
	return notes
}

// all are the programmes of the register.
func (f *scored) all() []programme {
	var out []programme
	for _, e := range f.effects {
		out = append(out, e.programme)
	}
	return append(out, f.vague...)
}

// listed joins the first names of a list: "a, b, c and 4 others".
func (f *scored) listed(names []string) string {
	const most = 4
	if len(names) > most+1 {
		names = append(slices.Clone(names[:most]), f.o.say("%d others", len(names)-most))
	}
	return f.o.list(names)
}

// kindNotes keep programmes between own areas apart from those with partners.
func (f *scored) kindNotes() []string {
	var notes []string
	for _, external := range []bool{false, true} {
		n := 0
		var revenue, extra sales.Money
		costs := false
		for _, e := range f.effects {
			if e.external == external {
				n, revenue, extra, costs = n+1, revenue+e.money.revenue, extra+e.money.extra, costs || e.known && e.money.known
			}
		}
		if n == 0 || n == len(f.effects) {
			continue
		}
		text := f.o.say("Internal, between our own business areas: %d {1|programme|programmes}, %s of revenue from second products", n, f.o.money(revenue))
		if external {
			text = f.o.say("External, with partners: %d {1|programme|programmes}, %s of revenue from second products", n, f.o.money(revenue))
		}
		if costs {
			text += f.o.say(", extra CM3 about %s", f.o.change(extra))
		}
		notes = append(notes, text+".")
	}
	return notes
}

// baselineNotes say how far the comparisons carry.
func (f *scored) baselineNotes() []string {
	var notes, before, briefly, shares []string
	for _, e := range f.effects {
		if e.compared && e.design.evidence == BeforeAndAfter {
			before = append(before, e.title())
			if weeks := e.base.Days() / 7; weeks < 26 {
				briefly = append(briefly, f.o.say("%s (%d weeks)", e.title(), weeks))
			}
		}
		if share, ok := controlShare(e.Control); ok {
			shares = append(shares, e.title()+" ("+share+")")
		}
	}
	if len(before) > 0 {
		notes = append(notes, f.o.say("Only compared with the time before: %s. A season or anything else that changed meanwhile would look like the programme; customers left out at random would tell.", f.listed(before)))
	}
	if len(briefly) > 0 {
		notes = append(notes, f.o.say("The time before is shorter than half a year for %s: a bad month in it looks like success after it.", f.listed(briefly)))
	}
	if len(shares) > 0 {
		notes = append(notes, f.o.say("The register gives a share of customers left out for %s: to compare with them it must list who they are.", f.listed(shares)))
	}
	return notes
}

// claimedNoted is the share of the sales of a programme from which on a claim by another is said.
const claimedNoted = 0.05

// overlapNotes name the programmes that claim the same sales as others.
func (f *scored) overlapNotes() []string {
	var notes []string
	for _, e := range f.effects {
		if share, ok := e.overlap().(float64); ok && share >= claimedNoted {
			notes = append(notes, f.o.say("%s of the sales of %s are claimed by another programme too; each is credited once.", f.o.percent(share), e.title()))
		}
	}
	return notes
}

func (f *scored) findings() []Finding {
	var out []Finding
	for _, e := range f.effects {
		switch {
		case e.verdict == Works && e.money.known && e.money.low > 0:
			out = append(out, f.winner(e))
		case e.verdict == DoesNotWork && e.money.known:
			out = append(out, f.loser(e))
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return compareDown(a.Weight, b.Weight) })
	return out[:min(4, len(out))]
}

// winner is a programme that pays: more of it where the evidence bears that, else to be
// repeated with a control group.
func (f *scored) winner(e effect) Finding {
	text := f.o.say("%s %s an attach rate %s higher, worth %s (%s to %s) after all it cost (%s)", e.title(), e.design.evidence.verb(f.o), f.higher(e.diff.Value),
		f.o.money(e.money.extra), f.o.money(e.money.low), f.o.money(e.money.high), e.design.evidence.text(f.o))
	if e.design.evidence == BeforeAndAfter {
		return Finding{Role: Watch, Weight: e.money.low, Text: text + f.o.say(": repeat it with some customers left out, to be sure.")}
	}
	if f.status(e.programme) == "over" {
		return Finding{Role: Do, Weight: e.money.low, Text: text + f.o.say(": run it again.")}
	}
	return Finding{Role: Do, Weight: e.money.low, Text: text + f.o.say(": go on with it.")}
}

// loser is a programme that does not work: to be stopped while it runs, else not to be repeated.
func (f *scored) loser(e effect) Finding {
	text := f.o.say("%s %s: %s at best after the %s it cost (%s)", e.title(), f.o.say(e.why), f.o.change(e.money.high), f.o.money(e.money.paid()), e.design.evidence.text(f.o))
	if f.status(e.programme) == "running" {
		return Finding{Role: Do, Weight: max(0, -e.money.high), Text: text + f.o.say(": stop or change it.")}
	}
	return Finding{Role: Watch, Weight: max(0, -e.money.high), Text: text + f.o.say(": do not repeat it as it was.")}
}
