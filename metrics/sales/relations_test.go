package sales_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"xsell/metrics/sales"
)

// tangled is a ledger in which nothing is as it should be: products stand in a deal
// several times and on several days, deals have several customers, some are returned,
// lines lack their product, type, area or cost.
func tangled(t *testing.T, o sales.FinishOptions) *sales.Ledger {
	t.Helper()
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	r := rand.New(rand.NewPCG(3, 4))
	some := func(name string, of int, missing float64) string {
		if r.Float64() < missing {
			return ""
		}
		return name + strconv.Itoa(r.IntN(of))
	}
	texts := []sales.Field{sales.Deal, sales.Customer, sales.Product, sales.Type, sales.Area, sales.Audience}
	fields := append(slices.Clone(texts), sales.SourceField, sales.RowField, sales.DayField, sales.QuantityOf, sales.Revenue, sales.Cost)
	b := &sales.Batch{Rows: 2000, Columns: make([]sales.Values, len(fields))}
	for i := range b.Rows {
		for c, text := range []string{some("d", 400, 0.02), some("c", 30, 0.1), some("p", 25, 0.05), some("t", 5, 0.2), some("a", 3, 0.2), some("u", 3, 0.2)} {
			b.Columns[c].Text.Append(text)
		}
		pieces := []int64{1, 1, 2, 3, -1}[r.IntN(5)]
		for c, n := range []int64{0, int64(i), int64(sales.DayOf(2025, 1, 1)) + r.Int64N(500), pieces * sales.Scale, pieces * r.Int64N(90_000), pieces * r.Int64N(60_000)} {
			b.Columns[len(texts)+c].Int = append(b.Columns[len(texts)+c].Int, n)
		}
		b.Columns[len(fields)-1].Null = append(b.Columns[len(fields)-1].Null, r.IntN(4) == 0)
	}
	l.AddSource(sales.Source{Name: "tangled"})
	if err := l.Load(t.Context(), sales.Lines, fields, once(b)); err != nil {
		t.Fatal(err)
	}
	returned := &sales.Batch{Rows: 3, Columns: []sales.Values{{Text: sales.TextsOf("d1", "d2", "d3")}, {Text: sales.TextsOf("", "p4", "p5")}}}
	if err := l.Load(t.Context(), sales.Returns, []sales.Field{sales.Deal, sales.Product}, once(returned)); err != nil {
		t.Fatal(err)
	}
	// The sheets name one that no line has, and not all that lines have.
	customers := &sales.Batch{Rows: 3, Columns: []sales.Values{{Text: sales.TextsOf("c1", "c2", "c99")}, {Text: sales.TextsOf("Ann", "Zoë", "Nobody")}}}
	if err := l.Load(t.Context(), sales.Customers, []sales.Field{sales.Customer, sales.CustomerName}, once(customers)); err != nil {
		t.Fatal(err)
	}
	products := &sales.Batch{Rows: 3, Columns: []sales.Values{{Text: sales.TextsOf("p1", "p2", "p99")}, {Text: sales.TextsOf("Tea", "Cake", "Nothing")}}}
	if err := l.Load(t.Context(), sales.Products, []sales.Field{sales.Product, sales.ProductName}, once(products)); err != nil {
		t.Fatal(err)
	}
	if err := l.Finish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return l
}

// differences counts the rows that only one of two queries gives.
func differences(t *testing.T, l *sales.Ledger, a, b string) (rows, differ int64) {
	t.Helper()
	type row struct{ Rows, Differ int64 }
	got, err := sales.Query[row](t.Context(), l, `
		WITH a AS (`+a+`), b AS (`+b+`)
		SELECT (SELECT count(*) FROM a) AS rows, (SELECT count(*) FROM (SELECT * FROM a EXCEPT ALL SELECT * FROM b)) +
		       (SELECT count(*) FROM (SELECT * FROM b EXCEPT ALL SELECT * FROM a)) AS differ`)
	if err != nil {
		t.Fatal(err)
	}
	return got[0].Rows, got[0].Differ
}

// TestRelationsAreSumsOfLines holds the relations that are brought together in parts to
// what their definition says in one.
func TestRelationsAreSumsOfLines(t *testing.T) {
	for name, o := range map[string]sales.FinishOptions{
		"marked":   {Calendar: sales.CalendarOptions{Unit: sales.Month}},
		"deducted": {Calendar: sales.CalendarOptions{Unit: sales.Quarter, Window: "all"}, Deduct: true},
		"yearly":   {Calendar: sales.CalendarOptions{Unit: sales.Year, Window: "26w", AsOf: sales.DayOf(2025, 12, 31)}},
	} {
		t.Run(name, func(t *testing.T) {
			l := tangled(t, o)
			for name, q := range map[string][2]string{
				"sole": {`SELECT source, row FROM lines WHERE is_sole AND NOT is_deduction`,
					`SELECT min(source), min(row) FROM lines WHERE NOT is_deduction GROUP BY deal, product HAVING count(*) = 1`},
				"baskets": {`SELECT deal, product, customer, audience, type, area, day, revenue, cm1, in_window, is_current, is_previous, is_year_ago FROM baskets`, `
					SELECT deal, product, min(customer), min(audience), min(type), min(area), min(day), sum(revenue), sum(cm1),
					       bool_or(in_window), bool_or(is_current), bool_or(is_previous), bool_or(is_year_ago)
					FROM lines WHERE NOT is_deduction GROUP BY deal, product HAVING sum(quantity) > 0 AND NOT bool_or(is_returned)`},
				"customers": totalsOf("customer"), "products": totalsOf("product"), "areas": totalsOf("area"), "cells": totalsOf("area, audience"),
			} {
				if rows, differ := differences(t, l, q[0], q[1]); rows == 0 || differ > 0 {
					t.Errorf("%s: %d rows, %d differ", name, rows, differ)
				}
			}
		})
	}
}

// totalsOf are the totals by some columns as the relation has them and as sums of lines.
func totalsOf(by string) [2]string {
	name := map[string]string{"area, audience": "area_audience"}[by]
	if name == "" {
		name = by
	}
	cm1 := func(flag string) string {
		return `, CASE WHEN count(*) FILTER (WHERE ` + flag + `) = 0 THEN 0 ELSE sum(cm1) FILTER (WHERE ` + flag + `) END`
	}
	return [2]string{
		`SELECT ` + by + `, deals, lines, no_cost_lines, quantity, revenue, cost, cm1, costed, period_revenue, previous_revenue, year_ago_revenue,
		        period_costed, previous_costed, period_cm1, previous_cm1, year_ago_cm1 FROM ` + name + `_totals`,
		`SELECT ` + by + `, count(DISTINCT deal) FILTER (WHERE in_window AND NOT is_return), count(*) FILTER (WHERE in_window),
		        count(*) FILTER (WHERE in_window AND cost IS NULL), sum(quantity) FILTER (WHERE in_window), coalesce(sum(revenue) FILTER (WHERE in_window), 0),
		        sum(cost) FILTER (WHERE in_window), sum(revenue - cost) FILTER (WHERE in_window), sum(revenue) FILTER (WHERE in_window AND cost IS NOT NULL),
		        coalesce(sum(revenue) FILTER (WHERE is_current), 0), coalesce(sum(revenue) FILTER (WHERE is_previous), 0), coalesce(sum(revenue) FILTER (WHERE is_year_ago), 0),
		        coalesce(sum(costed) FILTER (WHERE is_current), 0), coalesce(sum(costed) FILTER (WHERE is_previous), 0)` +
			cm1("is_current") + cm1("is_previous") + cm1("is_year_ago") + `
		 FROM lines WHERE in_window OR is_current OR is_previous OR is_year_ago GROUP BY ` + by}
}

// TestColumnsNobodySays gives lines every column, whichever sheets say it.
func TestColumnsNobodySays(t *testing.T) {
	type line struct {
		Audience, Seller, Channel, Partner string
		List, Bonus                        sales.Null[int64]
	}
	const query = `SELECT audience, seller, channel, partner, list, bonus FROM lines`
	l := small(t, []row{{"1", "ann", "tea", 20000, 1, 1, 1}}, nil, sales.FinishOptions{})
	got, err := sales.Query[line](t.Context(), l, query)
	want := line{Audience: sales.Unassigned, Seller: sales.Unassigned, Channel: sales.Unassigned}
	if err != nil || got[0] != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if l.Has(sales.Seller) || l.Has(sales.Partner) || l.Has(sales.List) || !l.Has(sales.Cost) {
		t.Error("the ledger has what no sheet says, or lacks what one does")
	}

	l, err = sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	l.AddSource(sales.Source{Name: "lines"})
	lines := &sales.Batch{Rows: 2, Columns: []sales.Values{{Text: sales.TextsOf("ann", "bob")}, {Text: sales.TextsOf("web", "")}, {Int: []int64{0, 0}}, {Int: []int64{1, 2}},
		{Int: []int64{20000, 20000}}, {Int: []int64{90_000, 80_000}}, {Int: []int64{10_000, 0}, Null: []bool{false, true}}}}
	fields := []sales.Field{sales.Customer, sales.Channel, sales.SourceField, sales.RowField, sales.DayField, sales.Revenue, sales.Discount}
	if err := l.Load(t.Context(), sales.Lines, fields, once(lines)); err != nil {
		t.Fatal(err)
	}
	people := &sales.Batch{Rows: 1, Columns: []sales.Values{{Text: sales.TextsOf("ann")}, {Text: sales.TextsOf("Home")}, {Text: sales.TextsOf("Di")}}}
	if err := l.Load(t.Context(), sales.Customers, []sales.Field{sales.Customer, sales.Audience, sales.Seller}, once(people)); err != nil {
		t.Fatal(err)
	}
	if err := l.Finish(t.Context(), sales.FinishOptions{}); err != nil {
		t.Fatal(err)
	}
	got, err = sales.Query[line](t.Context(), l, query+" ORDER BY row")
	wants := []line{{"Home", "Di", "web", "", sales.Null[int64]{V: 100_000, Valid: true}, sales.Null[int64]{}},
		{sales.Unassigned, sales.Unassigned, sales.Unassigned, "", sales.Null[int64]{}, sales.Null[int64]{}}}
	if err != nil || !slices.Equal(got, wants) {
		t.Errorf("got %+v, %v; want %+v", got, err, wants)
	}
	type said struct {
		SellerRead bool
		Role       string
	}
	by, err := sales.Query[said](t.Context(), l, `SELECT seller_read, partner_role AS role FROM lines ORDER BY row`)
	if err != nil || by[0].SellerRead || by[0].Role != "" {
		t.Errorf("got %+v, %v; want a seller who is not of the line, and no role", by, err)
	}
	if c := l.Coverage(sales.Seller); c != (sales.Coverage{Lines: 1, Revenue: 90_000}) {
		t.Errorf("coverage of the seller %+v", c)
	}
}
