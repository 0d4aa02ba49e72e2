package metrics

import "fmt"

// reason is what keeps pairs that were found from being confirmed: after a number, and
// with "most of them" in place of %s.
type reason struct{ doubt, counted, main string }

func (m *market) reasons() []reason {
	kind := m.nameOf(doubtBuyers)
	return []reason{
		{doubtBuyers, "that the " + kind + " or the time of buying may explain", "the " + kind + " or the time of buying may explain %s"},
		{doubtSeason, "that the season may explain", "the season may explain %s"},
		{doubtShort, "in too short a time to be seen again", "the time is too short to see %s again"},
		{doubtFew, "too rare to be seen again later", "the last fifth of the time has too few " + m.who(2) + " to see %s again"},
		{doubtAgain, "not seen again later", "the last fifth of the time does not show %s again"},
		{faded, "that faded later", "%s faded in the last fifth of the time"},
	}
}

// nameOf is the name of a doubt here.
func (m *market) nameOf(doubt string) string {
	if doubt == doubtBuyers && m.byDeal {
		return "kind of deal"
	}
	return doubt
}

// doubted is the number of pairs of a reason.
func (f pairFindings) doubted(reason string) int64 {
	if reason == faded {
		return f.by[faded]
	}
	return f.doubt[reason]
}

// doubts says why found pairs are not confirmed.
func (f pairFindings) doubts() string {
	var parts []string
	for _, r := range f.reasons() {
		if n := f.doubted(r.doubt); n > 0 {
			parts = append(parts, f.o.count(n)+" "+r.counted)
		}
	}
	return f.o.list(parts)
}

// commonest is the reason of most.
func (f pairFindings) commonest() reason {
	main := f.reasons()[0]
	for _, r := range f.reasons() {
		if f.doubted(r.doubt) > f.doubted(main.doubt) {
			main = r
		}
	}
	return main
}

// severalDoubts reports whether the commonest reason is not the only one.
func (f pairFindings) severalDoubts() bool {
	return f.by[confirmed]+f.doubted(f.commonest().doubt) < f.found()
}

// mainDoubt says why most pairs that were found are not confirmed.
func (f pairFindings) mainDoubt() string {
	main := f.commonest()
	n := f.doubted(main.doubt)
	of := f.o.count(n) + f.o.say(" of them")
	switch {
	case f.found() == 1:
		of = "it"
	case n == f.found():
		of = allOfThem(n)
	case 2*n > f.found():
		of = f.o.say("most of them")
	}
	return fmt.Sprintf(main.main, of)
}

// allOfThem says all of two or more.
func allOfThem(n int64) string {
	if n == 2 {
		return "both"
	}
	return "all of them"
}
