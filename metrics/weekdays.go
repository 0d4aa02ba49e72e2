package metrics

import (
	"context"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// Weekdays shows on which days deals come.
var Weekdays = Metric{
	Name:     "weekdays",
	Title:    "Days and weekdays",
	Question: "On which days do deals come, and do weekdays differ?",
	Chapter:  Deals,
	Definition: "A deal counts on the first day on which it has a line that is no return; revenue is the net revenue of all lines of the day. " +
		"Rows of kind weekday: days = days of that name in the window, as far as the data reach; per_day = deals / days; share = share of all deals; " +
		"cross_sold = share of the deals with two products or more, with 95 % limits (Wilson). " +
		"Rows of kind test ask whether weekdays differ within complete weeks that have a deal, over the weekdays that have a deal in them: in the number of deals by Friedman's test with the weeks as blocks (corrected for ties), " +
		"in cross_sold by the test of Cochran, Mantel and Haenszel with the weeks as strata; p by the chi-squared distribution. With fewer than 8 weeks nothing is tested. " +
		"Rows of kind week are the last 53 weeks, from Monday to Sunday; a day outside the window or the data is blank.",
	Needs: []sales.Field{sales.Product},
	SQL:   dealsOfWindow.create() + weekdaysSoldSQL,
	Run:   weekdays,
}

// weekdaysSoldSQL is every day of the window that has a line.
const weekdaysSoldSQL = `
WITH sold AS (
	SELECT day, count(*) AS deals, count(*) FILTER (WHERE products > 1) AS multi FROM window_deals WHERE sold > 0 GROUP BY day),
earned AS (
	SELECT day, CAST(sum(revenue) AS BIGINT) AS revenue FROM lines WHERE in_window GROUP BY day)
SELECT e.day, coalesce(s.deals, 0) AS deals, coalesce(s.multi, 0) AS multi, e.revenue
FROM earned AS e LEFT JOIN sold AS s ON s.day = e.day ORDER BY e.day`

// soldDay is what one day brought.
type soldDay struct {
	Day          sales.Day
	Deals, Multi int64 // Multi: with two products or more
	Revenue      sales.Money
}

func (d *soldDay) add(o soldDay) {
	d.Deals, d.Multi, d.Revenue = d.Deals+o.Deals, d.Multi+o.Multi, d.Revenue+o.Revenue
}

// soldWeek is a week by its Monday; days outside the span have none.
type soldWeek struct {
	start sales.Day
	of    [7]*soldDay
}

func (w soldWeek) complete() bool { return w.of[0] != nil && w.of[6] != nil }

func (w soldWeek) total() (t soldDay) {
	for _, d := range w.of {
		if d != nil {
			t.add(*d)
		}
	}
	return t
}

// weekdayNames are the days of a week, which begins on Monday; the columns of the table
// have the same in lower case as keys.
var weekdayNames = [7]phrases.Key{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// Limits of the section: a test needs so many weeks, the calendar shows so many.
const (
	weeksToTest   = 8
	weeksToShow   = 53
	weekdaysLevel = 0.05
)

func weekdays(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	if err := o.keep(ctx, l, dealsOfWindow); err != nil {
		return Section{}, err
	}
	rows, err := query[soldDay](ctx, l, o, weekdaysSoldSQL)
	if err != nil {
		return Section{}, err
	}
	c := l.Calendar
	f := weekdayFindings{weeks: weeksOf(rows, max(c.Window.Start, c.First), min(c.Window.End, c.Last)), o: o}
	f.count()
	s := Section{Lead: f.lead(), Notes: f.notes(), Table: f.table(), Charts: f.charts(),
		Scope:  o.scope(o.say("Deals by their first day"), c.Window),
		Claims: []Claim{{Column: "revenue", Of: LinesRevenue, Scope: InWindow, Where: "kind", Is: "weekday"}}}
	return s, nil
}

// weeksOf lays the days from first to last out by weeks; days without a line count 0.
func weeksOf(rows []soldDay, first, last sales.Day) []soldWeek {
	sold := map[sales.Day]soldDay{}
	for _, r := range rows {
		sold[r.Day] = r
	}
	var weeks []soldWeek
	for start := sales.Week.Start(first); start <= last; start += 7 {
		w := soldWeek{start: start}
		for i := range w.of {
			if d := start + sales.Day(i); first <= d && d <= last {
				day := sold[d]
				w.of[i] = &day
			}
		}
		weeks = append(weeks, w)
	}
	return weeks
}

// weekdayFindings is what the sentences and the table of the section speak of.
type weekdayFindings struct {
	weeks []soldWeek
	days  [7]soldDay // sums
	seen  [7]int64   // how many days of that name there are
	all   soldDay
	open  []int // the weekdays with a deal in a complete week
	tests [2]weekdayTest
	o     Options
}

// weekdayTest is the answer of a test over weeks.
type weekdayTest struct {
	weeks      int64
	chiSquared float64
	logP       float64
	ok         bool
}

// differ reports whether weekdays differ by more than chance.
func (t weekdayTest) differ() bool { return t.ok && probability(t.logP) <= weekdaysLevel }

// count adds up the weekdays and tests them.
func (f *weekdayFindings) count() {
	complete := [7]int64{}
	for _, w := range f.weeks {
		for i, d := range w.of {
			if d == nil {
				continue
			}
			f.days[i].add(*d)
			f.all.add(*d)
			f.seen[i]++
			if w.complete() {
				complete[i] += d.Deals
			}
		}
	}
	for i, deals := range complete {
		if deals > 0 {
			f.open = append(f.open, i)
		}
	}
	f.test()
}

// test compares the weekdays that sell over the complete weeks.
func (f *weekdayFindings) test() {
	var deals [][]int64
	var multi [][]stat.Rate
	for _, w := range f.weeks {
		if !w.complete() || w.total().Deals == 0 {
			continue
		}
		var counts []int64
		var rates []stat.Rate
		for _, i := range f.open {
			counts, rates = append(counts, w.of[i].Deals), append(rates, stat.Rate{K: w.of[i].Multi, N: w.of[i].Deals})
		}
		deals, multi = append(deals, counts), append(multi, rates)
	}
	for i := range f.tests {
		f.tests[i].weeks = int64(len(deals))
	}
	if t := f.tests[:]; len(deals) >= weeksToTest {
		t[0].chiSquared, t[0].logP, t[0].ok = stat.Friedman(deals)
		t[1].chiSquared, t[1].logP, t[1].ok = stat.RatesAlike(multi)
	}
}
