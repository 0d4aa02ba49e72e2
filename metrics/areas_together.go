package metrics

import (
	"context"
	"fmt"
	"math"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
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
		"(A. Ehrenberg, Repeat-Buying, 1988), by which two areas share customers in proportion to their sizes; D = all shared customers, pair by pair, over those that areas without any connection would share. " +
		"With two areas D is 1. expected is never more than the smaller area has. ratio = customers_both / expected, with the 95 % limits of the lift, D taken as known. " +
		"lift = customers customers_both / (customers_a customers_b). Areas are in order of their customers.",
	Needs: []sales.Field{sales.Area, sales.Customer},
	SQL:   areasTogetherSQL,
	Run:   areasTogether,
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
SELECT a.area AS a, b.area AS b, a.place AS place_a, b.place AS place_b, c.n, a.n AS n_a, b.n AS n_b,
       CASE WHEN a.area = b.area THEN a.n ELSE coalesce(t.n_ab, 0) END AS n_ab,
       CASE WHEN a.area = b.area THEN a.only_here ELSE 0 END AS only_here,
       CAST(CASE WHEN a.area = b.area THEN a.revenue ELSE coalesce(t.revenue, 0) END AS BIGINT) AS revenue,
       CAST(CASE WHEN a.area = b.area THEN a.revenue ELSE coalesce(t.revenue_in_a, 0) END AS BIGINT) AS revenue_in_a,
       CAST(CASE WHEN a.area = b.area THEN a.cm1 ELSE t.cm1 END AS BIGINT) AS cm1
FROM largest AS a CROSS JOIN largest AS b CROSS JOIN buyers AS c LEFT JOIN together AS t ON t.a = a.area AND t.b = b.area
ORDER BY place_a, CASE WHEN a.area = b.area THEN 0 ELSE 1 END, place_b`

// ownedSQL counts the customers of the window by how many areas they bought from.
const ownedSQL = `
SELECT count(*) AS customers, count(*) FILTER (WHERE areas > 1) AS multi,
       (SELECT count(DISTINCT area) FROM baskets WHERE in_window AND customer <> '(unknown)' AND area <> '(unassigned)') AS areas
FROM (SELECT customer, count(DISTINCT area) AS areas FROM baskets
      WHERE in_window AND customer <> '(unknown)' AND area <> '(unassigned)' GROUP BY customer) AS c`

type areaPair struct {
	A, B           string
	PlaceA, PlaceB int64
	N, NA, NB, NAB int64
	OnlyHere       int64
	Revenue        sales.Money
	RevenueInA     sales.Money
	CM1            sales.Null[sales.Money]
}

func (r areaPair) itself() bool        { return r.PlaceA == r.PlaceB }
func (r areaPair) counts() basket.Pair { return basket.Pair{N: r.N, NA: r.NA, NB: r.NB, NAB: r.NAB} }

type owned struct{ Customers, Multi, Areas int64 }

func areasTogether(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	rows, err := query[areaPair](ctx, l, o, areasTogetherSQL)
	if err != nil {
		return Section{}, err
	}
	c, err := one[owned](ctx, l, o, ownedSQL)
	if err != nil {
		return Section{}, err
	}
	f := areaFindings{rows, c, duplication(rows), o}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(),
		Scope: scopeOf("Customers of two business areas", l.Calendar.Window), Table: f.table()}
	if len(rows) > 1 {
		s.Charts = []Chart{{Kind: HeatMap, Title: "Share of the customers of the area on the left who also buy from the area below", X: "b", Series: "a", Y: []string{"share_ab"}, Where: "in_chart", Is: "yes"}}
	}
	return s, nil
}

// duplication is Ehrenberg's D: how many times more customers the areas share, over all
// pairs, than areas of their sizes without any connection would. With fewer than
// three areas it cannot be told from the one pair itself, and is 1.
func duplication(rows []areaPair) float64 {
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

// areaFindings is what the sentences and the table of the section speak of.
type areaFindings struct {
	rows []areaPair
	c    owned
	d    float64 // Ehrenberg's D
	o    Options
}

// against is the number of shared customers that the sizes of two areas would give, the
// ratio of the observed ones to it, and its limits; where none is shared, the upper
// limit is the exact one of a Poisson count.
func (f areaFindings) against(r areaPair, level float64) (expected, ratio float64, within stat.Interval) {
	p := r.counts()
	chance, _ := p.Expected()
	expected = min(f.d*chance, float64(min(r.NA, r.NB)))
	ratio = float64(r.NAB) / expected
	if r.NAB == 0 {
		return expected, 0, stat.Interval{High: -math.Log((1-level)/2) / expected}
	}
	lift, _ := p.LiftLimits(level)
	scale := chance / expected
	return expected, ratio, stat.Interval{Low: lift.Low * scale, High: lift.High * scale}
}

func (f areaFindings) table() Table {
	t := Table{Columns: []Column{{"kind", "Kind", Text}, {"a", "Area A", Text}, {"b", "Area B", Text},
		{"customers", "Customers", Count}, {"customers_a", "Customers of A", Count}, {"customers_b", "Customers of B", Count},
		{"customers_both", "Customers of both", Count}, {"only_here", "Of no other area", Count},
		{"share_ab", "B among the customers of A", Ratio}, {"share_ba", "A among the customers of B", Ratio},
		{"expected", "Expected from the sizes", Number}, {"ratio", "Observed / expected", Number}, {"ratio_low", "Ratio, low", Number}, {"ratio_high", "Ratio, high", Number},
		{"lift", "Lift", Number}, {"revenue", "Revenue", Money}, {"revenue_in_a", "Of it in A", Money}, {"cm1", "CM1", Money}, {"in_chart", "In the heat map", Text}}}
	for _, r := range f.rows {
		row := []Cell{"area", r.A, r.B, r.N, r.NA, nil, nil, r.OnlyHere, nil, nil, nil, nil, nil, nil, nil, r.Revenue, r.RevenueInA, amount(r.CM1), inChart(r.PlaceA)}
		if !r.itself() {
			p := r.counts()
			expected, ratio, within := f.against(r, confidence)
			row = []Cell{"pair", r.A, r.B, r.N, r.NA, r.NB, r.NAB, nil, defined(p.Attach()), defined(p.Swap().Attach()),
				expected, ratio, within.Low, within.High, defined(p.Lift()), r.Revenue, r.RevenueInA, amount(r.CM1), inChart(r.PlaceA, r.PlaceB)}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// clear is how far the shared customers must be from what the sizes give before a
// sentence names them: where nearly everybody buys everything, the limits are narrow
// and differences without weight pass them.
const clear = 0.1

// outliers are the pair with the most shared customers beyond, and the one with the most
// short of, what the sizes give, where it is clear and the limits allow it for all
// pairs at once (Bonferroni). A is the larger area.
func (f areaFindings) outliers() (above, below *areaPair) {
	level := 1 - (1-confidence)/float64(max(1, basket.Pairs(f.c.Areas)))
	var most, least float64
	for i, r := range f.rows {
		if r.PlaceA >= r.PlaceB {
			continue
		}
		expected, ratio, within := f.against(r, level)
		switch extra := float64(r.NAB) - expected; {
		case ratio >= 1+clear && within.Low > 1 && extra > most:
			most, above = extra, &f.rows[i]
		case ratio <= 1-clear && within.High < 1 && extra < least:
			least, below = extra, &f.rows[i]
		}
	}
	return above, below
}

// widest is the pair with the most shared customers, the larger area first.
func (f areaFindings) widest() areaPair {
	var widest areaPair
	for _, r := range f.rows {
		if r.PlaceA < r.PlaceB && r.NAB > widest.NAB {
			widest = r
		}
	}
	return widest
}

func (f areaFindings) lead() string {
	switch {
	case f.c.Customers == 0:
		return "No known customer bought from a business area in the window."
	case f.c.Areas == 1:
		return fmt.Sprintf("There is one business area, %s: no second one to sell to its %s.", short(f.rows[0].A), plural(f.c.Customers, "customer", "customers"))
	case f.c.Multi == 0:
		return fmt.Sprintf("No customer buys from two business areas: each of the %s customers buys from one of the %s areas.", count(f.c.Customers), count(f.c.Areas))
	}
	lead := fmt.Sprintf("%s of the %s customers (%s) buy from two or more business areas", count(f.c.Multi), count(f.c.Customers), percent(float64(f.c.Multi)/float64(f.c.Customers)))
	if w := f.widest(); w.NAB > 0 {
		lead += fmt.Sprintf(", most often %s and %s (%s)", short(w.A), short(w.B), plural(w.NAB, "customer", "customers"))
	}
	above, below := f.outliers()
	if above == nil && below == nil {
		return lead + "; no two areas share clearly more or fewer customers than " + f.yardstick() + "."
	}
	lead += "."
	if above != nil {
		lead += " " + f.compare(*above, "more")
	}
	if below != nil {
		lead += " " + f.compare(*below, "fewer")
	}
	return lead
}

// yardstick names what the shared customers are compared with.
func (f areaFindings) yardstick() string {
	if f.c.Areas < 3 {
		return "chance gives"
	}
	return "their sizes give"
}

func (f areaFindings) compare(r areaPair, which string) string {
	expected, ratio, within := f.against(r, confidence)
	return fmt.Sprintf("%s and %s share %s customers than %s: %s where %s would be expected (ratio %.2f, 95 %% limits %s).",
		short(r.A), short(r.B), which, f.yardstick(), count(r.NAB), about(expected), ratio, limitsText(within))
}

func (f areaFindings) findings() []Finding {
	above, below := f.outliers()
	var out []Finding
	if above != nil && above.NB > above.NAB {
		pool, text := f.without(*above)
		out = append(out, Finding{Role: Do, Weight: pool, Text: fmt.Sprintf("Worth a trial: offer %s to %s. %s of the customers of %s buy from both, more than %s.",
			short(above.A), text, percent(float64(above.NAB)/float64(above.NB)), short(above.B), f.yardstick())})
	}
	if below != nil && below.NB > below.NAB {
		pool, text := f.without(*below)
		expected, _, _ := f.against(*below, confidence)
		out = append(out, Finding{Role: Watch, Weight: pool, Text: fmt.Sprintf("%s and %s share %s where %s %s; left are %s.",
			short(below.A), short(below.B), plural(below.NAB, "customer", "customers"), f.yardstick(), about(expected), text)})
	}
	return out
}

// without are the customers of the smaller area of a pair who do not buy from the larger,
// with what they bring there.
func (f areaFindings) without(r areaPair) (sales.Money, string) {
	var whole, shared sales.Money
	for _, x := range f.rows {
		switch {
		case x.A == r.B && x.itself():
			whole = x.Revenue
		case x.A == r.B && x.B == r.A:
			shared = x.RevenueInA
		}
	}
	return whole - shared, fmt.Sprintf("the %s of %s without it, who bring %s there", plural(r.NB-r.NAB, "customer", "customers"), short(r.B), f.o.money(whole-shared))
}

func (f areaFindings) notes() []string {
	if f.c.Areas < 2 {
		return nil
	}
	var notes []string
	switch {
	case f.c.Areas < 3:
		notes = append(notes, "With two areas the only yardstick is chance: what D would be cannot be told from the one pair.")
	case f.c.Multi > 0:
		notes = append(notes, fmt.Sprintf("D is %.2f: over all pairs the areas share %.2f times the customers that areas of their sizes without any connection would; each pair is compared with that, so that small areas are not blamed for being small.", f.d, f.d))
	}
	notes = append(notes,
		"The limits are of each pair on its own; the sentences name only pairs 10 % or more beside what is expected, with all pairs allowed for. Large customers buy from more areas, whatever the areas.")
	if shown := int64(math.Sqrt(float64(len(f.rows)))); shown < f.c.Areas {
		notes = append(notes, fmt.Sprintf("Shown are the %s areas with the most customers, of %s.", count(shown), count(f.c.Areas)))
	}
	return notes
}
