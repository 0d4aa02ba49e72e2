package metrics

import (
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// The functions of this file write numbers into sentences. They round; the table
// beside the sentence has the exact value.

// say writes the message with the key in the language of the report.
func (o Options) say(key phrases.Key, args ...any) string { return o.Phrases.Say(key, args...) }

// money writes an amount as "385.0 k EUR", "2.30 M", "940".
func (o Options) money(m sales.Money) string {
	text := o.Phrases.Scaled(m.Float())
	if o.currency != "" {
		text += o.Phrases.Symbols().Space + o.currency
	}
	return text
}

// change writes an amount with its sign: "+20.3 k EUR".
func (o Options) change(m sales.Money) string {
	if m < 0 {
		return o.money(m)
	}
	return "+" + o.money(m)
}

// short cuts a name from the data so that a sentence stays a sentence.
func short(name string) string {
	const most = 48
	r := []rune(name)
	if len(r) <= most {
		return name
	}
	return strings.TrimSpace(string(r[:most-1])) + "…"
}

// count writes a number with thousands: "10,068".
func (o Options) count(n int64) string { return o.Phrases.Count(n) }

// percent writes a ratio as "31.1 %". What would round to a misleading 0.0 % or
// 100.0 % is written as "under 0.1 %" and "over 99.9 %".
func (o Options) percent(r float64) string {
	switch {
	case r > 0 && r < 0.0005:
		return o.say("under %s", o.Phrases.Percent(0.001, 1))
	case r < 1 && r > 0.9995:
		return o.say("over %s", o.Phrases.Percent(0.999, 1))
	}
	return o.Phrases.Percent(r, 1)
}

// percentChange writes a relative change as "+3.5 %".
func (o Options) percentChange(r float64) string {
	s := o.percent(r)
	if r >= 0 {
		return "+" + s
	}
	return s
}

// list writes "a, b and c".
func (o Options) list(names []string) string { return o.Phrases.List(names) }

// tallied is how many there are of a kind, and the words for it.
type tallied struct {
	n    int64
	text phrases.Key // with the number: "%d cannot be told yet"
}

// tally lists the kinds of which there are any: "3 work and 2 cannot be told yet".
func (o Options) tally(kinds ...tallied) string {
	var parts []string
	for _, k := range kinds {
		if k.n > 0 {
			parts = append(parts, o.say(k.text, k.n))
		}
	}
	return o.list(parts)
}

// date writes a day: "30 Jun 2026".
func (o Options) date(d sales.Day) string { return o.Phrases.Date(d.Time()) }

// scope names what the numbers of a section are of: "12 months to 30 Jun 2026".
func (o Options) scope(measure string, p sales.Period) string {
	return o.say("%s, %s (%s to %s)", measure, p.Label, o.date(p.Start), o.date(p.End))
}

// ratio is a/b, or nil where b is not positive.
func ratio(a, b float64) Cell {
	if b <= 0 {
		return nil
	}
	return a / b
}

// moneyRatio is a/b of two amounts, or nil where b is not positive.
func moneyRatio(a, b sales.Money) Cell { return ratio(a.Float(), b.Float()) }

// amount is the cell of an amount that may be missing.
func amount(m sales.Null[sales.Money]) Cell {
	if !m.Valid {
		return nil
	}
	return m.V
}

// quantity is the cell of a quantity that may be missing.
func quantity(q sales.Null[sales.Quantity]) Cell {
	if !q.Valid {
		return nil
	}
	return q.V
}

// growth is the relative change from before to after; nil where before is not
// positive, since a rate from zero or from a loss says nothing.
func growth(before, after sales.Money) Cell {
	if before <= 0 {
		return nil
	}
	return after.Float()/before.Float() - 1
}
