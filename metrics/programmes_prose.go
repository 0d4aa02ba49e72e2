package metrics

import (
	"fmt"
	"slices"

	"xsell/metrics/sales"
)

func (f *scored) lead() string {
	if len(f.effects) == 0 {
		return f.seenLead()
	}
	counts := map[Verdict]int64{}
	for _, e := range f.effects {
		counts[e.verdict]++
	}
	text := fmt.Sprintf("Of %s", plural(int64(len(f.effects)), "programme", "programmes"))
	var parts []string
	for _, v := range []struct {
		verdict   Verdict
		one, many string
	}{{Works, "works", "work"}, {DoesNotWork, "does not work", "do not work"}, {CannotBeTold, "cannot be told yet", "cannot be told yet"}} {
		if n := counts[v.verdict]; n > 0 {
			parts = append(parts, count(n)+" "+agree(n, v.one, v.many))
		}
	}
	text += ", " + join(parts)
	if best, ok := f.extreme(func(e effect) bool { return e.verdict == Works }, 1); ok {
		text += fmt.Sprintf("; %s %s an attach rate %s higher (%s)", best.title(), best.design.evidence.verb(), higher(best.diff.Value), best.design.evidence.text())
	}
	if worst, ok := f.extreme(func(e effect) bool { return e.verdict == DoesNotWork && e.money.known }, -1); ok {
		text += fmt.Sprintf("; %s loses most: %s at best", worst.title(), f.o.change(worst.money.high))
	}
	return text + "."
}

// higher writes a difference of rates above 0: "28.2 pp".
func higher(v float64) string { return fmt.Sprintf("%.1f pp", 100*v) }

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
		return "No programme of the register can be judged: it does not say what is sold with what, and since when."
	}
	var revenue sales.Money
	for _, s := range f.seen {
		revenue += s.Revenue
	}
	top := f.seen[0]
	text := fmt.Sprintf("%s of revenue were sold under %s; most under %s: %s in %s", f.o.money(revenue), plural(f.codes, "programme", "programmes"),
		short(top.Programme), f.o.money(top.Revenue), plural(top.Deals, "deal", "deals"))
	if v, ok := top.given().(float64); ok {
		text += fmt.Sprintf(", at %s off the list price", percent(v))
	}
	return text + fmt.Sprintf(". Whether any of it would have been sold anyway is not known (%s).", Coincidence.text())
}

func (f *scored) notes() []string {
	var notes []string
	if len(f.effects) == 0 {
		notes = append(notes, "Programmes can be judged with a sheet of them: name, from-products, to-products, audience, discount, bonus, advertising cost, start, end and, best of all, the customers left out at random.")
	}
	if n := int64(len(f.seen)); f.codes > seenMost {
		notes = append(notes, fmt.Sprintf("The lines bear %s; the %d with the largest revenue are looked at.", plural(f.codes, "code of a programme", "codes of programmes"), seenMost))
	} else if n > 0 && len(f.effects) > 0 {
		notes = append(notes, fmt.Sprintf("%s in the lines that the register does not explain: %s.", plural(n, "code stands", "codes stand"), "what happened under them is shown and not judged"))
	}
	notes = append(notes, f.kindNotes()...)
	notes = append(notes, f.baselineNotes()...)
	var lost []string
	for _, p := range f.all() {
		if len(p.unknown) > 0 {
			lost = append(lost, fmt.Sprintf("%s (%s)", p.title(), short(p.unknown[0])))
		}
	}
	if len(lost) > 0 {
		notes = append(notes, fmt.Sprintf("The register names what the sales do not know, for %s: correct the spelling.", listed(lost)))
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
func listed(names []string) string {
	const most = 3
	if len(names) > most+1 {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("%d others", len(names)-most))
	}
	return join(names)
}

// kindNotes keep programmes between own areas apart from those with partners.
func (f *scored) kindNotes() []string {
	var notes []string
	for _, external := range []bool{false, true} {
		var n int64
		var revenue, extra sales.Money
		costs := false
		for _, e := range f.effects {
			if e.external == external {
				n, revenue, extra, costs = n+1, revenue+e.money.revenue, extra+e.money.extra, costs || e.known && e.money.known
			}
		}
		if n == 0 || n == int64(len(f.effects)) {
			continue
		}
		name := "Internal, between our own business areas"
		if external {
			name = "External, with partners"
		}
		text := fmt.Sprintf("%s: %s, %s of revenue from second products", name, plural(n, "programme", "programmes"), f.o.money(revenue))
		if costs {
			text += fmt.Sprintf(", extra CM3 %s", f.o.change(extra))
		}
		notes = append(notes, text+".")
	}
	return notes
}

// baselineNotes say how far the comparisons carry.
func (f *scored) baselineNotes() []string {
	var notes []string
	var before, briefly, shares []string
	for _, e := range f.effects {
		if e.compared && e.design.evidence == BeforeAndAfter {
			before = append(before, e.title())
			if weeks := int(e.runs.Start-e.base) / 7; weeks < 26 {
				briefly = append(briefly, fmt.Sprintf("%s (%d weeks)", e.title(), weeks))
			}
		}
		if share, ok := controlShare(e.Control); ok {
			shares = append(shares, fmt.Sprintf("%s (%s)", e.title(), share))
		}
	}
	if len(before) > 0 {
		notes = append(notes, fmt.Sprintf("Evidence C, before and after, for %s: a season or anything else that changed meanwhile would look like the programme. A control group, customers left out at random, would tell.", listed(before)))
	}
	if len(briefly) > 0 {
		notes = append(notes, fmt.Sprintf("The time before is shorter than half a year for %s: a bad month in it looks like success after it.", listed(briefly)))
	}
	if len(shares) > 0 {
		notes = append(notes, fmt.Sprintf("The register gives a share of customers left out for %s: to compare with them it must list who they are.", listed(shares)))
	}
	for _, e := range f.effects {
		if share, ok := e.overlap().(float64); ok && e.claimed > 0 && share > 0.1 {
			notes = append(notes, fmt.Sprintf("%s of the sales of %s are claimed by another programme too; each is credited once.", percent(share), e.title()))
		}
	}
	return notes
}

func (f *scored) findings() []Finding {
	var out []Finding
	for _, e := range f.effects {
		switch e.verdict {
		case Works:
			if e.money.known && e.money.low > 0 {
				role, what := Do, "extend it"
				if e.evidenceBelow(DifferenceInDifferences) {
					role, what = Watch, "extend it with a control group, to be sure"
				}
				out = append(out, Finding{Role: role, Weight: e.money.low, Text: fmt.Sprintf("%s %s an attach rate %s higher, worth %s (%s to %s) after all it cost (%s): %s.",
					e.title(), e.design.evidence.verb(), higher(e.diff.Value), f.o.money(e.money.extra), f.o.money(e.money.low), f.o.money(e.money.high), e.design.evidence.text(), what)})
			}
		case DoesNotWork:
			if e.money.known {
				out = append(out, f.loser(e))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return compareDown(a.Weight, b.Weight) })
	return out[:min(4, len(out))]
}

func (e effect) evidenceBelow(grade Evidence) bool { return e.design.evidence > grade }

// loser is what to do about a programme that does not work: stop it while it runs, else not
// to repeat it.
func (f *scored) loser(e effect) Finding {
	role, what := Watch, "do not repeat it as it was"
	if f.status(e.programme) == "running" {
		role, what = Do, "stop or change it"
	}
	return Finding{Role: role, Weight: -e.money.high, Text: fmt.Sprintf("%s %s: %s at best after %s for discount, bonus, commission and advertising (%s): %s.",
		e.title(), e.why, f.o.change(e.money.high), f.o.money(e.money.paid()), e.design.evidence.text(), what)}
}
