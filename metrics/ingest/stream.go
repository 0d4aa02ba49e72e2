package ingest

import (
	"context"
	"io"

	"xsell/metrics/sales"
)

// stream carries rows from a reader to the engine in batches that go round: reading
// fills one while the engine takes another.
type stream struct {
	fields []sales.Field
	free   chan *sales.Batch
	batch  *sales.Batch
	give   func(delivery) error
}

// batches in flight.
const batches = 4

func newStream(r sales.Relation, fields []sales.Field) *stream {
	s := &stream{fields: fields, free: make(chan *sales.Batch, batches)}
	for range batches {
		b := &sales.Batch{Columns: make([]sales.Values, len(fields))}
		for i, f := range fields {
			if kindOf(r, f) == sales.Text {
				b.Columns[i].Text.Grow(sales.BatchRows)
			} else {
				b.Columns[i].Int = make([]int64, sales.BatchRows)
				b.Columns[i].Null = make([]bool, sales.BatchRows)
			}
		}
		s.free <- b
	}
	return s
}

// row makes room for a row and gives the batch and its place in it.
func (s *stream) row(ctx context.Context) (*sales.Batch, int, error) {
	if s.batch != nil && s.batch.Rows == sales.BatchRows {
		if err := s.send(); err != nil {
			return nil, 0, err
		}
	}
	if s.batch == nil {
		select {
		case s.batch = <-s.free:
			s.batch.Rows = 0
			for i := range s.batch.Columns {
				s.batch.Columns[i].Text.Clear()
			}
		case <-ctx.Done():
			return nil, 0, ctx.Err()
		}
	}
	i := s.batch.Rows
	s.batch.Rows++
	return s.batch, i, nil
}

func (s *stream) send() error {
	b := s.batch
	if b == nil {
		return nil
	}
	s.batch = nil
	return s.give(delivery{b, func() { s.free <- b }})
}

// run loads what read puts into the stream.
func (s *stream) run(ctx context.Context, l *sales.Ledger, r sales.Relation, read func(context.Context) error) error {
	return loadBatches(ctx, l, r, s.fields, func(ctx context.Context, give func(delivery) error) error {
		s.give = give
		if err := read(ctx); err != nil {
			return err
		}
		return s.send()
	})
}

// delivery is a batch for the engine, and what to call when the engine is done with it.
type delivery struct {
	batch   *sales.Batch
	release func()
}

// onTheWay is how many deliveries may wait for the engine, more than there are.
const onTheWay = 16

// loadBatches loads the batches that read gives, which runs in a goroutine of its own.
func loadBatches(ctx context.Context, l *sales.Ledger, r sales.Relation, fields []sales.Field, read func(ctx context.Context, give func(delivery) error) error) error {
	reading, cancel := context.WithCancel(ctx)
	full, done := make(chan delivery, onTheWay), make(chan struct{})
	var readErr error // to be read after full is closed
	go func() {
		defer close(done)
		defer close(full)
		readErr = read(reading, func(d delivery) error {
			select {
			case full <- d:
				return nil
			case <-reading.Done():
				return reading.Err()
			}
		})
	}()
	release := func() {}
	err := l.Load(ctx, r, fields, func() (*sales.Batch, error) {
		release()
		d, ok := <-full
		switch {
		case ok:
			release = d.release
			return d.batch, nil
		case readErr != nil:
			return nil, readErr
		}
		return nil, io.EOF
	})
	cancel()
	<-done
	if readErr != nil && (err == nil || ctx.Err() == nil && readErr != context.Canceled) {
		return readErr
	}
	return err
}
