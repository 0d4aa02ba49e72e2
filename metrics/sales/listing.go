package sales

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// Columns of a Listing that follow from the others.
const (
	MonthOf  Field = "month"  // as 2026-06
	CM1      Field = "cm1"    // revenue less cost; missing where the cost is
	Costed   Field = "costed" // the revenue of lines with a cost, which CM1 is compared with
	IsFee    Field = "is_fee"
	Returned Field = "is_returned"
	Deducted Field = "is_deduction"
)

// Listing is the used lines one by one, as they count, for whoever adds them up again.
// Metrics never ask for it.
type Listing struct {
	Columns []Column
	Count   int64

	// Lines gives the lines by source and row, a deduction behind the line it takes back.
	// A value is nil, a string, a Money, a Quantity, a Day, an int64 or a bool, as the kind of
	// its column says; source is the name of the source. The slice is good until
	// the next line. It can be gone through again.
	Lines iter.Seq2[[]any, error]

	// Parts are the lines cut into some 100,000 each, in their order. Several can be gone through at once.
	Parts []iter.Seq2[[]any, error]
}

// List lists the lines of a finished ledger, in all columns that any sheet says. Few lines are in
// memory at a time.
func (l *Ledger) List(ctx context.Context) (Listing, error) {
	type span struct{ Source, Lines, First, Last int64 }
	spans, err := Query[span](ctx, l, `SELECT source, count(*) AS lines, min("row") AS first, max("row") AS last FROM lines GROUP BY source ORDER BY source`)
	if err != nil {
		return Listing{}, err
	}
	columns, list := l.listed(), Listing{}
	if err := l.texts(ctx, columns); err != nil {
		return Listing{}, err
	}
	for _, c := range columns {
		list.Columns = append(list.Columns, c.Column)
	}
	for _, s := range spans {
		list.Count += s.Lines
		for row := s.First; row <= s.Last; row += listedRows {
			list.Parts = append(list.Parts, l.part(ctx, columns, s.Source, row))
		}
	}
	list.Lines = func(yield func([]any, error) bool) {
		for _, part := range list.Parts {
			for values, err := range part {
				if !yield(values, err) || err != nil {
					return
				}
			}
		}
	}
	return list, nil
}

// part goes through the lines of a source whose rows begin at one.
func (l *Ledger) part(ctx context.Context, columns []listedColumn, source, row int64) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		stopped := errors.New("stopped")
		err := l.slice(ctx, columns, source, row, func(values []any) error {
			if !yield(values, nil) {
				return stopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(nil, err)
		}
	}
}

// listedRows is how many rows of a source are asked for at a time: the engine holds an answer
// as a whole.
const listedRows = 1 << 17

// listedColumn is a column of a listing and the expression that gives it.
type listedColumn struct {
	Column
	from  string
	texts []any // by the number that from gives; nil where it gives the text itself
}

// listed are the columns of a listing: what a line is, then side by side what lines are
// grouped by and their amounts, then what is said of it.
func (l *Ledger) listed() []listedColumn {
	out := []listedColumn{{Column{SourceField, Text}, "s.source", nil}, {Column{RowField, Whole}, `s."row"`, nil}, {Column{Deal, Text}, "s.deal", nil},
		{Column{DayField, Date}, "s.day", nil}, {Column{Customer, Text}, "s.customer", nil}}
	add := func(f Field, k Kind, from string, wanted bool) {
		if wanted {
			out = append(out, listedColumn{Column{f, k}, from, nil})
		}
	}
	named := func(r Relation, f Field) bool { return l.given[Lines][f] || l.given[r][f] }
	add(CustomerName, Text, "c.customer_name", named(Customers, CustomerName) && named(Customers, Customer))
	add(Product, Text, "s.product", true)
	add(ProductName, Text, "p.product_name", named(Products, ProductName) && named(Products, Product))
	add(MonthOf, Text, "s.day", true)
	for _, f := range []Field{Area, Type, Audience, Seller, Partner, Programme, Region, Channel, MeasureOf} {
		add(f, Text, "s."+string(f), l.said(f))
	}
	add(QuantityOf, Number, "s.quantity", l.said(QuantityOf))
	add(List, Amount, "s.list", l.said(List))
	add(Discount, Amount, "s.discount", l.said(Discount))
	add(Revenue, Amount, "s.revenue", true)
	add(Cost, Amount, "s.cost", l.said(Cost))
	add(CM1, Amount, "s.cm1", l.said(Cost))
	add(Costed, Amount, "s.costed", l.said(Cost))
	add(Bonus, Amount, "s.bonus", l.said(Bonus))
	add(Commission, Amount, "s.commission", l.said(Commission))
	add(IsReturn, Flag, "s.is_return", true)
	add(Returned, Flag, "s.is_returned", l.HasRelation(Returns))
	add(Deducted, Flag, "s.is_deduction", l.deduct)
	add(IsFee, Flag, "s.is_fee", len(l.noProducts) > 0)
	return out
}

// slice gives the lines of a source whose rows begin at one.
func (l *Ledger) slice(ctx context.Context, columns []listedColumn, source, row int64, each func([]any) error) error {
	list, joined := make([]string, len(columns)), ""
	for i, c := range columns {
		switch list[i] = c.from; c.from {
		case "c.customer_name":
			joined += " LEFT JOIN customers AS c ON c.customer = s.customer"
		case "p.product_name":
			joined += " LEFT JOIN products AS p ON p.product = s.product"
		}
	}
	query := fmt.Sprintf(`SELECT %s FROM lines AS s%s
WHERE s.source = %d AND s."row" >= %d AND s."row" < %d ORDER BY s."row", s.is_deduction`, strings.Join(list, ", "), joined, source, row, row+listedRows)
	values := make([]any, len(columns))
	return l.engine.raw(ctx, query, func(raw []driver.Value) error {
		for i, c := range columns {
			values[i] = l.value(&c, raw[i])
		}
		return each(values)
	})
}

// value is what a listing says for what the engine gave.
func (l *Ledger) value(c *listedColumn, raw driver.Value) any {
	switch v := raw.(type) {
	case int32:
		return c.texts[v]
	case time.Time:
		if c.Field == MonthOf {
			return v.Format("2006-01")
		}
		return Day(floorDiv(v.Unix(), 86_400))
	case int64:
		switch c.Kind {
		case Amount:
			return Money(v)
		case Number:
			return Quantity(v)
		}
		if c.Field == SourceField {
			return l.Sources[v].Name
		}
		return v
	}
	return raw
}

// Column is the place of the column, or -1.
func (l Listing) Column(f Field) int {
	return slices.IndexFunc(l.Columns, func(c Column) bool { return c.Field == f })
}
