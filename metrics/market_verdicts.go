package metrics

import (
	"cmp"
	"context"
	"sync"

	"xsell/metrics/sales"
)

// verdicts are the pairs of a market, each with its status.
type verdicts struct {
	rows    []pairing // those with a status first, the surest and the most worth
	left    int64     // pairs with joint buyers that have no row
	tests   int64     // pairs tested, those without a joint buyer included
	atLeast int64     // joint buyers from which pairs were listed

	by    map[string]int64 // pairs of each status
	doubt map[string]int64 // candidates of each doubt
}

// found is the number of pairs that the correction left standing.
func (v verdicts) found() int64 { return v.by[confirmed] + v.by[candidate] + v.by[faded] }

// verdicts tests all pairs and measures the first so many: those found by status and
// gain, then substitutes, then the others by their joint buyers beyond chance.
func (m *market) verdicts(ctx context.Context, most int) (verdicts, error) {
	v := verdicts{tests: m.pairs(), by: map[string]int64{}, doubt: map[string]int64{}}
	found, atLeast, err := m.foundTogether(ctx)
	if err != nil {
		return v, err
	}
	lows, err := m.weigh(ctx, found, most)
	if err != nil {
		return v, err
	}
	window, err := m.mine(ctx, early|late)
	if err != nil {
		return v, err
	}
	seldom, err := m.seldomTogether(ctx)
	if err != nil {
		return v, err
	}
	v.atLeast = atLeast
	first := shortlist[pairTest]{most: most, order: byStatus}
	for i, t := range found {
		t.low = lows[i]
		v.count(t)
		first.add(t)
	}
	for _, t := range seldom {
		v.count(t)
		first.add(t)
	}
	tests := first.cut()
	others := shortlist[pairTest]{most: most - len(tests), order: byExtra}
	m.others(window, found, seldom, &others)
	tests = append(tests, others.cut()...)
	v.left = first.left + others.left
	v.rows = make([]pairing, len(tests))
	return v, sideBySide(ctx, len(tests), func(i int) { v.rows[i] = m.pairing(tests[i]) })
}

func (v *verdicts) count(t pairTest) {
	v.by[t.status]++
	v.doubt[t.doubt]++
}

// foundOnce keeps what the sections about pairs and about offers share.
type foundOnce struct {
	once    sync.Once
	pairs   []pairTest
	atLeast int64
	err     error
}

// foundTogether are the pairs found to be bought together, each with its status, and the
// joint buyers from which they were listed. The slice is not the caller's to change.
func (m *market) foundTogether(ctx context.Context) ([]pairTest, int64, error) {
	f := &m.sure
	f.once.Do(func() { f.pairs, f.atLeast, f.err = m.judgeFound(ctx) })
	return f.pairs, f.atLeast, f.err
}

func (m *market) judgeFound(ctx context.Context) ([]pairTest, int64, error) {
	often, atLeast, err := m.oftenTogether(ctx)
	if err != nil {
		return nil, 0, err
	}
	window, err := m.mine(ctx, early|late)
	if err != nil {
		return nil, 0, err
	}
	m.joint(often, window)
	if err := m.compareAlike(ctx, often, int64(len(often)), chance.logMore); err != nil {
		return nil, 0, err
	}
	return often, atLeast, sideBySide(ctx, len(often), func(i int) { m.judge(&often[i]) })
}

// weigh finds what can be relied on of the pairs that may be among the first so many:
// there may be a hundred times as many.
func (m *market) weigh(ctx context.Context, found []pairTest, most int) ([]sales.Money, error) {
	lows := make([]sales.Money, len(found))
	for _, status := range []string{confirmed, candidate, faded} {
		var of []int32
		for i := range found {
			if found[i].status == status {
				of = append(of, int32(i))
			}
		}
		if err := sideBySide(ctx, len(of), func(i int) { lows[of[i]] = m.gain(m.rarerFirst(found[of[i]])).low }); err != nil {
			return nil, err
		}
		if most -= len(of); most <= 0 {
			break
		}
	}
	return lows, nil
}

// places are the statuses in the order of the table.
var places = map[string]int{confirmed: 1, candidate: 2, faded: 3, substitutes: 4}

// byStatus puts the surest first, and of these the most worth.
func byStatus(a, b pairTest) int {
	return cmp.Or(cmp.Compare(places[a.status], places[b.status]), cmp.Compare(b.low, a.low), cmp.Compare(a.logP, b.logP),
		cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b))
}

// byExtra puts those with the most joint buyers beyond chance first.
func byExtra(a, b pairTest) int {
	x, _ := a.counts.ExtraBaskets()
	y, _ := b.counts.ExtraBaskets()
	return cmp.Or(cmp.Compare(y, x), cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b))
}

// others gives the pairs with joint buyers that have no status.
func (m *market) others(window minedPairs, found, seldom []pairTest, to *shortlist[pairTest]) {
	done := newPairSet(len(m.goods))
	for _, taken := range [][]pairTest{found, seldom} {
		for _, t := range taken {
			done.add(t.a, t.b)
		}
	}
	window.each(func(t pairCount) {
		switch {
		case done.has(t.a, t.b):
		case to.most == 0:
			to.left++
		default:
			to.add(pairTest{a: t.a, b: t.b, counts: m.countsOf(t, early|late)})
		}
	})
}
