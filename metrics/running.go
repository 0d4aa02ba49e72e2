package metrics

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"xsell/metrics/sales"
)

// runAll computes the sections that need no other, side by side.
func runAll(ctx context.Context, l *sales.Ledger, o Options, metrics []Metric, ready func(*Section)) ([]Section, error) {
	sections, left, now := make([]Section, len(metrics)), newPending(metrics), newUnderway(len(metrics), o.Computing)
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, lane := range lanes(metrics, l.Total().Used.Lines) {
		group.Go(func() error {
			for _, i := range lane {
				m := metrics[i]
				now.begin(m.Name)
				s, err := m.Run(within, l, o)
				if many := (*sales.RowsError)(nil); errors.As(err, &many) {
					s, err = m.leftOut(o, many), nil
				}
				if err == nil {
					sections[i], err = m.complete(s, o)
				}
				if err != nil {
					return m.failed(err)
				}
				now.end(m.Name)
				o.memo.release(m, left.without(m))
				ready(&sections[i])
			}
			return nil
		})
	}
	return sections, group.Wait()
}

// failed names the section in an error; one of the user's own is named by its file.
func (m Metric) failed(err error) error {
	if m.Own != nil && errors.As(err, new(*IndicatorError)) {
		return err
	}
	return fmt.Errorf("section %s: %w", m.Name, err)
}

// atOnce is how many sections are computed side by side: while the engine reduces for
// one, another concludes. Each has its place, whichever is ready first.
const atOnce = 2

// manyLines is from how many lines on the sections that look at the market of products
// wait for each other: each holds a large part of the memory then. The others go on beside
// them, and two at a time when these are done.
const manyLines = 3_000_000

// lanes are the places of the metrics, by what is computed one after the other, in the
// order to start them: those of most weight first, so that no long one is left to run
// alone at the end.
func lanes(metrics []Metric, lines int64) [][]int {
	var each [][]int
	for i := range metrics {
		each = append(each, []int{i})
	}
	slices.SortStableFunc(each, func(a, b []int) int { return cmp.Compare(metrics[b[0]].Weight, metrics[a[0]].Weight) })
	if lines < manyLines {
		return each
	}
	heavy, others := []int{}, [][]int{}
	for _, lane := range each {
		if slices.Contains(metrics[lane[0]].Markets, ofProducts) {
			heavy = append(heavy, lane...)
		} else {
			others = append(others, lane)
		}
	}
	return append([][]int{heavy}, others...)
}

// pending are the sections that are not yet computed.
type pending struct {
	mu   sync.Mutex
	left []Metric
}

func newPending(metrics []Metric) *pending { return &pending{left: slices.Clone(metrics)} }

// without takes a section from them, and gives those that are left.
func (p *pending) without(done Metric) []Metric {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left = slices.DeleteFunc(p.left, func(m Metric) bool { return m.Name == done.Name })
	return slices.Clone(p.left)
}

// release lets go of what a section looked at, and none of those left will.
func (m *memo) release(done Metric, left []Metric) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, of := range done.Markets {
		if !slices.ContainsFunc(left, func(o Metric) bool { return slices.Contains(o.Markets, of) }) {
			delete(m.markets, of)
		}
	}
	if len(done.Markets) > 0 && !slices.ContainsFunc(left, func(o Metric) bool { return len(o.Markets) > 0 }) {
		m.deals = &windowDealsOnce{}
	}
	if done.Walks && !slices.ContainsFunc(left, func(o Metric) bool { return o.Walks }) {
		m.steps, m.bought = map[tier]func() (steps, error){}, &purchasesOnce{}
	}
}
