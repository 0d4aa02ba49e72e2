package ingest

import (
	"slices"
	"strings"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// controlField lists the customers that a programme leaves out.
const controlField sales.Field = "control"

// customerColumns are the columns of a sheet that tell of customers, and how to read
// their pseudonyms. A nil one leaves everything as it stands.
//
// Of a row with a customer, what is known is the number, else the name. The number alone
// gets a pseudonym where there is one, so that a customer has one and not two.
type customerColumns struct {
	*namer
	id, name, control *textColumn // nil where there is none
}

func newCustomerColumns(s *Sheet, p *Pseudonyms) *customerColumns {
	if p == nil {
		return nil
	}
	column := func(f sales.Field) *textColumn {
		i := s.column(f)
		if i < 0 {
			return nil
		}
		return newTextColumn(i, isKey(f), nil, nil)
	}
	return &customerColumns{p.namer(), column(sales.Customer), column(sales.CustomerName), column(controlField)}
}

// set puts pseudonyms in the place of the texts that name customers in row i of a batch.
func (c *customerColumns) set(columns []sales.Values, i int, place customerPlaces, texts [][]byte) {
	known := false
	for _, p := range []int{place.id, place.name} {
		switch {
		case p < 0:
		case known:
			columns[p].Text.Set(i, nil)
		default:
			columns[p].Text.Set(i, []byte(c.of(texts[p])))
			known = len(texts[p]) > 0
		}
	}
	if place.control >= 0 {
		columns[place.control].Text.Set(i, []byte(c.list(string(texts[place.control]))))
	}
}

// customerPlaces are the places in a batch of what tells of customers, -1 where there is none.
type customerPlaces struct{ id, name, control int }

func customerPlacesIn(fields []sales.Field) customerPlaces {
	return customerPlaces{slices.Index(fields, sales.Customer), slices.Index(fields, sales.CustomerName), slices.Index(fields, controlField)}
}

// list is a list of customers with pseudonyms, parted by semicolons as it was, or by
// commas or line ends where it has none.
func (c *customerColumns) list(text string) string {
	separators := ",\n\r"
	if strings.Contains(text, ";") {
		separators = ";"
	}
	customers := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) })
	for i, customer := range customers {
		customers[i] = c.of([]byte(canonicalKey(strings.TrimSpace(customer))))
	}
	return strings.Join(customers, "; ")
}

// quoted is a row for the list of rejects: of an anonymised one only its customer, since
// a row that was refused may hold a name in any column.
func (c *customerColumns) quoted(cells []sheet.Cell, date1904 bool) []string {
	if c == nil {
		return cellTexts(cells, date1904)
	}
	texts := make([]string, len(cells))
	if name, column := c.customer(cells); name != "" {
		texts[column] = name
	}
	return texts
}

// customer is the pseudonym of the customer of a row, and the column that tells it.
func (c *customerColumns) customer(cells []sheet.Cell) (name string, column int) {
	for _, from := range []*textColumn{c.id, c.name} {
		if from == nil {
			continue
		}
		if text, _ := from.read(cells, false); len(text) > 0 {
			return c.of(text), from.column
		}
	}
	return "", 0
}

// value is what a problem quotes of a cell that could not be read: of an anonymised sheet
// only the names of errors, for the same reason.
func (c *customerColumns) value(text string) string {
	if c == nil || isErrorValue([]byte(text)) {
		return text
	}
	return ""
}

// withhold takes out of what was understood of a sheet all that could name a customer:
// customers get their pseudonyms, of columns that are not used neither the values nor the
// header is told, and of columns of numbers and dates nothing else.
func (s *Sheet) withhold(p *Pseudonyms) {
	customers := newCustomerColumns(s, p)
	for i := range s.Columns {
		c := &s.Columns[i]
		c.withheld = c.Why != ByName && c.Why != ByConfiguration
		switch {
		case len(c.Fields) == 0:
			c.First = nil
		case slices.Contains(c.Fields, controlField):
			for j, v := range c.First {
				c.First[j] = customers.list(v)
			}
		case slices.Contains(c.Fields, sales.Customer) || slices.Contains(c.Fields, sales.CustomerName):
			c.First = customers.first(s.sample)
		case kindOf(s.Relation, c.Fields[0]) != sales.Text:
			c.First = slices.DeleteFunc(c.First, func(v string) bool { return isName(sheet.Cell{Kind: sheet.Text, Text: []byte(v)}) })
		}
	}
	if s.nearly != nil {
		for _, a := range s.nearly.columns {
			s.Columns[a.column].withheld = a.why == ByContent
		}
	}
}

// first is the first three different customers.
func (c *customerColumns) first(rows []rawRow) []string {
	var first []string
	for _, r := range rows {
		if name, _ := c.customer(r.cells); name != "" && !slices.Contains(first, name) {
			first = append(first, name)
		}
		if len(first) == 3 {
			break
		}
	}
	return first
}
