package sample

import "time"

// day counts the days of the sample data; day 0 is 1 January 2025.
type day int

// The data run from firstDay to lastDay, 18 whole months.
const (
	firstDay day = 0
	lastDay  day = 545
)

// epoch is the date of day 0.
var epoch = time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC)

// date returns the day with the given date.
func date(year int, month time.Month, dayOfMonth int) day {
	d := time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC)
	return day(d.Sub(epoch) / (24 * time.Hour))
}

func (d day) time() time.Time { return epoch.AddDate(0, 0, int(d)) }

func (d day) month() time.Month { return d.time().Month() }

// monthsIn counts the whole months from the start of the data to the day's own.
func (d day) monthsIn() int {
	year, month, _ := d.time().Date()
	return (year-2025)*12 + int(month) - 1
}

func (d day) String() string { return d.time().Format(time.DateOnly) }

// period is a span of days, both ends included.
type period struct{ from, to day }

func (p period) contains(d day) bool { return p.from <= d && d <= p.to }

// The window of the weekly report on these data: twelve months that end with
// the last complete ISO week, and the last fifth of its time, in which rules
// found before are counted again.
var (
	window  = period{date(2025, time.June, 29), date(2026, time.June, 28)}
	holdOut = period{date(2026, time.April, 17), date(2026, time.June, 28)}
)

// monthWeight is the seasonal weight of each month, January first, in percent
// of an average one: quiet after New Year and in the holidays, gifts at the end.
var monthWeight = [12]int{84, 86, 95, 98, 103, 100, 88, 84, 100, 108, 126, 140}

// dayWeights returns, for every day, its weight in the draw of purchase dates.
// Households come on Saturdays and order on Sundays; businesses buy on weekdays.
func dayWeights(household bool) []int {
	weights := make([]int, lastDay+1)
	for d := firstDay; d <= lastDay; d++ {
		weights[d] = weekdayWeight(d.time().Weekday(), household) * monthWeight[d.month()-1]
		if closed(d) {
			weights[d] = 0
		}
	}
	return weights
}

func weekdayWeight(w time.Weekday, household bool) int {
	switch {
	case household && w == time.Saturday:
		return 16
	case household && w == time.Sunday:
		return 4
	case household:
		return 8
	case w == time.Saturday:
		return 1
	case w == time.Sunday:
		return 0
	}
	return 10
}

// closed tells the days on which nobody buys.
func closed(d day) bool {
	_, m, dom := d.time().Date()
	return m == time.January && dom == 1 || m == time.December && (dom == 25 || dom == 26)
}
