package metrics

import (
	"fmt"
	"strings"

	"xsell/metrics/sales"
)

// walkedTables stand in the engine while sequences are tested, in the order in which they build
// on each other; {w} begins their names. Customers, days, months and strata are numbers.
var walkedTables = relations{
	numberedGoods("{w}_goods"),
	{"{w}_bought", `
WITH walked AS (
	SELECT customer, day, {thing} AS thing, min(audience) AS audience FROM baskets WHERE customer <> '(unknown)' AND day <= {until} GROUP BY customer, day, {thing}),
customers AS (
	SELECT customer, row_number() OVER (ORDER BY customer) AS number FROM walked GROUP BY customer)
SELECT c.number AS who, date_diff('day', DATE '1970-01-01', w.day) AS day, date_diff('month', {begin}, CAST(date_trunc('month', w.day) AS DATE)) AS month, g.number AS good, w.audience
FROM walked AS w JOIN customers AS c ON c.customer = w.customer LEFT JOIN {w}_goods AS g ON g.thing = w.thing`},
	{"{w}_people", `
WITH audiences AS (
	SELECT audience, row_number() OVER (ORDER BY count(*) DESC, audience) AS number FROM {w}_bought WHERE audience <> '(unassigned)' GROUP BY audience),
last AS (
	SELECT who, max(day) AS day FROM {w}_bought GROUP BY who),
placed AS (
	SELECT b.who, u.number, row_number() OVER (PARTITION BY b.who ORDER BY b.good DESC NULLS FIRST, u.number DESC NULLS FIRST) AS place
	FROM {w}_bought AS b JOIN last AS l ON l.who = b.who AND l.day = b.day LEFT JOIN audiences AS u ON u.audience = b.audience),
asked AS (
	SELECT who, coalesce(number, 0) AS asked FROM placed WHERE place = 1),
large AS (
	SELECT asked, row_number() OVER (ORDER BY asked) AS place FROM asked WHERE asked > 0 GROUP BY asked HAVING count(*) >= 20),
small AS (
	SELECT least(100, count(*)) + 1 AS class FROM large)
SELECT a.who, CASE WHEN a.asked = 0 THEN 0 WHEN g.place <= 100 THEN g.place ELSE s.class END AS audience
FROM asked AS a CROSS JOIN small AS s LEFT JOIN large AS g ON g.asked = a.asked`},
	{"{w}_firsts", `
SELECT who, good, min(day) AS day, min(month) AS month FROM {w}_bought WHERE good IS NOT NULL GROUP BY who, good`},
	{"{w}_visits", `
WITH began AS (
	SELECT who, min(day) AS day FROM {w}_bought GROUP BY who),
owned AS (
	SELECT who, count(*) AS goods FROM {w}_firsts WHERE day < {from} GROUP BY who),
days AS (
	SELECT who, day, month, count(*) AS things FROM {w}_bought WHERE day >= {from} GROUP BY who, day, month),
news AS (
	SELECT who, day, count(*) AS goods FROM {w}_firsts WHERE day >= {from} GROUP BY who, day),
told AS (
	SELECT d.who, d.day, d.month, d.things, coalesce(o.goods, 0) + coalesce(sum(n.goods) OVER (PARTITION BY d.who ORDER BY d.day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS had
	FROM days AS d LEFT JOIN owned AS o ON o.who = d.who LEFT JOIN news AS n ON n.who = d.who AND n.day = d.day),
kinds AS (
	SELECT t.who, t.day, t.month, p.audience, CASE WHEN t.day >= {split} THEN 1 ELSE 0 END AS late, {things} AS things, {before} AS before
	FROM told AS t JOIN began AS b ON b.who = t.who JOIN {w}_people AS p ON p.who = t.who WHERE t.day > b.day),
strata AS (
	SELECT month, audience, late, things, before, row_number() OVER (ORDER BY min(who * 1000000 + day)) - 1 AS stratum
	FROM kinds GROUP BY month, audience, late, things, before)
SELECT k.who, k.day, k.late, s.stratum
FROM kinds AS k JOIN strata AS s ON s.month = k.month AND s.audience = k.audience AND s.late = k.late AND s.things = k.things AND s.before = k.before`},
	{"{w}_alike", `
SELECT stratum, late, count(*) AS visits FROM {w}_visits GROUP BY stratum, late`},
	{"{w}_had", `
SELECT f.good, v.stratum, count(*) AS visits
FROM {w}_firsts AS f JOIN {w}_visits AS v ON v.who = f.who WHERE v.day > f.day GROUP BY f.good, v.stratum`},
	{"{w}_begun", `
SELECT f.who, f.good, f.day, v.stratum, v.late FROM {w}_firsts AS f JOIN {w}_visits AS v ON v.who = f.who AND v.day = f.day`},
	{"{w}_risk", `
WITH begun AS (
	SELECT good, stratum, count(*) AS events FROM {w}_begun GROUP BY good, stratum)
SELECT b.good, b.stratum, a.late, b.events, a.visits - coalesce(h.visits, 0) AS visits,
       CAST(floor(CAST(b.events AS DOUBLE) / CAST(a.visits - coalesce(h.visits, 0) AS DOUBLE) * ` + fmt.Sprint(partsInOne) + ` + CAST(0.5 AS DOUBLE)) AS BIGINT) AS parts
FROM begun AS b JOIN {w}_alike AS a ON a.stratum = b.stratum LEFT JOIN {w}_had AS h ON h.good = b.good AND h.stratum = b.stratum`},
	{"{w}_monthly", `
SELECT good, month, count(*) AS visits FROM {w}_bought WHERE good IS NOT NULL GROUP BY good, month`},
	{"{w}_sold", `
SELECT good, sum(visits) AS visits, min(month) AS first_month, max(month) AS last_month FROM {w}_monthly GROUP BY good`},
	{"{w}_months", `
SELECT month, count(*) AS visits, sum(count(*)) OVER () AS every FROM (SELECT who, day, month FROM {w}_bought GROUP BY who, day, month) AS v GROUP BY month`},
}

// The queries of what is counted of visits, each of whole numbers.
const (
	walkersSQL      = `SELECT count(DISTINCT customer) AS people FROM baskets WHERE customer <> '(unknown)' AND day <= {until}`
	walkedPeopleSQL = `SELECT (SELECT count(*) FROM {w}_people) AS people, (SELECT count(*) FROM {w}_alike) AS strata, (SELECT count(*) FROM {w}_alike WHERE late = 1) AS late`
	walkedGoodsSQL  = `
WITH last AS (
	SELECT who, max(day) AS day FROM {w}_visits WHERE late = 0 GROUP BY who)
SELECT f.good - 1 AS good, count(*) AS owners, count(*) FILTER (WHERE l.day > f.day) AS back,
       count(*) FILTER (WHERE v.late = 0) AS later, count(*) FILTER (WHERE v.late = 1) AS since
FROM {w}_firsts AS f LEFT JOIN {w}_visits AS v ON v.who = f.who AND v.day = f.day LEFT JOIN last AS l ON l.who = f.who GROUP BY f.good ORDER BY f.good`
	// Of the visits with A before, those with B before too are no part of what is expected: of goods had
	// before the watch they are all visits of a customer in it, summed once for B. What is
	// far from standing does not come back: a first purchase less than is asked of it.
	walkedRatesSQL = `
WITH led AS (
	SELECT good FROM (VALUES {led}) AS v (good)),
followed AS (
	SELECT good FROM (VALUES {then}) AS v (good)),
seen AS (
	SELECT x.good AS a, y.good AS b, count(*) FILTER (WHERE y.late = 0) AS early, count(*) FILTER (WHERE y.late = 1) AS late
	FROM followed AS t JOIN {w}_begun AS y ON y.good = t.good JOIN {w}_firsts AS x ON x.who = y.who JOIN led AS l ON l.good = x.good
	WHERE x.day < y.day GROUP BY x.good, y.good HAVING count(*) FILTER (WHERE y.late = 0) >= {fewest}),
asked AS (
	SELECT h.good AS a, r.good AS b, sum(CASE WHEN r.late = 0 THEN r.parts * h.visits ELSE 0 END) AS early, sum(CASE WHEN r.late = 1 THEN r.parts * h.visits ELSE 0 END) AS late
	FROM followed AS t JOIN {w}_risk AS r ON r.good = t.good JOIN {w}_had AS h ON h.stratum = r.stratum JOIN led AS l ON l.good = h.good GROUP BY h.good, r.good),
whole AS (
	SELECT y.who, y.good, sum(CASE WHEN r.late = 0 THEN r.parts ELSE 0 END) AS early, sum(CASE WHEN r.late = 1 THEN r.parts ELSE 0 END) AS late
	FROM followed AS t JOIN {w}_firsts AS y ON y.good = t.good JOIN {w}_visits AS v ON v.who = y.who JOIN {w}_risk AS r ON r.good = y.good AND r.stratum = v.stratum
	WHERE y.day < {from} GROUP BY y.who, y.good),
since AS (
	SELECT y.who, x.good AS a, y.good AS b, greatest(x.day, y.day) AS day
	FROM followed AS t JOIN {w}_firsts AS y ON y.good = t.good JOIN {w}_firsts AS x ON x.who = y.who JOIN led AS l ON l.good = x.good WHERE y.day >= {from} AND x.good <> y.good
	UNION ALL
	SELECT y.who, x.good AS a, y.good AS b, x.day
	FROM followed AS t JOIN {w}_firsts AS y ON y.good = t.good JOIN {w}_firsts AS x ON x.who = y.who JOIN led AS l ON l.good = x.good WHERE y.day < {from} AND x.day >= {from} AND x.good <> y.good),
joint AS (
	SELECT x.good AS a, w.good AS b, sum(w.early) AS early, sum(w.late) AS late
	FROM whole AS w JOIN {w}_firsts AS x ON x.who = w.who JOIN led AS l ON l.good = x.good WHERE x.day < {from} AND x.good <> w.good GROUP BY x.good, w.good
	UNION ALL
	SELECT s.a, s.b, sum(CASE WHEN r.late = 0 THEN r.parts ELSE 0 END) AS early, sum(CASE WHEN r.late = 1 THEN r.parts ELSE 0 END) AS late
	FROM since AS s JOIN {w}_visits AS v ON v.who = s.who AND v.day > s.day JOIN {w}_risk AS r ON r.good = s.b AND r.stratum = v.stratum GROUP BY s.a, s.b),
met AS (
	SELECT a, b, sum(early) AS early, sum(late) AS late FROM joint GROUP BY a, b),
expected AS (
	SELECT s.a, s.b, s.early, s.late, CAST(k.early - coalesce(o.early, 0) AS BIGINT) AS early_parts, CAST(k.late - coalesce(o.late, 0) AS BIGINT) AS late_parts
	FROM seen AS s JOIN asked AS k ON k.a = s.a AND k.b = s.b LEFT JOIN met AS o ON o.a = s.a AND o.b = s.b WHERE s.a <> s.b)
SELECT a - 1 AS a, b - 1 AS b, early, late, early_parts, late_parts FROM expected WHERE early >= CAST(early_parts AS DOUBLE) / {one} + 0.99 ORDER BY b, a`
	wantedStepsSQL = `
WITH wanted AS (
	SELECT * FROM (VALUES {wanted}) AS w (a, b))`
	// What the chance of each order is made of is worked out as in the program, to the last digit.
	walkedOrderSQL = wantedStepsSQL + `,
sale AS (
	SELECT w.a, w.b, greatest(x.first_month, y.first_month) AS first_month, least(x.last_month, y.last_month) AS last_month, x.visits AS visits_a, y.visits AS visits_b
	FROM wanted AS w JOIN {w}_sold AS x ON x.good = w.a JOIN {w}_sold AS y ON y.good = w.b),
met AS (
	SELECT s.*, x.who, x.day AS day_a, y.day AS day_b, least(x.month, y.month) AS one, greatest(x.month, y.month) AS two
	FROM sale AS s JOIN {w}_firsts AS x ON x.good = s.a JOIN {w}_firsts AS y ON y.good = s.b AND y.who = x.who
	WHERE x.month BETWEEN s.first_month AND s.last_month AND y.month BETWEEN s.first_month AND s.last_month
	  AND x.day < {ahead_of} AND y.day < {ahead_of} AND (x.day >= {from} OR y.day >= {from})),
days AS (
	SELECT b.a, b.b, b.who, v.day, min(v.good) AS good, count(*) AS goods
	FROM (SELECT *, a AS good FROM met WHERE day_a <> day_b UNION ALL SELECT *, b AS good FROM met WHERE day_a <> day_b) AS b
	JOIN {w}_bought AS v ON v.who = b.who AND v.good = b.good
	WHERE v.month BETWEEN b.first_month AND b.last_month AND v.day < {ahead_of} GROUP BY b.a, b.b, b.who, v.day),
apart AS (
	SELECT a, b, who, CAST(count(*) FILTER (WHERE goods = 1 AND good = a) AS DOUBLE) AS only_a, CAST(count(*) FILTER (WHERE goods = 1 AND good = b) AS DOUBLE) AS only_b
	FROM days GROUP BY a, b, who),
shares AS (
	SELECT b.a, b.b, b.who, b.day_a, b.day_b, p.only_a, p.only_b,
	       CAST(coalesce(a1.visits, 0) + 1 AS DOUBLE) / (CAST(m1.visits AS DOUBLE) + CAST(m1.every AS DOUBLE) / CAST(b.visits_a AS DOUBLE)) AS a_one,
	       CAST(coalesce(a2.visits, 0) + 1 AS DOUBLE) / (CAST(m2.visits AS DOUBLE) + CAST(m2.every AS DOUBLE) / CAST(b.visits_a AS DOUBLE)) AS a_two,
	       CAST(coalesce(b1.visits, 0) + 1 AS DOUBLE) / (CAST(m1.visits AS DOUBLE) + CAST(m1.every AS DOUBLE) / CAST(b.visits_b AS DOUBLE)) AS b_one,
	       CAST(coalesce(b2.visits, 0) + 1 AS DOUBLE) / (CAST(m2.visits AS DOUBLE) + CAST(m2.every AS DOUBLE) / CAST(b.visits_b AS DOUBLE)) AS b_two
	FROM met AS b JOIN {w}_months AS m1 ON m1.month = b.one JOIN {w}_months AS m2 ON m2.month = b.two
	LEFT JOIN apart AS p ON p.a = b.a AND p.b = b.b AND p.who = b.who
	LEFT JOIN {w}_monthly AS a1 ON a1.good = b.a AND a1.month = b.one LEFT JOIN {w}_monthly AS a2 ON a2.good = b.a AND a2.month = b.two
	LEFT JOIN {w}_monthly AS b1 ON b1.good = b.b AND b1.month = b.one LEFT JOIN {w}_monthly AS b2 ON b2.good = b.b AND b2.month = b.two)
SELECT a - 1 AS a, b - 1 AS b, count(*) FILTER (WHERE day_a < day_b) AS ab, count(*) FILTER (WHERE day_a > day_b) AS ba, count(*) FILTER (WHERE day_a = day_b) AS same,
       CAST(coalesce(sum(CASE WHEN day_a <> day_b THEN CAST(floor(only_a * a_one * b_two / (only_a * a_one * b_two + only_b * b_one * a_two) * {one} + CAST(0.5 AS DOUBLE)) AS BIGINT) END), 0) AS BIGINT) AS parts
FROM shares GROUP BY a, b ORDER BY a, b`
	walkedRatioSQL = wantedStepsSQL + `,
cases AS (
	SELECT w.a, w.b, y.stratum, count(*) AS events, count(x.who) AS exposed
	FROM wanted AS w JOIN {w}_begun AS y ON y.good = w.b LEFT JOIN {w}_firsts AS x ON x.good = w.a AND x.who = y.who AND x.day < y.day GROUP BY w.a, w.b, y.stratum),
exposed AS (
	SELECT w.a, w.b, v.stratum, count(*) AS visits
	FROM wanted AS w JOIN {w}_firsts AS x ON x.good = w.a JOIN {w}_visits AS v ON v.who = x.who AND v.day > x.day LEFT JOIN {w}_firsts AS y ON y.good = w.b AND y.who = x.who
	WHERE (y.day IS NULL OR y.day >= v.day) GROUP BY w.a, w.b, v.stratum)
SELECT c.a - 1 AS a, c.b - 1 AS b, c.stratum, r.late, c.exposed AS exposed_cases, c.events - c.exposed AS unexposed_cases,
       coalesce(e.visits, 0) AS exposed, r.visits - coalesce(e.visits, 0) AS unexposed
FROM cases AS c JOIN {w}_risk AS r ON r.good = c.b AND r.stratum = c.stratum LEFT JOIN exposed AS e ON e.a = c.a AND e.b = c.b AND e.stratum = c.stratum
ORDER BY c.a, c.b, c.stratum`
	walkedExitsSQL = wantedStepsSQL + `,
passed AS (
	SELECT w.a, w.b, coalesce(y.day, {last}) - x.day AS days, CASE WHEN y.day IS NULL THEN 0 ELSE 1 END AS bought
	FROM wanted AS w JOIN {w}_firsts AS x ON x.good = w.a LEFT JOIN {w}_firsts AS y ON y.good = w.b AND y.who = x.who WHERE y.day IS NULL OR y.day > x.day)
SELECT a - 1 AS a, b - 1 AS b, days, CAST(sum(bought) AS BIGINT) AS bought, CAST(sum(1 - bought) AS BIGINT) AS waiting FROM passed GROUP BY a, b, days ORDER BY a, b, days`
)

// fillCounted writes what the tables of visits are made of into their SQL.
func (w *walks) fillCounted(o Options, of tier) *strings.Replacer {
	number := func(d sales.Day) string { return fmt.Sprint(int64(d)) }
	return strings.NewReplacer("{w}", "walk_"+string(of), "{thing}", string(of), "{buyer}", "customer", "{min_count}", fmt.Sprint(o.MinCount),
		"{until}", day(w.until), "{last}", number(w.until), "{begin}", day(monthOf(w.begin)), "{from}", number(w.from), "{split}", number(w.split),
		"{things}", classSQL("t.things", doublings), "{before}", classSQL("t.had + 1", rangeClass))
}
