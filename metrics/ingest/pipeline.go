package ingest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"xsell/metrics/ingest/sheet"
)

// job is a block of rows on its way, and what the work on it gives.
type job[R any] struct {
	block
	out    R
	number int // in the order of the table
	home   chan *job[R]
}

// release lets the job be filled with other rows; what points into it is void.
func (j *job[R]) release() { j.home <- j }

// pipeline brings the rows of a table in blocks. A goroutine reads ahead.
type pipeline[R any] struct {
	free   chan *job[R]
	filled chan *job[R] // in the order of the table
	err    error        // why reading ended; set before filled is closed
	above  int          // records of the blocks taken so far
	group  sync.WaitGroup
}

// cut puts the rows of a table behind number below into blocks, in order.
type cut func(ctx context.Context, below int, c carrier) error

// startPipeline begins to read, so many blocks ahead. In the end its context must be
// cancelled and its group waited for.
func startPipeline[R any](ctx context.Context, rows cut, below, jobs int) *pipeline[R] {
	p := &pipeline[R]{free: make(chan *job[R], jobs), filled: make(chan *job[R], jobs)}
	for range jobs {
		p.free <- nil // made when it is needed
	}
	p.group.Go(func() { p.produce(ctx, rows, below) })
	return p
}

func (p *pipeline[R]) produce(ctx context.Context, rows cut, below int) {
	defer close(p.filled)
	var j *job[R]
	number := 0
	empty := func() (*block, error) {
		select {
		case j = <-p.free:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if j == nil {
			j = &job[R]{home: p.free}
		}
		j.number = number
		j.empty()
		return &j.block, nil
	}
	full := func() {
		number++
		p.filled <- j
	}
	p.err = rows(ctx, below, carrier{empty, full})
}

// failure is why reading ended before the end.
func (p *pipeline[R]) failure() error {
	if errors.Is(p.err, errRecord) {
		return fmt.Errorf("record %d %w", p.above+1, p.err)
	}
	return p.err
}

// eachRow gives the rows behind number below one by one.
func eachRow(ctx context.Context, rows cut, below int, each func(row int, cells []sheet.Cell) error) error {
	ctx, cancel := context.WithCancel(ctx)
	p := startPipeline[struct{}](ctx, rows, below, 4)
	defer p.group.Wait()
	defer cancel()
	for j := range p.filled {
		j.above = p.above
		if err := j.each(each); err != nil {
			return err
		}
		p.above += j.count
		j.release()
	}
	return p.failure()
}

// maxWorkers is how many goroutines work on blocks at most. The engine, which takes the
// rows in turn, is busy with fewer.
const maxWorkers = 4

// inBlocks has the rows behind number below worked on in blocks, several at a time, and
// gives the blocks to take in the order of the table, one at a time. Each goroutine gets
// its work from worker. take releases the job, or gives it on to one who does. The error
// is the first in the order of the table.
func inBlocks[R any](ctx context.Context, rows cut, below int, worker func(context.Context) func(*job[R]) error, take func(*job[R]) error) error {
	// One processor is left to the engine, which waits for one each time it asks for rows.
	workers := max(1, min(runtime.GOMAXPROCS(0)-1, maxWorkers))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := startPipeline[R](ctx, rows, below, 2*workers+4)
	turn := newTurn()
	var failed error // of the first block that failed
	for range workers {
		work := worker(ctx)
		p.group.Go(func() {
			for j := range p.filled {
				err := work(j)
				turn.wait(j.number)
				if failed == nil && err == nil {
					j.above = p.above
					p.above += j.count
					err = take(j)
				}
				if failed == nil && err != nil {
					failed = err
					cancel()
				}
				turn.pass()
			}
		})
	}
	p.group.Wait()
	if failed != nil {
		return failed
	}
	return p.failure()
}

// turn lets goroutines do something in the order of their numbers.
type turn struct {
	lock   sync.Mutex
	passed *sync.Cond
	number int
}

func newTurn() *turn {
	t := &turn{}
	t.passed = sync.NewCond(&t.lock)
	return t
}

// wait returns when it is the turn of number, and holds it until pass.
func (t *turn) wait(number int) {
	t.lock.Lock()
	for t.number != number {
		t.passed.Wait()
	}
}

func (t *turn) pass() {
	t.number++
	t.passed.Broadcast()
	t.lock.Unlock()
}
