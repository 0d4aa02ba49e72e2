package sales

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/duckdb/duckdb-go/v2"
)

// Engine is the SQL database that holds the ledger. Metrics never see it; they ask
// through Query, in SQL that any ANSI engine with window functions and FILTER takes.
type Engine struct {
	connector *duckdb.Connector
	db        *sql.DB
	spill     string // folder for what does not fit in memory
	loads     int
}

// EngineOptions bound what the embedded engine takes of the machine; zero values
// leave the choice to it.
type EngineOptions struct {
	Threads int
	Memory  string // as "4GB"
}

// openEmbedded starts DuckDB inside the process, without extensions from outside.
func openEmbedded(ctx context.Context, o EngineOptions) (*Engine, error) {
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
	return startEngine(ctx, spill, settings)
}

// startEngine starts DuckDB with the settings. It removes the folder spill, which may
// be empty, when it fails or is closed.
func startEngine(ctx context.Context, spill string, settings []string) (*Engine, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start the sales engine: %w", err), os.RemoveAll(spill))
	}
	e := &Engine{connector: connector, db: sql.OpenDB(connector), spill: spill}
	common := []string{
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET TimeZone = 'UTC'",
	}
	for _, s := range append(common, settings...) {
		if err := e.exec(ctx, s); err != nil {
			return nil, errors.Join(err, e.Close())
		}
	}
	return e, nil
}

// lock takes the engine's access to files and network away; called once the input is in.
func (e *Engine) lock(ctx context.Context) error {
	return e.exec(ctx, "SET enable_external_access = false")
}

func (e *Engine) exec(ctx context.Context, query string) error {
	if _, err := e.db.ExecContext(ctx, query); err != nil {
		return engineFault(err)
	}
	return nil
}

// run runs statements one after the other.
func (e *Engine) run(ctx context.Context, statements []string) error {
	for _, s := range statements {
		if err := e.exec(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// engineFault names the next step where the engine has no room left; DuckDB itself
// speaks of its settings.
func engineFault(err error) error {
	var fault *duckdb.Error
	if errors.As(err, &fault) && fault.Type == duckdb.ErrorTypeOutOfMemory {
		return errors.New("the sales engine is out of memory, and the disk has no room for what does not fit; give it more with --memory, or set TMPDIR to a folder on a larger disk")
	}
	return fmt.Errorf("sales engine: %w", err)
}

// Close frees the engine and removes what it spilled. A closed one may be closed again.
func (e *Engine) Close() error {
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
