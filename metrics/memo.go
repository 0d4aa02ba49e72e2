package metrics

import "sync"

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
