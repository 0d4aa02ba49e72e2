package metrics

import (
	"context"
	"slices"

	"xsell/metrics/sales"
)

// Products counts the deals each product is part of, alone or with others.
var Products = Metric{
	Name:     "products",
	Title:    "Products",
	Question: "How many deals is each product part of, and is it sold alone or with others?",
	Chapter:  Deals,
	Definition: "deals = deals with a line of the product that is not a return. solo_deals = those in which no other product was sold; " +
		"deals_with_others = the rest. quantity, revenue and cost are net of returns. cm1 = revenue - cost of the lines that have a cost; " +
		"margin = cm1 / revenue of those lines. kind = fee for postage, fees and the like, which are money and no products: they come last, are in no basket and count as no other product. Period columns compare revenue with the period before and the same period a year ago.",
	Needs: []sales.Field{sales.Product},
	SQL:   dealsOfWindow.create() + productsSQL,
	Run:   products,
}

const productsSQL = `
WITH solo AS (
	SELECT product, count(*) AS solo_deals FROM window_deals WHERE products = 1 GROUP BY product),
ranked AS (
	SELECT t.*, coalesce(is_fee, FALSE) AS is_fee, coalesce(solo_deals, 0) AS solo_deals, deals - coalesce(solo_deals, 0) AS deals_with_others,
	       product_name, type, area, row_number() OVER (ORDER BY CASE WHEN is_fee THEN 1 ELSE 0 END, revenue DESC, t.product) AS place
	FROM product_totals AS t LEFT JOIN solo AS s ON s.product = t.product LEFT JOIN products AS p ON p.product = t.product)
SELECT CASE WHEN min(place) > {max_rows} THEN '(other)' ELSE min(product) END AS product,
       CASE WHEN min(place) > {max_rows} THEN '(other)' ELSE coalesce(min(product_name), min(product)) END AS product_name,
       CASE WHEN min(place) > {max_rows} THEN '' ELSE coalesce(min(type), '') END AS type,
       CASE WHEN min(place) > {max_rows} THEN '' ELSE coalesce(min(area), '') END AS area,
       CASE WHEN min(place) <= {max_rows} THEN bool_or(is_fee) ELSE FALSE END AS is_fee,
       count(*) AS things, CAST(sum(solo_deals) AS BIGINT) AS solo_deals, CAST(sum(deals_with_others) AS BIGINT) AS deals_with_others,` + sumsSQL + `,` + comparedSQL + `
FROM ranked GROUP BY least(place, {max_rows} + 1) ORDER BY least(place, {max_rows} + 1)`

// dealSizesSQL counts the deals of the window by the number of products sold in them.
const dealSizesSQL = `
SELECT count(*) AS deals, count(*) FILTER (WHERE products = 1) AS solo,
       (SELECT CAST(coalesce(sum(deals), 0) AS BIGINT) FROM product_totals AS t LEFT JOIN products AS p ON p.product = t.product WHERE NOT coalesce(is_fee, FALSE)) AS products
FROM window_deals WHERE sold > 0`

type productRow struct {
	Product, ProductName, Type, Area string
	IsFee                            bool
	Things                           int64
	SoloDeals, DealsWithOthers       int64
	sums
	compared
}

type dealSizes struct{ Deals, Solo, Products int64 }

func products(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	if err := o.keep(ctx, l, dealsOfWindow); err != nil {
		return Section{}, err
	}
	rows, err := query[productRow](ctx, l, o, productsSQL)
	if err != nil {
		return Section{}, err
	}
	sizes, err := one[dealSizes](ctx, l, o, dealSizesSQL)
	if err != nil {
		return Section{}, err
	}
	s := Section{
		Lead:   productsLead(rows, sizes, o),
		Scope:  o.scope(o.say("Deals, quantity and net revenue by product"), l.Calendar.Window),
		Claims: append(claims(l.Calendar, "revenue", LinesRevenue), Claim{Column: "quantity", Of: LinesQuantity, Scope: InWindow}),
		Charts: []Chart{
			{Kind: Stacked, Title: "Deals of the products with most revenue, alone and with others", X: "product_name", Y: []string{"solo_deals", "deals_with_others"}, Limit: 15},
		},
	}
	s.Table.Columns = append([]Column{
		{"product", "Product", Text}, {"product_name", "Name", Text}, {"type", "Type", Text}, {"area", "Area", Text}, {"kind", "Kind", Word},
		{"deals", "Deals", Count}, {"solo_deals", "Sold alone", Count}, {"deals_with_others", "With others", Count},
		{"quantity", "Quantity", Quantity}, {"revenue", "Revenue", Money}, {"cost", "Cost", Money}, {"cm1", "CM1", Money}, {"margin", "Margin", Ratio},
	}, comparedColumns(l.Calendar, o)...)
	var fees int64
	var paid sales.Money
	for _, r := range rows {
		cells := []Cell{r.Product, r.ProductName, text(r.Type), text(r.Area), nil, r.Deals, r.SoloDeals, r.DealsWithOthers,
			quantity(r.Quantity), r.Revenue, amount(r.Cost), amount(r.CM1), r.margin()}
		if r.Product == other {
			// A deal with two of the rest would be counted twice.
			cells[1], cells[5], cells[6], cells[7] = o.others(r.Things), nil, nil, nil
			s.Notes = append(s.Notes, o.say("The first %d of %d products have a row of their own.", int64(len(rows)-1), r.Things+int64(len(rows)-1)))
		}
		if r.IsFee {
			cells[4], cells[6], cells[7] = "fee", nil, nil
			fees, paid = fees+1, paid+r.Revenue
		}
		s.Table.Rows = append(s.Table.Rows, append(cells, r.compared.cells(l.Calendar)...))
	}
	if fees > 0 {
		s.Notes = append(s.Notes, o.say("%d {1|row is|rows are} no product: postage, fees and the like, with %s of net revenue. They come last and are in no basket.", fees, o.money(paid)))
	}
	return s, nil
}

func productsLead(rows []productRow, d dealSizes, o Options) string {
	named := slices.DeleteFunc(slices.Clone(rows), func(r productRow) bool { return r.Product == other || r.IsFee || r.Deals == 0 })
	if len(named) == 0 || d.Deals == 0 {
		return o.say("No product was sold in the window.")
	}
	most := slices.MaxFunc(named, func(a, b productRow) int { return int(a.Deals - b.Deals) })
	return o.say("%s is in the most deals: %d of %d (%s). %s of all deals hold one product only; a deal holds %.2f products on average.",
		short(most.ProductName), most.Deals, d.Deals, o.percent(float64(most.Deals)/float64(d.Deals)),
		o.percent(float64(d.Solo)/float64(d.Deals)), float64(d.Products)/float64(d.Deals))
}
