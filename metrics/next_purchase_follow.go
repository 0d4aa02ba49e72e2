package metrics

import (
	"math"
	"slices"
)

// fixed is a number in parts of which 2^40 are one. Sums of them do not depend on the order in which
// they are added, on whichever engine: of a good, up to eight million first purchases.
type fixed int64

const partsInOne = 1 << 40

// inParts is a number of 0 or more to the nearest part.
func inParts(x float64) fixed { return fixed(math.Floor(float64(x*partsInOne) + 0.5)) }

func (p fixed) float() float64 { return float64(p) / partsInOne }

// before counts, for every stratum, the visits before which a good was bought: of the
// goods that may lead to others, each in a column of its own.
type before struct {
	column []int32 // by good, -1 for those that lead to none
	goods  []int32 // by column
	visits []int32 // by stratum and column
}

func (w *walks) before(leads []bool) *before {
	t := &before{column: make([]int32, len(w.goods))}
	for g, is := range leads {
		if t.column[g] = -1; is {
			t.column[g] = int32(len(t.goods))
			t.goods = append(t.goods, int32(g))
		}
	}
	t.visits = make([]int32, len(w.members)*len(t.goods))
	for s, members := range w.members {
		row := t.of(int32(s))
		for _, v := range members {
			for _, a := range w.had(v) {
				if c := t.column[a.of]; c >= 0 {
					row[c]++
				}
			}
		}
	}
	return t
}

// of are the counts of a stratum, by column.
func (t *before) of(s int32) []int32 {
	return t.visits[int(s)*len(t.goods) : (int(s)+1)*len(t.goods)]
}

// follower counts what leads to one good. It keeps its memory between goods.
type follower struct {
	*walks
	table                  *before
	seen, lateSeen         []int64 // by column of the table
	expected, lateExpected []fixed
	events, with           []int64 // by stratum: first purchases of B; visits with B before
	each                   []fixed // by stratum: the part of a visit without B before in them
	touched                []int32 // strata with an event
}

func newFollower(w *walks, t *before) *follower {
	n, strata := len(t.goods), len(w.members)
	return &follower{walks: w, table: t, seen: make([]int64, n), lateSeen: make([]int64, n), expected: make([]fixed, n), lateExpected: make([]fixed, n),
		events: make([]int64, strata), with: make([]int64, strata), each: make([]fixed, strata)}
}

// follow gives what leads to a good: for every A that enough customers had before, the
// first purchases seen and expected.
func (f *follower) follow(b int32, atLeast int64, give func(a int32, early, later follow)) {
	all := f.observe(b)
	if slices.ContainsFunc(f.seen, func(n int64) bool { return n >= atLeast }) {
		f.expect(b)
		for i, a := range f.table.goods {
			if a != b && f.seen[i] >= atLeast {
				give(a, follow{f.seen[i], f.expected[i].float(), all[0]}, follow{f.lateSeen[i], f.lateExpected[i].float(), all[1]})
			}
		}
	}
	f.reset()
}

// observe counts the first purchases of B and what was had before them, early and late.
func (f *follower) observe(b int32) (all [2]int64) {
	for _, o := range f.owned[b] {
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
			if c := f.table.column[a.of]; c >= 0 {
				seen[c]++
			}
		}
	}
	return all
}

// expect gives every A its part in the first purchases of B in a stratum: that of its
// visits without B before, which are all of its visits less those with B before.
func (f *follower) expect(b int32) {
	f.eachWith(b, func(_, s int32) { f.with[s]++ })
	for _, s := range f.touched {
		each := inParts(float64(f.events[s]) / float64(int64(len(f.members[s]))-f.with[s]))
		f.each[s] = each
		visits := f.table.of(s)
		expected := f.expectedIn(s)[:len(visits)]
		for i, n := range visits {
			expected[i] += each * fixed(n)
		}
	}
	f.eachWith(b, func(v, s int32) {
		each, expected := f.each[s], f.expectedIn(s)
		for _, a := range f.had(v) {
			if c := f.table.column[a.of]; c >= 0 {
				expected[c] -= each
			}
		}
	})
}

func (f *follower) expectedIn(s int32) []fixed {
	if f.late[s] {
		return f.lateExpected
	}
	return f.expected
}

// eachWith gives the visits with B before in strata with a first purchase of B.
func (f *follower) eachWith(b int32, give func(v, s int32)) {
	for _, o := range f.owned[b] {
		for v := o.visit + 1; v < f.walkers[o.of].end; v++ {
			if s := f.visits[v].stratum; s >= 0 && f.events[s] > 0 {
				give(v, s)
			}
		}
	}
}

func (f *follower) reset() {
	for _, s := range f.touched {
		f.events[s], f.with[s] = 0, 0
	}
	f.touched = f.touched[:0]
	for i := range f.seen {
		f.seen[i], f.lateSeen[i], f.expected[i], f.lateExpected[i] = 0, 0, 0, 0
	}
}
