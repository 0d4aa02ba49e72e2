package metrics

import (
	"context"
	"strconv"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Discounts shows how much of the list price is given away, by whom and to whom.
var Discounts = Metric{
	Name:     "discounts",
	Title:    "Discounts",
	Question: "How much of the list price do we give away, by whom and to whom, and how much of it was needed?",
	Chapter:  Profitability,
	Definition: "Of the lines whose list price or discount is known, returns with their sign: rate = discount / list amount. lines = those that are no returns, discounted_lines = those of them with a discount above 0. " +
		"mix_rate = the rate that the same list amounts would have at the rate of their products, above_mix = discount - what that rate gives: what is given beyond the mix of products sold. " +
		"size = the deals by their list amount. Rates of the period are compared in percentage points. " +
		"beyond = the part of a discount above the limit of the configuration (discount_limit), of lines that are no returns; not shown without a limit. " +
		"needless = discounts to a known customer who had bought the same product at list price on an earlier day, in at least the same quantity: the discount may not have been needed.",
	Needs: []sales.Field{sales.Discount},
	SQL:   discountsSQL,
	Run:   discounts,
}

// discountsSQL sums the lines by each dimension in one pass. What a line gives beyond the
// limit and what its product would give are rounded line by line, so that the sums do not
// depend on their order.
const discountsSQL = `
WITH given AS (
	SELECT source, row, deal, day, customer, product, seller, audience, quantity, list, discount, revenue, cm1, costed, in_window, is_current, is_previous, is_year_ago,
	       NOT is_return AND list > 0 AS sold, NOT is_return AND list > 0 AND discount > 0 AS cut, {beyond} AS beyond
	FROM lines WHERE list IS NOT NULL AND discount IS NOT NULL AND (in_window OR is_current OR is_previous OR is_year_ago)),
paid AS (
	SELECT customer, product, quantity, min(day) AS day FROM lines
	WHERE NOT is_return AND list > 0 AND discount = 0 AND customer <> '(unknown)' AND product <> '(unassigned)' GROUP BY customer, product, quantity),
needless AS (
	SELECT DISTINCT g.source, g.row FROM given AS g JOIN paid AS p ON p.customer = g.customer AND p.product = g.product
	WHERE g.cut AND g.in_window AND p.day < g.day AND (p.quantity >= g.quantity OR p.quantity IS NULL OR g.quantity IS NULL)),
sizes AS (
	SELECT deal, {band} AS size FROM (
		SELECT deal, sum(list) AS list FROM lines WHERE NOT is_return AND list > 0 AND discount IS NOT NULL AND deal IN (SELECT deal FROM given) GROUP BY deal) AS d),
rates AS (
	SELECT product, CAST(sum(list) AS DOUBLE) AS list, CAST(sum(discount) AS DOUBLE) AS discount FROM given WHERE in_window GROUP BY product HAVING sum(list) > 0),
marked AS (
	SELECT g.product, seller, audience, coalesce(size, -1) AS size, g.list, g.discount, revenue, cm1, costed, sold, cut, beyond, in_window, is_current, is_previous, is_year_ago,
	       n.source IS NOT NULL AS needless, coalesce(CAST(round(CAST(g.list AS DOUBLE) * r.discount / r.list) AS BIGINT), g.discount) AS mix
	FROM given AS g LEFT JOIN needless AS n ON n.source = g.source AND n.row = g.row LEFT JOIN sizes AS s ON s.deal = g.deal LEFT JOIN rates AS r ON r.product = g.product),
summed AS (
	SELECT CASE grouping(product, seller, audience, size) WHEN 7 THEN 'product' WHEN 11 THEN 'seller' WHEN 13 THEN 'audience' WHEN 14 THEN 'size' ELSE 'total' END AS dimension,
	       coalesce(product, seller, audience, CAST(size AS VARCHAR), 'all') AS item,
	       count(*) FILTER (WHERE in_window) AS rows, count(*) FILTER (WHERE in_window AND sold) AS lines, count(*) FILTER (WHERE in_window AND cut) AS discounted_lines,
	       sum(list) FILTER (WHERE in_window) AS list, sum(discount) FILTER (WHERE in_window) AS discount, sum(mix) FILTER (WHERE in_window) AS mix,
	       sum(revenue) FILTER (WHERE in_window) AS revenue, sum(cm1) FILTER (WHERE in_window) AS cm1, sum(costed) FILTER (WHERE in_window) AS costed,
	       count(*) FILTER (WHERE in_window AND beyond > 0) AS beyond_lines, sum(beyond) FILTER (WHERE in_window) AS beyond,
	       count(*) FILTER (WHERE needless) AS needless_lines, coalesce(sum(discount) FILTER (WHERE needless), 0) AS needless,
	       sum(list) FILTER (WHERE is_current) AS period_list, sum(discount) FILTER (WHERE is_current) AS period_discount,
	       sum(list) FILTER (WHERE is_previous) AS previous_list, sum(discount) FILTER (WHERE is_previous) AS previous_discount,
	       sum(list) FILTER (WHERE is_year_ago) AS year_ago_list, sum(discount) FILTER (WHERE is_year_ago) AS year_ago_discount
	FROM marked GROUP BY GROUPING SETS ((product), (seller), (audience), (size), ())),
ranked AS (
	SELECT s.*, row_number() OVER (PARTITION BY dimension ORDER BY discount DESC NULLS LAST, item) AS place FROM summed AS s WHERE rows > 0)
SELECT dimension, CASE WHEN min(place) > {max_rows} THEN '(other)' ELSE min(item) END AS item, count(*) AS things, coalesce(min(product_name), '') AS name,
       CAST(sum(lines) AS BIGINT) AS lines, CAST(sum(discounted_lines) AS BIGINT) AS discounted_lines, CAST(sum(r.list) AS BIGINT) AS list, CAST(sum(discount) AS BIGINT) AS discount,
       CAST(sum(mix) AS BIGINT) AS mix, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed,
       CAST(sum(beyond_lines) AS BIGINT) AS beyond_lines, CAST(sum(beyond) AS BIGINT) AS beyond, CAST(sum(needless_lines) AS BIGINT) AS needless_lines, CAST(sum(needless) AS BIGINT) AS needless,
       CAST(coalesce(sum(period_list), 0) AS BIGINT) AS period_list, CAST(coalesce(sum(period_discount), 0) AS BIGINT) AS period_discount,
       CAST(coalesce(sum(previous_list), 0) AS BIGINT) AS previous_list, CAST(coalesce(sum(previous_discount), 0) AS BIGINT) AS previous_discount,
       CAST(coalesce(sum(year_ago_list), 0) AS BIGINT) AS year_ago_list, CAST(coalesce(sum(year_ago_discount), 0) AS BIGINT) AS year_ago_discount
FROM ranked AS r LEFT JOIN products AS p ON p.product = CASE WHEN dimension = 'product' THEN item END
GROUP BY dimension, least(place, {max_rows} + 1) ORDER BY dimension, least(place, {max_rows} + 1)`

// surchargesSQL sums what is unlike a discount, the discounts that goods sent back took
// with them, and the lines that say neither list price nor discount.
const surchargesSQL = `
SELECT count(*) FILTER (WHERE NOT is_return AND discount < 0) AS lines, CAST(coalesce(sum(discount) FILTER (WHERE NOT is_return AND discount < 0), 0) AS BIGINT) AS money,
       CAST(coalesce(-sum(discount) FILTER (WHERE is_return AND list IS NOT NULL), 0) AS BIGINT) AS returned,
       CAST(coalesce(sum(revenue) FILTER (WHERE discount IS NULL OR list IS NULL), 0) AS BIGINT) AS unknown, CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue
FROM lines WHERE in_window`

// discountRow is what some lines give away.
type discountRow struct {
	Dimension, Item, Name  string
	Things                 int64
	Lines, DiscountedLines int64
	List, Discount, Mix    sales.Money
	takings
	BeyondLines, NeedlessLines     int64
	Beyond, Needless               sales.Money
	PeriodList, PeriodDiscount     sales.Money
	PreviousList, PreviousDiscount sales.Money
	YearAgoList, YearAgoDiscount   sales.Money
}

type surcharges struct {
	Lines            int64
	Money, Returned  sales.Money
	Unknown, Revenue sales.Money
}

// discountKinds are the dimensions in the order of the table, and the field each needs.
var discountKinds = []struct {
	kind  string
	title phrases.Key // of its chart
	needs sales.Field
}{
	{"total", "", sales.Discount}, {"product", "", sales.Product}, {"seller", "Discount rate by seller, with that of the products sold", sales.Seller},
	{"audience", "Discount rate by audience, with that of the products sold", sales.Audience}, {"size", "Discount rate by size of deal, with that of the products sold", sales.Discount},
}

func discounts(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	f := discountFindings{limit: o.DiscountLimit, costs: l.Has(sales.Cost), c: l.Calendar, o: o}
	sql := strings.NewReplacer("{beyond}", beyondSQL(o.DiscountLimit), "{band}", moneyBand("list")).Replace(discountsSQL)
	rows, err := query[discountRow](ctx, l, o, sql)
	if err != nil {
		return Section{}, err
	}
	for _, k := range discountKinds {
		for _, r := range rows {
			if r.Dimension == k.kind && l.Has(k.needs) {
				f.rows = append(f.rows, r)
			}
		}
	}
	if f.rest, err = one[surcharges](ctx, l, o, surchargesSQL); err != nil {
		return Section{}, err
	}
	f.order()
	return Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), Charts: f.charts(), SQL: sql, Claims: f.claims(),
		Scope: o.scope(o.say("Discounts on list price"), l.Calendar.Window)}, nil
}

// beyondSQL is what a line gives beyond the limit, which is in 1/10 000 of the list price.
func beyondSQL(limit sales.Null[int64]) string {
	if !limit.Valid {
		return "CAST(0 AS BIGINT)"
	}
	allowed := "CAST(round(CAST(list AS DOUBLE) * " + strconv.FormatInt(limit.V, 10) + " / 10000) AS BIGINT)"
	return "CASE WHEN NOT is_return AND list > 0 AND discount > " + allowed + " THEN discount - " + allowed + " ELSE 0 END"
}
