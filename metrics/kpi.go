package metrics

import (
	"context"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// kpis are the measures of overview and trend over some lines.
type kpis struct {
	Revenue   sales.Money
	Cost      sales.Null[sales.Money]
	CM1       sales.Null[sales.Money]
	Costed    sales.Null[sales.Money]
	Deals     int64 // with a line that is not a return
	Customers int64 // known ones
	Products  int64 // distinct products, added over the deals
	Multi     int64 // deals with two or more products
	Crossed   int64 // deals with two or more business areas
	ReturnedM sales.Money
	Internal  sales.Money // of known customers, outside the area of their first deal
	External  sales.Money // in deals with a partner
}

// kpisSQL adds up lines by group, which names what a row stands for; scope picks the
// lines. What a deal holds is counted deal by deal first, postage and fees apart: its products are
// its sole lines, and the distinct ones of the others, which are few. The first area of a customer is as [firstParts]
// has it.
func kpisSQL(group, scope string) string {
	return strings.NewReplacer("{group}", group, "{scope}", scope, "{sold}", "CASE WHEN NOT is_fee THEN nullif(area, '(unassigned)') END").Replace(`
WITH summed AS (
	SELECT {group} AS what, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cost) AS BIGINT) AS cost,
	       CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed,
	       count(DISTINCT CASE WHEN NOT is_return AND customer <> '(unknown)' THEN customer END) AS customers,
	       CAST(coalesce(sum(CASE WHEN is_return THEN revenue END), 0) AS BIGINT) AS returned_m,
	       CAST(coalesce(sum(CASE WHEN partner <> '' THEN revenue END), 0) AS BIGINT) AS external
	FROM lines WHERE {scope} GROUP BY 1),
beyond AS (
	SELECT {group} AS what, CAST(sum(revenue) AS BIGINT) AS internal
	FROM lines AS l JOIN first_areas AS e ON e.customer = l.customer AND e.part <> l.area WHERE l.area <> '(unassigned)' AND {scope} GROUP BY 1),
others AS (
	SELECT {group} AS what, deal, count(DISTINCT product) AS products FROM lines WHERE {scope} AND NOT is_return AND NOT is_fee AND NOT is_sole GROUP BY 1, deal),
deals AS (
	SELECT {group} AS what, deal, count(*) FILTER (WHERE is_sole AND NOT is_fee) AS soles, min({sold}) <> max({sold}) AS crosses
	FROM lines WHERE {scope} AND NOT is_return GROUP BY 1, deal),
counted AS (
	SELECT d.what, count(*) AS deals, CAST(sum(soles + coalesce(products, 0)) AS BIGINT) AS products,
	       count(*) FILTER (WHERE soles + coalesce(products, 0) > 1) AS multi, count(*) FILTER (WHERE crosses) AS crossed
	FROM deals AS d LEFT JOIN others AS o ON o.what = d.what AND o.deal = d.deal GROUP BY d.what)
SELECT s.what, revenue, cost, cm1, costed, coalesce(deals, 0) AS deals, customers, coalesce(products, 0) AS products,
       coalesce(multi, 0) AS multi, coalesce(crossed, 0) AS crossed, returned_m, coalesce(internal, 0) AS internal, external
FROM summed AS s LEFT JOIN counted AS c ON c.what = s.what LEFT JOIN beyond AS b ON b.what = s.what
ORDER BY s.what`)
}

// kpi is one measure of overview and trend; cell works it out, nil where undefined.
type kpi struct {
	key   string
	title phrases.Key
	unit  Unit
	cell  func(kpis) Cell
}

// kpiList are the measures in the order of the page. The first six are its cards.
func kpiList(l *sales.Ledger) []kpi {
	perDeal := func(n int64, k kpis) Cell { return ratio(float64(n), float64(k.Deals)) }
	list := []kpi{
		{"revenue", "Net revenue", Money, func(k kpis) Cell { return k.Revenue }},
		{"deals", "Deals", Count, func(k kpis) Cell { return k.Deals }},
		{"average_deal", "Revenue per deal", Money, func(k kpis) Cell {
			if k.Deals == 0 {
				return nil
			}
			return sales.Money(roundDiv(int64(k.Revenue), k.Deals))
		}},
		{"products_per_deal", "Products per deal", Number, func(k kpis) Cell { return perDeal(k.Products, k) }},
		{"multi_product_share", "Deals with two or more products", Ratio, func(k kpis) Cell { return perDeal(k.Multi, k) }},
	}
	margin := kpi{"margin", "CM1 margin", Ratio, func(k kpis) Cell {
		if !k.CM1.Valid {
			return nil
		}
		return moneyRatio(k.CM1.V, k.Costed.V)
	}}
	customers := kpi{"customers", "Customers", Count, func(k kpis) Cell { return k.Customers }}
	if l.Has(sales.Cost) {
		list = append(list, margin, kpi{"cm1", "CM1", Money, func(k kpis) Cell { return amount(k.CM1) }}, customers)
	} else {
		list = append(list, customers)
	}
	if l.Has(sales.Area) {
		list = append(list, kpi{"multi_area_share", "Deals with two or more business areas", Ratio, func(k kpis) Cell { return perDeal(k.Crossed, k) }})
	}
	if l.Has(sales.Area) && l.Has(sales.Customer) {
		list = append(list, kpi{"internal_share", "Internal cross-selling, share of revenue", Ratio, func(k kpis) Cell { return moneyRatio(k.Internal, k.Revenue) }})
	}
	if l.Has(sales.Partner) {
		list = append(list, kpi{"external_share", "External cross-selling, share of revenue", Ratio, func(k kpis) Cell { return moneyRatio(k.External, k.Revenue) }})
	}
	return append(list, kpi{"returned", "Returns and cancellations", Money, func(k kpis) Cell { return k.ReturnedM }})
}

// roundDiv divides whole numbers, halves away from zero.
func roundDiv(a, b int64) int64 {
	half := b / 2
	if a < 0 {
		half = -half
	}
	return (a + half) / b
}

// bucket is the measures of one period.
type bucket struct {
	What sales.Day
	kpis
}

// history are the buckets from the first period of the data to the period of the
// report, without gaps: a period without a sale is there with zeros. It is counted
// once for all sections.
func history(ctx context.Context, l *sales.Ledger, o Options) ([]bucket, error) {
	o.memo.once.Do(func() { o.memo.history, o.memo.err = countHistory(ctx, l, o) })
	return o.memo.history, o.memo.err
}

func countHistory(ctx context.Context, l *sales.Ledger, o Options) ([]bucket, error) {
	if err := o.keep(ctx, l, firstParts.of(sales.Area)); err != nil {
		return nil, err
	}
	rows, err := query[bucket](ctx, l, o, trendSQL)
	if err != nil {
		return nil, err
	}
	found := map[sales.Day]bucket{}
	for _, r := range rows {
		found[r.What] = r
	}
	c := l.Calendar
	var out []bucket
	for d := c.Unit.Start(c.First); d <= c.Period.Start; d = c.Unit.Next(d) {
		b := found[d]
		b.What = d
		out = append(out, b)
	}
	return out, nil
}
