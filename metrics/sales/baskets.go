package sales

// pieces is the quantity of a line; one piece where none is known.
const pieces = `coalesce(quantity, CASE WHEN is_return THEN -10000 ELSE 10000 END)`

// createMerged keeps what stayed in a deal of the products that have several lines in it.
const createMerged = `
CREATE TABLE merged AS
SELECT deal, product, min(customer) AS customer, min(audience) AS audience, min(type) AS type, min(area) AS area, min(day) AS day,
       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1,
       bool_or(in_window) AS in_window, bool_or(is_current) AS is_current, bool_or(is_previous) AS is_previous, bool_or(is_year_ago) AS is_year_ago
FROM lines
WHERE NOT is_sole AND NOT is_deduction AND NOT is_fee
GROUP BY deal, product
HAVING sum(` + pieces + `) > 0 AND NOT bool_or(is_returned)`

// createBaskets keeps the products that stayed in a deal: bought in a positive
// quantity net of what the same deal took back, in a deal that was not returned.
const createBaskets = `
CREATE VIEW baskets AS
SELECT deal, product, customer, audience, type, area, day, revenue, cm1, in_window, is_current, is_previous, is_year_ago
FROM lines WHERE is_sole AND NOT is_deduction AND NOT is_returned AND NOT is_fee AND ` + pieces + ` > 0
UNION ALL
SELECT * FROM merged`
