package sales

import (
	"fmt"
	"strings"
)

// totalled are the columns that lines are added up by, into a relation for each.
var totalled = [][]Field{{Product}, {Customer}, {Area}, {Area, Audience}}

// summedUp are the columns of the totals behind the deals.
var summedUp = []string{"lines", "no_cost_lines", "quantity", "revenue", "cost", "cm1", "costed", "period_revenue", "previous_revenue", "year_ago_revenue",
	"period_costed", "previous_costed", "period_cm1", "previous_cm1", "year_ago_cm1"}

// createTotals adds up the lines by some columns. They are first brought down to a few
// rows for each value, by where they lie in time: the engine takes far longer to sum
// many parts of many rows than all of them.
func createTotals(by []Field) string {
	names := make([]string, len(by))
	for i, f := range by {
		names[i] = string(f)
	}
	sums := make([]string, len(summedUp))
	for i, s := range summedUp {
		sums[i] = fmt.Sprintf("CAST(%[1]s AS BIGINT) AS %[1]s", s)
	}
	return strings.NewReplacer("{name}", strings.Join(names, "_"), "{by}", strings.Join(names, ", "), "{sums}", strings.Join(sums, ", ")).Replace(`
CREATE TABLE {name}_totals AS
WITH placed AS (
	SELECT {by}, in_window, is_current, is_previous, is_year_ago, count(*) AS lines, count(cost) AS costed_lines,
	       sum(quantity) AS quantity, sum(revenue) AS revenue, sum(cost) AS cost, sum(cm1) AS cm1, sum(costed) AS costed
	FROM lines WHERE in_window OR is_current OR is_previous OR is_year_ago GROUP BY {by}, in_window, is_current, is_previous, is_year_ago),
dealt AS (
	SELECT {by}, count(DISTINCT deal) AS deals FROM lines WHERE in_window AND NOT is_return GROUP BY {by}),
summed AS (
	SELECT {by}, coalesce(sum(lines) FILTER (WHERE in_window), 0) AS lines, coalesce(sum(lines - costed_lines) FILTER (WHERE in_window), 0) AS no_cost_lines,
	       sum(quantity) FILTER (WHERE in_window) AS quantity, coalesce(sum(revenue) FILTER (WHERE in_window), 0) AS revenue,
	       sum(cost) FILTER (WHERE in_window) AS cost, sum(cm1) FILTER (WHERE in_window) AS cm1, sum(costed) FILTER (WHERE in_window) AS costed,
	       coalesce(sum(revenue) FILTER (WHERE is_current), 0) AS period_revenue, coalesce(sum(revenue) FILTER (WHERE is_previous), 0) AS previous_revenue,
	       coalesce(sum(revenue) FILTER (WHERE is_year_ago), 0) AS year_ago_revenue,
	       coalesce(sum(costed) FILTER (WHERE is_current), 0) AS period_costed, coalesce(sum(costed) FILTER (WHERE is_previous), 0) AS previous_costed,
	       CASE WHEN bool_or(is_current) THEN sum(cm1) FILTER (WHERE is_current) ELSE 0 END AS period_cm1,
	       CASE WHEN bool_or(is_previous) THEN sum(cm1) FILTER (WHERE is_previous) ELSE 0 END AS previous_cm1,
	       CASE WHEN bool_or(is_year_ago) THEN sum(cm1) FILTER (WHERE is_year_ago) ELSE 0 END AS year_ago_cm1
	FROM placed GROUP BY {by})
SELECT {by}, coalesce(deals, 0) AS deals, {sums}
FROM summed LEFT JOIN dealt USING ({by})`)
}
