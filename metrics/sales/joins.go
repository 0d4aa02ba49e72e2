package sales

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/lazy"
)

// join gives every line what other sheets say of it.
func (e *embedded) join(ctx context.Context, l *Ledger) error {
	if err := l.findLacking(ctx); err != nil {
		return err
	}
	return e.mend(ctx, l.joins())
}

// relate turns what is joined into the relations that metrics see.
func (e *embedded) relate(ctx context.Context, l *Ledger) error {
	if err := l.findCoded(ctx); err != nil {
		return err
	}
	return e.mend(ctx, l.relations())
}

// joins are the statements that give every line what other sheets say of it. They run on the
// embedded engine only, as those of relations do.
func (l *Ledger) joins() []string {
	return slices.Concat(l.keys(), l.sheets(), l.fill())
}

// sheets are the statements that bring the sheets beside the lines to one row for each thing.
func (l *Ledger) sheets() []string {
	return []string{l.createFees(), l.never.create(), mostOften(createProducts), mostOften(createCustomers), createReturned, createPeople}
}

// relations are the statements that turn joined lines and sheets into what metrics see.
func (l *Ledger) relations() []string {
	statements := slices.Concat(l.drop(), l.mark(), l.code(), []string{"ALTER TABLE read_lines RENAME TO mended", l.createLines(), createMerged, createBaskets})
	for _, by := range totalled {
		statements = append(statements, createTotals(by))
	}
	return append(statements, "DROP TABLE fees", "DROP TABLE read_products", "DROP TABLE read_customers",
		createProgrammes, "DROP TABLE read_programmes",
		createTrainings, "DROP TABLE read_trainings", createTargets, "DROP TABLE read_targets",
		"ALTER TABLE read_partners RENAME TO partners",
		createReferrals, "DROP TABLE read_referrals")
}

// valuesOf is a query that gives rows of texts, written as SQL.
func valuesOf(rows [][]string, columns ...string) string {
	if len(rows) == 0 {
		none := make([]string, len(columns))
		for i, c := range columns {
			none[i] = "CAST(NULL AS VARCHAR) AS " + c
		}
		return "SELECT " + strings.Join(none, ", ") + " WHERE FALSE"
	}
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = "(" + strings.Join(r, ", ") + ")"
	}
	return fmt.Sprintf("SELECT %[1]s FROM (VALUES %[2]s) AS v (%[1]s)", strings.Join(columns, ", "), strings.Join(list, ", "))
}

// createFees lists what is called a product and is none.
func (l *Ledger) createFees() string {
	rows := make([][]string, len(l.noProducts))
	for i, n := range l.noProducts {
		rows[i] = []string{quote(n)}
	}
	return "CREATE TABLE fees AS " + valuesOf(rows, "name")
}

// daysAfter is the day that a number of days since 1970-01-01 is.
const daysAfter = "CAST(DATE '1970-01-01' + day * INTERVAL '1' DAY AS DATE)"

// most stands in the place of the value of a column that the most rows n say, ties by name.
var most = lazy.Regexp(`\{most:(\w+)\}`)

func mostOften(statement string) string {
	return most().ReplaceAllString(statement, "first($1 ORDER BY n DESC, $1) FILTER (WHERE $1 IS NOT NULL)")
}

// createProducts keeps one row a product: the products sheet first, then what the
// lines say most often (ties by name).
const createProducts = `
CREATE TABLE products AS
WITH named AS (
	SELECT product, product_name, type, area, count(*) AS n FROM read_lines GROUP BY product, product_name, type, area),
top AS (
	SELECT product, TRUE AS given,
	       {most:product_name} AS product_name,
	       {most:type} AS type,
	       {most:area} AS area
	FROM named WHERE product <> '(unassigned)' GROUP BY product),
sheet AS (
	SELECT coalesce(product, product_name) AS product, TRUE AS given, min(product_name) AS product_name, min(type) AS type, min(area) AS area,
	       min(audience) AS audience, min(cost) AS cost, min(list) AS list, min(benefit) AS benefit, min(advantage) AS advantage,
	       min(measure) AS measure, max(blocked) AS blocked
	FROM read_products WHERE coalesce(product, product_name) IS NOT NULL GROUP BY 1)
SELECT product, coalesce(s.product_name, t.product_name, product) AS product_name,
       product IN (SELECT name FROM fees) OR coalesce(s.product_name, t.product_name, product) IN (SELECT name FROM fees) AS is_fee,
       coalesce(s.type, t.type, '(unassigned)') AS type, coalesce(s.area, t.area, '(unassigned)') AS area,
       s.audience, s.cost, s.list, s.benefit, s.advantage, s.measure,
       s.blocked IS NOT NULL OR lower(product) IN (SELECT name FROM never_offered WHERE kind = 'product')
       OR lower(coalesce(s.product_name, t.product_name, product)) IN (SELECT name FROM never_offered WHERE kind = 'product')
       OR lower(coalesce(s.type, t.type, '')) IN (SELECT name FROM never_offered WHERE kind = 'type')
       OR lower(coalesce(s.area, t.area, '')) IN (SELECT name FROM never_offered WHERE kind = 'area') AS is_blocked,
       s.given IS NOT NULL AS in_sheet, t.given IS NOT NULL AS in_lines
FROM top AS t FULL JOIN sheet AS s USING (product)`

const createCustomers = `
CREATE TABLE customers AS
WITH named AS (
	SELECT customer, customer_name, audience, region, count(*) AS n FROM read_lines GROUP BY customer, customer_name, audience, region),
top AS (
	SELECT customer, TRUE AS given,
	       {most:customer_name} AS customer_name,
	       {most:audience} AS audience,
	       {most:region} AS region
	FROM named WHERE customer <> '(unknown)' GROUP BY customer),
sheet AS (
	SELECT coalesce(customer, customer_name) AS customer, TRUE AS given, min(customer_name) AS customer_name, min(audience) AS audience,
	       min(region) AS region, min(seller) AS seller, max(blocked) AS blocked
	FROM read_customers WHERE coalesce(customer, customer_name) IS NOT NULL GROUP BY 1)
SELECT customer, coalesce(s.customer_name, t.customer_name, customer) AS customer_name,
       coalesce(s.audience, t.audience, '(unassigned)') AS audience, coalesce(s.region, t.region, '(unassigned)') AS region,
       s.seller, s.blocked IS NOT NULL OR lower(customer) IN (SELECT name FROM never_offered WHERE kind = 'customer')
       OR lower(coalesce(s.customer_name, t.customer_name, customer)) IN (SELECT name FROM never_offered WHERE kind = 'customer') AS is_blocked,
       s.given IS NOT NULL AS in_sheet, t.given IS NOT NULL AS in_lines
FROM top AS t FULL JOIN sheet AS s USING (customer)`

// createReturned keeps the deals, or the products of a deal, that a returns sheet names.
const createReturned = `
CREATE TABLE returns AS
SELECT deal, product, min(` + daysAfter + `) AS day, min(reason) AS reason FROM read_returns WHERE deal IS NOT NULL GROUP BY deal, product`

// createTargets gives the plan its days; what has no day is no plan.
const createTargets = `
CREATE TABLE targets AS
SELECT ` + daysAfter + ` AS day, coalesce(area, '(unassigned)') AS area, coalesce(seller, '(unassigned)') AS seller,
       coalesce(region, '(unassigned)') AS region, target
FROM read_targets WHERE day IS NOT NULL AND target IS NOT NULL`

// createProgrammes gives programmes their days.
const createProgrammes = `
CREATE TABLE programmes AS
SELECT programme, programme_name, kind, from_products, to_products, audience, partner, discount, bonus, owner, cost,
       CAST(DATE '1970-01-01' + start_day * INTERVAL '1' DAY AS DATE) AS start_day, CAST(DATE '1970-01-01' + end_day * INTERVAL '1' DAY AS DATE) AS end_day, control
FROM read_programmes`

// createTrainings keeps who was trained when, each once a day and topic.
const createTrainings = `
CREATE TABLE trainings AS
SELECT DISTINCT seller, ` + daysAfter + ` AS day, coalesce(topic, '(unnamed)') AS topic
FROM read_trainings WHERE seller IS NOT NULL AND day IS NOT NULL`

// createReferrals keeps what was sent to a partner; without a day it is in no period.
const createReferrals = `
CREATE TABLE referrals AS
SELECT ` + daysAfter + ` AS day, coalesce(customer, customer_name, '(unknown)') AS customer, partner, need, business, commission
FROM read_referrals WHERE partner IS NOT NULL`

// createPeople finds the one responsible person of a region, where it has just one.
const createPeople = `
CREATE TABLE people AS
SELECT seller, region, manager, team, count(*) OVER (PARTITION BY region) = 1 AND region IS NOT NULL AS sole FROM read_people`
