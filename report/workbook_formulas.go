package report

import (
	"fmt"
	"math"
	"slices"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// relation says how a column follows from others of its table, as a reader would work it out. It is
// used where it holds: where a row has what it needs and it gives another number, the
// column keeps its numbers.
type relation struct {
	key  string
	how  operation
	a, b string // columns; b is the first and a the last of a row that is added up
}

// operation is what a relation does with its columns.
type operation int

const (
	over    operation = iota // a / b
	less                     // a - b
	part                     // a / the sum of a over all rows
	partOf                   // a / the sum of a over the rows of the same b
	sumOf                    // the sum of the columns b to a of the row
	running                  // a and the cell above
	ofLevel                  // a / the a of the step revenue in the rows of the same b
)

// relations are tried in their order.
var relations = []relation{
	{"margin", over, "cm1", "revenue"}, {"margin", over, "cm1", "costed"},
	{"change", less, "value", "previous"}, {"change", less, "current", "previous"}, {"change", less, "period_revenue", "previous_revenue"},
	{"change", less, "period_cm1", "previous_cm1"}, {"change", sumOf, "returns", "volume"}, {"change", sumOf, "lost", "volume"},
	{"change", sumOf, "no_cost", "volume"}, {"change", less, "after", "before"}, {"change", less, "period_rate", "previous_rate"},
	{"change_rate", over, "change", "previous"}, {"change_rate", over, "change", "previous_revenue"}, {"change_rate", over, "change", "previous_cm1"},
	{"year_change", less, "value", "year_ago"}, {"year_change", less, "current", "year_ago"}, {"year_change", less, "period_revenue", "year_ago_revenue"},
	{"year_change", less, "period_cm1", "year_ago_cm1"},
	{"year_change_rate", over, "year_change", "year_ago"}, {"year_change_rate", over, "year_change", "year_ago_revenue"}, {"year_change_rate", over, "year_change", "year_ago_cm1"},
	{"cm1_change", less, "current_cm1", "previous_cm1"}, {"cm1", less, "revenue", "cost"}, {"cm2", less, "cm1", "bonus"},
	{"revenue", less, "list", "discount"}, {"rate", over, "discount", "list"}, {"difference", less, "actual", "target"}, {"reached", over, "actual", "target"},
	{"share", part, "revenue", ""}, {"share", part, "cm1", ""}, {"share", part, "customers", ""},
	{"share", partOf, "revenue", "kind"}, {"share", partOf, "cm1", "kind"}, {"share", partOf, "customers", "kind"}, {"share", partOf, "deals", "kind"},
	{"share", partOf, "products", "kind"}, {"share", partOf, "current", "dimension"},
	{"share", over, "buyers_all", "buyers_have"}, {"share", over, "owners", "customers"},
	{"revenue_share", part, "revenue", ""}, {"revenue_share", partOf, "revenue", "kind"}, {"cm1_share", part, "cm1", ""}, {"cm1_share", partOf, "cm1", "kind"},
	{"product_share", partOf, "products", "kind"}, {"cumulative_share", running, "share", ""},
	{"attach_ab", over, "n_ab", "n_a"}, {"attach_ba", over, "n_ab", "n_b"}, {"support", over, "n_ab", "n"}, {"attach", over, "deals", "deals_have"},
	{"share_ab", over, "buyers_ab", "buyers_a"}, {"share_ab", over, "customers_both", "customers_a"}, {"share_ba", over, "customers_both", "customers_b"},
	{"lift", over, "buyers_ab", "expected"}, {"ratio", over, "customers_both", "expected"}, {"share_others", over, "owners_others", "others"},
	{"alike_lift", over, "buyers_ab", "alike"}, {"alike_lift", over, "customers_both", "alike"}, {"improvement", less, "share", "best_share"},
	{"deals_per_customer", over, "deals", "customers"}, {"cross_share", over, "cross_revenue", "revenue"}, {"second_share", over, "second_customers", "later"},
	{"share", ofLevel, "amount", "area"}, {"late", over, "days_since", "usual_days"},
}

// groupedRows is the number of rows up to which shares of a group are formulas: each looks at all.
const groupedRows = 2_000

// formulas gives cells of the table the formulas they follow by.
func (t *sectionSheet) formulas() {
	for col, c := range t.s.Table.Columns {
		for _, r := range relations {
			if r.key == c.Key && t.relate(col, r) {
				break
			}
		}
	}
	t.levels()
}

// relate writes the formulas of a column; false where the relation does not hold.
func (t *sectionSheet) relate(col int, r relation) bool {
	a, b := t.s.Table.Index(r.a), t.s.Table.Index(r.b)
	if a < 0 || a == col || r.b != "" && b < 0 || r.how == sumOf && (b > a || b <= col && col <= a) || r.how == partOf && len(t.s.Table.Rows) > groupedRows {
		return false
	}
	formulas := make([]string, len(t.s.Table.Rows))
	sums := t.groupSums(r.how, a, b)
	found := 0
	for n, row := range t.s.Table.Rows {
		want, ok := number(row[col])
		if !ok {
			continue
		}
		got, has := t.result(r.how, n, col, a, b, sums)
		if !has {
			continue
		}
		if !agree(got, want) {
			return false
		}
		found++
		formulas[n] = t.formula(r.how, n, col, a, b)
	}
	for n, f := range formulas {
		if f != "" {
			t.rows[firstRow+n-1][col].formula = f
		}
	}
	return found > 0
}

// agree allows for what a number of 15 digits loses in one step.
func agree(a, b float64) bool { return math.Abs(a-b) <= 1e-11*max(1, math.Abs(b)) }

// groupSums are the sums that parts are of: by the text in another column, under "" over all.
func (t *sectionSheet) groupSums(how operation, a, b int) map[metrics.Cell]float64 {
	sums := map[metrics.Cell]float64{}
	for n, row := range t.s.Table.Rows {
		v, _ := number(row[a])
		switch {
		case how == part:
			sums[""] += v
		case how == partOf, how == ofLevel && t.s.Table.Index("step") >= 0 && row[t.s.Table.Index("step")] == "revenue":
			sums[t.cell(n, b)] += v
		}
	}
	return sums
}

// result works a relation out for a row; false where the row lacks something.
func (t *sectionSheet) result(how operation, n, col, a, b int, sums map[metrics.Cell]float64) (float64, bool) {
	row := t.s.Table.Rows[n]
	x, ok := number(row[a])
	switch how {
	case over, less:
		y, has := number(row[b])
		if how == over {
			return x / y, ok && has && y != 0
		}
		return x - y, ok && has
	case part:
		return x / sums[""], ok && sums[""] != 0
	case partOf, ofLevel:
		return x / sums[t.cell(n, b)], ok && sums[t.cell(n, b)] != 0
	case sumOf:
		sum, some := 0.0, false
		for i := b; i <= a; i++ {
			v, has := number(row[i])
			sum, some = sum+v, some || has
		}
		return sum, some
	}
	before := 0.0 // running
	if n > 0 {
		var has bool
		if before, has = number(t.s.Table.Rows[n-1][col]); !has {
			return 0, false
		}
	}
	return before + x, ok
}

// formula writes a relation for a row.
func (t *sectionSheet) formula(how operation, n, col, a, b int) string {
	row := firstRow + n
	x := cellName(a+1, row)
	switch how {
	case over:
		return x + "/" + cellName(b+1, row)
	case less:
		return x + "-" + cellName(b+1, row)
	case part:
		return x + "/" + t.whole(a)
	case partOf:
		return fmt.Sprintf("%s/SUMIF(%s,%s,%s)", x, absolute(b+1, firstRow, t.lastRow), cellName(b+1, row), absolute(a+1, firstRow, t.lastRow))
	case ofLevel:
		step := t.s.Table.Index("step")
		level, _ := t.book.shown(t.s.Table.Columns[step], "revenue").(string)
		return fmt.Sprintf(`%s/SUMIFS(%s,%s,%s,%s,%s)`, x, absolute(a+1, firstRow, t.lastRow), absolute(step+1, firstRow, t.lastRow), quoteText(level),
			absolute(b+1, firstRow, t.lastRow), cellName(b+1, row))
	case sumOf:
		return "SUM(" + cellName(b+1, row) + ":" + x + ")"
	}
	if n == 0 {
		return x
	}
	return cellName(col+1, row-1) + "+" + x
}

// whole is the sum of a column over all rows, whatever the filter, in a cell above the table.
func (t *sectionSheet) whole(col int) string {
	const texts = 2 // columns in which links stand there
	if col < texts {
		return "SUM(" + absolute(col+1, firstRow, t.lastRow) + ")"
	}
	at := absolute(col+1, linkRow, linkRow)
	if len(t.rows[linkRow-1]) > col && t.rows[linkRow-1][col].formula != "" {
		return at
	}
	var cell metrics.Cell
	for _, row := range t.s.Table.Rows {
		cell = addCells(cell, row[col])
	}
	style := t.book.style(look{format: `"Σ "` + t.formats[col], colour: quietColour, right: true})
	t.set(col+1, linkRow, gridCell{style: style, formula: "SUM(" + cellName(col+1, firstRow) + ":" + cellName(col+1, t.lastRow) + ")", value: cell})
	return at
}

// addCells adds cells of one column; a blank adds nothing.
func addCells(a, b metrics.Cell) metrics.Cell {
	if a == nil {
		return b
	}
	switch v := b.(type) {
	case sales.Money:
		return a.(sales.Money) + v
	case sales.Quantity:
		return a.(sales.Quantity) + v
	case int64:
		return a.(int64) + v
	case float64:
		return a.(float64) + v
	}
	return a
}

// levels writes the levels of bridges as the level before and the steps in between.
func (t *sectionSheet) levels() {
	i := slices.IndexFunc(t.s.Charts, func(c metrics.Chart) bool { return c.Kind == metrics.Bridge && c.Series != "" && len(c.Y) == 3 })
	if i < 0 {
		return
	}
	c := t.s.Charts[i]
	kind, before, change, after := t.s.Table.Index(c.Series), t.s.Table.Index(c.Y[0]), t.s.Table.Index(c.Y[1]), t.s.Table.Index(c.Y[2])
	if min(kind, before, change, after) < 0 {
		return
	}
	last, level, sum := -1, "", 0.0 // the level before: its row, cell and number
	for n, row := range t.s.Table.Rows {
		if row[kind] != metrics.BridgeLevel {
			if v, ok := number(row[change]); ok {
				sum += v
			}
			continue
		}
		col := after
		v, ok := number(row[after])
		if !ok {
			col = before
			v, ok = number(row[before])
		}
		if last >= 0 && n > last+1 && ok && agree(sum, v) {
			t.rows[firstRow+n-1][col].formula = fmt.Sprintf("%s+SUM(%s:%s)", level, cellName(change+1, firstRow+last+1), cellName(change+1, firstRow+n-1))
		}
		last, level, sum = n, cellName(col+1, firstRow+n), v
	}
}
