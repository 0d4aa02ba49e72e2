package metrics

import (
	"context"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Combinations looks at every two products, or types, whose buyers share an audience.
var Combinations = Metric{
	Name:     "combinations",
	Title:    "Combinations",
	Question: "Which of our products share an audience, which of these are sold together, and which were never tried?",
	Chapter:  Programmes,
	Definition: "Internal combinations only: two of our own products (what partners sell is in the section Partners). Judged are the products with enough known customers in the window; where there are more than 150, or fewer than types, the product types, and without types the 150 with most customers. What is never to be offered is left out. " +
		"An audience is shared where five customers of it or more have the one and five the other; size = its customers. both = customers of these audiences with both; by_chance = what it would be if each bought without regard to the other, audience by audience; sheet = the audiences that the products sheet names for both (\"different\" where it names none in common). " +
		"status: sold together = the section Pairs of products (or that of types) finds it more often than chance, confirmed or candidate; either or = it finds it less often among customers alike, or both lies below by_chance (Mantel-Haenszel over the shared audiences, p of all pairs together 5 % at most, Bonferroni); untried = no deal of the window holds both; candidate = the rest; too few = by_chance and both below five. " +
		"expected = in each shared audience, customers with one of the two only, x the share of that audience that has the other x what the other brings a buyer in the window at the median (CM1, or revenue without a cost); low from the lower Wilson limit. It is what they buy if they are like their audience: not more than without an offer, and no proof that an offer works. across = of two business areas. " +
		"The table shows the twelve of each status with most expected money at the low end, across areas first, and last those that the sheet names different audiences for; the rest is counted. benefit and advantage are the words of the products sheet for both; of a type those of its product with most revenue.",
	Needs:   []sales.Field{sales.Customer, sales.Product},
	SQL:     combinationsSQL,
	Markets: []tier{ofProducts, ofTypes},
	Run:     combinations,
}

// combinedSQL is who bought which of the things that are judged.
const combinedSQL = `
WITH sold AS (
	SELECT DISTINCT CAST({thing} AS VARCHAR) AS item, CAST(customer AS VARCHAR) AS customer FROM baskets
	WHERE in_window AND customer <> '(unknown)' AND {thing} <> '(unassigned)'),
members AS (
	SELECT CAST(customer AS VARCHAR) AS customer, min(CAST(audience AS VARCHAR)) AS audience FROM baskets WHERE in_window AND customer <> '(unknown)' GROUP BY 1),
audiences AS (
	SELECT audience, row_number() OVER (ORDER BY count(*) DESC, audience) AS place FROM members GROUP BY audience),
placed AS (
	SELECT m.customer, CASE WHEN a.place <= 20 THEN m.audience ELSE '(other)' END AS audience FROM members AS m JOIN audiences AS a ON a.audience = m.audience),
judged AS (
	SELECT s.item, row_number() OVER (ORDER BY count(*) DESC, s.item) AS place
	FROM sold AS s JOIN (SELECT CAST({thing} AS VARCHAR) AS item FROM products GROUP BY 1 HAVING NOT bool_and(is_blocked)) AS p ON p.item = s.item GROUP BY s.item HAVING count(*) >= {min_count}),
bought AS (
	SELECT s.item, j.place, s.customer, p.audience
	FROM sold AS s JOIN judged AS j ON j.item = s.item AND j.place <= 150 JOIN placed AS p ON p.customer = s.customer)`

// combinationsSQL counts customers by audience: of two things, of one (both names alike),
// and all (no name).
const combinationsSQL = combinedSQL + `
SELECT x.item AS a, y.item AS b, x.audience AS audience, count(*) AS n
FROM bought AS x JOIN bought AS y ON y.customer = x.customer AND y.place >= x.place GROUP BY x.item, y.item, x.audience
UNION ALL
SELECT '', '', audience, count(*) FROM placed GROUP BY audience
ORDER BY a, b, audience`

// togetherDealsSQL counts the deals that hold two of them.
const togetherDealsSQL = combinedSQL + `,
dealt AS (
	SELECT DISTINCT b.deal, j.item, j.place FROM baskets AS b JOIN judged AS j ON j.item = CAST({thing} AS VARCHAR) AND j.place <= 150 WHERE b.in_window)
SELECT x.item AS a, y.item AS b, count(*) AS deals
FROM dealt AS x JOIN dealt AS y ON y.deal = x.deal AND y.place > x.place GROUP BY x.item, y.item ORDER BY x.item, y.item`

// combinedTextsSQL are the words of the products sheet; of a type those of the product
// with most revenue that has any.
const combinedTextsSQL = `
WITH told AS (
	SELECT CAST({thing} AS VARCHAR) AS item, product_name, p.audience, benefit, advantage, coalesce(t.revenue, 0) AS revenue, p.product
	FROM products AS p LEFT JOIN product_totals AS t ON t.product = p.product WHERE p.audience IS NOT NULL OR benefit IS NOT NULL OR advantage IS NOT NULL),
ranked AS (
	SELECT *, row_number() OVER (PARTITION BY item ORDER BY revenue DESC, product) AS place FROM told)
SELECT item, audience, benefit, advantage FROM ranked WHERE place = 1 ORDER BY item`

type combinedRow struct {
	A, B, Audience string
	N              int64
}

type dealsOfTwo struct {
	A, B  string
	Deals int64
}

type productWords struct {
	Item                         string
	Audience, Benefit, Advantage sales.Null[string]
}

// mostCombined is how many things are combined with each other.
const mostCombined = 150

func combinations(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	m, level, err := combinedLevel(ctx, l, o)
	if err != nil {
		return Section{}, err
	}
	f := combinationFindings{market: m, level: level, audiences: l.Has(sales.Audience), o: o, words: map[string]productWords{}}
	fill := func(sql string) string { return strings.ReplaceAll(sql, "{thing}", string(level)) }
	rows, err := query[combinedRow](ctx, l, o, fill(combinationsSQL))
	if err != nil {
		return Section{}, err
	}
	deals, err := query[dealsOfTwo](ctx, l, o, fill(togetherDealsSQL))
	if err != nil {
		return Section{}, err
	}
	words, err := query[productWords](ctx, l, o, strings.ReplaceAll(fill(combinedTextsSQL), "CAST(product AS VARCHAR) AS item", "CAST(p.product AS VARCHAR) AS item"))
	if err != nil {
		return Section{}, err
	}
	for _, w := range words {
		f.words[w.Item] = w
	}
	if err := f.combine(ctx, rows, deals); err != nil {
		return Section{}, err
	}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), SQL: fill(combinationsSQL) + ";\n" + fill(togetherDealsSQL),
		Scope: o.scope(f.scopeText(), l.Calendar.Window)}
	for _, status := range []string{comboUntried, comboCandidate} {
		if len(f.by[status]) > 0 {
			title := o.say(map[string]phrases.Key{comboUntried: "Expected money of what was never in one deal, low end", comboCandidate: "Expected money of candidates, low end"}[status])
			s.Charts = []Chart{{Kind: Bars, Title: title, X: "pair", Y: []string{"low"}, Where: "status", Is: status, Limit: 12}}
			break
		}
	}
	return s, nil
}

// combinedLevel are the products, or the types where there are too many products to
// combine or too few with enough buyers.
func combinedLevel(ctx context.Context, l *sales.Ledger, o Options) (*market, tier, error) {
	m, err := o.market(ctx, l, ofProducts)
	if err != nil || !l.Has(sales.Type) {
		return m, ofProducts, err
	}
	types, err := o.market(ctx, l, ofTypes)
	if err == nil && (len(m.goods) > mostCombined || len(m.goods) < len(types.goods)) {
		return types, ofTypes, nil
	}
	return m, ofProducts, err
}
