package sales

import (
	"context"
	"fmt"
	"strings"
)

// coding are the columns that sections group lines by most, each with the query that says how
// many texts it has.
var coding = []struct {
	field Field
	texts string
}{
	{Customer, "SELECT count(*) AS texts FROM customers WHERE in_lines"}, {Product, "SELECT count(*) AS texts FROM products WHERE in_lines"},
	{Type, aboutTexts(Type)}, {Area, aboutTexts(Area)}, {Audience, aboutTexts(Audience)},
}

func aboutTexts(f Field) string {
	return fmt.Sprintf("SELECT approx_count_distinct(%s) AS texts FROM read_lines", f)
}

// mostCoded is how many texts a column may have for which a list of them is worth while:
// numbers of a longer one are about as slow to group by as texts.
const mostCoded = 1 << 17

// findCoded finds the columns of lines that are to be coded.
func (l *Ledger) findCoded(ctx context.Context) error {
	parts := make([]string, len(coding))
	for i, c := range coding {
		parts[i] = fmt.Sprintf("SELECT '%s' AS field, texts FROM (%s) AS t", c.field, c.texts)
	}
	type row struct {
		Field string
		Texts int64
	}
	rows, err := Query[row](ctx, l, "SELECT field, texts FROM ("+strings.Join(parts, " UNION ALL ")+") AS c ORDER BY field")
	if err != nil {
		return err
	}
	l.coded = nil
	for _, r := range rows {
		if r.Texts <= mostCoded {
			l.coded = append(l.coded, Field(r.Field))
		}
	}
	return nil
}

// code holds columns as numbers of a sorted list of their texts: the engine groups, joins
// and sorts numbers faster. To a query they are texts as before, in the same order.
func (l *Ledger) code() []string {
	var statements []string
	for _, f := range l.coded {
		if f == Customer || f == Product || l.said(f) {
			statements = append(statements,
				fmt.Sprintf("CREATE TYPE %[1]s_texts AS ENUM (SELECT %[1]s FROM read_lines GROUP BY %[1]s ORDER BY %[1]s)", f),
				fmt.Sprintf("ALTER TABLE read_lines ALTER %[1]s TYPE %[1]s_texts", f))
		}
	}
	return statements
}
