package sales

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// value is the expression that brings a column in one of the types Read gives.
func (c ParquetColumn) value() string {
	name := fmt.Sprintf("c%d", c.place)
	switch c.kind {
	case "BOOLEAN", "FLOAT", "DOUBLE", "BLOB", "DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE":
		return name
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER":
		return "CAST(" + name + " AS BIGINT)"
	}
	return "CAST(" + name + " AS VARCHAR)"
}

// Read gives the rows in the order of the file: row from 0, and for each of Columns nil,
// a bool, int64, float32, float64, string, []byte or a [time.Time]. The values are
// valid during the call. An error of each ends the reading and is returned as it is.
func (p *Parquet) Read(ctx context.Context, each func(row int64, values []driver.Value) error) error {
	return p.read(ctx, nil, each)
}

// ReadSome gives like Read the rows of these numbers, which must rise.
func (p *Parquet) ReadSome(ctx context.Context, rows []int64, each func(row int64, values []driver.Value) error) error {
	if len(rows) == 0 {
		return nil
	}
	return p.read(ctx, rows, each)
}

// read gives the rows of some numbers, or all where some is nil.
func (p *Parquet) read(ctx context.Context, some []int64, each func(row int64, values []driver.Value) error) error {
	e, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	list := make([]string, len(p.Columns))
	for i, c := range p.Columns {
		list[i] = c.value()
	}
	rows := fmt.Sprintf("SELECT %s FROM %s", strings.Join(list, ", "), p.source(p.width()))
	for s := p.firstSlice(some); s.from < p.Rows; s = p.nextSlice(s, some) {
		if err := p.fit(ctx, conn, &s); err != nil {
			return err
		}
		given := int64(0)
		err := p.query(ctx, conn, rows+s.where(), func(values []driver.Value) error {
			given++
			return each(s.row(given-1), values)
		})
		if err != nil {
			return err
		}
		if given != s.count() {
			return p.fault(ctx, fmt.Errorf("rows are missing before row %d", s.from+s.size))
		}
	}
	return nil
}

// slice is a stretch of rows that is asked for at once; of them some, where some is not nil.
type slice struct {
	from, size int64
	some       []int64
	last       int64 // rows of the file
}

func (p *Parquet) firstSlice(some []int64) slice {
	s := slice{size: min(firstSlice, p.slice), some: some, last: p.Rows}
	if some != nil {
		s.from, s.size = some[0], p.slice
	}
	return s.cut()
}

// nextSlice is the one behind s, in which the next of the rows is.
func (p *Parquet) nextSlice(s slice, some []int64) slice {
	next := slice{from: s.from + s.size, size: min(2*s.size, p.slice), last: p.Rows}
	if some != nil {
		at, _ := slices.BinarySearch(some, next.from)
		if next.some, next.size = some[at:], p.slice; at == len(some) {
			return slice{from: p.Rows}
		}
		next.from = next.some[0]
	}
	return next.cut()
}

// cut leaves of the slice what is in the file, and of the rows those in the slice.
func (s slice) cut() slice {
	s.size = min(s.size, s.last-s.from)
	if s.some != nil {
		s.some = s.some[:min(len(s.some), someRows)]
		if at, _ := slices.BinarySearch(s.some, s.from+s.size); at < len(s.some) {
			s.some = s.some[:at]
		} else {
			s.size = s.some[at-1] + 1 - s.from
		}
	}
	return s
}

// someRows is how many rows a query may name.
const someRows = 4096

func (s slice) count() int64 {
	if s.some != nil {
		return int64(len(s.some))
	}
	return s.size
}

// row is the number of a row of the file.
func (s slice) row(i int64) int64 {
	if s.some != nil && i < int64(len(s.some)) {
		return s.some[i]
	}
	return s.from + i
}

// where selects the rows by their place in the file.
func (s slice) where() string {
	where := fmt.Sprintf(" WHERE file_row_number >= %d AND file_row_number < %d", s.from, s.from+s.size)
	if s.some == nil {
		return where
	}
	numbers := make([]string, len(s.some))
	for i, n := range s.some {
		numbers[i] = strconv.FormatInt(n, 10)
	}
	return where + " AND file_row_number IN (" + strings.Join(numbers, ", ") + ")"
}

// fit makes a slice smaller until its texts are within bounds.
func (p *Parquet) fit(ctx context.Context, conn *sql.Conn, s *slice) error {
	var lengths []string
	for _, c := range p.Columns {
		switch c.kind {
		case "BLOB":
			lengths = append(lengths, fmt.Sprintf("coalesce(octet_length(c%d), 0)", c.place))
		case "VARCHAR", "JSON":
			lengths = append(lengths, fmt.Sprintf("coalesce(strlen(c%d), 0)", c.place))
		}
	}
	if len(lengths) == 0 {
		return nil
	}
	measure := fmt.Sprintf("SELECT CAST(coalesce(sum(%s), 0) AS DOUBLE) FROM %s", strings.Join(lengths, " + "), p.source(p.width()))
	for {
		var bytes float64
		if err := conn.QueryRowContext(ctx, measure+s.where()).Scan(&bytes); err != nil {
			return p.fault(ctx, err)
		}
		switch {
		case bytes <= sliceText:
			return nil
		case s.size == 1:
			return fmt.Errorf("the texts of record %d take %.0f MB, more than a line of sales can; leave out the column that holds them", s.from+1, bytes/(1<<20))
		}
		s.size /= 2
		*s = s.cut()
	}
}

// width is the number of columns up to the last that is read.
func (p *Parquet) width() int {
	if len(p.Columns) == 0 {
		return 0
	}
	return p.Columns[len(p.Columns)-1].place + 1
}

// query runs a query and gives its rows.
func (p *Parquet) query(ctx context.Context, conn *sql.Conn, query string, each func([]driver.Value) error) error {
	return rawRows(ctx, conn, query, func(err error) error { return p.fault(ctx, err) }, each)
}
