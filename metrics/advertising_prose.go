package metrics

import (
	"slices"

	"xsell/metrics/sales"
)

func (f *advertFindings) lead() string {
	if len(f.campaigns) == 0 {
		return f.unjudgedLead()
	}
	n := map[Verdict]int64{}
	var spent sales.Money
	for _, c := range f.campaigns {
		n[c.decision()]++
		spent += c.money.advertising
	}
	if n[CannotBeTold] == int64(len(f.campaigns)) {
		return f.o.say("%d {1|campaign has|campaigns have} cost %s in advertising so far; whether any of it was earned back cannot be told yet.", len(f.campaigns), f.o.money(spent))
	}
	verdicts := f.o.tally(tallied{n[earnedBack], "%d earned it back"}, tallied{n[notEarnedBack], "%d did not"}, tallied{n[CannotBeTold], "%d cannot be told yet"})
	text := f.o.say("Of %d {1|campaign|campaigns} with advertising for %s, %s", len(f.campaigns), f.o.money(spent), verdicts)
	if worst, ok := f.dearest(); ok {
		text += ". " + f.price(worst)
	}
	return text + "."
}

// dearest is the campaign with the most advertising that was not earned back.
func (f *advertFindings) dearest() (campaign, bool) {
	var out campaign
	for _, c := range f.campaigns {
		if c.decision() == notEarnedBack && c.money.advertising > out.money.advertising {
			out = c
		}
	}
	return out, out.money.advertising > 0
}

// price says what an extra cross-sale cost.
func (f *advertFindings) price(c campaign) string {
	if value, _, _ := c.each(); value != nil {
		return f.o.say("%s spent %s on advertising, %s for each extra cross-sale, which earns %s before discount and bonus", c.title(), f.o.money(c.money.advertising), f.o.money(value.(sales.Money)), f.o.money(money(c.money.margin)))
	}
	return f.o.say("%s spent %s on advertising and sold nothing more by it", c.title(), f.o.money(c.money.advertising))
}

func (f *advertFindings) unjudgedLead() string {
	var spent sales.Money
	for _, p := range f.unjudged {
		if p.StartDay.Valid {
			spent += within(p.Cost.V, p.runs, sales.Period{Start: p.runs.Start, End: f.c.AsOf})
		}
	}
	if len(f.unjudged) == 0 {
		return f.o.say("No programme with an advertising cost has begun.")
	}
	return f.o.say("%d {1|programme has|programmes have} cost %s in advertising so far; the register does not say what they were to sell, so that nothing tells what they brought.", len(f.unjudged), f.o.money(spent))
}

func (f *advertFindings) notes() []string {
	var notes, plain, young []string
	for _, c := range f.campaigns {
		switch {
		case !c.known:
			young = append(young, c.title())
		case c.others == nil:
			plain = append(plain, c.title())
		}
	}
	if len(f.campaigns) > 0 {
		notes = append(notes, f.o.say("The weeks just before are compared on the same weekdays; a season is taken out as far as the other areas have it too. Verdicts rest on the comparison of the section Programmes, which uses the longer time."))
	}
	if len(plain) > 0 {
		notes = append(notes, f.o.say("No business area is without products of %s: its weeks are compared with those before only.", f.listed(plain)))
	}
	if len(young) > 0 {
		notes = append(notes, f.o.say("Too few weeks to compare: %s.", f.listed(young)))
	}
	if len(f.unjudged) > 0 && len(f.campaigns) > 0 {
		notes = append(notes, f.o.say("The register does not say what %d other {1|programme|programmes} with advertising sell.", len(f.unjudged)))
	}
	if f.whole > 0 {
		var spent sales.Money
		for _, p := range f.all() {
			if p.Cost.Valid && p.StartDay.Valid {
				spent += within(p.Cost.V, p.runs, sales.Period{Start: p.runs.Start, End: f.c.AsOf})
			}
		}
		if spent > f.whole {
			notes = append(notes, f.o.say("The advertising is more than all net revenue: check whether it is of more than these sales."))
		}
	}
	return notes
}

func (f *advertFindings) findings() []Finding {
	var out []Finding
	for _, c := range f.campaigns {
		if c.decision() != notEarnedBack {
			continue
		}
		_, _, high := c.brought()
		finding := Finding{Role: Watch, Weight: c.lost(), Text: f.o.say("%s; it brought %s at best (%s).",
			f.price(c), f.o.money(high), c.design.evidence.text(f.o))}
		if f.status(c.programme) == "running" {
			finding.Role = Do
		}
		out = append(out, finding)
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return compareDown(a.Weight, b.Weight) })
	return out[:min(3, len(out))]
}
