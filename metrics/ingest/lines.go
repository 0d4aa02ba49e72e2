package ingest

import (
	"context"
	"strings"

	"xsell/metrics/sales"
)

// lineReader reads a sheet of sales lines. It keeps the accounts of the sheet, for which
// the lines must come in their order; they are converted before, several blocks at a time.
type lineReader struct {
	*lineForm
	run        *intake
	from       *table // whose rows are read: the sheet, or some rows of it
	byEngine   bool   // the engine reads the others, and finds the copies among all
	problems   *problems
	totals     sales.Source
	since      sales.Totals // lines since the last total row
	returned   returnCount
	copies     copyCount
	pseudo     pseudoCount
	rows       int64
	converters []*lineConverter
	dropped    bool // the line last taken was a copy, and is left out
}

func (run *intake) newLineReader(s *Sheet) *lineReader {
	r := &lineReader{lineForm: run.newLineForm(s), run: run, from: s.table, problems: newProblems(s.table, run.o)}
	r.returned = returnCount{map[string]int64{}, map[returnedLine]bool{}}
	r.pseudo.found = map[string]bool{}
	r.totals.Name = s.table.name()
	run.l.Derived = append(run.l.Derived, r.money.derived(s.table.name())...)
	return r
}

// load reads the sheet into the ledger.
func (r *lineReader) load(ctx context.Context) error {
	if err := r.loadRows(ctx); err != nil {
		return err
	}
	r.close()
	return nil
}

func (r *lineReader) loadRows(ctx context.Context) error {
	return loadBatches(ctx, r.run.l, sales.Lines, r.fields, r.read)
}

// read gives the lines of the sheet to give, in their order.
func (r *lineReader) read(ctx context.Context, give func(delivery) error) error {
	worker := func(ctx context.Context) func(*job[lineBlock]) error {
		c := r.newConverter(r.run.copies.hasher(r.s.signature(), r.source))
		r.converters = append(r.converters, c)
		return func(j *job[lineBlock]) error { return c.convert(ctx, &j.block, &j.out) }
	}
	return inBlocks(ctx, r.from.blocks(), r.s.Header, worker, func(j *job[lineBlock]) error {
		if err := r.take(&j.out, j.above); err != nil {
			return err
		}
		return give(delivery{&j.out.batch, j.release})
	})
}

// take keeps the accounts of a block: of its lines, and of its remarks in their places
// among them. Copies that are to be dropped leave the block.
func (r *lineReader) take(b *lineBlock, above int) error {
	b.countRowsFrom(above, r.place.row)
	b.kept = 0
	done := 0
	for _, m := range b.remarks {
		if err := r.takeLines(b, done, m.lines); err != nil {
			return err
		}
		done = m.lines
		if m.ofLine && r.dropped {
			continue
		}
		if err := m.make(r, above); err != nil {
			return err
		}
	}
	if err := r.takeLines(b, done, b.batch.Rows); err != nil {
		return err
	}
	b.batch.Rows = b.kept
	r.rows += b.rows
	r.run.progress(r.s.table, r.rows)
	return nil
}

// takeLines counts some lines of the block.
func (r *lineReader) takeLines(b *lineBlock, from, to int) error {
	if r.o.Config.Duplicates != "drop" && !r.byEngine {
		r.copies.lookUp(r.run.copies, b, from, to, &r.place)
	}
	for i := from; i < to; i++ {
		line := b.totals(i, &r.place)
		if r.o.Config.Duplicates == "drop" {
			seen := r.run.copies.seen(b.hashes[i])
			r.copies.count(seen, b.row(i, &r.place), line)
			if r.dropped = seen != newLine; r.dropped {
				if err := r.drop(line); err != nil {
					return err
				}
				continue
			}
		}
		if err := r.count(&r.totals.Read, line); err != nil {
			return err
		}
		r.since = r.since.Add(line)
		b.keep(i)
	}
	return nil
}

// close hands over what was counted.
func (r *lineReader) close() {
	for _, c := range r.converters {
		r.habits.count(c.habits)
	}
	r.s.Rows = r.rows
	r.reportCopies()
	r.reportHabits()
	r.pseudo.report(r.problems)
	r.run.l.NoProducts(sortedKeys(r.pseudo.found))
	r.run.l.Derived = append(r.run.l.Derived, r.returned.derived(r.s.table.name())...)
	r.run.l.Problems = append(r.run.l.Problems, r.problems.all()...)
	r.run.l.Sources[r.source] = r.totals
}

// signature stands for the layout of a sheet: lines of sheets with the same columns
// can be copies of each other.
func (s *Sheet) signature() string {
	var names []string
	for _, c := range s.Columns {
		names = append(names, fold(c.Header))
	}
	return strings.Join(names, "\x1f") + "\x1e"
}
