package ingest

import (
	"context"
	"strings"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// lineReader turns the rows of a sheet into sales lines.
type lineReader struct {
	s        *Sheet
	o        Options
	run      *intake
	source   int
	texts    []*textColumn
	date     *dateColumn
	money    *money
	hasCost  bool
	stream   *stream
	problems *problems
	totals   sales.Source
	since    sales.Totals // lines since the last total row
	returns  *returnRule
	copies   copyCount
	pseudo   *pseudoCount
	rows     int64
	place    linePlaces
}

// linePlaces are the places of the columns in a batch; texts come first.
type linePlaces struct {
	source, row, day, revenue, isReturn   int
	quantity, list, discount, cost, bonus int
}

func (run *intake) newLineReader(s *Sheet) *lineReader {
	t := s.table
	r := &lineReader{s: s, o: run.o, run: run, problems: newProblems(t, run.o), pseudo: newPseudoCount(run.o.Config)}
	all := map[int]*habits{}
	h := func(column int) *habits {
		if all[column] == nil {
			all[column] = &habits{decimal: r.o.Config.decimal(), order: r.o.Config.order(), fixed: r.o.Config.DateOrder != ""}
		}
		return all[column]
	}
	day := s.column(sales.DayField)
	r.date = &dateColumn{column: day, habits: h(day), date1904: t.date1904, known: map[string]knownDate{}}
	var derived []string
	r.money, derived = newMoney(s, h)
	run.l.Derived = append(run.l.Derived, derived...)
	r.returns = newReturnRule(s, r.o.Config)
	r.stream = newStream(sales.Lines, r.fields())
	r.totals.Name = t.name()
	r.source = run.l.AddSource(r.totals)
	return r
}

// fields lists what is loaded and makes the columns of texts.
func (r *lineReader) fields() []sales.Field {
	var fields []sales.Field
	for _, c := range sales.Lines.Columns() {
		i := r.s.column(c.Field)
		if c.Kind != sales.Text || i < 0 {
			continue
		}
		fields = append(fields, c.Field)
		t := newTextColumn(i, isKey(c.Field), noneOf(c.Field, r.o.Config))
		if c.Field == sales.Product || c.Field == sales.ProductName {
			t.marks = shapesOf(r.pseudo.words)
		}
		r.texts = append(r.texts, t)
	}
	place := func(f sales.Field, there bool) int {
		if !there {
			return -1
		}
		fields = append(fields, f)
		return len(fields) - 1
	}
	m := r.money
	r.hasCost = m.cost != nil || m.unitCost != nil || m.profit != nil || m.margin != nil
	p := &r.place
	p.source, p.row = place(sales.SourceField, true), place(sales.RowField, true)
	p.day, p.revenue = place(sales.DayField, true), place(sales.Revenue, true)
	p.quantity, p.cost = place(sales.QuantityOf, m.quantity != nil), place(sales.Cost, r.hasCost)
	p.list = place(sales.List, m.list != nil || m.rate != nil || m.listed)
	p.discount, p.bonus = place(sales.Discount, m.discount != nil), place(sales.Bonus, len(m.bonuses) > 0)
	p.isReturn = place(sales.IsReturn, r.returns.needed())
	return fields
}

// isKey tells whether the values of a field are compared with other sheets.
func isKey(f sales.Field) bool {
	return f == sales.Deal || f == sales.Customer || f == sales.Product || f == sales.Programme || f == sales.Partner || f == sales.Seller
}

// noneOf are values that mean that a line has none.
func noneOf(f sales.Field, c Config) map[string]bool {
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

// read reads all rows into the stream and closes the accounts of the sheet.
func (r *lineReader) read(ctx context.Context) error {
	err := r.s.table.rows(ctx, func(row int, cells []sheet.Cell) error {
		if row <= r.s.Header || isBlank(cells) {
			return nil
		}
		r.rows++
		if r.rows%sales.BatchRows == 0 {
			r.run.progress(r.s.table, r.rows)
		}
		return r.row(ctx, row, cells)
	})
	return err
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
func (r *lineReader) row(ctx context.Context, row int, cells []sheet.Cell) error {
	day, dated := r.date.read(cells)
	a, decided := r.money.read(cells)
	if dated == undecided || !decided {
		if err := survey(ctx, r.s.table, r.s.Header, r.money.columns(), []*dateColumn{r.date}); err != nil {
			return err
		}
		day, dated = r.date.read(cells)
		a, _ = r.money.read(cells)
	}
	line := a.totals()
	switch {
	case dated != readable && r.isTotal(cells):
		return r.setTotalAside(row, cells, line)
	case dated != readable && r.isNote(cells, a):
		return r.setAside(row, line, kindNote, "is no line of sales: a note or a repeated header")
	case dated != readable:
		return r.refuse(row, cells, line, r.date.column, kindDate, dated, "date")
	case !a.hasRevenue:
		return r.refuse(row, cells, line, r.amountColumn(a, cells), kindAmount, unreadable, "amount")
	}
	if err := r.report(row, cells, a); err != nil {
		return err
	}
	if r.isDropped(row, cells, line) {
		return r.drop(line)
	}
	if err := r.count(&r.totals.Read, line); err != nil {
		return err
	}
	r.since = r.since.Add(line)
	return r.emit(ctx, row, day, a, cells)
}

// emit puts the line into the stream.
func (r *lineReader) emit(ctx context.Context, row int, day sales.Day, a amounts, cells []sheet.Cell) error {
	b, i, err := r.stream.row(ctx)
	if err != nil {
		return err
	}
	if marked := r.emitTexts(b, i, cells); marked != "" {
		r.pseudo.count(marked, a)
	}
	p := &r.place
	b.Columns[p.source].Int[i] = int64(r.source)
	b.Columns[p.row].Int[i] = int64(row)
	b.Columns[p.day].Int[i] = int64(day)
	b.Columns[p.revenue].Int[i] = a.revenue
	put(b, p.quantity, i, a.quantity, a.hasQuantity)
	put(b, p.list, i, a.list, a.hasList)
	put(b, p.discount, i, a.discount, a.hasDiscount)
	put(b, p.cost, i, a.cost, a.hasCost)
	put(b, p.bonus, i, a.bonus, a.hasBonus)
	if p.isReturn >= 0 {
		r.returns.judge(b, i, r.stream.fields, cells, a)
		put(b, p.isReturn, i, r.returns.flag, true)
	}
	return nil
}

// emitTexts puts the texts of the line into the batch and gives the last that is marked.
func (r *lineReader) emitTexts(b *sales.Batch, i int, cells []sheet.Cell) string {
	marked := ""
	for j, t := range r.texts {
		text := ""
		if t.column < len(cells) && cells[t.column].Kind != sheet.Error {
			e := t.cell(&cells[t.column])
			if text = e.text; e.marked {
				marked = text
			}
		}
		b.Columns[j].Text[i] = text
	}
	return marked
}

func put(b *sales.Batch, column, i int, value int64, ok bool) {
	if column >= 0 {
		b.Columns[column].Int[i] = value
		b.Columns[column].Null[i] = !ok
	}
}

// close hands over what was counted.
func (r *lineReader) close() {
	r.s.Rows = r.rows
	r.reportCopies()
	r.reportHabits()
	r.pseudo.report(r.problems)
	r.run.l.NoProducts(sortedKeys(r.pseudo.found))
	r.run.l.Derived = append(r.run.l.Derived, r.returns.derived(r.s.table.name())...)
	r.run.l.Problems = append(r.run.l.Problems, r.problems.all()...)
	r.run.l.Sources[r.source] = r.totals
}

// signature stands for the layout of a sheet: lines of sheets with the same columns
// can be copies of each other.
func (s *Sheet) signature() string {
	if s.layout == "" {
		var names []string
		for _, c := range s.Columns {
			names = append(names, fold(c.Header))
		}
		s.layout = strings.Join(names, "\x1f") + "\x1e"
	}
	return s.layout
}
