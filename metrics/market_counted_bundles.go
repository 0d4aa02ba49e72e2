package metrics

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"xsell/metrics/basket"
)

// inOneDeal finds the sets of goods in the engine: those of a size in the deals that hold
// smaller ones often enough. The least number of deals rises as it does at hand, and where more
// sets would come back than may.
func (c *marketTables) inOneDeal(ctx context.Context, atLeast int64, most int) (*bundleSets, error) {
	sets := &bundleSets{}
	for size := 3; size <= largestBundle; size++ {
		sets.atLeast[size] = atLeast
	}
	if len(c.goods) < 3 {
		return sets, nil
	}
	if err := c.filled(bundleTables(atLeast)).keep(ctx, c.l); err != nil {
		return nil, err
	}
	bound := c.l.MostRows()
	if most > 0 {
		bound = min(bound, int64(most))
	}
	for size := 3; size <= largestBundle; size++ {
		fewest, _, err := c.fewestOf(ctx, setSpreadSQL(size), bound)
		if err != nil {
			return nil, err
		}
		sets.atLeast[size] = max(atLeast, fewest)
		from := strings.NewReplacer("{least}", fmt.Sprint(sets.atLeast[size]), "{size}", fmt.Sprint(size-1))
		err = c.each(ctx, from.Replace(countedSetsSQL), func(row []int64) error {
			sets.rules[size] = row[0] * int64(len(c.goods)-size+1)
			return nil
		})
		if err == nil {
			err = c.each(ctx, from.Replace(setsSQL(size)), func(row []int64) error {
				c.takeSet(sets, size, row)
				return nil
			})
		}
		if err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// takeSet adds a row of setsSQL.
func (c *marketTables) takeSet(sets *bundleSets, size int, row []int64) {
	var n counts
	n[0] = c.owners.early
	goods := make([]int32, size)
	for i := range goods {
		goods[i] = int32(row[i])
		n[1<<i] = c.goods[row[i]].owners.early
	}
	for i, p := range largerParts(size) {
		n[p] = row[size+i]
	}
	sets.add(goods)
	sets.buyers = append(sets.buyers, n)
}

// heldSet is what the engine counted of those who have some goods of a set.
type heldSet struct {
	phases  []heldPart
	alike   []heldAlike
	deals   []heldDeals
	amounts map[[2]int64][]int64 // by a good of the set, or all of it, and a kind of amount: the two in the middle, of buyers of all
	earned  map[[2]int64][]int64 // by part and kind: of deals
}

type heldPart struct {
	early, late subset
	buyers      int64
}

// heldAlike are buyers of one audience and with about as many goods, and as many if one is not counted.
type heldAlike struct {
	has     subset
	stratum [2]int // a good counted or not
	buyers  int64
}

type heldDeals struct {
	month int
	has   subset
	deals int64
}

// classesMost is above every class of numbers of goods.
const classesMost = 100

func (c *marketTables) factsOf(goods []int32, of *heldSet) bundleFacts {
	amounts := func(of map[[2]int64][]int64, which int64) (known, all []int64) {
		return of[[2]int64{which, 1}], of[[2]int64{which, 0}]
	}
	return bundleFacts{
		goods: goods,
		parts: func(in phase) counts { return of.parts(c.owners, in) },
		among: func(r rule, i int) []basket.Pair { return of.among(c.audiences, r, i) },
		brought: func(which int) (worth, spent []int64) {
			return amounts(of.amounts, int64(subset(0).with(which)))
		},
		spent: func() []int64 { return of.amounts[[2]int64{}] },
		deals: func(give func(month int, has subset, deals int64)) {
			for _, d := range of.deals {
				give(d.month, d.has, d.deals)
			}
		},
		earned: func(has subset) (revenue, cm1 []int64) {
			cm1, revenue = amounts(of.earned, int64(has))
			return revenue, cm1
		},
	}
}

// parts counts the buyers of each part of the set, whatever else of it they have.
func (h *heldSet) parts(all sizes, in phase) (n counts) {
	for _, x := range h.phases {
		has := subset(0)
		if in&early != 0 {
			has |= x.early
		}
		if in&late != 0 {
			has |= x.late
		}
		for p := subset(1); p <= has; p++ {
			if p&^has == 0 {
				n[p] += x.buyers
			}
		}
	}
	n[0] = map[phase]int64{early: all.early, late: all.late, early | late: all.all}[in]
	return n
}

func (h *heldSet) among(audiences int, r rule, i int) []basket.Pair {
	counts := make([]basket.Pair, audiences*classesMost)
	rest := r.condition().without(i)
	for _, x := range h.alike {
		if rest&^x.has != 0 {
			continue
		}
		isA, isB := has1(x.has, i), has1(x.has, r.then)
		n := &counts[x.stratum[isA]]
		n.N += x.buyers
		n.NA += isA * x.buyers
		n.NB += isB * x.buyers
		n.NAB += isA * isB * x.buyers
	}
	return counts
}

// has1 is 1 where the part has the good.
func has1(p subset, i int) int64 { return int64(p >> i & 1) }

// eachBundle does the work for so many sets, as many at a time as may be asked about.
func (c *marketTables) eachBundle(ctx context.Context, n int, goods func(i int) []int32, work func(i int, h bundleFacts)) error {
	if n == 0 {
		return nil
	}
	kinds := int64(1)
	err := c.each(ctx, countedKindsOfRangeSQL, func(row []int64) error {
		kinds += row[0]
		return nil
	})
	parts := int64(1<<largestBundle - 1)
	atATime := int(min(mostAsked, max(1, c.l.MostRows()/(parts*max(kinds, int64(len(c.perMonth)), parts)))))
	for from := 0; from < n && err == nil; from += atATime {
		to := min(n, from+atATime)
		var held []heldSet
		if held, err = c.holders(ctx, from, to, goods); err == nil {
			err = sideBySide(ctx, to-from, func(i int) { work(from+i, c.factsOf(goods(from+i), &held[i])) })
		}
	}
	return err
}

// holders asks what there is to know of the sets from one place to another.
func (c *marketTables) holders(ctx context.Context, from, to int, goods func(i int) []int32) ([]heldSet, error) {
	held := make([]heldSet, to-from)
	var wanted strings.Builder
	for i := range held {
		held[i].amounts, held[i].earned = map[[2]int64][]int64{}, map[[2]int64][]int64{}
		for j, g := range goods(from + i) {
			fmt.Fprintf(&wanted, ", (%d, %d, %d)", i, 1<<j, g+1)
		}
	}
	words := strings.NewReplacer("{wanted}", wanted.String()[2:])
	for _, q := range []struct {
		sql  string
		take func(h *heldSet, row []int64)
	}{
		{countedPhasesSQL, func(h *heldSet, row []int64) {
			h.phases = append(h.phases, heldPart{subset(row[1]), subset(row[2]), row[3]})
		}},
		{countedAlikeSQL, func(h *heldSet, row []int64) {
			first := int(row[2]) * classesMost
			h.alike = append(h.alike, heldAlike{subset(row[1]), [2]int{first + int(row[3]), first + int(row[4])}, row[5]})
		}},
		{countedBroughtSQL, func(h *heldSet, row []int64) { h.amounts[[2]int64{row[1], row[2]}] = row[3:5:5] }},
		{countedMonthlySQL, func(h *heldSet, row []int64) {
			h.deals = append(h.deals, heldDeals{c.months[row[1]], subset(row[2]), row[3]})
		}},
		{countedEarnedSQL, func(h *heldSet, row []int64) { h.earned[[2]int64{row[1], row[2]}] = row[3:5:5] }},
	} {
		err := c.each(ctx, words.Replace(q.sql), func(row []int64) error {
			q.take(&held[row[0]], slices.Clone(row))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return held, nil
}

// largerParts are the parts of a set of so many goods that are two goods or more, the whole last.
func largerParts(size int) (parts []subset) {
	for p := subset(1); p < 1<<size; p++ {
		if bits.OnesCount8(uint8(p)) > 1 {
			parts = append(parts, p)
		}
	}
	return parts
}
