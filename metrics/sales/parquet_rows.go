package sales

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
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
	row, size := int64(0), min(firstSlice, p.slice)
	for row < p.Rows {
		if size, err = p.fit(ctx, conn, row, size); err != nil {
			return err
		}
		end := min(row+size, p.Rows)
		err := p.query(ctx, conn, rows+between(row, end), func(values []driver.Value) error {
			row++
			return each(row-1, values)
		})
		if err != nil {
			return err
		}
		if row != end {
			return p.fault(ctx, fmt.Errorf("rows are missing before row %d", end))
		}
		size = min(2*size, p.slice)
	}
	return nil
}

// fit makes a slice of size rows smaller until its texts are within bounds.
func (p *Parquet) fit(ctx context.Context, conn *sql.Conn, row, size int64) (int64, error) {
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
		return size, nil
	}
	measure := fmt.Sprintf("SELECT CAST(coalesce(sum(%s), 0) AS DOUBLE) FROM %s", strings.Join(lengths, " + "), p.source(p.width()))
	for {
		var bytes float64
		if err := conn.QueryRowContext(ctx, measure+between(row, row+size)).Scan(&bytes); err != nil {
			return 0, p.fault(ctx, err)
		}
		switch {
		case bytes <= sliceText:
			return size, nil
		case size == 1:
			return 0, fmt.Errorf("the texts of record %d take %.0f MB, more than a line of sales can; leave out the column that holds them", row+1, bytes/(1<<20))
		}
		size /= 2
	}
}

// width is the number of columns up to the last that is read.
func (p *Parquet) width() int {
	if len(p.Columns) == 0 {
		return 0
	}
	return p.Columns[len(p.Columns)-1].place + 1
}

// between selects rows by their place in the file.
func between(from, to int64) string {
	return fmt.Sprintf(" WHERE file_row_number >= %d AND file_row_number < %d", from, to)
}

// query runs a query and gives its rows.
func (p *Parquet) query(ctx context.Context, conn *sql.Conn, query string, each func([]driver.Value) error) error {
	return rawRows(ctx, conn, query, func(err error) error { return p.fault(ctx, err) }, each)
}
