package metrics

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"xsell/metrics/sales"
)

// segmentCustomers is what each customer did up to the end of the window, and up to the end of
// the period before: there may be a million, so it stays in the engine. revenue is NULL where
// the customer has no line in the window that ends then.
var segmentCustomers = relation{"segment_customers", `
WITH seen AS (
	SELECT customer, deal, is_return, revenue, cm1, date_diff('day', day, {end}) AS ago, in_window AS within,
	       day <= {before_end} AS old, day BETWEEN {before_start} AND {before_end} AS within_before
	FROM lines WHERE customer <> '(unknown)' AND day <= {end}),
dealt AS (
	SELECT customer, min(ago) FILTER (WHERE NOT is_return) AS recency, max(ago) FILTER (WHERE NOT is_return) AS first_ago,
	       max(CASE WHEN within AND NOT is_return THEN 1 ELSE 0 END) AS bought, sum(revenue) FILTER (WHERE within) AS revenue, sum(cm1) FILTER (WHERE within) AS cm1,
	       min(ago) FILTER (WHERE old AND NOT is_return) AS recency_before,
	       max(CASE WHEN within_before AND NOT is_return THEN 1 ELSE 0 END) AS bought_before, sum(revenue) FILTER (WHERE within_before) AS revenue_before, sum(cm1) FILTER (WHERE within_before) AS cm1_before
	FROM seen GROUP BY customer, deal),
summed AS (
	SELECT customer, min(recency) AS recency, max(first_ago) AS first_ago, CAST(sum(bought) AS BIGINT) AS frequency,
	       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1,
	       min(recency_before) - {age} AS recency_before, max(first_ago) - {age} AS first_ago_before, CAST(sum(bought_before) AS BIGINT) AS frequency_before,
	       CAST(sum(revenue_before) AS BIGINT) AS revenue_before, CAST(sum(cm1_before) AS BIGINT) AS cm1_before
	FROM dealt GROUP BY customer)
SELECT customer, recency, first_ago, frequency, revenue, cm1, {monetary} AS monetary,
       recency_before, first_ago_before, frequency_before, revenue_before, cm1_before, {monetary_before} AS monetary_before
FROM summed WHERE revenue IS NOT NULL OR revenue_before IS NOT NULL`}

// scoreLimitsSQL gives the values that each score stands for, of recency (1, as a number below 0),
// frequency (2) and monetary value (3): the fifth in which the middle of a distinct value's rank
// lies, see [stat.Quintiles].
const scoreLimitsSQL = `
WITH scored AS (
	SELECT recency{then} AS recency, frequency{then} AS frequency, monetary{then} AS monetary
	FROM segment_customers WHERE monetary{then} > 0 AND frequency{then} > 0),
seen AS (
	SELECT 1 AS measure, -recency AS seen_value FROM scored GROUP BY recency
	UNION ALL SELECT 2 AS measure, frequency AS seen_value FROM scored GROUP BY frequency
	UNION ALL SELECT 3 AS measure, monetary AS seen_value FROM scored GROUP BY monetary),
placed AS (
	SELECT measure, seen_value, row_number() OVER (PARTITION BY measure ORDER BY seen_value) AS place, count(*) OVER (PARTITION BY measure) AS of_all FROM seen)
SELECT CAST(measure AS BIGINT) AS measure, 1 + CAST(floor(CAST(5 * (2 * place - 1) AS DOUBLE) / CAST(2 * of_all AS DOUBLE)) AS BIGINT) AS score, min(seen_value) AS low, max(seen_value) AS high
FROM placed GROUP BY 1, 2 ORDER BY 1, 2`

// segmentSQL is the segment of a customer by the values of one day; segmentOf in SQL.
const segmentSQL = `CASE WHEN revenue{then} IS NULL THEN '(none)' WHEN r{then} IS NULL THEN 'brings nothing'
	            WHEN r{then} >= 4 AND f{then} >= 4 AND m{then} >= 4 THEN 'champion' WHEN r{then} <= 2 AND (f{then} >= 4 OR m{then} >= 4) THEN 'at risk'
	            WHEN r{then} >= 3 AND f{then} >= 3 THEN 'loyal' WHEN first_ago{then} < 90 THEN 'new' WHEN r{then} >= 3 AND m{then} >= 4 THEN 'big ticket'
	            WHEN r{then} >= 3 THEN 'occasional' ELSE 'asleep' END`

// placedSQL gives every customer its scores and its segment, of both days.
const placedSQL = `
WITH scored AS (
	SELECT *, {scores}, {scores_before}
	FROM segment_customers),
placed AS (
	SELECT *, {segment} AS segment, {segment_before} AS segment_before
	FROM scored)`

// segmentCellsSQL adds up the customers alike.
const segmentCellsSQL = placedSQL + `
SELECT segment, segment_before, r, f, count(*) AS customers, count(*) FILTER (WHERE cm1 IS NULL) AS uncosted,
       CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue, CAST(coalesce(sum(cm1), 0) AS BIGINT) AS cm1,
       CAST(coalesce(sum(revenue_before), 0) AS BIGINT) AS revenue_before, CAST(coalesce(sum(cm1_before), 0) AS BIGINT) AS cm1_before
FROM placed GROUP BY segment, segment_before, r, f
ORDER BY segment, segment_before, r NULLS FIRST, f NULLS FIRST`

// segmentListSQL lists the customers with the largest monetary value.
const segmentListSQL = placedSQL + `,
listed AS (
	SELECT * FROM placed WHERE revenue IS NOT NULL ORDER BY monetary DESC, customer LIMIT {max_rows})
SELECT s.customer, customer_name, audience, recency, frequency, monetary, revenue, r, f, m, segment, segment_before
FROM listed AS s JOIN customers AS c ON c.customer = s.customer
ORDER BY monetary DESC, s.customer`

// segmentCell is a row of segmentCellsSQL.
type segmentCell struct {
	Segment, SegmentBefore string
	R, F                   sales.Null[int64] // unknown outside the scores
	Customers, Uncosted    int64
	Revenue, CM1           sales.Money
	RevenueBefore          sales.Money
	CM1Before              sales.Money
}

// segmentCustomer is a row of segmentListSQL.
type segmentCustomer struct {
	Customer, CustomerName, Audience string
	Recency                          sales.Null[int64]
	Frequency                        int64
	Monetary, Revenue                sales.Money
	R, F, M                          sales.Null[int64]
	Segment, SegmentBefore           string
}

func takeSegments(ctx context.Context, l *sales.Ledger, o Options) (*segmented, error) {
	s := &segmented{covered: l.Calendar.Covers(l.Calendar.WindowBefore()), costed: l.Has(sales.Cost), l: l, o: o}
	kept := relations{s.kept().filled(o.fill)}
	if err := kept.keep(ctx, l); err != nil {
		return nil, err
	}
	var err error
	if s.limits, err = takeScoreLimits(ctx, l, ""); err != nil {
		return nil, err
	}
	before, err := takeScoreLimits(ctx, l, "_before")
	if err != nil {
		return nil, err
	}
	placed := strings.NewReplacer("{scores}", scoresSQL(s.limits, ""), "{scores_before}", scoresSQL(before, "_before"),
		"{segment}", strings.ReplaceAll(segmentSQL, "{then}", ""), "{segment_before}", strings.ReplaceAll(segmentSQL, "{then}", "_before"))
	cells := placed.Replace(segmentCellsSQL)
	s.sql = kept.create() + cells
	if s.cells, err = sales.Query[segmentCell](ctx, l, cells); err != nil {
		return nil, err
	}
	if s.listed, err = query[segmentCustomer](ctx, l, o, placed.Replace(segmentListSQL)); err != nil {
		return nil, err
	}
	return s, kept.forget(ctx, l)
}

func (s *segmented) kept() relation {
	money := "revenue%[1]s"
	if s.costed {
		money = "coalesce(cm1%[1]s, revenue%[1]s)"
	}
	age := int(s.l.Calendar.Window.End - s.l.Calendar.WindowBefore().End)
	return segmentCustomers.filled(strings.NewReplacer("{age}", strconv.Itoa(age), "{monetary}", fmt.Sprintf(money, ""), "{monetary_before}", fmt.Sprintf(money, "_before")).Replace)
}

// takeScoreLimits takes the limits of the scores of one day, the lowest score first.
func takeScoreLimits(ctx context.Context, l *sales.Ledger, then string) ([]scoreLimits, error) {
	rows, err := sales.Query[struct{ Measure, Score, Low, High int64 }](ctx, l, strings.ReplaceAll(scoreLimitsSQL, "{then}", then))
	limits := make([]scoreLimits, 5)
	for _, r := range rows {
		switch x := &limits[r.Score-1]; r.Measure {
		case 1:
			x.recency = valueRange{-r.High, -r.Low, true}
		case 2:
			x.frequency = valueRange{r.Low, r.High, true}
		default:
			x.monetary = valueRange{r.Low, r.High, true}
		}
	}
	return limits, err
}

// scoresSQL gives a customer its scores of one day by their limits; NULL outside them.
func scoresSQL(limits []scoreLimits, then string) string {
	measures := []struct {
		name, column string
		of           func(scoreLimits) valueRange
	}{
		{"r", "recency", func(l scoreLimits) valueRange { return l.recency }},
		{"f", "frequency", func(l scoreLimits) valueRange { return l.frequency }},
		{"m", "monetary", func(l scoreLimits) valueRange { return l.monetary }},
	}
	out := make([]string, len(measures))
	for i, m := range measures {
		cases := "CAST(NULL AS BIGINT)"
		for score, l := range limits {
			if v := m.of(l); v.known {
				cases = fmt.Sprintf("CASE WHEN %s%s BETWEEN %d AND %d THEN %d ELSE %s END", m.column, then, v.low, v.high, score+1, cases)
			}
		}
		out[i] = fmt.Sprintf("CASE WHEN monetary%[1]s > 0 AND frequency%[1]s > 0 THEN %[2]s END AS %[3]s%[1]s", then, cases, m.name)
	}
	return strings.Join(out, ",\n	       ")
}
