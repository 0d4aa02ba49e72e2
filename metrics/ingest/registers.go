package ingest

import (
	"context"
	"slices"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// registerReader loads a sheet that is not sales lines: products, customers, ...
type registerReader struct {
	s        *Sheet
	run      *intake
	stream   *stream
	columns  []registerColumn
	texts    [][]byte // of the row, by column
	key      int      // place of the field that a row cannot do without
	status   *textColumn
	yes      map[string]bool
	names    *customerColumns
	place    customerPlaces
	problems *problems
	rows     int64
}

// registerColumn reads one field; exactly one of its readers is set.
type registerColumn struct {
	text   *textColumn
	number *numberColumn
	date   *dateColumn
	period *periodColumns
}

// periodColumns read a day from columns for year, quarter and month.
type periodColumns struct{ year, quarter, month *numberColumn }

func (p *periodColumns) read(cells []sheet.Cell) (sales.Day, state) {
	year, s := p.year.read(cells)
	if s != readable {
		return 0, s
	}
	month := int64(1)
	if q, s := p.quarter.read(cells); s == readable {
		month = q/sales.Scale*3 - 2
	}
	if m, s := p.month.read(cells); s == readable {
		month = m / sales.Scale
	}
	day, ok := civil(int(year/sales.Scale), int(month), 1)
	return stateOf(day, ok)
}

func (run *intake) newRegisterReader(s *Sheet) *registerReader {
	r := &registerReader{s: s, run: run, names: newCustomerColumns(s, run.o.Pseudonyms), problems: newProblems(s.table, run.o)}
	var fields []sales.Field
	for _, c := range s.Relation.Columns() {
		if rc, ok := r.column(c); ok {
			fields = append(fields, c.Field)
			r.columns = append(r.columns, rc)
		}
	}
	r.texts, r.place = make([][]byte, len(fields)), customerPlacesIn(fields)
	for _, f := range s.Relation.Keys() {
		if i := slices.Index(fields, f); i >= 0 {
			r.key = i
			break
		}
	}
	if i := s.column(statusField); i >= 0 && s.Relation == sales.Returns {
		r.status = newTextColumn(i, false, nil, nil)
		r.yes = returnedStatus("returned")
	}
	r.stream = newStream(s.Relation, fields)
	return r
}

// column is the reader of a field, where a column of the sheet carries it.
func (r *registerReader) column(c sales.Column) (registerColumn, bool) {
	i := r.s.column(c.Field)
	if i < 0 {
		if c.Field == sales.DayField && r.s.column(yearField) >= 0 {
			return registerColumn{period: &periodColumns{r.number(yearField), r.number(quarterField), r.number(monthField)}}, true
		}
		return registerColumn{}, false
	}
	switch c.Kind {
	case sales.Text:
		return registerColumn{text: newTextColumn(i, isKey(c.Field), noneOf(c.Field, r.run.o.Config), nil)}, true
	case sales.Date:
		h := &habits{order: r.run.o.Config.order(), fixed: r.run.o.Config.DateOrder != ""}
		return registerColumn{date: &dateColumn{column: i, habits: h, date1904: r.s.table.date1904, known: map[string]knownDate{}}}, true
	}
	return registerColumn{number: r.number(c.Field)}, true
}

func (r *registerReader) number(f sales.Field) *numberColumn {
	i := r.s.column(f)
	if i < 0 {
		return nil
	}
	kind := kindOf(r.s.Relation, f)
	c := &numberColumn{column: i, habits: &habits{decimal: r.run.o.Config.decimal()}, whole: r.s.profiles[i].isWholePercent(kind)}
	if kind == sales.Factor {
		c.finer = 6 // of sales.FactorScale beyond sales.Scale
	}
	return c
}

func (r *registerReader) read(ctx context.Context) error {
	return r.s.table.rows(ctx, func(row int, cells []sheet.Cell) error {
		if row <= r.s.Header || isBlank(cells) {
			return nil
		}
		r.rows++
		return r.row(ctx, row, cells)
	})
}

func (r *registerReader) row(ctx context.Context, row int, cells []sheet.Cell) error {
	if r.status != nil {
		if s := r.status.text(cells); s != "" && !r.yes[fold(s)] {
			return nil
		}
	}
	if ok, err := r.checkKey(row, cells); !ok || err != nil {
		return err
	}
	b, i, err := r.stream.row(ctx)
	if err != nil {
		return err
	}
	for j, c := range r.columns {
		if c.text != nil {
			text, _ := c.text.read(cells, false)
			b.Columns[j].Text.Set(i, text)
			r.texts[j] = text
			continue
		}
		n, s := c.value(cells)
		if s == undecided {
			if err := r.survey(ctx); err != nil {
				return err
			}
			n, s = c.value(cells)
		}
		b.Columns[j].Int[i], b.Columns[j].Null[i] = n, s != readable
		if s == unreadable {
			if err := r.unreadable(row, cells, c); err != nil {
				return err
			}
		}
	}
	if r.names != nil {
		r.names.set(b.Columns, i, r.place, r.texts)
	}
	return nil
}

// checkKey refuses a row without its key, or with a total in its place.
func (r *registerReader) checkKey(row int, cells []sheet.Cell) (bool, error) {
	c := r.columns[r.key]
	if c.text == nil {
		_, s := c.value(cells)
		return s != missing, nil
	}
	text, _ := c.text.read(cells, false)
	switch key := string(text); {
	case saysTotal(key), key == "" && c.text.column < len(cells) && c.text.none[fold(clean(cells[c.text.column].Text))]:
		return false, nil
	case key != "":
		return true, nil
	}
	return false, r.problems.add(sales.Problem{Row: row, Column: Letter(c.text.column), Kind: kindKey, Refused: true,
		Message: phrases.Note("there is no %s", string(r.stream.fields[r.key])), Cells: r.names.quoted(cells, r.s.table.date1904)})
}

func (r *registerReader) survey(ctx context.Context) error {
	var numbers []*numberColumn
	var dates []*dateColumn
	for _, c := range r.columns {
		switch {
		case c.number != nil:
			numbers = append(numbers, c.number)
		case c.date != nil:
			dates = append(dates, c.date)
		}
	}
	return survey(ctx, r.s.table, r.s.Header, numbers, dates)
}

func (r *registerReader) unreadable(row int, cells []sheet.Cell, c registerColumn) error {
	column, what := 0, phrases.Key("is not a number")
	switch {
	case c.number != nil:
		column = c.number.column
	case c.date != nil:
		column, what = c.date.column, "is not a date"
	default:
		column, what = c.period.year.column, "is not a period"
	}
	return r.problems.add(sales.Problem{Row: row, Column: Letter(column), Value: r.names.value(clean(cells[column].Text)), Kind: kindCell, Message: phrases.Note(what)})
}

func (c registerColumn) value(cells []sheet.Cell) (int64, state) {
	switch {
	case c.number != nil:
		return c.number.read(cells)
	case c.date != nil:
		day, s := c.date.read(cells)
		return int64(day), s
	}
	day, s := c.period.read(cells)
	return int64(day), s
}

func (r *registerReader) close() {
	r.s.Rows = r.rows
	r.run.l.Problems = append(r.run.l.Problems, r.problems.all()...)
}
