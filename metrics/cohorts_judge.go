package metrics

import (
	"cmp"
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// judge compares those who began with one thing with all others of the same cohorts: the
// share that bought in the period after the first. It is the test of preferences with
// cohorts in the place of sizes, so that no season and no trend looks like a thing.
func (c *cohortTable) judge() {
	var all []preference
	shown := c.shown()
	for i, g := range shown {
		p := preference{audience: g.kind, thing: g.id, place: i}
		for _, start := range c.order() {
			whole, mine := c.cohorts[start], g.of[start]
			if c.existing(start) || len(whole.customers) < 2 {
				continue
			}
			t := stat.FourFold{OnlyB: whole.customers[1], Neither: whole.size - whole.customers[1]}
			if mine != nil {
				t.Both, t.OnlyA = mine.customers[1], mine.size-mine.customers[1]
				t.OnlyB, t.Neither = t.OnlyB-t.Both, t.Neither-t.OnlyA
			}
			p.add(t)
		}
		all = append(all, p)
	}
	correctPreferences(all)
	for _, p := range all {
		shown[p.place].judged = p
	}
}

// recentCohorts is how many of the newest cohorts are compared with the earlier ones.
const recentCohorts = 3

// drift is how often the customers of the newest cohorts bought in the period after their
// first, beside those of the cohorts before.
type drift struct {
	from, to    sales.Day // of the newest cohorts
	now, before stat.Rate
	logP        float64
	revenue     sales.Money // of the newest cohorts in that period
}

// newest compares the last three cohorts that are seen for a period after with as many
// earlier ones or more; false where there are too few.
func (c *cohortTable) newest() (drift, bool) {
	seen := slices.DeleteFunc(c.order(), func(start sales.Day) bool {
		return c.existing(start) || len(c.cohorts[start].customers) < 2
	})
	if len(seen) < 2*recentCohorts {
		return drift{}, false
	}
	split := len(seen) - recentCohorts
	d := drift{from: seen[split], to: seen[len(seen)-1]}
	for i, start := range seen {
		h, r := c.cohorts[start], &d.before
		if i >= split {
			r = &d.now
			d.revenue += h.revenue[1]
		}
		r.K, r.N = r.K+h.customers[1], r.N+h.size
	}
	_, logP, ok := stat.CochranMantelHaenszel([]stat.FourFold{{Both: d.now.K, OnlyA: d.now.N - d.now.K, OnlyB: d.before.K, Neither: d.before.N - d.before.K}})
	d.logP = logP
	return d, ok
}

// best is the entry whose customers come back most surely more often than the others, of
// one kind.
func (c *cohortTable) best(kind string) (*cohortGroup, bool) {
	found := slices.DeleteFunc(c.shown(), func(g *cohortGroup) bool { return g.kind != kind || g.judged.status != buysMore })
	if len(found) == 0 {
		return nil, false
	}
	return slices.MinFunc(found, func(a, b *cohortGroup) int {
		return cmp.Or(cmp.Compare(b.judged.surest(), a.judged.surest()), cmp.Compare(a.id, b.id))
	}), true
}
