package metrics

import (
	"slices"
)

// typeFindings is what the sentences about product types speak of.
type typeFindings struct {
	pairFindings
	types []typeRow
	mix   typeMix
	apart bool // in one deal no two types stand out
}

func (f typeFindings) lead() string {
	if f.mix.Deals == 0 || !slices.ContainsFunc(f.types, typeRow.named) {
		return f.o.say("No product with a type was sold in the window.")
	}
	top := f.types[slices.IndexFunc(f.types, typeRow.named)]
	lead := f.o.say("%s is in the most deals: %d of %d (%s). %s of the deals hold one product type only.", short(top.A), top.NA, top.N, f.o.percent(float64(top.NA)/float64(top.N)), f.o.percent(float64(f.mix.Solo)/float64(f.mix.Deals)))
	if f.tests == 0 {
		return lead
	}
	return lead + " " + f.combinations()
}

// combinations says whether two types go together.
func (f typeFindings) combinations() string {
	switch {
	case f.found() == 0:
		return f.o.say("No two types are bought together more often than chance explains: %s.", f.o.noneOf(f.tests))
	case f.by[confirmed] > 0:
		return f.o.say("%d {1|pair|pairs} of types can be relied on, of %d tested. %s", f.by[confirmed], f.tests, f.firstOffer())
	}
	text := f.o.say("No two types can be relied on to go together: %s.", f.unreliable())
	if f.apart && !f.byDeal {
		text += " " + f.o.say("In single deals no two meet more often than by chance.")
	}
	if !f.byDeal && !slices.ContainsFunc(f.pairFindings.rows, f.remains) {
		text += " " + f.o.say("What looks like a combination is what large customers do: they buy more of everything.")
	}
	return text
}

// remains reports whether a pair that was found is more than chance gives among
// customers alike too.
func (f typeFindings) remains(p pairing) bool {
	found := p.status == confirmed || p.status == candidate || p.status == faded
	return found && stands(p.alikeQ) && p.alike.notablyMore(p.buyers.NAB)
}

// findings is the first offer that can be relied on.
func (f typeFindings) findings() []Finding {
	offers := f.pairFindings.findings()
	return offers[:min(1, len(offers))]
}

func (f typeFindings) notes() []string {
	var notes []string
	if f.tests > 0 {
		notes = append(notes, f.o.say("Judged are the %d {1|type|types} with %s or more of the %s: %d {4|pair|pairs}, together or never, and the correction counts them all.", len(f.goods), f.people(f.o.MinCount), f.people(f.owners.all), f.tests))
		if f.by[confirmed] > 0 && f.found() > f.by[confirmed] {
			notes = append(notes, f.o.say("Together more often than chance explains, and yet not to be relied on: %s.", f.doubts()))
		}
		if f.by[substitutes] > 0 {
			notes = append(notes, f.o.say("%d {1|pair has|pairs have} fewer %s of both than chance gives, among %s alike too: whoever has one seldom needs the other.", f.by[substitutes], f.who(), f.who()))
		}
		if f.found() > 0 {
			notes = append(notes, f.limits()...)
		}
	}
	if shown, all := f.shown(); shown < all && shown > 1 {
		notes = append(notes, f.o.say("Pairs are shown among the %d types in the most deals, of %d.", shown, all))
	}
	if f.mix.Made > f.mix.Deals {
		notes = append(notes, f.o.noBasket(f.mix.Made, f.mix.Deals))
	}
	return notes
}

// shown counts the types whose pairs have a row, and all.
func (f typeFindings) shown() (shown, all int64) {
	for _, r := range f.types {
		if r.named() {
			all++
			if r.PlaceA*r.PlaceA <= int64(f.o.MaxRows) {
				shown++
			}
		}
		if r.Itself && r.A == other {
			all += r.Things
		}
	}
	return shown, all
}

// charts are a heat map where there are two types or more, what offers would bring where
// some can be relied on, and the types by their deals.
func (f typeFindings) charts() []Chart {
	var charts []Chart
	if slices.ContainsFunc(f.types, func(r typeRow) bool { return !r.Itself }) {
		charts = append(charts, Chart{Kind: HeatMap, Title: "Share of the deals with the type on the left that also hold the type below", X: "b", Series: "a", Y: []string{"attach_ab"}, Where: "in_chart", Is: "yes"})
	}
	return append(charts, Chart{Kind: Bars, Title: "Deals by product type", X: "a", Y: []string{"n_a"}, Where: "kind", Is: "type", Limit: charted})
}
