package metrics

import (
	"fmt"
	"strings"
)

// pairFindings is what the sentences about pairs speak of.
type pairFindings struct {
	verdicts
	*market
	o     Options
	thing string // what a good is called: product, type
}

// who is the word for one buyer or for several.
func (m *market) who(n int64) string {
	switch {
	case m.byDeal && n == 1:
		return "deal"
	case m.byDeal:
		return "deals"
	case n == 1:
		return "customer"
	}
	return "customers"
}

// people counts buyers: "1 customer", "31 deals".
func (m *market) people(n int64) string { return count(n) + " " + m.who(n) }

// worthName is what gains are counted in.
func (m *market) worthName() string {
	if m.costed {
		return "CM1"
	}
	return "revenue"
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
		return "Deals in which two were bought together"
	}
	return "Known customers who bought two, and deals with both"
}

func (f pairFindings) lead() string {
	c, judged := f.counts, int64(len(f.goods))
	switch {
	case c.Deals == 0:
		return fmt.Sprintf("No deal of the window holds a %s, so nothing is bought together.", f.thing)
	case f.tests == 0:
		return fmt.Sprintf("No pair can be judged: %s %s or more of the %s of the window, and a pair needs two.",
			judgedGoods(judged, f.thing), f.people(f.o.MinCount), count(int64(len(f.buyers))))
	case f.found() == 0:
		return fmt.Sprintf("No two %ss are bought together more often than chance explains: %s.", f.thing, verdict(0, f.tests))
	case f.by[confirmed] == 0:
		return fmt.Sprintf("No pair can be relied on: of %s tested, %s more often together than chance explains, and %s.",
			plural(f.tests, "pair", "pairs"), plural(f.found(), "is", "are"), f.doubts())
	}
	best, _ := f.best()
	return fmt.Sprintf("%s can be relied on, of %s tested: more %s have both than chance explains, among those alike in size, range and audience too, and again in the last fifth of the time. %s",
		plural(f.by[confirmed], "pair", "pairs"), count(f.tests), f.who(2), f.offer(best))
}

func judgedGoods(n int64, thing string) string {
	if n == 0 {
		return "no " + thing + " is bought by"
	}
	return plural(n, thing+" is bought by", thing+"s are bought by")
}

// doubts says why found pairs are not confirmed, the commonest reason first.
func (f pairFindings) doubts() string {
	reasons := map[string]string{
		doubtBuyers: "%s because the same kind of customer buys both",
		doubtSeason: "%s because both are in season at one time",
		doubtFew:    "%s too rare to be seen again in the last fifth of the time",
		doubtAgain:  "%s not seen again in the last fifth of the time",
	}
	var parts []string
	for _, doubt := range []string{doubtFew, doubtAgain, doubtBuyers, doubtSeason} {
		if n := f.doubt[doubt]; n > 0 {
			parts = append(parts, fmt.Sprintf(reasons[doubt], count(n)))
		}
	}
	if n := f.by[faded]; n > 0 {
		parts = append(parts, plural(n, "has", "have")+" faded")
	}
	return join(parts)
}

// offer says what speaks for offering B to the buyers of A.
func (f pairFindings) offer(p pairing) string {
	share, _ := p.buyers.Attach()
	base, _ := p.buyers.BaseRate()
	text := fmt.Sprintf("First: %s for %s with %s; %s of them have it, %s of the others.", short(p.b.name), f.who(2), short(p.a.name), percent(share), percent(base))
	if p.gain.ok && p.gain.low > 0 {
		text += fmt.Sprintf(" Offered to the %s without it, that is worth %s or more in %s if they follow.", f.people(p.buyers.NA-p.buyers.NAB), f.o.money(p.gain.low), f.worthName())
	}
	return text
}

// findings are the first offers that can be relied on, of different products.
func (f pairFindings) findings() []Finding {
	var out []Finding
	named := map[string]bool{}
	for _, p := range f.rows {
		if p.status != confirmed || p.gain.low <= 0 || len(out) == mostOffers {
			break
		}
		if named[p.a.id] || named[p.b.id] {
			continue
		}
		named[p.a.id], named[p.b.id] = true, true
		share, _ := p.buyers.Attach()
		out = append(out, Finding{Role: Do, Weight: p.gain.low, Text: fmt.Sprintf("Offer %[1]s to the %[2]s who have %[3]s without it: of those with %[3]s, %[4]s have both. Worth %[5]s to %[6]s in %[7]s if they follow; try it on a part of them first.",
			short(p.b.name), f.people(p.buyers.NA-p.buyers.NAB), short(p.a.name), percent(share), f.o.money(p.gain.low), f.o.money(p.gain.high), f.worthName())})
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
		fmt.Sprintf("Judged are the %s with %s or more of the %s: %s, together or never, and the correction counts them all. %s of the deals hold one %[7]s only.",
			plural(int64(len(f.goods)), f.thing, f.thing+"s"), f.people(f.o.MinCount), f.people(int64(len(f.buyers))), plural(f.tests, "pair", "pairs"),
			percent(float64(c.Deals-c.Several)/float64(max(1, c.Deals))), "", f.thing),
	}
	if f.found() > 0 && f.by[confirmed] > 0 && f.found() > f.by[confirmed] {
		notes = append(notes, fmt.Sprintf("Not to be relied on, though together more often than chance explains: %s.", f.doubts()))
	}
	if f.by[substitutes] > 0 {
		notes = append(notes, fmt.Sprintf("%s fewer %s of both than chance gives: whoever has one seldom needs the other.", plural(f.by[substitutes], "pair has", "pairs have"), f.who(2)))
	}
	notes = append(notes, f.limits()...)
	if c.Made > c.Deals {
		notes = append(notes, wentBack(c.Made, c.Deals))
	}
	if f.left > 0 {
		notes = append(notes, fmt.Sprintf("A row of their own have %s pairs, those with a status first; all others share one.", count(int64(len(f.rows)))))
	}
	return notes
}

// limits say what the numbers cannot tell.
func (f pairFindings) limits() []string {
	var notes []string
	if f.byDeal {
		notes = append(notes, "No customer is known, so a deal stands for one: the deals of one customer are not independent, and that large customers buy more of everything cannot be told apart.")
	}
	if f.atLeast > 1 {
		notes = append(notes, fmt.Sprintf("So many pairs have %s in common that only those with %s or more were tested.", f.people(1), count(f.atLeast)))
	}
	if f.terms != (offerTerms{}) {
		notes = append(notes, fmt.Sprintf("Gains are after %s, the medians of the programmes in the register, for every taker.", f.terms.text(f.o)))
	}
	return append(notes, "What is bought together need not be bought because of the other: a gain is what there is to win if an offer works, and whether it does, a trial on a part of the customers shows.")
}

func (t offerTerms) text(o Options) string {
	var parts []string
	if t.discount > 0 {
		parts = append(parts, percent(t.discount)+" discount")
	}
	if t.bonus > 0 {
		parts = append(parts, o.money(t.bonus)+" bonus")
	}
	return strings.Join(parts, " and ")
}
