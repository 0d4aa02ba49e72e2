package metrics

import (
	"context"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// Segments sorts customers by how recently, how often and for how much they bought.
var Segments = Metric{
	Name:     "segments",
	Title:    "Customer segments",
	Question: "Who are the best customers, who is new, who is slipping away, and who moved since the period before?",
	Chapter:  CustomersPart,
	Definition: "Of every known customer with a line in the window, on its last day: recency_days = days since the last deal; frequency = distinct deals with a line that is no return; " +
		"monetary = CM1 (revenue for customers none of whose lines has a cost). r, f and m score them from 1 to 5 by the quintiles of distinct ranks, so that equal values score equal; recency is reversed, 5 being the latest. " +
		"Rows of kind score print the values that each score stands for. Segments, the first that fits: " +
		"net returner = monetary of 0 or less, or no deal, outside the scores; champion = r, f and m of 4 or 5; at risk = r of 1 or 2, and f or m of 4 or 5; loyal = r and f of 3 or more; " +
		"new = first deal in all the data within 90 days; big ticket = r of 3 or more and m of 4 or 5; occasional = r of 3 or more; asleep = all others. " +
		"customers_before and the rows of kind move are the same a period earlier: scores made anew, over a window as long that ends where the period before ends; " +
		"blank where the data do not reach back so far. share = part of all customers; cm1_share and revenue_share = part of all known customers. " +
		"Method: A. Hughes, Strategic Database Marketing (1994).",
	Needs: []sales.Field{sales.Customer},
	SQL:   segmentsSQL,
	Run:   segments,
}

func segments(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	s, err := o.segmented(ctx, l)
	if err != nil {
		return Section{}, err
	}
	return Section{Lead: s.lead(), Notes: s.notes(), Findings: s.findings(), Table: s.table(), Scope: o.scope(o.say("Known customers with a line in the window"), l.Calendar.Window),
		Claims: []Claim{{Column: "revenue", Of: LinesRevenue, Scope: KnownBuyers, Where: "kind", Is: "segment"}, {Column: "cm1", Of: LinesCM1, Scope: KnownBuyers, Where: "kind", Is: "segment"}},
		Charts: []Chart{
			{Kind: Bars, Title: o.say("%s by segment", title(s.moneyName())), X: "name", Y: []string{s.moneyKey()}, Where: "kind", Is: "segment"},
			{Kind: HeatMap, Title: "Customers by recency (left, 5 is the latest) and frequency (below)", X: "f", Series: "r", Y: []string{"customers"}, Where: "kind", Is: "score pair"},
		}}, nil
}

// segmentsSQL gives what a customer did up to the end of the window, and up to the end
// of the period before, by number: there may be a million.
const segmentsSQL = `
WITH seen AS (
	SELECT customer, deal, is_return, revenue, cm1, date_diff('day', day, {end}) AS ago, in_window AS within,
	       day <= {before_end} AS old, day BETWEEN {before_start} AND {before_end} AS within_before
	FROM lines WHERE customer <> '(unknown)' AND day <= {end}),
summed AS (
	SELECT customer, min(ago) FILTER (WHERE NOT is_return) AS recency, max(ago) FILTER (WHERE NOT is_return) AS first_ago,
	       count(DISTINCT deal) FILTER (WHERE within AND NOT is_return) AS frequency,
	       CAST(sum(revenue) FILTER (WHERE within) AS BIGINT) AS revenue, CAST(sum(cm1) FILTER (WHERE within) AS BIGINT) AS cm1,
	       min(ago) FILTER (WHERE old AND NOT is_return) AS recency_before,
	       count(DISTINCT deal) FILTER (WHERE within_before AND NOT is_return) AS frequency_before,
	       CAST(sum(revenue) FILTER (WHERE within_before) AS BIGINT) AS revenue_before, CAST(sum(cm1) FILTER (WHERE within_before) AS BIGINT) AS cm1_before
	FROM seen GROUP BY customer)
SELECT recency, first_ago, frequency, revenue, cm1, recency_before, frequency_before, revenue_before, cm1_before
FROM summed WHERE revenue IS NOT NULL OR revenue_before IS NOT NULL
ORDER BY customer`

// segmentNamesSQL names the customers with the largest monetary value.
const segmentNamesSQL = `
WITH summed AS (
	SELECT customer, CAST({money} AS BIGINT) AS monetary FROM lines WHERE in_window AND customer <> '(unknown)' GROUP BY customer)
SELECT s.customer, customer_name, audience
FROM summed AS s JOIN customers AS c ON c.customer = s.customer
ORDER BY coalesce(monetary, 0) DESC, s.customer LIMIT {max_rows}`

// The segments, in the order of the table.
const (
	champion   = "champion"
	loyal      = "loyal"
	bigTicket  = "big ticket"
	newcomer   = "new"
	occasional = "occasional"
	atRisk     = "at risk"
	asleep     = "asleep"
	netReturns = "net returner"
)

// segmentRules say what a segment is, in scores and, of those that can bring the most, in a
// sentence; segmentOf in code.
var segmentRules = []struct {
	name        string
	rule, prose phrases.Key
}{
	{champion, "r, f and m of 4 or 5", "the champions (latest, most often, for the most)"},
	{loyal, "r and f of 3 or more", "the loyal (lately and often)"},
	{bigTicket, "r of 3 or more, m of 4 or 5", "the big tickets (lately and for much, but not often)"},
	{newcomer, "first deal within 90 days", "the new ones (first deal within 90 days)"},
	{occasional, "r of 3 or more", "the occasional (lately, but neither often nor for much)"},
	{atRisk, "r of 1 or 2, f or m of 4 or 5", "those at risk (often or for much, but not lately)"},
	{asleep, "r of 1 or 2", "those asleep (neither lately nor often nor for much)"},
	{netReturns, "monetary of 0 or less, or no deal", ""},
}

// newDays is for how many days a customer is new.
const newDays = 90

// rfm is what one customer did up to a day.
type rfm struct {
	there             bool // a line in the window that ends on the day
	recency, firstAgo int64
	frequency         int64
	revenue           sales.Money
	cm1               int64 // Absent where unknown
	monetary          sales.Money
	r, f, m           int // 0 outside the scores
	segment           string
}

// scored reports whether the customer has a place in the scores.
func (c rfm) scored() bool { return c.there && c.monetary > 0 && c.frequency > 0 }

func segmentOf(c rfm) string {
	switch {
	case !c.scored():
		return netReturns
	case c.r >= 4 && c.f >= 4 && c.m >= 4:
		return champion
	case c.r <= 2 && (c.f >= 4 || c.m >= 4):
		return atRisk
	case c.r >= 3 && c.f >= 3:
		return loyal
	case c.firstAgo < newDays:
		return newcomer
	case c.r >= 3 && c.m >= 4:
		return bigTicket
	case c.r >= 3:
		return occasional
	}
	return asleep
}

// score gives every customer its scores and its segment, and returns the limits of the
// scores.
func score(all []rfm) []scoreLimits {
	var recency, frequency, monetary []int64
	var in []*rfm
	for i := range all {
		if c := &all[i]; c.scored() {
			in = append(in, c)
			recency, frequency, monetary = append(recency, -c.recency), append(frequency, c.frequency), append(monetary, int64(c.monetary))
		}
	}
	r, f, m := stat.Quintiles(recency), stat.Quintiles(frequency), stat.Quintiles(monetary)
	limits := make([]scoreLimits, 5)
	for i, c := range in {
		c.r, c.f, c.m = r[i], f[i], m[i]
		limits[c.r-1].recency.take(c.recency)
		limits[c.f-1].frequency.take(c.frequency)
		limits[c.m-1].monetary.take(int64(c.monetary))
	}
	for i := range all {
		all[i].segment = segmentOf(all[i])
	}
	return limits
}

// segmented are the segments of all customers; several sections ask for them.
func (o Options) segmented(ctx context.Context, l *sales.Ledger) (*segmented, error) {
	o.memo.scoring.Do(func() { o.memo.scored, o.memo.scoreErr = takeSegments(ctx, l, o) })
	return o.memo.scored, o.memo.scoreErr
}

// place gives a customer the scores and the segment that its values have among all.
func (s *segmented) place(c rfm) rfm {
	for i, l := range s.limits {
		if c.scored() && l.recency.holds(c.recency) {
			c.r = i + 1
		}
		if c.scored() && l.frequency.holds(c.frequency) {
			c.f = i + 1
		}
		if c.scored() && l.monetary.holds(int64(c.monetary)) {
			c.m = i + 1
		}
	}
	c.segment = segmentOf(c)
	return c
}

// scoreLimits are the values that have one score.
type scoreLimits struct{ recency, frequency, monetary valueRange }

// valueRange is from the least to the greatest of the values taken; n counts them.
type valueRange struct{ low, high, n int64 }

func (v valueRange) holds(x int64) bool { return v.n > 0 && v.low <= x && x <= v.high }

func (v *valueRange) take(x int64) {
	if v.n == 0 {
		v.low, v.high = x, x
	}
	v.low, v.high, v.n = min(v.low, x), max(v.high, x), v.n+1
}
