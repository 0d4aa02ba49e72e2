package ingest

import (
	"context"
	"database/sql/driver"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// lake is parquet files that are one table: one file, or all of a folder and the
// partitions below it. Its columns are those of all files, by name, and behind them the
// keys of the partitions. Rows are numbered through the files in the order of their names.
type lake struct {
	files   []*lakeFile
	columns []string
	keys    int // of the columns, the last ones
	size    int64
	done    atomic.Int64     // of size, in proportion to the rows read
	remarks []phrases.Remark // what differs between the files
}

// lakeFile is a file of a lake.
type lakeFile struct {
	*sales.Parquet
	path  string
	label string // below the folder of the lake, its name included
	size  int64
	first int64        // rows of the files before it
	at    []int        // for each column of the lake its place among Columns; -1 where there is none
	keys  []sheet.Cell // what its folders say, for each key
}

// newLake puts files together to a table; keys are the names and values that the folders
// of each file say.
func newLake(files []*lakeFile, keys []partition) *lake {
	k := &lake{files: files}
	var names []string
	for i := range files {
		for _, name := range keys[i].names {
			if find(names, name) < 0 {
				names = append(names, name)
			}
		}
	}
	for _, f := range files {
		for _, c := range f.Columns {
			if find(k.columns, c.Name) < 0 && find(names, c.Name) < 0 {
				k.columns = append(k.columns, c.Name)
			}
		}
	}
	k.columns, k.keys = append(k.columns, names...), len(names)
	rows := int64(0)
	for i, f := range files {
		f.first = rows
		rows += f.Rows
		k.size += f.size
		f.settle(k, keys[i])
	}
	k.remarks = k.differences()
	return k
}

// settle finds the columns of the lake in the file.
func (f *lakeFile) settle(k *lake, p partition) {
	var own []string
	for _, c := range f.Columns {
		own = append(own, c.Name)
	}
	f.at = make([]int, len(k.columns))
	for i, name := range k.columns {
		f.at[i] = find(own, name)
	}
	f.keys = make([]sheet.Cell, k.keys)
	for i := range f.keys {
		at := len(k.columns) - k.keys + i
		f.at[at] = -1 // the folder says it
		if j := find(p.names, k.columns[at]); j >= 0 {
			f.keys[i] = textCell([]byte(p.values[j]))
		}
	}
}

// find is the place of a column; names that differ in case alone are one, as in Hive.
func find(names []string, name string) int {
	if i := slices.Index(names, name); i >= 0 {
		return i
	}
	return slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// column is the column of the file that is the i-th of the lake.
func (f *lakeFile) column(i int) (sales.ParquetColumn, bool) {
	if f.at[i] < 0 {
		return sales.ParquetColumn{}, false
	}
	return f.Columns[f.at[i]], true
}

// key is what the folders of the file say in the i-th column of the lake.
func (f *lakeFile) key(i int) (sheet.Cell, bool) {
	if i -= len(f.at) - len(f.keys); i < 0 {
		return sheet.Cell{}, false
	}
	return f.keys[i], true
}

// rowCount is the number of rows of all files.
func (k *lake) rowCount() int64 {
	last := k.files[len(k.files)-1]
	return last.first + last.Rows
}

// headerRow is the row of the names of the columns; those of the first file stand below it.
const headerRow = 1

// rows gives the names of the columns and the rows of all files.
func (k *lake) rows(ctx context.Context, each func(row int, cells []sheet.Cell) error) error {
	return k.read(ctx, nil, each)
}

// read gives the names of the columns and some rows, or all where some is nil. Their
// numbers are those of the table, and rise.
func (k *lake) read(ctx context.Context, some []int64, each func(row int, cells []sheet.Cell) error) error {
	k.done.Store(0)
	names := make([]sheet.Cell, len(k.columns))
	for i, name := range k.columns {
		names[i] = textCell([]byte(name))
	}
	if err := each(headerRow, names); err != nil {
		return err
	}
	r := &lakeReader{lake: k, each: each, cells: make([]sheet.Cell, len(names))}
	for _, f := range k.files {
		if err := r.file(ctx, f, some); err != nil {
			return k.named(f, err)
		}
	}
	return nil
}

// named puts the name of the file before what is wrong with it, where there are several.
func (k *lake) named(f *lakeFile, err error) error {
	var stopped stop
	switch {
	case errors.As(err, &stopped):
		return stopped.cause
	case len(k.files) == 1:
		return err
	}
	return fileError{f.path, err}
}

// fileError is what is wrong with one of many files.
type fileError struct {
	path  string
	cause error
}

func (e fileError) Error() string { return e.path + ": " + e.cause.Error() }

func (e fileError) Unwrap() error { return e.cause }

// stop is an error of whoever takes the rows, not of the file.
type stop struct{ cause error }

func (s stop) Error() string { return s.cause.Error() }

// lakeReader writes rows as cells.
type lakeReader struct {
	*lake
	each    func(row int, cells []sheet.Cell) error
	cells   []sheet.Cell
	written int64 // bytes
}

func (r *lakeReader) file(ctx context.Context, f *lakeFile, some []int64) error {
	w := &parquetWriter{columns: f.Columns, cells: make([]sheet.Cell, len(f.Columns))}
	give := func(row int64, values []driver.Value) error {
		cells := w.write(values)
		for i, at := range f.at {
			if r.cells[i] = (sheet.Cell{}); at >= 0 {
				r.cells[i] = cells[at]
			} else if key, ok := f.key(i); ok {
				r.cells[i] = key
			}
		}
		if all := r.written + w.written; all > ratioFree && all/maxRatio > r.size {
			return stop{errRepeats}
		}
		if row%sales.BatchRows == 0 {
			r.done.Store(int64(float64(r.size) * float64(f.first+row) / float64(r.rowCount())))
		}
		if err := r.each(int(f.first+row)+headerRow+1, r.cells); err != nil {
			return stop{err}
		}
		return nil
	}
	defer func() { r.written += w.written }()
	if some == nil {
		return f.Read(ctx, give)
	}
	from, _ := slices.BinarySearch(some, f.first+headerRow+1)
	to, _ := slices.BinarySearch(some, f.first+f.Rows+headerRow+1)
	rows := make([]int64, to-from)
	for i, row := range some[from:to] {
		rows[i] = row - f.first - headerRow - 1
	}
	return f.ReadSome(ctx, rows, give)
}

// place is where a row of the table stands: in which file, and in which row of it.
func (k *lake) place(row int) (*lakeFile, int) {
	i, _ := slices.BinarySearchFunc(k.files, int64(row)-headerRow-1, func(f *lakeFile, n int64) int {
		switch {
		case f.first+f.Rows <= n:
			return -1
		case f.first > n:
			return 1
		}
		return 0
	})
	f := k.files[min(i, len(k.files)-1)]
	return f, row - int(f.first)
}

// differences says which columns some files lack, or hold in another way.
func (k *lake) differences() []phrases.Remark {
	var out []phrases.Remark
	for i, name := range k.columns[:len(k.columns)-k.keys] {
		var lacking []*lakeFile
		kinds := map[phrases.Key][]*lakeFile{}
		for _, f := range k.files {
			if c, ok := f.column(i); ok {
				kinds[family(c)] = append(kinds[family(c)], f)
			} else {
				lacking = append(lacking, f)
			}
		}
		if len(lacking) > 0 {
			out = append(out, phrases.Note("column %s is missing in %s and is empty there", strconv.Quote(name), inFiles(lacking)))
		}
		if len(kinds) > 1 {
			var held []any
			for _, kind := range slices.Sorted(maps.Keys(kinds)) {
				if held = append(held, phrases.Note("%s (%s)", kind, inFiles(kinds[kind]))); len(held) == 2 {
					held = []any{phrases.Note("%s, %s", held...)}
				}
			}
			out = append(out, phrases.Note("column %s holds %s", strconv.Quote(name), held[0]))
		}
	}
	return out
}

func inFiles(files []*lakeFile) any {
	if len(files) == 1 {
		return files[0].label
	}
	return phrases.Note("%d files, the first %s", len(files), files[0].label)
}

// family is what the values of a column are to a reader: the width of a number is not told.
func family(c sales.ParquetColumn) phrases.Key {
	if _, _, ok := c.Scaled(); ok {
		return "numbers"
	}
	if _, ok := c.DayNumber(); ok {
		return "days"
	}
	if c.Kind() == "VARCHAR" || strings.HasPrefix(c.Kind(), "ENUM") {
		return "texts"
	}
	return phrases.Key(strings.ToLower(c.Kind()))
}
