package sales

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"xsell/metrics/lazy"
)

// Unit is the length of a reporting period.
type Unit string

// The units of a period. Weeks are ISO weeks: they begin on Monday and the first
// week of a year is the one with its first Thursday.
const (
	Week    Unit = "week"
	Month   Unit = "month"
	Quarter Unit = "quarter"
	Year    Unit = "year"
)

// Period is a span of whole days, both ends included.
type Period struct {
	Start, End Day
	Label      string
}

// Contains reports whether the day lies in the period.
func (p Period) Contains(d Day) bool { return p.Start <= d && d <= p.End }

// Days is the length of the period.
func (p Period) Days() int { return int(p.End-p.Start) + 1 }

// Calendar says which days the report speaks of.
type Calendar struct {
	Unit     Unit
	AsOf     Day    // the day the report looks back from
	First    Day    // first day with a line
	Last     Day    // last day with a line
	Period   Period // last complete period at or before AsOf
	Previous Period // the period before it
	YearAgo  Period // the same period a year earlier
	Window   Period // what baskets, audiences and rankings look at
	All      bool   // the window is all of the data

	Months, Weeks int // the length of the window, where it was given in one of them
}

// CalendarOptions are the user's wishes; zero values mean the defaults of NewCalendar.
type CalendarOptions struct {
	Unit   Unit   // empty: week below two years of data, else month
	AsOf   Day    // zero: the last day in the data
	Window string // "12m", "26w", "all" or "2025-01-01..2025-12-31"; empty: 12m
}

// NewCalendar places the report in time for data between first and last.
// The period is the last one that is complete at AsOf, even where the data begin inside it.
func NewCalendar(first, last Day, o CalendarOptions) (Calendar, error) {
	c := Calendar{Unit: o.Unit, AsOf: o.AsOf, First: first, Last: last}
	if c.AsOf == 0 {
		c.AsOf = last
	}
	if c.Unit == "" {
		c.Unit = Month
		if int(last-first) < 2*365 {
			c.Unit = Week
		}
	}
	start := c.Unit.Start(c.AsOf)
	if c.Unit.Next(start)-1 > c.AsOf {
		start = c.Unit.Start(start - 1)
	}
	c.Period = c.Unit.Period(start)
	c.Previous = c.Unit.Period(c.Unit.Start(start - 1))
	c.YearAgo = c.Unit.Period(c.Unit.YearBefore(start))
	return c, c.setWindow(o.Window)
}

// Covers reports whether the data can be complete for the whole of p: it begins on or
// after the first day with a line and ends by AsOf. What it does not cover is
// blank in comparisons, not zero.
func (c Calendar) Covers(p Period) bool { return p.Start >= c.First && p.End <= c.AsOf }

// WindowBefore is a window as long that ends a period earlier; where the window is all of
// the data, all up to the end of the period before.
func (c Calendar) WindowBefore() Period {
	end := c.Window.End - Day(c.Period.Days())
	if c.All || c.Window.End == c.Period.End {
		end = c.Previous.End
	}
	if c.All {
		return Period{Start: c.First, End: end, Label: "all data before"}
	}
	return Period{Start: end - Day(c.Window.Days()) + 1, End: end, Label: "the window before"}
}

// Start is the first day of the period that holds d.
func (u Unit) Start(d Day) Day {
	t := d.Time()
	switch u {
	case Week:
		return d - Day((int(t.Weekday())+6)%7)
	case Quarter:
		return DayOf(t.Year(), (t.Month()-1)/3*3+1, 1)
	case Year:
		return DayOf(t.Year(), 1, 1)
	default:
		return DayOf(t.Year(), t.Month(), 1)
	}
}

// Next is the first day of the period after the one that starts on d.
func (u Unit) Next(d Day) Day {
	t := d.Time()
	switch u {
	case Week:
		return d + 7
	case Quarter:
		return DayOf(t.Year(), t.Month()+3, 1)
	case Year:
		return DayOf(t.Year()+1, 1, 1)
	default:
		return DayOf(t.Year(), t.Month()+1, 1)
	}
}

// Period is the period that starts on d, with its name: "2026-W38", "Sep 2026", "Q3 2026", "2026".
func (u Unit) Period(d Day) Period {
	return Period{Start: d, End: u.Next(d) - 1, Label: u.label(d)}
}

func (u Unit) label(d Day) string {
	t := d.Time()
	switch u {
	case Week:
		year, week := t.ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	case Quarter:
		return fmt.Sprintf("Q%d %d", (int(t.Month())-1)/3+1, t.Year())
	case Year:
		return strconv.Itoa(t.Year())
	default:
		return t.Format("Jan 2006")
	}
}

// YearBefore is the start of the same period one year earlier: for weeks the same
// ISO week number (week 53 meets week 52 in a year that has none).
func (u Unit) YearBefore(d Day) Day {
	t := d.Time()
	if u != Week {
		return DayOf(t.Year()-1, t.Month(), 1)
	}
	year, week := t.ISOWeek()
	first := Week.Start(DayOf(year-1, 1, 4))
	before := first + Day(7*(week-1))
	if y, _ := before.Time().ISOWeek(); y != year-1 {
		before -= 7
	}
	return before
}

// PerYear is the number of periods in a year.
func (u Unit) PerYear() int {
	return map[Unit]int{Week: 52, Month: 12, Quarter: 4, Year: 1}[u]
}

// CheckWindow reports what is wrong with the text of a window, before any data are read.
func CheckWindow(text string) error {
	var c Calendar
	return c.setWindow(text)
}

var spanWindow = lazy.Regexp(`^([1-9][0-9]{0,3})([mw])$`)

func (c *Calendar) setWindow(text string) error {
	if text == "" {
		text = "12m"
	}
	end := c.Period.End
	switch from, to, isRange := strings.Cut(text, ".."); {
	case text == "all":
		c.All = true
		c.Window = Period{c.First, c.Last, "all data"}
	case isRange:
		a, errA := ParseDay(from)
		b, errB := ParseDay(to)
		if errA != nil || errB != nil || b < a {
			return fmt.Errorf("window %q: want FROM..TO as 2025-01-01..2025-12-31", text)
		}
		c.Window = Period{a, b, a.String() + " to " + b.String()}
	default:
		m := spanWindow().FindStringSubmatch(text)
		if m == nil {
			return fmt.Errorf("window %q: want 12m, 26w, all or FROM..TO as 2025-01-01..2025-12-31", text)
		}
		n, _ := strconv.Atoi(m[1])
		start, label := end-Day(7*n)+1, "weeks"
		if m[2] == "m" {
			start, label = monthsBefore(end, n), "months"
			c.Months = n
		} else {
			c.Weeks = n
		}
		c.Window = Period{start, end, fmt.Sprintf("%d %s to %s", n, label, end.Time().Format("2 Jan 2006"))}
	}
	return nil
}

// monthsBefore is the first day of the n months that end with the day end:
// after 30 Jun, 12 months begin on 1 Jul; after 20 Sep on 21 Sep.
func monthsBefore(end Day, n int) Day {
	t := (end + 1).Time()
	start := DayOf(t.Year(), t.Month()-time.Month(n), 1)
	day := Day(t.Day() - 1)
	if last := Month.Next(start) - 1; start+day > last {
		return last
	}
	return start + day
}
