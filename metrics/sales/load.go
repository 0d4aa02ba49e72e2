package sales

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// BatchRows is how many rows the engine takes at a time. A Batch of fewer is a waste
// where there are more; one of more is shared out.
const BatchRows = 2048

// Batch is some rows of one relation, column by column, in the order of the
// fields it was announced with.
type Batch struct {
	Rows    int
	Columns []Values
}

// Values are the cells of one column: Text for text, Int with Null for everything else.
// A nil Null means that none is missing.
type Values struct {
	Text Texts
	Int  []int64
	Null []bool
}

// Load appends batches to a relation until next returns io.EOF. Any other error
// stops the load and is returned. A batch may be used again by next as soon as next
// is called again.
func (l *Ledger) Load(ctx context.Context, r Relation, fields []Field, next func() (*Batch, error)) error {
	columns, err := columnsOf(r, fields)
	if err != nil {
		return err
	}
	if err := l.engine.load(ctx, r, columns, next); err != nil {
		return err
	}
	for _, c := range columns {
		l.given[r][c.Field] = true
	}
	return nil
}

// load lets the engine take the batches as a table function.
func (e *embedded) load(ctx context.Context, r Relation, columns []Column, next func() (*Batch, error)) error {
	f := &feed{columns: columns, next: next}
	defer f.pinned.Unpin()
	e.loads++
	name := fmt.Sprintf("feed_%d", e.loads)
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return engineFault(err)
	}
	defer conn.Close()
	err = duckdb.RegisterTableUDF(conn, name, duckdb.ChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) { return f, nil },
	})
	if err != nil {
		return engineFault(err)
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = ident(string(c.Field))
	}
	list := strings.Join(names, ", ")
	err = e.onOneThread(ctx, func() error {
		_, err := conn.ExecContext(ctx, fmt.Sprintf("INSERT INTO read_%s (%s) SELECT %s FROM %s()", r, list, list, name))
		return err
	})
	if f.err != nil && f.err != io.EOF {
		return f.err
	}
	if err != nil {
		return engineFault(err)
	}
	return nil
}

// onOneThread keeps the engine from sharing out the work of run. A load is a single
// task; with more threads the one that waits for it spins, and takes a core away from
// the reader that the load is waiting for.
func (e *embedded) onOneThread(ctx context.Context, run func() error) error {
	var threads int
	if err := e.db.QueryRowContext(ctx, "SELECT current_setting('threads')").Scan(&threads); err != nil {
		return err
	}
	if _, err := e.db.ExecContext(ctx, "SET threads = 1"); err != nil {
		return err
	}
	err := run()
	_, err2 := e.db.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("SET threads = %d", threads))
	return errors.Join(err, err2)
}

func columnsOf(r Relation, fields []Field) ([]Column, error) {
	out := make([]Column, len(fields))
	for i, f := range fields {
		found := false
		for _, c := range r.Columns() {
			if c.Field == f {
				out[i], found = c, true
			}
		}
		if !found {
			return nil, fmt.Errorf("relation %s has no field %s", r, f)
		}
	}
	return out, nil
}

// feed hands batches to the engine as a table function.
type feed struct {
	columns []Column
	next    func() (*Batch, error)
	batch   *Batch
	given   int            // rows of the batch that the engine has
	pinned  runtime.Pinner // what the batch points to
	err     error          // why next ended, io.EOF included
}

func (f *feed) ColumnInfos() []duckdb.ColumnInfo {
	infos := make([]duckdb.ColumnInfo, len(f.columns))
	for i, c := range f.columns {
		kind := duckdb.TYPE_BIGINT
		if c.Kind == Text {
			kind = duckdb.TYPE_VARCHAR
		}
		info, err := duckdb.NewTypeInfo(kind)
		if err != nil {
			f.err = err
		}
		infos[i] = duckdb.ColumnInfo{Name: string(c.Field), T: info}
	}
	return infos
}

func (f *feed) Cardinality() *duckdb.CardinalityInfo { return nil }

func (f *feed) Init() {}

// FillChunk gives the engine the next rows, none at the end.
func (f *feed) FillChunk(chunk duckdb.DataChunk) error {
	for f.err == nil && (f.batch == nil || f.given == f.batch.Rows) {
		f.take()
	}
	switch {
	case f.err == io.EOF:
		return chunk.SetSize(0)
	case f.err != nil:
		return f.err
	}
	to := min(f.given+duckdb.GetDataChunkCapacity(), f.batch.Rows)
	if err := chunk.SetSize(to - f.given); err != nil {
		return err
	}
	vectors, err := vectorsOf(chunk, len(f.columns))
	if err != nil {
		return err
	}
	for i, c := range f.columns {
		switch values := &f.batch.Columns[i]; {
		case c.Kind == Text:
			vectors[i].setTexts(&values.Text, f.given, to)
		case values.Null == nil:
			vectors[i].setInts(values.Int[f.given:to], nil)
		default:
			vectors[i].setInts(values.Int[f.given:to], values.Null[f.given:to])
		}
	}
	f.given = to
	return nil
}

// take gets the next batch. The engine is done with the one before.
func (f *feed) take() {
	f.pinned.Unpin()
	f.batch, f.err = f.next()
	f.given = 0
	if f.err == nil {
		for i := range f.batch.Columns {
			f.batch.Columns[i].Text.pin(&f.pinned)
		}
	}
}
