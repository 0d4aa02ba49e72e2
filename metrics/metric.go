// Package metrics answers the questions of the report, one file for each section:
// the SQL that reduces the sales lines to a small table, and the conclusion drawn
// from it. It reads no files and knows nothing of HTML or Excel; it never asks the
// engine for the lines themselves.
package metrics

import (
	"cmp"
	"context"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Metric computes one section.
type Metric struct {
	Name       string
	Title      phrases.Key
	Question   phrases.Key
	Chapter    phrases.Key
	Definition phrases.Key   // what each number means, printed beside it
	Needs      []sales.Field // fields without which the section is left out, and said so
	SQL        string        // shown to the reader under the table, unless the section says its own
	Markets    []tier        // the markets it looks at; each is let go after the last section that does
	Walks      bool          // it also looks at what each customer bought, day by day
	Weight     int           // those of more are started first; 0 for most
	Run        func(context.Context, *sales.Ledger, Options) (Section, error)

	// Conclude stands in the place of Run where a section is drawn from the others: it runs
	// when all of them are complete, on those that have a Run; where From names some, on these
	// at least.
	From     []string
	Conclude func(context.Context, *sales.Ledger, Options, []Section) (Section, error)

	Own *Indicator // of the user's own; nil for the metrics of All
}

// The chapters, in the order of the page.
const (
	HowWeAreDoing  phrases.Key = "How are we doing"
	Deals          phrases.Key = "Deals"
	BoughtTogether phrases.Key = "Bought together"
	CustomersPart  phrases.Key = "Customers"
	Profitability  phrases.Key = "Profitability"
	Programmes     phrases.Key = "Cross-selling programmes"
	CanITrustThis  phrases.Key = "Can I trust this"
)

// All lists the metrics in the order the reader meets them: it is the table of
// contents of the report.
var All = []Metric{
	Overview,
	Movers,
	Actions,
	Products,
	Trend,
	Weekdays,
	DealSize,
	Types,
	Classes,
	Pairs,
	Bundles,
	AreasTogether,
	NextPurchase,
	Substitutes,
	Breadth,
	Segments,
	Cohorts,
	SecondArea,
	Preferences,
	AtRisk,
	Opportunities,
	Customers,
	ProductProfit,
	CustomerProfit,
	AreaProfit,
	AreaAudience,
	Ladder,
	PriceBridge,
	Discounts,
	LossMakers,
	Targets,
	Scorecard,
	Offers,
	Sellers,
	TrainingEffect,
	Advertising,
	PartnersSection,
	Combinations,
	Control,
	DataQuality,
	SinceLast,
	Definitions,
}

// complete fills in what every section of the metric has.
func (m Metric) complete(s Section, o Options) (Section, error) {
	s.Name, s.Title, s.Question, s.Chapter = m.Name, o.say(m.Title), o.say(m.Question), o.say(m.Chapter)
	s.Definition, s.SQL = o.say(m.Definition), strings.TrimSpace(o.fill(cmp.Or(s.SQL, m.SQL)))
	s.Phrases = o.Phrases
	if s.Own = m.Own != nil; !s.Own {
		s.translate()
	} else {
		s.Title, s.Question, s.Definition = string(m.Title), string(m.Question), m.Own.define(m.Definition, o)
	}
	for i := range s.Findings {
		s.Findings[i].Section = cmp.Or(s.Findings[i].Section, m.Name)
	}
	return s, s.Table.check()
}
