package metrics

import (
	"context"
	"math"
	"strconv"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// fewestDeals is how many deals a rhythm needs: two make one gap only.
const fewestDeals = 3

// gaps are the times between deals: their number, and their sum in days.
type gaps struct {
	n    int64
	days float64
}

// rhythm tells how long a customer stays away.
type rhythm struct {
	of    stat.GammaExponential
	alike sales.Null[float64] // the mean gap of all in days, where customers do not differ
	limit float64             // of days since over expected days
	ended int                 // customers the limit is taken from; 0 where it is the usual one
}

// The limit of silence: the share of customers who came back within it, the number of
// them it takes to tell, and the limit where there are fewer.
const (
	cameBack    = 0.9
	fewestEnded = 30
	usualLimit  = 2
)

// gapsSQL counts the customers by number and sum of their gaps.
const gapsSQL = `
SELECT deals - 1 AS gaps, last_day - first_day AS days, count(*) AS customers
FROM at_risk_histories WHERE deals >= 3 GROUP BY 1, 2 ORDER BY 1, 2`

// rhythm fits the gaps of all customers with deals enough.
func (k kept) rhythm(ctx context.Context) (rhythm, error) {
	r := rhythm{limit: usualLimit}
	var waits []stat.Waits
	var n, sum float64
	ended := 0
	err := sales.Integers(ctx, k.l, gapsSQL, func(row []int64) error {
		waits = append(waits, stat.Waits{Number: row[0], Sum: float64(row[1]), Count: row[2]})
		n += float64(row[0] * row[2])
		sum += float64(row[1] * row[2])
		if row[0] >= fewestDeals {
			ended += int(row[2])
		}
		return nil
	})
	if err != nil || n == 0 {
		return r, err
	}
	var ok bool
	if r.of, ok = stat.FitGammaExponential(waits); !ok {
		r.alike = sales.Null[float64]{V: sum / n, Valid: true}
	}
	if ended < fewestEnded {
		return r, nil
	}
	r.ended = ended
	r.limit, err = k.cameBack(ctx, r)
	return r, err
}

// expected is the time to the next deal in days after such gaps.
func (r rhythm) expected(g gaps) float64 {
	if r.alike.Valid {
		return r.alike.V
	}
	return r.of.Expected(g.n, g.days)
}

// expectedSQL is the same of gaps that SQL has: the operations are those of
// [stat.GammaExponential.Expected], in their order, so that the numbers are the same.
func (r rhythm) expectedSQL(n, days string) string {
	if r.alike.Valid {
		return double(r.alike.V)
	}
	return "((" + double(r.of.Alpha) + " + CAST(" + days + " AS DOUBLE)) / (" + double(r.of.R) + " + CAST(" + n + " AS DOUBLE)))"
}

// endedSQL gives, at some places, how long the last gap that ended was against what the gaps
// before it had let expect, in ascending order.
const endedSQL = `
WITH came AS (
	SELECT h.customer, max(date_diff('day', DATE '1970-01-01', l.day)) AS day_before
	FROM lines AS l JOIN at_risk_histories AS h ON h.customer = l.customer
	WHERE h.deals > 3 AND NOT l.is_return AND date_diff('day', DATE '1970-01-01', l.day) < h.last_day GROUP BY h.customer),
waited AS (
	SELECT CAST(last_day - day_before AS DOUBLE) / {expected} AS late FROM at_risk_histories AS h JOIN came AS c ON c.customer = h.customer),
placed AS (
	SELECT late, row_number() OVER (ORDER BY late) AS place FROM waited)
SELECT late FROM placed WHERE place IN ({places}) ORDER BY place`

// cameBack is the limit within which nine of ten came back the last time.
func (k kept) cameBack(ctx context.Context, r rhythm) (float64, error) {
	place := cameBack * float64(r.ended-1) // from 0; the quantile is that of [stat.Quantile]
	below := math.Floor(place)
	sql := strings.NewReplacer("{expected}", r.expectedSQL("h.deals - 2", "c.day_before - h.first_day"),
		"{places}", strconv.Itoa(int(below)+1)+", "+strconv.Itoa(int(below)+2)).Replace(endedSQL)
	rows, err := sales.Query[struct{ Late float64 }](ctx, k.l, sql)
	if err != nil {
		return 0, err
	}
	limit := rows[0].Late
	if len(rows) > 1 {
		limit += (place - below) * (rows[1].Late - limit)
	}
	return max(1, limit), nil
}
