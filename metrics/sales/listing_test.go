package sales_test

import (
	"database/sql"
	"testing"

	"xsell/metrics/sales"
)

// TestListIsTheLines adds the listed lines up and compares with sums of the engine, which
// are of another road; the order is that of the rows.
func TestListIsTheLines(t *testing.T) {
	for _, deduct := range []bool{false, true} {
		l := tangled(t, sales.FinishOptions{Deduct: deduct})
		list, err := l.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		type sums struct{ Lines, Quantity, Revenue, Cost, Costed, CM1, Returns, Returned int64 }
		want, err := sales.Query[sums](t.Context(), l, `SELECT count(*) AS lines, CAST(sum(quantity) AS BIGINT) AS quantity, CAST(sum(revenue) AS BIGINT) AS revenue,
			CAST(sum(cost) AS BIGINT) AS cost, CAST(sum(costed) AS BIGINT) AS costed, CAST(sum(cm1) AS BIGINT) AS cm1,
			count(*) FILTER (WHERE is_return) AS returns, count(*) FILTER (WHERE is_returned) AS returned FROM lines`)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // it can be gone through again
			var got sums
			last, lastBack := int64(-1), false
			for values, err := range list.Lines {
				if err != nil {
					t.Fatal(err)
				}
				amount := func(f sales.Field) int64 {
					v, _ := values[list.Column(f)].(sales.Money)
					return int64(v)
				}
				flag := func(f sales.Field) int64 {
					if i := list.Column(f); i >= 0 && values[i].(bool) {
						return 1
					}
					return 0
				}
				row, back := values[list.Column(sales.RowField)].(int64), flag(sales.Deducted) == 1
				if row < last || row == last && (lastBack || !back) {
					t.Fatalf("row %d follows row %d", row, last)
				}
				last, lastBack = row, back
				if name := values[list.Column(sales.SourceField)]; name != "tangled" {
					t.Fatalf("source %v", name)
				}
				day, month := values[list.Column(sales.DayField)].(sales.Day), values[list.Column(sales.MonthOf)]
				if day.String()[:7] != month {
					t.Fatalf("%s is in the month of %s", day, month)
				}
				got = sums{got.Lines + 1, got.Quantity + int64(values[list.Column(sales.QuantityOf)].(sales.Quantity)), got.Revenue + amount(sales.Revenue),
					got.Cost + amount(sales.Cost), got.Costed + amount(sales.Costed), got.CM1 + amount(sales.CM1), got.Returns + flag(sales.IsReturn), got.Returned + flag(sales.Returned)}
			}
			if got != want[0] || got.Lines != list.Count {
				t.Errorf("deduct %v: %+v of %d lines, want %+v", deduct, got, list.Count, want[0])
			}
		}
		for range list.Lines {
			break // stops without harm
		}
	}
}

// TestListLeavesOutWhatNobodySays has the columns of a ledger without a name or a region.
func TestListLeavesOutWhatNobodySays(t *testing.T) {
	l := small(t, []row{{"d1", "c1", "p1", sales.DayOf(2026, 1, 5), 1, 10, -1}}, nil, sales.FinishOptions{})
	list, err := l.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []sales.Field{sales.Region, sales.CustomerName, sales.ProductName, sales.Bonus, sales.Deducted, sales.Returned, sales.Currency} {
		if list.Column(f) >= 0 {
			t.Errorf("%s is listed", f)
		}
	}
	for values, err := range list.Lines {
		if err != nil || values[list.Column(sales.Cost)] != nil || values[list.Column(sales.CM1)] != nil || values[list.Column(sales.Revenue)] != sales.Money(100_000) {
			t.Errorf("%v, %v", values, err)
		}
	}
}

// TestListSaysTheTexts compares the texts of a listing with those the engine joins.
func TestListSaysTheTexts(t *testing.T) {
	l := tangled(t, sales.FinishOptions{})
	list, err := l.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	type texts struct{ Deal, Customer, CustomerName, Product, ProductName, Type, Area, Audience sql.Null[string] }
	want, err := sales.Query[texts](t.Context(), l, `SELECT s.deal, s.customer, c.customer_name, s.product, p.product_name, s.type, s.area, s.audience
		FROM lines AS s LEFT JOIN customers AS c ON c.customer = s.customer LEFT JOIN products AS p ON p.product = s.product ORDER BY s.source, s."row", s.is_deduction`)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for values, err := range list.Lines {
		if err != nil {
			t.Fatal(err)
		}
		text := func(f sales.Field, missing sql.Null[string]) sql.Null[string] {
			i := list.Column(f)
			if i < 0 {
				return missing // nobody says it
			}
			s, ok := values[i].(string)
			return sql.Null[string]{V: s, Valid: ok}
		}
		w := want[n]
		got := texts{text(sales.Deal, w.Deal), text(sales.Customer, w.Customer), text(sales.CustomerName, w.CustomerName), text(sales.Product, w.Product),
			text(sales.ProductName, w.ProductName), text(sales.Type, w.Type), text(sales.Area, w.Area), text(sales.Audience, w.Audience)}
		if got != w {
			t.Fatalf("line %d says %v, want %v", n, got, w)
		}
		n++
	}
	if list.Column(sales.CustomerName) < 0 || list.Column(sales.ProductName) < 0 || list.Column(sales.Type) < 0 || n != len(want) {
		t.Errorf("%d lines of %d; the columns are %v", n, len(want), list.Columns)
	}
}
