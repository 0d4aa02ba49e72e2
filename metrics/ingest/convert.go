package ingest

import (
	"context"
	"errors"
	"strings"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// lineConverter turns rows into lines. Each goroutine has one of its own, since what
// becomes of a row does not depend on the rows above it. What does is left to a remark.
type lineConverter struct {
	*lineForm
	columns []*textColumn
	texts   [][]byte // of the row, by column
	date    *dateColumn
	money   *money
	status  *textColumn
	habits  columnHabits
	hash    *lineHasher
	names   *customerColumns
	block   *block
	out     *lineBlock
}

func (f *lineForm) newConverter(hash *lineHasher) *lineConverter {
	c := &lineConverter{lineForm: f, columns: f.textColumns(), habits: newColumnHabits(len(f.s.Columns), f.o.Config), hash: hash, names: newCustomerColumns(f.s, f.o.Pseudonyms)}
	c.money, c.date = f.money.with(f.s, c.habits), f.dateColumn(c.habits)
	c.texts = make([][]byte, len(c.columns))
	if f.returns.status >= 0 {
		c.status = newTextColumn(f.returns.status, false, nil, nil)
	}
	return c
}

// errUndecided is a cell that reads two ways, in a column whose habits are not known.
var errUndecided = errors.New("a cell reads two ways")

// convert turns the rows of a block into lines and remarks. Where a cell reads two ways,
// the habits of the columns are settled first, and the block is read again.
func (c *lineConverter) convert(ctx context.Context, b *block, out *lineBlock) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	before := append(columnHabits{}, c.habits...)
	err := c.rows(b, out)
	if err == errUndecided {
		copy(c.habits, before)
		if err = c.settle(ctx, c.habits); err == nil {
			err = c.rows(b, out)
		}
	}
	return err
}

func (c *lineConverter) rows(b *block, out *lineBlock) error {
	c.block, c.out = b, out
	out.empty(c.lineForm)
	return b.each(func(row int, cells []sheet.Cell) error {
		if isBlank(cells) {
			return nil
		}
		out.rows++
		return c.row(row, cells)
	})
}

func isBlank(cells []sheet.Cell) bool {
	for _, c := range cells {
		if c.Kind != sheet.Empty {
			return false
		}
	}
	return true
}

// row takes one row: a line, a row that is refused, or one that is set aside.
func (c *lineConverter) row(row int, cells []sheet.Cell) error {
	day, dated := c.date.read(cells)
	a, decided := c.money.read(cells)
	if dated == undecided || !decided {
		return errUndecided
	}
	line := a.totals()
	switch {
	case dated != readable && isTotal(cells):
		c.out.remark(func(r *lineReader, above int) error { return r.setTotalAside(above+row, line) })
	case dated != readable && c.isNote(cells, a):
		c.out.remark(func(r *lineReader, above int) error {
			return r.setAside(above+row, line, kindNote, "is no line of sales: a note or a repeated header")
		})
	case dated != readable:
		c.refuse(row, cells, line, c.date.column, kindDate, dated)
	case !a.hasRevenue:
		c.refuse(row, cells, line, c.amountColumn(a, cells), kindAmount, unreadable)
	default:
		c.report(row, cells, a)
		c.emit(row, day, a, cells)
	}
	return nil
}

// emit makes the line.
func (c *lineConverter) emit(row int, day sales.Day, a amounts, cells []sheet.Cell) {
	out, p := c.out, &c.place
	i := out.line(c.lineForm)
	out.hashes[i] = c.hash.of(cells, c.block.line)
	if marked := c.emitTexts(i, cells); marked != nil {
		product, line := string(marked), a.totals()
		out.remarkOf(func(r *lineReader) { r.pseudo.count(product, line) })
	}
	out.put(p.source, i, int64(c.source), true)
	out.put(p.row, i, int64(row), true)
	out.put(p.day, i, int64(day), true)
	out.put(p.revenue, i, a.revenue, true)
	out.put(p.quantity, i, a.quantity, a.hasQuantity)
	out.put(p.list, i, a.list, a.hasList)
	out.put(p.discount, i, a.discount, a.hasDiscount)
	out.put(p.cost, i, a.cost, a.hasCost)
	out.put(p.bonus, i, a.bonus, a.hasBonus)
	out.put(p.commission, i, a.commission, a.hasCommission)
	if p.isReturn >= 0 {
		out.put(p.isReturn, i, c.judge(cells, a), true)
	}
}

// emitTexts puts the texts of the line into the batch and gives the last that is marked.
func (c *lineConverter) emitTexts(i int, cells []sheet.Cell) (marked []byte) {
	columns := c.out.batch.Columns
	for j, column := range c.columns {
		text, isMarked := column.read(cells, c.block.plain)
		if isMarked {
			marked = text
		}
		c.texts[j] = text
		columns[j].Text.Set(i, text)
	}
	if c.names != nil {
		c.names.set(columns, i, c.place.customer, c.texts)
	}
	return marked
}

// text is a text of the row, empty where the field is not loaded.
func (c *lineConverter) text(place int) string {
	if place < 0 {
		return ""
	}
	return string(c.texts[place])
}

// isKey tells whether the values of a field are compared with other sheets.
func isKey(f sales.Field) bool {
	return f == sales.Deal || f == sales.Customer || f == sales.Product || f == sales.Programme || f == sales.Partner || f == sales.Seller
}

// Nothing are the texts of fields, folded, that mean that there is none.
func Nothing(c Config) map[sales.Field][]string {
	return map[sales.Field][]string{sales.Programme: sortedKeys(noneOf(sales.Programme, c)), sales.Blocked: sortedKeys(noneOf(sales.Blocked, c))}
}

// PseudoProductNames are the keys and names of products, folded, that stand for postage, fees and
// the like.
func PseudoProductNames(c Config) []string { return sortedKeys(pseudoProducts(c)) }

// noneOf are values that mean that a line has none.
func noneOf(f sales.Field, c Config) map[string]bool {
	if f == sales.Blocked {
		return notBlocked()
	}
	if f != sales.Programme {
		return nil
	}
	none := noProgramme()
	if len(c.NoProgramme) > 0 {
		none = wordSet(strings.ReplaceAll(strings.Join(c.NoProgramme, "\n"), " ", "_"))
		for w := range noProgramme() {
			none[w] = true
		}
	}
	return none
}
