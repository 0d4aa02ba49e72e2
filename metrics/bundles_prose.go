package metrics

import "fmt"

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
		return "Deals with three or four products bought together"
	}
	return "Known customers who bought three or four products, and deals that hold them"
}

func (f bundleFindings) lead() string {
	listed := int64(f.sets.len())
	switch {
	case f.counts.Deals == 0:
		return "No deal of the window holds a product, so there is no bundle."
	case listed == 0:
		return fmt.Sprintf("No bundle can be judged: no three products are together in %s or more of the %s.", plural(f.o.MinCount, "deal", "deals"), f.inEarly())
	case f.found() == 0:
		return fmt.Sprintf("No bundle is more than its parts: of %s that %s or more hold, none has a product that all the others together lead to more often than some of them, once the number of rules is allowed for.",
			plural(listed, "bundle", "bundles"), plural(f.sets.atLeast[3], "deal", "deals"))
	case f.by[confirmed] == 0:
		return fmt.Sprintf("No bundle can be relied on. Of %s judged, %s more than the parts: %s.", plural(listed, "bundle", "bundles"), plural(f.found(), "is", "are"), f.doubts())
	}
	best, _ := f.best()
	return fmt.Sprintf("%s can be relied on, of %s judged. %s", plural(f.by[confirmed], "bundle of three or four products", "bundles of three or four products"), count(listed), f.first(best))
}

// listed counts the bundles judged.
func (f bundleFindings) listed() string {
	text := plural(f.sets.sizes[3], "bundle of three products", "bundles of three products")
	if four := f.sets.sizes[4]; four > 0 {
		text += " and " + count(four) + " of four"
	}
	return text
}

// inEarly counts the deals in which bundles are looked for.
func (f bundleFindings) inEarly() string {
	n := int64(0)
	for _, d := range f.deals {
		if f.phaseOf(d.day) == early {
			n++
		}
	}
	return plural(n, "deal", "deals") + " of the first four fifths of the time"
}

// doubts says why bundles that were found are not confirmed, the commonest reason first.
func (f bundleFindings) doubts() string {
	var parts []string
	for _, d := range []struct{ doubt, text string }{
		{doubtShort, "%s cannot be seen again, as the time is too short for a last fifth"},
		{doubtFew, "%s too rare to be seen again in the last fifth of the time"},
		{doubtAgain, "%s not seen again in the last fifth of the time"},
		{doubtBuyers, "%s because the same kind of customer buys all of it"},
		{doubtSeason, "%s because all of it is in season at one time"},
	} {
		if n := f.doubt[d.doubt]; n > 0 {
			parts = append(parts, fmt.Sprintf(d.text, count(n)))
		}
	}
	if n := f.by[faded]; n > 0 {
		parts = append(parts, count(n)+" that faded later")
	}
	return join(parts)
}

// have names what a bundle needs before the offer.
func (b bundling) have() string { return named(b.some(b.condition())) }

func named(goods []*good) string {
	var out []string
	for _, g := range goods {
		out = append(out, short(g.name))
	}
	return join(out)
}

// compared says how many of those with the rest have the offer, and what that is to be
// compared with.
func (f bundleFindings) compared(b bundling) string {
	both := "both"
	if len(b.goods) > 3 {
		both = "all of these"
	}
	share, _ := b.pair(&b.buyers).Attach()
	best, lower := b.best(&b.buyers)
	with := " with " + named(b.some(best))
	if best == 0 {
		with = ""
	}
	return fmt.Sprintf("of all %[1]s with %[2]s, %[3]s have it, of all%[4]s %[5]s", f.who(2), both, percent(share), with, percent(lower))
}

// first says what speaks for the first bundle.
func (f bundleFindings) first(b bundling) string {
	p := b.pair(&b.buyers)
	text := fmt.Sprintf("First: %s for those with %s; %s.", short(b.offered().name), b.have(), f.compared(b))
	if b.gain.ok && b.gain.low > 0 {
		text += fmt.Sprintf(" Offered to the %s without it, that is worth %s or more in %s if they follow.", f.people(p.NA-p.NAB), f.o.money(b.gain.low), f.worthName())
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
		if b.names(taken) {
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

func (f bundleFindings) do(b bundling) string {
	p := b.pair(&b.buyers)
	text := fmt.Sprintf("Complete the bundle: offer %s to the %s who have %s without it; %s. Worth %s to %s in %s if they follow; try it on a part of them first.",
		short(b.offered().name), f.people(p.NA-p.NAB), b.have(), f.compared(b), f.o.money(b.gain.low), f.o.money(b.gain.high), f.worthName())
	if discount, ok := b.breakEven.(float64); ok {
		text += fmt.Sprintf(" A discount on the whole bundle may be %s at most.", percent(discount))
	}
	return text
}

func (f bundleFindings) notes() []string {
	if f.counts.Deals == 0 || f.sets.len() == 0 {
		return nil
	}
	notes := []string{fmt.Sprintf("Judged: %s that enough of the %s hold. The correction counts %s rules: whatever is in enough deals, and any of the %s after it.",
		f.listed(), f.inEarly(), count(f.sets.rules[3]+f.sets.rules[4]), plural(int64(len(f.goods)), "judged product", "judged products"))}
	notes = append(notes, f.raised()...)
	if f.by[confirmed] > 0 {
		notes = append(notes, fmt.Sprintf("To be relied on means: %[1]s with all but one of the products have the last more often than %[1]s with some of them, also among those alike in range and audience, and again later, in the last fifth of the time.", f.who(2)))
	}
	if f.by[confirmed] > 0 && f.found() > f.by[confirmed] {
		notes = append(notes, fmt.Sprintf("Not to be relied on, though more than their parts: %s.", f.doubts()))
	}
	if f.byDeal {
		notes = append(notes, "No customer is known, so a deal stands for one: the deals of one customer are not independent, and that large customers buy more of everything cannot be told apart.")
	}
	if f.terms != (offerTerms{}) && f.found() > 0 {
		notes = append(notes, fmt.Sprintf("Gains are after %s, the medians of the programmes in the register, for every taker; the largest discount is in place of these.", f.terms.text(f.o)))
	}
	if f.found() > 0 {
		notes = append(notes, "A gain is what there is to win if those who lack a product follow those who have it, and the largest discount leaves nothing of it: whether an offer works, a trial on a part of the customers shows.")
	}
	if f.left > 0 {
		notes = append(notes, fmt.Sprintf("A row of their own have %s rules; all others share one.", count(int64(len(f.rows)))))
	}
	return notes
}

// raised says of which bundles only those in more deals were judged.
func (f bundleFindings) raised() []string {
	var parts []string
	for size := 3; size <= largestBundle; size++ {
		if n := f.sets.atLeast[size]; n > f.o.MinCount {
			parts = append(parts, fmt.Sprintf("those of %d products in %s or more", size, count(n)))
		}
	}
	if parts == nil {
		return nil
	}
	return []string{fmt.Sprintf("So many bundles are in %s or more that only %s were judged.", plural(f.o.MinCount, "deal", "deals"), join(parts))}
}
