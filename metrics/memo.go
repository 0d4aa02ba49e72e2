package metrics

import (
	"context"
	"sync"

	"xsell/metrics/sales"
)

// memo keeps what several sections of one report ask for.
type memo struct {
	once    sync.Once
	history []bucket
	err     error

	scoring  sync.Once
	scored   *segmented
	scoreErr error

	judging sync.Once
	judged  *scored
	judgErr error

	snapshot *Snapshot // of this report

	mu      sync.Mutex
	markets map[tier]func() (*market, error)
	steps   map[tier]func() (steps, error)
	bought  *purchasesOnce
	deals   *windowDealsOnce

	kept map[string]func() error // relations that several sections ask, by name

	counting sync.Once
	counts   basketCounts
	countErr error
}

func newMemo() *memo {
	return &memo{markets: map[tier]func() (*market, error){}, steps: map[tier]func() (steps, error){}, bought: &purchasesOnce{}, deals: &windowDealsOnce{},
		kept: map[string]func() error{}}
}

// keep lets the engine find a relation that several sections ask, once for all of them.
func (o Options) keep(ctx context.Context, l *sales.Ledger, name, query string) error {
	o.memo.mu.Lock()
	find, ok := o.memo.kept[name]
	if !ok {
		find = sync.OnceValue(func() error { return l.Keep(ctx, name, o.fill(query)) })
		o.memo.kept[name] = find
	}
	o.memo.mu.Unlock()
	return find()
}
