package sales

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/duckdb/duckdb-go/v2"
)

// engine is the SQL database that holds the ledger. Metrics never see it; they ask
// through Query, in SQL that any ANSI engine with window functions and FILTER takes.
type engine interface {
	// exec runs a statement.
	exec(ctx context.Context, statement string) error
	// query runs SQL on the relations of the ledger by their plain names. fault words its errors.
	query(ctx context.Context, query string) (*sql.Rows, error)
	// raw runs a query without the conversions of database/sql, which take longer than the
	// query where there are many rows. The values are valid during the call of each, an error of
	// which ends the reading and is returned as it is.
	raw(ctx context.Context, query string, each func([]driver.Value) error) error
	// load appends batches to what is read of a relation until next returns io.EOF.
	load(ctx context.Context, r Relation, columns []Column, next func() (*Batch, error)) error
	// settle brings the amounts of the lines into one currency.
	settle(ctx context.Context, l *Ledger, o FinishOptions) error
	// join gives every line that was read what other sheets say of it.
	join(ctx context.Context, l *Ledger) error
	// relate makes the relations that metrics see of what is joined.
	relate(ctx context.Context, l *Ledger) error
	// lock takes the engine's access to files and network away; called once the input is in.
	lock(ctx context.Context) error
	// meant is a query of the user in the words by which the engine means what DuckDB does.
	meant(query string) string
	// drop lets go of a table, where there is one of the name.
	drop(ctx context.Context, name string) error
	fault(error) error
	// took is told how many rows of a query came back.
	took(rows int)
	// mostRows is how many rows of sales one answer may have.
	mostRows() int64
	Close() error
}

// embedded is DuckDB inside the process.
type embedded struct {
	connector *duckdb.Connector
	db        *sql.DB
	spill     string // folder for what does not fit in memory
	loads     int
	rows      int64 // of one answer; 0 means any number

	compressed int64 // bytes taken when tables were compressed last
}

// EngineOptions bound what the embedded engine takes of the machine; zero values
// leave the choice to it.
type EngineOptions struct {
	Threads int
	Memory  string // as "4GB"
	Rows    int64  // of sales that one answer may have; they are held outside of Memory
}

// openEmbedded starts DuckDB inside the process, without extensions from outside.
func openEmbedded(ctx context.Context, o EngineOptions) (*embedded, error) {
	spill, err := os.MkdirTemp("", "xsell-spill-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for what does not fit in memory: %w; set TMPDIR to a folder that can be written", err)
	}
	settings := []string{
		"SET temp_directory = " + quote(spill),
		"SET preserve_insertion_order = false", // every query orders its rows
	}
	if o.Threads > 0 {
		settings = append(settings, fmt.Sprintf("SET threads = %d", o.Threads))
	}
	if o.Memory != "" {
		settings = append(settings, "SET memory_limit = "+quote(o.Memory))
	}
	e, err := startEngine(ctx, spill, settings)
	if err != nil {
		return nil, err
	}
	e.rows = o.Rows
	return e, nil
}

// startEngine starts DuckDB with the settings. It removes the folder spill, which may
// be empty, when it fails or is closed.
func startEngine(ctx context.Context, spill string, settings []string) (*embedded, error) {
	connector, err := duckdb.NewConnector("", useTables)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start the sales engine: %w", err), os.RemoveAll(spill))
	}
	e := &embedded{connector: connector, db: sql.OpenDB(connector), spill: spill}
	common := []string{
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET TimeZone = 'UTC'",
		"SET checkpoint_threshold = '1TB'", // tables are compressed once, when nothing is written any more
	}
	for _, s := range append(common, settings...) {
		if err := e.exec(ctx, s); err != nil {
			return nil, errors.Join(err, e.Close())
		}
	}
	return e, nil
}

// useTables lets a connection speak to the database that holds the tables: what is in the
// one that an engine begins with cannot be compressed.
func useTables(conn driver.ExecerContext) error {
	_, err := conn.ExecContext(context.Background(), "ATTACH IF NOT EXISTS ':memory:' AS tables (COMPRESS); USE tables", nil)
	return err
}

// largeTables is by how many bytes tables grow until they are compressed. It takes about a second
// for every million lines and leaves about a tenth of them; queries take as long as before.
const largeTables = 1 << 30

// compress makes tables small that have grown by so many bytes or more since they were small last.
func (e *embedded) compress(ctx context.Context, by int64) error {
	bytes, err := e.taken(ctx)
	if err != nil || bytes < e.compressed+by {
		return err
	}
	if err := e.exec(ctx, "FORCE CHECKPOINT tables"); err != nil {
		return err
	}
	e.compressed, err = e.taken(ctx)
	return err
}

// taken is how many bytes the engine takes in memory and on disk.
func (e *embedded) taken(ctx context.Context) (bytes int64, err error) {
	err = e.db.QueryRowContext(ctx, "SELECT CAST(sum(memory_usage_bytes + temporary_storage_bytes) AS BIGINT) FROM duckdb_memory()").Scan(&bytes)
	if err != nil {
		return 0, engineFault(err)
	}
	return bytes, nil
}

// mend runs statements that write lines anew, one after the other. What they write is not
// compressed, and takes room that the next would lack: of 60,000,000 lines many times the memory.
func (e *embedded) mend(ctx context.Context, statements []string) error {
	if err := e.compress(ctx, largeTables); err != nil {
		return err
	}
	for _, s := range statements {
		if err := e.exec(ctx, s); err != nil {
			return err
		}
		if err := e.compress(ctx, largeTables); err != nil {
			return err
		}
	}
	return nil
}

// lock takes the engine's access to files and network away; called once the input is in. From
// then on sections ask side by side, and each computes on its own thread too: with one less
// of the engine's they do not take the cores from each other, and a group by is made of fewer parts.
func (e *embedded) lock(ctx context.Context) error {
	var threads int
	if err := e.db.QueryRowContext(ctx, "SELECT current_setting('threads')").Scan(&threads); err != nil {
		return engineFault(err)
	}
	if err := e.exec(ctx, fmt.Sprintf("SET threads = %d", max(1, threads-1))); err != nil {
		return err
	}
	return e.exec(ctx, "SET enable_external_access = false")
}

func (e *embedded) exec(ctx context.Context, query string) error {
	if _, err := e.db.ExecContext(ctx, query); err != nil {
		return engineFault(err)
	}
	return nil
}

// run runs statements one after the other.
func run(ctx context.Context, e engine, statements []string) error {
	for _, s := range statements {
		if err := e.exec(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (e *embedded) meant(query string) string { return query }

// drop lets go of a table, where there is one of the name.
func (e *embedded) drop(ctx context.Context, name string) error {
	return e.exec(ctx, "DROP TABLE IF EXISTS "+name)
}

var errRoom = errors.New("the sales engine is out of memory, and the disk has no room for what does not fit; give it more with --memory, or set TMPDIR to a folder on a larger disk")

func (e *embedded) query(ctx context.Context, query string) (*sql.Rows, error) {
	return e.db.QueryContext(ctx, query)
}

func (e *embedded) raw(ctx context.Context, query string, each func([]driver.Value) error) error {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return engineFault(err)
	}
	defer conn.Close()
	return rawRows(ctx, conn, query, engineFault, each)
}

// took does nothing: what comes back comes from the same process.
func (e *embedded) took(int) {}

func (e *embedded) mostRows() int64 {
	if e.rows == 0 {
		return math.MaxInt64
	}
	return e.rows
}

func (e *embedded) fault(err error) error { return engineFault(err) }

// engineFault names the next step where the engine has no room left; DuckDB itself
// speaks of its settings.
func engineFault(err error) error {
	var fault *duckdb.Error
	if errors.As(err, &fault) && fault.Type == duckdb.ErrorTypeOutOfMemory {
		return errRoom
	}
	return fmt.Errorf("sales engine: %w", err)
}

// Close frees the engine and removes what it spilled. A closed one may be closed again.
func (e *embedded) Close() error {
	if e.db == nil {
		return nil
	}
	err := e.db.Close()
	e.db = nil
	if err2 := e.connector.Close(); err == nil {
		err = err2
	}
	if err2 := os.RemoveAll(e.spill); err == nil {
		err = err2
	}
	return err
}
