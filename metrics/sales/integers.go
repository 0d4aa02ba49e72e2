package sales

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math"
)

// Absent stands for NULL in the rows of Integers.
const Absent = math.MinInt64

// Integers runs a query whose columns are whole numbers and hands over its rows, each
// valid until the next. It is for the rows of baskets, of which there are millions;
// Query is for all else. It fails where a column is no whole number, and with the
// error of each. A column is named by its place, from 1.
func Integers(ctx context.Context, l *Ledger, query string, each func(row []int64) error) error {
	var row []int64
	n := 0
	return l.engine.raw(ctx, query, func(values []driver.Value) error {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if n == 0 {
			row = make([]int64, len(values))
		}
		n++
		for i, v := range values {
			switch v := v.(type) {
			case int64:
				row[i] = v
			case int32:
				row[i] = int64(v)
			case nil:
				row[i] = Absent
			default:
				return fmt.Errorf("sales engine: column %d holds a %T, not a whole number", i+1, v)
			}
		}
		return each(row)
	})
}
