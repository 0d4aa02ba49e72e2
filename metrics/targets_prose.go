package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/sales"
)

func (f targetFindings) scope() string {
	if len(f.periods) == 0 {
		return f.o.say("Net revenue against the plan by %s", f.noun())
	}
	first, last := f.periods[0], f.periods[len(f.periods)-1]
	return f.o.say("Net revenue against the plan by %s, %s to %s, up to %s", f.noun(), first.Label, last.Label, f.o.date(f.c.AsOf))
}

// over is the last plan period that is over.
func (f targetFindings) over() (sales.Period, bool) {
	for i := len(f.periods) - 1; i >= 0; i-- {
		if f.periods[i].End <= f.c.AsOf {
			return f.periods[i], true
		}
	}
	return sales.Period{}, false
}

func (f targetFindings) lead() string {
	open, isOpen := f.open()
	last, isOver := f.over()
	switch {
	case len(f.periods) == 0 && f.ahead > 0:
		return f.o.say("The plan begins after %s: there is nothing to compare yet.", f.o.date(f.c.AsOf))
	case len(f.periods) == 0:
		return f.o.say("The targets sheet has no row with a day and an amount: there is no plan.")
	case isOpen:
		return f.openText(f.total(open))
	case !isOver:
		return f.o.say("No period of the plan has begun.")
	}
	t := f.total(last)
	return f.ended(t) + f.extremes(last)
}

// ended says how a period that is over ended: "May 2026 ended 4.1 % below the plan: 96 k of 100 k."
func (f targetFindings) ended(t targetRow) string {
	actual, target := f.o.money(t.actual), f.o.money(t.target)
	rate, ok := growth(t.target, t.actual).(float64)
	switch {
	case t.actual == t.target:
		return f.o.say("%s ended at the plan of %s.", t.period.Label, target)
	case !ok:
		return f.o.say("%s ended at %s of %s planned.", t.period.Label, actual, target)
	case rate < 0:
		return f.o.say("%s ended %s below the plan: %s of %s.", t.period.Label, f.o.percent(-rate), actual, target)
	}
	return f.o.say("%s ended %s above the plan: %s of %s.", t.period.Label, f.o.percent(rate), actual, target)
}

// openText says how far the open period is and where it is heading.
func (f targetFindings) openText(t targetRow) string {
	text := f.o.say("%s: %s of the plan of %s by %s.", t.period.Label, f.o.money(t.actual), f.o.money(t.target), f.o.date(f.c.AsOf))
	if share, ok := moneyRatio(t.actual, t.target).(float64); ok {
		text = f.o.say("%s: %s of the plan of %s by %s (%s).", t.period.Label, f.o.money(t.actual), f.o.money(t.target), f.o.date(f.c.AsOf), f.o.percent(share))
	}
	if t.ends == nil {
		return text + " " + f.o.say("Too little of it is gone for a run rate.")
	}
	gone, rate := f.o.percent(float64(f.pace.gone)/float64(f.pace.all)), f.o.money(t.ends.rate)
	if t.ends.ranged {
		text += " " + f.o.say("With %s of its working days gone, at this rate it ends at %s (%s to %s).", gone, rate, f.o.money(t.ends.low), f.o.money(t.ends.high))
	} else {
		text += " " + f.o.say("With %s of its working days gone, at this rate it ends at %s.", gone, rate)
	}
	switch t.status(f.c.AsOf) {
	case onCourse:
		text += " " + f.o.say("That is above the plan.")
	case "behind":
		text += " " + f.o.say("That is below the plan.")
	case "open":
		text += " " + f.o.say("That can still be either side of the plan.")
	}
	return text
}

// extremes names who is furthest below and above the plan of a period that is over.
func (f targetFindings) extremes(p sales.Period) string {
	var rows []targetRow
	for _, r := range f.rows {
		if r.period == p && r.item != notPlanned {
			rows = append(rows, r)
		}
	}
	if len(rows) < 2 {
		return ""
	}
	slices.SortStableFunc(rows, func(a, b targetRow) int { return cmp.Compare(a.actual-a.target, b.actual-b.target) })
	text := ""
	if low := rows[0]; low.actual < low.target {
		text += " " + f.o.say("Furthest below it: %s (%s).", short(low.item), f.o.change(low.actual-low.target))
	}
	if high := rows[len(rows)-1]; high.actual > high.target {
		text += " " + f.o.say("Furthest above it: %s (%s).", short(high.item), f.o.change(high.actual-high.target))
	}
	return text
}

// stale reports whether the plan ended before the period that the report compares with.
func (f targetFindings) stale() bool {
	return len(f.periods) > 0 && f.ahead == 0 && f.periods[len(f.periods)-1].End < f.c.Previous.Start
}

func (f targetFindings) findings() []Finding {
	if f.stale() {
		return nil
	}
	var out []Finding
	if p, ok := f.open(); ok {
		for _, r := range f.rows {
			if r.period == p && r.status(f.c.AsOf) == "behind" {
				out = append(out, Finding{Role: Watch, Weight: r.target - r.ends.rate, Text: f.o.say("%s is behind its plan of %s for %s: at this rate it ends at %s (%s to %s).", short(r.item), f.o.money(r.target), p.Label, f.o.money(r.ends.rate), f.o.money(r.ends.low), f.o.money(r.ends.high))})
			}
		}
	}
	for _, s := range f.streaks() {
		out = append(out, Finding{Role: Watch, Weight: s.short, Text: f.o.say("%s has missed its plan %d times running, by %s together.", short(s.item), s.times, f.o.money(s.short))})
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return compareDown(a.Weight, b.Weight) })
	return out[:min(3, len(out))]
}

func (f targetFindings) notes() []string {
	notes := f.paceNotes()
	var rest, all sales.Money
	var doubled int64
	for _, r := range f.rows {
		all += r.actual
		if r.item == notPlanned {
			rest += r.actual
		}
		if r.rows > 1 {
			doubled++
		}
	}
	if rest > 0 && rest <= all {
		notes = append(notes, f.o.say("In no row of the plan: %s of the revenue of these periods (%s).", f.o.percent(rest.Float()/all.Float()), f.o.money(rest)))
	}
	if doubled > 0 {
		notes = append(notes, f.o.say("%d {1|plan stands|plans stand} in several rows of the sheet for one period, which are added: check that they do not stand there twice.", doubled))
	}
	return append(notes, f.spanNotes()...)
}

// paceNotes say how the period before the open one ended, and what the run rate rests on.
func (f targetFindings) paceNotes() []string {
	var notes []string
	open, ok := f.open()
	if !ok {
		return nil
	}
	if p, ok := f.over(); ok {
		notes = append(notes, f.ended(f.total(p))+f.extremes(p))
	}
	if f.together.ends == nil {
		return notes
	}
	how := f.o.say("%d {1|weekday|weekdays} with a sale on half of them or more", int64(f.pace.workdays))
	if f.pace.calendar {
		how = f.o.say("all days, since no weekday has a sale on half of them")
	}
	notes = append(notes, f.o.say("Run rate of %s: %d of %d working days are gone (%s). It takes for granted that the rest of the period sells as its beginning did; a season, or orders that come at the end of the month, break it.", open.Label, f.pace.gone, f.pace.all, how))
	if f.pace.weeks < paceWeeksLeast {
		notes = append(notes, f.o.say("The data hold fewer than %d complete weeks: there is no range of the run rate.", paceWeeksLeast))
	}
	return notes
}

// spanNotes say where plan and data do not meet.
func (f targetFindings) spanNotes() []string {
	var notes []string
	for i := 1; i < len(f.periods); i++ {
		if before := f.periods[i-1]; f.periods[i].Start > before.End+1 {
			notes = append(notes, f.o.say("The plan has a gap between %s and %s: what was sold there is compared with nothing.", before.Label, f.periods[i].Label))
		}
	}
	if len(f.periods) > 0 && f.periods[0].Start < f.c.First {
		notes = append(notes, f.o.say("The data begin on %s, after the plan does.", f.o.date(f.c.First)))
	}
	if f.stale() {
		notes = append(notes, f.o.say("The plan ends on %s: nothing since is planned.", f.o.date(f.periods[len(f.periods)-1].End)))
	}
	if f.ahead > 0 && len(f.periods) > 0 {
		notes = append(notes, f.o.say("%d {1|plan period lies|plan periods lie} ahead, not shown.", int64(f.ahead)))
	}
	return notes
}
