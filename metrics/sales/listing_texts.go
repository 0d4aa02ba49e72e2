package sales

import (
	"context"
	"fmt"
	"slices"
)

// named are the columns whose text goes with a key, with the relation that says it.
var named = []struct {
	field, key Field
	of         Relation
}{
	{CustomerName, Customer, Customers}, {ProductName, Product, Products},
}

// texts takes the texts of coded columns, and of names that go with a coded key, from the
// engine once: of the lines themselves their numbers are enough then. The driver takes the
// whole list of such a column anew with every 2,048 rows.
func (l *Ledger) texts(ctx context.Context, columns []listedColumn) error {
	for i := range columns {
		c := &columns[i]
		key, query := l.keyOf(c.Field)
		if !slices.Contains(l.coded, key) {
			continue
		}
		type entry struct {
			Code int64
			Text string
		}
		entries, err := Query[entry](ctx, l, query)
		if err != nil {
			return err
		}
		for _, e := range entries {
			c.texts = append(c.texts, make([]any, max(0, int(e.Code)+1-len(c.texts)))...)
			c.texts[e.Code] = e.Text
		}
		c.from = fmt.Sprintf("CAST(enum_code(s.%s) AS INTEGER)", key)
	}
	return nil
}

// keyOf is the field by whose number the text of a field is found, and the SQL that lists
// number and text.
func (l *Ledger) keyOf(f Field) (key Field, query string) {
	for _, n := range named {
		if n.field == f {
			return n.key, fmt.Sprintf(`SELECT CAST(enum_code(TRY_CAST(%[1]s AS %[1]s_texts)) AS BIGINT) AS code, %[2]s AS text
FROM %[3]s WHERE TRY_CAST(%[1]s AS %[1]s_texts) IS NOT NULL`, n.key, n.field, n.of)
		}
	}
	return f, fmt.Sprintf(`SELECT CAST(enum_code(CAST(text AS %[1]s_texts)) AS BIGINT) AS code, text
FROM (SELECT unnest(enum_range(CAST(NULL AS %[1]s_texts))) AS text) AS t`, f)
}
