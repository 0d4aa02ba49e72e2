package metrics

import (
	"fmt"
	"math"
)

func (f *secondFindings) lead() string {
	switch a := f.all; {
	case f.nothing && !f.l.Has("area") && !f.l.Has("type"):
		return "The data have neither business areas nor product types: the way to a second one cannot be told."
	case f.nothing:
		return "Known customers kept things of one business area and one product type at most: there is no second one to come to."
	case a.customers+a.atOnce+f.existing.customers+f.existing.atOnce == 0:
		return fmt.Sprintf("No known customer kept anything with a known %s.", f.part.one)
	case a.customers+a.atOnce == 0:
		return fmt.Sprintf("All customers bought in the first %s of the data: when they began, and with which %s, is not known.", f.unit, f.part.one)
	case a.customers == 0:
		return fmt.Sprintf("All %s began with several %s at once: there is no way to a second one to measure.", plural(a.atOnce, "customer", "customers"), f.part.many)
	case a.few:
		return fmt.Sprintf("%s began with one %s: too few to judge how long the way to a second one is.", plural(a.customers, "customer", "customers"), f.part.one)
	}
	return f.pace() + f.difference()
}

// pace says how fast all of them went on.
func (f *secondFindings) pace() string {
	a, days := f.all, f.horizon()
	text := fmt.Sprintf("Of %s who began with one %s, ", plural(a.customers, "customer", "customers"), f.part.one)
	if days == 0 {
		return text + fmt.Sprintf("%s have bought from a second one; nobody was watched for 30 days.", count(a.later))
	}
	share, limits, _, limited := a.within(days)
	text += fmt.Sprintf("%s bought from a second one within %d days", percent(share), days)
	if limited {
		text += fmt.Sprintf(" (95 %% limits %s)", percentLimits(limits.Low, limits.High))
	}
	if median, ok := a.curve.Median(); ok {
		return text + fmt.Sprintf("; half of them had after %s.", plural(int64(median), "day", "days"))
	}
	return text + fmt.Sprintf("; half of them have not in the %s watched.", plural(a.longest, "day", "days"))
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
		return fmt.Sprintf(" Which %s they began with makes no difference beyond chance (log-rank p %.2f).", f.part.one, math.Exp(f.logP))
	}
	first, slow := order[0], order[len(order)-1]
	x, _, _, _ := first.within(days)
	y, _, _, _ := slow.within(days)
	text := fmt.Sprintf(" Fastest are those who began with %s (%s within %d days", short(first.name), percent(x), days)
	if first.later > 0 {
		text += fmt.Sprintf(", most often to %s", short(first.second))
	}
	return text + fmt.Sprintf("), slowest those with %s (%s).", short(slow.name), percent(y))
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
	return []Finding{{Role: Do, Weight: most.stillOneRevenue, Text: fmt.Sprintf("%s began with %s and bought nothing else since, with %s of revenue in the window. Offer them %s first: %s of the %s who went on took it next.",
		plural(most.stillOne(), "customer", "customers"), short(most.name), f.o.money(most.stillOneRevenue), short(most.second),
		percent(share(most.secondCustomers, most.later)), count(most.later))}}
}

func (f *secondFindings) notes() []string {
	var notes []string
	if f.instead {
		notes = append(notes, "The data have fewer than two business areas; product types are looked at instead.")
	}
	if n := f.existing.customers + f.existing.atOnce; n > 0 {
		notes = append(notes, fmt.Sprintf("Existing at start: %s in the first %s of the data and may have begun earlier. The curves leave them out: which %s came first is not known.",
			plural(n, "customer bought", "customers bought"), f.unit, f.part.one))
	}
	if n := f.all.atOnce; n > 0 {
		notes = append(notes, fmt.Sprintf("In no curve: %s with several %s on the first day (%s of all).", plural(n, "customer who began", "customers who began"), f.part.many, percent(share(n, n+f.all.customers))))
	}
	if n := len(f.starts) - len(f.judged()); n > 0 && !f.all.few {
		notes = append(notes, fmt.Sprintf("Too few to judge: %s with under %d customers, or beyond the %d most frequent.", plural(int64(n), "entry "+brief(f.part), "entry "+brief(f.part)+"s"), fewestStarts, mostStarts))
	}
	if e, ok := f.all.curve.Later(90, 180, confidence); ok && f.all.longest >= 180 && !f.all.few {
		notes = append(notes, fmt.Sprintf("Of those without a second %s after 90 days, %s had one in the 90 days that followed (95 %% limits %s).", f.part.one, percent(e.Value), percentLimits(e.Limits.Low, e.Limits.High)))
	}
	if f.differs() && len(f.fastest(f.horizon())) > 1 {
		notes = append(notes, fmt.Sprintf("The curves differ more than chance (log-rank %.1f, p %s). That is no proof that a %s leads on: it may draw customers of another kind.", f.chiSquared, smallP(f.logP), f.part.one))
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
