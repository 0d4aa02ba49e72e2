package metrics

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// Check is a claim that was proved: the column of a section and the total it ties to.
type Check struct {
	Section, Column string
	Scope           Scope
	Total           int64 // in 1/10 000
}

// prove compares every claim of every section with the lines themselves. A difference of
// one unit is an error.
func prove(ctx context.Context, l *sales.Ledger, sections []Section) ([]Check, error) {
	totals, err := lineTotals(ctx, l, sections)
	if err != nil {
		return nil, err
	}
	var checks []Check
	for _, s := range sections {
		for _, c := range s.Claims {
			got, err := s.Table.sum(c)
			if err != nil {
				return nil, fmt.Errorf("section %s: %w", s.Name, err)
			}
			if want := totals[whole{c.Of, c.Scope}]; got != want {
				return nil, fmt.Errorf("section %s: column %s adds up to %s, but the lines to %s; this is a defect of xsell, please report it",
					s.Name, c.Column, sales.Money(got), sales.Money(want))
			}
			checks = append(checks, Check{s.Name, c.Column, c.Scope, got})
		}
	}
	return checks, nil
}

// whole is what a claim must add up to.
type whole struct {
	of    Measure
	scope Scope
}

// lineTotals sums the lines for every whole that a claim names, each once.
func lineTotals(ctx context.Context, l *sales.Ledger, sections []Section) (map[whole]int64, error) {
	var wholes []whole
	var parts []string
	for _, s := range sections {
		for _, c := range s.Claims {
			if w := (whole{c.Of, c.Scope}); !slices.Contains(wholes, w) {
				parts = append(parts, fmt.Sprintf("SELECT %d AS place, CAST(coalesce(sum(%s), 0) AS BIGINT) AS total FROM lines WHERE %s", len(wholes), w.of, w.scope))
				wholes = append(wholes, w)
			}
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	type row struct{ Place, Total int64 }
	rows, err := sales.Query[row](ctx, l, strings.Join(parts, " UNION ALL ")+" ORDER BY place")
	if err != nil {
		return nil, err
	}
	totals := map[whole]int64{}
	for _, r := range rows {
		totals[wholes[r.Place]] = r.Total
	}
	return totals, nil
}

// sum adds the column of a claim over its rows; blank cells add nothing.
func (t Table) sum(c Claim) (int64, error) {
	i := t.Index(c.Column)
	if i < 0 {
		return 0, fmt.Errorf("the claim names no column %q", c.Column)
	}
	var total int64
	for _, row := range t.Claimed(c) {
		switch v := row[i].(type) {
		case nil:
		case sales.Money:
			total += int64(v)
		case sales.Quantity:
			total += int64(v)
		default:
			return 0, fmt.Errorf("column %q holds a %T, which cannot tie to the lines", c.Column, v)
		}
	}
	return total, nil
}

// check holds that every cell is of a kind the outputs know and every number finite.
func (t Table) check() error {
	for n, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("row %d has %d cells for %d columns", n+1, len(row), len(t.Columns))
		}
		for i, cell := range row {
			switch v := cell.(type) {
			case nil, string, int64, sales.Money, sales.Quantity, sales.Day:
			case float64:
				if math.IsNaN(v) || math.IsInf(v, 0) {
					return fmt.Errorf("row %d: %s is %v; an undefined value is blank", n+1, t.Columns[i].Key, v)
				}
			default:
				return fmt.Errorf("row %d: %s holds a %T", n+1, t.Columns[i].Key, v)
			}
		}
	}
	return nil
}
