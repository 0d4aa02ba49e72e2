package ingest

import (
	"fmt"

	"xsell/metrics/ingest/sheet"
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
func (r *lineReader) setAside(row int, line sales.Totals, kind, message string) error {
	if err := r.drop(line); err != nil {
		return err
	}
	return r.problems.add(sales.Problem{Row: row, Kind: kind, Message: message, Revenue: line.Revenue})
}

// amountColumn is the column to blame for a line without an amount: the one that
// cannot be read, else the first that is empty.
func (r *lineReader) amountColumn(a amounts, cells []sheet.Cell) int {
	if a.bad != nil {
		return a.bad.column
	}
	for _, c := range []*numberColumn{r.money.revenue, r.money.list, r.money.price, r.money.quantity} {
		if c == nil {
			continue
		}
		if _, s := c.peek(cells); s != readable {
			return c.column
		}
	}
	return r.money.columns()[0].column
}

// refuse takes a row as a problem and keeps its money in the totals.
func (r *lineReader) refuse(row int, cells []sheet.Cell, line sales.Totals, column int, kind string, s state, what string) error {
	p := sales.Problem{Row: row, Column: Letter(column), Kind: kind, Refused: true, Lines: 1, Revenue: line.Revenue, Cells: cellTexts(cells, r.s.table.date1904)}
	if column < len(p.Cells) {
		p.Value = p.Cells[column]
	}
	p.Message = "is not a usable " + what
	if p.Value == "" || s == missing {
		p.Message = "there is no " + what
	}
	if err := r.count(&r.totals.Read, line); err != nil {
		return err
	}
	if err := r.count(&r.totals.Refused, line); err != nil {
		return err
	}
	r.since = r.since.Add(line)
	return r.problems.add(p)
}

// report takes note of cells beside date and amount that cannot be read; the line is
// used without them.
func (r *lineReader) report(row int, cells []sheet.Cell, a amounts) error {
	if a.bad != nil {
		if err := r.reportCell(row, cells, a, a.bad.column, kindCell, "is not a number"); err != nil {
			return err
		}
	}
	for _, t := range r.texts {
		if t.column < len(cells) && cells[t.column].Kind == sheet.Error {
			if err := r.reportCell(row, cells, a, t.column, kindError, "is an error value"); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *lineReader) reportCell(row int, cells []sheet.Cell, a amounts, column int, kind, message string) error {
	return r.problems.add(sales.Problem{Row: row, Column: Letter(column), Value: clean(cells[column].Text), Kind: kind, Message: message, Revenue: sales.Money(a.revenue)})
}
