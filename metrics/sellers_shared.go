package metrics

import (
	"slices"
	"strconv"
	"strings"

	"xsell/metrics/lazy"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// sharing says who stands behind a cell that names several sellers: "Ann 70 %; Bob 30 %".
type sharing map[string][]sellerShare

// sellerShare is one of several sellers; weights count for nothing but their ratio.
type sellerShare struct {
	name   string
	weight int64
}

// The marks between sellers of one cell, and a weight after a name. A comma parts a family
// name from a given one as often as two people, so that it parts nobody here.
var (
	betweenSellers = lazy.Regexp(`\s*[;|]\s*|\s+\+\s+`)
	sellerWeight   = lazy.Regexp(`^(.*?)[\s:=(]+([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?\)?$`)
)

// sharedSellers finds the cells that name several sellers. Where not each has a weight, all
// weigh alike.
func sharedSellers(sums []sellerSums) sharing {
	found := sharing{}
	for _, s := range sums {
		names := betweenSellers().Split(s.Said, -1)
		names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
		if len(names) < 2 {
			continue
		}
		shares, weighed := make([]sellerShare, len(names)), true
		for i, n := range names {
			shares[i] = sellerShare{n, 1}
			m := sellerWeight().FindStringSubmatch(n)
			if m == nil {
				weighed = false
				continue
			}
			weight, _ := strconv.ParseInt(m[2]+(m[3] + "00")[:2], 10, 64)
			shares[i] = sellerShare{m[1], weight}
		}
		if !weighed || !slices.ContainsFunc(shares, func(s sellerShare) bool { return s.weight > 0 }) {
			for i := range shares {
				shares[i].weight = 1
			}
		}
		found[s.Said] = mergeShares(shares)
	}
	return found
}

// mergeShares adds up the weights of one name and drops those of none, in order of names.
func mergeShares(shares []sellerShare) []sellerShare {
	slices.SortStableFunc(shares, func(a, b sellerShare) int { return strings.Compare(a.name, b.name) })
	var out []sellerShare
	for _, s := range shares {
		switch last := len(out) - 1; {
		case s.weight == 0:
		case last >= 0 && out[last].name == s.name:
			out[last].weight += s.weight
		default:
			out = append(out, s)
		}
	}
	return out
}

// column, weight and join write the sharing into SQL; without any there is nothing to join.
func (s sharing) column(said string) string {
	if len(s) == 0 {
		return said
	}
	return "coalesce(s.person, " + said + ")"
}

func (s sharing) weight() string {
	if len(s) == 0 {
		return "10000"
	}
	return "coalesce(s.part, 10000)"
}

func (s sharing) join(said string) string {
	if len(s) == 0 {
		return ""
	}
	quote := func(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
	var rows []string
	for cell, shares := range s {
		for i, part := range shareOut(10_000, shares) {
			rows = append(rows, "("+quote(cell)+", "+quote(shares[i].name)+", "+strconv.FormatInt(part, 10)+")")
		}
	}
	slices.Sort(rows)
	return " LEFT JOIN (VALUES " + strings.Join(rows, ", ") + ") AS s (cell, person, part) ON s.cell = " + said
}

// shareOut splits a whole by the weights of the shares, so that the parts add up to it.
func shareOut(whole int64, shares []sellerShare) []int64 {
	weights := make([]int64, len(shares))
	for i, s := range shares {
		weights[i] = s.weight
	}
	parts, _ := stat.LargestRemainder(whole, weights)
	return parts
}

// split gives each seller their part of the money of what they share.
func (s sharing) split(sums []sellerSums) []sellerSums {
	at := map[string]int{}
	var out []sellerSums
	add := func(name string, revenue sales.Money, cm1 sales.Null[sales.Money]) {
		i, ok := at[name]
		if !ok {
			i, at[name] = len(out), len(out)
			out = append(out, sellerSums{Said: name})
		}
		out[i].Revenue += revenue
		out[i].CM1.V, out[i].CM1.Valid = out[i].CM1.V+cm1.V, out[i].CM1.Valid || cm1.Valid
	}
	for _, sum := range sums {
		shares := s[sum.Said]
		if shares == nil {
			add(sum.Said, sum.Revenue, sum.CM1)
			continue
		}
		revenue, cm1 := shareOut(int64(sum.Revenue), shares), shareOut(int64(sum.CM1.V), shares)
		for i, share := range shares {
			add(share.name, sales.Money(revenue[i]), sales.Null[sales.Money]{V: sales.Money(cm1[i]), Valid: sum.CM1.Valid})
		}
	}
	slices.SortFunc(out, func(a, b sellerSums) int { return strings.Compare(a.Said, b.Said) })
	return out
}
