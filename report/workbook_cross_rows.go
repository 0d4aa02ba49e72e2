package report

import (
	"fmt"
	"io"
)

// crossRow is a row that a pivot table shows: its level from the outside, 0 first, and its item
// in the order of its field; the total of all is of level -1.
type crossRow struct {
	level, item int
	name        string
	sum         crossSum
}

// opened is the number of levels that are shown; the last unfolds.
func (c *crossTable) opened() int { return max(1, len(c.rows)-1) }

// shown are the rows that the table shows, sums first, the total last.
func (c *crossTable) shown() []crossRow {
	orders := make([][]int, c.opened())
	for i := range orders {
		orders[i] = c.fields[c.rows[i]].sorted()
	}
	var total crossSum
	inner := map[crossKey]*crossSum{} // by the levels shown
	outer := map[int32]*crossSum{}
	put := func(of *crossSum, s crossSum) {
		of.revenue, of.cm1, of.costed = of.revenue+s.revenue, of.cm1+s.cm1, of.costed+s.costed
	}
	for key, s := range c.sums {
		put(&total, *s)
		for i := c.opened(); i < len(key); i++ {
			key[i] = 0
		}
		if inner[key] == nil {
			inner[key] = &crossSum{}
		}
		put(inner[key], *s)
		if outer[key[0]] == nil {
			outer[key[0]] = &crossSum{}
		}
		put(outer[key[0]], *s)
	}
	var rows []crossRow
	for n, item := range orders[0] {
		rows = append(rows, crossRow{0, n, c.itemName(0, item), *outer[int32(item)]})
		if len(orders) < 2 {
			continue
		}
		for m, within := range orders[1] {
			if s := inner[crossKey{int32(item), int32(within)}]; s != nil {
				rows = append(rows, crossRow{1, m, c.itemName(1, within), *s})
			}
		}
	}
	return append(rows, crossRow{-1, 0, c.words.Say("Grand Total"), total})
}

// itemName is what the table shows for an item.
func (c *crossTable) itemName(level, item int) string {
	if name := c.fields[c.rows[level]].items[item]; name != noText {
		return name
	}
	return c.words.Say("(blank)")
}

// crossTop is the row of the headings of the pivot table.
const crossTop = 5

// crossHeads are the names of the columns of the table.
func (c *crossTable) heads() []string {
	heads := []string{c.rowCaption(), c.words.Say("Revenue")}
	if c.cm1 >= 0 {
		heads = append(heads, c.words.Say("Contribution (CM1)"), c.words.Say("CM1 margin"))
	}
	return heads
}

// rowCaption names what the rows are.
func (c *crossTable) rowCaption() string {
	caption := ""
	for i, f := range c.rows {
		if i > 0 {
			caption += " › "
		}
		caption += c.fields[f].title
	}
	return caption
}

// The formats of the table's numbers are built into Excel, so that they have a number.
const (
	crossMoney   = "#,##0.00_);(#,##0.00)"
	crossMoneyID = 39
	crossShare   = "0.00%"
	crossShareID = 10
)

// fillCross puts the cells of the table into a grid.
func (b *book) fillCross(g *grid) {
	c := b.data.cross
	for i, head := range c.heads() {
		g.set(i+1, crossTop, gridCell{style: b.cross.head, value: head})
	}
	for n, row := range c.shown() {
		at := crossTop + 1 + n
		style := b.cross.levels[max(row.level, 0)]
		if row.level < 0 {
			style = b.cross.total
		}
		g.set(1, at, gridCell{style: style.name, value: row.name})
		g.set(2, at, gridCell{style: style.money, value: row.sum.revenue})
		if c.cm1 < 0 {
			continue
		}
		g.set(3, at, gridCell{style: style.money, value: row.sum.cm1})
		if row.sum.costed > 0 {
			g.set(4, at, gridCell{style: style.share, value: row.sum.cm1.Float() / row.sum.costed.Float()})
		} else {
			g.set(4, at, gridCell{style: style.share})
		}
	}
}

// crossStyles are the styles of a pivot table's cells: they are made before its rows are known.
type crossStyles struct {
	head   int
	levels [2]crossStyle
	total  crossStyle
}

type crossStyle struct{ name, money, share int }

func (b *book) crossStyles() crossStyles {
	of := func(l look, indent int) crossStyle {
		name, money, share := l, l, l
		name.indent, name.left = indent, true
		money.format, money.right = crossMoney, true
		share.format, share.right = crossShare, true
		return crossStyle{b.style(name), b.style(money), b.style(share)}
	}
	return crossStyles{b.style(look{bold: true, fill: headColour, strong: true}), [2]crossStyle{of(look{bold: true, rule: true}, 0), of(look{}, 1)}, of(look{bold: true, strong: true}, 0)}
}

// writeCross writes the sheet of the pivot table once its rows are known.
func (b *book) writeCross(g *grid) func(io.Writer, []byte) error {
	return func(w io.Writer, content []byte) error {
		b.fillCross(g)
		content = dimensionElement().ReplaceAll(content, []byte(fmt.Sprintf(`<dimension ref="%s"`, g.extent())))
		return withCells(g.writeSheetData)(w, content)
	}
}
