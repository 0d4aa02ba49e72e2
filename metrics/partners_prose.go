package metrics

import (
	"slices"

	"xsell/metrics/sales"
)

func (f partnerFindings) lead() string {
	var revenue, commission, sent sales.Money
	for _, b := range f.of {
		revenue, commission, sent = revenue+b.revenue(), commission+b.commission(), sent+b.sent.Business
	}
	if len(f.of) == 0 {
		return f.o.say("No deal of the window was made with a partner.")
	}
	lead := f.o.say("%s of revenue with %d {2|partner|partners}", f.o.money(revenue), len(f.of))
	if f.pays {
		lead += f.o.say(" for %s of commission", f.o.money(commission))
	}
	if f.refers {
		lead += f.o.say(", %s of business sent to them", f.o.money(sent))
	}
	for _, status := range []string{partnerGives, partnerTakes} {
		if with := f.with(status); len(with) > 0 {
			lead += ". " + f.balanceText(with[0])
		}
	}
	return lead + "."
}

// with are the partners of a status, the largest difference first.
func (f partnerFindings) with(status string) []partnerBalance {
	var out []partnerBalance
	for _, b := range f.of {
		if b.status == status {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b partnerBalance) int { return compareDown(abs(a.balance()), abs(b.balance())) })
	return out
}

// balanceText says who gives more: "X gives more than it takes: it opened 62 k, we sent it 12 k".
func (f partnerFindings) balanceText(b partnerBalance) string {
	if b.status == partnerGives {
		return f.o.say("%s gives more than it takes (it opened %s, we sent it %s)", short(b.name), f.o.money(b.sourced.Revenue), f.o.money(b.sent.Business))
	}
	return f.o.say("%s takes more than it gives (it opened %s, we sent it %s)", short(b.name), f.o.money(b.sourced.Revenue), f.o.money(b.sent.Business))
}

func (f partnerFindings) findings() []Finding {
	var out []Finding
	for _, b := range f.with(partnerTakes) {
		text := f.o.say("Talk to %s about terms: we sent it %s of business from %d {3|customer|customers} and got %s of commission for that; the deals it opened brought %s, and of %s of commission %s went for deals it only joined.",
			short(b.name), f.o.money(b.sent.Business), b.sent.Customers, f.o.money(b.sent.Commission), f.o.money(b.sourced.Revenue), f.o.money(b.commission()), f.o.money(b.influenced.Commission))
		out = append(out, Finding{Role: Do, Weight: max(0, b.influenced.Commission), Text: text})
	}
	for _, b := range f.with(partnerGives) {
		kept := b.sourced.Revenue
		if b.sourced.NetCM.Valid {
			kept = b.sourced.NetCM.V
		}
		out = append(out, Finding{Role: Watch, Weight: max(0, kept), Text: f.o.say("%s opens far more than we send it: %d {2|deal|deals} with %s of revenue, %s after goods, bonus and commission, against %s sent. Look after it, and send it customers.",
			short(b.name), b.sourced.Deals, f.o.money(b.sourced.Revenue), f.o.money(kept), f.o.money(b.sent.Business))})
	}
	for _, b := range f.of {
		if loss := b.netCM().V; loss < 0 {
			out = append(out, Finding{Role: Do, Weight: -loss, Text: f.o.say("Deals with %s cost money after commission: %s.", short(b.name), f.o.money(loss))})
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return compareDown(a.Weight, b.Weight) })
	return out[:min(3, len(out))]
}

func (f partnerFindings) notes() []string {
	notes := []string{f.o.say("Who opened a deal is as booked. What would have come without the partner is not known (%s): no number here says that a partner earned it.", Coincidence.text(f.o))}
	if !f.roles {
		notes = append(notes, f.o.say("No column says what part a partner had: with one (sourced, influenced) what it opened is told from what it only joined, and the balance is drawn."))
	}
	if !f.refers {
		notes = append(notes, f.o.say("No sheet says what was sent to partners (day, customer, partner, business): give and take cannot be compared."))
	}
	for _, b := range f.with(partnerCustomer) {
		notes = append(notes, f.o.say("The balance of %s hangs on one customer and is not judged.", short(b.name)))
	}
	var few []string
	for _, b := range f.with(partnerFew) {
		few = append(few, short(b.name))
	}
	if len(few) > 0 {
		notes = append(notes, f.o.say("Fewer than %d customers on both sides together, not judged: %s.", fewestPartnered, f.o.list(few[:min(5, len(few))])))
	}
	if even := f.with(partnerEven); len(even) > 0 {
		notes = append(notes, f.o.say("No side gives more for sure: %s (balance %s).", short(even[0].name), f.o.change(even[0].balance())))
	}
	var both int64
	var unknown sales.Money
	for _, b := range f.of {
		both, unknown = both+b.sent.BothWays, unknown+b.unknown.Revenue
	}
	if both > 0 {
		notes = append(notes, f.o.say("%d {1|customer has deals with a partner and was|customers have deals with a partner and were} sent to it: who brought whom, both may say.", both))
	}
	if f.roles && unknown != 0 {
		notes = append(notes, f.o.say("%s of revenue with a partner does not say its part: it is in revenue and commission, in neither sourced nor influenced.", f.o.money(unknown)))
	}
	return notes
}
