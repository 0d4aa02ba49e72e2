package metrics

import (
	"context"
	"fmt"
	"strings"

	"xsell/metrics/sales"
)

// SecondArea asks how long customers take to a second business area, and where they begin.
var SecondArea = Metric{
	Name:     "second-area",
	Title:    "The way to a second area",
	Question: "How long does it take customers to buy from a second business area, and which area leads on to others?",
	Chapter:  CustomersPart,
	Definition: "Business areas, or product types where the data have one area or none. Only what a customer kept counts; the entry area is the one of the first day with something kept in all the data (several: the larger CM1, then the name). " +
		"customers = those who began with that area alone; at_once = those whose first day already held another area, who have nothing to wait for and are in no curve; later = customers with a second area since, still_one = those without, " +
		"still_one_revenue = what these paid in the window. within_30, ... = share with a second area so many days after the first day, 1 - S by Kaplan-Meier: who has none yet is watched to the day the report looks back from and censored there. " +
		"Limits of 95 % by Greenwood's variance on the log(-log) scale. at_risk_30, ... = customers without a second area and under watch just before that day. Blank where nobody was watched so long. " +
		"median_days = days after which half of all have a second area, with the limits of Brookmeyer and Crowley; blank where it is not reached. second = the area most often taken next (several on one day: the larger CM1, then the name), second_share = its part of later. " +
		"log_rank = log-rank test (Mantel; Peto and Peto) that all judged entry areas have one curve, log_rank_p its p. status: too few to judge = under 10 customers. The 20 most frequent entry areas have a row, the others are (other). " +
		"Customers who bought in the first week, month or quarter of the data (the period of the cohorts) are left out of all that and stand apart as existing at start: they may have begun earlier, with another area, and may have had a second one for long. " +
		"Rows of kind curve repeat the curves day by day, for the chart. Method: E. Kaplan and P. Meier, JASA 53 (1958).",
	Needs: []sales.Field{sales.Customer},
	SQL:   secondAreaSQL,
	Run:   secondArea,
}

// secondAreaSQL counts customers by entry area, by days to the second area or to the end
// of the watch, and by which area that was.
const secondAreaSQL = `
WITH kept AS (
	SELECT customer, {part} AS part, min(day) AS day FROM baskets
	WHERE customer <> '(unknown)' AND {part} <> '(unassigned)' AND day <= {as_of} GROUP BY customer, {part}),
worth AS (
	SELECT k.customer, k.part, k.day, sum(b.cm1) AS cm1
	FROM kept AS k JOIN baskets AS b ON b.customer = k.customer AND b.{part} = k.part AND b.day = k.day
	GROUP BY k.customer, k.part, k.day),
placed AS (
	SELECT customer, part, day, row_number() OVER (PARTITION BY customer ORDER BY day, cm1 DESC NULLS LAST, part) AS place FROM worth),
began AS (
	SELECT customer, min(part) FILTER (WHERE place = 1) AS entry, min(day) FILTER (WHERE place = 1) AS day,
	       min(part) FILTER (WHERE place = 2) AS second, min(day) FILTER (WHERE place = 2) AS came
	FROM placed WHERE place <= 2 GROUP BY customer),
entries AS (
	SELECT entry, row_number() OVER (ORDER BY count(*) DESC, entry) AS place FROM began GROUP BY entry),
watched AS (
	SELECT CASE WHEN e.place <= {entries} THEN b.entry ELSE '(other)' END AS entry, CASE WHEN b.day < {second_period} THEN 1 ELSE 0 END AS existing,
	       CASE WHEN came IS NULL THEN 'not yet' WHEN came = b.day THEN 'at once' ELSE 'later' END AS state,
	       second, date_diff('day', b.day, coalesce(came, {as_of})) AS days, coalesce(t.revenue, 0) AS revenue
	FROM began AS b JOIN entries AS e ON e.entry = b.entry LEFT JOIN customer_totals AS t ON t.customer = b.customer)
SELECT entry, existing, state, days, coalesce(second, '') AS second, count(*) AS customers, CAST(sum(revenue) AS BIGINT) AS revenue
FROM watched
GROUP BY GROUPING SETS ((entry, existing, state, days), (entry, existing, state, second))
ORDER BY entry, existing, state, days NULLS LAST, second NULLS FIRST`

// secondPartsSQL counts what there is to go on to.
const secondPartsSQL = `
WITH kinds AS (
	SELECT area, type FROM baskets WHERE customer <> '(unknown)' AND day <= {as_of} GROUP BY area, type)
SELECT count(DISTINCT nullif(area, '(unassigned)')) AS areas, count(DISTINCT nullif(type, '(unassigned)')) AS types
FROM kinds`

// mostStarts is how many entry areas have a row, and fewestStarts how many customers make
// one that can be judged.
const (
	mostStarts   = 20
	fewestStarts = 10
)

// secondRow counts customers of one entry area: by days where Days is known, else by the
// area that came second.
type secondRow struct {
	Entry     string
	Existing  int64
	State     string
	Days      sales.Null[int64]
	Second    string
	Customers int64
	Revenue   sales.Money
}

// The states of a customer on the way to a second area.
const (
	wentAtOnce = "at once"
	wentLater  = "later"
)

func secondArea(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	parts, err := one[struct{ Areas, Types int64 }](ctx, l, o, secondPartsSQL)
	if err != nil {
		return Section{}, err
	}
	f := &secondFindings{part: part{noun{"business area", "business areas"}, sales.Area}, unit: cohortUnit(l.Calendar), l: l, o: o}
	switch {
	case parts.Areas < 2 && parts.Types > 1:
		f.part, f.instead = part{noun{"product type", "product types"}, sales.Type}, true
	case parts.Areas < 2:
		f.nothing = true
		return Section{Lead: f.lead(), Table: f.table(), SQL: secondPartsSQL, Scope: o.say("Known customers")}, nil
	}
	start := f.unit.Next(f.unit.Start(l.Calendar.First))
	sql := strings.NewReplacer("{part}", string(f.part.column), "{entries}", fmt.Sprint(mostStarts), "{second_period}", day(start)).Replace(secondAreaSQL)
	rows, err := query[secondRow](ctx, l, o, sql)
	if err != nil {
		return Section{}, err
	}
	f.take(rows)
	return Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), Charts: f.charts(), SQL: sql,
		Scope: o.say("Known customers by what they began with (%s), %s to %s", o.say(f.part.many), o.date(start), o.date(o.asOf))}, nil
}
