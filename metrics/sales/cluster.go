package sales

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/trinodb/trino-go-client/trino"
)

// cluster is Trino, on other machines. What is joined stands in tables of its scratch schema;
// queries see them, and what follows from them, by the plain names of the relations.
type cluster struct {
	w       Warehouse
	db      *sql.DB
	client  string // the key of its http client in the driver
	prefix  string // of the tables in the scratch schema
	mu      sync.Mutex
	tables  []string
	names   names
	queries atomic.Int64
	longest atomic.Int64 // the most rows that came back of one query
}

// query runs SQL in which relations stand by their plain names.
func (c *cluster) query(ctx context.Context, query string) (*sql.Rows, error) {
	return c.db.QueryContext(ctx, c.names.with(query), c.watch()...)
}

// raw gives the rows of a query, as many as may come back.
func (c *cluster) raw(ctx context.Context, query string, each func([]driver.Value) error) error {
	rows, err := c.query(ctx, query)
	if err != nil {
		return c.fault(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return c.fault(err)
	}
	values, held, dest := make([]driver.Value, len(columns)), make([]any, len(columns)), make([]any, len(columns))
	for i := range held {
		dest[i] = &held[i]
	}
	for n := int64(1); rows.Next(); n++ {
		if err := rows.Scan(dest...); err != nil {
			return c.fault(err)
		}
		if n > c.w.Rows {
			return &RowsError{Limit: c.w.Rows}
		}
		c.took(int(n))
		for i, v := range held {
			values[i] = v
		}
		if err := each(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return c.fault(err)
	}
	return nil
}

func (c *cluster) mostRows() int64 { return c.w.Rows }

// took is told how many rows of a query came back.
func (c *cluster) took(rows int) {
	for n := int64(rows); ; {
		longest := c.longest.Load()
		if n <= longest || c.longest.CompareAndSwap(longest, n) {
			return
		}
	}
}

// exec runs a statement. One that creates a table or a view of the ledger gives its query a
// name: that of a table in the scratch schema for a table, that of the query itself for a view.
func (c *cluster) exec(ctx context.Context, statement string) error {
	m := creation().FindStringSubmatch(statement)
	switch {
	case m == nil:
		return c.send(ctx, statement)
	case m[1] == "VIEW":
		c.names.add(m[2], m[3])
		return nil
	}
	return c.create(ctx, m[2], m[3])
}

// create writes the rows of a query to a table of the scratch schema.
func (c *cluster) create(ctx context.Context, name, query string) error {
	table := c.prefix + name
	c.mu.Lock()
	c.tables = append(c.tables, table) // before: what is cancelled may have made it
	c.mu.Unlock()
	if err := c.send(ctx, "CREATE TABLE "+table+" AS "+c.names.with(query)); err != nil {
		return err
	}
	c.names.add(name, "SELECT * FROM "+table)
	return nil
}

func (c *cluster) send(ctx context.Context, statement string) error {
	if _, err := c.db.ExecContext(ctx, statement, c.watch()...); err != nil {
		return c.fault(err)
	}
	return nil
}

// drop lets go of a table that is needed no more.
func (c *cluster) drop(ctx context.Context, name string) error {
	table := c.prefix + name
	c.mu.Lock()
	at := slices.Index(c.tables, table)
	if at >= 0 {
		c.tables = slices.Delete(c.tables, at, at+1)
	}
	c.mu.Unlock()
	if at < 0 {
		return nil
	}
	return c.send(ctx, "DROP TABLE IF EXISTS "+table)
}

// lock does nothing: the engine is not ours to close.
func (c *cluster) lock(context.Context) error { return nil }

// Close drops the tables and lets go of the connections.
func (c *cluster) Close() error {
	if c.db == nil {
		return nil
	}
	ctx, stop := context.WithTimeout(context.Background(), dropTime)
	defer stop()
	var left []string
	for _, t := range c.tables {
		if _, err := c.db.ExecContext(ctx, "DROP TABLE IF EXISTS "+t); err != nil {
			left = append(left, t)
		}
	}
	c.tables = nil
	err := c.db.Close()
	c.db = nil
	trino.DeregisterCustomClient(c.client)
	if len(left) > 0 {
		err = errors.Join(err, fmt.Errorf("these tables could not be dropped, drop them by hand: %s", strings.Join(left, ", ")))
	}
	return err
}

// watch are the arguments by which the driver tells how far a query is.
func (c *cluster) watch() []any {
	n := c.queries.Add(1)
	if c.w.Progress == nil {
		return nil
	}
	return []any{sql.Named("X-Trino-Progress-Callback", trino.ProgressUpdater(&watcher{c.w.Progress, n})),
		sql.Named("X-Trino-Progress-Callback-Period", 200*time.Millisecond)}
}

// watcher hands on how far one query is.
type watcher struct {
	tell  func(Progress)
	query int64
}

// Update is called by the driver.
func (w *watcher) Update(p trino.QueryProgressInfo) {
	w.tell(Progress{w.query, p.QueryStats.ProcessedRows, float64(p.QueryStats.ProgressPercentage) / 100})
}
