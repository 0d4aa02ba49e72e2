package metrics

import (
	"context"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// AreasTogether asks which business areas share their customers: internal cross-selling.
var AreasTogether = Metric{
	Name:     "areas-together",
	Title:    "Business areas together",
	Question: "Which business areas share their customers, and which do less than their sizes would give?",
	Chapter:  BoughtTogether,
	Definition: "A basket is the set of business areas a known customer kept something from in the window; customers = those with one area or more. " +
		"A row of kind area (a = b) is the area itself: customers_a = its customers, only_here = those of no other area, revenue and cm1 of its customers in it. " +
		"A row of kind pair is two areas, each pair in both directions: customers_both = customers of both, share_ab = customers_both / customers_a, share_ba = customers_both / customers_b; " +
		"revenue and cm1 = what the customers of both bring in these two areas, revenue_in_a = in A alone. expected = D customers_a customers_b / customers: the duplication of purchase law " +
		"(A. Ehrenberg, Repeat-Buying, 1988), by which two areas share customers in proportion to their sizes; D = all shared customers, pair by pair, over those that areas without any connection would share: " +
		"the mean of share_ab over the share of B in all customers, weighted so that what is expected adds up to what is observed. " +
		"With two areas D is 1. expected is never more than the smaller area has. ratio = customers_both / expected, with the 95 % limits of the lift, D taken as known. " +
		"lift = customers customers_both / (customers_a customers_b). " +
		"missing = expected - customers_both where the upper limit of ratio is below 1; missing_low = expected (1 - upper limit); missing_worth = missing_low times the smaller worth of A and B, worth being the median CM1 of a customer of the area in the window (revenue where no cost is known). " +
		"The internal offer of B to the customers of A: pool = customers of A without B; base = share of B among those without A; status, doubt, p, q, alike, alike_lift, alike_q, size_odds, season_odds, later_ab, later_lift, later_p, gain, takers and anyway as in the section Pairs of products, with areas for products, of areas with enough customers to be judged; gain where status is confirmed or candidate. " +
		"Areas are in order of their customers.",
	Needs:   []sales.Field{sales.Area, sales.Customer},
	SQL:     areasTogetherSQL,
	Markets: []tier{ofAreas},
	Run:     areasTogether,
}

// areasTogetherSQL gives every area and, among as many of the largest as make a square of
// {max_rows} cells, every two of them in both directions, shared customers or not.
const areasTogetherSQL = `
WITH kept AS (
	SELECT DISTINCT customer, area FROM baskets WHERE in_window AND customer <> '(unknown)' AND area <> '(unassigned)'),
earned AS (
	SELECT customer, area, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1 FROM lines WHERE in_window GROUP BY customer, area),
held AS (
	SELECT customer, area, coalesce(revenue, 0) AS revenue, cm1, count(*) OVER (PARTITION BY customer) AS areas
	FROM kept LEFT JOIN earned USING (customer, area)),
buyers AS (
	SELECT count(DISTINCT customer) AS n FROM kept),
sizes AS (
	SELECT area, count(*) AS n, count(*) FILTER (WHERE areas = 1) AS only_here, sum(revenue) AS revenue, sum(cm1) AS cm1,
	       row_number() OVER (ORDER BY count(*) DESC, area) AS place
	FROM held GROUP BY area),
largest AS (
	SELECT * FROM sizes WHERE place * place <= {max_rows}),
together AS (
	SELECT a.area AS a, b.area AS b, count(*) AS n_ab, sum(a.revenue + b.revenue) AS revenue, sum(a.revenue) AS revenue_in_a,
	       sum(coalesce(a.cm1, 0) + coalesce(b.cm1, 0)) FILTER (WHERE a.cm1 IS NOT NULL OR b.cm1 IS NOT NULL) AS cm1
	FROM held AS a JOIN held AS b ON a.customer = b.customer AND a.area <> b.area GROUP BY a.area, b.area)
SELECT x.area AS a, y.area AS b, x.place AS place_a, y.place AS place_b, c.n, x.n AS n_a, y.n AS n_b,
       CASE WHEN x.area = y.area THEN x.n ELSE coalesce(t.n_ab, 0) END AS n_ab,
       CASE WHEN x.area = y.area THEN x.only_here ELSE 0 END AS only_here,
       CAST(CASE WHEN x.area = y.area THEN x.revenue ELSE coalesce(t.revenue, 0) END AS BIGINT) AS revenue,
       CAST(CASE WHEN x.area = y.area THEN x.revenue ELSE coalesce(t.revenue_in_a, 0) END AS BIGINT) AS revenue_in_a,
       CAST(CASE WHEN x.area = y.area THEN x.cm1 ELSE t.cm1 END AS BIGINT) AS cm1
FROM largest AS x CROSS JOIN largest AS y CROSS JOIN buyers AS c LEFT JOIN together AS t ON t.a = x.area AND t.b = y.area
ORDER BY place_a, CASE WHEN x.area = y.area THEN 0 ELSE 1 END, place_b`

// ownedSQL counts the customers of the window by how many areas they bought from.
const ownedSQL = `
SELECT count(*) AS customers, count(*) FILTER (WHERE parts > 1) AS multi,
       (SELECT count(DISTINCT area) FROM baskets WHERE in_window AND customer <> '(unknown)' AND area <> '(unassigned)') AS areas
FROM held_areas WHERE customer <> '(unknown)' AND parts > 0`

// areaCounts is a row of areasTogetherSQL.
type areaCounts struct {
	A, B           string
	PlaceA, PlaceB int64
	N, NA, NB, NAB int64
	OnlyHere       int64
	Revenue        sales.Money
	RevenueInA     sales.Money
	CM1            sales.Null[sales.Money]
}

func (r areaCounts) itself() bool        { return r.PlaceA == r.PlaceB }
func (r areaCounts) counts() basket.Pair { return basket.Pair{N: r.N, NA: r.NA, NB: r.NB, NAB: r.NAB} }

// areaPair is a row of the table.
type areaPair struct {
	areaCounts
	evidence *pairing    // of two judged areas
	offer                // of B to the customers of A
	worth    sales.Money // the smaller of both areas
}

type owned struct{ Customers, Multi, Areas int64 }

func areasTogether(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	counts, err := query[areaCounts](ctx, l, o, areasTogetherSQL)
	if err != nil {
		return Section{}, err
	}
	if err := o.keep(ctx, l, heldParts.of(sales.Area)); err != nil {
		return Section{}, err
	}
	c, err := one[owned](ctx, l, o, ownedSQL)
	if err != nil {
		return Section{}, err
	}
	m, err := o.market(ctx, l, ofAreas)
	if err != nil {
		return Section{}, err
	}
	v, err := m.verdicts(ctx, o.MaxRows)
	if err != nil {
		return Section{}, err
	}
	together, err := m.areaPairs(ctx, counts, v)
	if err != nil {
		return Section{}, err
	}
	f := areaFindings{pairFindings{v, m, o, "business areas"}, together, c, duplication(counts)}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(),
		Scope: o.scope(o.say("Customers of two business areas"), l.Calendar.Window), Table: f.table()}
	if len(counts) > 1 {
		s.Charts = []Chart{{Kind: HeatMap, Title: "Share of the customers of the area on the left who also buy from the area below", X: "b", Series: "a", Y: []string{"share_ab"}, Where: "in_chart", Is: "yes"},
			{Kind: Interval, Title: "Customers two areas share, where 1 is what their sizes give", X: "pair", Y: []string{"ratio", "ratio_low", "ratio_high"}, Where: "in_list", Is: "yes"}}
	}
	return s, nil
}

// areaPairs gives two judged areas what is known of them.
func (m *market) areaPairs(ctx context.Context, counts []areaCounts, v verdicts) ([]areaPair, error) {
	var names [][2]string
	for _, c := range counts {
		names = append(names, [2]string{c.A, c.B})
	}
	known, err := m.acquainted(ctx, v, names)
	if err != nil {
		return nil, err
	}
	var rows []areaPair
	for _, c := range counts {
		r := areaPair{areaCounts: c}
		if p := known.pair(c.A, c.B); p != nil {
			r.evidence, r.offer, r.worth = p, p.offer(c.A), min(p.a.worth, p.b.worth)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// duplication is Ehrenberg's D: how many times more customers the areas share, over all
// pairs, than areas of their sizes without any connection would. With fewer than
// three areas it cannot be told from the one pair itself, and is 1.
func duplication(rows []areaCounts) float64 {
	var shared, expected float64
	areas := 0
	for _, r := range rows {
		if r.itself() {
			areas++
			continue
		}
		shared += float64(r.NAB)
		chance, _ := r.counts().Expected()
		expected += chance
	}
	if areas < 3 || shared == 0 || expected == 0 {
		return 1
	}
	return shared / expected
}
