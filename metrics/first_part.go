package metrics

// firstParts is what each known customer began with: the business area, product type or
// product of the first deal in all the data; deals of one day count as one, and of several parts
// on it the one of the larger CM1 stands, then the first by name.
var firstParts = relation{"first_{part}s", `
WITH bought AS (
	SELECT customer, day, {part} AS part, cm1 FROM lines WHERE NOT is_return AND customer <> '(unknown)' AND {part} <> '(unassigned)'),
began AS (
	SELECT customer, min(day) AS day FROM bought GROUP BY customer),
placed AS (
	SELECT b.customer, b.day, b.part, row_number() OVER (PARTITION BY b.customer ORDER BY sum(b.cm1) DESC NULLS LAST, b.part) AS place
	FROM bought AS b JOIN began AS f ON f.customer = b.customer AND f.day = b.day GROUP BY b.customer, b.day, b.part)
SELECT customer, day, part FROM placed WHERE place = 1`}
