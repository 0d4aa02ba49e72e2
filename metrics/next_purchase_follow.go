package metrics

import "math"

// follower counts what leads to one good. It keeps its memory between goods.
type follower struct {
	*walks
	seen, lateSeen         []int64 // by A
	expected, lateExpected []float64
	events                 []int64 // first purchases of B by stratum
	atRisk                 []int64 // visits without B before, by stratum with an event
	after                  []int64 // of them with A before
	touched                []int32 // strata with an event
	firstB                 []int32 // by customer: the first visit with B, or none
}

const never = math.MaxInt32

func newFollower(w *walks) *follower {
	f := &follower{walks: w, seen: make([]int64, len(w.goods)), lateSeen: make([]int64, len(w.goods)),
		expected: make([]float64, len(w.goods)), lateExpected: make([]float64, len(w.goods)),
		events: make([]int64, len(w.members)), atRisk: make([]int64, len(w.members)), after: make([]int64, len(w.members)),
		firstB: make([]int32, len(w.walkers))}
	for i := range f.firstB {
		f.firstB[i] = never
	}
	return f
}

// follow gives what leads to a good: for every A that enough customers had before, the
// first purchases seen and expected.
func (f *follower) follow(b int32, atLeast int64, give func(a int32, early, later follow)) {
	var all [2]int64
	for _, o := range f.owned[b] {
		f.firstB[o.of] = o.visit
		s := f.visits[o.visit].stratum
		if s < 0 {
			continue
		}
		if f.events[s] == 0 {
			f.touched = append(f.touched, s)
		}
		f.events[s]++
		seen, i := f.seen, 0
		if f.late[s] {
			seen, i = f.lateSeen, 1
		}
		all[i]++
		for _, a := range f.had(o.visit) {
			seen[a.of]++
		}
	}
	var leading []int32
	for a, n := range f.seen {
		if int32(a) != b && n >= atLeast {
			leading = append(leading, int32(a))
		}
	}
	f.spread(b, leading)
	for _, a := range leading {
		give(a, follow{f.seen[a], f.expected[a], all[0]}, follow{f.lateSeen[a], f.lateExpected[a], all[1]})
	}
	f.reset(b)
}

// spread gives those A their part in the first purchases of B in every stratum: that of its
// visits without B before. The visits are looked at customer by customer of A, or all of
// the strata where these are fewer.
func (f *follower) spread(b int32, leading []int32) {
	if len(leading) == 0 {
		return
	}
	f.countAtRisk(b)
	var ofThose, ofAll int64
	for _, a := range leading {
		ofThose += f.since[a]
	}
	for _, s := range f.touched {
		ofAll += f.before[s]
	}
	if ofAll < ofThose {
		f.spreadAll()
		return
	}
	for _, a := range leading {
		f.spreadTo(a)
	}
}

// countAtRisk counts the visits without B before.
func (f *follower) countAtRisk(b int32) {
	for _, s := range f.touched {
		f.atRisk[s] = int64(len(f.members[s]))
	}
	for _, o := range f.owned[b] {
		for v := o.visit + 1; v < f.walkers[o.of].end; v++ {
			if s := f.visits[v].stratum; s >= 0 {
				f.atRisk[s]--
			}
		}
	}
}

// each is the part of one visit in the first purchases of B in a stratum, and where it is
// added up by A.
func (f *follower) each(s int32) (part float64, expected []float64) {
	if f.late[s] {
		return float64(f.events[s]) / float64(f.atRisk[s]), f.lateExpected
	}
	return float64(f.events[s]) / float64(f.atRisk[s]), f.expected
}

func (f *follower) spreadAll() {
	for _, s := range f.touched {
		part, expected := f.each(s)
		for _, v := range f.members[s] {
			if v <= f.firstB[f.visits[v].walker] {
				for _, a := range f.had(v) {
					expected[a.of] += part
				}
			}
		}
	}
}

func (f *follower) spreadTo(a int32) {
	for _, o := range f.owned[a] {
		for v := o.visit + 1; v < f.walkers[o.of].end && v <= f.firstB[o.of]; v++ {
			if s := f.visits[v].stratum; s >= 0 {
				f.after[s]++
			}
		}
	}
	for _, s := range f.touched {
		part, expected := f.each(s)
		for range f.after[s] {
			expected[a] += part
		}
	}
	for s := range f.after {
		f.after[s] = 0
	}
}

func (f *follower) reset(b int32) {
	for _, o := range f.owned[b] {
		f.firstB[o.of] = never
	}
	for _, s := range f.touched {
		f.events[s] = 0
	}
	f.touched = f.touched[:0]
	for a := range f.goods {
		f.seen[a], f.lateSeen[a], f.expected[a], f.lateExpected[a] = 0, 0, 0, 0
	}
}
