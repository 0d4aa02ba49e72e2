package sales

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A statement of the warehouse has a limited length, and each of its rows costs time to plan.
const (
	insertedRows  = 2_000
	insertedBytes = 400_000
)

// load writes the rows of a sheet to the scratch schema, in statements of some thousand rows:
// registers are small. Lines belong in the warehouse.
func (c *cluster) load(ctx context.Context, r Relation, columns []Column, next func() (*Batch, error)) error {
	if r == Lines {
		return errors.New("the lines stand in the warehouse; sheets beside them can be files, but not the lines")
	}
	table := c.prefix + "read_" + string(r)
	if !c.names.has("read_" + string(r)) {
		if err := c.create(ctx, "read_"+string(r), noneOf(r)); err != nil {
			return err
		}
	}
	fields := make([]string, len(columns))
	for i, column := range columns {
		fields[i] = `"` + string(column.Field) + `"`
	}
	head := "INSERT INTO " + table + " (" + strings.Join(fields, ", ") + ") VALUES\n"
	var rows []string
	bytes := 0
	flush := func() error {
		if len(rows) == 0 {
			return nil
		}
		err := c.send(ctx, head+strings.Join(rows, ",\n"))
		rows, bytes = rows[:0], 0
		return err
	}
	for {
		batch, err := next()
		if err == io.EOF {
			return flush()
		}
		if err != nil {
			return err
		}
		for i := range batch.Rows {
			row := literalRow(columns, batch, i)
			rows, bytes = append(rows, row), bytes+len(row)
			if len(rows) == insertedRows || bytes > insertedBytes {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
}

// literalRow writes a row of a batch as SQL.
func literalRow(columns []Column, b *Batch, row int) string {
	values := make([]string, len(columns))
	for i, column := range columns {
		v := &b.Columns[i]
		switch text, has := "", false; {
		case column.Kind == Text:
			if text, has = v.Text.at(row); has {
				values[i] = quote(text)
			} else {
				values[i] = "CAST(NULL AS VARCHAR)"
			}
		case v.Null != nil && v.Null[row]:
			values[i] = "CAST(NULL AS BIGINT)"
		default:
			values[i] = "BIGINT '" + strconv.FormatInt(v.Int[row], 10) + "'"
		}
	}
	return "(" + strings.Join(values, ", ") + ")"
}

// noneOf is a query with the columns of a relation and no rows.
func noneOf(r Relation) string {
	var list []string
	for _, c := range r.Columns() {
		kind := "BIGINT"
		if c.Kind == Text {
			kind = "VARCHAR"
		}
		list = append(list, fmt.Sprintf(`CAST(NULL AS %s) AS "%s"`, kind, c.Field))
	}
	return "SELECT " + strings.Join(list, ", ") + " WHERE FALSE"
}
