package metrics

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// split cuts a text at any of the separators, without what is blank.
func split(text, separators string) []string {
	var out []string
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// mostPieces is how many names between commas are tried together.
const mostPieces = 5

// spellings are the names a list may mean: what stands between semicolons, and between
// commas, also several pieces together since a name may have a comma in it.
func spellings(text string) []string {
	var out []string
	for _, part := range split(text, ";|\n") {
		pieces := split(part, ",")
		for i := range pieces {
			for j := i + 1; j <= min(len(pieces), i+mostPieces); j++ {
				out = append(out, strings.ToLower(strings.Join(pieces[i:j], ", ")))
			}
		}
	}
	return out
}

// knownNames are the names of the register that the sales know, in lower case, with what they are.
type knownNames map[string][]item

// namesSQL finds products (by number or name), types, areas and audiences by their names.
const namesSQL = `
WITH named AS (
	SELECT DISTINCT 'product' AS level, product AS name, lower(product) AS said FROM products WHERE lower(product) IN ({names})
	UNION SELECT 'product', product, lower(product_name) FROM products WHERE lower(product_name) IN ({names})
	UNION SELECT 'type', type, lower(type) FROM products WHERE lower(type) IN ({names})
	UNION SELECT 'area', area, lower(area) FROM products WHERE lower(area) IN ({names})
	UNION SELECT 'audience', audience, lower(audience) FROM customers WHERE lower(audience) IN ({names}))
SELECT level, name, said FROM named ORDER BY said, level, name`

func findNames(ctx context.Context, l *sales.Ledger, o Options, said []string) (knownNames, error) {
	slices.Sort(said)
	said = slices.Compact(said)
	if len(said) == 0 {
		return nil, nil
	}
	type row struct{ Level, Name, Said string }
	rows, err := query[row](ctx, l, o, strings.ReplaceAll(namesSQL, "{names}", literals(said)))
	known := knownNames{}
	for _, r := range rows {
		known[r.Said] = append(known[r.Said], item{r.Level, r.Name})
	}
	return known, err
}

// literals writes texts as a list in SQL.
func literals(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = literal(t)
	}
	return strings.Join(quoted, ", ")
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// read finds the names in a list, the longest first where commas may be part of them.
func (k knownNames) read(text string, levels ...string) (found []item, lost []string) {
	for _, part := range split(text, ";|\n") {
		for pieces := split(part, ","); len(pieces) > 0; {
			taken := 1
			var match []item
			for n := min(len(pieces), mostPieces); n > 0 && match == nil; n-- {
				match, taken = k.of(strings.Join(pieces[:n], ", "), levels), n
			}
			if match == nil {
				lost = append(lost, pieces[0])
			}
			found, pieces = append(found, match...), pieces[taken:]
		}
	}
	slices.SortFunc(found, func(a, b item) int { return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.name, b.name)) })
	return slices.Compact(found), lost
}

// of is what a name stands for at the first of the levels that knows it.
func (k knownNames) of(name string, levels []string) []item {
	for _, level := range levels {
		var match []item
		for _, it := range k[strings.ToLower(name)] {
			if it.level == level {
				match = append(match, it)
			}
		}
		if match != nil {
			return match
		}
	}
	return nil
}

// items are products, types or areas: the narrowest of them that has the name.
func (k knownNames) items(text string) ([]item, []string) {
	return k.read(text, "product", "type", "area")
}

// everybody are the words for an audience that is not restricted.
var everybody = []string{"", "all", "everybody", "everyone", "any", "alle", "tous", "toutes", "todos", "todas", "wszyscy", "все", "*"}

func (k knownNames) audiences(text string) (names, lost []string) {
	if slices.Contains(everybody, strings.ToLower(strings.TrimSpace(text))) {
		return nil, nil
	}
	found, lost := k.read(text, "audience")
	for _, f := range found {
		names = append(names, f.name)
	}
	return names, lost
}
