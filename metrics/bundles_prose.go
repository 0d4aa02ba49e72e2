package metrics

import (
	"slices"
)

// bundleFindings is what the sentences about bundles speak of.
type bundleFindings struct {
	judged
	*market
	o Options
}

// best is the first bundle of the surest status there is.
func (f bundleFindings) best() (bundling, bool) {
	if len(f.rows) == 0 || f.rows[0].status == faded {
		return bundling{}, false
	}
	return f.rows[0], true
}

func (f bundleFindings) scopeText() string {
	if f.byDeal {
		return f.o.say("Deals with three or four products bought together")
	}
	return f.o.say("Known customers who bought three or four products, and deals that hold them")
}

func (f bundleFindings) lead() string {
	listed := int64(f.sets.len())
	switch {
	case f.counts.Deals == 0:
		return f.o.say("No deal of the window holds a product, so there is no bundle.")
	case listed == 0:
		return f.o.say("No bundle can be judged: no three products are together in %d {1|deal|deals} or more (%s).", f.o.MinCount, f.inEarly())
	case f.found() == 0:
		return f.o.say("No bundle is more than its parts: of %d {1|bundle|bundles} that %d {2|deal|deals} or more hold, none has a product that all the others together lead to more often than some of them, once the number of rules is allowed for.", listed, f.sets.atLeast[3])
	case f.by[confirmed] == 0:
		return f.o.say("No bundle can be relied on. Of %d {1|bundle|bundles} judged, %d {2|is|are} more than the parts: %s.", listed, f.found(), f.doubts())
	}
	first := f.o.say("None of them is free of products that are never to be offered.")
	if i := slices.IndexFunc(f.rows, func(b bundling) bool { return b.status == confirmed && !b.blocked() }); i >= 0 {
		first = f.first(f.rows[i])
	}
	return f.o.say("%d {1|bundle of three or four products|bundles of three or four products} can be relied on, of %d judged. %s", f.by[confirmed], listed, first)
}

// listed counts the bundles judged.
func (f bundleFindings) listed() string {
	parts := []string{f.o.say("%d {1|bundle of three products|bundles of three products}", f.sets.sizes[3])}
	if four := f.sets.sizes[4]; four > 0 {
		parts = append(parts, f.o.say("%d of four", four))
	}
	return f.o.list(parts)
}

// inEarly counts the deals in which bundles are looked for.
func (f bundleFindings) inEarly() string {
	return f.o.say("%d {1|deal|deals} of the first four fifths of the time", f.tried)
}

// doubts says why bundles that were found are not confirmed, the commonest reason first.
func (f bundleFindings) doubts() string {
	return f.o.tally(
		tallied{f.doubt[doubtShort], "%d cannot be seen again, as the time is too short for a last fifth"},
		tallied{f.doubt[doubtFew], "%d too rare to be seen again in the last fifth of the time"},
		tallied{f.doubt[doubtAgain], "%d not seen again in the last fifth of the time"},
		tallied{f.doubt[doubtBuyers], "%d because the same kind of customer buys all of it"},
		tallied{f.doubt[doubtSeason], "%d because all of it is in season at one time"},
		tallied{f.by[faded], "%d that faded later"},
	)
}

// have names what a bundle needs before the offer.
func (b bundling) have(o Options) string { return o.goods(b.some(b.condition())) }

func (o Options) goods(goods []*good) string {
	var out []string
	for _, g := range goods {
		out = append(out, short(g.name))
	}
	return o.list(out)
}

// compared says how many of those with the rest have the offer, and what that is to be
// compared with.
func (f bundleFindings) compared(b bundling) string {
	share, _ := b.pair(&b.buyers).Attach()
	best, lower := b.best(&b.buyers)
	if best == 0 {
		return f.o.say("of all %s with these, %s have it, of all %s", f.who(), f.o.percent(share), f.o.percent(lower))
	}
	return f.o.say("of all %s with these, %s have it, of all with %s %s", f.who(), f.o.percent(share), f.o.goods(b.some(best)), f.o.percent(lower))
}

// first says what speaks for the first bundle.
func (f bundleFindings) first(b bundling) string {
	p := b.pair(&b.buyers)
	text := f.o.say("First: %s for those with %s; %s.", short(b.offered().name), b.have(f.o), f.compared(b))
	if b.gain.ok && b.gain.low > 0 {
		text += " " + f.o.say("Offered to the %s who have none yet, that is worth %s or more in %s if they follow.", f.people(p.NA-p.NAB), f.o.money(b.gain.low), f.worthName())
	}
	return text
}

// findings are the first offers that can be relied on, of different products.
func (f bundleFindings) findings() []Finding {
	var out []Finding
	taken := map[string]bool{}
	for _, b := range f.rows {
		if b.status != confirmed || b.gain.low <= 0 || len(out) == mostOffers {
			break
		}
		if b.blocked() || b.names(taken) {
			continue
		}
		for _, g := range b.goods {
			taken[g.id] = true
		}
		out = append(out, Finding{Role: Do, Weight: b.gain.low, Text: f.do(b)})
	}
	return out
}

// names reports whether one of the goods is taken already.
func (b bundling) names(taken map[string]bool) bool {
	for _, g := range b.goods {
		if taken[g.id] {
			return true
		}
	}
	return false
}

// blocked reports whether one of the goods is never to be offered.
func (b bundling) blocked() bool {
	return slices.ContainsFunc(b.goods, func(g *good) bool { return g.blocked })
}

func (f bundleFindings) do(b bundling) string {
	p := b.pair(&b.buyers)
	text := f.o.say("Complete the bundle: offer %s to the %s with %s who have none yet; %s. Worth %s to %s in %s if they follow; try it on a part of them first.", short(b.offered().name), f.people(p.NA-p.NAB), b.have(f.o), f.compared(b), f.o.money(b.gain.low), f.o.money(b.gain.high), f.worthName())
	if discount, ok := b.breakEven.(float64); ok {
		text += " " + f.o.say("A discount on the whole bundle may be %s at most.", f.o.percent(discount))
	}
	return text
}

func (f bundleFindings) notes() []string {
	if f.counts.Deals == 0 || f.sets.len() == 0 {
		return nil
	}
	notes := []string{f.o.say("Judged: %s that are in enough deals (%s). The correction counts %d rules: whatever is in enough deals, and any of the %d {4|judged product|judged products} after it.", f.listed(), f.inEarly(), f.sets.rules[3]+f.sets.rules[4], len(f.goods))}
	if f.engine != nil {
		notes = append(notes, f.o.say("The baskets are too many to be taken one by one (%d products in deals): bundles are counted where they lie.", f.counts.Rows))
	}
	notes = append(notes, f.raised()...)
	notes = append(notes, f.blockedNote()...)
	if f.by[confirmed] > 0 {
		notes = append(notes, f.o.say("To be relied on means: %s with all but one of the products have the last more often than those with some of them, also among those alike in range and audience, and again later, in the last fifth of the time.", f.who()))
	}
	if f.by[confirmed] > 0 && f.found() > f.by[confirmed] {
		notes = append(notes, f.o.say("Not to be relied on, though more than their parts: %s.", f.doubts()))
	}
	if f.byDeal {
		notes = append(notes, f.o.say("No customer is known, so a deal stands for one: the deals of one customer are not independent, and that large customers buy more of everything cannot be told apart."))
	}
	if f.terms != (offerTerms{}) && f.found() > 0 {
		notes = append(notes, f.o.say("Gains are after %s, the medians of the programmes in the register, for every taker; the largest discount is in place of these.", f.terms.text(f.o)))
	}
	if f.found() > 0 {
		notes = append(notes, f.o.say("A gain is what there is to win if those who lack a product follow those who have it, and the largest discount leaves nothing of it: whether an offer works, a trial on a part of the customers shows."))
	}
	if f.left > 0 {
		notes = append(notes, f.o.say("A row of their own have %d rules; all others share one.", len(f.rows)))
	}
	return notes
}

// raised says of which bundles only those in more deals were judged.
func (f bundleFindings) raised() []string {
	var parts []string
	for size := 3; size <= largestBundle; size++ {
		if n := f.sets.atLeast[size]; n > f.o.MinCount {
			parts = append(parts, f.o.say("those of %d products in %d or more", size, n))
		}
	}
	if parts == nil {
		return nil
	}
	return []string{f.o.say("So many bundles are in %d {1|deal|deals} or more that only %s were judged.", f.o.MinCount, f.o.list(parts))}
}
