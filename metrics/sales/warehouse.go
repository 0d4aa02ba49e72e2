package sales

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Warehouse says where sales lines lie that are too many for one machine, and what they are
// there: the metrics' SQL runs on its engine, Trino, and only what it reduces them to comes back.
type Warehouse struct {
	Address string // as https://trino.example.com:8443
	User    string

	// Password or Token prove who the user is. They go over https only and stand in no error.
	Password, Token string

	CA              string // a file with the certificates that https is verified by, besides those of the system
	Catalog, Schema string // for tables that name none

	// Scratch is the catalog and schema that the joined lines are written to, in tables of a
	// random name that are dropped at the end.
	Scratch string

	Timeout time.Duration // of one query; 0 means an hour
	Rows    int64         // the most rows of one answer; 0 means DefaultRows

	Relations map[Relation]Selection

	NoProducts []string           // keys and names, in lower case, of what is postage, fees and the like
	Nothing    map[Field][]string // texts of a field, in lower case, that say that there is none

	// Progress is told now and then how far the query is that runs; it must return quickly. Nil:
	// nobody is told.
	Progress func(Progress)
}

// DefaultRows is the most rows that one answer of a warehouse may have.
const DefaultRows = 10_000_000

// Selection is what a relation is in the warehouse: a table or a query, and the SQL expressions
// that give its fields. A field without one is the column of its name, where there is one.
type Selection struct {
	Table, Query string
	Columns      map[Field]string
}

// Progress is how far the warehouse has come.
type Progress struct {
	Queries int64   // so far, with this one
	Rows    int64   // that this query has gone through
	Share   float64 // of its work that is done, 0 to 1
}

// RowsError says that an answer has more rows than may come back: from a warehouse, or Here into
// the memory that was given.
type RowsError struct {
	Limit int64
	Here  bool
}

func (e *RowsError) Error() string {
	if e.Here {
		return fmt.Sprintf("more than %d rows are to be looked at one by one; give more memory with --memory", e.Limit)
	}
	return fmt.Sprintf("the answer has more than %d rows; narrow the lines, or allow more with \"rows:\"", e.Limit)
}

// NewWarehouse opens a ledger of which the lines stay in the warehouse. It connects, and fails
// where that cannot be done. The other sheets may be loaded from files; ReadWarehouse takes
// what lies in the warehouse.
func NewWarehouse(ctx context.Context, w Warehouse) (*Ledger, error) {
	l := &Ledger{given: map[Relation]map[Field]bool{}}
	for _, r := range Relations() {
		l.given[r] = map[Field]bool{}
	}
	c, err := connect(ctx, w)
	if err != nil {
		return nil, err
	}
	l.engine = c
	return l, nil
}

// Understood is what a relation of the warehouse was taken for.
type Understood struct {
	Relation Relation
	From     string // the table, or "query"
	Rows     int64
	Fields   []Field
	By       map[Field]string // the expressions
	Unused   []string         // columns that no field is taken from
}

// ReadWarehouse takes the relations of the warehouse into the ledger: its Inputs, Sources and
// Problems too. The caller then calls Finish.
func (l *Ledger) ReadWarehouse(ctx context.Context) ([]Understood, error) {
	c, is := l.engine.(*cluster)
	if !is {
		return nil, fmt.Errorf("the lines of this ledger are in no warehouse")
	}
	var out []Understood
	for _, r := range Relations() {
		s, named := c.w.Relations[r]
		if !named {
			continue
		}
		if len(l.given[r]) > 0 {
			return out, fmt.Errorf("%s stand both in the files and in the warehouse; leave one of them out", r)
		}
		u, err := c.read(ctx, r, s)
		if err != nil {
			return out, fmt.Errorf("read %s from the warehouse: %w", r, err)
		}
		out = append(out, u)
		for _, f := range u.Fields {
			l.given[r][f] = true
		}
		l.Inputs = append(l.Inputs, Input{Name: u.From, Sheets: []Sheet{{Relation: r, Rows: u.Rows}}})
		if r == Lines {
			if err := c.account(ctx, l, u.From); err != nil {
				return out, err
			}
		}
	}
	if len(l.Sources) == 0 {
		return out, fmt.Errorf("the warehouse has no lines: name their table under warehouse, relations, lines")
	}
	return out, nil
}

// sortedFields are the keys of a map of fields, sorted.
func sortedFields[V any](m map[Field]V) []Field { return slices.Sorted(maps.Keys(m)) }

// MostRows is the most rows of sales that one answer may have: what a warehouse allows, or what
// the engine in this process was given.
func (l *Ledger) MostRows() int64 { return l.engine.mostRows() }

// TooMany is the error of an answer with more rows than the limit.
func (l *Ledger) TooMany(limit int64) error {
	_, elsewhere := l.engine.(*cluster)
	return &RowsError{Limit: limit, Here: !elsewhere}
}

// Keep lets the rows of a query stand as a relation of that name until the ledger is closed,
// for queries that build on it. One of the same name before it is dropped.
func (l *Ledger) Keep(ctx context.Context, name, query string) error {
	if err := l.engine.drop(ctx, name); err != nil {
		return err
	}
	return l.engine.exec(ctx, "CREATE TABLE "+ident(name)+" AS "+query)
}

// Forget lets go of what was kept by that name.
func (l *Ledger) Forget(ctx context.Context, name string) error { return l.engine.drop(ctx, name) }

// LongestAnswer is the most rows that have come back from the warehouse for one query; 0 of a
// ledger on the engine in this process.
func (l *Ledger) LongestAnswer() int64 {
	if c, is := l.engine.(*cluster); is {
		return c.longest.Load()
	}
	return 0
}
