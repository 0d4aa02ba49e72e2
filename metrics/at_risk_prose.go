package metrics

import (
	"fmt"
	"math"

	"xsell/metrics/sales"
)

// moneyName is what customers are weighed by.
func (f *riskFindings) moneyName() string {
	if f.l.Has(sales.Cost) {
		return "CM1"
	}
	return "revenue"
}

func (f *riskFindings) lead() string {
	switch {
	case len(f.all) == 0:
		return "No known customer has bought anything."
	case f.judged == 0:
		return fmt.Sprintf("No rhythm can be seen: none of %s bought on three days or more, and lately.", plural(int64(len(f.all)), "customer", "customers"))
	case f.atRisk == 0:
		return fmt.Sprintf("None of %s with deals on three days or more has been silent for longer than is usual.", plural(f.judged, "customer", "customers"))
	}
	lead := fmt.Sprintf("%s of %s with deals on three days or more %s silent for longer than is usual for them; they brought %s in %s in the last year.",
		count(f.atRisk), plural(f.judged, "customer", "customers"), haveBeen(f.atRisk), f.o.money(f.stake), f.moneyName())
	if first := f.rows[0]; first.stake() > 0 {
		lead += " The largest: " + f.told(first) + "."
	}
	return lead
}

func haveBeen(n int64) string {
	if n == 1 {
		return "has been"
	}
	return "have been"
}

// told says how silent a customer is: "Vela Office, who bought every 21 days and has been
// silent for 88".
func (f *riskFindings) told(r risk) string {
	return fmt.Sprintf("%s, who bought every %s and has been silent for %s", short(r.who.CustomerName), days(r.mean()), count(int64(r.silent)))
}

// days writes a number of days as a whole number.
func days(d float64) string { return plural(int64(math.Round(d)), "day", "days") }

// mostCalls is how many customers a finding names.
const mostCalls = 5

// findings name the customers at risk that are worth a call, and who should make it.
func (f *riskFindings) findings() []Finding {
	var calls []string
	var sum sales.Money
	for _, r := range f.rows {
		if len(calls) == mostCalls || !r.atRisk || r.stake() == 0 {
			break
		}
		call := fmt.Sprintf("%s (every %s, silent for %s", short(r.who.CustomerName), days(r.mean()), count(int64(r.silent)))
		if f.l.Has(sales.Seller) && r.who.Seller != sales.Unassigned {
			call += "; " + short(r.who.Seller)
		}
		calls = append(calls, call+")")
		sum += r.stake()
	}
	if len(calls) == 0 {
		return nil
	}
	who := "the customer who has gone quiet"
	if f.atRisk > 1 {
		who = fmt.Sprintf("the %s customers who have gone quiet, the largest first", count(f.atRisk))
	}
	text := fmt.Sprintf("Call %s: %s. ", who, join(calls))
	if int64(len(calls)) < f.atRisk {
		text += "These "
	} else {
		text += "In all, they "
	}
	return []Finding{{Role: Do, Weight: sum, Text: text + fmt.Sprintf("brought %s in %s in the last year.", f.o.money(sum), f.moneyName())}}
}

func (f *riskFindings) notes() []string {
	if f.judged == 0 {
		return nil
	}
	notes := []string{f.rhythmNote()}
	notes = append(notes, f.modelNotes()...)
	if f.l.Has(sales.Seller) && f.left > 0 {
		notes = append(notes, "What sellers have at risk is of the customers listed.")
	}
	if f.left > 0 {
		notes = append(notes, fmt.Sprintf("Listed: %s; left out: %s, those who brought least.", plural(int64(len(f.rows)), "customer", "customers"), count(f.left)))
	}
	return append(notes, "At stake is what the customers brought in the last year, not what a call saves: whether a call brings them back, calling a part of them shows.")
}

// rhythmNote says how the usual time is found.
func (f *riskFindings) rhythmNote() string {
	r := f.rhythm
	note := fmt.Sprintf("The usual days are the mean of the customer's own gaps between deals, with the typical gap of all, %s, counted as %s more.", days(r.of.Typical()), about(r.of.R))
	if r.alike.Valid {
		note = fmt.Sprintf("Customers do not differ in their gaps beyond chance: usual for all are %s.", days(r.alike.V))
	}
	if r.ended == 0 {
		return note + fmt.Sprintf(" Silent for longer than usual means: more than %d times the usual days.", usualLimit)
	}
	return note + fmt.Sprintf(" Silent for longer than usual means: more than %.2f times the usual days, within which nine of ten of %s came back last time.", r.limit, plural(int64(r.ended), "customer", "customers"))
}

// modelNotes say what the model of leaving customers was tested on, and whether it is used.
func (f *riskFindings) modelNotes() []string {
	m := &f.model
	gapsOnly := "So it is not used: the gaps between deals alone decide who is at risk."
	switch {
	case m.repeaters < fewestRepeat || f.ahead() == 0:
		return []string{fmt.Sprintf("A model of leaving customers needs %d who came back before the test, and there are %s. The gaps between deals alone decide who is at risk.", fewestRepeat, count(m.repeaters))}
	case !m.fitted:
		return []string{"The model of leaving customers (BG/NBD) has no fit: its likelihood has no maximum, as where hardly anyone leaves for good. " + gapsOnly}
	}
	all := m.total()
	test := fmt.Sprintf("The model of leaving customers (BG/NBD), fitted to the time before %s, expects %s deals of %s in the %s since; %s came%s. By the number of repeat deals before, it is off by %s of all.",
		f.split.Time().Format("2 Jan 2006"), about(all.expected), plural(all.customers, "customer", "customers"), plural(int64(f.ahead()), "day", "days"), count(all.actual), missed(all), percent(m.off()))
	if !m.used {
		return []string{test + fmt.Sprintf(" More than %s is too much to go by: a season or a change of the business is not in it. %s", percent(mostOff), gapsOnly)}
	}
	g := m.now
	return []string{test + " That passes: it tells what to expect next, and puts at risk who is more likely gone than not.",
		fmt.Sprintf("Fitted to all of the time: r %.3f, alpha %.3f (weeks), a %.3f, b %.3f. %s", g.R, g.Alpha, g.A, g.B, f.moneyNote())}
}

// missed says by how much a forecast is wrong: ", 3.1 % fewer".
func missed(f forecast) string {
	if f.actual == 0 || f.expected == 0 {
		return ""
	}
	off := float64(f.actual)/f.expected - 1
	switch {
	case off < 0:
		return ", " + percent(-off) + " fewer"
	case off > 0:
		return ", " + percent(off) + " more"
	}
	return ""
}

// moneyNote says what the money of the next deals is taken from.
func (f *riskFindings) moneyNote() string {
	m := &f.model
	if m.moneyUsed {
		return fmt.Sprintf("Number and money of repeat deals have little to do with each other (correlation %.2f), so the money of the next is by the Gamma-Gamma model (p %.2f, q %.2f).", m.related, m.money.P, m.money.Q)
	}
	if math.Abs(m.related) > mostRelated {
		return fmt.Sprintf("Number and money of repeat deals go together (correlation %.2f), which the Gamma-Gamma model does not allow for: the money of the next is the mean of the customer's own.", m.related)
	}
	return "The Gamma-Gamma model has no fit here: the money of the next deals is the mean of the customer's own."
}
