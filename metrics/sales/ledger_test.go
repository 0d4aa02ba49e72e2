package sales_test

import (
	"io"
	"testing"

	"xsell/metrics/sales"
)

// row is one line of the small ledgers below; money in whole units.
type row struct {
	deal, customer, product string
	day                     sales.Day
	quantity, revenue, cost int64
}

// small fills a ledger with rows and finishes it.
func small(t *testing.T, rows []row, returned []string, o sales.FinishOptions) *sales.Ledger {
	t.Helper()
	ctx := t.Context()
	l, err := sales.New(ctx, sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	var source sales.Source
	source.Name = "small"
	b := &sales.Batch{Rows: len(rows), Columns: make([]sales.Values, 9)}
	for i, r := range rows {
		for c, s := range []string{r.deal, r.customer, r.product} {
			b.Columns[c].Text.Append(s)
		}
		for c, n := range []int64{0, int64(i), int64(r.day), r.quantity * sales.Scale, r.revenue * sales.Scale, r.cost * sales.Scale} {
			b.Columns[c+3].Int = append(b.Columns[c+3].Int, n)
		}
		b.Columns[8].Null = append(b.Columns[8].Null, r.cost < 0)
		line := sales.Totals{Lines: 1, Quantity: sales.Quantity(r.quantity * sales.Scale), Revenue: sales.Money(r.revenue * sales.Scale)}
		if r.cost >= 0 {
			line.Cost = sales.Money(r.cost * sales.Scale)
		}
		source.Read = source.Read.Add(line)
	}
	l.AddSource(source)
	fields := []sales.Field{sales.Deal, sales.Customer, sales.Product, sales.SourceField, sales.RowField, sales.DayField, sales.QuantityOf, sales.Revenue, sales.Cost}
	if err := l.Load(ctx, sales.Lines, fields, once(b)); err != nil {
		t.Fatal(err)
	}
	if len(returned) > 0 {
		b := &sales.Batch{Rows: len(returned), Columns: []sales.Values{{Text: sales.TextsOf(returned...)}}}
		if err := l.Load(ctx, sales.Returns, []sales.Field{sales.Deal}, once(b)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Finish(ctx, o); err != nil {
		t.Fatal(err)
	}
	return l
}

func once(b *sales.Batch) func() (*sales.Batch, error) {
	done := false
	return func() (*sales.Batch, error) {
		if done {
			return nil, io.EOF
		}
		done = true
		return b, nil
	}
}

func TestLedgerTies(t *testing.T) {
	rows := []row{
		{"1", "ann", "tea", sales.DayOf(2026, 1, 5), 1, 10, 4},
		{"1", "ann", "pot", sales.DayOf(2026, 1, 5), 1, 30, -1},
		{"2", "bob", "tea", sales.DayOf(2026, 2, 6), 2, 20, 8},
		{"3", "bob", "tea", sales.DayOf(2026, 2, 7), -2, -20, -1},
	}
	for _, deduct := range []bool{false, true} {
		l := small(t, rows, []string{"2"}, sales.FinishOptions{Deduct: deduct})
		if err := l.Check(); err != nil {
			t.Errorf("deduct %v: %v", deduct, err)
		}
		want := sales.Money(40 * sales.Scale)
		if deduct {
			want = 20 * sales.Scale
		}
		if got := l.Total().Used.Revenue; got != want {
			t.Errorf("deduct %v: revenue %s, want %s", deduct, got, want)
		}
		if got := l.Total().Used.Lines; got != 4 {
			t.Errorf("deduct %v: %d lines, want 4", deduct, got)
		}
	}
}

func TestBasketsLeaveOutReturns(t *testing.T) {
	day := sales.DayOf(2026, 1, 5)
	l := small(t, []row{
		{"1", "ann", "tea", day, 2, 20, 8},
		{"1", "ann", "tea", day, -2, -20, 8}, // taken back in full in the same deal
		{"1", "ann", "pot", day, 2, 60, 8},
		{"1", "ann", "pot", day, -1, -30, 8}, // one of two stays
		{"2", "bob", "tea", day, 1, 10, 4},   // deal returned
	}, []string{"2"}, sales.FinishOptions{})
	type basket struct{ Deal, Product string }
	got, err := sales.Query[basket](t.Context(), l, `SELECT deal, product FROM baskets ORDER BY deal, product`)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0] != (basket{"1", "pot"}) {
		t.Errorf("baskets %v, want only pot in deal 1", got)
	}
}

func TestQueryHoldsStructAndColumnsTogether(t *testing.T) {
	l := small(t, []row{{"1", "ann", "tea", 20000, 1, 1, 1}}, nil, sales.FinishOptions{})
	type two struct{ A, B int64 }
	if _, err := sales.Query[two](t.Context(), l, `SELECT 1 AS a`); err == nil {
		t.Error("a field without a column went unnoticed")
	}
	if _, err := sales.Query[two](t.Context(), l, `SELECT 1 AS a, 2 AS b, 3 AS c`); err == nil {
		t.Error("a column without a field went unnoticed")
	}
}

func TestEngineIsClosedToFilesOnceRead(t *testing.T) {
	l := small(t, []row{{"1", "ann", "tea", 20000, 1, 1, 1}}, nil, sales.FinishOptions{})
	type text struct{ Content string }
	if _, err := sales.Query[text](t.Context(), l, `SELECT content FROM read_text('ledger_test.go')`); err == nil {
		t.Error("the engine read a file after Finish")
	}
}

func TestDealWithoutNumberIsCustomerAndDay(t *testing.T) {
	day := sales.DayOf(2026, 1, 5)
	l := small(t, []row{
		{"", "ann", "tea", day, 1, 10, 4}, {"", "ann", "pot", day, 1, 10, 4}, {"", "bob", "tea", day, 1, 10, 4},
	}, nil, sales.FinishOptions{})
	type count struct{ N int64 }
	got, err := sales.Query[count](t.Context(), l, `SELECT count(DISTINCT deal) AS n FROM lines`)
	if err != nil || got[0].N != 2 {
		t.Errorf("deals %v, %v; want 2", got, err)
	}
}
