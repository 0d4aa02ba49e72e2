package metrics

import (
	"context"
	"fmt"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// Classes sorts the products by what they earn and by how regularly they sell.
var Classes = Metric{
	Name:     "classes",
	Title:    "Classes of products (ABC, XYZ)",
	Question: "Which products carry the business, which sell regularly, and which could go?",
	Chapter:  Deals,
	Definition: "ABC: products by CM1 of the window down (by revenue where the data have no cost): A while the cumulative share before the product is below 80 % of the CM1 above zero, B below 95 %, else C; " +
		"equal products share a class (H. F. Dickie, 1951). none = earns nothing or loses money, no cost = CM1 unknown, no product = postage, fees and lines without a product. " +
		"XYZ: cv = standard deviation (n-1) / mean of the quantity sold, net of returns (of revenue where the data have no quantity), over the complete months of the window from the month of the product's first sale on, " +
		"months without a sale as 0: X up to 0.5, Y up to 1.0, else Z. With fewer than 6 complete months in the window, weeks are taken; with fewer than 6 of these, or a mean that is not above zero, a product has no such class. " +
		"share = CM1 (or revenue) / the sum of all of it that is above zero; margin = cm1 / revenue of the lines with a cost. " +
		"Before = the same classes over the window a period earlier, new = not sold in it. The rows of kind class add up the rows of kind product.",
	Needs: []sales.Field{sales.Product},
	SQL:   classesSQL + classRowsSQL,
	Run:   classes,
}

// classesSQL gives every product its classes in the window and in the one before. What is
// squared is decimal and exact, so that a class does not depend on the order of the sums.
// The limits are those of stat, in hundredths.
const classesSQL = `
WITH placed AS (
	SELECT product, in_window AS now, day BETWEEN {before_start} AND {before_end} AS earlier, CAST(date_trunc('{part}', day) AS DATE) AS part,
	       sum(revenue) AS revenue, sum(cm1) AS cm1, sum(costed) AS costed, sum({demand}) AS demand
	FROM lines WHERE NOT is_fee AND product <> '(unassigned)' AND (in_window OR day BETWEEN {before_start} AND {before_end}) GROUP BY 1, 2, 3, 4),
began AS (
	SELECT product, CAST(date_trunc('{part}', min(day)) AS DATE) AS began FROM lines WHERE NOT is_return GROUP BY product),
parts AS (
	SELECT product, part, CAST(sum(demand) AS DECIMAL(19, 0)) AS demand FROM placed GROUP BY product, part),
swings AS (
	SELECT product, sum(demand) FILTER (WHERE part BETWEEN {first} AND {last}) AS total, sum(demand * demand) FILTER (WHERE part BETWEEN {first} AND {last}) AS squares,
	       sum(demand) FILTER (WHERE part BETWEEN {first_before} AND {last_before}) AS total_before,
	       sum(demand * demand) FILTER (WHERE part BETWEEN {first_before} AND {last_before}) AS squares_before
	FROM parts GROUP BY product),
summed AS (
	SELECT product, bool_or(now) AS now, bool_or(earlier) AS earlier,
	       sum(revenue) FILTER (WHERE now) AS revenue, sum(cm1) FILTER (WHERE now) AS cm1, sum(costed) FILTER (WHERE now) AS costed,
	       sum({value}) FILTER (WHERE now) AS worth, sum({value}) FILTER (WHERE earlier) AS worth_before
	FROM placed GROUP BY product),
counted AS (
	SELECT m.*, s.total, s.squares, s.total_before, s.squares_before,
	       coalesce(t.deals, 0) AS deals,
	       {parts} - date_diff('{part}', {first}, greatest(coalesce(began, {first}), {first})) AS n,
	       {parts_before} - date_diff('{part}', {first_before}, greatest(coalesce(began, {first_before}), {first_before})) AS n_before
	FROM summed AS m JOIN swings AS s ON s.product = m.product LEFT JOIN began AS b ON b.product = m.product LEFT JOIN product_totals AS t ON t.product = m.product),
varied AS (
	SELECT c.*, CASE WHEN n >= {least} AND total > 0 THEN sqrt(n * CAST(n * squares - total * total AS DOUBLE) / (n - 1)) / CAST(total AS DOUBLE) END AS cv,
	       CASE WHEN n_before >= {least} AND total_before > 0
	            THEN sqrt(n_before * CAST(n_before * squares_before - total_before * total_before AS DOUBLE) / (n_before - 1)) / CAST(total_before AS DOUBLE) END AS cv_before,
	       sum(CASE WHEN worth > 0 THEN worth ELSE 0 END) OVER () AS whole, sum(CASE WHEN worth_before > 0 THEN worth_before ELSE 0 END) OVER () AS whole_before,
	       sum(CASE WHEN worth > 0 THEN worth ELSE 0 END) OVER (ORDER BY worth DESC NULLS LAST RANGE UNBOUNDED PRECEDING)
	       - sum(CASE WHEN worth > 0 THEN worth ELSE 0 END) OVER (PARTITION BY worth) AS above,
	       sum(CASE WHEN worth_before > 0 THEN worth_before ELSE 0 END) OVER (ORDER BY worth_before DESC NULLS LAST RANGE UNBOUNDED PRECEDING)
	       - sum(CASE WHEN worth_before > 0 THEN worth_before ELSE 0 END) OVER (PARTITION BY worth_before) AS above_before
	FROM counted AS c),
classed AS (
	SELECT product, revenue, cm1, costed, worth, worth_before, n, cv, now, deals < n AS seldom,
	       CASE WHEN worth IS NULL THEN 'no cost' WHEN worth <= 0 THEN 'none' WHEN 100 * above < {a} * whole THEN 'A' WHEN 100 * above < {b} * whole THEN 'B' ELSE 'C' END AS abc,
	       CASE WHEN cv IS NULL THEN '' WHEN cv <= {x} THEN 'X' WHEN cv <= {y} THEN 'Y' ELSE 'Z' END AS xyz,
	       CASE WHEN NOT earlier THEN 'new' WHEN worth_before IS NULL THEN 'no cost' WHEN worth_before <= 0 THEN 'none' WHEN 100 * above_before < {a} * whole_before THEN 'A'
	            WHEN 100 * above_before < {b} * whole_before THEN 'B' ELSE 'C' END AS abc_before,
	       CASE WHEN NOT earlier OR cv_before IS NULL THEN '' WHEN cv_before <= {x} THEN 'X' WHEN cv_before <= {y} THEN 'Y' ELSE 'Z' END AS xyz_before
	FROM varied)`

// classesTable keeps the products with their classes, which are asked for twice.
const classesTable = "classed_products"

// classRowsSQL are the products, those that earn most first; the rest is "(other)".
const classRowsSQL = `,
ranked AS (
	SELECT c.*, row_number() OVER (ORDER BY worth DESC NULLS LAST, product) AS place FROM classed AS c WHERE now)
SELECT CASE WHEN min(place) > {max_rows} THEN '(other)' ELSE min(r.product) END AS product,
       CASE WHEN min(place) > {max_rows} THEN '' ELSE coalesce(min(product_name), min(r.product)) END AS product_name,
       CASE WHEN min(place) > {max_rows} THEN '' ELSE coalesce(min(type), '') END AS type,
       count(*) AS products, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed,
       CAST(sum(worth) AS BIGINT) AS worth, CAST(sum(worth_before) AS BIGINT) AS worth_before, max(n) AS parts, max(cv) AS cv,
       min(abc) AS abc, min(xyz) AS xyz, min(abc_before) AS abc_before, min(xyz_before) AS xyz_before
FROM ranked AS r LEFT JOIN products AS p ON p.product = r.product
GROUP BY least(place, {max_rows} + 1) ORDER BY least(place, {max_rows} + 1)`

// classGridSQL counts the products by their classes now and before.
const classGridSQL = `
SELECT abc, xyz, abc_before, xyz_before, now, count(*) AS products, count(*) FILTER (WHERE seldom) AS seldom, CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1,
       CAST(sum(costed) AS BIGINT) AS costed, CAST(sum(worth) AS BIGINT) AS worth, CAST(sum(worth_before) AS BIGINT) AS worth_before
FROM classed GROUP BY abc, xyz, abc_before, xyz_before, now ORDER BY abc, xyz, abc_before, xyz_before, now`

// classNobodySQL sums what is no product.
const classNobodySQL = `
SELECT CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed, CAST(coalesce(sum(lines), 0) AS BIGINT) AS lines,
       CAST(coalesce((SELECT sum(no_cost_lines) FROM product_totals), 0) AS BIGINT) AS no_cost_lines
FROM product_totals AS t LEFT JOIN products AS p ON p.product = t.product WHERE t.product = '(unassigned)' OR is_fee`

// takings is what some products bring.
type takings struct {
	Revenue     sales.Money
	CM1, Costed sales.Null[sales.Money]
}

// add sums two; the CM1 of nothing known stays unknown.
func (e takings) add(o takings) takings {
	return takings{e.Revenue + o.Revenue, plus(e.CM1, o.CM1), plus(e.Costed, o.Costed)}
}

func plus(a, b sales.Null[sales.Money]) sales.Null[sales.Money] {
	return sales.Null[sales.Money]{V: a.V + b.V, Valid: a.Valid || b.Valid}
}

// classNames are the classes of a product, now and before; Xyz is empty where it has none.
type classNames struct{ Abc, Xyz, AbcBefore, XyzBefore string }

func (c classNames) class() string { return className(c.Abc, c.Xyz) }

// className is "AX", or one letter where only that is known; other classes stand alone.
func className(abc, xyz string) string {
	if len(abc) > 1 {
		return abc
	}
	return abc + xyz
}

type classRow struct {
	Product, ProductName, Type string
	Products                   int64
	Worth, WorthBefore         sales.Null[sales.Money]
	Parts                      int64
	CV                         sales.Null[float64]
	takings
	classNames
}

type classCell struct {
	Now                bool
	Products           int64
	Seldom             int64 // of them sold in fewer deals than the series has parts
	Worth, WorthBefore sales.Null[sales.Money]
	takings
	classNames
}

type classNobody struct {
	Lines, NoCostLines int64
	takings
}

func classes(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	f := classFindings{costs: l.Has(sales.Cost), quantities: l.Has(sales.QuantityOf), calendar: l.Calendar, before: o.windowBefore, o: o}
	f.unit, f.now = seriesOf(l.Calendar, l.Calendar.Window)
	f.then = partsOf(f.unit, l.Calendar, o.windowBefore)
	common := f.fill(classesSQL)
	if err := l.Keep(ctx, classesTable, o.fill(common+"\nSELECT * FROM classed")); err != nil {
		return Section{}, err
	}
	const kept = "WITH classed AS (SELECT * FROM " + classesTable + ")"
	var err error
	if f.rows, err = query[classRow](ctx, l, o, kept+classRowsSQL); err != nil {
		return Section{}, err
	}
	if f.cells, err = query[classCell](ctx, l, o, kept+classGridSQL); err != nil {
		return Section{}, err
	}
	if err := l.Forget(ctx, classesTable); err != nil {
		return Section{}, err
	}
	if f.nobody, err = one[classNobody](ctx, l, o, classNobodySQL); err != nil {
		return Section{}, err
	}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), Charts: f.charts(), SQL: common + classRowsSQL,
		Scope: o.scope(o.say("Products by %s and by regularity of sales", f.measure()), l.Calendar.Window)}
	for _, kind := range []string{"class", "product"} {
		s.Claims = append(s.Claims, Claim{Column: "revenue", Of: LinesRevenue, Scope: InWindow, Where: "kind", Is: kind},
			Claim{Column: "cm1", Of: LinesCM1, Scope: InWindow, Where: "kind", Is: kind})
	}
	return s, nil
}

// parts are the complete weeks or months that a series is made of; without one, n is 0.
type parts struct {
	first, last sales.Day // first days of the first and of the last
	n           int64
}

// seriesOf takes months where the window holds enough of them: in a week most products
// sell so little that chance alone makes them irregular.
func seriesOf(c sales.Calendar, window sales.Period) (sales.Unit, parts) {
	if p := partsOf(sales.Month, c, window); p.n >= stat.MinXYZPeriods {
		return sales.Month, p
	}
	return sales.Week, partsOf(sales.Week, c, window)
}

// partsOf are the parts that lie within the window and that the data cover.
func partsOf(u sales.Unit, c sales.Calendar, window sales.Period) parts {
	p := parts{first: window.Start, last: window.Start}
	for d := u.Start(window.Start); d <= window.End; d = u.Next(d) {
		if whole := u.Period(d); d < window.Start || whole.End > window.End || !c.Covers(whole) {
			continue
		}
		if p.n == 0 {
			p.first = d
		}
		p.last, p.n = d, p.n+1
	}
	return p
}

// fill writes the spans and limits of the section into its SQL.
func (f classFindings) fill(sql string) string {
	value, demand := "cm1", "coalesce(quantity, CASE WHEN is_return THEN -10000 ELSE 10000 END)"
	if !f.costs {
		value = "revenue"
	}
	if !f.quantities {
		demand = "revenue"
	}
	return strings.NewReplacer("{part}", string(f.unit), "{value}", value, "{demand}", demand,
		"{first}", day(f.now.first), "{last}", day(f.now.last), "{parts}", fmt.Sprint(f.now.n),
		"{first_before}", day(f.then.first), "{last_before}", day(f.then.last), "{parts_before}", fmt.Sprint(f.then.n),
		"{least}", fmt.Sprint(stat.MinXYZPeriods), "{a}", fmt.Sprint(100*stat.LimitA), "{b}", fmt.Sprint(100*stat.LimitB),
		"{x}", fmt.Sprint(stat.LimitX), "{y}", fmt.Sprint(stat.LimitY)).Replace(sql)
}
