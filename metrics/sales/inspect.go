package sales

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// ResultColumn is a column that a query gives.
type ResultColumn struct {
	Name string
	Kind ResultKind
}

// ResultKind is what the values of a column are.
type ResultKind string

// The kinds. What is of another kind cannot stand in a table of the report.
const (
	WholeResult   ResultKind = "a whole number"
	DecimalResult ResultKind = "a decimal number"
	TextResult    ResultKind = "a text"
	DayResult     ResultKind = "a date"
	OtherResult   ResultKind = "something else"
)

// Inspect holds a query of the user against the relations and gives the columns of its
// result. It does not run it. The query has to be one SELECT, over the relations that
// Queryable lists and over nothing else, and to give the same for the same sales every time; what
// it is instead is a *QueryError with its line.
func (s *Sketch) Inspect(ctx context.Context, query string) ([]ResultColumn, error) {
	statements, err := s.parse(ctx, query)
	if err != nil {
		return nil, err
	}
	if len(statements) != 1 {
		return nil, &QueryError{Text: fmt.Sprintf("%d statements where one SELECT is wanted", len(statements))}
	}
	known, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	if err := known.judge(query, statements[0]); err != nil {
		return nil, err
	}
	return s.bind(ctx, query)
}

// parse gives the tree of each statement, as the engine itself reads it.
func (s *Sketch) parse(ctx context.Context, query string) ([]any, error) {
	type row struct{ Tree string }
	rows, err := Query[row](ctx, s.ledger, "SELECT CAST(json_serialize_sql("+quote(query)+", skip_null := true, skip_empty := true, skip_default := true) AS VARCHAR) AS tree")
	if err != nil {
		return nil, err
	}
	var tree struct {
		Failed     bool        `json:"error"`
		Message    string      `json:"error_message"`
		Type       string      `json:"error_type"`
		Position   json.Number `json:"position"`
		Statements []any       `json:"statements"`
	}
	decoder := json.NewDecoder(strings.NewReader(rows[0].Tree))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("sales engine: the tree of a query: %w", err)
	}
	if !tree.Failed {
		return tree.Statements, nil
	}
	if tree.Type == "not implemented" {
		return nil, &QueryError{Line: firstWord(query), Text: "no SELECT; an indicator is one SELECT, or WITH and a SELECT, and changes nothing"}
	}
	e := &QueryError{Text: worded(tree.Message)}
	if at, err := tree.Position.Int64(); err == nil {
		e.Line = lineAt(query, at)
	}
	return nil, e
}

// lineAt is the line of a place in a text; 0 for a place beyond it.
func lineAt(text string, at int64) int {
	if at < 0 || at > int64(len(text)) {
		return 0
	}
	return 1 + strings.Count(text[:at], "\n")
}

// firstWord is the line of the first word that is no remark.
func firstWord(query string) int {
	if words := topWords(query); len(words) > 0 {
		return lineAt(query, int64(words[0].at))
	}
	return 0
}

// bind finds the columns of the result.
func (s *Sketch) bind(ctx context.Context, query string) ([]ResultColumn, error) {
	conn, err := s.engine.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	var columns []ResultColumn
	err = conn.Raw(func(raw any) error {
		prepared, err := raw.(*duckdb.Conn).PrepareContext(ctx, query)
		if err != nil {
			return queryFault(ctx, s.engine, err)
		}
		defer prepared.Close()
		statement := prepared.(*duckdb.Stmt)
		columns, err = resultOf(statement)
		return err
	})
	if errors.Is(err, sql.ErrConnDone) {
		return nil, fmt.Errorf("sales engine: %w", err)
	}
	return columns, err
}

func resultOf(s *duckdb.Stmt) ([]ResultColumn, error) {
	if kind, err := s.StatementType(); err != nil || kind != duckdb.STATEMENT_TYPE_SELECT {
		return nil, errors.Join(err, &QueryError{Text: "no SELECT"})
	}
	count, err := s.ColumnCount()
	if err != nil {
		return nil, err
	}
	columns := make([]ResultColumn, count)
	for i := range columns {
		name, err := s.ColumnName(i)
		if err != nil {
			return nil, err
		}
		kind, err := s.ColumnType(i)
		if err != nil {
			return nil, err
		}
		columns[i] = ResultColumn{name, resultKind(kind)}
	}
	return columns, nil
}

func resultKind(t duckdb.Type) ResultKind {
	switch t {
	case duckdb.TYPE_TINYINT, duckdb.TYPE_SMALLINT, duckdb.TYPE_INTEGER, duckdb.TYPE_BIGINT, duckdb.TYPE_HUGEINT,
		duckdb.TYPE_UTINYINT, duckdb.TYPE_USMALLINT, duckdb.TYPE_UINTEGER, duckdb.TYPE_UBIGINT, duckdb.TYPE_UHUGEINT:
		return WholeResult
	case duckdb.TYPE_FLOAT, duckdb.TYPE_DOUBLE, duckdb.TYPE_DECIMAL:
		return DecimalResult
	case duckdb.TYPE_VARCHAR, duckdb.TYPE_ENUM:
		return TextResult
	case duckdb.TYPE_DATE, duckdb.TYPE_TIMESTAMP:
		return DayResult
	}
	return OtherResult
}
