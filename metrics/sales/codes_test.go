package sales_test

import (
	"fmt"
	"slices"
	"testing"

	"xsell/metrics/sales"
)

// Whether a column is held as texts or as numbers of a list of them, it sorts as texts,
// compares with texts that no line has, and joins and unites with other texts.
func TestCodedTextsAreTexts(t *testing.T) {
	names := []string{"Zoe", "ann", "bob", "Émile", "(unknown)", "a", "ab", "A"}
	var rows []row
	for i := range 150_000 {
		rows = append(rows, row{fmt.Sprint(i), names[i%len(names)], fmt.Sprintf("%d", i*7%150_000), sales.DayOf(2026, 1, 5), 1, 10, -1})
	}
	l := small(t, rows, nil, sales.FinishOptions{})
	kinds, err := sales.Query[struct{ Customer, Product bool }](t.Context(), l,
		`SELECT typeof(customer) LIKE 'ENUM%' AS customer, typeof(product) LIKE 'ENUM%' AS product FROM lines LIMIT 1`)
	if err != nil || !kinds[0].Customer || kinds[0].Product {
		t.Errorf("eight customers coded: %v, 150,000 products coded: %v, %v; want the customers only", kinds[0].Customer, kinds[0].Product, err)
	}
	type found struct{ Customer string }
	for query, want := range map[string][]string{
		`SELECT customer FROM lines GROUP BY customer ORDER BY customer`:                                                                   slices.Sorted(slices.Values(names)),
		`SELECT max(customer) AS customer FROM lines`:                                                                                      {"Émile"},
		`SELECT min(customer) AS customer FROM lines WHERE customer > 'B' AND customer <> 'nobody'`:                                        {"Zoe"},
		`SELECT coalesce(nullif(min(customer), 'A'), 'none') AS customer FROM lines`:                                                       {"(unknown)"},
		`SELECT customer FROM customers AS c WHERE customer IN (SELECT customer FROM lines) ORDER BY customer DESC LIMIT 1`:                {"Émile"},
		`SELECT 'x' AS customer UNION SELECT customer FROM lines WHERE customer IN ('ab', 'nobody') ORDER BY customer`:                     {"ab", "x"},
		`SELECT CASE WHEN customer = 'Zoe' THEN customer ELSE product END AS customer FROM lines WHERE deal IN ('0', '9') ORDER BY 1 DESC`: {"Zoe", "63"},
	} {
		got, err := sales.Query[found](t.Context(), l, query)
		var texts []string
		for _, g := range got {
			texts = append(texts, g.Customer)
		}
		if err != nil || !slices.Equal(texts, want) {
			t.Errorf("%s: %q, %v; want %q", query, texts, err, want)
		}
	}
}
