package report

import (
	"fmt"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// totals writes the sums of the columns that were proved against the lines, as formulas
// that follow the filter, and the margin on them.
func (t *sectionSheet) totals() {
	sums := map[string]sales.Money{}
	for _, claim := range t.s.Claims {
		col := t.s.Table.Index(claim.Column)
		if claim.Where != "" || claim.And.Column != "" || col < 0 || len(t.s.Table.Rows) == 0 {
			continue
		}
		sums[claim.Column] = sumColumn(t.s.Table, claim)
		t.total(col, fmt.Sprintf("SUBTOTAL(109,%s:%s)", cellName(col+1, firstRow), cellName(col+1, t.lastRow)), sums[claim.Column].Float())
	}
	if len(sums) == 0 {
		return
	}
	if _, taken := sums[t.s.Table.Columns[0].Key]; !taken {
		t.text(totalRow, t.book.say("Total of the rows shown"), look{bold: true})
	}
	t.totalMargin(sums)
}

// totalMargin writes CM1 over revenue, where all of the revenue has a cost.
func (t *sectionSheet) totalMargin(sums map[string]sales.Money) {
	revenue, cost, cm1 := sums["revenue"], sums["cost"], sums["cm1"]
	col := t.s.Table.Index("margin")
	if col < 0 || revenue <= 0 || cost == 0 || revenue-cost != cm1 {
		return
	}
	over, under := cellName(t.s.Table.Index("cm1")+1, totalRow), cellName(t.s.Table.Index("revenue")+1, totalRow)
	t.total(col, fmt.Sprintf(`IF(%s>0,%s/%s,"")`, under, over, under), cm1.Float()/revenue.Float())
}

func (t *sectionSheet) total(col int, formula string, value float64) {
	style := t.book.style(look{format: t.formats[col], bold: true, right: true})
	t.set(col+1, totalRow, gridCell{style: style, formula: formula, value: value})
}

// sumColumn adds the amounts of a claim's column over its rows.
func sumColumn(t metrics.Table, c metrics.Claim) sales.Money {
	var sum sales.Money
	i := t.Index(c.Column)
	for _, row := range t.Claimed(c) {
		switch v := row[i].(type) {
		case sales.Money:
			sum += v
		case sales.Quantity:
			sum += sales.Money(v)
		}
	}
	return sum
}
