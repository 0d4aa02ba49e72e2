package report

import (
	"slices"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// category is a cell as a chart or a map names it: a day as text, since on an axis Excel
// shows the number behind it. Where all days are the first of a month they name it.
func (t *sectionSheet) category(col int, c metrics.Cell) metrics.Cell {
	day, is := c.(sales.Day)
	if !is {
		return t.book.shown(t.s.Table.Columns[col], c)
	}
	if slices.ContainsFunc(t.s.Table.Rows, func(row []metrics.Cell) bool {
		d, is := row[col].(sales.Day)
		return is && d.Time().Day() != 1
	}) {
		return day.String()
	}
	return t.s.Phrases.Month(day.Time())
}

// categories is a column of days as texts in a block.
func (t *sectionSheet) categories(rows []int, col int) blockColumn {
	c := blockColumn{head: t.heads[col]}
	for _, row := range rows {
		c.cells = append(c.cells, gridCell{style: t.book.style(bodyLook(metrics.Column{Unit: metrics.Text}, "")), value: t.category(col, t.s.Table.Rows[row][col])})
	}
	return c
}
