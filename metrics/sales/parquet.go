package sales

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Parquet is a parquet file that can be read as rows, any number of times. Each
// reading starts an engine of its own, which is held to this one file and ends with it.
type Parquet struct {
	Columns []ParquetColumn
	Nested  []string // the columns of lists and records, which are left out
	Rows    int64

	path  string // absolute
	slice int64  // rows asked for at a time, at most
}

// ParquetColumn is a column of plain values.
type ParquetColumn struct {
	Name   string
	Moment bool // its values are moments with a time zone; they come in UTC

	place int // among all columns of the file
	kind  string
}

const (
	parquetMemory  = "1GB"
	parquetColumns = 16_384 // as many as a sheet may have

	// The engine holds the whole result of a query, outside of the memory it is given.
	// Rows are asked for in slices that are bounded in cells and in bytes of text.
	firstSlice  = 4096    // rows; enough to recognise the columns
	plainSlice  = 1 << 16 // rows
	sliceCells  = 4 << 20
	sliceText   = 128 << 20
	groupSlices = 16 // of one row group at most: each unpacks the rows before it again
)

// OpenParquet reads what the file says of its columns. The error says what is wrong
// with the file and what to do, without its name.
func OpenParquet(ctx context.Context, path string) (*Parquet, error) {
	files, err := OpenParquets(ctx, []string{path})
	if err != nil {
		return nil, err
	}
	return files[0], nil
}

// OpenParquets reads what several files say of their columns, in the order of the paths.
// With an error, the files before the one that it is about are returned.
func OpenParquets(ctx context.Context, paths []string) ([]*Parquet, error) {
	files := make([]*Parquet, len(paths))
	for i, path := range paths {
		path, err := filepath.Abs(path)
		if err == nil && !utf8.ValidString(path) {
			err = errors.New("its name is not valid UTF-8; rename it")
		}
		if err != nil {
			return files[:i], err
		}
		files[i] = &Parquet{path: path}
	}
	e, err := openFiles(ctx, files)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	for i, p := range files {
		if err := p.describe(ctx, e); err != nil {
			return files[:i], err
		}
	}
	return files, nil
}

// open starts an engine that can reach no file but this one.
func (p *Parquet) open(ctx context.Context) (*embedded, error) { return openFiles(ctx, []*Parquet{p}) }

// openFiles starts an engine that can reach no file but these.
func openFiles(ctx context.Context, files []*Parquet) (*embedded, error) {
	var allowed []string
	for _, p := range files {
		allowed = append(allowed, quote(p.path), p.pattern())
	}
	return startEngine(ctx, "", []string{
		"SET threads = 1", // the rows are taken one by one; more would only wait
		"SET memory_limit = " + quote(parquetMemory),
		"SET temp_directory = ''",
		"SET allowed_paths = [" + strings.Join(allowed, ", ") + "]",
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	})
}

// pattern is the path as a literal that matches nothing else: the engine takes paths
// for patterns.
func (p *Parquet) pattern() string {
	return quote(strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(p.path))
}

// source is the file as a relation. Its columns are named by their place, so that no
// name out of the file stands in a query or hides the number of the row.
func (p *Parquet) source(columns int) string { return sourceOf(p.pattern(), columns) }

// sourceOf is a file, or a list of files, as a relation.
func sourceOf(files string, columns int) string {
	names := make([]string, columns)
	for i := range names {
		names[i] = fmt.Sprintf("c%d", i)
	}
	list := ""
	if columns > 0 {
		list = "(" + strings.Join(names, ", ") + ")"
	}
	return "read_parquet(" + files + ", hive_partitioning = false) AS t" + list
}

// describe reads what the file says of its columns and rows.
func (p *Parquet) describe(ctx context.Context, e *embedded) error {
	if err := p.describeColumns(ctx, e); err != nil {
		return err
	}
	var group int64
	err := e.db.QueryRowContext(ctx, "SELECT coalesce(max(row_group_num_rows), 0) FROM parquet_metadata("+p.pattern()+")").Scan(&group)
	if err == nil {
		err = e.db.QueryRowContext(ctx, "SELECT num_rows FROM parquet_file_metadata("+p.pattern()+")").Scan(&p.Rows)
	}
	p.slice = max(1, min(max(plainSlice, group/groupSlices), sliceCells/int64(max(1, len(p.Columns)))))
	return p.fault(ctx, err)
}

func (p *Parquet) describeColumns(ctx context.Context, e *embedded) error {
	rows, err := e.db.QueryContext(ctx, "DESCRIBE SELECT * FROM "+p.source(0))
	if err != nil {
		return p.fault(ctx, err)
	}
	defer rows.Close()
	place := 0
	for ; rows.Next(); place++ {
		var name, kind string
		var rest [4]any
		if err := rows.Scan(&name, &kind, &rest[0], &rest[1], &rest[2], &rest[3]); err != nil {
			return p.fault(ctx, err)
		}
		if isNested(kind) {
			p.Nested = append(p.Nested, name)
			continue
		}
		p.Columns = append(p.Columns, ParquetColumn{Name: name, Moment: kind == "TIMESTAMP WITH TIME ZONE", place: place, kind: kind})
	}
	switch err := rows.Err(); {
	case err != nil:
		return p.fault(ctx, err)
	case place > parquetColumns:
		return fmt.Errorf("it has %d columns, above the limit of %d; leave out those that are not needed", place, parquetColumns)
	case len(p.Columns) == 0:
		return errors.New("the parquet file holds only lists and records; write one row for each line of sales")
	}
	return nil
}

// isNested tells lists, records and the like by the name of their type.
func isNested(kind string) bool {
	for _, prefix := range []string{"STRUCT", "MAP", "UNION", "VARIANT", "GEOMETRY"} {
		if strings.HasPrefix(kind, prefix) {
			return true
		}
	}
	return strings.HasSuffix(kind, "]")
}

// IsNumber tells whether the strings of the column are the digits of numbers: decimals
// and whole numbers that no int64 holds.
func (c ParquetColumn) IsNumber() bool {
	return strings.HasPrefix(c.kind, "DECIMAL") || c.kind == "UBIGINT" || c.kind == "HUGEINT" || c.kind == "UHUGEINT"
}

// fault puts what the engine says of the file into one line with a next step.
func (p *Parquet) fault(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	text := strings.ToValidUTF8(strings.ReplaceAll(err.Error(), p.path, filepath.Base(p.path)), "?")
	switch lower := strings.ToLower(text); {
	case strings.Contains(lower, "out of memory"):
		return fmt.Errorf("its rows take more than %s of memory; write it again with smaller row groups, or save it as csv", parquetMemory)
	case strings.Contains(lower, "encrypt"):
		return errors.New("the parquet file is encrypted; write it again without encryption, or save it as csv")
	}
	cause, _, _ := strings.Cut(text, "\n")
	const most = 200
	if len(cause) > most {
		cause = strings.ToValidUTF8(cause[:most], "") + "…"
	}
	return fmt.Errorf("the parquet file is damaged or cut short (%s); fetch it again, or save it as csv", strings.TrimRight(cause, ". "))
}
