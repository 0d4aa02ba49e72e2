package metrics

import "xsell/metrics/phrases"

// reason is what keeps pairs that were found from being confirmed: after a number, and
// with "most of them" in place of %s.
type reason struct {
	doubt         string
	counted, main phrases.Key
}

func (m *market) reasons() []reason {
	kind := reason{doubtBuyers, "%d that the kind of customer or the time of buying may explain", "the kind of customer or the time of buying may explain %s"}
	if m.byDeal {
		kind = reason{doubtBuyers, "%d that the kind of deal or the time of buying may explain", "the kind of deal or the time of buying may explain %s"}
	}
	return []reason{kind,
		{doubtSeason, "%d that the season may explain", "the season may explain %s"},
		{doubtShort, "%d in too short a time to be seen again", "the time is too short to see %s again"},
		{doubtFew, "%d too rare to be seen again later", "the last fifth of the time has too few buyers to see %s again"},
		{doubtAgain, "%d not seen again later", "the last fifth of the time does not show %s again"},
		{faded, "%d that faded later", "the last fifth of the time shows %s fading"},
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
	var kinds []tallied
	for _, r := range f.reasons() {
		kinds = append(kinds, tallied{f.doubted(r.doubt), r.counted})
	}
	return f.o.tally(kinds...)
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
	of := f.o.say("%d of them", n)
	switch {
	case f.found() == 1:
		of = f.o.say("it")
	case n == f.found():
		of = f.o.allOfThem(n)
	case 2*n > f.found():
		of = f.o.say("most of them")
	}
	return f.o.say(main.main, of)
}

// allOfThem says all of two or more.
func (o Options) allOfThem(n int64) string {
	if n == 2 {
		return o.say("both")
	}
	return o.say("all of them")
}
