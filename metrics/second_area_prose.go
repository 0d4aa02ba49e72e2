package metrics

import (
	"math"
)

func (f *secondFindings) lead() string {
	switch a := f.all; {
	case f.nothing && !f.l.Has("area") && !f.l.Has("type"):
		return f.o.say("The data have neither business areas nor product types: the way to a second one cannot be told.")
	case f.nothing:
		return f.o.say("Known customers kept things of one business area and one product type at most: there is no second one to come to.")
	case a.customers+a.atOnce+f.existing.customers+f.existing.atOnce == 0:
		return f.o.say("No known customer kept anything that has one (%s).", f.o.say(f.part.one))
	case a.customers+a.atOnce == 0:
		return f.o.say("All customers bought in the first period of the data: when they began, and with what, is not known.")
	case a.customers == 0:
		return f.o.say("All %d {1|customer|customers} began with several at once (%s): there is no way to a second one to measure.", a.atOnce, f.o.say(f.part.many))
	case a.few:
		return f.o.say("%d {1|customer|customers} began with one (%s): too few to judge how long the way to a second one is.", a.customers, f.o.say(f.part.one))
	}
	return f.pace() + f.difference()
}

// pace says how fast all of them went on.
func (f *secondFindings) pace() string {
	a, days := f.all, f.horizon()
	one := f.o.say(f.part.one)
	if days == 0 {
		return f.o.say("Of %d {1|customer|customers} who began with one (%s), %d have bought from a second one; nobody was watched for 30 days.", a.customers, one, a.later)
	}
	share, limits, _, limited := a.within(days)
	text := f.o.say("Of %d {1|customer|customers} who began with one (%s), %s bought from a second one within %d days.", a.customers, one, f.o.percent(share), days)
	if limited {
		text = f.o.say("Of %d {1|customer|customers} who began with one (%s), %s bought from a second one within %d days (95 %% limits %s).", a.customers, one, f.o.percent(share), days, f.o.percentLimits(limits.Low, limits.High))
	}
	if median, ok := a.curve.Median(); ok {
		return text + " " + f.o.say("Half of them had done so after %d {1|day|days}.", int64(median))
	}
	return text + " " + f.o.say("Half of them have not in the %d {1|day|days} watched.", a.longest)
}

func (o Options) percentLimits(low, high float64) string {
	return o.say("%.1f to %.1f %%", 100*low, 100*high)
}

// differs reports whether the entry areas have different curves, and are few enough to
// be told apart by the test.
func (f *secondFindings) differs() bool { return f.tested && f.logP <= math.Log(0.05) }

// difference says whether it matters where customers began.
func (f *secondFindings) difference() string {
	days := f.horizon()
	order := f.fastest(days)
	switch {
	case days == 0 || len(order) < 2 || !f.tested:
		return ""
	case !f.differs():
		return " " + f.o.say("With which they began makes no difference beyond chance (log-rank p %.2f).", math.Exp(f.logP))
	}
	first, slow := order[0], order[len(order)-1]
	x, _, _, _ := first.within(days)
	y, _, _, _ := slow.within(days)
	if first.later > 0 {
		return " " + f.o.say("Fastest are those who began with %s (%s within %d days, most often to %s), slowest those with %s (%s).", short(first.name), f.o.percent(x), days, short(first.second), short(slow.name), f.o.percent(y))
	}
	return " " + f.o.say("Fastest are those who began with %s (%s within %d days), slowest those with %s (%s).", short(first.name), f.o.percent(x), days, short(slow.name), f.o.percent(y))
}

// findings speak of the start with the most money still in one area.
func (f *secondFindings) findings() []Finding {
	if f.nothing || f.all.few {
		return nil
	}
	var most *start
	for _, s := range f.judged() {
		if s.stillOneRevenue > 0 && s.secondCustomers >= fewestStarts && (most == nil || s.stillOneRevenue > most.stillOneRevenue) {
			most = s
		}
	}
	if most == nil {
		return nil
	}
	return []Finding{{Role: Do, Weight: most.stillOneRevenue, Text: f.o.say("%d {1|customer|customers} began with %s and bought nothing else since, with %s of revenue in the window. Offer them %s first: %s of the %d who went on took it next.", most.stillOne(), short(most.name), f.o.money(most.stillOneRevenue), short(most.second), f.o.percent(share(most.secondCustomers, most.later)), most.later)}}
}

func (f *secondFindings) notes() []string {
	var notes []string
	if f.instead {
		notes = append(notes, f.o.say("The data have fewer than two business areas; product types are looked at instead."))
	}
	if n := f.existing.customers + f.existing.atOnce; n > 0 {
		notes = append(notes, f.o.say("Existing at start: %d {1|customer bought|customers bought} in the first period of the data and may have begun earlier. The curves leave them out: what came first is not known.", n))
	}
	if n := f.all.atOnce; n > 0 {
		notes = append(notes, f.o.say("In no curve: %d {1|customer who began|customers who began} with several on the first day (%s of all).", n, f.o.percent(share(n, n+f.all.customers))))
	}
	if n := len(f.starts) - len(f.judged()); n > 0 && !f.all.few {
		notes = append(notes, f.o.say("Too few to judge: %d with under %d customers, or beyond the %d most frequent.", n, fewestStarts, mostStarts))
	}
	if e, ok := f.all.curve.Later(90, 180, confidence); ok && f.all.longest >= 180 && !f.all.few {
		notes = append(notes, f.o.say("Of those without a second one after 90 days, %s had it in the 90 days that followed (95 %% limits %s).", f.o.percent(e.Value), f.o.percentLimits(e.Limits.Low, e.Limits.High)))
	}
	if f.differs() && len(f.fastest(f.horizon())) > 1 {
		notes = append(notes, f.o.say("The curves differ more than chance (log-rank %.1f, p %s). That is no proof that one of them leads on: it may draw customers of another kind.", f.chiSquared, f.o.smallP(f.logP)))
	}
	return notes
}

// smallP writes the p of a test that found something.
func (o Options) smallP(logP float64) string { return o.smallIndex(math.Exp(logP)) }
