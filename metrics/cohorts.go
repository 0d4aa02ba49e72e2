package metrics

import (
	"context"
	"strings"

	"xsell/metrics/sales"
)

// Cohorts asks how many of the customers who began together still buy.
var Cohorts = Metric{
	Name:     "cohorts",
	Title:    "Cohorts",
	Question: "How many of the customers who began in one period still buy later, and what do they bring?",
	Chapter:  CustomersPart,
	Definition: "A cohort is the known customers whose first deal in all the data lies in one period: a week where the data span under half a year, a month under three years, else a quarter. " +
		"size = its customers; k0, k1, ... = the period of the first deal, the one after, and so on. Rows of kind customers count those with a deal in the period that is no return; retention = that / size; " +
		"revenue and cm1 = what the cohort brings in the period, net of returns; revenue_retention = revenue / revenue of k0. " +
		"What cannot have been observed is blank: periods that are not complete on the last day looked at. The customers of the first period of the data are named existing at start: when they began is not known. " +
		"The row all weighs every cohort by its size, over the cohorts that have the cell, those existing at start left out. " +
		"entry area and entry product = the same retention of customers by what they bought on their first day (several: the larger CM1, then the name), products of the 20 most frequent entries. " +
		"Rows of kind cell repeat retention cell by cell, for the chart.",
	Needs: []sales.Field{sales.Customer},
	SQL:   cohortsSQL,
	Run:   cohorts,
}

// cohortsSQL counts customers and adds up their money by cohort, entry and period.
const cohortsSQL = `
WITH known AS (
	SELECT customer, day, is_return, revenue, cm1, {entry} AS thing, CAST(date_trunc('{unit}', day) AS DATE) AS period
	FROM lines WHERE customer <> '(unknown)' AND day <= {as_of}),
began AS (
	SELECT customer, min(day) AS day, CAST(date_trunc('{unit}', min(day)) AS DATE) AS cohort FROM known WHERE NOT is_return GROUP BY customer),
entries AS (
	SELECT customer, thing, row_number() OVER (PARTITION BY customer ORDER BY sum(cm1) DESC NULLS LAST, thing) AS place
	FROM known JOIN began USING (customer, day) WHERE NOT is_return GROUP BY customer, thing),
active AS (
	SELECT customer, period, CASE WHEN count(*) FILTER (WHERE NOT is_return) > 0 THEN 1 ELSE 0 END AS bought, sum(revenue) AS revenue, sum(cm1) AS cm1
	FROM known GROUP BY customer, period)
SELECT b.cohort, e.thing AS entry, a.period, CAST(sum(bought) AS BIGINT) AS customers, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1
FROM began AS b JOIN entries AS e ON e.customer = b.customer AND e.place = 1 JOIN active AS a ON a.customer = b.customer AND a.period >= b.cohort
GROUP BY b.cohort, e.thing, a.period
ORDER BY b.cohort, e.thing, a.period`

type cohortRow struct {
	Cohort    sales.Day
	Entry     string
	Period    sales.Day
	Customers int64
	Revenue   sales.Money
	CM1       sales.Null[sales.Money]
}

func cohorts(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	c := &cohortTable{unit: cohortUnit(l.Calendar), l: l, o: o, costed: l.Has(sales.Cost)}
	for _, entry := range []string{"area", "product"} {
		rows, err := query[cohortRow](ctx, l, o, strings.NewReplacer("{entry}", entry, "{unit}", string(c.unit)).Replace(cohortsSQL))
		if err != nil {
			return Section{}, err
		}
		c.take(entry, rows)
	}
	s := Section{Lead: c.lead(), Notes: c.notes(), Findings: c.findings(), Table: c.table(),
		Scope: "Known customers by the " + string(c.unit) + " of their first deal, to " + l.Calendar.AsOf.Time().Format("2 Jan 2006")}
	if c.steps > 1 {
		s.Charts = []Chart{
			{Kind: HeatMap, Title: "Share of each cohort that bought, by " + string(c.unit) + "s since the first deal", X: "k", Series: "cohort", Y: []string{"retention"}, Where: "kind", Is: "cell"},
			{Kind: Line, Title: "Share of all customers that bought, by " + string(c.unit) + "s since the first deal", X: "k", Y: []string{"retention"}, Where: "kind", Is: "cell of all"},
		}
	}
	return s, nil
}

// cohortUnit is the length of the periods: about two to three dozen of them are read at a
// glance.
func cohortUnit(c sales.Calendar) sales.Unit {
	switch days := int(c.AsOf - c.First); {
	case days < 183:
		return sales.Week
	case days < 3*366:
		return sales.Month
	}
	return sales.Quarter
}
