package metrics

import (
	"context"

	"xsell/metrics/sales"
)

// seenMost is how many codes of lines that no register explains have a row.
const seenMost = 50

// seenSQL is what was sold under each code that the lines bear, largest revenue first; the
// audience that bought most under it; and all that was sold in its days.
const seenSQL = `
WITH coded AS (
	SELECT programme, deal, audience, count(DISTINCT product) AS products, min(customer) AS customer, min(day) AS day, sum(revenue) AS revenue,
	       sum(CASE WHEN discount IS NOT NULL THEN list END) AS list, sum(CASE WHEN list IS NOT NULL THEN discount END) AS discount, sum(cm1) AS cm1, sum(costed) AS costed
	FROM lines WHERE NOT is_return AND NOT is_fee AND programme <> '' AND day <= {as_of} GROUP BY programme, deal, audience),
deals AS (
	SELECT deal, count(*) FILTER (WHERE is_sole) + count(DISTINCT product) FILTER (WHERE NOT is_sole) AS products
	FROM lines WHERE NOT is_return AND NOT is_fee AND day <= {as_of} GROUP BY deal),
totals AS (
	SELECT c.programme, count(*) AS deals, count(DISTINCT customer) AS customers, count(CASE WHEN d.products > 1 THEN 1 END) AS taken,
	       min(day) AS first, max(day) AS last, sum(revenue) AS revenue, sum(list) AS list, sum(discount) AS discount, sum(cm1) AS cm1, sum(costed) AS costed
	FROM coded AS c JOIN deals AS d ON d.deal = c.deal GROUP BY c.programme),
ranked AS (
	SELECT *, row_number() OVER (ORDER BY revenue DESC, programme) AS place, count(*) OVER () AS codes FROM totals),
audiences AS (
	SELECT programme, audience, sum(revenue) AS revenue, row_number() OVER (PARTITION BY programme ORDER BY sum(revenue) DESC, audience) AS place
	FROM coded WHERE audience <> '(unassigned)' GROUP BY programme, audience),
daily AS (SELECT day, sum(revenue) AS revenue FROM lines WHERE NOT is_return GROUP BY day),
meanwhile AS (
	SELECT r.programme, sum(d.revenue) AS revenue FROM ranked AS r JOIN daily AS d ON d.day BETWEEN r.first AND r.last WHERE r.place <= {seen_most} GROUP BY r.programme)
SELECT r.programme, r.deals, r.customers, r.taken, r.first, r.last, CAST(r.revenue AS BIGINT) AS revenue, CAST(r.list AS BIGINT) AS list,
       CAST(r.discount AS BIGINT) AS discount, CAST(r.cm1 AS BIGINT) AS cm1, CAST(r.costed AS BIGINT) AS costed, coalesce(a.audience, '') AS audience,
       CAST(coalesce(a.revenue, 0) AS BIGINT) AS audience_revenue, CAST(m.revenue AS BIGINT) AS meanwhile, r.codes
FROM ranked AS r JOIN meanwhile AS m ON m.programme = r.programme LEFT JOIN audiences AS a ON a.programme = r.programme AND a.place = 1
ORDER BY r.place`

// seen is what was sold under a code of the lines.
type seen struct {
	Programme               string
	Deals, Customers, Taken int64
	First, Last             sales.Day
	Revenue                 sales.Money
	List, Discount          sales.Null[sales.Money]
	CM1, Costed             sales.Null[sales.Money]
	Audience                string
	AudienceRevenue         sales.Money
	Meanwhile               sales.Money // sold in its days altogether
	Codes                   int64       // that the lines bear
}

// given is the share of the list price that was given away; nil where that is unknown.
func (s seen) given() Cell {
	if !s.List.Valid || !s.Discount.Valid {
		return nil
	}
	return moneyRatio(s.Discount.V, s.List.V)
}

// readSeen lists the codes of the lines.
func readSeen(ctx context.Context, l *sales.Ledger, o Options) ([]seen, error) {
	if l.Coverage(sales.Programme).Lines == 0 {
		return nil, nil
	}
	return query[seen](ctx, l, o, seenFill.Replace(seenSQL))
}
