package metrics

import (
	"xsell/metrics/phrases"
)

// pairFindings is what the sentences about pairs speak of.
type pairFindings struct {
	verdicts
	*market
	o     Options
	thing phrases.Key // what goods are called: products, product types
}

// who is the word for buyers.
func (m *market) who() string {
	if m.byDeal {
		return m.o.say("deals")
	}
	return m.o.say("customers")
}

// Who is the same at the beginning of a title.
func (m *market) Who() string {
	if m.byDeal {
		return m.o.say("Deals")
	}
	return m.o.say("Customers")
}

// people counts buyers: "1 customer", "31 deals".
func (m *market) people(n int64) string {
	if m.byDeal {
		return m.o.say("%d {1|deal|deals}", n)
	}
	return m.o.say("%d {1|customer|customers}", n)
}

// worthName is what gains are counted in.
func (m *market) worthName() string {
	if m.costed {
		return m.o.say("CM1")
	}
	return m.o.say("revenue")
}

// best is the first pair of the surest status there is.
func (f pairFindings) best() (pairing, bool) {
	if len(f.rows) == 0 || f.rows[0].status != confirmed && f.rows[0].status != candidate {
		return pairing{}, false
	}
	return f.rows[0], true
}

func (f pairFindings) scopeText() string {
	if f.byDeal {
		return f.o.say("Deals in which two were bought together")
	}
	return f.o.say("Known customers who bought two, and deals with both")
}

func (f pairFindings) lead() string {
	c, judged := f.counts, int64(len(f.goods))
	switch {
	case c.Deals == 0:
		return f.o.say("No deal of the window holds anything that could be bought together (%s).", f.o.say(f.thing))
	case f.tests == 0:
		return f.o.say("No pair can be judged: a pair needs two %s that %s or more of the %d of the window buy, and there {4|is|are} %d.", f.o.say(f.thing), f.people(f.o.MinCount), f.owners.all, judged)
	case f.found() == 0:
		return f.o.say("No two are bought together more often than chance explains (%s): %s.", f.o.say(f.thing), f.o.noneOf(f.tests))
	case f.by[confirmed] == 0:
		return f.o.say("No pair can be relied on: %s.", f.unreliable())
	}
	return f.o.say("%d {1|pair|pairs} of %d can be relied on. %s", f.by[confirmed], f.tests, f.firstOffer())
}

// firstOffer says what is to be won with the first pair whose B may be offered.
func (f pairFindings) firstOffer() string {
	for _, p := range f.rows {
		if p.status == confirmed && !p.b.blocked {
			return f.offer(p)
		}
	}
	return f.o.say("None of them leads to anything that may be offered.")
}

// offer says what is to be won with the first pair, and what speaks for it.
func (f pairFindings) offer(p pairing) string {
	if p.gain.low <= 0 {
		return f.o.say("None of them is sure to pay: the first is to offer %s. %s.", f.pool(p), f.likes(p))
	}
	if !f.worthwhile(p.gain) {
		return f.o.say("None of them is worth a campaign: the most, %s or more in %s, is to be won by offering %s. %s.", f.o.money(p.gain.low), f.worthName(), f.pool(p), f.likes(p))
	}
	return f.o.say("The most is to be won by offering %s. %s; if the %d follow, that is worth %s or more in %s.", f.pool(p), f.likes(p), p.gain.pool, f.o.money(p.gain.low), f.worthName())
}

// pool names B and those to offer it to: "B to the 36 customers with A who have none yet".
func (f pairFindings) pool(p pairing) string {
	a, b, all := short(p.a.name), short(p.b.name), p.buyers.NA-p.buyers.NAB
	switch n := p.gain.pool; {
	case f.byDeal && n < all:
		return f.o.say("%s to buyers of %s, as in %d of the %d {4|deal|deals} with it alone", b, a, n, all)
	case f.byDeal:
		return f.o.say("%s to buyers of %s, as in the %d {3|deal|deals} with it alone", b, a, n)
	case n < all:
		return f.o.say("%s to %d of the %d {3|customer|customers} with %s who have none yet", b, n, all, a)
	default:
		return f.o.say("%s to the %d {2|customer|customers} with %s who have none yet", b, n, a)
	}
}

// likes says how many have B of those like the pool, with A and without.
func (f pairFindings) likes(p pairing) string {
	pool := float64(max(1, p.gain.pool))
	return f.o.say("Of %s like them, %s with %s have it and %s of the others", f.who(), f.o.percent(p.gain.takers/pool), short(p.a.name), f.o.percent(p.gain.anyway/pool))
}

// worthwhile reports whether what can be relied on is one in 10,000 of the revenue of the
// window or more: less is not worth the work.
func (m *market) worthwhile(g gain) bool {
	return g.low > 0 && g.low >= m.sales/10_000
}

// findings are the first offers that can be relied on, of different products.
func (f pairFindings) findings() []Finding {
	var out []Finding
	named := map[string]bool{}
	for _, p := range f.rows {
		if p.status != confirmed || !f.worthwhile(p.gain) || len(out) == mostOffers {
			break
		}
		if p.b.blocked || named[p.a.id] || named[p.b.id] {
			continue
		}
		named[p.a.id], named[p.b.id] = true, true
		out = append(out, Finding{Role: Do, Weight: p.gain.low, Text: f.o.say("Offer %s. %s. Worth %s to %s in %s if they follow; try it on a part of them first.", f.pool(p), f.likes(p), f.o.money(p.gain.low), f.o.money(p.gain.high), f.worthName())})
	}
	return out
}

// mostOffers is how many offers one section lifts out.
const mostOffers = 3

func (f pairFindings) notes() []string {
	c := f.counts
	if f.tests == 0 {
		return nil
	}
	notes := []string{
		f.o.say("Judged are those with %s or more of the %s (%s: %d): %d {5|pair|pairs}, together or never, and the correction counts them all. %s of the deals hold one only.", f.people(f.o.MinCount), f.people(f.owners.all), f.o.say(f.thing), len(f.goods), f.tests, f.o.percent(float64(c.Deals-c.Several)/float64(max(1, c.Deals)))),
	}
	if f.by[confirmed] > 0 {
		notes = append(notes, f.o.say("To be relied on means: more %s have both than chance explains, also among %s alike in %s, and again later, in the last fifth of the time.", f.who(), f.who(), f.alikeIn()))
	}
	if f.by[confirmed] > 0 && f.found() > f.by[confirmed] || f.severalDoubts() {
		notes = append(notes, f.o.say("Together more often than chance explains, and yet not to be relied on: %s.", f.doubts()))
	}
	if f.by[substitutes] > 0 {
		notes = append(notes, f.o.say("%d {1|pair has|pairs have} fewer %s of both than chance gives, among %s alike too: do not offer the one to those with the other.", f.by[substitutes], f.who(), f.who()))
	}
	notes = append(notes, f.blockedNote()...)
	notes = append(notes, f.limits()...)
	if c.Made > c.Deals {
		notes = append(notes, f.o.noBasket(c.Made, c.Deals))
	}
	if f.left > 0 {
		notes = append(notes, f.o.say("A row of their own have %d pairs, those with a status first; all others share one.", len(f.rows)))
	}
	return notes
}

// alikeIn is what tells buyers apart here.
func (m *market) alikeIn() string {
	in := []string{m.o.say("size"), m.o.say("range"), m.o.say("season")}
	if m.byDeal {
		in = in[1:]
	}
	if m.audiences > 2 {
		in = append(in, m.o.say("audience"))
	}
	return m.o.list(in)
}

// limits say what the numbers cannot tell.
func (f pairFindings) limits() []string {
	var notes []string
	if f.byDeal {
		notes = append(notes, f.o.say("No customer is known, so a deal stands for one: the deals of one customer are not independent, and that large customers buy more of everything cannot be told apart."))
	}
	notes = append(notes, f.countedNote()...)
	if f.atLeast > 1 {
		notes = append(notes, f.o.say("So many pairs have %s in common that only those with %d or more were tested.", f.people(1), f.atLeast))
	}
	if f.terms != (offerTerms{}) {
		notes = append(notes, f.o.say("Gains are after %s, the medians of the programmes in the register, for every taker.", f.terms.text(f.o)))
	}
	if f.found() == 0 {
		return notes
	}
	return append(notes, f.o.say("What is bought together need not be bought because of the other: a gain is what there is to win if an offer works. Whether it does, a trial on a part of the %s shows.", f.who()))
}

func (t offerTerms) text(o Options) string {
	var parts []string
	if t.discount > 0 {
		parts = append(parts, o.say("%s discount", o.percent(t.discount)))
	}
	if t.bonus > 0 {
		parts = append(parts, o.say("%s bonus", o.money(t.bonus)))
	}
	return o.list(parts)
}
