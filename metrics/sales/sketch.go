package sales

import (
	"context"
	"errors"
	"slices"
)

// Sketch is an empty ledger with every relation and column that a filled one has, so that a
// query can be held against them before anything is read.
type Sketch struct {
	ledger *Ledger
	engine *embedded
}

// NewSketch makes a sketch; the caller closes it.
func NewSketch(ctx context.Context) (*Sketch, error) {
	engine, err := startEngine(ctx, "", []string{"SET threads = 1"})
	if err != nil {
		return nil, err
	}
	s := &Sketch{&Ledger{engine: engine, given: map[Relation]map[Field]bool{}}, engine}
	if err := s.relate(ctx); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	return s, nil
}

// Close frees the engine.
func (s *Sketch) Close() error { return s.engine.Close() }

func (s *Sketch) relate(ctx context.Context) error {
	const day = Day(20_000) // any: there is no line to place in time
	l := s.ledger
	var err error
	if l.Calendar, err = NewCalendar(day, day, CalendarOptions{Unit: Month, Window: "12m"}); err != nil {
		return err
	}
	var statements []string
	for _, r := range Relations() {
		statements = append(statements, createRead(r))
	}
	if err := run(ctx, s.engine, slices.Concat(statements, l.joins(), l.relations())); err != nil {
		return err
	}
	return s.engine.lock(ctx)
}
