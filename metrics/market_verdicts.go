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
	if err := m.others(ctx, found, seldom, &others); err != nil {
		return v, err
	}
	tests = append(tests, others.cut()...)
	v.left = first.left + others.left
	v.rows = make([]pairing, len(tests))
	return v, m.forPairs(ctx, tests, func(i int) { v.rows[i] = m.pairing(tests[i]) })
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
	if m.engine == nil {
		window, err := m.mine(ctx, early|late)
		if err != nil {
			return nil, 0, err
		}
		m.joint(often, window)
	}
	if err := m.compareAlike(ctx, often, int64(len(often)), chance.logMore); err != nil {
		return nil, 0, err
	}
	var open []int32
	var those []pairTest
	for i := range often {
		if t := &often[i]; t.explained() {
			t.status, t.doubt = candidate, doubtBuyers
		} else {
			open, those = append(open, int32(i)), append(those, *t)
		}
	}
	return often, atLeast, m.forPairs(ctx, those, func(i int) { m.judge(&often[open[i]]) })
}

// forPairs does the work for the pairs, all processors at once. It may ask what their goods share.
func (m *market) forPairs(ctx context.Context, pairs []pairTest, work func(i int)) error {
	if m.engine == nil {
		return sideBySide(ctx, len(pairs), work)
	}
	return m.engine.ask(ctx, len(pairs), func(i int) (a, b int32) { return pairs[i].a, pairs[i].b }, func(from, to int) error {
		return sideBySide(ctx, to-from, func(i int) { work(from + i) })
	})
}

// weigh finds what can be relied on of the pairs that may be among the first so many:
// there may be a hundred times as many.
func (m *market) weigh(ctx context.Context, found []pairTest, most int) ([]sales.Money, error) {
	lows := make([]sales.Money, len(found))
	for _, status := range []string{confirmed, candidate, faded} {
		var of []int32
		var those []pairTest
		for i := range found {
			if found[i].status == status {
				of, those = append(of, int32(i)), append(those, found[i])
			}
		}
		if err := m.forPairs(ctx, those, func(i int) { lows[of[i]] = m.gain(m.rarerFirst(those[i])).low }); err != nil {
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
func (m *market) others(ctx context.Context, found, seldom []pairTest, to *shortlist[pairTest]) error {
	if m.engine != nil {
		return m.engine.others(ctx, found, to)
	}
	window, err := m.mine(ctx, early|late)
	if err != nil {
		return err
	}
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
	return nil
}
