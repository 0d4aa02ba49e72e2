package basket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
)

// MoneyOptions say which sets of items to find by what they bring.
type MoneyOptions struct {
	MinMoney int64 // money a set must bring, 1 or more
	MinCount int64 // baskets a set must be in; 0 is as 1
	MaxSize  int   // largest set, 0 for any size

	// MaxSets is how many sets to return at most, 0 for any number. Where
	// there are more, the minimum money rises to the least one that fits.
	MaxSets int

	With    []int32               // items that every set must contain
	Apart   func(a, b int32) bool // as in [Options]
	Workers int                   // goroutines, 0 for one per processor
}

// An Earner is a set of items with what it brings: the money of its items in all
// baskets that hold all of them.
type Earner struct {
	Items []int32 // in rising order
	Count int64   // baskets
	Money int64
}

// Earners are the sets found by [MineMoney], those with the most money first; of
// equal ones those with fewer items, then by item numbers.
type Earners struct {
	MinMoney int64 // from which they are complete, above the one asked for if there were too many
	Sets     []Earner
}

// MineMoney finds every set of items that brings at least MinMoney. A larger set
// may bring more or less than a smaller one, so that counts alone cut nothing.
// What cuts is that a set brings no more than all money above 0 of the baskets
// that hold it, and that an extension of a set by items of a lower rank brings
// no more than what the set brings in its baskets and, above 0, what those items
// bring there: branches and items below the minimum by that are left out.
//
// Sources: Y. Liu, W. Liao and A. Choudhary, PAKDD (2005) 689-695, for the bound
// by whole baskets (transaction-weighted utility); S. Zida and others, Knowledge
// and Information Systems 51 (2017) 595-625, for the bounds within a branch
// (local and subtree utility of EFIM). Money below 0 is left out of bounds, as in
// C. Chu, V. Tseng and T. Liang, Applied Mathematics and Computation 215 (2009)
// 767-778. Sums of money must stay below 2^63.
//
// It fails for options without meaning, for negative item numbers, and with the
// error of a context that ends.
func MineMoney(ctx context.Context, baskets *Baskets, o MoneyOptions) (*Earners, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	_, most, negative := baskets.bounds(o.Workers)
	switch {
	case o.MinMoney < 1 || o.MinCount < 0 || o.MaxSize < 0 || o.MaxSets < 0:
		return nil, fmt.Errorf("mine money: minimum money %d and count %d, at most %d items and %d sets; give 1 or more, and 0 for no limit", o.MinMoney, o.MinCount, o.MaxSize, o.MaxSets)
	case negative:
		return nil, errors.New("mine money: negative item number; number the items from 0")
	}
	o.MinCount = max(1, o.MinCount)
	o.With = slices.Compact(slices.Sorted(slices.Values(o.With)))
	limit := newMoneyLimit(o.MinMoney, o.MaxSets)
	found := make([][]Earner, o.Workers)
	if t, whole, possible := moneyTable(baskets, int(most)+1, o); possible {
		if len(o.With) > 0 && whole.Money >= o.MinMoney && whole.Count >= o.MinCount {
			limit.see(whole.Money)
			found[0] = append(found[0], whole)
		}
		miners := make([]*earnerMiner, o.Workers)
		for w := range miners {
			miners[w] = &earnerMiner{MoneyOptions: o, limit: limit, prefix: slices.Clone(o.With), stopped: func() bool { return ctx.Err() != nil }}
		}
		sums, rows := t.sums(), t.rowsBySlot()
		share(len(t.items), o.Workers, func(w, slot int) { miners[w].extend(t, sums, rows, slot) })
		for w, m := range miners {
			found[w] = append(found[w], m.found...)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return limit.earners(slices.Concat(found...)), nil
}

// An earnerMiner is one worker of the search for earners.
type earnerMiner struct {
	MoneyOptions
	limit   *moneyLimit
	prefix  []int32 // items of the branch
	found   []Earner
	stopped func() bool
}

// extend finds the sets that consist of the prefix, the item in a slot of the
// table, and items in lower ones.
func (m *earnerMiner) extend(t *earningTable, sums []slotSum, rows [][]int32, slot int) {
	s := sums[slot]
	if m.stopped() || !m.roomFor(1) || s.count < m.MinCount {
		return
	}
	m.prefix = append(m.prefix, t.items[slot])
	defer func() { m.prefix = m.prefix[:len(m.prefix)-1] }()
	if s.money >= m.limit.least() {
		m.limit.see(s.money)
		m.found = append(m.found, Earner{slices.Sorted(slices.Values(m.prefix)), s.count, s.money})
		if m.MaxSets > 0 && len(m.found) > 2*m.MaxSets {
			m.found = slices.DeleteFunc(m.found, func(e Earner) bool { return e.Money < m.limit.least() })
		}
	}
	if s.bound < m.limit.least() || !m.roomFor(1) {
		return
	}
	child := t.project(slot, rows[slot], func(other int32, s slotSum) bool {
		return s.count >= m.MinCount && s.bound >= m.limit.least() && (m.Apart == nil || !m.Apart(t.items[slot], other))
	})
	if len(child.items) == 0 {
		return
	}
	childSums, childRows := child.sums(), child.rowsBySlot()
	for next := range child.items {
		m.extend(child, childSums, childRows, next)
	}
}

// roomFor reports whether a set may hold so many items more than the prefix.
func (m *earnerMiner) roomFor(items int) bool {
	return m.MaxSize == 0 || len(m.prefix)+items <= m.MaxSize
}

// before orders earners as [Earners] has them.
func (e Earner) before(o Earner) int {
	return cmp.Or(cmp.Compare(o.Money, e.Money), cmp.Compare(len(e.Items), len(o.Items)), slices.Compare(e.Items, o.Items))
}

// addTo returns the sum, at most the largest number: bounds may be too high.
func addTo(sum, money int64) int64 {
	if money > math.MaxInt64-sum {
		return math.MaxInt64
	}
	return sum + money
}
