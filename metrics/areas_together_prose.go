package metrics

import (
	"math"

	"xsell/metrics/basket"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// clear is how far the shared customers must be from what the sizes give before a
// sentence names them: where nearly everybody buys everything, the limits are narrow
// and differences without weight pass them.
const clear = 0.1

// outliers are the pair with the most shared customers beyond, and the one with the most
// short of, what the sizes give, where it is clear and the limits allow it for all
// pairs at once (Bonferroni). A is the larger area. Where D is below 1 because two areas
// avoid each other, the others share more than D gives by sharing what chance does; only
// those beyond chance too are named.
func (f areaFindings) outliers() (above, below *areaPair) {
	level := 1 - (1-confidence)/float64(max(1, basket.Pairs(f.owned.Areas)))
	var most, least float64
	for i, r := range f.areas {
		if r.PlaceA >= r.PlaceB {
			continue
		}
		expected, ratio, within := f.against(r, level)
		lift, ok := r.counts().LiftLimits(level)
		switch extra := float64(r.NAB) - expected; {
		case ratio >= 1+clear && within.Low > 1 && ok && lift.Low > 1 && extra > most:
			most, above = extra, &f.areas[i]
		case ratio <= 1-clear && within.High < 1 && extra < least:
			least, below = extra, &f.areas[i]
		}
	}
	return above, below
}

// widest is the pair with the most shared customers, the larger area first.
func (f areaFindings) widest() areaPair {
	var widest areaPair
	for _, r := range f.areas {
		if r.PlaceA < r.PlaceB && r.NAB > widest.NAB {
			widest = r
		}
	}
	return widest
}

func (f areaFindings) lead() string {
	c := f.owned
	switch {
	case c.Customers == 0:
		return f.o.say("No known customer bought from a business area in the window.")
	case c.Areas == 1:
		return f.o.say("There is one business area, %s: no second one to sell to its %d {2|customer|customers}.", short(f.areas[0].A), c.Customers)
	case c.Multi == 0:
		return f.o.say("No customer buys from two business areas: each of the %d customers buys from one of the %d areas.", c.Customers, c.Areas)
	}
	share := f.o.percent(float64(c.Multi) / float64(c.Customers))
	lead := f.o.say("%d of the %d customers (%s) buy from two or more business areas.", c.Multi, c.Customers, share)
	if w := f.widest(); w.NAB > 0 {
		lead = f.o.say("%d of the %d customers (%s) buy from two or more business areas, most often %s and %s (%d {6|customer|customers}).", c.Multi, c.Customers, share, short(w.A), short(w.B), w.NAB)
	}
	above, below := f.outliers()
	switch {
	case above == nil && below == nil:
		lead += " " + f.o.say("No two areas share clearly more or fewer customers than %s.", f.yardstick())
	case !f.named(above) && !f.named(below):
		lead += " " + f.o.say("Where two areas share more or fewer customers than %s, the kind of customer may explain it.", f.yardstick())
	}
	if f.named(above) {
		lead += " " + f.compare(*above)
	}
	if f.named(below) {
		lead += " " + f.compare(*below)
	}
	if f.by[confirmed] > 0 {
		lead += " " + f.firstOffer()
	}
	return lead
}

// named reports whether the lead names two areas: where customers alike do not show what
// they share, a note does.
func (f areaFindings) named(r *areaPair) bool { return r != nil && f.holds(*r) }

// yardstick names what the shared customers are compared with.
func (f areaFindings) yardstick() string {
	if f.owned.Areas < 3 {
		return f.o.say("chance gives")
	}
	return f.o.say("their sizes give")
}

func (f areaFindings) compare(r areaPair) string {
	expected, ratio, within := f.against(r, confidence)
	text := phrases.Key("%s and %s share more customers than %s: %d where %s would be expected (ratio %.2f, 95 %% limits %s).")
	if ratio < 1 {
		text = "%s and %s share fewer customers than %s: %d where %s would be expected (ratio %.2f, 95 %% limits %s)."
	}
	return f.o.say(text, short(r.A), short(r.B), f.yardstick(), r.NAB, f.o.about(expected), ratio, f.o.limitsText(within))
}

// holds reports whether what two areas share beyond or short of what their sizes give is
// so among customers alike too. With three areas that cannot be told: how many customers
// of two areas have each leaves no choice which two.
func (f areaFindings) holds(r areaPair) bool {
	if r.evidence == nil || len(f.goods) < 4 {
		return true
	}
	_, ratio, _ := f.against(r, confidence)
	alike, both := r.evidence.alike, r.evidence.buyers.NAB
	if ratio > 1 {
		return again(alike.logMore(both)) && alike.notablyMore(both)
	}
	return again(alike.logLess(both)) && alike.notablyLess(both)
}

// findings are the first offer that can be relied on and the two areas that lack the most
// shared customers.
func (f areaFindings) findings() []Finding {
	offers := f.pairFindings.findings()
	out := offers[:min(1, len(offers))]
	_, below := f.outliers()
	if !f.named(below) {
		return out
	}
	low, _, worth, _ := f.missing(*below)
	expected, _, _ := f.against(*below, confidence)
	text := f.o.say("%s and %s share %d {3|customer|customers} where %s %s: at least %s too few.", short(below.A), short(below.B), below.NAB, f.yardstick(), f.o.about(expected), f.o.atLeast(low))
	if worth > 0 {
		text = f.o.say("%s and %s share %d {3|customer|customers} where %s %s: at least %s too few, worth %s in %s or more.", short(below.A), short(below.B), below.NAB, f.yardstick(), f.o.about(expected), f.o.atLeast(low), f.o.money(worth), f.worthName())
	}
	without, brings := f.without(*below)
	return append(out, Finding{Role: Watch, Weight: worth, Text: text + " " + f.o.say("To be won are the %d {1|customer|customers} of %s who do not buy from %s; they bring %s where they are.", without, short(below.B), short(below.A), f.o.money(brings))})
}

// atLeast writes the lower limit of a number of customers, which is no whole number.
func (o Options) atLeast(v float64) string {
	if v < 1 {
		return o.about(v)
	}
	return o.count(int64(v))
}

// without are the customers of the smaller area of a pair who do not buy from the larger,
// with what they bring there.
func (f areaFindings) without(r areaPair) (customers int64, brings sales.Money) {
	var whole, shared sales.Money
	for _, x := range f.areas {
		switch {
		case x.A == r.B && x.itself():
			whole = x.Revenue
		case x.A == r.B && x.B == r.A:
			shared = x.RevenueInA
		}
	}
	return r.NB - r.NAB, whole - shared
}

func (f areaFindings) notes() []string {
	if f.owned.Areas < 2 {
		return nil
	}
	var notes []string
	switch {
	case f.owned.Areas < 3:
		notes = append(notes, f.o.say("With two areas the only yardstick is chance: what D would be cannot be told from the one pair."))
	case f.owned.Multi > 0:
		notes = append(notes, f.o.say("D is %.2f: over all pairs the areas share %.2f times the customers that areas of their sizes without any connection would; each pair is compared with that, so that small areas are not blamed for being small.", f.d, f.d))
	}
	notes = append(notes,
		f.o.say("The limits are of each pair on its own; the sentences name only pairs 10 % or more beside what is expected, with all pairs allowed for. Large customers buy from more areas, whatever the areas."))
	notes = append(notes, f.explained()...)
	notes = append(notes, f.countedNote()...)
	notes = append(notes, f.offers()...)
	if shown := int64(math.Sqrt(float64(len(f.areas)))); shown < f.owned.Areas {
		notes = append(notes, f.o.say("Shown are the %d areas with the most customers, of %d.", shown, f.owned.Areas))
	}
	return notes
}

// explained are the comparisons that customers alike do not show.
func (f areaFindings) explained() (notes []string) {
	above, below := f.outliers()
	for _, r := range []*areaPair{above, below} {
		if r != nil && !f.holds(*r) {
			notes = append(notes, f.compare(*r)+" "+f.o.say("Customers alike in %s do not show it.", f.alikeIn()))
		}
	}
	return notes
}

// offers say which offers between areas can be relied on.
func (f areaFindings) offers() []string {
	switch {
	case f.tests == 0:
		return nil
	case f.found() == 0:
		return []string{f.o.say("No offer of one area to the customers of another can be relied on: %s.", f.o.noneOf(f.tests))}
	case f.by[confirmed] == 0:
		return []string{f.o.say("No offer of one area to the customers of another can be relied on: %s.", f.unreliable())}
	}
	text := f.o.say("Offers of one area to the customers of another: %d of %d {2|pair|pairs} can be relied on.", f.by[confirmed], f.tests)
	if f.found() > f.by[confirmed] {
		text += " " + f.o.say("Together more often than chance explains, and yet not to be relied on: %s.", f.doubts())
	}
	return append([]string{text}, f.limits()...)
}
