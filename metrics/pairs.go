package metrics

import (
	"context"
	"fmt"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// Pairs asks which two products are in the same deals more often than by chance.
var Pairs = Metric{
	Name:     "pairs",
	Title:    "Pairs of products",
	Question: "Which products are bought together more often than chance explains?",
	Chapter:  BoughtTogether,
	Definition: "A basket is the set of products that stayed in a deal; n = deals of the window, those with one product included. Judged are products in 10 deals or more, " +
		"or in one deal of 1,000 where that is more, unless another number is asked for; the note says which. A is the one in fewer deals, so that B among the deals with A is the higher of both rates. " +
		"n_a, n_b, n_ab = deals with A, with B, with both. attach_ab = n_ab / n_a; attach_ba = n_ab / n_b. " +
		"lift = n n_ab / (n_a n_b), with 95 % limits on the log scale. pool_ab = deals with A and without B. expected = n_a n_b / n; extra = n_ab - expected (leverage in deals). " +
		"support = n_ab / n. conviction = (1 - n_b/n) / (1 - attach_ab). kulczynski = mean of both rates. imbalance = |n_a - n_b| / (n_a + n_b - n_ab). " +
		"p = Fisher's exact test, one-sided, of more often together than by chance; q = p after Benjamini-Hochberg over all pairs of judged products, those never together included. " +
		"status = candidate where q is 5 % or less. joint_revenue = revenue of both products in the deals with both. Order: by extra deals, then the rarer pair first.",
	Needs: []sales.Field{sales.Product},
	SQL:   pairsSQL,
	Run:   pairs,
}

// pairsSQL counts every pair of frequent products once, the rarer one first: its number
// is the smaller. Whole numbers stand for deals and products because millions of rows
// are joined. Beyond the rows shown, pairs with the same counts share a row, so that all
// can be tested; those not more often together than by chance share one, untested, since
// their p is near one half or above and moves no q that could stand.
const pairsSQL = `
WITH sold AS (
	SELECT deal, product, revenue FROM baskets WHERE in_window),
frequent AS (
	SELECT product, count(*) AS n, CAST(row_number() OVER (ORDER BY count(*), product) AS INTEGER) AS number
	FROM sold WHERE product <> '(unassigned)' GROUP BY product HAVING count(*) >= {min_count}),
several AS (
	SELECT deal, CAST(row_number() OVER (ORDER BY deal) AS INTEGER) AS basket FROM (SELECT deal FROM sold GROUP BY deal HAVING count(*) > 1) AS d),
held AS (
	SELECT basket, number, revenue FROM sold JOIN several USING (deal) JOIN frequent USING (product)),
deals AS (
	SELECT count(DISTINCT deal) AS n FROM sold),
counted AS (
	SELECT a.number AS a, b.number AS b, count(*) AS n_ab, CAST(sum(a.revenue + b.revenue) AS BIGINT) AS joint_revenue
	FROM held AS a JOIN held AS b ON a.basket = b.basket AND a.number < b.number GROUP BY a.number, b.number),
together AS (
	SELECT t.a, t.b, d.n, a.n AS n_a, b.n AS n_b, n_ab, joint_revenue, d.n * n_ab - a.n * b.n AS beyond
	FROM counted AS t JOIN frequent AS a ON a.number = t.a JOIN frequent AS b ON b.number = t.b CROSS JOIN deals AS d),
first AS (
	SELECT * FROM together ORDER BY beyond DESC, a, b LIMIT {max_rows}),
rest AS (
	SELECT t.* FROM together AS t LEFT JOIN first AS f ON f.a = t.a AND f.b = t.b WHERE f.a IS NULL)
SELECT a.product AS a, p.product_name AS a_name, b.product AS b, q.product_name AS b_name, TRUE AS tested,
       1 AS pairs, f.n, n_a, n_b, n_ab, n_ab AS together, joint_revenue, beyond
FROM first AS f
JOIN frequent AS a ON a.number = f.a JOIN products AS p ON p.product = a.product
JOIN frequent AS b ON b.number = f.b JOIN products AS q ON q.product = b.product
UNION ALL
SELECT '(other)', '(other)', '(other)', '(other)', TRUE, count(*), n, n_a, n_b, n_ab, CAST(sum(n_ab) AS BIGINT), CAST(sum(joint_revenue) AS BIGINT), min(beyond)
FROM rest WHERE beyond > 0 GROUP BY n, n_a, n_b, n_ab
UNION ALL
SELECT '(other)', '(other)', '(other)', '(other)', FALSE, count(*), n, 0, 0, 0, CAST(sum(n_ab) AS BIGINT), CAST(sum(joint_revenue) AS BIGINT), max(beyond)
FROM rest WHERE beyond <= 0 GROUP BY n
ORDER BY tested DESC, beyond DESC, n_a, n_b, n_ab, a, b`

// basketsSQL counts the baskets of the window and the products in enough of them.
const basketsSQL = `
WITH sold AS (
	SELECT deal, product FROM baskets WHERE in_window)
SELECT (SELECT count(DISTINCT deal) FROM sold) AS deals,
       (SELECT count(*) FROM (SELECT deal FROM sold GROUP BY deal HAVING count(*) > 1) AS d) AS several,
       (SELECT count(*) FROM (SELECT product FROM sold WHERE product <> '(unassigned)' GROUP BY product HAVING count(*) >= {min_count}) AS p) AS frequent,
       (SELECT count(DISTINCT deal) FROM lines WHERE in_window AND NOT is_return) AS made`

type pairRow struct {
	A, AName, B, BName string
	Tested             bool
	Pairs              int64 // pairs with these counts
	N, NA, NB, NAB     int64
	Together           int64 // n_ab, added over the pairs
	JointRevenue       sales.Money
	Beyond             int64 // n n_ab - n_a n_b
}

func (r pairRow) counts() basket.Pair { return basket.Pair{N: r.N, NA: r.NA, NB: r.NB, NAB: r.NAB} }

type basketCounts struct{ Deals, Several, Frequent, Made int64 }

// defaultMinCount is the number of deals a product needs before its pairs are judged:
// 10, or one deal of the window in 1,000 where that is more.
func defaultMinCount(ctx context.Context, l *sales.Ledger) (int64, error) {
	type row struct{ Deals int64 }
	rows, err := sales.Query[row](ctx, l, `SELECT count(DISTINCT deal) AS deals FROM baskets WHERE in_window`)
	if err != nil {
		return 0, err
	}
	return max(10, (rows[0].Deals+999)/1000), nil
}

func pairs(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	rows, err := query[pairRow](ctx, l, o, pairsSQL)
	if err != nil {
		return Section{}, err
	}
	c, err := one[basketCounts](ctx, l, o, basketsSQL)
	if err != nil {
		return Section{}, err
	}
	var all []tested
	for _, r := range rows {
		if r.Tested {
			all = append(all, tested{r.counts(), r.Pairs})
		}
	}
	m := basket.Pairs(c.Frequent)
	logQ, standing, err := adjusted(all, m)
	if err != nil {
		return Section{}, err
	}
	f := pairFindings{rows, logQ, standing, m, c, o}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: pairTable(rows, logQ),
		Scope: scopeOf("Deals in which two products were bought together", l.Calendar.Window)}
	if standing > 0 {
		s.Charts = []Chart{
			{Kind: Interval, Title: "Lift of the strongest pairs, with limits; 1 is chance", X: "pair", Y: []string{"lift", "lift_low", "lift_high"}, Where: "status", Is: candidate, Limit: 15},
			{Kind: Scatter, Title: "How often B is in the deals with A, over the deals with A and without B", X: "pool_ab", Y: []string{"attach_ab", "n_ab"}, Label: "pair", Where: "status", Is: candidate, Limit: 100},
		}
	}
	return s, nil
}

func pairTable(rows []pairRow, logQ []float64) Table {
	t := Table{Columns: []Column{{"a", "A", Text}, {"a_name", "Name of A", Text}, {"b", "B", Text}, {"b_name", "Name of B", Text}}}
	t.Columns = append(t.Columns, togetherColumns("Deals")...)
	t.Columns = append(t.Columns, evidenceColumns()...)
	t.Columns = append(t.Columns, Column{"joint_revenue", "Revenue of both, together", Money}, Column{"pair", "Pair", Text})
	var rest pairRow
	for i, r := range rows {
		if r.A == other {
			rest = pairRow{Pairs: rest.Pairs + r.Pairs, N: r.N, Together: rest.Together + r.Together, JointRevenue: rest.JointRevenue + r.JointRevenue}
			continue
		}
		row := append([]Cell{r.A, r.AName, r.B, r.BName}, togetherCells(r.counts())...)
		row = append(row, evidenceCells(r.counts(), logQ[i], true)...)
		t.Rows = append(t.Rows, append(row, r.JointRevenue, short(r.AName)+" + "+short(r.BName)))
	}
	if rest.Pairs > 0 {
		row := make([]Cell, len(t.Columns))
		name := plural(rest.Pairs, "other pair", "other pairs")
		row[t.Index("a")], row[t.Index("a_name")], row[t.Index("b")], row[t.Index("b_name")] = other, name, other, name
		row[t.Index("n")], row[t.Index("n_ab")], row[t.Index("joint_revenue")], row[t.Index("pair")] = rest.N, rest.Together, rest.JointRevenue, name
		t.Rows = append(t.Rows, row)
	}
	return t
}

// pairFindings is what the sentences of the section speak of.
type pairFindings struct {
	rows     []pairRow
	logQ     []float64
	standing int64 // pairs that stand, of
	m        int64 // pairs tested
	counts   basketCounts
	o        Options
}

// best is the standing pair with the most deals beyond expectation.
func (f pairFindings) best() (pairRow, bool) {
	for i, r := range f.rows {
		if r.A != other && stands(f.logQ[i]) {
			return r, true
		}
	}
	return pairRow{}, false
}

func (f pairFindings) lead() string {
	c := f.counts
	best, found := f.best()
	switch {
	case c.Deals == 0:
		return "No deal of the window holds a product, so nothing is bought together."
	case c.Several == 0:
		return fmt.Sprintf("Nothing is bought together: %s of the window, and none holds two products.", plural(c.Deals, "deal", "deals"))
	case f.m == 0:
		return fmt.Sprintf("No pair can be judged: %s in %s or more of the %s of the window, and a pair needs two.",
			judgedProducts(c.Frequent), count(f.o.MinCount), plural(c.Deals, "deal", "deals"))
	case f.standing == 0:
		return "No two products are bought together more often than chance explains: " + verdict(0, f.m) + "."
	case !found:
		return title(verdict(f.standing, f.m)) + "."
	}
	return standsOut(best.AName, best.BName, best.counts()) + " " + title(verdict(f.standing, f.m)) + "."
}

func judgedProducts(n int64) string {
	if n == 0 {
		return "no product is"
	}
	return plural(n, "product is", "products are")
}

func (f pairFindings) findings() []Finding {
	best, found := f.best()
	if !found {
		return nil
	}
	return trial(best.AName, best.BName, best.counts(), best.JointRevenue, f.o)
}

func (f pairFindings) notes() []string {
	c := f.counts
	if f.m == 0 {
		return nil
	}
	notes := []string{
		fmt.Sprintf("Judged are the %s in %s or more of the %s deals: %s, together or never, and the correction counts them all. %s of the deals hold one product only.",
			plural(c.Frequent, "product", "products"), count(f.o.MinCount), count(c.Deals), plural(f.m, "pair", "pairs"), percent(float64(c.Deals-c.Several)/float64(c.Deals))),
		dependent,
		"What is bought together need not be bought because of the other: whether an offer adds a sale, a trial shows.",
	}
	if c.Made > c.Deals {
		notes = append(notes, wentBack(c.Made, c.Deals))
	}
	if f.standing >= 100 && f.standing*10 > f.m {
		notes = append(notes, "Where some deals hold very many products, very many pairs stand: then the lift and its limits say more than the status.")
	}
	if shown := int64(len(f.rows)); shown > 0 && f.rows[shown-1].A == other {
		notes = append(notes, fmt.Sprintf("A row of their own have the pairs with the most deals beyond expectation (%s); all others share one.", count(int64(f.o.MaxRows))))
	}
	return notes
}
