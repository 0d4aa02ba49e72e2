package basket

import (
	"container/heap"
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// A ranking keeps the best offers of several workers.
type ranking struct {
	bits atomic.Uint64 // of the least contribution that can still be among them

	mu   sync.Mutex
	most int
	held offerHeap
}

func newRanking(most int) *ranking {
	return &ranking{most: most}
}

// least returns the contribution below which nothing is among the best; 0 as
// long as there are too few.
func (r *ranking) least() float64 {
	return math.Float64frombits(r.bits.Load())
}

func (r *ranking) add(o Offer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.held) == r.most {
		if o.before(r.held[0]) >= 0 {
			return
		}
		heap.Pop(&r.held)
	}
	heap.Push(&r.held, o)
	if len(r.held) == r.most {
		r.bits.Store(math.Float64bits(r.held[0].Reliable))
	}
}

func (r *ranking) sorted() []Offer {
	offers := slices.Clone([]Offer(r.held))
	slices.SortFunc(offers, Offer.before)
	return offers
}

// An offerHeap has its last offer on top.
type offerHeap []Offer

func (h offerHeap) Len() int           { return len(h) }
func (h offerHeap) Less(i, j int) bool { return h[i].before(h[j]) > 0 }
func (h offerHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *offerHeap) Push(o any)        { *h = append(*h, o.(Offer)) }

func (h *offerHeap) Pop() any {
	last := len(*h) - 1
	o := (*h)[last]
	*h = (*h)[:last]
	return o
}
