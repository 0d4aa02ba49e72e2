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
	full   chan *sales.Batch
	free   chan *sales.Batch
	batch  *sales.Batch
	err    error // why reading ended, to be read after full is closed
}

// batches in flight.
const batches = 4

func newStream(r sales.Relation, fields []sales.Field) *stream {
	s := &stream{fields: fields, full: make(chan *sales.Batch, batches), free: make(chan *sales.Batch, batches)}
	for range batches {
		b := &sales.Batch{Columns: make([]sales.Values, len(fields))}
		for i, f := range fields {
			if kindOf(r, f) == sales.Text {
				b.Columns[i].Text = make([]string, sales.BatchRows)
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
		if err := s.send(ctx); err != nil {
			return nil, 0, err
		}
	}
	if s.batch == nil {
		select {
		case s.batch = <-s.free:
			s.batch.Rows = 0
		case <-ctx.Done():
			return nil, 0, ctx.Err()
		}
	}
	i := s.batch.Rows
	s.batch.Rows++
	return s.batch, i, nil
}

func (s *stream) send(ctx context.Context) error {
	if s.batch == nil {
		return nil
	}
	select {
	case s.full <- s.batch:
		s.batch = nil
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run reads with read in a goroutine of its own and loads what it puts into the stream.
func (s *stream) run(ctx context.Context, l *sales.Ledger, r sales.Relation, read func(context.Context) error) error {
	reading, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(s.full)
		if s.err = read(reading); s.err == nil {
			s.err = s.send(reading)
		}
	}()
	var last *sales.Batch
	err := l.Load(ctx, r, s.fields, func() (*sales.Batch, error) {
		if last != nil {
			s.free <- last
			last = nil
		}
		b, ok := <-s.full
		switch {
		case ok:
			last = b
			return b, nil
		case s.err != nil:
			return nil, s.err
		}
		return nil, io.EOF
	})
	cancel()
	<-done
	if s.err != nil && (err == nil || ctx.Err() == nil && s.err != context.Canceled) {
		return s.err
	}
	return err
}
