package metrics

import (
	"context"

	"xsell/metrics/sales"
)

// ProductProfit ranks the products by what they earn.
var ProductProfit = Metric{
	Name:     "product-profit",
	Title:    "Profit by product",
	Question: "What does each product earn, and which lose money?",
	Chapter:  Profitability,
	Definition: "cm1 = revenue - cost of the lines that have a cost; a line without a cost has no profit. margin = cm1 / revenue of those lines. " +
		"share = cm1 / total CM1, cumulative_share adds it up down the table; both blank where the total is not positive. " +
		"Order: CM1 down, then what has no cost, then (unassigned). Period columns compare CM1 with the period before and the same period a year ago. " +
		"HHI = sum of the squared shares of the positive CM1; 1 / HHI is the number of equal products that would be as concentrated (A. O. Hirschman, 1964).",
	Needs: []sales.Field{sales.Product, sales.Cost},
	SQL:   productProfitSQL,
	Run:   productProfit,
}

var productProfitSQL = profitSQL("product", sales.Unassigned,
	`coalesce(d.product_name, f.thing) AS name, coalesce(d.type, '') AS type, coalesce(d.area, '') AS area`,
	` LEFT JOIN products AS d ON d.product = f.thing`)

var productTotalsSQL = profitTotalsSQL("product", sales.Unassigned)

type productProfitRow struct {
	profitRow
	Type, Area string
}

func productProfit(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	rows, err := query[productProfitRow](ctx, l, o, productProfitSQL)
	if err != nil {
		return Section{}, err
	}
	totals, err := one[profitTotals](ctx, l, o, productTotalsSQL)
	if err != nil {
		return Section{}, err
	}
	things := make([]profitRow, len(rows))
	for i, r := range rows {
		things[i] = r.profitRow
	}
	by := profitBy{noun{"product", "products"}, "product", "CM1 by product", sales.Unassigned, true}
	s, best := by.section(things, totals, l.Calendar, o)
	s.Table.Columns = append(s.Table.Columns, Column{"type", "Type", Text}, Column{"area", "Area", Text})
	for i, r := range rows {
		s.Table.Rows[i] = append(s.Table.Rows[i], text(r.Type), text(r.Area))
	}
	s.Charts = []Chart{
		{Kind: Bars, Title: "CM1 of the products that earn the most", X: "product_name", Y: []string{"cm1"}, Limit: 20},
		{Kind: Scatter, Title: "Margin over revenue of the products that earn the most", X: "revenue", Y: []string{"margin"}, Label: "product_name", Limit: 200},
	}
	s.Findings = append(s.Findings, by.halfOfLosses(best, totals, "Review price, discount and cost of the {1|one that loses|%d that lose} the most (%s): %s of the %s that the %d with a loss give away.", o)...)
	if moved := profitMoves(best, totals, l.Calendar, o); moved != "" {
		s.Notes = append(s.Notes, moved)
	}
	return s, nil
}
