package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// crossTable is the pivot table over the lines: what it is made from, which is a run of
// columns of their sheet, and the sums it shows when the workbook is opened.
type crossTable struct {
	first   int // column of the lines that the fields begin with
	fields  []crossField
	words   *phrases.Phrases
	rows    []int // fields whose items are the rows, from the outside
	revenue int   // fields; -1 where there is none
	cm1     int
	costed  int
	sums    map[crossKey]*crossSum
	records int64
	part    packedPart // the records, compressed as the lines come
	deflate *flate.Writer
	buf     []byte
}

// crossField is a field of the pivot table: texts are numbers of a list, as the file format
// wants them.
type crossField struct {
	column   sales.Column
	title    string
	items    []string // in the order of the lines
	place    map[string]int
	blank    bool // some line lacks it
	least    int64
	most     int64
	seen     bool
	fraction bool
}

// crossRows are the fields a pivot table has as rows, as far as the lines say them.
var crossRows = []sales.Field{sales.Area, sales.Type, sales.MonthOf}

// crossKey are the items of a line in the fields that are rows; unused ones are 0.
type crossKey [3]int32

type crossSum struct{ revenue, cm1, costed sales.Money }

// newCrossTable takes the columns from the month to the last amount.
func newCrossTable(list sales.Listing, words *phrases.Phrases) (*crossTable, error) {
	first, end := list.Column(sales.MonthOf), list.Column(sales.IsReturn)
	if first < 0 || end < first || list.Count == 0 {
		return nil, nil
	}
	c := &crossTable{first: first, words: words, sums: map[crossKey]*crossSum{}}
	for _, column := range list.Columns[first:end] {
		c.fields = append(c.fields, crossField{column: column, title: words.Say(dataLooks[column.Field].title), place: map[string]int{}})
	}
	for _, f := range crossRows {
		if i := c.field(f); i >= 0 {
			c.rows = append(c.rows, i)
		}
	}
	c.revenue, c.cm1, c.costed = c.field(sales.Revenue), c.field(sales.CM1), c.field(sales.Costed)
	var err error
	c.deflate, err = flate.NewWriter(&c.part.content, deflateLevel)
	return c, err
}

// field is the place of a field, or -1.
func (c *crossTable) field(f sales.Field) int {
	return slices.IndexFunc(c.fields, func(x crossField) bool { return x.column.Field == f })
}

// add takes a line: its record, and its part in the sums.
func (c *crossTable) add(values []any) error {
	if c.records == 0 {
		c.buf = append(c.buf, c.recordsHead()...)
	}
	c.records++
	c.buf = append(c.buf, "<r>"...)
	var key crossKey
	for i := range c.fields {
		v := values[c.first+i]
		item := c.fields[i].take(v)
		c.buf = appendRecord(c.buf, c.fields[i].column.Kind, v, item)
		if at := slices.Index(c.rows, i); at >= 0 {
			key[at] = int32(item)
		}
	}
	c.buf = append(c.buf, "</r>"...)
	sum := c.sums[key]
	if sum == nil {
		sum = &crossSum{}
		c.sums[key] = sum
	}
	sum.revenue += c.amount(values, c.revenue)
	sum.cm1 += c.amount(values, c.cm1)
	sum.costed += c.amount(values, c.costed)
	if len(c.buf) > 1<<16 {
		return c.flush()
	}
	return nil
}

func (c *crossTable) amount(values []any, field int) sales.Money {
	if field < 0 {
		return 0
	}
	m, _ := values[c.first+field].(sales.Money)
	return m
}

func (c *crossTable) flush() error {
	_, err := counter{&c.part, c.deflate}.Write(c.buf)
	c.buf = c.buf[:0]
	return err
}

// finish ends the records.
func (c *crossTable) finish() error {
	c.buf = append(c.buf, "</pivotCacheRecords>"...)
	if err := c.flush(); err != nil {
		return err
	}
	return c.deflate.Close()
}

// take notes a value of the field and gives the number of its text. Texts that differ in
// case only are one item, as Excel has it.
func (f *crossField) take(v any) int {
	var n int64
	switch v := v.(type) {
	case string:
		if v == "" {
			break
		}
		i, ok := f.place[v]
		if !ok {
			folded := strings.ToLower(v)
			if i, ok = f.place[folded]; !ok {
				i = len(f.items)
				f.items = append(f.items, cellText(v))
				f.place[folded] = i
			}
			f.place[v] = i
		}
		return i
	case sales.Money:
		n = int64(v)
	case sales.Quantity:
		n = int64(v)
	}
	if v == nil || v == "" {
		f.blank = true
		return f.blankItem()
	}
	if !f.seen {
		f.least, f.most, f.seen = n, n, true
	}
	f.least, f.most = min(f.least, n), max(f.most, n)
	f.fraction = f.fraction || n%sales.Scale != 0
	return 0
}

// noText is the item of lines that lack a text. Nothing else is called so: it is no valid text.
const noText = "\xff"

// blankItem is the number of the item of lines that lack a text.
func (f *crossField) blankItem() int {
	if f.column.Kind != sales.Text {
		return 0
	}
	i, ok := f.place[noText]
	if !ok {
		i = len(f.items)
		f.items = append(f.items, noText)
		f.place[noText] = i
	}
	return i
}

// sorted are the numbers of the items in the order they are shown, without a text last.
func (f *crossField) sorted() []int {
	order := make([]int, len(f.items))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := f.items[a], f.items[b]
		return cmp.Or(cmp.Compare(b2i(x == noText), b2i(y == noText)), strings.Compare(strings.ToLower(x), strings.ToLower(y)), strings.Compare(x, y))
	})
	return order
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
