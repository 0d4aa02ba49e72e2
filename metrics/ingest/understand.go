package ingest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// Understanding is what the input was taken for, before any of it was loaded.
type Understanding struct {
	Files []File

	config Config // it was read with
}

// File is one input file and its sheets.
type File struct {
	Name   string // as given, without folders
	Form   string // what its bytes are: "xlsx", "csv, windows-1251, semicolons"
	Bytes  int64
	SHA256 string
	Sheets []*Sheet
}

// Sheet is what one sheet was taken for; a delimited file has one without a name.
type Sheet struct {
	Name     string
	Relation sales.Relation // empty when it is skipped
	Note     string         // why it is skipped, or what else to know
	Header   int            // row of the header
	Columns  []Column
	Missing  []sales.Field // fields of the relation that no column carries
	Rows     int64         // rows below the header, known once it was read

	table    *table
	profiles []*profile
	sample   []rawRow  // the rows it was recognised by
	nearly   *proposal // what it would be as lines, where it is nothing
}

// Column is one column of a sheet.
type Column struct {
	Header string
	Fields []sales.Field // empty when it is not used; a column may be two, as product type and area
	Why    Why
	Form   string   // "text", "number", "date", ...
	First  []string // its first three different values

	withheld bool // the header is not to be told: it may name a customer
}

// label is the header, where it may be told.
func (c Column) label() string {
	if c.withheld {
		return ""
	}
	return c.Header
}

// Letter is the name of the column in a spreadsheet: A, B, ..., Z, AA.
func Letter(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// column is the index of the column of a field, -1 where there is none.
func (s *Sheet) column(f sales.Field) int {
	return slices.IndexFunc(s.Columns, func(c Column) bool { return slices.Contains(c.Fields, f) })
}

// headers lists the names of the columns for a message.
func (s *Sheet) headers() string {
	var list []string
	withheld := 0
	for _, c := range s.Columns {
		if c.label() != "" {
			list = append(list, c.Header)
		} else if c.Header != "" {
			withheld++
		}
	}
	if withheld > 0 {
		list = append(list, fmt.Sprintf("%d that may name customers", withheld))
	}
	const most = 12
	if len(list) > most {
		list = append(list[:most], fmt.Sprintf("and %d more", len(list)-most))
	}
	return strings.Join(list, ", ")
}

// understand recognises one table from its first rows.
func understand(ctx context.Context, t *table, c Config) (*Sheet, error) {
	s := &Sheet{Name: t.sheet, table: t, Note: t.note}
	wish, named := c.sheet(t)
	switch {
	case wish.Relation == "skip":
		s.Note = "skipped, as configured"
		return s, nil
	case t.hidden && !named:
		s.Note = "hidden, skipped; name it under sheets in xsell.yaml to read it"
		return s, nil
	}
	rows, err := t.sample(ctx)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		s.Note = "empty"
		return s, nil
	}
	fields := c.named(t)
	h := headerOf(rows, fields, cmp.Or(wish.Header, t.header))
	if h.at < 0 || h.at+1 >= len(rows) {
		s.Note = "no header row found in the first 40 rows; its columns need names"
		if h.at >= 0 {
			s.Note = "no rows below the header"
		}
		return s, nil
	}
	s.recognise(h, rows, fields, sales.Relation(wish.Relation))
	return s, s.fillLabels(ctx)
}

func headerOf(rows []rawRow, fields map[string][]sales.Field, row int) header {
	known := map[string]bool{}
	for name := range fields {
		known[name] = true
	}
	if row == 0 {
		return findHeader(rows, known)
	}
	for i, r := range rows {
		if r.row == row {
			h, _ := headerAt(rows, i, known)
			return h
		}
	}
	return header{at: -1}
}

func (s *Sheet) recognise(h header, rows []rawRow, fields map[string][]sales.Field, wish sales.Relation) {
	s.Header = h.row
	data := rows[h.at+1:]
	s.sample = data
	width := len(h.names)
	for _, r := range data {
		width = max(width, len(r.cells))
	}
	h.names = append(h.names, make([]string, width-len(h.names))...)
	g := &recogniser{header: h, named: fields, title: map[string]bool{}}
	for _, w := range append(headerWords(s.table.sheet), headerWords(trimExtensions(s.table.file))...) {
		g.title[w] = true
	}
	for i, name := range h.names {
		p := profileColumn(data, i, s.table.date1904)
		s.profiles = append(s.profiles, p)
		g.profiles = append(g.profiles, p)
		g.words = append(g.words, headerWords(name))
		s.Columns = append(s.Columns, Column{Header: name, Form: p.form(), First: p.first})
	}
	p := g.best()
	if wish != "" {
		p = g.propose(wish)
	}
	if p == nil {
		s.Header = 0
		s.nearly = g.propose(sales.Lines)
		s.Note = s.whyNothing(rows)
		return
	}
	s.Relation = p.relation
	s.take(p)
}

// take gives the columns their fields and settles which category is which.
func (s *Sheet) take(p *proposal) {
	for _, a := range p.columns {
		if a.field == ignoredField {
			continue
		}
		s.Columns[a.column].Fields = append(s.Columns[a.column].Fields, a.field)
		s.Columns[a.column].Why = a.why
	}
	if s.Relation == sales.Lines || s.Relation == sales.Products {
		s.settleCategories()
	}
	s.settleDiscount()
	for _, c := range s.Relation.Columns() {
		if !s.carries(c.Field) {
			s.Missing = append(s.Missing, c.Field)
		}
	}
}

// carries tells whether the field has a column, or one it is worked out from.
func (s *Sheet) carries(f sales.Field) bool {
	sources := []sales.Field{f}
	switch f {
	case sales.SourceField, sales.RowField, sales.IsReturn:
		return true
	case sales.DayField:
		sources = append(sources, yearField)
	case sales.Revenue:
		sources = append(sources, priceField, sales.List)
	case sales.Cost:
		sources = append(sources, unitCost, profitField, marginField)
	case sales.List, sales.Discount:
		sources = append(sources, discountRate)
	}
	return slices.ContainsFunc(sources, func(f sales.Field) bool { return s.column(f) >= 0 })
}

// settleDiscount tells a discount in per cent from one in money by its values.
func (s *Sheet) settleDiscount() {
	i := s.column(sales.Discount)
	if s.Relation != sales.Lines || i < 0 || s.column(discountRate) >= 0 || !s.profiles[i].isRate() {
		return
	}
	c := &s.Columns[i]
	c.Fields[slices.Index(c.Fields, sales.Discount)] = discountRate
}

// whyNothing says what a sheet lacks that is no relation.
func (s *Sheet) whyNothing(rows []rawRow) string {
	for _, r := range rows[:min(len(rows), headerRows)] {
		for _, name := range names(r) {
			if pivotWords()[fold(name)] {
				return "a pivot table, skipped: the rows behind it are what can be read"
			}
		}
	}
	if lacks := s.lacks(); lacks != "" {
		return "not recognised; for sales lines it has " + lacks
	}
	return "not recognised"
}

// lacks names what keeps a sheet from being sales lines.
func (s *Sheet) lacks() string {
	p := s.nearly
	switch {
	case p == nil:
		return ""
	case !p.has(sales.DayField) && !p.has(sales.Revenue, priceField, sales.List):
		return "no date column and no amount column"
	case !p.has(sales.DayField):
		return "no date column"
	case !p.has(sales.Revenue, priceField, sales.List):
		return "no amount column"
	}
	return "no product, customer or deal column"
}
