package metrics

import (
	"math"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// moneyName is what customers are weighed by.
func (f *riskFindings) moneyName() string {
	if f.l.Has(sales.Cost) {
		return f.o.say("CM1")
	}
	return f.o.say("revenue")
}

func (f *riskFindings) lead() string {
	switch {
	case f.known == 0:
		return f.o.say("No known customer has bought anything.")
	case f.judged == 0:
		return f.o.say("No rhythm can be seen: none of %d {1|customer|customers} bought on three days or more, and lately.", f.known)
	case f.atRisk == 0:
		return f.o.say("None of %d {1|customer|customers} with deals on three days or more has been silent for longer than is usual.", f.judged)
	}
	lead := f.o.say("%d of %d {2|customer|customers} with deals on three days or more {1|has|have} been silent for longer than is usual for them; they brought %s in %s in the last year.", f.atRisk, f.judged, f.o.money(f.stake), f.moneyName())
	if first := f.rows[0]; first.stake() > 0 {
		lead += " " + f.told(first)
	}
	return lead
}

// told says how silent a customer is.
func (f *riskFindings) told(r risk) string {
	return f.o.say("The largest: %s, who bought every %s and has been silent for %d.", short(r.CustomerName), f.o.days(r.mean()), int64(r.silent))
}

// days writes a number of days as a whole number.
func (o Options) days(d float64) string { return o.say("%d {1|day|days}", int64(math.Round(d))) }

// mostCalls is how many customers a finding names.
const mostCalls = 5

// findings name the customers at risk that are worth a call, and who should make it.
func (f *riskFindings) findings() []Finding {
	var calls []string
	var sum sales.Money
	for _, r := range f.rows {
		if len(calls) == mostCalls || r.AtRisk == 0 || r.stake() == 0 {
			break
		}
		if r.IsBlocked {
			continue
		}
		call := f.o.say("%s (every %s, silent for %d)", short(r.CustomerName), f.o.days(r.mean()), int64(r.silent))
		if f.l.Has(sales.Seller) && r.Seller != sales.Unassigned {
			call = f.o.say("%s (every %s, silent for %d; %s)", short(r.CustomerName), f.o.days(r.mean()), int64(r.silent), short(r.Seller))
		}
		calls = append(calls, call)
		sum += r.stake()
	}
	if len(calls) == 0 {
		return nil
	}
	callable := f.atRisk - f.barred()
	text := phrases.Key("Call the customer who has gone quiet: %[2]s. In all, that is %[3]s of %[4]s in the last year.")
	switch all := int64(len(calls)) == callable; {
	case callable > 1 && all:
		text = "Call the %d customers who have gone quiet, the largest first: %s. In all, they brought %s in %s in the last year."
	case callable > 1:
		text = "Call the %d customers who have gone quiet, the largest first: %s. These brought %s in %s in the last year."
	}
	return []Finding{{Role: Do, Weight: sum, Text: f.o.say(text, callable, f.o.list(calls), f.o.money(sum), f.moneyName())}}
}

// barred counts the customers listed as at risk that are never to be called.
func (f *riskFindings) barred() (n int64) {
	for _, r := range f.rows {
		if r.AtRisk == 1 && r.IsBlocked {
			n++
		}
	}
	return n
}

func (f *riskFindings) notes() []string {
	if f.judged == 0 {
		return nil
	}
	notes := []string{f.rhythmNote()}
	if n := f.barred(); n > 0 {
		notes = append(notes, f.o.say("Not to be called, as the customers sheet or the configuration has it: %d {1|customer|customers} at risk. The table has them for the count alone.", n))
	}
	notes = append(notes, f.modelNotes()...)
	if f.l.Has(sales.Seller) && f.left > 0 {
		notes = append(notes, f.o.say("What sellers have at risk is of the customers listed."))
	}
	if f.left > 0 {
		notes = append(notes, f.o.say("Listed: %d {1|customer|customers}; left out: %d, those who brought least.", len(f.rows), f.left))
	}
	return append(notes, f.o.say("At stake is what the customers brought in the last year, not what a call saves: whether a call brings them back, calling a part of them shows."))
}

// rhythmNote says how the usual time is found.
func (f *riskFindings) rhythmNote() string {
	r := f.rhythm
	note := f.o.say("The usual days are the mean of the customer's own gaps between deals, with the typical gap of all, %s, counted as %s more.", f.o.days(r.of.Typical()), f.o.about(r.of.R))
	if r.alike.Valid {
		note = f.o.say("Customers do not differ in their gaps beyond chance: usual for all are %s.", f.o.days(r.alike.V))
	}
	if r.ended == 0 {
		return note + " " + f.o.say("Silent for longer than usual means: more than %d times the usual days.", usualLimit)
	}
	return note + " " + f.o.say("Silent for longer than usual means: more than %.2f times the usual days, within which nine of ten of %d {2|customer|customers} came back last time.", r.limit, int64(r.ended))
}

// modelNotes say what the model of leaving customers was tested on, and whether it is used.
func (f *riskFindings) modelNotes() []string {
	m := &f.model
	gapsOnly := f.o.say("So it is not used: the gaps between deals alone decide who is at risk.")
	switch {
	case m.repeaters < fewestRepeat || f.ahead() == 0:
		return []string{f.o.say("A model of leaving customers needs %d who came back before the test, and there are %d. The gaps between deals alone decide who is at risk.", fewestRepeat, m.repeaters)}
	case !m.fitted:
		return []string{f.o.say("The model of leaving customers (BG/NBD) has no fit: its likelihood has no maximum, as where hardly anyone leaves for good.") + " " + gapsOnly}
	}
	all := m.total()
	test := f.o.say("The model of leaving customers (BG/NBD), fitted to the time before %s, expects %s deals of %d {3|customer|customers} in the %d {4|day|days} since; %d came (%s). By the number of repeat deals before, it is off by %s of all.", f.o.date(f.split), f.o.about(all.expected), all.customers, int64(f.ahead()), all.actual, f.o.missed(all), f.o.percent(m.off()))
	if !m.used {
		return []string{test + " " + f.o.say("More than %s is too much to go by: a season or a change of the business is not in it. %s", f.o.percent(mostOff), gapsOnly)}
	}
	g := m.now
	return []string{test + " " + f.o.say("That passes: it tells what to expect next, and puts at risk who is more likely gone than not."),
		f.o.say("Fitted to all of the time: r %.3f, alpha %.3f (weeks), a %.3f, b %.3f. %s", g.R, g.Alpha, g.A, g.B, f.moneyNote())}
}

// missed says by how much a forecast is wrong: "−3.1 %".
func (o Options) missed(f forecast) string {
	if f.expected == 0 {
		return o.say("none expected")
	}
	return o.percentChange(float64(f.actual)/f.expected - 1)
}

// moneyNote says what the money of the next deals is taken from.
func (f *riskFindings) moneyNote() string {
	m := &f.model
	if m.moneyUsed {
		return f.o.say("Number and money of repeat deals have little to do with each other (correlation %.2f), so the money of the next is by the Gamma-Gamma model (p %.2f, q %.2f).", m.related, m.money.P, m.money.Q)
	}
	if math.Abs(m.related) > mostRelated {
		return f.o.say("Number and money of repeat deals go together (correlation %.2f), which the Gamma-Gamma model does not allow for: the money of the next is the mean of the customer's own.", m.related)
	}
	return f.o.say("The Gamma-Gamma model has no fit here: the money of the next deals is the mean of the customer's own.")
}
