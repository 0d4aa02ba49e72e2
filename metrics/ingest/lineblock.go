package ingest

import (
	"xsell/metrics/sales"
)

// lineBlock is what a block of rows of a sheet of lines becomes.
type lineBlock struct {
	batch   sales.Batch // the lines
	hashes  []copySlot  // of the lines, to know them again; as long as the columns
	rows    int64       // that hold a value, lines or not
	remarks []remark    // in the order of the rows
	kept    int         // lines that were taken and not dropped
}

// remark is what a row brings beside its line, or instead of one. It is made in the turn
// of its row, when the rows above are accounted for.
type remark struct {
	lines  int  // of the block that come before it
	ofLine bool // it belongs to the last of them, and is dropped with it
	make   func(r *lineReader, above int) error
}

// empty makes the block fit for other rows.
func (b *lineBlock) empty(f *lineForm) {
	if b.batch.Columns == nil {
		b.batch.Columns = make([]sales.Values, len(f.fields))
	}
	for i := range b.batch.Columns {
		b.batch.Columns[i].Text.Clear()
	}
	clear(b.remarks)
	b.batch.Rows, b.rows, b.remarks = 0, 0, b.remarks[:0]
}

// line makes room for a line and gives its place.
func (b *lineBlock) line(f *lineForm) int {
	if b.batch.Rows == len(b.hashes) {
		b.grow(f, max(sales.BatchRows, len(b.hashes)))
	}
	b.batch.Rows++
	return b.batch.Rows - 1
}

func (b *lineBlock) grow(f *lineForm, more int) {
	b.hashes = append(b.hashes, make([]copySlot, more)...)
	for i, field := range f.fields {
		c := &b.batch.Columns[i]
		if kindOf(sales.Lines, field) == sales.Text {
			c.Text.Grow(more)
		} else {
			c.Int = append(c.Int, make([]int64, more)...)
			c.Null = append(c.Null, make([]bool, more)...)
		}
	}
}

func (b *lineBlock) remark(make func(r *lineReader, above int) error) {
	b.remarks = append(b.remarks, remark{b.batch.Rows, false, make})
}

// remarkOf makes a remark that belongs to the last line.
func (b *lineBlock) remarkOf(make func(r *lineReader)) {
	b.remarks = append(b.remarks, remark{b.batch.Rows, true, func(r *lineReader, _ int) error {
		make(r)
		return nil
	}})
}

// put sets a value of line i, where the field is loaded.
func (b *lineBlock) put(column, i int, value int64, ok bool) {
	if column >= 0 {
		b.batch.Columns[column].Int[i] = value
		b.batch.Columns[column].Null[i] = !ok
	}
}

// countRowsFrom adds the records above the block to the numbers of the rows.
func (b *lineBlock) countRowsFrom(above, column int) {
	rows := b.batch.Columns[column].Int[:b.batch.Rows]
	for i := range rows {
		rows[i] += int64(above)
	}
}

// row is the number of the row of line i.
func (b *lineBlock) row(i int, p *linePlaces) int { return int(b.batch.Columns[p.row].Int[i]) }

// totals are the part of line i in the control totals.
func (b *lineBlock) totals(i int, p *linePlaces) sales.Totals {
	value := func(column int) int64 {
		if column < 0 || b.batch.Columns[column].Null[i] {
			return 0
		}
		return b.batch.Columns[column].Int[i]
	}
	return sales.Totals{Lines: 1, Quantity: sales.Quantity(value(p.quantity)), Revenue: sales.Money(value(p.revenue)), Cost: sales.Money(value(p.cost))}
}

// keep moves line i behind those that were kept before.
func (b *lineBlock) keep(i int) {
	if i != b.kept {
		for j := range b.batch.Columns {
			if c := &b.batch.Columns[j]; c.Int == nil {
				c.Text.Move(b.kept, i)
			} else {
				c.Int[b.kept], c.Null[b.kept] = c.Int[i], c.Null[i]
			}
		}
	}
	b.kept++
}
