package metrics

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// The statuses of combinations, in the order of the table.
const (
	comboUntried   = "untried"
	comboCandidate = "candidate"
	comboTogether  = "sold together"
	comboEither    = "either or"
	comboFew       = "too few"
)

var comboOrder = []string{comboUntried, comboCandidate, comboTogether, comboEither, comboFew}

const (
	fewestOfCell  = 5  // customers of an audience with a thing, for the audience to count
	combosOfState = 12 // rows of each status
)

// combinationFindings is what the sentences and the table of the section speak of.
type combinationFindings struct {
	market    *market
	audiences bool // the data know them
	level     tier
	o         Options
	words     map[string]productWords
	by        map[string][]combo // by status, most expected money first
	items     int64
	apart     int64 // pairs that share no audience of five buyers each
}

// combo is two things with an audience in common.
type combo struct {
	a, b              *good
	audiences         []string
	size, both, deals int64
	only              int64 // customers with one of the two
	chance            float64
	variance          float64 // of both, by chance
	low, expected     sales.Money
	across            bool
	sheet             string
	status            string
}

// combine counts every two things and sorts them by status.
func (f *combinationFindings) combine(ctx context.Context, rows []combinedRow, deals []dealsOfTwo) error {
	goods, known, err := f.known(ctx)
	if err != nil {
		return err
	}
	all, counts, together := map[string]int64{}, map[[2]string]map[string]int64{}, map[[2]string]int64{}
	var items []string
	for _, r := range rows {
		switch {
		case r.A == "":
			all[r.Audience] = r.N
			continue
		case r.A == r.B && (len(items) == 0 || items[len(items)-1] != r.A):
			items = append(items, r.A)
		}
		key := ordered(r.A, r.B)
		if counts[key] == nil {
			counts[key] = map[string]int64{}
		}
		counts[key][r.Audience] += r.N
	}
	for _, d := range deals {
		together[ordered(d.A, d.B)] = d.Deals
	}
	f.by, f.items = map[string][]combo{}, int64(len(items))
	for i, x := range items {
		for _, y := range items[i+1:] {
			if goods[x] == nil || goods[y] == nil {
				continue
			}
			c := combo{a: goods[x], b: goods[y], deals: together[ordered(x, y)]}
			c.count(all, counts[[2]string{x, x}], counts[[2]string{y, y}], counts[ordered(x, y)])
			if len(c.audiences) == 0 {
				f.apart++
				continue
			}
			c.sheet = sharedAudience(f.words[x].Audience, f.words[y].Audience)
			c.across = c.a.area != c.b.area && c.a.area != sales.Unassigned && c.b.area != sales.Unassigned
			c.status = c.judge(known[ordered(x, y)], basket.Pairs(f.items))
			f.by[c.status] = append(f.by[c.status], c)
		}
	}
	for _, list := range f.by {
		slices.SortFunc(list, func(a, b combo) int {
			return cmp.Or(cmp.Compare(a.unlike(), b.unlike()), cmp.Compare(b.crosses(), a.crosses()), compareDown(a.low, b.low), compareDown(a.expected, b.expected), cmp.Compare(b.size, a.size), cmp.Compare(a.a.id, b.a.id), cmp.Compare(a.b.id, b.b.id))
		})
	}
	return nil
}

// known are the goods by id, and the status of the pairs that were found.
func (f combinationFindings) known(ctx context.Context) (map[string]*good, map[[2]string]string, error) {
	goods, status := map[string]*good{}, map[[2]string]string{}
	for i := range f.market.goods {
		goods[f.market.goods[i].id] = &f.market.goods[i]
	}
	found, _, err := f.market.foundTogether(ctx)
	if err != nil {
		return nil, nil, err
	}
	seldom, err := f.market.seldomTogether(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, pairs := range [][]pairTest{found, seldom} {
		for _, t := range pairs {
			status[ordered(f.market.goods[t.a].id, f.market.goods[t.b].id)] = t.status
		}
	}
	return goods, status, nil
}

func ordered(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// count adds up the audiences that enough buyers of both are of.
func (c *combo) count(all, a, b, both map[string]int64) {
	for audience, n := range all {
		if a[audience] >= fewestOfCell && b[audience] >= fewestOfCell {
			c.audiences = append(c.audiences, audience)
			c.size += n
		}
	}
	slices.SortFunc(c.audiences, func(x, y string) int { return cmp.Or(cmp.Compare(all[y], all[x]), cmp.Compare(x, y)) })
	for _, audience := range c.audiences {
		n, na, nb, nab := all[audience], a[audience], b[audience], both[audience]
		c.both += nab
		c.only += na + nb - 2*nab
		c.chance += float64(na) * float64(nb) / float64(n)
		if n > 1 {
			c.variance += float64(na) * float64(nb) / float64(n) * float64(n-na) / float64(n) * float64(n-nb) / float64(n-1)
		}
		c.expect(na-nab, nb, n, c.b.value)
		c.expect(nb-nab, na, n, c.a.value)
	}
}

// expect adds what those without a thing would bring if they had it as often as their audience.
func (c *combo) expect(without, with, of int64, v value) {
	limits, ok := stat.Wilson(with, of, confidence)
	if !ok || v.worth <= 0 || without <= 0 {
		return
	}
	c.low += money(float64(without) * limits.Low * float64(v.worth))
	c.expected += money(float64(without) * float64(with) / float64(of) * float64(v.worth))
}

// unlike is 1 where the products sheet names other audiences for each of the two.
func (c combo) unlike() int {
	if c.sheet == "different" {
		return 1
	}
	return 0
}

// crosses is 1 where the two are of different areas: internal cross-selling.
func (c combo) crosses() int {
	if c.across {
		return 1
	}
	return 0
}

// avoided reports whether fewer have both than chance explains, with so many pairs tested.
func (c combo) avoided(pairs int64) bool {
	if c.variance <= 0 {
		return false
	}
	z := (float64(c.both) - c.chance) / math.Sqrt(c.variance)
	return math.Erfc(-z/math.Sqrt2)/2 <= falseFindings/float64(pairs)
}

// judge says what is known of a combination among so many; found is its status in the
// section about pairs.
func (c combo) judge(found string, pairs int64) string {
	switch {
	case found == confirmed || found == candidate:
		return comboTogether
	case found == substitutes, c.avoided(pairs):
		return comboEither
	case c.both < fewestOfCell && c.chance < fewestOfCell:
		return comboFew
	case c.deals == 0:
		return comboUntried
	}
	return comboCandidate
}

// sharedAudience are the audiences that the sheet names for both: nothing where it names
// none for one of them, "different" where they have none in common.
func sharedAudience(a, b sales.Null[string]) string {
	if !a.Valid || !b.Valid {
		return ""
	}
	x, y := audiencesOf(a.V), audiencesOf(b.V)
	all := func(names []string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(everybody, strings.ToLower(n)) })
	}
	switch {
	case all(x):
		return strings.Join(y, ", ")
	case all(y):
		return strings.Join(x, ", ")
	}
	var shared []string
	for _, n := range x {
		if slices.ContainsFunc(y, func(o string) bool { return strings.EqualFold(n, o) }) {
			shared = append(shared, n)
		}
	}
	if len(shared) == 0 {
		return "different"
	}
	return strings.Join(shared, ", ")
}

func audiencesOf(text string) []string {
	var out []string
	for _, n := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '/' }) {
		if n = strings.TrimSpace(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}
