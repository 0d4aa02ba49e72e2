package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// start is what became of the customers who began alike.
type start struct {
	name            string
	customers       int64 // began with one area alone
	atOnce          int64 // began with several
	later           int64 // of customers, with a second area since
	revenue         sales.Money
	stillOneRevenue sales.Money
	exits           []stat.Exits
	curve           stat.SurvivalCurve
	longest         int64 // days that one of them was watched
	second          string
	secondCustomers int64
	secondsOf       map[string]int64
	few             bool
}

func (s *start) stillOne() int64 { return s.customers - s.later }

// add counts a row.
func (s *start) add(r secondRow) {
	switch {
	case !r.Days.Valid && r.State == wentLater:
		s.secondsOf[r.Second] += r.Customers
		return
	case !r.Days.Valid:
		return
	}
	s.revenue += r.Revenue
	e := stat.Exits{Time: float64(r.Days.V), Censored: r.Customers}
	switch r.State {
	case wentAtOnce:
		s.atOnce += r.Customers
		return
	case wentLater:
		s.later += r.Customers
		e = stat.Exits{Time: float64(r.Days.V), Events: r.Customers}
	default:
		s.stillOneRevenue += r.Revenue
	}
	s.customers += r.Customers
	s.longest = max(s.longest, r.Days.V)
	s.exits = append(s.exits, e)
}

// close draws the curve of all that was added.
func (s *start) close() {
	s.curve, _ = stat.KaplanMeier(s.exits)
	for name, n := range s.secondsOf {
		if n > s.secondCustomers || n == s.secondCustomers && name < s.second {
			s.second, s.secondCustomers = name, n
		}
	}
}

// within is the share with a second area after so many days; unknown where nobody was
// watched so long. Its limits are unknown where all or none have one.
func (s *start) within(days int64) (share float64, limits stat.Interval, ok, limited bool) {
	if s.customers == 0 || s.longest < days {
		return 0, stat.Interval{}, false, false
	}
	after := s.curve.At(float64(days))
	e, known := s.curve.Later(-1, float64(days), confidence)
	return 1 - after, e.Limits, true, known && after < 1
}

// atRisk is how many are without a second area and under watch just before the day.
func (s *start) atRisk(days int64) (n int64) {
	for _, e := range s.exits {
		if e.Time >= float64(days) {
			n += e.Events + e.Censored
		}
	}
	return n
}

// secondFindings is what the sentences and the table of the section speak of.
type secondFindings struct {
	part          part
	unit          sales.Unit
	instead       bool     // types are looked at for want of areas
	nothing       bool     // there is no second one to come to
	starts        []*start // those of the most customers first
	all, existing *start

	tested     bool // whether the judged ones have one curve
	chiSquared float64
	logP       float64

	l *sales.Ledger
	o Options
}

func (f *secondFindings) take(rows []secondRow) {
	named := func(name string) *start { return &start{name: name, secondsOf: map[string]int64{}} }
	f.all, f.existing = named(f.o.say("all")), named(f.o.say("existing at start"))
	by := map[string]*start{}
	for _, r := range rows {
		if r.Existing == 1 {
			f.existing.add(r)
			continue
		}
		if by[r.Entry] == nil {
			by[r.Entry] = named(r.Entry)
			f.starts = append(f.starts, by[r.Entry])
		}
		by[r.Entry].add(r)
		f.all.add(r)
	}
	for _, s := range append(slices.Clone(f.starts), f.all, f.existing) {
		s.close()
		s.few = s.customers < fewestStarts || s.name == other
	}
	slices.SortStableFunc(f.starts, func(a, b *start) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(b.customers, a.customers), cmp.Compare(a.name, b.name))
	})
	judged := f.judged()
	groups := make([][]stat.Exits, len(judged))
	for i, s := range judged {
		groups[i] = s.exits
	}
	f.chiSquared, f.logP, f.tested = stat.LogRank(groups)
}

func last(s *start) int {
	if s.name == other {
		return 1
	}
	return 0
}

// judged are the starts with customers enough.
func (f *secondFindings) judged() []*start {
	return slices.DeleteFunc(slices.Clone(f.starts), func(s *start) bool { return s.few })
}

// fastest orders the judged starts by the share that went on within the days, where it is
// known.
func (f *secondFindings) fastest(days int64) []*start {
	known := slices.DeleteFunc(f.judged(), func(s *start) bool { _, _, ok, _ := s.within(days); return !ok })
	slices.SortStableFunc(known, func(a, b *start) int {
		x, _, _, _ := a.within(days)
		y, _, _, _ := b.within(days)
		return cmp.Compare(y, x)
	})
	return known
}
