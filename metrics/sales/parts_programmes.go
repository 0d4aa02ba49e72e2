package sales

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// programmeRows are the rows of the register that a part keeps, by their numbers in the whole,
// each with what is left of its control group.
type programmeRows struct {
	numbers  []int64
	controls []string
}

// are picks the rows.
func (p programmeRows) are() string {
	if len(p.numbers) == 0 {
		return "FALSE"
	}
	list := make([]string, len(p.numbers))
	for i, n := range p.numbers {
		list[i] = strconv.FormatInt(n, 10)
	}
	return "rowid IN (" + strings.Join(list, ", ") + ")"
}

// columns gives the rows their control groups; who answers for a programme is named where the
// lines name the same person.
func (p programmeRows) columns() string {
	control := "control"
	if len(p.numbers) > 0 {
		control = "CASE rowid"
		for i, n := range p.numbers {
			control += fmt.Sprintf(" WHEN %d THEN %s", n, quote(p.controls[i]))
		}
		control = "nullif(" + control + " END, '')"
	}
	return "* REPLACE (CASE WHEN owner IN (SELECT seller FROM read_lines) THEN owner END AS owner, " + control + " AS control)"
}

// ownProgrammes finds the programmes that are of this part alone: all lines under them are
// its lines, and it has all that they name. One that others share cannot be judged by a part of its
// sales, and its cost is not that of the part.
func (l *Ledger) ownProgrammes(ctx context.Context) (programmeRows, error) {
	var kept programmeRows
	type row struct {
		Number                            int64
		Products, Goods, Partner, Control string
		Known                             bool
	}
	rows, err := Query[row](ctx, l, `
WITH ours AS (SELECT programme, count(*) AS n FROM read_lines WHERE programme <> '' GROUP BY programme),
everybody AS (SELECT programme, count(*) AS n FROM whole.read_lines WHERE programme <> '' GROUP BY programme)
SELECT p.rowid AS number, coalesce(from_products, '') AS products, coalesce(to_products, '') AS goods, coalesce(partner, '') AS partner, coalesce(control, '') AS control,
       coalesce(partner, '') = '' OR partner IN (SELECT partner FROM read_lines)
       OR partner IN (SELECT partner_name FROM whole.read_partners AS x WHERE x.partner IN (SELECT partner FROM read_lines)) AS known
FROM whole.read_programmes AS p JOIN ours AS o ON o.programme = coalesce(p.programme, p.programme_name) JOIN everybody AS e ON e.programme = o.programme AND e.n = o.n
ORDER BY number`)
	if err != nil || len(rows) == 0 {
		return kept, err
	}
	things, err := l.namesIn(ctx, "product", "product_name", "type", "area")
	if err != nil {
		return kept, err
	}
	customers, err := l.namesIn(ctx, "customer", "customer_name")
	if err != nil {
		return kept, err
	}
	for _, r := range rows {
		if r.Known && allNamed(r.Products, things) && allNamed(r.Goods, things) {
			kept.numbers, kept.controls = append(kept.numbers, r.Number), append(kept.controls, ownControl(r.Control, customers))
		}
	}
	return kept, nil
}

// namesIn are the values of columns of the lines, in lower case, with the names that the
// sheets have for keys among them.
func (l *Ledger) namesIn(ctx context.Context, columns ...string) (map[string]bool, error) {
	key := columns[0]
	parts := []string{fmt.Sprintf("SELECT %[1]s_name AS name FROM whole.read_%[1]ss WHERE %[1]s IN (SELECT %[1]s FROM read_lines)", key)}
	for _, c := range columns {
		parts = append(parts, "SELECT "+c+" FROM read_lines")
	}
	type row struct{ Name string }
	rows, err := Query[row](ctx, l, "SELECT DISTINCT lower(name) AS name FROM ("+strings.Join(parts, " UNION ALL ")+") AS n WHERE name IS NOT NULL ORDER BY 1")
	names := map[string]bool{}
	for _, r := range rows {
		names[r.Name] = true
	}
	return names, err
}

// allNamed reports whether the names know every name in a list: what stands between semicolons,
// or between commas, of which a name may hold some.
func allNamed(list string, names map[string]bool) bool {
	for _, part := range strings.FieldsFunc(strings.ToLower(list), func(r rune) bool { return strings.ContainsRune(";|\n", r) }) {
		pieces := strings.Split(part, ",")
		for len(pieces) > 0 {
			n := len(pieces)
			for n > 0 && !names[strings.TrimSpace(strings.Join(pieces[:n], ","))] {
				n--
			}
			if n == 0 && strings.TrimSpace(pieces[0]) != "" {
				return false
			}
			pieces = pieces[max(1, n):]
		}
	}
	return true
}

// ownControl leaves of a list of customers those that the names know. A share of the
// customers names nobody and stays.
func ownControl(list string, names map[string]bool) string {
	if text := strings.TrimSpace(list); strings.HasSuffix(text, "%") || strings.HasPrefix(text, "0.") || strings.HasPrefix(text, "0,") {
		return list
	}
	var own []string
	for _, name := range strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(";,|\n", r) }) {
		if name = strings.TrimSpace(name); names[strings.ToLower(name)] {
			own = append(own, name)
		}
	}
	return strings.Join(own, "; ")
}
