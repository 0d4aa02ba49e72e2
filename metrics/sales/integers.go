package sales

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math"
)

// Absent stands for NULL in the rows of Integers.
const Absent = math.MinInt64

// Integers runs a query whose columns are whole numbers and hands over its rows, each
// valid until the next. It is for the rows of baskets, of which there are millions;
// Query is for all else. It fails where a column is no whole number, and with the
// error of each.
func Integers(ctx context.Context, l *Ledger, query string, each func(row []int64) error) error {
	conn, err := l.engine.db.Conn(ctx)
	if err != nil {
		return engineFault(err)
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		queryer, ok := c.(driver.QueryerContext)
		if !ok {
			return errors.New("sales engine: the driver cannot run a query without preparing it")
		}
		rows, err := queryer.QueryContext(ctx, query, nil)
		if err != nil {
			return engineFault(err)
		}
		defer rows.Close()
		return eachInteger(ctx, rows, each)
	})
}

func eachInteger(ctx context.Context, rows driver.Rows, each func(row []int64) error) error {
	values := make([]driver.Value, len(rows.Columns()))
	row := make([]int64, len(values))
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := rows.Next(values); err == io.EOF {
			return nil
		} else if err != nil {
			return engineFault(err)
		}
		for i, v := range values {
			switch v := v.(type) {
			case int64:
				row[i] = v
			case int32:
				row[i] = int64(v)
			case nil:
				row[i] = Absent
			default:
				return fmt.Errorf("sales engine: column %q holds a %T, not a whole number", rows.Columns()[i], v)
			}
		}
		if err := each(row); err != nil {
			return err
		}
	}
}
