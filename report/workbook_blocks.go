package report

import (
	"xsell/metrics"
)

// chartBlocks are the cells that charts need and no table holds as they need them: rows
// picked from among others, lines split by a column, the steps of a waterfall. They
// stand side by side on a sheet of their own and are formulas on the tables.
type chartBlocks struct {
	grid *grid
	used int // columns taken
}

// blockRow is the first row of the cells of all blocks, below title and heads.
const blockRow = 5

// blockColumn is a column of a block.
type blockColumn struct {
	head  string
	cells []gridCell
}

// source is where a series of a chart finds its name and its values.
type source struct{ name, values string }

// addBlock puts columns beside those of other charts and returns where they are.
func (b *book) addBlock(title string, columns []blockColumn) []source {
	if b.blocks.grid == nil {
		b.blocks.grid = newGrid()
	}
	g := b.blocks.grid
	sources := make([]source, len(columns))
	head := b.style(look{bold: true, fill: headColour, wrap: true, top: true})
	for i, c := range columns {
		b.blocks.used++
		col := b.blocks.used
		if i == 0 {
			g.set(col, blockRow-2, gridCell{style: b.style(labelLook), value: title})
		}
		g.set(col, blockRow-1, gridCell{style: head, value: c.head})
		for n, cell := range c.cells {
			g.set(col, blockRow+n, cell)
		}
		g.width(col, 16)
		sheet := quoteSheet(b.sheets.charts) + "!"
		sources[i] = source{sheet + absolute(col, blockRow-1, 0), sheet + absolute(col, blockRow, blockRow-1+len(c.cells))}
	}
	b.blocks.used++
	return sources
}

// chartSheet writes the blocks, when there are any, as the last sheet.
func (b *book) chartSheet() error {
	g := b.blocks.grid
	if g == nil {
		return nil
	}
	if _, err := b.file.NewSheet(b.sheets.charts); err != nil {
		return err
	}
	g.set(1, 1, gridCell{style: b.style(titleLook), value: b.sheets.charts})
	g.set(1, 2, gridCell{style: b.style(noteLook), value: b.say("What some charts draw from: formulas on the sheets of the sections, arranged as the chart needs them.")})
	g.heights[1] = 26
	g.frozen = [2]int{0, blockRow - 1}
	return b.put(b.sheets.charts, g)
}

// cell is a cell of the table as the reader sees it.
func (t *sectionSheet) cell(row, col int) metrics.Cell {
	return t.book.shown(t.s.Table.Columns[col], t.s.Table.Rows[row][col])
}

// address is the cell of the section's table on its sheet, for formulas elsewhere.
func (t *sectionSheet) address(row, col int) string {
	return quoteSheet(t.sheet) + "!" + cellName(col+1, firstRow+row)
}

// copyOf is a cell that shows a cell of the section's table; a blank one stays blank,
// where a formula would make it zero. Row -1 is blank.
func (t *sectionSheet) copyOf(row, col int) gridCell {
	if row < 0 || t.s.Table.Rows[row][col] == nil {
		return gridCell{}
	}
	return gridCell{style: t.bodyStyle(row, col), formula: t.address(row, col), value: t.cell(row, col)}
}

// copies is the column of a table as one of a block.
func (t *sectionSheet) copies(rows []int, col int) blockColumn {
	c := blockColumn{head: t.heads[col]}
	for _, row := range rows {
		c.cells = append(c.cells, t.copyOf(row, col))
	}
	return c
}

// sources finds columns of the table for a chart: where the rows follow one another
// in the table itself and its names are texts or numbers, else as copies in a block.
func (t *sectionSheet) sources(title string, rows []int, cols []int) []source {
	days := t.s.Table.Columns[cols[0]].Unit == metrics.Date
	if !days && len(rows) > 0 && rows[len(rows)-1]-rows[0] == len(rows)-1 {
		out := make([]source, len(cols))
		for i, col := range cols {
			sheet := quoteSheet(t.sheet) + "!"
			out[i] = source{sheet + absolute(col+1, headerRow, headerRow),
				sheet + absolute(col+1, firstRow+rows[0], firstRow+rows[len(rows)-1])}
		}
		return out
	}
	columns := make([]blockColumn, len(cols))
	for i, col := range cols {
		if columns[i] = t.copies(rows, col); days && i == 0 {
			columns[i] = t.categories(rows, col)
		}
	}
	return t.book.addBlock(title, columns)
}

// splitSources turns rows of x, series and value into a column for each series.
func (t *sectionSheet) splitSources(c metrics.Chart) []source {
	m := pivot(t.s.Table, c)
	x, value := t.s.Table.Index(c.X), t.s.Table.Index(c.Y[0])
	if len(m.xs) == 0 || value < 0 {
		return nil
	}
	names := blockColumn{head: t.heads[x]}
	for _, v := range m.xs {
		names.cells = append(names.cells, gridCell{style: t.bodies[x], value: t.category(x, v)})
	}
	columns := []blockColumn{names}
	for _, series := range m.series {
		column := blockColumn{}
		column.head, _ = t.category(t.s.Table.Index(c.Series), series).(string)
		for _, v := range m.xs {
			row, ok := m.row[[2]metrics.Cell{series, v}]
			if !ok {
				row = -1
			}
			column.cells = append(column.cells, t.copyOf(row, value))
		}
		columns = append(columns, column)
	}
	return t.book.addBlock(c.Title, columns)
}
