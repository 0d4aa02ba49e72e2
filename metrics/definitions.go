package metrics

import (
	"context"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Definitions explains the words and every section.
var Definitions = Metric{
	Name:       "definitions",
	Title:      "Definitions",
	Question:   "What does each number mean?",
	Chapter:    CanITrustThis,
	Definition: "The words of the report, then the definition of every section that the program knows.",
	Run:        definitions,
}

// words are the terms every section uses.
var words = [][2]phrases.Key{
	{"line", "One row of a sales sheet: one product in one deal."},
	{"deal", "All lines with the same order, invoice or receipt number. Where the input has none: one customer on one day."},
	{"product", "One article. It has a product type and belongs to a business area."},
	{"customer", "Who bought; has an audience. Lines without one are kept as \"(unknown)\" and left out where customers are counted."},
	{"basket", "The distinct products that stayed in a deal: bought in a positive quantity, net of what the same deal took back, and not returned."},
	{"period", "The last complete week, month, quarter or year at or before the day the report looks back from. Weeks are ISO weeks."},
	{"window", "The days that baskets, audiences and rankings look at; 12 months to the end of the period unless set otherwise."},
	{"net revenue", "List amount less discounts and returns; the net amount where the input has only that."},
	{"CM1", "Contribution margin 1: net revenue less the cost of the goods. A line without a cost has no profit; it is left out and the part of revenue it stands for is said."},
	{"margin", "CM1 divided by the net revenue of the lines that have a cost; blank where that is not positive."},
	{"attach rate", "Of the baskets with A, the share that also holds B."},
	{"lift", "Baskets with A and B, divided by those expected if A and B were independent; 1 means no association."},
	{"blank", "Undefined or unknown. It is never zero."},
}

func definitions(_ context.Context, _ *sales.Ledger, o Options) (Section, error) {
	s := Section{
		Lead:  o.say("Each number is defined below the table it stands in; the words of the report are here."),
		Scope: o.say("All sections, those left out for want of columns too"),
		Table: Table{Columns: []Column{{"term", "Term", Text}, {"definition", "Definition", Text}, {"section", "Section", Text}}},
	}
	for _, w := range words {
		s.Table.Rows = append(s.Table.Rows, []Cell{o.say(w[0]), o.say(w[1]), nil})
	}
	for _, m := range o.metrics {
		s.Table.Rows = append(s.Table.Rows, []Cell{o.say(m.Title), o.say(m.Definition), m.Name})
	}
	return s, nil
}
