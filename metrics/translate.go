package metrics

import (
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// translate writes the titles that stand as words in the code, and cells that are keys, in
// the language of the report. Titles with a name or number in them are said already, and no messages.
func (s *Section) translate() {
	p := s.Phrases
	s.Table.Columns, s.Charts = slices.Clone(s.Table.Columns), slices.Clone(s.Charts)
	for i := range s.Table.Columns {
		s.Table.Columns[i].Title = p.Say(phrases.Key(s.Table.Columns[i].Title))
	}
	for i := range s.Charts {
		s.Charts[i].Title = p.Say(phrases.Key(s.Charts[i].Title))
	}
	for _, row := range s.Table.Rows {
		for i, cell := range row {
			if key, ok := cell.(phrases.Key); ok {
				row[i] = p.Say(key)
			}
		}
	}
}

// named is the ledger with the names of its periods in the language of the report.
func (o Options) named(l *sales.Ledger) *sales.Ledger {
	named := *l
	c := &named.Calendar
	for _, p := range []*sales.Period{&c.Period, &c.Previous, &c.YearAgo} {
		p.Label = o.period(c.Unit, *p)
	}
	end := o.date(c.Window.End)
	switch {
	case c.All:
		c.Window.Label = o.say("all data")
	case c.Months > 0:
		c.Window.Label = o.say("%d {1|month|months} to %s", c.Months, end)
	case c.Weeks > 0:
		c.Window.Label = o.say("%d {1|week|weeks} to %s", c.Weeks, end)
	default:
		c.Window.Label = o.say("%s to %s", o.date(c.Window.Start), o.date(c.Window.End))
	}
	return &named
}

// periods counts periods of the unit: "1 week", "12 months".
func (o Options) periods(n int, unit sales.Unit) string {
	switch unit {
	case sales.Week:
		return o.say("%d {1|week|weeks}", n)
	case sales.Quarter:
		return o.say("%d {1|quarter|quarters}", n)
	case sales.Year:
		return o.say("%d {1|year|years}", n)
	}
	return o.say("%d {1|month|months}", n)
}

// period names a period of the unit: "2026-W38", "Sep 2026", "Q3 2026", "2026". Weeks are
// named as ISO 8601 does everywhere.
func (o Options) period(unit sales.Unit, p sales.Period) string {
	switch unit {
	case sales.Month:
		return o.Phrases.Month(p.Start.Time())
	case sales.Quarter:
		return o.Phrases.Quarter(p.Start.Time())
	}
	return p.Label
}
