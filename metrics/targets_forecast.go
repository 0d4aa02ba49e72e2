package metrics

import (
	"context"
	"math"
	"strconv"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// targetRow is one item in one plan period.
type targetRow struct {
	period sales.Period
	item   string
	rows   int64       // of the sheet
	target sales.Money // 0 of what is not planned
	actual sales.Money
	ends   *ending // where it is heading; nil for a period that is over
}

// ending is the run rate of an open period with its range, where the weeks give one.
type ending struct {
	rate      sales.Money
	low, high sales.Money
	ranged    bool
}

// pace is how far the open period has come.
type pace struct {
	gone, all int // working days
	workdays  int // of a week
	calendar  bool
	weeks     int64 // whose variation is known
}

// The weeks that the weekdays and the variation are taken from, and the fewest that do.
const (
	paceWeeks      = 26
	paceWeeksLeast = 8
	paceDaysLeast  = 5 // working days gone, below which a rate says nothing
)

// joinPlan puts what was sold beside the plan, period by period.
func joinPlan(plan []planRow, actual []actualRow, periods []sales.Period) []targetRow {
	sold := map[actualRow]sales.Money{}
	rest := map[sales.Day]sales.Money{}
	for _, a := range actual {
		if a.Item == notPlanned {
			rest[a.Start] = a.Actual
			continue
		}
		sold[actualRow{Start: a.Start, Item: a.Item}] = a.Actual
	}
	var rows []targetRow
	for _, p := range periods {
		for _, r := range plan {
			if r.Start == p.Start {
				rows = append(rows, targetRow{period: p, item: r.Item, rows: r.Rows, target: r.Target, actual: sold[actualRow{Start: r.Start, Item: r.Item}]})
			}
		}
		if money, ok := rest[p.Start]; ok {
			rows = append(rows, targetRow{period: p, item: notPlanned, actual: money})
		}
	}
	return rows
}

// open is the plan period that is not over on the day the report looks back from.
func (f targetFindings) open() (sales.Period, bool) {
	for _, p := range f.periods {
		if p.End > f.c.AsOf {
			return p, true
		}
	}
	return sales.Period{}, false
}

// forecast works out where the open period is heading, for every item and for all that
// is planned.
func (f *targetFindings) forecast(ctx context.Context, l *sales.Ledger, o Options, fill func(string) string) error {
	p, ok := f.open()
	if !ok {
		return nil
	}
	to := sales.Week.Start(f.c.AsOf+1) - 1
	from := max(to-7*paceWeeks+1, sales.Week.Start(f.c.First+6))
	spanned := strings.NewReplacer("{from}", day(from), "{to}", day(to))
	days, err := query[weekdayRow](ctx, l, o, spanned.Replace(weekdaysSQL))
	if err != nil {
		return err
	}
	f.pace = paceOf(p, f.c.AsOf, days, int64(to-from+1)/7)
	if f.pace.gone < paceDaysLeast {
		return nil
	}
	var weekly []weeklyRow
	if f.pace.weeks >= paceWeeksLeast {
		sql := strings.NewReplacer("{weeks}", strconv.FormatInt(f.pace.weeks, 10), "{open}", day(p.Start)).Replace(spanned.Replace(fill(weeklySQL)))
		if weekly, err = query[weeklyRow](ctx, l, o, sql); err != nil {
			return err
		}
	}
	spread := map[string]float64{}
	for _, w := range weekly {
		spread[w.Item] = w.Spread
	}
	for i := range f.rows {
		if r := &f.rows[i]; r.period == p && r.item != notPlanned {
			r.ends = f.pace.end(r.actual, spread[r.item])
			f.together.actual += r.actual
		}
	}
	f.together.ends = f.pace.end(f.together.actual, spread[""])
	return nil
}

// paceOf counts the working days of the period, gone and all.
func paceOf(p sales.Period, asOf sales.Day, days []weekdayRow, weeks int64) pace {
	out := pace{weeks: max(0, weeks)}
	works := map[int64]bool{}
	for _, d := range days {
		works[d.Weekday] = 2*d.Days >= out.weeks && out.weeks > 0
	}
	for _, w := range works {
		if w {
			out.workdays++
		}
	}
	if out.workdays == 0 {
		out.workdays, out.calendar = 7, true
	}
	monday := sales.DayOf(2000, 1, 3)
	for d := p.Start; d <= p.End; d++ {
		if !out.calendar && !works[int64(((d-monday)%7+7)%7)] {
			continue
		}
		out.all++
		if d <= asOf {
			out.gone++
		}
	}
	return out
}

// end is the run rate of what was sold so far, with the range that the variation of weeks
// gives; spread is n sum(x^2) - sum(x)^2 of them, in 1/10 000 squared.
func (p pace) end(actual sales.Money, spread float64) *ending {
	e := &ending{rate: money(float64(actual) * float64(p.all) / float64(p.gone))}
	variance, ok := stat.Moments{N: p.weeks, Spread: spread}.Variance()
	if !ok || p.weeks < paceWeeksLeast {
		return e
	}
	gone, left := float64(p.gone)/float64(p.workdays), float64(p.all-p.gone)/float64(p.workdays)
	reach := money(stat.StudentT(p.weeks-1, confidence) * math.Sqrt(variance*(left+left*left/gone)))
	e.low, e.high, e.ranged = max(e.rate-reach, min(actual, e.rate)), e.rate+reach, true
	return e
}

// onCourse is the status of a plan that is being reached for sure.
const onCourse = "on course"

// status says how the plan of an item ended or is heading; nothing where that is not known.
func (r targetRow) status(asOf sales.Day) string {
	switch {
	case r.item == notPlanned:
		return ""
	case r.period.End <= asOf && r.actual >= r.target:
		return "reached"
	case r.period.End <= asOf:
		return "missed"
	case r.ends == nil || !r.ends.ranged:
		return ""
	case r.ends.low >= r.target:
		return onCourse
	case r.ends.high < r.target:
		return "behind"
	}
	return "open"
}
