package metrics

import (
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Part says which part of the sales a report is of.
type Part struct {
	Conditions []sales.Condition // as in [sales.Scope]
	Share      sales.Null[float64]
	Label      string // the values, for titles; never empty
	Text       string // a sentence or two for the head of the report
}

// ownPart is the part that a report on the ledger is of; nil where it holds all lines.
func ownPart(l *sales.Ledger, o Options) *Part {
	if len(l.Scope.Where) == 0 {
		return nil
	}
	s := &Part{Conditions: l.Scope.Where, Share: l.Scope.Share}
	var all, values []string
	for _, c := range l.Scope.Where {
		all = append(all, conditionText(c, o))
		if !c.Not {
			values = append(values, valuesText(c, o))
		}
	}
	if len(values) == 0 {
		values = all
	}
	s.Label = strings.Join(values, ", ")
	s.Text = o.say("Only lines with %s; every number is computed on these alone.", strings.Join(all, ", "))
	if s.Share.Valid {
		s.Text += " " + o.say("They are %s of the lines that were used.", o.percent(s.Share.V))
	}
	return s
}

// conditionText is a condition as a reader of the part may see it.
func conditionText(c sales.Condition, o Options) string {
	field := o.say(fieldNames[c.Field])
	if c.Not {
		return o.say("%s: some left out", field)
	}
	return field + " = " + valuesText(c, o)
}

// mostValues is how many values of a condition a title names.
const mostValues = 3

func valuesText(c sales.Condition, o Options) string {
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		if values[i] = v; v == "" {
			values[i] = o.say(sales.Unassigned)
		}
	}
	if more := len(values) - mostValues; more > 0 {
		return o.say("%[2]s and %[1]d more", more, strings.Join(values[:mostValues], ", "))
	}
	return o.list(values)
}

// fieldNames are the fields of conditions, and those that sections need, in a sentence.
var fieldNames = map[sales.Field]phrases.Key{
	sales.Area: "area", sales.Type: "type", sales.Product: "product", sales.Audience: "audience", sales.Customer: "customer",
	sales.Seller: "seller", sales.Region: "region", sales.Channel: "channel", sales.Partner: "partner",
	sales.PartnerRole: "partner role", sales.Programme: "programme", sales.Payment: "payment",
	sales.Cost: "cost", sales.Discount: "discount", sales.Revenue: "revenue", sales.QuantityOf: "quantity",
	sales.Target: "target", sales.Training: "training", sales.Advertising: "advertising",
}
