package metrics

import (
	"cmp"
	"fmt"

	"xsell/metrics/sales"
)

// bySteps puts the surest sequences first, and of these the most worth.
func bySteps(a, b sequence) int {
	return cmp.Or(cmp.Compare(places[a.status], places[b.status]), cmp.Compare(b.worth.low, a.worth.low), cmp.Compare(a.logP, b.logP), cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b))
}

// stepFindings is what the sentences about sequences speak of.
type stepFindings struct {
	steps
	*market
	o       Options
	instead int64 // tests of products, where types are looked at instead
}

func (f stepFindings) thing() string {
	if f.of == ofTypes {
		return "product type"
	}
	return "product"
}

func (f stepFindings) scopeText(c sales.Calendar) string {
	p := sales.Period{Start: min(f.from, f.until), End: f.until, Label: c.Window.Label}
	return scopeOf("Known customers, from one "+f.thing()+" to another", p)
}

// best is the first sequence of the surest status there is.
func (f stepFindings) best() (step, bool) {
	if len(f.rows) == 0 || f.rows[0].status == faded {
		return step{}, false
	}
	return f.rows[0], true
}

func (f stepFindings) lead() string {
	switch {
	case len(f.walkers) == 0:
		return "No known customer has bought anything, so nothing can follow."
	case f.tests == 0:
		return fmt.Sprintf("No sequence can be judged: it needs %ss that %s or more bought and came back after, and there are none among %s.", f.thing(), plural(f.o.MinCount, "customer", "customers"), plural(int64(len(f.walkers)), "customer", "customers"))
	case f.found() == 0:
		return f.level() + fmt.Sprintf("No %s is bought after another more often than chance explains: of %s tested, none stands out in rate and order once the number of tests is allowed for.", f.thing(), plural(f.tests, "sequence", "sequences"))
	case f.by[confirmed] == 0:
		return f.level() + fmt.Sprintf("No sequence can be relied on. Of %s tested, %s out in rate and order: %s.", plural(f.tests, "sequence", "sequences"), plural(f.found(), "stands", "stand"), f.doubts())
	}
	best, _ := f.best()
	return fmt.Sprintf("%s can be relied on, of %s tested%s. First: %s", plural(f.by[confirmed], "sequence of "+f.thing()+"s", "sequences of "+f.thing()+"s"), count(f.tests), f.besides(), f.told(best))
}

// level says that types are looked at, where they are.
func (f stepFindings) level() string {
	switch {
	case f.of != ofTypes:
		return ""
	case f.instead == 0:
		return "By product type, as no single product is bought often enough. "
	}
	return fmt.Sprintf("By product type, as none of %s stands out. ", plural(f.instead, "sequence of single products", "sequences of single products"))
}

// besides says the same in brackets.
func (f stepFindings) besides() string {
	switch {
	case f.of != ofTypes:
		return ""
	case f.instead == 0:
		return " (no single product is bought often enough)"
	}
	return fmt.Sprintf(" (of %s of single products none stands out)", count(f.instead))
}

// told says what is known of a sequence.
func (f stepFindings) told(s step) string {
	text := fmt.Sprintf("%s after %s", short(s.b.name), short(s.a.name))
	if share, ok := s.passage.within(s.passage.usual[2]); ok && s.passage.known {
		text += fmt.Sprintf(": %s buy within %s", percent(share), plural(int64(s.passage.usual[2]), "day", "days"))
	}
	if low := s.ratio.Limits.Low; s.ratioOK && low >= 1+notable {
		text += fmt.Sprintf(", at least %s as often at a visit as customers alike without", times(low))
	}
	text += "."
	if s.worth.ok && s.worth.low > 0 {
		text += fmt.Sprintf(" For %s that time is now: worth %s or more in %s if they do as those before.", plural(s.passage.open, "customer", "customers"), f.o.money(s.worth.low), f.worthName())
	}
	return text
}

// doubts says why sequences that were found are not confirmed.
func (f stepFindings) doubts() string {
	var parts []string
	for _, d := range []struct{ doubt, text string }{
		{doubtShort, "%s cannot be seen again, as the time is too short for a last fifth"},
		{doubtFew, "%s too rare to be seen again in the last fifth of the time"},
		{doubtAgain, "%s not seen again in the last fifth of the time"},
	} {
		if n := f.doubt[d.doubt]; n > 0 {
			parts = append(parts, fmt.Sprintf(d.text, count(n)))
		}
	}
	if n := f.by[faded]; n > 0 {
		parts = append(parts, plural(n, "has", "have")+" faded")
	}
	return join(parts)
}

// findings are the first calls that can be relied on, of different products.
func (f stepFindings) findings() []Finding {
	var out []Finding
	named := map[string]bool{}
	for _, s := range f.rows {
		if s.status != confirmed || s.worth.low <= 0 || len(out) == mostOffers {
			break
		}
		if named[s.a.id] || named[s.b.id] {
			continue
		}
		named[s.a.id], named[s.b.id] = true, true
		out = append(out, Finding{Role: Do, Weight: s.worth.low, Text: f.call(s)})
	}
	return out
}

// call says whom to call, and what speaks for it.
func (f stepFindings) call(s step) string {
	share, _ := s.passage.within(s.passage.usual[2])
	who := fmt.Sprintf("Call the %s who bought %s %s to %s ago and not yet %s", plural(s.passage.open, "customer", "customers"), short(s.a.name),
		count(int64(s.passage.usual[0])), plural(int64(s.passage.usual[2]), "day", "days"), short(s.b.name))
	return fmt.Sprintf("%s: by day %s, %s of those before them had bought it. Worth %s to %s in %s if they do the same; call a part of them first, to see what a call adds.",
		who, count(int64(s.passage.usual[2])), percent(share), f.o.money(s.worth.low), f.o.money(s.worth.high), f.worthName())
}

func (f stepFindings) notes() []string {
	if f.tests == 0 {
		return nil
	}
	notes := []string{fmt.Sprintf("Tested are all ordered pairs of the %s judged %ss that enough customers came back after or bought later: %s. A pair that fewer than %s went through counts as showing nothing.",
		count(f.judged-int64(f.rare)), f.thing(), plural(f.tests, "pair", "pairs"), plural(f.o.fewestFollow(), "customer", "customers"))}
	if f.rare > 0 {
		notes = append(notes, fmt.Sprintf("These are the %ss that most customers have; of %s more no sequence is tested.", f.thing(), count(int64(f.rare))))
	}
	if f.by[confirmed] > 0 {
		notes = append(notes, "To be relied on means: at their visits, customers with A buy B for the first time more often than customers alike without it (same month, audience, range and size of purchase), A before B more often than the reverse, and so again in the last fifth of the time.")
	}
	if f.by[confirmed] > 0 && f.found() > f.by[confirmed] {
		notes = append(notes, fmt.Sprintf("%s more stand out and are not to be relied on: %s.", count(f.found()-f.by[confirmed]), f.doubts()))
	}
	if f.found() > 0 {
		notes = append(notes,
			"Who has not bought B yet may still do so: shares within 30, 60 and 90 days count every customer for as long as watched. The usual days are of those who have bought, and become longer the longer one watches.",
			"What follows need not follow because of A: the worth is what these customers bring if they do as those before them, called or not. Whether a call adds to it, calling a part of them shows.")
	}
	if f.left > 0 {
		notes = append(notes, fmt.Sprintf("A row of their own have %s sequences; all others share one.", count(int64(len(f.rows)))))
	}
	return notes
}
