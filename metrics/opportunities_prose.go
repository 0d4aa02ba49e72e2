package metrics

import (
	"strings"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// fewestToldOf is how many customers of an audience a reason needs to speak of them; else it
// speaks of all.
const fewestToldOf = 10

// reason says in words why the product is offered to the customer: "12 of 40 customers in
// Workshops that had A added B in the last 60 days; this one bought A on 3 May 2026".
func (f *offerFindings) reason(c call) string {
	bought := func() string { return f.o.date(f.boughtA(c.prospect)) } // offers by audience go by no purchase
	if c.ground == bySequence {
		t := f.turns[c.rule]
		return f.o.say("%d of %d {2|customer|customers} that bought %s added %s within %d {5|day|days}; this one bought %[3]s on %[6]s", t.took, t.customers, short(t.step.a.name), short(t.step.b.name), int64(t.days), bought())
	}
	rates, with := f.plain[c.good], ""
	if c.ground == byPair {
		rates, with = f.lessons[c.rule].rates, short(f.market.goods[f.lessons[c.rule].a].name)
	}
	r, audience := rates[f.audiences], ""
	if a := f.group(f.school.of[c.customer]); a < f.audiences && (c.ground == byAudience || rates[a].customers >= fewestToldOf && rates[a].took > 0) {
		r, audience = rates[a], short(c.who.Audience)
	}
	b, days := short(f.market.goods[c.good].name), f.school.ahead
	switch {
	case c.ground == byAudience && audience != "":
		return f.o.say("%d of %d {2|customer|customers} in %s without %s bought it in the last %d {5|day|days}", r.took, r.customers, audience, b, days)
	case c.ground == byAudience:
		return f.o.say("%d of %d {2|customer|customers} without %s bought it in the last %d {4|day|days}", r.took, r.customers, b, days)
	case audience != "":
		return f.o.say("%d of %d {2|customer|customers} in %s that had %s added %s in the last %d {6|day|days}; this one bought %[4]s on %[7]s", r.took, r.customers, audience, with, b, days, bought())
	}
	return f.o.say("%d of %d {2|customer|customers} that had %s added %s in the last %d {5|day|days}; this one bought %[3]s on %[6]s", r.took, r.customers, with, b, days, bought())
}

// beats says whether one list beats the other beyond chance: 1, -1, or 0 for neither.
func beats(difference stat.Interval, ok bool) int {
	switch {
	case ok && difference.Low > 0:
		return 1
	case ok && difference.High < 0:
		return -1
	}
	return 0
}

// hits and earnings compare the offers with the most popular products, by customers and by
// money.
func (t trial) hits() int {
	d, ok := t.difference()
	return beats(d.Limits, ok)
}

func (t trial) earnings() int { return beats(t.moreMoney()) }

// verdict says how the offers compare with the most popular products.
func (t trial) verdict() phrases.Key {
	switch hits, money := t.hits(), t.earnings(); {
	case hits > 0 && money > 0:
		return "So the offers are right more often, and bring more money."
	case hits > 0:
		return "So the offers are right more often."
	case hits == 0 && money > 0:
		return "So the offers are right no more often, but bring more money."
	case money > 0:
		return "So the offers are right less often, but bring more money."
	case hits < 0:
		return "So the most popular products are the better offer."
	}
	return "So the offers are no better than the most popular products."
}

func (f *offerFindings) lead() string {
	if f.listed == 0 {
		return f.o.say("There is no offer to make.") + " " + f.none()
	}
	lead := f.o.say("There is an offer for %d {1|customer|customers}, worth %s in %s if they buy as those before them.", f.listed, f.o.money(money(f.worth)), f.market.worthName())
	if !f.trial.ran {
		return lead + " " + f.o.say("Whether such offers are better than the most popular products could not be tested.")
	}
	return lead + " " + f.tested()
}

// none says why there is no offer.
func (f *offerFindings) none() string {
	switch {
	case len(f.walkers) == 0:
		return f.o.say("No known customer has bought anything.")
	case len(f.goods) == 0:
		return f.o.say("No product has %d {1|buyer|buyers} or more, and with fewer the chance that others take it cannot be told from luck. What can be said of product types stands in the sections What is bought next and Product types and combinations.", f.o.MinCount)
	}
	return f.o.say("Nobody took a judged product for the first time lately that may be offered to somebody else.")
}

// tested says how the offers did in the test.
func (f *offerFindings) tested() string {
	t := f.trial
	n := float64(t.customers)
	text := f.o.say("Tested on what was bought from %s on: of %d {2|customer|customers} with something new, %s bought one of their five offers, and %s one of the five most popular products.", f.o.date(t.from), t.customers, f.o.percent(float64(t.ours)/n), f.o.percent(float64(t.plain)/n))
	if t.money > max(0, t.oursMoney, t.plainMoney) {
		text += " " + f.o.say("These were %s and %s of the %s of all new products.", f.o.percent(t.oursMoney.Float()/t.money.Float()), f.o.percent(t.plainMoney.Float()/t.money.Float()), f.market.worthName())
	}
	return text + " " + f.o.say(t.verdict())
}

// fewestRight is the share of customers with something new of whom one of five offers must
// have been right, for the list to be called worth a call.
const fewestRight = 0.05

// findings are the call that is worth most, where the test was passed.
func (f *offerFindings) findings() []Finding {
	if t := f.trial; t.hits() <= 0 && t.earnings() <= 0 || float64(t.ours) < fewestRight*float64(t.customers) {
		return nil
	}
	var best call
	for _, c := range f.rows {
		if c.sure > best.sure {
			best = c
		}
	}
	who := short(best.who.CustomerName)
	if f.l.Has(sales.Seller) && best.who.Seller != sales.Unassigned {
		who += " (" + short(best.who.Seller) + ")"
	}
	text := f.o.say("Call %s and offer %s: %s. It is the first of %d {4|offer|offers}, worth %s in %s in all if these customers buy as those before them.", who, short(f.market.goods[best.good].name), f.reason(best), f.listed, f.o.money(money(f.worth)), f.market.worthName())
	if len(f.sellers) > 1 {
		text += " " + f.o.say("The section lists them by seller.")
	}
	return []Finding{{Role: Do, Weight: money(f.worth), Text: text}}
}

func (f *offerFindings) notes() []string {
	notes := f.market.blockedNote()
	if f.shut > 0 {
		notes = append(notes, f.o.say("Not listed, as the customers sheet or the configuration blocks them: %d {1|customer|customers}.", f.shut))
	}
	if f.listed == 0 {
		return notes
	}
	if f.trial.ran {
		notes = append(notes, f.testNotes()...)
	}
	by := map[ground]int64{}
	for _, c := range f.rows {
		by[c.ground]++
	}
	notes = append(notes, f.o.say("Of the offers listed, %d {1|stands|stand} on what the audience takes, %d {2|stands|stand} on a confirmed pair, %d {3|stands|stand} on a sequence. There are %d {4|confirmed pair|confirmed pairs} and %d {5|confirmed sequence|confirmed sequences} to go by.", by[byAudience], by[byPair], by[bySequence], int64(len(f.lessons)/2), len(f.turns)))
	if f.without > 0 {
		notes = append(notes, f.o.say("For %d {1|customer|customers} there is no offer: they have all that others like them took.", f.without))
	}
	if f.left > 0 {
		notes = append(notes, f.o.say("Listed: %d {1|customer|customers}; left out: %d, those of least worth.", len(f.rows), f.left))
	}
	if f.market.terms != (offerTerms{}) {
		notes = append(notes, f.o.say("Worth is after %s, the medians of the programmes in the register.", f.market.terms.text(f.o)))
	}
	return append(notes, f.o.say("The probabilities are of customers who were not called: what a call adds, calling a part of them shows. The worth is what a buyer brings in the window, not in one deal."))
}

// testNotes give the limits of the difference, the money and the takers expected.
func (f *offerFindings) testNotes() []string {
	t := f.trial
	d, _ := t.difference()
	note := f.o.say("The test knew nothing of the days from %s on, neither for rules nor for rates. The difference of customers is %s to %s pp (95 %% limits).", f.o.date(t.from), f.o.signed(100*d.Limits.Low), f.o.signed(100*d.Limits.High))
	if more, ok := t.moreMoney(); ok {
		note += " " + f.o.say("That of money is %s to %s pp.", f.o.signed(100*more.Low), f.o.signed(100*more.High))
	}
	made := f.o.say("Of the first offers, %s purchases were expected in the test and %d made.", f.o.about(t.expected), t.took)
	return []string{note, strings.TrimSpace(made + " " + f.correction())}
}

// correction says whether the chances are corrected by the tests, and why not.
func (f *offerFindings) correction() string {
	b := f.before
	switch {
	case f.factor < 1:
		return f.o.say("Whatever looks best of many looks better than it is. In the test before (%s to %s) %s were expected and %d made; corrected by that, the last test would have expected %s. So the probabilities and the worth listed are multiplied by %.2f, by what came of the last test.", f.o.date(b.from), f.o.date(b.until), f.o.about(b.expected), b.took, f.o.about(f.would), f.factor)
	case float64(f.trial.took) >= 0.8*f.trial.expected:
		return ""
	case !b.ran:
		return f.o.say("The worth of the offers is rather too high by as much. It is not corrected, as the time is too short for a test before that one, which a correction would have to pass.")
	}
	return f.o.say("The worth of the offers is rather too high by as much. It is not corrected, as the test before that one, with %s expected and %d made, would not have brought the last one nearer.", f.o.about(b.expected), b.took)
}

// signed writes a number with its sign.
func (o Options) signed(v float64) string {
	if v < 0 {
		return o.Phrases.Decimal(v, 1)
	}
	return "+" + o.Phrases.Decimal(v, 1)
}
