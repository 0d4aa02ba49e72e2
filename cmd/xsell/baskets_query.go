package main

// levelSQL is what was sold in the window of one level.
const levelSQL = `
	SELECT deal, {number} AS level, {level} AS thing, revenue, cm1 FROM baskets WHERE in_window AND {level} <> '(unassigned)'`

// soldSQL numbers what was sold in the window, level by level.
const soldSQL = `
WITH sold AS (
	SELECT deal, level, thing, sum(revenue) AS revenue, sum(cm1) AS cm1 FROM ({levels}) AS l GROUP BY deal, level, thing),
items AS (
	SELECT level, thing, row_number() OVER (ORDER BY level, thing) AS number FROM sold GROUP BY level, thing)`

// itemsSQL lists the items in the order of their numbers.
const itemsSQL = soldSQL + `
SELECT i.level AS level, i.thing AS key, coalesce(p.product_name, i.thing) AS name
FROM items AS i LEFT JOIN products AS p ON i.level = 0 AND p.product = i.thing
ORDER BY i.number`

// dealsSQL lists the numbers of the items of every deal, and what each brought in it.
const dealsSQL = soldSQL + `,
deals AS (
	SELECT deal, row_number() OVER (ORDER BY deal) AS number FROM (SELECT deal FROM sold GROUP BY deal) AS d)
SELECT deals.number AS deal, items.number AS item, CAST(coalesce(sold.revenue, 0) AS BIGINT) AS money
FROM sold JOIN deals ON deals.deal = sold.deal JOIN items ON items.level = sold.level AND items.thing = sold.thing
ORDER BY deals.number, items.number`

// aboveSQL lists the items with those of other levels that they were sold as.
const aboveSQL = soldSQL + `,
pairs AS (
	SELECT DISTINCT low, lower_thing, high, higher_thing FROM (
		SELECT 0 AS low, product AS lower_thing, 1 AS high, type AS higher_thing FROM baskets WHERE in_window
		UNION ALL SELECT 0, product, 2, area FROM baskets WHERE in_window
		UNION ALL SELECT 1, type, 2, area FROM baskets WHERE in_window) AS p)
SELECT a.number AS item, b.number AS above
FROM pairs AS p JOIN items AS a ON a.level = p.low AND a.thing = p.lower_thing JOIN items AS b ON b.level = p.high AND b.thing = p.higher_thing
ORDER BY a.number, b.number`

// worthSQL is the two middle amounts that a deal with an item brought, the same one twice
// where their number is odd.
const worthSQL = soldSQL + `,
ranked AS (
	SELECT level, thing, {money} AS money, row_number() OVER (PARTITION BY level, thing ORDER BY {money}) AS rank, count(*) OVER (PARTITION BY level, thing) AS n
	FROM sold WHERE {money} IS NOT NULL)
SELECT i.number AS item, CAST(min(r.money) AS BIGINT) AS low, CAST(max(r.money) AS BIGINT) AS high
FROM ranked AS r JOIN items AS i ON i.level = r.level AND i.thing = r.thing
WHERE 2 * r.rank BETWEEN r.n AND r.n + 2 GROUP BY i.number ORDER BY i.number`
