package basket

import (
	"container/heap"
	"slices"
	"sync"
	"sync/atomic"
)

// A moneyLimit raises the minimum money so that no more than so many sets reach
// it, as [limit] does with the count.
type moneyLimit struct {
	minimum atomic.Int64

	mu   sync.Mutex
	most int // 0 for any number
	held moneyHeap
}

func newMoneyLimit(minimum int64, most int) *moneyLimit {
	l := &moneyLimit{most: most}
	l.minimum.Store(minimum)
	return l
}

// least returns the money that sets still wanted must bring.
func (l *moneyLimit) least() int64 {
	return l.minimum.Load()
}

// see takes the money of a further set into account: the least wanted is above
// that of the first set that is one too many.
func (l *moneyLimit) see(money int64) {
	if l.most == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	heap.Push(&l.held, money)
	if len(l.held) > l.most+1 {
		heap.Pop(&l.held)
	}
	if len(l.held) == l.most+1 {
		l.minimum.Store(max(l.minimum.Load(), l.held[0]+1))
	}
}

// earners returns those of the sets that are wanted, in their order.
func (l *moneyLimit) earners(found []Earner) *Earners {
	e := &Earners{MinMoney: l.least()}
	e.Sets = slices.DeleteFunc(found, func(s Earner) bool { return s.Money < e.MinMoney })
	slices.SortFunc(e.Sets, Earner.before)
	return e
}

// A moneyHeap has its least money on top.
type moneyHeap []int64

func (h moneyHeap) Len() int           { return len(h) }
func (h moneyHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h moneyHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *moneyHeap) Push(m any)        { *h = append(*h, m.(int64)) }

func (h *moneyHeap) Pop() any {
	last := len(*h) - 1
	m := (*h)[last]
	*h = (*h)[:last]
	return m
}
