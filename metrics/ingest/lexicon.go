package ingest

import (
	"slices"
	"strings"
	"sync"

	"xsell/metrics/sales"
)

// phrase is one name of a field: its words in alphabetical order.
type phrase struct {
	field sales.Field
	words []string
	rank  int // place in the list of its field: the surest names stand first
}

// lexicon finds the phrases that a relation knows.
type lexicon struct {
	exact map[string][]phrase // by the words joined
	first map[string][]phrase // by the first word
}

// lexicons are the phrases by relation; context first, since it is the surer.
var lexicons = sync.OnceValue(func() map[sales.Relation]*lexicon {
	all := map[sales.Relation]*lexicon{}
	for _, r := range sales.Relations() {
		x := &lexicon{map[string][]phrase{}, map[string][]phrase{}}
		known := map[sales.Field]bool{}
		for _, v := range contextVocabulary[r] {
			x.add(v.field, v.names)
			known[v.field] = true
		}
		for _, v := range vocabulary {
			if accepts(r, v.field) {
				x.add(v.field, v.names)
			}
		}
		all[r] = x
	}
	return all
})

// accepts reports whether a column of the field means something in a sheet of the relation.
func accepts(r sales.Relation, f sales.Field) bool {
	switch f {
	case ignoredField:
		return true
	case priceField, unitCost, profitField, marginField, discountRate, statusField:
		return r == sales.Lines || f == statusField && r == sales.Returns
	case categoryField:
		return r == sales.Lines || r == sales.Products
	case yearField, quarterField, monthField:
		return r == sales.Targets
	}
	return r.Has(f)
}

func (x *lexicon) add(f sales.Field, names string) {
	for rank, name := range strings.Split(names, ",") {
		words := headerWords(name)
		if len(words) == 0 {
			continue
		}
		p := phrase{f, words, rank}
		key := strings.Join(words, " ")
		if !slices.ContainsFunc(x.exact[key], func(q phrase) bool { return q.field == f }) {
			x.exact[key] = append(x.exact[key], p)
			x.first[words[0]] = append(x.first[words[0]], p)
		}
	}
}
