package metrics

import (
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

func (f weekdayFindings) lead() string {
	if f.all.Deals == 0 {
		return f.o.say("No deal of the window sold anything.")
	}
	busiest, quietest := f.ends(func(d soldDay) float64 { return float64(d.Deals) })
	if len(f.open) == 1 {
		return f.o.say("All deals of complete weeks are dated on a %s: their dates do not tell the day of the sale.", f.o.say(weekdayNames[busiest]))
	}
	most, least := f.share(busiest), f.share(quietest)
	var lead string
	switch t := f.tests[0]; {
	case t.weeks < weeksToTest:
		lead = f.o.say("%s has the most of %d deals, %s; %d complete {4|week|weeks} with deals {4|is|are} too few to tell whether weekdays differ.", f.o.say(weekdayNames[busiest]), f.all.Deals, most, t.weeks)
	case t.differ():
		lead = f.o.say("%s is the busiest day of the week with %s of %d deals, %s the quietest with %s: more of a difference than chance explains.", f.o.say(weekdayNames[busiest]), most, f.all.Deals, f.o.say(weekdayNames[quietest]), least)
	case f.days[busiest].Deals == f.days[quietest].Deals:
		lead = f.o.say("No weekday stands out: each one with deals has %s of %d.", most, f.all.Deals)
	default:
		lead = f.o.say("No weekday stands out: from %s (%s of %d deals) to %s (%s) they differ no more than chance explains.", f.o.say(weekdayNames[busiest]), most, f.all.Deals, f.o.say(weekdayNames[quietest]), least)
	}
	return strings.TrimSpace(lead + " " + f.crossText())
}

// crossText says whether deals with several products come on some weekdays rather than others.
func (f weekdayFindings) crossText() string {
	t := f.tests[1]
	if !t.ok {
		return ""
	}
	high, low := f.ends(func(d soldDay) float64 { return float64(d.Multi) / float64(max(1, d.Deals)) })
	best, worst := f.crossed(high), f.crossed(low)
	if t.differ() {
		return f.o.say("Two products or more are in %s of the deals on %s and in %s of those on %s, which is more than chance too.", best, f.o.say(weekdayNames[high]), worst, f.o.say(weekdayNames[low]))
	}
	return f.o.say("The share of deals with two products or more differs no more than chance explains: %s on %s to %s on %s.", worst, f.o.say(weekdayNames[low]), best, f.o.say(weekdayNames[high]))
}

// ends are the weekdays with the most and the least of a measure, of those that sell.
func (f weekdayFindings) ends(measure func(soldDay) float64) (most, least int) {
	days := f.open
	if len(days) == 0 {
		days = []int{0, 1, 2, 3, 4, 5, 6}
	}
	most, least = days[0], days[0]
	for _, i := range days {
		if measure(f.days[i]) > measure(f.days[most]) {
			most = i
		}
		if measure(f.days[i]) < measure(f.days[least]) {
			least = i
		}
	}
	return most, least
}

func (f weekdayFindings) share(i int) string {
	return f.o.percent(float64(f.days[i].Deals) / float64(f.all.Deals))
}

func (f weekdayFindings) crossed(i int) string {
	return f.o.percent(float64(f.days[i].Multi) / float64(max(1, f.days[i].Deals)))
}

func (f weekdayFindings) notes() []string {
	var notes []string
	if t := f.tests[0]; t.ok {
		notes = append(notes, f.o.say("Over %d complete {1|week|weeks}, chance alone makes the numbers of deals of weekdays differ so much in %s of all cases (Friedman's test).", t.weeks, f.o.percent(probability(t.logP))))
	}
	var closed []string
	for i, d := range f.days {
		if d.Deals == 0 && f.all.Deals > 0 {
			closed = append(closed, f.o.say(weekdayNames[i]))
		}
	}
	if len(closed) > 0 {
		notes = append(notes, f.o.say("No deal falls on %s.", f.o.list(closed)))
	}
	if n := len(f.weeks); n > weeksToShow {
		notes = append(notes, f.o.say("The calendar shows the last %d of %d weeks; the weekdays count all.", weeksToShow, n))
	}
	return notes
}

func (f weekdayFindings) columns() []Column {
	columns := []Column{
		{"kind", "Kind", Word}, {"label", "Weekday or week", Text}, {"start", "From", Date}, {"deals", "Deals", Count}, {"share", "Share of deals", Ratio},
		{"days", "Days", Count}, {"per_day", "Deals per day", Number}, {"revenue", "Revenue", Money}, {"revenue_share", "Share of revenue", Ratio},
		{"cross_sold", "Two products or more", Ratio}, {"cross_low", "Limit, low", Ratio}, {"cross_high", "Limit, high", Ratio},
		{"weeks", "Weeks tested", Count}, {"chi_squared", "Chi-squared", Number}, {"p", "p", Number},
	}
	for _, name := range weekdayNames {
		columns = append(columns, Column{strings.ToLower(string(name)), string(name), Count})
	}
	return columns
}

func (f weekdayFindings) table() Table {
	t := Table{Columns: f.columns()}
	row := func() []Cell { return make([]Cell, len(t.Columns)) }
	for i, d := range f.days {
		r := row()
		r[0], r[1] = "weekday", f.o.say(weekdayNames[i])
		f.fill(r, d)
		r[4], r[5], r[6], r[8] = ratio(float64(d.Deals), float64(f.all.Deals)), f.seen[i], ratio(float64(d.Deals), float64(f.seen[i])), moneyRatio(d.Revenue, f.all.Revenue)
		t.Rows = append(t.Rows, r)
	}
	for i, test := range f.tests {
		if test.ok {
			r := row()
			r[0], r[1] = "test", []string{f.o.say("Deals"), f.o.say("Two products or more")}[i]
			r[12], r[13], r[14] = test.weeks, test.chiSquared, probability(test.logP)
			t.Rows = append(t.Rows, r)
		}
	}
	for _, w := range f.weeks[max(0, len(f.weeks)-weeksToShow):] {
		r := row()
		r[0], r[1], r[2] = "week", f.o.period(sales.Week, sales.Week.Period(w.start)), w.start
		f.fill(r, w.total())
		for i, d := range w.of {
			if d != nil {
				r[15+i] = d.Deals
			}
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// fill writes what weekdays and weeks have alike.
func (f weekdayFindings) fill(row []Cell, d soldDay) {
	row[3], row[7], row[9] = d.Deals, d.Revenue, ratio(float64(d.Multi), float64(d.Deals))
	if limits, ok := stat.Wilson(d.Multi, d.Deals, confidence); ok {
		row[10], row[11] = limits.Low, limits.High
	}
}

func (f weekdayFindings) charts() []Chart {
	var keys []string
	for _, name := range weekdayNames {
		keys = append(keys, strings.ToLower(string(name)))
	}
	return []Chart{
		{Kind: Calendar, Title: "Deals on each day", X: "start", Y: keys, Where: "kind", Is: "week"},
		{Kind: Bars, Title: "Deals per day, by weekday", X: "label", Y: []string{"per_day"}, Where: "kind", Is: "weekday"},
		{Kind: Interval, Title: "Share of deals with two products or more, by weekday", X: "label", Y: []string{"cross_sold", "cross_low", "cross_high"}, Where: "kind", Is: "weekday"},
	}
}
