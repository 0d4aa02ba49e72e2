package sales

import "fmt"

// joins are the statements that turn what was read into the relations metrics see.
// They run on the embedded engine only.
func (l *Ledger) joins() []string {
	return []string{
		createProducts, createCustomers, createReturned, createPeople,
		l.createLines(),
		"DROP TABLE read_lines", "DROP TABLE read_products", "DROP TABLE read_customers",
		createBaskets,
		"ALTER TABLE read_programmes RENAME TO programmes",
		"ALTER TABLE read_trainings RENAME TO trainings",
		"ALTER TABLE read_targets RENAME TO targets",
		"ALTER TABLE read_partners RENAME TO partners",
	}
}

// createProducts keeps one row a product: the products sheet first, then what the
// lines say most often (ties by name).
const createProducts = `
CREATE TABLE products AS
WITH named AS (
	SELECT coalesce(product, product_name) AS product, product_name, type, area, count(*) AS n
	FROM read_lines GROUP BY ALL),
top AS (
	SELECT product,
	       first(product_name ORDER BY n DESC, product_name) FILTER (WHERE product_name IS NOT NULL) AS product_name,
	       first(type ORDER BY n DESC, type) FILTER (WHERE type IS NOT NULL) AS type,
	       first(area ORDER BY n DESC, area) FILTER (WHERE area IS NOT NULL) AS area
	FROM named WHERE product IS NOT NULL GROUP BY product),
sheet AS (
	SELECT coalesce(product, product_name) AS product, min(product_name) AS product_name, min(type) AS type, min(area) AS area,
	       min(audience) AS audience, min(cost) AS cost, min(list) AS list, min(benefit) AS benefit, min(advantage) AS advantage
	FROM read_products WHERE coalesce(product, product_name) IS NOT NULL GROUP BY 1)
SELECT product, coalesce(s.product_name, t.product_name, product) AS product_name,
       coalesce(s.type, t.type, '(unassigned)') AS type, coalesce(s.area, t.area, '(unassigned)') AS area,
       s.audience, s.cost, s.list, s.benefit, s.advantage,
       s.product IS NOT NULL AS in_sheet, t.product IS NOT NULL AS in_lines
FROM top AS t FULL JOIN sheet AS s USING (product)`

const createCustomers = `
CREATE TABLE customers AS
WITH named AS (
	SELECT coalesce(customer, customer_name) AS customer, customer_name, audience, region, count(*) AS n
	FROM read_lines GROUP BY ALL),
top AS (
	SELECT customer,
	       first(customer_name ORDER BY n DESC, customer_name) FILTER (WHERE customer_name IS NOT NULL) AS customer_name,
	       first(audience ORDER BY n DESC, audience) FILTER (WHERE audience IS NOT NULL) AS audience,
	       first(region ORDER BY n DESC, region) FILTER (WHERE region IS NOT NULL) AS region
	FROM named WHERE customer IS NOT NULL GROUP BY customer),
sheet AS (
	SELECT coalesce(customer, customer_name) AS customer, min(customer_name) AS customer_name, min(audience) AS audience,
	       min(region) AS region, min(seller) AS seller
	FROM read_customers WHERE coalesce(customer, customer_name) IS NOT NULL GROUP BY 1)
SELECT customer, coalesce(s.customer_name, t.customer_name, customer) AS customer_name,
       coalesce(s.audience, t.audience, '(unassigned)') AS audience, coalesce(s.region, t.region, '(unassigned)') AS region,
       s.seller, s.customer IS NOT NULL AS in_sheet, t.customer IS NOT NULL AS in_lines
FROM top AS t FULL JOIN sheet AS s USING (customer)`

// createReturned keeps the deals, or the products of a deal, that a returns sheet names.
const createReturned = `
CREATE TABLE returns AS
SELECT deal, product, min(day) AS day, min(reason) AS reason FROM read_returns WHERE deal IS NOT NULL GROUP BY deal, product`

// createPeople finds the one responsible person of a region, where it has just one.
const createPeople = `
CREATE TABLE people AS
SELECT seller, region, manager, team, count(*) OVER (PARTITION BY region) = 1 AND region IS NOT NULL AS sole FROM read_people`

// createLines joins every line with its product, customer and region and places it in time.
func (l *Ledger) createLines() string {
	return `
CREATE TABLE lines AS
WITH joined AS (
	SELECT r.source, r.row,
	       coalesce(r.deal, coalesce(r.customer, r.customer_name, '(unknown)') || ' ' || CAST(DATE '1970-01-01' + CAST(r.day AS INTEGER) AS VARCHAR)) AS deal,
	       DATE '1970-01-01' + CAST(r.day AS INTEGER) AS day,
	       coalesce(r.customer, r.customer_name, '(unknown)') AS customer,
	       coalesce(c.customer_name, r.customer_name, r.customer, '(unknown)') AS customer_name,
	       coalesce(r.audience, nullif(c.audience, '(unassigned)'), '(unassigned)') AS audience,
	       coalesce(r.product, r.product_name, '(unassigned)') AS product,
	       coalesce(p.product_name, r.product_name, r.product, '(unassigned)') AS product_name,
	       coalesce(r.type, p.type, '(unassigned)') AS type,
	       coalesce(r.area, p.area, '(unassigned)') AS area,
	       coalesce(r.seller, c.seller, w.seller, '(unassigned)') AS seller,
	       coalesce(r.partner, '') AS partner, coalesce(r.programme, '') AS programme,
	       coalesce(r.region, nullif(c.region, '(unassigned)'), '(unassigned)') AS region,
	       coalesce(r.channel, '(unassigned)') AS channel,
	       r.quantity, coalesce(r.list, r.revenue + r.discount) AS list, coalesce(r.discount, r.list - r.revenue) AS discount,
	       r.revenue,
	       coalesce(r.cost, CAST((CAST(p.cost AS HUGEINT) * r.quantity + 5000 * sign(p.cost) * sign(r.quantity)) // 10000 AS BIGINT)) AS cost,
	       r.cost IS NOT NULL AS cost_read, r.bonus,
	       coalesce(r.is_return, 0) = 1 OR coalesce(r.quantity, 0) < 0 OR r.revenue < 0 AS is_return,
	       rd.deal IS NOT NULL OR rp.deal IS NOT NULL AS is_returned
	FROM read_lines AS r
	LEFT JOIN products AS p ON p.product = coalesce(r.product, r.product_name)
	LEFT JOIN customers AS c ON c.customer = coalesce(r.customer, r.customer_name)
	LEFT JOIN (SELECT DISTINCT deal FROM returns WHERE product IS NULL) AS rd ON rd.deal = r.deal
	LEFT JOIN (SELECT DISTINCT deal, product FROM returns WHERE product IS NOT NULL) AS rp ON rp.deal = r.deal AND rp.product = coalesce(r.product, r.product_name)
	LEFT JOIN (SELECT region, seller FROM people WHERE sole) AS w ON w.region = r.region)
SELECT *, revenue - cost AS cm1, CASE WHEN cost IS NOT NULL THEN revenue END AS costed, ` + l.places() + `
FROM (SELECT *, FALSE AS is_deduction FROM joined` + l.deductions() + `)`
}

// deductions mirrors the lines of returned deals, so that the deal stays counted and
// its money goes back, cost with it.
func (l *Ledger) deductions() string {
	if !l.deduct {
		return ""
	}
	return `
	UNION ALL
	SELECT * REPLACE (-quantity AS quantity, -list AS list, -discount AS discount, -revenue AS revenue, -cost AS cost, -bonus AS bonus, TRUE AS is_return),
	       TRUE AS is_deduction
	FROM joined WHERE is_returned AND NOT is_return`
}

// places are the columns that say where in the calendar a line lies.
func (l *Ledger) places() string {
	c := l.Calendar
	within := func(p Period, name string) string {
		return fmt.Sprintf("day BETWEEN DATE '%s' AND DATE '%s' AS %s", p.Start, p.End, name)
	}
	return fmt.Sprintf("CAST(date_trunc('%s', day) AS DATE) AS bucket, %s, %s, %s, %s",
		c.Unit, within(c.Window, "in_window"), within(c.Period, "is_current"), within(c.Previous, "is_previous"), within(c.YearAgo, "is_year_ago"))
}

// createBaskets keeps the products that stayed in a deal: bought in a positive
// quantity net of what the same deal took back, in a deal that was not returned.
const createBaskets = `
CREATE TABLE baskets AS
SELECT deal, product, min(customer) AS customer, min(audience) AS audience, min(type) AS type, min(area) AS area, min(day) AS day,
       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1,
       bool_or(in_window) AS in_window, bool_or(is_current) AS is_current, bool_or(is_previous) AS is_previous, bool_or(is_year_ago) AS is_year_ago
FROM lines
WHERE NOT is_deduction
GROUP BY deal, product
HAVING sum(coalesce(quantity, CASE WHEN is_return THEN -10000 ELSE 10000 END)) > 0 AND NOT bool_or(is_returned)`
