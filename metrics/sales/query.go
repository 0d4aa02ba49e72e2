package sales

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode"
)

// Query runs the SQL of a metric and returns its rows as values of the struct T.
// A result column goes to the field of the same name in snake case ("cm1_share" to
// Cm1Share or CM1Share, compared without case and underscores). Every column must
// find its field and every field its column, so that a query and its struct
// cannot drift apart. NULL needs a pointer or a sql.Null field. More rows than may
// come back are a [RowsError].
func Query[T any](ctx context.Context, l *Ledger, query string) ([]T, error) {
	rows, err := l.engine.query(ctx, query)
	if err != nil {
		return nil, l.engine.fault(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	index, err := fieldsFor(reflect.TypeFor[T](), names)
	if err != nil {
		return nil, err
	}
	var out []T
	dest := make([]any, len(names))
	most := l.MostRows()
	for rows.Next() {
		if int64(len(out)) == most {
			return nil, l.TooMany(most)
		}
		out = append(out, *new(T))
		v := reflect.ValueOf(&out[len(out)-1]).Elem()
		for i, f := range index {
			dest[i] = v.FieldByIndex(f).Addr().Interface()
		}
		if err := rows.Scan(dest...); err != nil {
			return nil, l.engine.fault(err)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, l.engine.fault(err)
	}
	l.engine.took(len(out))
	return out, nil
}

// rawRows runs a query without the conversions of database/sql; fault words the errors of
// the engine.
func rawRows(ctx context.Context, conn *sql.Conn, query string, fault func(error) error, each func([]driver.Value) error) error {
	return conn.Raw(func(raw any) error {
		rows, err := raw.(driver.QueryerContext).QueryContext(ctx, query, nil)
		if err != nil {
			return fault(err)
		}
		defer rows.Close()
		values := make([]driver.Value, len(rows.Columns()))
		for {
			switch err := rows.Next(values); {
			case err == io.EOF:
				return nil
			case err != nil:
				return fault(err)
			}
			if err := each(values); err != nil {
				return err
			}
		}
	})
}

// fieldsFor finds the field of every column; the fields of an embedded struct count
// as the struct's own.
func fieldsFor(t reflect.Type, names []string) ([][]int, error) {
	byName := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		if !f.Anonymous {
			byName[strings.ToLower(f.Name)] = f.Index
		}
	}
	index := make([][]int, len(names))
	for i, name := range names {
		f, ok := byName[strings.ReplaceAll(strings.ToLower(name), "_", "")]
		if !ok {
			return nil, fmt.Errorf("column %q of the query has no field in %s", name, t)
		}
		index[i] = f
	}
	if len(names) != len(byName) {
		return nil, fmt.Errorf("%s has %d fields, the query %d columns", t, len(byName), len(names))
	}
	return index, nil
}

// Scan lets a DATE column fill a Day.
func (d *Day) Scan(value any) error {
	switch v := value.(type) {
	case interface{ Unix() int64 }:
		*d = Day(floorDiv(v.Unix(), 86_400))
	case int64:
		*d = Day(v)
	default:
		return fmt.Errorf("a %T is not a day", value)
	}
	return nil
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// quote writes a text as a SQL literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// ident checks that a name can stand in SQL without quotes.
func ident(s string) string {
	for _, r := range s {
		if r != '_' && !unicode.IsLower(r) && !unicode.IsDigit(r) {
			panic("not a plain SQL name: " + s)
		}
	}
	return s
}

// Null is a value that may be missing.
type Null[T any] = sql.Null[T]
