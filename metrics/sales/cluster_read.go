package sales

import (
	"context"
	"fmt"
	"strings"

	"xsell/metrics/lazy"
)

// tableName is the name of a table, with catalog and schema or without, parts in double
// quotes where they need them.
var tableName = lazy.Regexp(`^("[^"]+"|[A-Za-z_][A-Za-z0-9_$@]*)(\.("[^"]+"|[A-Za-z_][A-Za-z0-9_$@]*)){0,2}$`)

// Check says what cannot be meant by a selection.
func (s Selection) Check(r Relation) error {
	switch {
	case (s.Table == "") == (s.Query == ""):
		return fmt.Errorf("%s wants a table or a query, one of them", r)
	case s.Table != "" && !tableName().MatchString(s.Table):
		return fmt.Errorf("the table %q of %s is no name of a table as sales.orders; names with other characters stand in double quotes", s.Table, r)
	}
	for _, f := range sortedFields(s.Columns) {
		if !r.Has(f) || f == SourceField || f == RowField {
			return fmt.Errorf("%s have no field %q; fields are %s", r, f, fieldsOf(r))
		}
	}
	return nil
}

func fieldsOf(r Relation) string {
	var list []string
	for _, c := range r.Columns() {
		if c.Field != SourceField && c.Field != RowField {
			list = append(list, string(c.Field))
		}
	}
	return strings.Join(list, ", ")
}

// from is the selection as it stands behind FROM.
func (s Selection) from() string {
	if s.Table != "" {
		return s.Table
	}
	return "(\n" + strings.TrimRight(strings.TrimSpace(s.Query), "; \n") + "\n) AS selected"
}

// read copies a relation to the scratch schema, with its values as the ledger holds them.
func (c *cluster) read(ctx context.Context, r Relation, s Selection) (Understood, error) {
	if err := s.Check(r); err != nil {
		return Understood{}, err
	}
	columns, err := c.columnsOf(ctx, s)
	if err != nil {
		return Understood{}, err
	}
	u := understood(r, s, columns)
	if r == Lines {
		if err := u.suffices(columns); err != nil {
			return u, err
		}
	}
	if err := c.exec(ctx, "CREATE TABLE read_"+string(r)+" AS "+c.copyOf(u, s)); err != nil {
		return u, err
	}
	type count struct{ N int64 }
	l := Ledger{engine: c}
	rows, err := Query[count](ctx, &l, "SELECT count(*) AS n FROM read_"+string(r))
	if err == nil {
		u.Rows = rows[0].N
	}
	return u, err
}

func (c *cluster) columnsOf(ctx context.Context, s Selection) ([]string, error) {
	rows, err := c.db.QueryContext(ctx, "SELECT * FROM "+s.from()+" LIMIT 0")
	if err != nil {
		return nil, c.fault(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err == nil && len(columns) == 0 {
		rows.Next()
		err = rows.Err()
	}
	if err != nil {
		return nil, c.fault(err)
	}
	return columns, nil
}

// understood finds the expression of each field.
func understood(r Relation, s Selection, columns []string) Understood {
	u := Understood{Relation: r, From: s.Table, By: map[Field]string{}}
	if u.From == "" {
		u.From = "query of " + string(r)
	}
	said := strings.Builder{}
	for _, f := range sortedFields(s.Columns) {
		said.WriteString(strings.ToLower(s.Columns[f]) + " ")
	}
	for _, c := range columns {
		f := Field(strings.ToLower(c))
		switch {
		case r.Has(f) && f != SourceField && f != RowField:
			u.By[f] = `"` + c + `"`
		case !strings.Contains(said.String(), strings.ToLower(c)):
			u.Unused = append(u.Unused, c)
		}
	}
	for f, expression := range s.Columns {
		u.By[f] = expression
	}
	for _, c := range r.Columns() {
		if _, has := u.By[c.Field]; has {
			u.Fields = append(u.Fields, c.Field)
		}
	}
	return u
}

// suffices refuses lines without what every line needs.
func (u Understood) suffices(columns []string) error {
	var lacks []string
	for _, f := range []Field{DayField, Revenue} {
		if u.By[f] == "" {
			lacks = append(lacks, string(f))
		}
	}
	if u.By[Product] == "" && u.By[ProductName] == "" {
		lacks = append(lacks, string(Product))
	}
	if u.By[Customer] == "" && u.By[CustomerName] == "" && u.By[Deal] == "" {
		lacks = append(lacks, "customer or deal")
	}
	if len(lacks) == 0 {
		return nil
	}
	return fmt.Errorf("%s has no %s (its columns: %s); name what gives them under columns, as in columns: {day: order_date, revenue: net_amount}",
		u.From, strings.Join(lacks, " and no "), strings.Join(columns, ", "))
}

// copyOf is the query that brings a relation into the kinds of its fields. Lines without a day
// or an amount are marked as refused.
func (c *cluster) copyOf(u Understood, s Selection) string {
	var list []string
	for _, column := range u.Relation.Columns() {
		name := `"` + string(column.Field) + `"`
		switch expression, has := u.By[column.Field]; {
		case column.Field == SourceField:
			list = append(list, "CAST(0 AS BIGINT) AS source")
		case column.Field == RowField:
			list = append(list, `row_number() OVER () AS "row"`)
		case !has && column.Kind == Text:
			list = append(list, "CAST(NULL AS VARCHAR) AS "+name)
		case !has:
			list = append(list, "CAST(NULL AS BIGINT) AS "+name)
		case len(c.w.Nothing[column.Field]) > 0:
			text := column.Kind.taken(expression)
			list = append(list, fmt.Sprintf("CASE WHEN lower(%[1]s) NOT IN (%[2]s) THEN %[1]s END AS %[3]s", text, quotedAll(c.w.Nothing[column.Field]), name))
		default:
			list = append(list, column.Kind.taken(expression)+" AS "+name)
		}
	}
	copied := "SELECT " + strings.Join(list, ",\n       ") + "\nFROM " + s.from()
	for _, f := range u.Relation.Keys() {
		if u.By[f] != "" {
			return fmt.Sprintf("SELECT t.* FROM (%s) AS t WHERE %s IS NOT NULL", copied, f)
		}
	}
	if u.Relation != Lines {
		return copied
	}
	return "SELECT t.*, CASE WHEN day IS NULL THEN 'date' WHEN revenue IS NULL THEN 'amount' END AS refused\nFROM (" + copied + ") AS t"
}

func quotedAll(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quote(s)
	}
	return strings.Join(out, ", ")
}

// taken is a value of the warehouse as the ledger holds values of the kind; NULL where it
// cannot be one.
func (k Kind) taken(expression string) string {
	scaled := func(by int64) string {
		return fmt.Sprintf("CAST(round(TRY_CAST((%s) AS DECIMAL(38, 10)) * %d) AS BIGINT)", expression, by)
	}
	switch k {
	case Text:
		return "nullif(trim(CAST((" + expression + ") AS VARCHAR)), '')"
	case Date:
		return "date_diff('day', DATE '1970-01-01', TRY_CAST((" + expression + ") AS DATE))"
	case Flag:
		return "CASE WHEN TRY_CAST((" + expression + ") AS BOOLEAN) THEN BIGINT '1' ELSE BIGINT '0' END"
	case Whole:
		return "TRY_CAST((" + expression + ") AS BIGINT)"
	case Factor:
		return scaled(FactorScale)
	}
	return scaled(Scale)
}
