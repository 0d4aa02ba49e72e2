package sales_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// integers collects the rows of a query on a small ledger.
func integers(ctx context.Context, t *testing.T, query string) ([][]int64, error) {
	t.Helper()
	l := small(t, []row{{"1", "ann", "tea", 20000, 1, 10, 4}}, nil, sales.FinishOptions{})
	var rows [][]int64
	err := sales.Integers(ctx, l, query, func(row []int64) error {
		rows = append(rows, slices.Clone(row))
		return nil
	})
	return rows, err
}

func TestIntegersReadsWholeNumbersOfBothSizes(t *testing.T) {
	rows, err := integers(t.Context(), t, "SELECT CAST(i AS INTEGER), CAST(-i * 9000000000 AS BIGINT), CASE WHEN i = 1 THEN 7 END FROM range(3) AS r(i) ORDER BY i")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]int64{{0, 0, sales.Absent}, {1, -9000000000, 7}, {2, -18000000000, sales.Absent}}
	if !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("got %v, want %v", rows, want)
	}
}

// More rows than one chunk of the engine, in their order.
func TestIntegersReadsAllRowsInOrder(t *testing.T) {
	rows, err := integers(t.Context(), t, "SELECT i FROM range(10000) AS r(i) ORDER BY i")
	if err != nil || len(rows) != 10_000 {
		t.Fatal(len(rows), err)
	}
	for i, row := range rows {
		if row[0] != int64(i) {
			t.Fatalf("row %d is %v", i, row)
		}
	}
}

func TestIntegersRefusesOtherTypes(t *testing.T) {
	for _, c := range []struct{ column, want string }{
		{"'a'", `column 1 holds a string, not a whole number`},
		{"CAST(1.5 AS DOUBLE)", `column 1 holds a float64, not a whole number`},
		{"sum(i)", "not a whole number"}, // the sum of many is wider than 64 bits
		{"DATE '2026-01-05'", "not a whole number"},
	} {
		if _, err := integers(t.Context(), t, "SELECT "+c.column+" AS x FROM range(2) AS r(i) GROUP BY ALL"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.column, err)
		}
	}
}

func TestIntegersGivesTheErrorsOfQueryAndCaller(t *testing.T) {
	if _, err := integers(t.Context(), t, "SELECT nothing FROM lines"); err == nil || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("a column that is not there: %v", err)
	}
	stop := errors.New("enough")
	l := small(t, []row{{"1", "ann", "tea", 20000, 1, 10, 4}}, nil, sales.FinishOptions{})
	calls := 0
	err := sales.Integers(t.Context(), l, "SELECT i FROM range(10) AS r(i)", func([]int64) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("after %d rows: %v", calls, err)
	}
	// The connection is free again.
	if rows, err := sales.Query[struct{ N int64 }](t.Context(), l, "SELECT count(*) AS n FROM lines"); err != nil || rows[0].N != 1 {
		t.Error(rows, err)
	}
}

func TestIntegersStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := integers(ctx, t, "SELECT 1"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	l := small(t, []row{{"1", "ann", "tea", 20000, 1, 10, 4}}, nil, sales.FinishOptions{})
	rows := 0
	err := sales.Integers(ctx, l, "SELECT i FROM range(10000000) AS r(i)", func([]int64) error {
		if rows++; rows == 10 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || rows > 20_000 {
		t.Errorf("cancelled at row 10, stopped after %d: %v", rows, err)
	}
}
