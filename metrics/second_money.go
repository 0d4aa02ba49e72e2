package metrics

// secondMoneySQL is, of every deal of {when}, in how many parts it is and what it brought
// outside the largest of them: by revenue, and the CM1 of these lines. A line counts once,
// however many people share it.
const secondMoneySQL = `
parts AS (
	SELECT deal, CAST({part} AS VARCHAR) AS part, sum(revenue) AS revenue, sum(coalesce(cm1, 0)) AS cm1 FROM lines
	WHERE {when} AND NOT is_return AND NOT is_fee AND NOT is_deduction AND {part} <> '(unassigned)' GROUP BY 1, 2),
placed_parts AS (
	SELECT deal, revenue, cm1, row_number() OVER (PARTITION BY deal ORDER BY revenue DESC, part) AS place FROM parts),
second_money AS (
	SELECT deal, count(*) AS parts, sum(CASE WHEN place > 1 THEN revenue ELSE 0 END) AS second_area, sum(CASE WHEN place > 1 THEN cm1 ELSE 0 END) AS second_cm1
	FROM placed_parts GROUP BY deal)`
