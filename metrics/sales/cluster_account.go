package sales

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/phrases"
)

// account counts the lines that were read, and those that are refused, of the one source that
// a warehouse is.
func (c *cluster) account(ctx context.Context, l *Ledger, name string) error {
	type row struct {
		Refused                        Null[string]
		Lines, Quantity, Revenue, Cost int64
	}
	rows, err := Query[row](ctx, l, `
SELECT refused, count(*) AS lines, coalesce(sum(quantity), 0) AS quantity, coalesce(sum(revenue), 0) AS revenue, coalesce(sum(cost), 0) AS cost
FROM read_lines GROUP BY refused ORDER BY refused`)
	if err != nil {
		return err
	}
	s := Source{Name: name}
	for _, r := range rows {
		t := Totals{r.Lines, Quantity(r.Quantity), Money(r.Revenue), Money(r.Cost)}
		s.Read = s.Read.Add(t)
		if r.Refused.Valid {
			s.Refused = s.Refused.Add(t)
			l.Problems = append(l.Problems, Problem{File: name, Kind: r.Refused.V, Refused: true, Lines: r.Lines, Revenue: Money(r.Revenue),
				Message: phrases.Note("has lines without a usable %s: %d", r.Refused.V, r.Lines)})
		}
	}
	l.AddSource(s)
	return c.findFees(ctx, l)
}

// findFees finds the products that are postage, fees and the like.
func (c *cluster) findFees(ctx context.Context, l *Ledger) error {
	if len(c.w.NoProducts) == 0 {
		return nil
	}
	type fee struct{ Name string }
	var parts []string
	for _, f := range []Field{Product, ProductName} {
		parts = append(parts, fmt.Sprintf("SELECT %[1]s AS name FROM read_lines WHERE lower(%[1]s) IN (%[2]s)", f, quotedAll(c.w.NoProducts)))
		if l.Given(Products, f) {
			parts = append(parts, fmt.Sprintf("SELECT %[1]s AS name FROM read_products WHERE lower(%[1]s) IN (%[2]s)", f, quotedAll(c.w.NoProducts)))
		}
	}
	fees, err := Query[fee](ctx, l, strings.Join(parts, "\nUNION\n")+"\nORDER BY name")
	if err != nil {
		return err
	}
	var found []string
	for _, f := range fees {
		found = append(found, f.Name)
	}
	l.NoProducts(slices.Compact(found))
	return nil
}
