package metrics

import (
	"fmt"
	"math"
)

func (f *secondFindings) lead() string {
	switch a := f.all; {
	case f.nothing && !f.l.Has("area") && !f.l.Has("type"):
		return f.o.say("The data have neither business areas nor product types: the way to a second one cannot be told.")
	case f.nothing:
		return f.o.say("Known customers kept things of one business area and one product type at most: there is no second one to come to.")
	case a.customers+a.atOnce+f.existing.customers+f.existing.atOnce == 0:
		return f.o.say("No known customer kept anything with a known %s.", f.part.one)
	case a.customers+a.atOnce == 0:
		return f.o.say("All customers bought in the first %s of the data: when they began, and with which %s, is not known.", f.unit, f.part.one)
	case a.customers == 0:
		return f.o.say("All %d {1|customer|customers} began with several %s at once: there is no way to a second one to measure.", a.atOnce, f.part.many)
	case a.few:
		return f.o.say("%d {1|customer|customers} began with one %s: too few to judge how long the way to a second one is.", a.customers, f.part.one)
	}
	return f.pace() + f.difference()
}

// pace says how fast all of them went on.
func (f *secondFindings) pace() string {
	a, days := f.all, f.horizon()
	text := f.o.say("Of %d {1|customer|customers} who began with one %s, ", a.customers, f.part.one)
	if days == 0 {
		return text + f.o.say("%d have bought from a second one; nobody was watched for 30 days.", a.later)
	}
	share, limits, _, limited := a.within(days)
	text += f.o.say("%s bought from a second one within %d days", f.o.percent(share), days)
	if limited {
		text += f.o.say(" (95 %% limits %s)", percentLimits(limits.Low, limits.High))
	}
	if median, ok := a.curve.Median(); ok {
		return text + f.o.say("; half of them had after %d {1|day|days}.", int64(median))
	}
	return text + f.o.say("; half of them have not in the %d {1|day|days} watched.", a.longest)
}

func percentLimits(low, high float64) string {
	return fmt.Sprintf("%.1f to %.1f %%", 100*low, 100*high)
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
		return f.o.say(" Which %s they began with makes no difference beyond chance (log-rank p %.2f).", f.part.one, math.Exp(f.logP))
	}
	first, slow := order[0], order[len(order)-1]
	x, _, _, _ := first.within(days)
	y, _, _, _ := slow.within(days)
	text := f.o.say(" Fastest are those who began with %s (%s within %d days", short(first.name), f.o.percent(x), days)
	if first.later > 0 {
		text += f.o.say(", most often to %s", short(first.second))
	}
	return text + f.o.say("), slowest those with %s (%s).", short(slow.name), f.o.percent(y))
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
		notes = append(notes, f.o.say("Existing at start: %d {1|customer bought|customers bought} in the first %s of the data and may have begun earlier. The curves leave them out: which %s came first is not known.", n, f.unit, f.part.one))
	}
	if n := f.all.atOnce; n > 0 {
		notes = append(notes, f.o.say("In no curve: %d {1|customer who began|customers who began} with several %s on the first day (%s of all).", n, f.part.many, f.o.percent(share(n, n+f.all.customers))))
	}
	if n := len(f.starts) - len(f.judged()); n > 0 && !f.all.few {
		notes = append(notes, f.o.say("Too few to judge: %s with under %d customers, or beyond the %d most frequent.", plural(int64(n), "entry "+brief(f.part), "entry "+brief(f.part)+"s"), fewestStarts, mostStarts))
	}
	if e, ok := f.all.curve.Later(90, 180, confidence); ok && f.all.longest >= 180 && !f.all.few {
		notes = append(notes, f.o.say("Of those without a second %s after 90 days, %s had one in the 90 days that followed (95 %% limits %s).", f.part.one, f.o.percent(e.Value), percentLimits(e.Limits.Low, e.Limits.High)))
	}
	if f.differs() && len(f.fastest(f.horizon())) > 1 {
		notes = append(notes, f.o.say("The curves differ more than chance (log-rank %.1f, p %s). That is no proof that a %s leads on: it may draw customers of another kind.", f.chiSquared, smallP(f.logP), f.part.one))
	}
	return notes
}

// smallP writes the p of a test that found something.
func smallP(logP float64) string {
	if logP < math.Log(0.0001) {
		return "under 0.0001"
	}
	return fmt.Sprintf("%.4f", math.Exp(logP))
}
