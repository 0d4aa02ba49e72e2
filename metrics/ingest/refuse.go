package ingest

import (
	"fmt"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// count adds the line to the totals.
func (r *lineReader) count(t *sales.Totals, line sales.Totals) error {
	if !addTotals(t, line) {
		return fmt.Errorf("read %s: its amounts add up to more than 922 trillion; look for numbers that are no amounts", r.s.table.name())
	}
	return nil
}

// drop sets the line aside without a problem of its own.
func (r *lineReader) drop(line sales.Totals) error {
	if err := r.count(&r.totals.SetAside, line); err != nil {
		return err
	}
	return r.count(&r.totals.Read, line)
}

// setAside leaves out a row that is no line, and says so.
func (r *lineReader) setAside(row int, line sales.Totals, kind string, said phrases.Key) error {
	if err := r.drop(line); err != nil {
		return err
	}
	return r.problems.add(sales.Problem{Row: row, Kind: kind, Message: phrases.Note(said), Revenue: line.Revenue})
}

// refuse keeps the money of a refused row in the totals.
func (r *lineReader) refuse(p sales.Problem, line sales.Totals) error {
	if err := r.count(&r.totals.Read, line); err != nil {
		return err
	}
	if err := r.count(&r.totals.Refused, line); err != nil {
		return err
	}
	r.since = r.since.Add(line)
	return r.problems.add(p)
}

// amountColumn is the column to blame for a line without an amount: the one that
// cannot be read, else the first that is empty.
func (c *lineConverter) amountColumn(a amounts, cells []sheet.Cell) int {
	if a.bad != nil {
		return a.bad.column
	}
	for _, n := range []*numberColumn{c.money.revenue, c.money.list, c.money.price, c.money.quantity} {
		if n == nil {
			continue
		}
		if _, s := n.peek(cells); s != readable {
			return n.column
		}
	}
	return c.money.columns()[0].column
}

// unusable says what is wrong with a date or an amount.
func unusable(kind string, missing bool) phrases.Key {
	switch {
	case kind == kindDate && missing:
		return "there is no date"
	case kind == kindDate:
		return "is not a usable date"
	case missing:
		return "there is no amount"
	}
	return "is not a usable amount"
}

// refuse takes a row as a problem.
func (c *lineConverter) refuse(row int, cells []sheet.Cell, line sales.Totals, column int, kind string, s state) {
	date1904 := c.s.table.date1904
	p := sales.Problem{Row: row, Column: Letter(column), Kind: kind, Refused: true, Lines: 1, Revenue: line.Revenue, Cells: c.names.quoted(cells, date1904)}
	if column < len(cells) {
		p.Value = shown(cells[column], date1904)
	}
	p.Message = phrases.Note(unusable(kind, p.Value == "" || s == missing))
	p.Value = c.names.value(p.Value)
	c.out.remark(func(r *lineReader, above int) error {
		p.Row += above
		return r.refuse(p, line)
	})
}

// report takes note of cells beside date and amount that cannot be read; the line is
// used without them.
func (c *lineConverter) report(row int, cells []sheet.Cell, a amounts) {
	if a.bad != nil {
		c.reportCell(row, cells, a, a.bad.column, kindCell, "is not a number")
	}
	for _, t := range c.columns {
		if t.column < len(cells) && cells[t.column].Kind == sheet.Error {
			c.reportCell(row, cells, a, t.column, kindError, "is an error value")
		}
	}
}

func (c *lineConverter) reportCell(row int, cells []sheet.Cell, a amounts, column int, kind string, said phrases.Key) {
	p := sales.Problem{Row: row, Column: Letter(column), Value: c.names.value(clean(cells[column].Text)), Kind: kind, Message: phrases.Note(said), Revenue: sales.Money(a.revenue)}
	c.out.remark(func(r *lineReader, above int) error {
		p.Row += above
		return r.problems.add(p)
	})
}
