package metrics

import (
	"context"
	"fmt"
	"slices"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// Types counts the deals of each product type and of each two types together.
var Types = Metric{
	Name:     "types",
	Title:    "Product types and their combinations",
	Question: "Which product types are our deals made of, and which are sold together?",
	Chapter:  Deals,
	Definition: "A basket is the set of product types that stayed in a deal. A row of kind type (a = b) is the type itself: n_a = deals with it, solo_deals = those without another type, " +
		"revenue, cost and cm1 of its lines net of returns, margin = cm1 / revenue of the lines with a cost. " +
		"A row of kind pair is two types, each pair in both directions: n = deals of the window, n_ab = deals with both, attach_ab = n_ab / n_a, attach_ba = n_ab / n_b, " +
		"lift = n n_ab / (n_a n_b) with 95 % limits on the log scale, pool_ab = deals with A and without B. expected = n_a n_b / n; extra = n_ab - expected; support = n_ab / n; " +
		"conviction, kulczynski and imbalance as for pairs of products. p = Fisher's exact test, one-sided; q = p after Benjamini-Hochberg over all pairs of types in enough deals, each once; " +
		"status = candidate where q is 5 % or less. joint_revenue and joint_cm1 = of both types in the deals with both. Types are in order of their deals.",
	Needs: []sales.Field{sales.Type},
	SQL:   typesSQL,
	Run:   types,
}

// typesSQL gives every type and, among as many of the largest as make a square of
// {max_rows} cells, every two of them in both directions, together or never.
const typesSQL = `
WITH held AS (
	SELECT deal, type, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1 FROM baskets WHERE in_window GROUP BY deal, type),
mixes AS (
	SELECT deal, count(*) AS types, min(type) AS sole FROM held GROUP BY deal),
deals AS (
	SELECT count(*) AS n FROM mixes),
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
       min(d.n) AS n, CAST(sum(r.n) AS BIGINT) AS n_a, CAST(sum(r.n) AS BIGINT) AS n_b, CAST(sum(r.n) AS BIGINT) AS n_ab, CAST(sum(solo) AS BIGINT) AS solo,
       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cost) AS BIGINT) AS cost, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed
FROM ranked AS r CROSS JOIN deals AS d GROUP BY least(place, {max_rows} + 1)
UNION ALL
SELECT a.type, b.type, a.place, b.place, FALSE, 1, d.n, a.n, b.n, coalesce(t.n_ab, 0), 0, CAST(coalesce(t.revenue, 0) AS BIGINT), NULL, CAST(t.cm1 AS BIGINT), NULL
FROM largest AS a JOIN largest AS b ON a.type <> b.type CROSS JOIN deals AS d LEFT JOIN together AS t ON t.a = a.type AND t.b = b.type
ORDER BY place_a, itself DESC, place_b`

// typeMixSQL counts the deals by how many types they hold.
const typeMixSQL = `
SELECT count(*) AS deals, count(*) FILTER (WHERE types = 1) AS solo,
       (SELECT count(DISTINCT deal) FROM lines WHERE in_window AND NOT is_return) AS made
FROM (SELECT deal, count(DISTINCT type) AS types FROM baskets WHERE in_window GROUP BY deal) AS d`

type typeRow struct {
	A, B              string
	PlaceA, PlaceB    int64
	Itself            bool
	Things            int64
	N, NA, NB, NAB    int64
	Solo              int64
	Revenue           sales.Money // of the type, or of both together
	Cost, CM1, Costed sales.Null[sales.Money]
}

func (r typeRow) counts() basket.Pair { return basket.Pair{N: r.N, NA: r.NA, NB: r.NB, NAB: r.NAB} }

// named reports whether the row is a type that has a name and deals.
func (r typeRow) named() bool {
	return r.Itself && r.A != other && r.A != sales.Unassigned && r.NA > 0
}

type typeMix struct{ Deals, Solo, Made int64 }

func types(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	rows, err := query[typeRow](ctx, l, o, typesSQL)
	if err != nil {
		return Section{}, err
	}
	mix, err := one[typeMix](ctx, l, o, typeMixSQL)
	if err != nil {
		return Section{}, err
	}
	judged, m := judgedTypes(rows, o.MinCount)
	logQ, standing, err := adjusted(judged, m)
	if err != nil {
		return Section{}, err
	}
	q := map[basket.Pair]float64{}
	for i, p := range judged {
		q[p.Pair], q[p.Swap()] = logQ[i], logQ[i]
	}
	f := typeFindings{rows, mix, q, standing, m, o}
	return Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: typeTable(rows, q),
		Scope: scopeOf("Deals by product type, alone and together", l.Calendar.Window),
		Claims: []Claim{
			{Column: "revenue", Of: LinesRevenue, Scope: InWindow, Where: "kind", Is: "type"},
			{Column: "cost", Of: LinesCost, Scope: InWindow, Where: "kind", Is: "type"},
			{Column: "cm1", Of: LinesCM1, Scope: InWindow, Where: "kind", Is: "type"},
		},
		Charts: f.charts()}, nil
}

// judgedTypes are the pairs of types that are both in enough deals, each pair once.
func judgedTypes(rows []typeRow, minCount int64) (judged []tested, m int64) {
	for _, r := range rows {
		if !r.Itself && r.PlaceA < r.PlaceB && min(r.NA, r.NB) >= minCount {
			judged = append(judged, tested{r.counts(), 1})
		}
	}
	return judged, int64(len(judged))
}

func typeTable(rows []typeRow, q map[basket.Pair]float64) Table {
	t := Table{Columns: []Column{{"kind", "Kind", Text}, {"a", "Type A", Text}, {"b", "Type B", Text}}}
	t.Columns = append(t.Columns, togetherColumns("Deals")...)
	t.Columns = append(t.Columns, Column{"solo_deals", "Deals with no other type", Count}, Column{"revenue", "Revenue", Money},
		Column{"cost", "Cost", Money}, Column{"cm1", "CM1", Money}, Column{"margin", "Margin", Ratio},
		Column{"joint_revenue", "Revenue of both, together", Money}, Column{"joint_cm1", "CM1 of both, together", Money})
	t.Columns = append(t.Columns, evidenceColumns()...)
	t.Columns = append(t.Columns, Column{"in_chart", "In the heat map", Text})
	for _, r := range rows {
		t.Rows = append(t.Rows, r.cells(q, len(t.Columns)))
	}
	return t
}

// cells are the row of the table; those of a type leave the columns of pairs blank, and
// the other way round.
func (r typeRow) cells(q map[basket.Pair]float64, width int) []Cell {
	pair := togetherCells(r.counts())
	var cells []Cell
	if r.Itself {
		cells = append([]Cell{"type", r.A, r.B, r.N, r.NA}, make([]Cell, len(pair)-2)...)
		var margin Cell
		if r.CM1.Valid {
			margin = moneyRatio(r.CM1.V, r.Costed.V)
		}
		cells = append(cells, r.Solo, r.Revenue, amount(r.Cost), amount(r.CM1), margin)
		if r.A == other {
			cells[4], cells[len(pair)+3] = nil, nil // a deal with two of the rest would be counted twice
		}
		cells = append(cells, make([]Cell, width-len(cells))...)
	} else {
		cells = append(append([]Cell{"pair", r.A, r.B}, pair...), nil, nil, nil, nil, nil, r.Revenue, amount(r.CM1))
		logQ, judged := q[r.counts()]
		cells = append(cells, evidenceCells(r.counts(), logQ, judged)...)
		cells = append(cells, nil)
	}
	if !r.Itself || r.named() {
		cells[width-1] = inChart(r.PlaceA, r.PlaceB)
	}
	return cells
}

// typeFindings is what the sentences of the section speak of.
type typeFindings struct {
	rows     []typeRow
	mix      typeMix
	q        map[basket.Pair]float64
	standing int64
	m        int64
	o        Options
}

// best is the standing pair with the most deals beyond expectation, the rarer type first.
func (f typeFindings) best() (typeRow, bool) {
	var best typeRow
	most, found := 0.0, false
	for _, r := range f.rows {
		logQ, judged := f.q[r.counts()]
		extra, _ := r.counts().ExtraBaskets()
		if judged && !r.Itself && r.PlaceA > r.PlaceB && stands(logQ) && extra > most {
			best, most, found = r, extra, true
		}
	}
	return best, found
}

func (f typeFindings) lead() string {
	if f.mix.Deals == 0 || !slices.ContainsFunc(f.rows, typeRow.named) {
		return "No product with a type was sold in the window."
	}
	top := f.rows[slices.IndexFunc(f.rows, typeRow.named)]
	lead := fmt.Sprintf("%s is in the most deals: %s of %s (%s). %s of the deals hold one product type only.",
		short(top.A), count(top.NA), count(top.N), percent(float64(top.NA)/float64(top.N)), percent(float64(f.mix.Solo)/float64(f.mix.Deals)))
	best, found := f.best()
	switch {
	case f.m == 0:
		return lead
	case !found:
		return lead + " No two types are bought together more often than chance explains: " + verdict(f.standing, f.m) + "."
	}
	return lead + " " + standsOut(best.A, best.B, best.counts()) + " " + title(verdict(f.standing, f.m)) + "."
}

func (f typeFindings) findings() []Finding {
	best, found := f.best()
	if !found {
		return nil
	}
	return trial(best.A, best.B, best.counts(), best.Revenue, f.o)
}

func (f typeFindings) notes() []string {
	var notes []string
	var shown, all int64
	for _, r := range f.rows {
		if r.named() {
			all++
			if r.PlaceA*r.PlaceA <= int64(f.o.MaxRows) {
				shown++
			}
		}
		if r.Itself && r.A == other {
			all += r.Things
		}
	}
	if shown < all && shown > 1 {
		notes = append(notes, fmt.Sprintf("Pairs are shown and tested among the %s types in the most deals, of %s.", count(shown), count(all)))
	}
	if f.mix.Made > f.mix.Deals {
		notes = append(notes, wentBack(f.mix.Made, f.mix.Deals))
	}
	if f.m > 0 {
		notes = append(notes, fmt.Sprintf("Tested are the types in %s or more deals, every pair once, together or never.", count(f.o.MinCount)), dependent)
	}
	return notes
}

// charts are a heat map where there are two types or more, and the types by their deals.
func (f typeFindings) charts() []Chart {
	var charts []Chart
	if slices.ContainsFunc(f.rows, func(r typeRow) bool { return !r.Itself }) {
		charts = append(charts, Chart{Kind: HeatMap, Title: "Share of the deals with the type on the left that also hold the type below", X: "b", Series: "a", Y: []string{"attach_ab"}, Where: "in_chart", Is: "yes"})
	}
	return append(charts, Chart{Kind: Bars, Title: "Deals by product type", X: "a", Y: []string{"n_a"}, Where: "kind", Is: "type", Limit: charted})
}
