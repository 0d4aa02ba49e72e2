package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/sales"
)

// streak is an item that missed its plan in the last periods that are over.
type streak struct {
	item  string
	times int
	short sales.Money
}

// streaks are the items that missed three periods running or more, up to the last that is
// over, the one that lacks most first.
func (f targetFindings) streaks() []streak {
	const least = 3
	found := map[string]*streak{}
	done := map[string]bool{}
	for i := len(f.periods) - 1; i >= 0; i-- {
		for _, r := range f.rows {
			if r.period != f.periods[i] || r.period.End > f.c.AsOf || r.item == notPlanned || done[r.item] {
				continue
			}
			if r.actual >= r.target {
				done[r.item] = true
				continue
			}
			if found[r.item] == nil {
				found[r.item] = &streak{item: r.item}
			}
			found[r.item].times++
			found[r.item].short += r.target - r.actual
		}
	}
	var out []streak
	for _, s := range found {
		if s.times >= least {
			out = append(out, *s)
		}
	}
	slices.SortFunc(out, func(a, b streak) int { return cmp.Or(compareDown(a.short, b.short), cmp.Compare(a.item, b.item)) })
	return out
}
