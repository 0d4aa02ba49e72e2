package metrics

import (
	"context"
	"strconv"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// customerHistories is what each known customer did: there may be a million, so it stays in the
// engine, where customers alike are counted. Days are numbers; of one day there is one deal.
// repeat_spent is the money of all deals but the first, NULL where none of it is known.
var customerHistories = relation{"at_risk_histories", `
WITH days AS (
	SELECT customer, date_diff('day', DATE '1970-01-01', day) AS day_number, bool_or(NOT is_return) AS bought, CAST(sum({money}) FILTER (WHERE NOT is_return) AS BIGINT) AS spent,
	       CAST(sum({money}) AS BIGINT) AS net, day < {split} AS old, day > {year_ago} AS lately
	FROM lines WHERE customer <> '(unknown)' AND day <= {until} GROUP BY customer, day),
summed AS (
	SELECT customer, count(*) FILTER (WHERE bought) AS deals, min(day_number) FILTER (WHERE bought) AS first_day, max(day_number) FILTER (WHERE bought) AS last_day,
	       count(*) FILTER (WHERE bought AND old) AS old_deals, max(day_number) FILTER (WHERE bought AND old) AS old_day,
	       count(spent) FILTER (WHERE bought) AS spent_days, sum(spent) FILTER (WHERE bought) AS spent,
	       min_by(CASE WHEN spent IS NULL THEN 0 ELSE 1 END, day_number) FILTER (WHERE bought) AS first_days, min_by(coalesce(spent, 0), day_number) FILTER (WHERE bought) AS first_spent,
	       sum(net) FILTER (WHERE lately) AS money_year
	FROM days GROUP BY customer)
SELECT customer, deals, first_day, last_day, old_deals, old_day,
       CAST(CASE WHEN spent_days > first_days THEN spent - first_spent END AS BIGINT) AS repeat_spent, CAST(money_year AS BIGINT) AS money_year
FROM summed WHERE deals > 0`}

// kept are the histories of the customers of a ledger, in its engine.
type kept struct {
	watch
	l         *sales.Ledger
	made      relations
	customers int64 // who bought
	repeaters int64 // customers with a repeat deal before the test
	weeks     bool  // times of the model are rounded to weeks
}

// mostHistories is up to how many different histories days are kept; weeks beyond.
const mostHistories = 20_000

// countedHistoriesSQL counts the customers and their different histories.
const countedHistoriesSQL = `
SELECT count(*) AS customers, count(*) FILTER (WHERE old_deals > 1) AS repeaters,
       (SELECT count(*) FROM (SELECT DISTINCT deals, first_day, last_day FROM at_risk_histories) AS h) AS histories
FROM at_risk_histories`

// keepHistories reduces the lines to a row for each customer, which stays in the engine until
// forget.
func keepHistories(ctx context.Context, l *sales.Ledger, w watch) (kept, error) {
	fill := func(sql string) string { return w.fill(sql, l) }
	k := kept{watch: w, l: l, made: relations{customerHistories.filled(fill)}}
	if err := k.made.keep(ctx, l); err != nil {
		return k, err
	}
	type counts struct{ Customers, Repeaters, Histories int64 }
	n, err := sales.Query[counts](ctx, l, countedHistoriesSQL)
	if err != nil {
		return k, err
	}
	k.customers, k.repeaters, k.weeks = n[0].Customers, n[0].Repeaters, n[0].Histories > mostHistories
	return k, nil
}

func (k kept) forget(ctx context.Context) error { return k.made.forget(ctx, k.l) }

// alikeSQL counts the customers of each history up to a day, and the deals they made since.
const alikeSQL = `
SELECT {deals} - 1 AS repeats, {last} AS last, {age} AS age, count(*) AS customers, CAST(sum(deals - {deals}) AS BIGINT) AS since
FROM at_risk_histories WHERE {deals} > 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`

// buyers are customers of one history; since are their deals after it.
type buyers struct {
	stat.Buyers
	since int64
}

// alike counts equal histories up to the day before the test, or up to the last day.
func (k kept) alike(ctx context.Context, beforeTest bool) ([]buyers, error) {
	deals, last, until := "deals", "last_day", k.until
	if beforeTest {
		deals, last, until = "old_deals", "old_day", k.split-1
	}
	unit := "(%)"
	if k.weeks {
		unit = "CAST(round(CAST(% AS DOUBLE) / 7) AS BIGINT)"
	}
	sql := strings.NewReplacer("{deals}", deals, "{last}", strings.ReplaceAll(unit, "%", last+" - first_day"),
		"{age}", strings.ReplaceAll(unit, "%", strconv.Itoa(int(until))+" - first_day")).Replace(alikeSQL)
	var out []buyers
	err := sales.Integers(ctx, k.l, sql, func(row []int64) error {
		out = append(out, buyers{stat.Buyers{Repeat: row[0], Last: k.inWeeks(row[1]), Age: k.inWeeks(row[2]), Count: row[3]}, row[4]})
		return nil
	})
	return out, err
}

// inWeeks is a time of the engine in weeks.
func (k kept) inWeeks(n int64) float64 {
	if k.weeks {
		return float64(n)
	}
	return float64(n) / 7
}

// double writes a number as SQL reads it back to the last bit.
func double(x float64) string { return strconv.FormatFloat(x, 'e', -1, 64) }
