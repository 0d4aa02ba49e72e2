package metrics

import (
	"cmp"
	"slices"

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
		return f.o.say("product types")
	}
	return f.o.say("products")
}

func (f stepFindings) scopeText(c sales.Calendar) string {
	p := sales.Period{Start: min(f.from, f.until), End: f.until, Label: c.Window.Label}
	return f.o.scope(f.o.say("Known customers, from one purchase to another (%s)", f.thing()), p)
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
	case f.customers == 0:
		return f.o.say("No known customer has bought anything, so nothing can follow.")
	case f.tests == 0:
		return f.o.say("No sequence can be judged: it needs something that %d {1|customer|customers} or more bought and came back after, and there is none among %d {2|customer|customers} (%s).", f.o.MinCount, f.customers, f.thing())
	case f.found() == 0:
		return f.o.say("Nothing is bought after something else more often than chance explains: of %d {1|sequence|sequences} tested (%s), none stands out in rate and order once the number of tests is allowed for.", f.tests, f.thing()) + f.besides()
	case f.by[confirmed] == 0:
		return f.o.say("No sequence can be relied on. Of %d {1|sequence|sequences} tested (%s), %d {3|stands|stand} out in rate and order: %s.", f.tests, f.thing(), f.found(), f.doubts()) + f.besides()
	}
	first := f.o.say("None of them leads to what may be offered.")
	if i := slices.IndexFunc(f.rows, func(s step) bool { return s.status == confirmed && !s.b.blocked }); i >= 0 {
		first = f.told(f.rows[i])
	}
	return f.o.say("%d {1|sequence|sequences} can be relied on, of %d tested (%s).", f.by[confirmed], f.tests, f.thing()) + f.besides() + " " + first
}

// besides says why types are looked at, where they are.
func (f stepFindings) besides() string {
	switch {
	case f.of != ofTypes:
		return ""
	case f.instead == 0:
		return " " + f.o.say("No single product is bought often enough.")
	}
	return " " + f.o.say("Of %d {1|sequence of single products|sequences of single products} none stands out.", f.instead)
}

// told says what is known of a sequence.
func (f stepFindings) told(s step) string {
	share, followed := s.passage.within(s.passage.usual[2])
	followed = followed && s.passage.known
	low := s.ratio.Limits.Low
	oftener := s.ratioOK && low >= 1+notable
	a, b, days := short(s.a.name), short(s.b.name), int64(s.passage.usual[2])
	var text string
	switch {
	case followed && oftener:
		text = f.o.say("First: %s after %s, which %s buy within %d {4|day|days}, at least %s as often at a visit as customers alike without.", b, a, f.o.percent(share), days, f.o.times(low))
	case followed:
		text = f.o.say("First: %s after %s, which %s buy within %d {4|day|days}.", b, a, f.o.percent(share), days)
	case oftener:
		text = f.o.say("First: %s after %s, at least %s as often at a visit as customers alike without.", b, a, f.o.times(low))
	default:
		text = f.o.say("First: %s after %s.", b, a)
	}
	if s.worth.ok && s.worth.low > 0 {
		text += " " + f.o.say("For %d {1|customer|customers} that time is now: worth %s or more in %s if they do as those before.", s.passage.open, f.o.money(s.worth.low), f.worthName())
	}
	return text
}

// doubts says why sequences that were found are not confirmed.
func (f stepFindings) doubts() string {
	return f.o.tally(
		tallied{f.doubt[doubtShort], "%d cannot be seen again, as the time is too short for a last fifth"},
		tallied{f.doubt[doubtFew], "%d too rare to be seen again in the last fifth of the time"},
		tallied{f.doubt[doubtAgain], "%d not seen again in the last fifth of the time"},
		tallied{f.by[faded], "%d that faded later"},
	)
}

// findings are the first calls that can be relied on, of different products.
func (f stepFindings) findings() []Finding {
	var out []Finding
	named := map[string]bool{}
	for _, s := range f.rows {
		if s.status != confirmed || s.worth.low <= 0 || len(out) == mostOffers {
			break
		}
		if s.b.blocked || named[s.a.id] || named[s.b.id] {
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
	return f.o.say("Call the %d {1|customer|customers} who bought %s %d to %d {4|day|days} ago and not yet %s: by day %[4]d, %[6]s of those before them had bought it. Worth %[7]s to %[8]s in %[9]s if they do the same; call a part of them first, to see what a call adds.",
		s.passage.open, short(s.a.name), int64(s.passage.usual[0]), int64(s.passage.usual[2]), short(s.b.name), f.o.percent(share), f.o.money(s.worth.low), f.o.money(s.worth.high), f.worthName())
}

func (f stepFindings) notes() []string {
	if f.tests == 0 {
		return nil
	}
	notes := []string{f.o.say("Tested are all ordered pairs of what enough customers came back after or bought later (%s: %d): %d {3|pair|pairs}. A pair that fewer than %d {4|customer|customers} went through counts as showing nothing.", f.thing(), f.judged-int64(f.rare), f.tests, f.o.fewestFollow())}
	if f.rare > 0 {
		notes = append(notes, f.o.say("These are what most customers have (%s); of %d more no sequence is tested.", f.thing(), int64(f.rare)))
	}
	if f.steps.engine != nil {
		notes = append(notes, f.o.say("The purchases are too many to be taken one by one: visits are counted where they lie."))
	}
	notes = append(notes, f.blockedNote()...)
	if f.by[confirmed] > 0 {
		notes = append(notes, f.o.say("To be relied on means: at their visits, customers with A buy B for the first time more often than customers alike without it (same month, audience, range and size of purchase), A before B more often than the reverse, and so again in the last fifth of the time."))
	}
	if f.by[confirmed] > 0 && f.found() > f.by[confirmed] {
		notes = append(notes, f.o.say("%d more stand out and are not to be relied on: %s.", f.found()-f.by[confirmed], f.doubts()))
	}
	if f.found() > 0 {
		notes = append(notes,
			f.o.say("Who has not bought B yet may still do so: shares within 30, 60 and 90 days count every customer for as long as watched. The usual days are of those who have bought, and become longer the longer one watches."),
			f.o.say("What follows need not follow because of A: the worth is what these customers bring if they do as those before them, called or not. Whether a call adds to it, calling a part of them shows."))
	}
	if f.left > 0 {
		notes = append(notes, f.o.say("A row of their own have %d sequences; all others share one.", len(f.rows)))
	}
	return notes
}
