package sales

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/duckdb/duckdb-go/v2"

	"xsell/metrics/lazy"
)

// Result is what a query gave whose columns are not known beforehand.
type Result struct {
	Columns []string
	Rows    [][]any // nil, bool, int64, float64, string or Day; no float is infinite or not a number
	Beyond  int64   // rows that came after the most that were asked for
}

// Rows runs a query like Query, for columns that are known to its writer only. Of more rows
// than most it keeps the first and counts the others. What the engine finds wrong with the
// query is a *QueryError.
func Rows(ctx context.Context, l *Ledger, query string, most int) (Result, error) {
	rows, err := l.engine.query(ctx, l.engine.meant(query))
	if err != nil {
		return Result{}, queryFault(ctx, l.engine, err)
	}
	defer rows.Close()
	var out Result
	types, err := rows.ColumnTypes()
	if err != nil {
		return Result{}, queryFault(ctx, l.engine, err)
	}
	for _, t := range types {
		out.Columns = append(out.Columns, t.Name())
	}
	row, dest := make([]any, len(out.Columns)), make([]any, len(out.Columns))
	for i := range row {
		dest[i] = &row[i]
	}
	for rows.Next() {
		if len(out.Rows) == most {
			out.Beyond++
			continue
		}
		if err := rows.Scan(dest...); err != nil {
			return Result{}, queryFault(ctx, l.engine, err)
		}
		values := make([]any, len(row))
		for i, v := range row {
			if text, is := v.(string); is && types[i].DatabaseTypeName() == "DECIMAL" {
				values[i], err = strconv.ParseFloat(text, 64)
			} else {
				values[i], err = plainValue(v)
			}
			if err != nil {
				return Result{}, &QueryError{Text: fmt.Sprintf("column %q: %v", out.Columns[i], err)}
			}
		}
		out.Rows = append(out.Rows, values)
	}
	if err := rows.Err(); err != nil {
		return Result{}, queryFault(ctx, l.engine, err)
	}
	return out, nil
}

// plainValue is a value of the engine as one of the few kinds that Result holds.
func plainValue(value any) (any, error) {
	switch v := value.(type) {
	case nil, bool, string, int64:
		return v, nil
	case int8:
		return int64(v), nil
	case int16:
		return int64(v), nil
	case int32:
		return int64(v), nil
	case uint8:
		return int64(v), nil
	case uint16:
		return int64(v), nil
	case uint32:
		return int64(v), nil
	case uint64:
		return plainValue(new(big.Int).SetUint64(v))
	case *big.Int:
		if !v.IsInt64() {
			return nil, fmt.Errorf("%s has too many digits; divide it by 1e6 or so, or cast it to DOUBLE", v)
		}
		return v.Int64(), nil
	case float32:
		return plainValue(float64(v))
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, nil
		}
		return v, nil
	case duckdb.Decimal:
		return v.Float64(), nil
	case time.Time:
		return Day(floorDiv(v.Unix(), 86_400)), nil
	}
	return nil, fmt.Errorf("a value is a %T; cast it to text, a number or a date", value)
}

// QueryError is what is wrong with a query, and where.
type QueryError struct {
	Line int // of the text of the query, from 1; 0 where the engine does not say
	Text string
}

func (e *QueryError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Text)
	}
	return e.Text
}

// queryFault words an error of the engine for the writer of the query. The end of the
// context, want of memory and a lost connection are no faults of the query.
func queryFault(ctx context.Context, from engine, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var fault *duckdb.Error
	line := faultLine().FindAllStringSubmatch(err.Error(), -1)
	if embedded := errors.As(err, &fault); !embedded && line == nil || embedded && fault.Type == duckdb.ErrorTypeOutOfMemory {
		return from.fault(err)
	}
	e := &QueryError{Text: worded(err.Error())}
	if line != nil {
		e.Line, _ = strconv.Atoi(line[len(line)-1][1])
	}
	return e
}

var (
	faultLine    = lazy.Regexp(`(?im)(?:^|[ :])line (\d+):`) // LINE 3: of DuckDB, line 3:7: of Trino
	faultTrino   = lazy.Regexp(`(?s)^trino: query failed .*?: "\w+: (?:line [\d:]+: )?(.*)"$`)
	faultKind    = lazy.Regexp(`^[A-Z]\w*(?: \w+)? Error: `)
	faultColumn  = lazy.Regexp(`(?:Referenced column|does not have a column named) "([^"]+)"`)
	faultNear    = lazy.Regexp(`(?:Candidate bindings:[ :]*|Did you mean )("[^"]+")`)
	faultTail    = lazy.Regexp(`(?s)(\n\s*\n|\n\tCandidate functions:|\nCandidate bindings:|\nDid you mean ).*`)
	faultMissing = lazy.Regexp(`^(?:Scalar |Aggregate |Table )?(\w+) with name (\S+) does not exist`)
)

// worded is the text of an error in one plain line: what is wrong and what was meant.
func worded(message string) string {
	text := faultKind().ReplaceAllString(message, "")
	if m := faultTrino().FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	near := ""
	if m := faultNear().FindStringSubmatch(text); m != nil {
		near = "; did you mean " + m[1] + "?"
	}
	if m := faultColumn().FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("column %q not found%s", m[1], near)
	}
	text = strings.Join(strings.Fields(faultTail().ReplaceAllString(text, "")), " ")
	if m := faultMissing().FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%s %q not found%s", strings.ToLower(m[1]), m[2], near)
	}
	text = strings.TrimRight(text, "!. ")
	if r := []rune(text); len(r) > 1 && unicode.IsUpper(r[0]) && !unicode.IsUpper(r[1]) {
		text = string(unicode.ToLower(r[0])) + string(r[1:])
	}
	return text + near
}
