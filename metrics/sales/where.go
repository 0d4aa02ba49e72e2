package sales

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Condition keeps the lines whose field has one of the values or, with Not, none of them.
// A customer or a product goes by its number or by its name; what a line lacks is "(unassigned)",
// a customer "(unknown)".
type Condition struct {
	Field  Field
	Not    bool
	Values []string
}

// Where keeps the lines that all conditions keep; none keeps all. Conditions without Not on
// the same field count as one with the values of all: a line has one area.
type Where []Condition

// WhereFields are the fields that a condition may be about.
func WhereFields() []Field {
	return []Field{Area, Type, Product, Audience, Customer, Seller, Region, Channel, Partner, PartnerRole, Programme, Payment}
}

// WhereError is a condition that this input cannot mean: no line has the value or, where there
// is none, the field.
type WhereError struct {
	Field Field
	Value string
	Known []string // the values there are
}

func (e *WhereError) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("the sales name no %s", e.Field)
	}
	return fmt.Sprintf("no line has the %s %q", e.Field, e.Value)
}

// About reports whether a condition is about the field.
func (w Where) About(f Field) bool {
	return slices.ContainsFunc(w, func(c Condition) bool { return c.Field == f })
}

// And is both: what w keeps and c keeps, too.
func (w Where) And(c Condition) Where { return append(slices.Clone(w), c) }

// sql is the condition on columns of lines that are never NULL, as any engine takes it.
func (w Where) sql() string {
	if len(w) == 0 {
		return "TRUE"
	}
	parts := make([]string, len(w))
	for i, c := range w {
		not := map[bool]string{true: "NOT "}[c.Not]
		parts[i] = fmt.Sprintf("%s %sIN (%s)", ident(string(c.Field)), not, literals(c.Values))
	}
	return strings.Join(parts, " AND ")
}

// String writes the conditions as area="Retail","Online" region!="North".
func (w Where) String() string {
	parts := make([]string, len(w))
	for i, c := range w {
		values := make([]string, len(c.Values))
		for j, v := range c.Values {
			values[j] = strconv.Quote(v)
		}
		parts[i] = string(c.Field) + map[bool]string{true: "!=", false: "="}[c.Not] + strings.Join(values, ",")
	}
	return strings.Join(parts, " ")
}

// ownValues leaves in the conditions the values that the lines have.
func (l *Ledger) ownValues(ctx context.Context, where Where) (Where, error) {
	out := slices.Clone(where)
	for i, c := range out {
		out[i].Values = nil
		if c.Not {
			continue
		}
		type row struct{ Value string }
		rows, err := Query[row](ctx, l, fmt.Sprintf("SELECT DISTINCT %[1]s AS value FROM read_lines ORDER BY %[1]s", c.Field))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[i].Values = append(out[i].Values, r.Value)
		}
	}
	return out, nil
}

// only is the part of the conditions that is about the fields, as SQL over a relation that
// has them. What it lacks is "(unassigned)".
func (w Where) only(fields ...Field) string {
	var kept []string
	for _, c := range w {
		if slices.Contains(fields, c.Field) {
			not := map[bool]string{true: "NOT "}[c.Not]
			kept = append(kept, fmt.Sprintf("coalesce(%s, %s) %sIN (%s)", c.Field, quote(lacking(c.Field)), not, literals(c.Values)))
		}
	}
	if len(kept) == 0 {
		return "TRUE"
	}
	return strings.Join(kept, " AND ")
}

// within reports whether all conditions are about some of the fields.
func (w Where) within(fields ...Field) bool {
	return !slices.ContainsFunc(w, func(c Condition) bool { return !slices.Contains(fields, c.Field) })
}

func literals(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = quote(t)
	}
	return strings.Join(quoted, ", ")
}

// lacking is what stands in lines that have no value of the field.
func lacking(f Field) string {
	switch f {
	case Customer:
		return Unknown
	case Partner, PartnerRole, Programme, Payment:
		return ""
	}
	return Unassigned
}

// settleWhere finds the values in the lines that were read and joined: it puts keys for the
// names of customers and products, parts a text with commas that is no value itself, and
// brings the conditions of one field together.
func (l *Ledger) settleWhere(ctx context.Context, given Where) (Where, error) {
	var out Where
	for _, c := range given {
		if !slices.Contains(WhereFields(), c.Field) || c.Field != Customer && c.Field != Product && !l.said(c.Field) {
			return nil, &WhereError{Field: c.Field}
		}
		values, err := l.valuesOf(ctx, c)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(out, func(o Condition) bool { return o.Field == c.Field && o.Not == c.Not })
		if i < 0 {
			i, out = len(out), append(out, Condition{Field: c.Field, Not: c.Not})
		}
		values = append(values, out[i].Values...)
		slices.Sort(values)
		out[i].Values = slices.Compact(values)
	}
	return out, nil
}

// valuesOf are the values of a condition as the lines have them.
func (l *Ledger) valuesOf(ctx context.Context, c Condition) ([]string, error) {
	var out []string
	for _, text := range c.Values {
		found, err := l.valuesLike(ctx, c.Field, text)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			out = append(out, found...)
			continue
		}
		for piece := range strings.SplitSeq(text, ",") {
			piece = strings.TrimSpace(piece)
			if found, err = l.valuesLike(ctx, c.Field, piece); err != nil {
				return nil, err
			}
			if len(found) == 0 {
				return nil, l.unknownValue(ctx, c.Field, piece)
			}
			out = append(out, found...)
		}
	}
	return out, nil
}

// nameOf is where the names of a key stand, for fields that are keys.
func nameOf(key Field) (r Relation, name Field, is bool) {
	for _, n := range named {
		if n.key == key {
			return n.of, n.field, true
		}
	}
	return "", "", false
}

// valuesLike are the values of the field that a text stands for; none where no line has one.
func (l *Ledger) valuesLike(ctx context.Context, f Field, text string) ([]string, error) {
	is := fmt.Sprintf("%s = %s", f, quote(text))
	if text == Unassigned || text == Unknown {
		is = fmt.Sprintf("%s = %s", f, quote(lacking(f)))
	}
	if r, name, has := nameOf(f); has {
		is += fmt.Sprintf(" OR %[1]s IN (SELECT %[1]s FROM %[2]s WHERE %[3]s = %[4]s)", f, r, name, quote(text))
	}
	type row struct{ Value string }
	rows, err := Query[row](ctx, l, fmt.Sprintf("SELECT DISTINCT %[1]s AS value FROM read_lines WHERE %[2]s ORDER BY %[1]s", f, is))
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.Value
	}
	return out, err
}

// unknownValue is the error that no line has the value, with those there are.
func (l *Ledger) unknownValue(ctx context.Context, f Field, value string) error {
	known := fmt.Sprintf("SELECT CAST(%s AS VARCHAR) AS value FROM read_lines", f)
	if r, name, has := nameOf(f); has {
		known += fmt.Sprintf(" UNION SELECT x.%[1]s FROM %[2]s AS x JOIN read_lines AS r ON r.%[3]s = x.%[3]s", name, r, f)
	}
	type row struct{ Value string }
	rows, err := Query[row](ctx, l, "SELECT DISTINCT value FROM ("+known+") AS k WHERE value <> '' ORDER BY value")
	if err != nil {
		return err
	}
	e := &WhereError{Field: f, Value: value}
	for _, r := range rows {
		e.Known = append(e.Known, r.Value)
	}
	return e
}
