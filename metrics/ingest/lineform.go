package ingest

import (
	"context"
	"slices"
	"sync"

	"xsell/metrics/sales"
)

// lineForm is what a sheet of sales lines holds and where it goes. All who read the
// sheet share it; only the habits of its columns may yet be settled.
type lineForm struct {
	s       *Sheet
	o       Options
	fields  []sales.Field // that are loaded, texts first
	place   linePlaces
	money   *money
	date    *dateColumn
	hasCost bool
	pseudo  map[string]bool // folded keys and names of what is no product
	returns *returnRule
	source  int

	lock     sync.Mutex // guards what follows
	surveyed bool
	habits   columnHabits // those of money and date
}

// linePlaces are the places of fields in a batch; -1 where there is none.
type linePlaces struct {
	deal, product, productName          int
	source, row, day, revenue, isReturn int
	quantity, list, discount, cost      int
	bonus, commission                   int
	customer                            customerPlaces
}

func (run *intake) newLineForm(s *Sheet) *lineForm {
	f := &lineForm{s: s, o: run.o, pseudo: pseudoProducts(run.o.Config), returns: newReturnRule(s, run.o.Config)}
	f.habits = newColumnHabits(len(s.Columns), run.o.Config)
	f.money = newMoney(s, f.habits)
	f.date = f.dateColumn(f.habits)
	f.source = run.l.AddSource(sales.Source{Name: s.table.name()})
	f.setPlaces()
	return f
}

// dateColumn makes the column of the day, for one goroutine.
func (f *lineForm) dateColumn(h columnHabits) *dateColumn {
	day := f.s.column(sales.DayField)
	return &dateColumn{column: day, habits: &h[day], date1904: f.s.table.date1904, known: map[string]knownDate{}}
}

// textColumns makes the columns of the texts, for one goroutine.
func (f *lineForm) textColumns() []*textColumn {
	var texts []*textColumn
	for _, field := range f.textFields() {
		var marks map[string]bool
		if field == sales.Product || field == sales.ProductName {
			marks = f.pseudo
		}
		column := newTextColumn(f.s.column(field), isKey(field), noneOf(field, f.o.Config), marks)
		switch field {
		case sales.PartnerRole:
			column.translate(partnerRoles())
		case sales.Payment:
			column.translate(unpaidWords())
		}
		texts = append(texts, column)
	}
	return texts
}

// textFields are the fields of texts that the sheet has.
func (f *lineForm) textFields() []sales.Field {
	var fields []sales.Field
	for _, c := range sales.Lines.Columns() {
		if c.Kind == sales.Text && f.s.column(c.Field) >= 0 {
			fields = append(fields, c.Field)
		}
	}
	return fields
}

// setPlaces lists what is loaded.
func (f *lineForm) setPlaces() {
	f.fields = f.textFields()
	place := func(field sales.Field, there bool) int {
		if !there {
			return -1
		}
		f.fields = append(f.fields, field)
		return len(f.fields) - 1
	}
	m, p := f.money, &f.place
	f.hasCost = m.cost != nil || m.unitCost != nil || m.profit != nil || m.margin != nil
	p.deal, p.product, p.productName = slices.Index(f.fields, sales.Deal), slices.Index(f.fields, sales.Product), slices.Index(f.fields, sales.ProductName)
	p.customer = customerPlacesIn(f.fields)
	p.source, p.row = place(sales.SourceField, true), place(sales.RowField, true)
	p.day, p.revenue = place(sales.DayField, true), place(sales.Revenue, true)
	p.quantity, p.cost = place(sales.QuantityOf, m.quantity != nil), place(sales.Cost, f.hasCost)
	p.list = place(sales.List, m.list != nil || m.rate != nil || m.listed)
	p.discount = place(sales.Discount, m.discount != nil)
	p.bonus, p.commission = place(sales.Bonus, len(m.bonuses) > 0), place(sales.Commission, len(m.commissions) > 0)
	p.isReturn = place(sales.IsReturn, f.returns.needed())
}

// settle makes sure that the habits of the columns are known, and teaches them to h.
func (f *lineForm) settle(ctx context.Context, h columnHabits) error {
	f.lock.Lock()
	defer f.lock.Unlock()
	if !f.surveyed {
		if err := survey(ctx, f.s.table, f.s.Header, f.money.columns(), []*dateColumn{f.date}); err != nil {
			return err
		}
		f.surveyed = true
	}
	h.learn(f.habits)
	return nil
}
