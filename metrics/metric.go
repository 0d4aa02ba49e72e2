// Package metrics answers the questions of the report, one file for each section:
// the SQL that reduces the sales lines to a small table, and the conclusion drawn
// from it. It reads no files and knows nothing of HTML or Excel; it never asks the
// engine for the lines themselves.
package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

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

// Options are the reader's wishes.
type Options struct {
	Title       string
	Only        []string // names of sections; empty for all
	MaxRows     int      // rows of a table by customer, product or pair before "(other)"; 0 means 10,000
	BridgeLevel string   // what the bridge splits by: product, type or area; empty for the first of them that the sales say
	MinCount    int64    // buyers a product needs before its pairs are judged; 0 means the default

	// DiscountLimit is the most that the policy of the company allows to give away, in
	// 1/10 000 of the list price; without one no discount is beyond it.
	DiscountLimit sales.Null[int64]

	// MinimumSale is the least a second product must bring in a deal to count as a
	// cross-sale of a programme; 0 counts all.
	MinimumSale sales.Money

	// Thresholds are held against the sections when all are there.
	Thresholds []Threshold

	// History is set where snapshots of the reports are kept: the report then has one, and
	// is compared with the last of those Earlier, in any order, that has its Identity.
	History  bool
	Identity Identity
	Earlier  []Snapshot

	// Phrases writes the sentences and numbers; nil writes English.
	Phrases *phrases.Phrases

	// Ready is called with each section as soon as it is computed, with several at once.
	// The section does not change any more. Nil: nothing is called.
	Ready func(*Section)

	asOf                 sales.Day // the day the report looks back from
	window, windowBefore sales.Period
	currency             string   // of the ledger
	metrics              []Metric // what the report could hold, for sections that speak of the others
	memo                 *memo
	before               sales.Day // nothing from this day on is known; 0 for all
}

// DefaultMaxRows is the length at which a table by customer, product or pair is cut.
const DefaultMaxRows = 10_000

// memo keeps what several sections of one report ask for.
type memo struct {
	once    sync.Once
	history []bucket
	err     error

	scoring  sync.Once
	scored   *segmented
	scoreErr error

	judging sync.Once
	judged  *scored
	judgErr error

	snapshot *Snapshot // of this report

	mu      sync.Mutex
	markets map[tier]func() (*market, error)
	steps   map[tier]func() (steps, error)
	bought  *purchasesOnce
}

func newMemo() *memo {
	return &memo{markets: map[tier]func() (*market, error){}, steps: map[tier]func() (steps, error){}, bought: &purchasesOnce{}}
}

// Report is everything the outputs draw from.
type Report struct {
	Title    string
	Currency string
	Calendar sales.Calendar
	Inputs   []sales.Input
	Sources  []sales.Source
	Problems []sales.Problem
	Sections []Section
	Checks   []Check
	Outcomes []Outcome // of the thresholds, in their order
	Phrases  *phrases.Phrases
	Snapshot *Snapshot // to compare later reports with; nil without Options.History
}

// Find is the section with the name, or nil.
func (r *Report) Find(name string) *Section {
	for i := range r.Sections {
		if r.Sections[i].Name == name {
			return &r.Sections[i]
		}
	}
	return nil
}

// Findings are the findings of all sections with the role, heaviest first. What to do is
// said by the section of actions, where there is one: it has weighed what the others say.
// Why begins with what changed.
func (r *Report) Findings(role Role) []Finding {
	var out []Finding
	weighed := role == Do && r.Find(Actions.Name) != nil
	for _, s := range r.Sections {
		if weighed && s.Name != Actions.Name {
			continue
		}
		for _, f := range s.Findings {
			if f.Role == role {
				out = append(out, f)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		if x, y := role == Why && a.Section == Movers.Name, role == Why && b.Section == Movers.Name; x != y {
			return map[bool]int{true: -1, false: 1}[x] // it takes the change of the period apart
		}
		return compareDown(a.Weight, b.Weight)
	})
	return out
}

// Top are the n most important findings: the answer first, then the heaviest of
// why, watch and do in turn.
func (r *Report) Top(n int) []Finding {
	var lists [][]Finding
	for _, role := range []Role{Answer, Why, Watch, Do} {
		lists = append(lists, r.Findings(role))
	}
	var out []Finding
	for i := 0; len(out) < n; i++ {
		before := len(out)
		for _, l := range lists {
			if i < len(l) && len(out) < n {
				out = append(out, l[i])
			}
		}
		if len(out) == before {
			break
		}
	}
	return out
}

// Compute runs every metric whose fields the ledger has, proves the claims of their
// sections and returns the report. The same ledger gives the same report.
func Compute(ctx context.Context, l *sales.Ledger, o Options) (*Report, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	if o.Phrases == nil {
		o.Phrases = phrases.English()
	}
	l = o.named(l)
	o.window, o.windowBefore = l.Calendar.Window, l.Calendar.WindowBefore()
	o.metrics, o.currency, o.asOf, o.memo = All, l.Currency, l.Calendar.AsOf, newMemo()
	if o.MaxRows == 0 {
		o.MaxRows = DefaultMaxRows
	}
	if o.MinCount == 0 {
		var err error
		if o.MinCount, err = judgedFrom(ctx, l); err != nil {
			return nil, err
		}
	}
	wanted, err := pick(All, o.Only)
	if err != nil {
		return nil, err
	}
	have := func(m Metric) bool { return len(Missing(m, l)) == 0 && (o.History || m.Name != SinceLast.Name) }
	wanted = filter(wanted, have)
	computed := wanted
	if o.History && !slices.ContainsFunc(wanted, func(m Metric) bool { return m.Name == SinceLast.Name }) {
		computed = append(slices.Clone(wanted), SinceLast) // it makes the snapshot, shown or not
	}
	sections, err := computeAll(ctx, l, o, computed, filter(All, have))
	if err != nil {
		return nil, err
	}
	sections = sections[:len(wanted)]
	r := &Report{Title: cmp.Or(o.Title, o.say("Sales and cross-selling")), Phrases: o.Phrases, Currency: l.Currency, Calendar: l.Calendar,
		Inputs: l.Inputs, Sources: l.Sources, Problems: l.Problems, Sections: sections, Snapshot: o.memo.snapshot}
	r.judge(o.Thresholds)
	r.Checks, err = prove(ctx, l, r.Sections)
	return r, err
}

func filter(metrics []Metric, keep func(Metric) bool) []Metric {
	return slices.DeleteFunc(slices.Clone(metrics), func(m Metric) bool { return !keep(m) })
}

// computeAll is the sections wanted. Where one of them concludes from the others, those are
// computed too, and forgotten where nobody wants them.
func computeAll(ctx context.Context, l *sales.Ledger, o Options, wanted, all []Metric) ([]Section, error) {
	concludes := func(m Metric) bool { return m.Conclude != nil }
	all = filter(all, func(m Metric) bool {
		return slices.ContainsFunc(wanted, func(w Metric) bool {
			return w.Name == m.Name || concludes(w) && (len(w.From) == 0 || slices.Contains(w.From, m.Name))
		})
	})
	shown := map[string]bool{}
	for _, m := range wanted {
		shown[m.Name] = true
	}
	ready := func(s *Section) {
		if o.Ready != nil && shown[s.Name] {
			o.Ready(s)
		}
	}
	done := map[string]*Section{}
	first := filter(all, func(m Metric) bool { return !concludes(m) })
	sections, err := runAll(ctx, l, o, first, ready)
	if err != nil {
		return nil, err
	}
	for i := range sections {
		done[sections[i].Name] = &sections[i]
	}
	out := make([]Section, len(wanted))
	for i, m := range wanted {
		if concludes(m) {
			s, err := m.Conclude(ctx, l, o, sections)
			if err == nil {
				s, err = m.complete(s, o)
			}
			if err != nil {
				return nil, fmt.Errorf("section %s: %w", m.Name, err)
			}
			done[m.Name] = &s
			ready(&s)
		}
		out[i] = *done[m.Name]
	}
	return out, nil
}

// complete fills in what every section of the metric has.
func (m Metric) complete(s Section, o Options) (Section, error) {
	s.Name, s.Title, s.Question, s.Chapter = m.Name, o.say(m.Title), o.say(m.Question), o.say(m.Chapter)
	s.Phrases = o.Phrases
	s.translate()
	s.Definition, s.SQL = o.say(m.Definition), strings.TrimSpace(o.fill(cmp.Or(s.SQL, m.SQL)))
	for i := range s.Findings {
		s.Findings[i].Section = m.Name
	}
	return s, s.Table.check()
}

// fill writes the limits of this report into the SQL of a metric.
func (o Options) fill(query string) string {
	return strings.NewReplacer("{max_rows}", strconv.Itoa(o.MaxRows), "{min_count}", strconv.FormatInt(o.MinCount, 10),
		"{as_of}", day(o.asOf), "{end}", day(o.window.End), "{before_start}", day(o.windowBefore.Start), "{before_end}", day(o.windowBefore.End)).Replace(query)
}

// day writes a day as SQL.
func day(d sales.Day) string { return "DATE '" + d.String() + "'" }

// query runs the SQL of a metric with the limits of this report written in.
func query[T any](ctx context.Context, l *sales.Ledger, o Options, sql string) ([]T, error) {
	return sales.Query[T](ctx, l, o.fill(sql))
}

// one runs a query that gives exactly one row.
func one[T any](ctx context.Context, l *sales.Ledger, o Options, sql string) (T, error) {
	rows, err := query[T](ctx, l, o, sql)
	if err != nil || len(rows) != 1 {
		var zero T
		if err == nil {
			err = fmt.Errorf("%d rows where one was asked for", len(rows))
		}
		return zero, err
	}
	return rows[0], nil
}

// Missing are the fields the metric needs and the ledger does not have.
func Missing(m Metric, l *sales.Ledger) []sales.Field {
	var out []sales.Field
	for _, f := range m.Needs {
		if !l.Has(f) {
			out = append(out, f)
		}
	}
	return out
}

// CheckNames reports the first name that no section has, before anything is read.
func CheckNames(names []string) error {
	_, err := pick(All, names)
	return err
}

func pick(all []Metric, names []string) ([]Metric, error) {
	if len(names) == 0 {
		return all, nil
	}
	var out []Metric
	for _, m := range all {
		if slices.Contains(names, m.Name) {
			out = append(out, m)
		}
	}
	for _, n := range names {
		if !slices.ContainsFunc(all, func(m Metric) bool { return m.Name == n }) {
			return nil, fmt.Errorf("no section is called %q; xsell sections lists them", n)
		}
	}
	return out, nil
}

func compareDown(a, b sales.Money) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}
