package metrics

import (
	"fmt"
	"strings"

	"xsell/metrics/sales"
)

// The tables of this file stand in the engine while a report is made, for baskets that are too
// many to be taken. They hold what a market of baskets at hand knows, row by row; {m} begins
// their names.

// numberedGoods are the things that sell often enough, numbered as the program numbers them.
func numberedGoods(table string) relation {
	return relation{table, `
WITH sold AS (
	SELECT deal, {thing} AS thing, customer FROM baskets WHERE in_window),
` + goodsSQL + `
SELECT thing, number FROM goods`}
}

var countedTables = relations{
	numberedGoods("{m}_goods"),
	{"{m}_sold", `
WITH sold AS (
	SELECT deal, {thing} AS thing, min(customer) AS customer, min(audience) AS audience, min(day) AS day, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1
	FROM baskets WHERE in_window GROUP BY deal, {thing})
SELECT s.deal, g.number AS good, s.customer, s.audience, s.day, s.revenue, s.cm1
FROM sold AS s LEFT JOIN {m}_goods AS g ON g.thing = s.thing`},
	{"{m}_deals", `
WITH placed AS (
	SELECT deal, audience, min(day) OVER (PARTITION BY deal) AS day, min(customer) OVER (PARTITION BY deal) AS customer, sum(revenue) OVER (PARTITION BY deal) AS revenue,
	       CASE WHEN count(cm1) OVER (PARTITION BY deal) = count(*) OVER (PARTITION BY deal) THEN sum(cm1) OVER (PARTITION BY deal) END AS cm1,
	       row_number() OVER (PARTITION BY deal ORDER BY good NULLS LAST, revenue, audience) AS place
	FROM {m}_sold)
SELECT deal, day, customer, audience, CAST(revenue AS BIGINT) AS revenue, CAST(cm1 AS BIGINT) AS cm1, {number_of_month} AS month FROM placed WHERE place = 1`},
	{"{m}_known", `
WITH audiences AS (
	SELECT audience, row_number() OVER (ORDER BY count(*) DESC, audience) AS number FROM {m}_sold WHERE audience <> '(unassigned)' GROUP BY audience),
met AS (
	SELECT {buyer} AS buyer, audience, day, CASE WHEN day >= {split} THEN day END AS late_day, row_number() OVER (PARTITION BY {buyer} ORDER BY day DESC, deal DESC) AS place
	FROM {m}_deals WHERE {known}),
acted AS (
	SELECT buyer, count(*) AS deals, min(day) AS first_day, max(day) AS last_day, count(late_day) AS late_deals, min(late_day) AS late_first,
	       max(CASE WHEN place = 1 THEN audience END) AS audience
	FROM met GROUP BY buyer),
asked AS (
	SELECT a.*, coalesce(u.number, 0) AS asked FROM acted AS a LEFT JOIN audiences AS u ON u.audience = a.audience),
large AS (
	SELECT asked, row_number() OVER (ORDER BY asked) AS place FROM asked WHERE asked > 0 GROUP BY asked HAVING count(*) >= 20),
small AS (
	SELECT least(100, count(*)) + 1 AS class FROM large)
SELECT a.buyer, row_number() OVER (ORDER BY {buyer_order}) AS number, CASE WHEN a.asked = 0 THEN 0 WHEN g.place <= 100 THEN g.place ELSE s.class END AS audience,
       a.deals, a.late_deals, {days} AS first_number, {last_days} AS last_number, {late_days} AS late_number
FROM asked AS a CROSS JOIN small AS s LEFT JOIN large AS g ON g.asked = a.asked`},
	{"{m}_held", `
SELECT k.number AS buyer, s.good, max(CASE WHEN d.day < {split} THEN 1 ELSE 0 END) AS early, max(CASE WHEN d.day >= {split} THEN 1 ELSE 0 END) AS late,
       CAST(sum(s.revenue) AS BIGINT) AS revenue, CASE WHEN count(s.cm1) = count(*) THEN CAST(sum(s.cm1) AS BIGINT) END AS cm1
FROM {m}_sold AS s JOIN {m}_deals AS d ON d.deal = s.deal JOIN {m}_known AS k ON k.buyer = d.{buyer}
WHERE s.good IS NOT NULL GROUP BY k.number, s.good`},
	{"{m}_buyers", `
WITH had AS (
	SELECT buyer, count(*) AS goods, CAST(sum(late) AS BIGINT) AS late_goods FROM {m}_held GROUP BY buyer),
kinds AS (
	SELECT k.number, k.audience, CASE WHEN k.deals > k.late_deals THEN 1 ELSE 0 END AS early, CASE WHEN k.late_deals > 0 THEN 1 ELSE 0 END AS late,
	       coalesce(h.goods, 0) AS goods, coalesce(h.late_goods, 0) AS late_goods, {size} AS size,
	       {window_deals} AS window_deals, {window_goods} AS window_goods, {window_month} AS window_month,
	       {last_deals} AS last_deals, {last_goods} AS last_goods, {last_month} AS last_month
	FROM {m}_known AS k LEFT JOIN had AS h ON h.buyer = k.number),
sizes AS (
	SELECT audience, size, row_number() OVER (ORDER BY min(number)) - 1 AS stratum FROM kinds GROUP BY audience, size),
window_kinds AS (
	SELECT audience, window_deals, window_goods, window_month, row_number() OVER (ORDER BY min(number)) - 1 AS stratum
	FROM kinds WHERE goods >= 2 GROUP BY audience, window_deals, window_goods, window_month),
last_kinds AS (
	SELECT audience, last_deals, last_goods, last_month, row_number() OVER (ORDER BY min(number)) - 1 AS stratum
	FROM kinds WHERE late_goods >= 2 GROUP BY audience, last_deals, last_goods, last_month)
SELECT k.number AS buyer, k.audience, k.early, k.late, k.goods, k.late_goods, s.stratum, w.stratum AS window_kind, t.stratum AS last_kind
FROM kinds AS k JOIN sizes AS s ON s.audience = k.audience AND s.size = k.size
LEFT JOIN window_kinds AS w ON k.goods >= 2 AND w.audience = k.audience AND w.window_deals = k.window_deals AND w.window_goods = k.window_goods AND w.window_month = k.window_month
LEFT JOIN last_kinds AS t ON k.late_goods >= 2 AND t.audience = k.audience AND t.last_deals = k.last_deals AND t.last_goods = k.last_goods AND t.last_month = k.last_month`},
	{"{m}_pairs", `
WITH owned AS (
	SELECT good, CAST(sum(early) AS DOUBLE) AS early FROM {m}_held GROUP BY good),
known AS (
	SELECT CAST(sum(early) AS DOUBLE) AS n FROM {m}_buyers),
met AS (
	SELECT x.good AS a, y.good AS b, CAST(sum(x.early * y.early) AS BIGINT) AS early, count(*) AS every
	FROM {m}_held AS x JOIN {m}_held AS y ON y.buyer = x.buyer WHERE x.good < y.good GROUP BY x.good, y.good)
SELECT m.a, m.b, m.early, m.every,
       (m.early - a.early * b.early / nullif(n, 0)) / sqrt(nullif(a.early * b.early * (n - a.early) * (n - b.early) / nullif(n * n * (n - 1), 0), 0)) AS apart
FROM met AS m JOIN owned AS a ON a.good = m.a JOIN owned AS b ON b.good = m.b CROSS JOIN known`},
}

// The queries of what is counted, each of whole numbers.
const (
	countedBuyersSQL = `SELECT count(*) AS buyers, CAST(coalesce(sum(early), 0) AS BIGINT) AS early, CAST(coalesce(sum(late), 0) AS BIGINT) AS late, coalesce(max(audience), 0) AS audience FROM {m}_buyers`
	countedStrataSQL = `SELECT stratum, min(audience) AS audience, count(*) AS buyers FROM {m}_buyers GROUP BY stratum ORDER BY stratum`
	countedMonthsSQL = `SELECT month, count(*) AS deals FROM {m}_deals GROUP BY month ORDER BY month`
	countedSalesSQL  = `SELECT CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue, (SELECT count(*) FROM {m}_deals WHERE day < {split}) AS early FROM {m}_sold`
	countedOwnersSQL = `
SELECT h.good - 1 AS good, b.stratum, count(*) AS buyers, CAST(sum(h.early) AS BIGINT) AS early, CAST(sum(h.late) AS BIGINT) AS late
FROM {m}_held AS h JOIN {m}_buyers AS b ON b.buyer = h.buyer GROUP BY h.good, b.stratum ORDER BY h.good, b.stratum`
	countedSeasonsSQL = `
SELECT s.good - 1 AS good, d.month, count(*) AS deals
FROM {m}_sold AS s JOIN {m}_deals AS d ON d.deal = s.deal WHERE s.good IS NOT NULL GROUP BY s.good, d.month ORDER BY s.good, d.month`
	// Of an even number the two in the middle are given, else one twice. No audience is all of them.
	countedValuesSQL = `
WITH had AS (
	SELECT h.good, b.audience, h.revenue, h.cm1 FROM {m}_held AS h JOIN {m}_buyers AS b ON b.buyer = h.buyer),
amounts AS (
	SELECT good, audience, 0 AS kind, revenue AS amount FROM had UNION ALL SELECT good, -1, 0, revenue FROM had
	UNION ALL SELECT good, audience, 1, cm1 FROM had WHERE cm1 IS NOT NULL UNION ALL SELECT good, -1, 1, cm1 FROM had WHERE cm1 IS NOT NULL),
placed AS (
	SELECT good, audience, kind, amount, 2 * row_number() OVER (PARTITION BY good, audience, kind ORDER BY amount) AS place, count(*) OVER (PARTITION BY good, audience, kind) AS n
	FROM amounts)
SELECT good - 1 AS good, audience, kind, min(amount) AS low, max(amount) AS high FROM placed
WHERE place >= n AND place <= n + 2 GROUP BY good, audience, kind ORDER BY good, audience, kind`
	countedStakesSQL = `
SELECT h.good - 1 AS good, b.{kind} AS stratum, count(*) AS buyers, CAST(sum(b.{goods} - 1) AS BIGINT) AS pairs
FROM {m}_held AS h JOIN {m}_buyers AS b ON b.buyer = h.buyer WHERE b.{kind} IS NOT NULL{held} GROUP BY h.good, b.{kind} ORDER BY h.good, b.{kind}`
	countedKindsSQL  = `SELECT {kind} AS stratum, count(*) AS buyers FROM {m}_buyers WHERE {kind} IS NOT NULL GROUP BY {kind} ORDER BY {kind}`
	countedSpreadSQL = `SELECT {count} AS shared, count(*) AS pairs FROM {m}_pairs WHERE {where} GROUP BY {count} ORDER BY {count} DESC`
	countedPairsSQL  = `SELECT a - 1 AS a, b - 1 AS b, early, every FROM {m}_pairs WHERE {where} ORDER BY b, a`
	countedExtraSQL  = `
WITH owned AS (
	SELECT good, count(*) AS every FROM {m}_held GROUP BY good)
SELECT m.a - 1 AS a, m.b - 1 AS b, m.every FROM {m}_pairs AS m JOIN owned AS x ON x.good = m.a JOIN owned AS y ON y.good = m.b
ORDER BY m.every * {buyers} - x.every * y.every DESC, m.a, m.b LIMIT {limit}`
	// What two goods share is asked of some thousand pairs at once.
	countedSharedSQL = `
WITH wanted AS (
	SELECT * FROM (VALUES {wanted}) AS w (a, b))
SELECT w.a - 1 AS a, w.b - 1 AS b, k.stratum, count(*) AS buyers, CAST(sum(x.early * y.early) AS BIGINT) AS early, CAST(sum(x.late * y.late) AS BIGINT) AS late
FROM wanted AS w JOIN {m}_held AS x ON x.good = w.a JOIN {m}_held AS y ON y.good = w.b AND y.buyer = x.buyer JOIN {m}_buyers AS k ON k.buyer = x.buyer
GROUP BY w.a, w.b, k.stratum ORDER BY w.a, w.b, k.stratum`
	countedDealsSQL = `
WITH wanted AS (
	SELECT * FROM (VALUES {wanted}) AS w (a, b))
SELECT w.a - 1 AS a, w.b - 1 AS b, d.month, count(*) AS deals, CAST(sum(x.revenue + y.revenue) AS BIGINT) AS revenue
FROM wanted AS w JOIN {m}_sold AS x ON x.good = w.a JOIN {m}_sold AS y ON y.good = w.b AND y.deal = x.deal JOIN {m}_deals AS d ON d.deal = x.deal
GROUP BY w.a, w.b, d.month ORDER BY w.a, w.b, d.month`
)

// fillCounted writes what the tables of a market are made of into their SQL.
func (m *market) fillCounted(o Options, of tier, c sales.Calendar) *strings.Replacer {
	buyer, known, order := "customer", "customer <> '(unknown)'", "a.buyer"
	if m.byDeal {
		buyer, known, order = "deal", "deal IS NOT NULL", "a.first_day, a.buyer"
	}
	number := func(day string) string { return "date_diff('day', DATE '1970-01-01', " + day + ")" }
	months := monthsOf(c)
	return strings.NewReplacer("{m}", "market_"+string(of), "{thing}", string(of), "{buyer}", buyer, "{known}", known, "{buyer_order}", order, "{split}", day(m.split),
		"{min_count}", fmt.Sprint(o.MinCount), "{number_of_month}", number("CAST(date_trunc('month', day) AS DATE)"),
		"{days}", number("a.first_day"), "{last_days}", number("a.last_day"), "{late_days}", number("a.late_first"),
		"{size}", classSQL("k.deals", doublings),
		"{window_deals}", classSQL("k.deals", halves), "{window_goods}", classSQL("h.goods", doublings), "{window_month}", monthSQL("k.first_number", "k.last_number", months),
		"{last_deals}", classSQL("k.late_deals", doublings), "{last_goods}", classSQL("h.late_goods", doublings), "{last_month}", monthSQL("k.late_number", "k.last_number", months))
}

// classSQL is the class of a number, 0 of none.
func classSQL(number string, of width) string {
	var out strings.Builder
	fmt.Fprintf(&out, "CASE WHEN coalesce(%s, 0) < 1 THEN 0", number)
	for power := range 31 {
		for _, most := range []int32{int32(int64(3) << power >> 2), 1 << power} {
			if most > 0 && of(most) != of(most+1) {
				fmt.Fprintf(&out, " WHEN %s <= %d THEN %d", number, most, of(most))
			}
		}
	}
	return out.String() + " ELSE 99 END"
}

// monthsOf are the first days of the months of what is known, and of the one after.
func monthsOf(c sales.Calendar) []sales.Day {
	var out []sales.Day
	for d := monthOf(max(c.Window.Start, c.First)); ; d = monthOf(d + 31) {
		out = append(out, d)
		if d > min(c.Window.End, c.Last) {
			return out
		}
	}
}

// monthSQL is the number of the first day of the month in the middle of two days, given by
// their numbers; 0 where these are far apart.
func monthSQL(first, last string, months []sales.Day) string {
	span := last + " - " + first
	middle := fmt.Sprintf("%s + CAST((%s - (%s) %% 2) / 2 AS BIGINT)", first, span, span)
	var out strings.Builder
	fmt.Fprintf(&out, "CASE WHEN %s IS NULL OR %s >= %d THEN 0", first, span, farApart)
	for i, m := range months[:len(months)-1] {
		fmt.Fprintf(&out, " WHEN %s < %d THEN %d", middle, months[i+1], m)
	}
	return out.String() + " ELSE 0 END"
}
