package metrics

import (
	"cmp"
	"context"
	"slices"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// Types counts the deals of each product type and of each two types together.
var Types = Metric{
	Name:     "types",
	Title:    "Product types and combinations",
	Question: "Which product types are our deals made of, and which are sold together?",
	Chapter:  Deals,
	Definition: "A row of kind type (a = b) is the type itself: n = deals of the window with a product, n_a = deals with it, solo_deals = those without another type, " +
		"revenue, cost and cm1 of its lines net of returns, margin = cm1 / revenue of the lines with a cost. " +
		"A row of kind pair is two types, each pair in both directions: n_ab = deals with both, attach_ab = n_ab / n_a, attach_ba = n_ab / n_b, deal_lift = n n_ab / (n_a n_b); " +
		"joint_revenue and joint_cm1 = of both types in the deals with both. " +
		"The evidence is that of the section Pairs of products, with types for products: buyers = known customers of the window (deals, where no customer is known), of types with enough buyers to be judged; " +
		"buyers_a, buyers_b, buyers_ab, share_ab, base, expected, extra, lift, p, q, alike, alike_lift, alike_q, size_odds, season_odds, later_ab, later_lift, later_p, status and doubt as there. " +
		"gain, takers and anyway = of offering B to the buyers of A without it (pool), as there, where status is confirmed or candidate. " +
		"Order: types by their deals, then pairs by status and gain_low.",
	Needs:   []sales.Field{sales.Type},
	SQL:     typesSQL,
	Markets: []tier{ofTypes},
	Run:     productTypes,
}

// typesSQL gives every type and, among as many of the largest as make a square of
// {max_rows} cells, every two of them in both directions, together or never.
const typesSQL = `
WITH held AS (
	SELECT deal, type, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1 FROM baskets WHERE in_window GROUP BY deal, type),
mixes AS (
	SELECT deal, count(*) AS types, min(type) AS sole FROM held GROUP BY deal),
deals AS (
	SELECT count(*) AS n, count(*) FILTER (WHERE types = 1) AS of_one FROM mixes),
alone AS (
	SELECT sole AS type, count(*) AS solo FROM mixes WHERE types = 1 GROUP BY sole),
sizes AS (
	SELECT type, count(*) AS n, min(coalesce(solo, 0)) AS solo FROM held LEFT JOIN alone USING (type) GROUP BY type),
summed AS (
	SELECT type, sum(revenue) AS revenue, sum(cost) AS cost, sum(cm1) AS cm1, sum(costed) AS costed FROM lines WHERE in_window GROUP BY type),
ranked AS (
	SELECT type, coalesce(n, 0) AS n, coalesce(solo, 0) AS solo, revenue, cost, cm1, costed,
	       row_number() OVER (ORDER BY CASE WHEN type = '(unassigned)' THEN 1 ELSE 0 END, coalesce(n, 0) DESC, type) AS place
	FROM summed LEFT JOIN sizes USING (type)),
largest AS (
	SELECT * FROM ranked WHERE place * place <= {max_rows} AND type <> '(unassigned)' AND n > 0),
together AS (
	SELECT a.type AS a, b.type AS b, count(*) AS n_ab, sum(a.revenue + b.revenue) AS revenue,
	       sum(coalesce(a.cm1, 0) + coalesce(b.cm1, 0)) FILTER (WHERE a.cm1 IS NOT NULL OR b.cm1 IS NOT NULL) AS cm1
	FROM held AS a JOIN held AS b ON a.deal = b.deal AND a.type <> b.type GROUP BY a.type, b.type)
SELECT CASE WHEN min(place) > {max_rows} THEN '(other)' ELSE min(type) END AS a, CASE WHEN min(place) > {max_rows} THEN '(other)' ELSE min(type) END AS b,
       min(place) AS place_a, min(place) AS place_b, TRUE AS itself, count(*) AS things,
       min(d.n) AS n, min(d.of_one) AS of_one, CAST(sum(r.n) AS BIGINT) AS n_a, CAST(sum(r.n) AS BIGINT) AS n_b, CAST(sum(r.n) AS BIGINT) AS n_ab, CAST(sum(solo) AS BIGINT) AS solo,
       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cost) AS BIGINT) AS cost, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed
FROM ranked AS r CROSS JOIN deals AS d GROUP BY least(place, {max_rows} + 1)
UNION ALL
SELECT a.type, b.type, a.place, b.place, FALSE, 1, d.n, d.of_one, a.n, b.n, coalesce(t.n_ab, 0), 0, CAST(coalesce(t.revenue, 0) AS BIGINT), NULL, CAST(t.cm1 AS BIGINT), NULL
FROM largest AS a JOIN largest AS b ON a.type <> b.type CROSS JOIN deals AS d LEFT JOIN together AS t ON t.a = a.type AND t.b = b.type
ORDER BY place_a, itself DESC, place_b`

// typeCounts is a row of typesSQL: a type, or two.
type typeCounts struct {
	A, B              string
	PlaceA, PlaceB    int64
	Itself            bool
	Things            int64
	N, NA, NB, NAB    int64
	OfOne             int64 // of all deals, those of one type
	Solo              int64
	Revenue           sales.Money // of the type, or of both together
	Cost, CM1, Costed sales.Null[sales.Money]
}

// typeRow is a row of the table.
type typeRow struct {
	typeCounts
	evidence *pairing // of two judged types; A of the row need not be A of it
	offer
}

// deals are the counts of deals of two types.
func (r typeRow) deals() basket.Pair { return basket.Pair{N: r.N, NA: r.NA, NB: r.NB, NAB: r.NAB} }

// named reports whether the row is a type that has a name and deals.
func (r typeRow) named() bool {
	return r.Itself && r.A != other && r.A != sales.Unassigned && r.NA > 0
}

// typeMix counts the deals of the window: made, those that hold a product, and those that
// hold one type only.
type typeMix struct{ Deals, Solo, Made int64 }

func productTypes(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	rows, err := query[typeCounts](ctx, l, o, typesSQL)
	if err != nil {
		return Section{}, err
	}
	counts, err := o.basketCounts(ctx, l)
	if err != nil {
		return Section{}, err
	}
	m, err := o.market(ctx, l, ofTypes)
	if err != nil {
		return Section{}, err
	}
	v, err := m.verdicts(ctx, o.MaxRows)
	if err != nil {
		return Section{}, err
	}
	apart, err := m.apartInDeals(ctx)
	if err != nil {
		return Section{}, err
	}
	combined, err := m.typeRows(ctx, rows, v)
	if err != nil {
		return Section{}, err
	}
	mix := typeMix{Made: counts.Made}
	if len(rows) > 0 {
		mix.Deals, mix.Solo = rows[0].N, rows[0].OfOne
	}
	f := typeFindings{pairFindings{v, m, o, "product types"}, combined, mix, apart}
	return Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(),
		Scope: o.scope(o.say("Deals by product type, alone and together"), l.Calendar.Window),
		Claims: []Claim{
			{Column: "revenue", Of: LinesRevenue, Scope: InWindow, Where: "kind", Is: "type"},
			{Column: "cost", Of: LinesCost, Scope: InWindow, Where: "kind", Is: "type"},
			{Column: "cm1", Of: LinesCM1, Scope: InWindow, Where: "kind", Is: "type"},
		},
		Charts: f.charts()}, nil
}

// typeRows gives two judged types what is known of them, and all the order of the table.
func (m *market) typeRows(ctx context.Context, counts []typeCounts, v verdicts) ([]typeRow, error) {
	var names [][2]string
	for _, c := range counts {
		names = append(names, [2]string{c.A, c.B})
	}
	known, err := m.acquainted(ctx, v, names)
	if err != nil {
		return nil, err
	}
	var rows []typeRow
	for _, c := range counts {
		r := typeRow{typeCounts: c}
		if p := known.pair(c.A, c.B); p != nil {
			r.evidence, r.offer = p, p.offer(c.A)
		}
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(x, y typeRow) int {
		return cmp.Or(cmp.Compare(x.place(), y.place()), cmp.Compare(y.gain.low, x.gain.low))
	})
	return rows, nil
}

// place is the place in the table: types, then two of them by status.
func (r typeRow) place() int {
	switch {
	case r.Itself:
		return 0
	case r.evidence == nil || r.evidence.status == "":
		return len(places) + 1
	}
	return places[r.evidence.status]
}
