package metrics

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// The arms of a comparison.
const (
	offeredArm = iota // who got the offer
	controlArm        // who was left out of it
	otherArm          // of audiences that it is not meant for
	arms
)

// The times of a comparison; deals may lie in several.
const (
	beforeTime    = iota // up to a year before the start
	duringTime           // while the programme runs
	beforeTwice          // the part of the time before whose weeks of a year earlier are known
	earlierBefore        // the weeks of beforeTwice a year (52 weeks) earlier
	earlierDuring        // the weeks of duringTime a year earlier
	phases
)

// sameWeeks is the distance of a day to the same weekday a year earlier.
const sameWeeks = 364

// returnDays is how soon a sale must come back not to count as one.
const returnDays = 30

// soldSQL are the deals with a from-product of each programme: whether a to-product went with
// it (raw), whether it counts (taken: not returned within 30 days, not
// unpaid, not below the minimum), and what the programme paid for it.
const soldSQL = `
wanted (no, side, level, name) AS (VALUES {wanted}),
members AS (
	SELECT w.no, p.product, max(CASE WHEN side = 'from' THEN 1 ELSE 0 END) AS is_from, max(CASE WHEN side = 'to' THEN 1 ELSE 0 END) AS is_to
	FROM wanted AS w JOIN products AS p ON w.name = CASE w.level WHEN 'product' THEN p.product WHEN 'type' THEN p.type ELSE p.area END
	GROUP BY w.no, p.product),
codes (no, code) AS (VALUES {codes}),
coded AS (SELECT DISTINCT programme FROM lines WHERE programme <> ''),
has_codes AS (SELECT DISTINCT c.no FROM codes AS c JOIN coded AS d ON d.programme = c.code),
owned AS (
	SELECT no, code AS programme FROM codes
	UNION SELECT w.no, d.programme FROM (SELECT DISTINCT no FROM wanted) AS w CROSS JOIN (SELECT programme FROM coded UNION SELECT '') AS d
	WHERE w.no NOT IN (SELECT no FROM has_codes) AND d.programme NOT IN (SELECT code FROM codes)),
backs AS (SELECT DISTINCT customer, product, day FROM lines WHERE is_return AND NOT is_deduction AND customer <> '(unknown)'),
sheet AS (SELECT deal, product, min(day) AS day FROM returns GROUP BY deal, product),
parts AS (
	SELECT m.no, l.deal, l.product, l.customer, l.audience, l.day, m.is_from, CASE WHEN m.is_from = 1 THEN 0 ELSE m.is_to END AS is_to,
	       l.programme, l.revenue, coalesce(l.list, l.revenue) AS list, coalesce(l.discount, 0) AS discount, l.cm1, l.bonus, coalesce(l.commission, 0) AS commission, l.payment
	FROM lines AS l JOIN members AS m ON m.product = l.product
	WHERE NOT l.is_return AND NOT l.is_fee AND l.day <= {as_of}),
offers AS (
	SELECT no, deal, CASE WHEN min(customer) = '(unknown)' THEN 'deal ' || deal ELSE min(customer) END AS customer, min(audience) AS audience, min(day) AS day,
	       max(is_to) AS raw
	FROM parts GROUP BY no, deal HAVING max(is_from) = 1),
tos AS (
	SELECT p.* FROM parts AS p JOIN offers AS o ON o.no = p.no AND o.deal = p.deal WHERE p.is_to = 1),
gone AS (
	SELECT DISTINCT t.no, t.deal, t.product FROM tos AS t JOIN backs AS b ON b.customer = t.customer AND b.product = t.product
	WHERE date_diff('day', t.day, b.day) BETWEEN 0 AND {return_days}
	UNION
	SELECT DISTINCT t.no, t.deal, t.product FROM tos AS t JOIN sheet AS s ON s.deal = t.deal AND (s.product IS NULL OR s.product = t.product)
	WHERE s.day IS NULL OR date_diff('day', t.day, s.day) <= {return_days}
	UNION
	SELECT DISTINCT no, deal, product FROM tos WHERE payment = 'unpaid'),
stayed AS (
	SELECT t.no, t.deal, CAST(sum(t.revenue) AS BIGINT) AS revenue, CAST(sum(t.cm1) AS BIGINT) AS cm1, max(CASE WHEN t.cm1 IS NULL THEN 1 ELSE 0 END) AS uncosted,
	       CAST(sum(t.commission) AS BIGINT) AS commission,
	       max(CASE WHEN own.no IS NOT NULL THEN 1 ELSE 0 END) AS own,
	       CAST(sum(CASE WHEN own.no IS NOT NULL THEN t.list ELSE 0 END) AS BIGINT) AS list,
	       CAST(sum(CASE WHEN own.no IS NOT NULL THEN t.discount ELSE 0 END) AS BIGINT) AS discount,
	       CAST(sum(CASE WHEN own.no IS NOT NULL THEN t.bonus END) AS BIGINT) AS bonus
	FROM tos AS t LEFT JOIN gone AS g ON g.no = t.no AND g.deal = t.deal AND g.product = t.product
	LEFT JOIN owned AS own ON own.no = t.no AND own.programme = t.programme
	WHERE g.no IS NULL GROUP BY t.no, t.deal HAVING sum(t.revenue) >= {minimum}),
times (no, cell, first, last) AS (VALUES {times}),
audiences (no, audience) AS (VALUES {audiences}),
controls (no, customer) AS (VALUES {controls}),
restricted AS (SELECT DISTINCT no FROM audiences),
placed AS (
	SELECT o.no, o.deal, o.customer, o.day, o.raw, CASE WHEN s.no IS NULL THEN 0 ELSE 1 END AS taken,
	       CASE WHEN r.no IS NOT NULL AND a.audience IS NULL THEN 2 WHEN c.customer IS NOT NULL THEN 1 ELSE 0 END AS arm
	FROM offers AS o LEFT JOIN stayed AS s ON s.no = o.no AND s.deal = o.deal LEFT JOIN restricted AS r ON r.no = o.no
	LEFT JOIN audiences AS a ON a.no = o.no AND a.audience = o.audience LEFT JOIN controls AS c ON c.no = o.no AND c.customer = o.customer)`

// momentsSQL are the sums over customers that rates and their variance follow from.
const momentsSQL = `WITH ` + soldSQL + `,
cells AS (
	SELECT p.no, p.customer, t.cell + {times_n} * p.arm AS cell, count(*) AS n, CAST(sum(p.taken) AS BIGINT) AS k, CAST(sum(p.raw) AS BIGINT) AS raw
	FROM placed AS p JOIN times AS t ON t.no = p.no AND p.day BETWEEN CAST(t.first AS DATE) AND CAST(t.last AS DATE)
	GROUP BY 1, 2, 3)
SELECT a.no, a.cell AS a, b.cell AS b, CAST(sum(a.n) AS BIGINT) AS n, CAST(sum(a.k) AS BIGINT) AS k, CAST(sum(a.raw) AS BIGINT) AS raw, count(*) AS customers,
       CAST(sum(a.n * b.n) AS BIGINT) AS nn, CAST(sum(a.n * b.k) AS BIGINT) AS nk, CAST(sum(a.k * b.k) AS BIGINT) AS kk
FROM cells AS a JOIN cells AS b ON b.no = a.no AND b.customer = a.customer
GROUP BY a.no, a.cell, b.cell ORDER BY 1, 2, 3`

// paidSQL is what the sales under each programme brought and cost, by the number of
// programmes that claim the deal's second product.
const paidSQL = `WITH ` + soldSQL + `,
under AS (
	SELECT p.no, p.deal, p.customer, s.revenue, s.cm1, s.uncosted, s.commission, s.own, s.list, s.discount, s.bonus
	FROM placed AS p JOIN stayed AS s ON s.no = p.no AND s.deal = p.deal
	JOIN times AS t ON t.no = p.no AND t.cell = {during} AND p.day BETWEEN CAST(t.first AS DATE) AND CAST(t.last AS DATE)
	WHERE p.arm = 0),
claimed AS (
	SELECT t.deal, t.product, count(DISTINCT t.no) AS claims
	FROM tos AS t JOIN under AS u ON u.no = t.no AND u.deal = t.deal WHERE u.own = 1 GROUP BY t.deal, t.product),
shared AS (
	SELECT t.no, t.deal, min(c.claims) AS claims FROM tos AS t JOIN claimed AS c ON c.deal = t.deal AND c.product = t.product GROUP BY t.no, t.deal)
SELECT u.no, CASE WHEN u.own = 1 THEN coalesce(h.claims, 1) ELSE 0 END AS claims, count(*) AS deals, CAST(sum(u.revenue) AS BIGINT) AS revenue,
       CAST(sum(CASE WHEN u.uncosted = 0 THEN u.cm1 END) AS BIGINT) AS cm1, count(CASE WHEN u.uncosted = 0 THEN 1 END) AS costed,
       CAST(sum(u.commission) AS BIGINT) AS commission, CAST(sum(u.list) AS BIGINT) AS list,
       CAST(sum(u.discount) AS BIGINT) AS discount, CAST(sum(u.bonus) AS BIGINT) AS bonus
FROM under AS u LEFT JOIN shared AS h ON h.no = u.no AND h.deal = u.deal
GROUP BY 1, 2 ORDER BY 1, 2`

type momentRow struct {
	No, A, B             int64
	N, K, Raw, Customers int64
	NN, NK, KK           int64
}

type paidRow struct {
	No, Claims, Deals int64
	Revenue           sales.Money
	CM1               sales.Null[sales.Money]
	Costed            int64
	Commission, List  sales.Money
	Discount          sales.Money
	Bonus             sales.Null[sales.Money]
}

// counted is what the sales say of a programme.
type counted struct {
	cells [arms * phases]cellCount
	sums  stat.CellSums
	paid  []paidRow
}

type cellCount struct{ n, k, raw, customers int64 }

func cellAt(arm, time int) int { return arm*phases + time }

// countProgrammes counts the programmes that can be judged.
func countProgrammes(ctx context.Context, l *sales.Ledger, o Options, all []programme) (map[int]*counted, error) {
	out := map[int]*counted{}
	fill := soldValues(all, l.Calendar, o)
	if fill == nil {
		return out, nil
	}
	rows, err := query[momentRow](ctx, l, o, fill.Replace(momentsSQL))
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		c := out[int(r.No)]
		if c == nil {
			c = newCounted()
			out[int(r.No)] = c
		}
		c.add(r)
	}
	paid, err := query[paidRow](ctx, l, o, fill.Replace(paidSQL))
	for _, r := range paid {
		out[int(r.No)].paid = append(out[int(r.No)].paid, r)
	}
	return out, err
}

func newCounted() *counted {
	const n = arms * phases
	c := &counted{}
	c.sums.N, c.sums.K = make([]float64, n), make([]float64, n)
	for _, m := range []*[][]float64{&c.sums.NN, &c.sums.NK, &c.sums.KK} {
		*m = make([][]float64, n)
		for i := range *m {
			(*m)[i] = make([]float64, n)
		}
	}
	return c
}

func (c *counted) add(r momentRow) {
	i, j := int(r.A), int(r.B)
	c.sums.NN[i][j], c.sums.NK[i][j], c.sums.KK[i][j] = float64(r.NN), float64(r.NK), float64(r.KK)
	if i == j {
		c.cells[i] = cellCount{r.N, r.K, r.Raw, r.Customers}
		c.sums.N[i], c.sums.K[i] = float64(r.N), float64(r.K)
	}
}

// soldValues writes the programmes into the SQL; nil where none can be judged.
func soldValues(all []programme, c sales.Calendar, o Options) *strings.Replacer {
	var wanted, codes, days, audiences, controls []string
	for _, p := range all {
		if !p.judged() {
			continue
		}
		for _, side := range []struct {
			name  string
			items []item
		}{{"from", p.from}, {"to", p.to}} {
			for _, it := range side.items {
				wanted = append(wanted, fmt.Sprintf("(%d, '%s', '%s', %s)", p.no, side.name, it.level, literal(it.name)))
			}
		}
		codes = append(codes, fmt.Sprintf("(%d, %s)", p.no, literal(p.Code)))
		if p.Name != p.Code {
			codes = append(codes, fmt.Sprintf("(%d, %s)", p.no, literal(p.Name)))
		}
		for cell, span := range p.times(c) {
			if span.Start <= span.End {
				days = append(days, fmt.Sprintf("(%d, %d, '%s', '%s')", p.no, cell, span.Start, span.End))
			}
		}
		audiences = append(audiences, valuesOf(p.no, p.audiences)...)
		controls = append(controls, valuesOf(p.no, p.controls)...)
	}
	if len(wanted) == 0 {
		return nil
	}
	list := func(rows []string, none string) string { return cmp.Or(strings.Join(rows, ", "), none) }
	return strings.NewReplacer("{wanted}", list(wanted, ""), "{codes}", list(codes, ""), "{times}", list(days, "(-1, 0, '1970-01-01', '1970-01-01')"),
		"{audiences}", list(audiences, "(-1, '')"), "{controls}", list(controls, "(-1, '')"),
		"{times_n}", fmt.Sprint(phases), "{during}", fmt.Sprint(duringTime), "{return_days}", fmt.Sprint(returnDays), "{minimum}", fmt.Sprint(int64(o.MinimumSale)))
}

func valuesOf(no int, names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = fmt.Sprintf("(%d, %s)", no, literal(n))
	}
	return out
}

// times are the phases of days that a programme is compared over.
func (p programme) times(c sales.Calendar) [phases]sales.Period {
	var t [phases]sales.Period
	end := min(p.runs.End, c.AsOf)
	t[beforeTime] = p.base
	t[duringTime] = sales.Period{Start: p.runs.Start, End: end}
	twice := max(p.base.Start, c.First+sameWeeks)
	t[beforeTwice] = sales.Period{Start: twice, End: p.base.End}
	t[earlierBefore] = sales.Period{Start: twice - sameWeeks, End: p.base.End - sameWeeks}
	t[earlierDuring] = sales.Period{Start: p.runs.Start - sameWeeks, End: end - sameWeeks}
	if p.runs.Start-sameWeeks < c.First {
		for _, i := range []int{beforeTwice, earlierBefore, earlierDuring} {
			t[i] = sales.Period{Start: 1, End: 0}
		}
	}
	return t
}
