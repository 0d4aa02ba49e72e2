package metrics

import (
	"strconv"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Options are the reader's wishes.
type Options struct {
	Title       string
	Only        []string // names of sections; empty for all
	MaxRows     int      // rows of a table by customer, product or pair before "(other)"; 0 means 10,000
	BridgeLevel string   // what the bridge splits by: product, type or area; empty for the first of them that the sales say
	MaxBaskets  int64    // rows of baskets that are taken from the engine, which counts pairs where there are more; 0 means as many as it may send
	MinCount    int64    // buyers a product needs before its pairs are judged; 0 means the default

	// DiscountLimit is the most that the policy of the company allows to give away, in
	// 1/10 000 of the list price; without one no discount is beyond it.
	DiscountLimit sales.Null[int64]

	// MinimumSale is the least a second product must bring in a deal to count as a
	// cross-sale of a programme; 0 counts all.
	MinimumSale sales.Money

	// Own are the indicators of the user, which CheckIndicators has held against the relations.
	Own []Metric

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

	// Computing is called as each section begins and ends, with how many of all are computed and
	// the names of those underway, valid during the call; never twice at once. Nil: nothing is called.
	Computing func(done, all int, names []string)

	asOf                 sales.Day // the day the report looks back from
	window, windowBefore sales.Period
	currency             string   // of the ledger
	metrics              []Metric // what the report could hold, for sections that speak of the others
	memo                 *memo
	before               sales.Day // nothing from this day on is known; 0 for all
}

// DefaultMaxRows is the length at which a table by customer, product or pair is cut.
const DefaultMaxRows = 10_000

// fill writes the limits of this report into the SQL of a metric.
func (o Options) fill(query string) string {
	return strings.NewReplacer("{max_rows}", strconv.Itoa(o.MaxRows), "{min_count}", strconv.FormatInt(o.MinCount, 10),
		"{as_of}", day(o.asOf), "{end}", day(o.window.End), "{before_start}", day(o.windowBefore.Start), "{before_end}", day(o.windowBefore.End)).Replace(query)
}

// day writes a day as SQL.
func day(d sales.Day) string { return "DATE '" + d.String() + "'" }
