package metrics

import (
	"context"
	"strconv"
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
		"revenue and cm1 = what the cohort brings in the period, net of returns; revenue_retention and cm1_retention = that / the same of k0, blank where k0 is not positive. " +
		"What cannot have been observed is blank: periods that are not complete on the last day looked at. The customers of the first period of the data are named existing at start: when they began is not known. " +
		"The rows all weigh every cohort by its size, over the cohorts that have the cell, those existing at start left out. " +
		"entry area and entry product = the same retention of customers by what they bought on their first day (several: the larger CM1, then the name), for the 20 most frequent entries of 10 customers or more. " +
		"others = k1 of all other customers; ratio = how many times as often those of the entry bought in the period after as the others of the same cohorts (Mantel-Haenszel, with 95 % limits); " +
		"q = Cochran-Mantel-Haenszel test over the cohorts, after Benjamini-Hochberg over all entries judged. status: too few to judge = under 5 customers expected to come back, of the entry or of the others; " +
		"more or less = q of 5 % or less; as the others = the rest. Rows of kind cell repeat retention cell by cell, for the chart.",
	Needs: []sales.Field{sales.Customer},
	SQL:   cohortsSQL,
	Run:   cohorts,
}

// cohortTables are the relations that the ways to tell customers apart build on: when each known
// customer began, and what was bought in each period.
var cohortTables = relations{
	{"cohort_customers", `
SELECT customer, min(day) AS day, CAST(date_trunc('{unit}', min(day)) AS DATE) AS cohort
FROM lines WHERE NOT is_return AND customer <> '(unknown)' AND day <= {as_of} GROUP BY customer`},
	{"cohort_periods", `
WITH active AS (
	SELECT customer, CAST(date_trunc('{unit}', day) AS DATE) AS period, CASE WHEN count(*) FILTER (WHERE NOT is_return) > 0 THEN 1 ELSE 0 END AS bought, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1
	FROM lines WHERE customer <> '(unknown)' AND day <= {as_of} GROUP BY 1, 2)
SELECT a.customer, b.cohort, a.period, bought, revenue, cm1
FROM active AS a JOIN cohort_customers AS b ON b.customer = a.customer AND a.period >= b.cohort`},
}

// cohortsSQL counts customers and adds up their money by cohort, entry and period. Entries
// of few customers, and what is beyond the most frequent ones, are one.
const cohortsSQL = `
WITH entries AS (
	SELECT l.customer, b.cohort, {entry} AS thing, row_number() OVER (PARTITION BY l.customer ORDER BY sum(cm1) DESC NULLS LAST, {entry}) AS place
	FROM lines AS l JOIN cohort_customers AS b ON b.customer = l.customer AND b.day = l.day WHERE NOT is_return GROUP BY l.customer, b.cohort, {entry}),
things AS (
	SELECT thing, count(*) AS customers, row_number() OVER (ORDER BY count(*) DESC, thing) AS place
	FROM entries WHERE place = 1 AND cohort > {first} GROUP BY thing),
entered AS (
	SELECT e.customer, CASE WHEN t.place <= {most} AND t.customers >= {fewest} THEN e.thing ELSE '(other)' END AS thing
	FROM entries AS e LEFT JOIN things AS t ON t.thing = e.thing WHERE e.place = 1),
summed AS (
	SELECT a.cohort, e.thing, a.period, CAST(sum(bought) AS BIGINT) AS customers, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1
	FROM entered AS e JOIN cohort_periods AS a ON a.customer = e.customer
	GROUP BY a.cohort, e.thing, a.period)
SELECT s.cohort, s.thing AS entry, {name} AS name, s.period, s.customers, s.revenue, s.cm1,
       (SELECT count(*) FROM things WHERE customers < {fewest}) AS few, (SELECT count(*) FROM things WHERE customers >= {fewest} AND place > {most}) AS beyond
FROM summed AS s{named}
ORDER BY s.cohort, s.thing, s.period`

// mostEntries is how many areas or products that customers begin with get a row, and
// fewestEntries how many customers one needs for it.
const (
	mostEntries   = 20
	fewestEntries = 10
)

// cohortEntry is a way to tell customers of one cohort apart: by the area or the product of
// their first day.
type cohortEntry struct{ kind, column, name, named string }

// The kinds of rows of entries.
const (
	entryArea    = "entry area"
	entryProduct = "entry product"
)

var cohortEntries = []cohortEntry{
	{entryArea, "area", "s.thing", ""},
	{entryProduct, "product", "coalesce(p.product_name, s.thing)", " LEFT JOIN products AS p ON p.product = s.thing"},
}

func (e cohortEntry) sql(c *cohortTable) string {
	return strings.NewReplacer("{entry}", e.column, "{name}", e.name, "{named}", e.named, "{first}", day(c.unit.Start(c.l.Calendar.First)),
		"{most}", strconv.Itoa(mostEntries), "{fewest}", strconv.Itoa(fewestEntries)).Replace(cohortsSQL)
}

// fill writes the length of the periods into SQL.
func (c *cohortTable) fill(sql string) string {
	return c.o.fill(strings.ReplaceAll(sql, "{unit}", string(c.unit)))
}

type cohortRow struct {
	Cohort    sales.Day
	Entry     string
	Name      string
	Period    sales.Day
	Customers int64
	Revenue   sales.Money
	CM1       sales.Null[sales.Money]
	Few       int64 // entries of fewer customers than a row needs
	Beyond    int64 // entries beyond the most frequent
}

func cohorts(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	c := &cohortTable{unit: cohortUnit(l.Calendar), l: l, o: o, costed: l.Has(sales.Cost)}
	tables := cohortTables.filled(c.fill)
	if err := tables.keep(ctx, l); err != nil {
		return Section{}, err
	}
	for _, entry := range cohortEntries {
		if entry.column == "area" && !l.Has(sales.Area) {
			continue
		}
		rows, err := query[cohortRow](ctx, l, o, entry.sql(c))
		if err != nil {
			return Section{}, err
		}
		c.take(entry.kind, rows)
	}
	if err := tables.forget(ctx, l); err != nil {
		return Section{}, err
	}
	c.judge()
	s := Section{Lead: c.lead(), Notes: c.notes(), Findings: c.findings(), Table: c.table(), SQL: tables.create() + cohortEntries[1].sql(c),
		Scope: o.say("Known customers by the time of their first deal, in periods of %s, to %s", o.periods(1, c.unit), o.date(l.Calendar.AsOf))}
	if c.steps > 1 {
		s.Charts = []Chart{
			{Kind: HeatMap, Title: "Share of each cohort that bought, by periods since the first deal", X: "k", Series: "cohort", Y: []string{"retention"}, Where: "kind", Is: "cell"},
			{Kind: Line, Title: "Share of all customers that bought, by periods since the first deal", X: "k", Y: []string{"retention"}, Where: "kind", Is: "cell of all"},
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
