package metrics

import (
	"strings"

	"xsell/metrics/lazy"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// headline is a sentence with places for values of the first row. It is said only where
// all of them are there.
type headline struct{ text string }

var headlinePlace = lazy.Regexp(`\{([^{}]*)\}`)

// headline reads the sentence and holds its places against the columns.
func (h header) headline(columns []Column) (headline, error) {
	text := h.value("headline")
	t := Table{Columns: columns}
	for _, m := range headlinePlace().FindAllStringSubmatch(text, -1) {
		if t.Index(m[1]) < 0 {
			return headline{}, h.fault(h.lines()["headline"], "{%s} is none of the columns; write one of the first row, as {%s}", m[1], columns[0].Key)
		}
	}
	if strings.ContainsAny(headlinePlace().ReplaceAllString(text, ""), "{}") {
		return headline{}, h.fault(h.lines()["headline"], "a bracket is not closed; write a column of the first row as {%s}", columns[0].Key)
	}
	return headline{text}, nil
}

// lead is the sentence with the values of the first row, or how many rows there are.
func (h headline) lead(t Table, o Options) string {
	if len(t.Rows) == 0 {
		return o.say("The SQL below gives no row.")
	}
	whole := h.text != ""
	text := headlinePlace().ReplaceAllStringFunc(h.text, func(place string) string {
		i := t.Index(strings.Trim(place, "{}"))
		whole = whole && t.Rows[0][i] != nil
		return o.inSentence(t.Rows[0][i], t.Columns[i].Unit)
	})
	if !whole {
		return o.say("%d {1|row|rows}, in the order of the SQL below.", len(t.Rows))
	}
	return text
}

// inSentence writes a value as sentences have it.
func (o Options) inSentence(c Cell, u Unit) string {
	switch v := c.(type) {
	case string:
		if strings.HasPrefix(v, "(") {
			v = o.say(phrases.Key(v))
		}
		return short(v)
	case sales.Money:
		return o.money(v)
	case sales.Quantity:
		if v%sales.Scale == 0 {
			return o.count(int64(v / sales.Scale))
		}
		return o.Phrases.Decimal(v.Float(), 1)
	case sales.Day:
		return o.date(v)
	case int64:
		return o.count(v)
	case float64:
		switch u {
		case Ratio:
			return o.percent(v)
		case Points:
			return o.Phrases.Decimal(100*v, 1) + o.Phrases.Symbols().Space + o.say("pp")
		}
		return o.Phrases.Decimal(v, 2)
	}
	return ""
}
