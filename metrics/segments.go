package metrics

import (
	"context"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Segments sorts customers by how recently, how often and for how much they bought.
var Segments = Metric{
	Name:     "segments",
	Title:    "Customer segments",
	Question: "Who are the best customers, who is new, who is slipping away, and who moved since the period before?",
	Chapter:  CustomersPart,
	Definition: "Of every known customer with a line in the window, on its last day: recency_days = days since the last deal; frequency = distinct deals with a line that is no return; " +
		"monetary = CM1 (revenue for customers none of whose lines has a cost). r, f and m score them from 1 to 5 by the quintiles of distinct ranks, so that equal values score equal; recency is reversed, 5 being the latest. " +
		"Rows of kind score print the values that each score stands for. Segments, the first that fits: " +
		"brings nothing = monetary of 0 or less, or no deal, outside the scores; champion = r, f and m of 4 or 5; at risk = r of 1 or 2, and f or m of 4 or 5; loyal = r and f of 3 or more; " +
		"new = first deal in all the data within 90 days; big ticket = r of 3 or more and m of 4 or 5; occasional = r of 3 or more; asleep = all others. " +
		"customers_before and the rows of kind move are the same a period earlier: scores made anew, over a window as long that ends where the period before ends; " +
		"blank where the data do not reach back so far. share = part of all customers; cm1_share and revenue_share = part of all known customers. " +
		"Method: A. Hughes, Strategic Database Marketing (1994).",
	Needs: []sales.Field{sales.Customer},
	SQL:   segmentCustomers.create() + segmentCellsSQL,
	Run:   segments,
}

func segments(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	s, err := o.segmented(ctx, l)
	if err != nil {
		return Section{}, err
	}
	return Section{Lead: s.lead(), Notes: s.notes(), Findings: s.findings(), Table: s.table(), SQL: s.sql, Scope: o.scope(o.say("Known customers with a line in the window"), l.Calendar.Window),
		Claims: []Claim{{Column: "revenue", Of: LinesRevenue, Scope: KnownBuyers, Where: "kind", Is: "segment"}, {Column: "cm1", Of: LinesCM1, Scope: KnownBuyers, Where: "kind", Is: "segment"}},
		Charts: []Chart{
			{Kind: Bars, Title: o.say("%s by segment", title(s.moneyName())), X: "name", Y: []string{s.moneyKey()}, Where: "kind", Is: "segment"},
			{Kind: HeatMap, Title: "Customers by recency (left, 5 is the latest) and frequency (below)", X: "f", Series: "r", Y: []string{"customers"}, Where: "kind", Is: "score pair"},
		}}, nil
}

// The segments, in the order of the table.
const (
	champion   = "champion"
	loyal      = "loyal"
	bigTicket  = "big ticket"
	newcomer   = "new"
	occasional = "occasional"
	atRisk     = "at risk"
	asleep     = "asleep"
	netReturns = "brings nothing"
)

// segmentRules say what a segment is, in scores and, of those that can bring the most, in a
// sentence; segmentOf in code.
var segmentRules = []struct {
	name        string
	rule, prose phrases.Key
}{
	{champion, "r, f and m of 4 or 5", "the champions (latest, most often, for the most)"},
	{loyal, "r and f of 3 or more", "the loyal (lately and often)"},
	{bigTicket, "r of 3 or more, m of 4 or 5", "the big tickets (lately and for much, but not often)"},
	{newcomer, "first deal within 90 days", "the new ones (first deal within 90 days)"},
	{occasional, "r of 3 or more", "the occasional (lately, but neither often nor for much)"},
	{atRisk, "r of 1 or 2, f or m of 4 or 5", "those at risk (often or for much, but not lately)"},
	{asleep, "r of 1 or 2", "those asleep (neither lately nor often nor for much)"},
	{netReturns, "monetary of 0 or less, or no deal", ""},
}

// newDays is for how many days a customer is new.
const newDays = 90

// rfm is what one customer did up to a day.
type rfm struct {
	there             bool // a line in the window that ends on the day
	recency, firstAgo int64
	frequency         int64
	monetary          sales.Money
	r, f, m           int // 0 outside the scores
	segment           string
}

// scored reports whether the customer has a place in the scores.
func (c rfm) scored() bool { return c.there && c.monetary > 0 && c.frequency > 0 }

// segmentOf is what segmentSQL says.
func segmentOf(c rfm) string {
	switch {
	case !c.scored():
		return netReturns
	case c.r >= 4 && c.f >= 4 && c.m >= 4:
		return champion
	case c.r <= 2 && (c.f >= 4 || c.m >= 4):
		return atRisk
	case c.r >= 3 && c.f >= 3:
		return loyal
	case c.firstAgo < newDays:
		return newcomer
	case c.r >= 3 && c.m >= 4:
		return bigTicket
	case c.r >= 3:
		return occasional
	}
	return asleep
}

// segmented are the segments of all customers; several sections ask for them.
func (o Options) segmented(ctx context.Context, l *sales.Ledger) (*segmented, error) {
	o.memo.scoring.Do(func() { o.memo.scored, o.memo.scoreErr = takeSegments(ctx, l, o) })
	return o.memo.scored, o.memo.scoreErr
}

// place gives a customer the scores and the segment that its values have among all.
func (s *segmented) place(c rfm) rfm {
	for i, l := range s.limits {
		if c.scored() && l.recency.holds(c.recency) {
			c.r = i + 1
		}
		if c.scored() && l.frequency.holds(c.frequency) {
			c.f = i + 1
		}
		if c.scored() && l.monetary.holds(int64(c.monetary)) {
			c.m = i + 1
		}
	}
	c.segment = segmentOf(c)
	return c
}

// scoreLimits are the values that have one score.
type scoreLimits struct{ recency, frequency, monetary valueRange }

// valueRange is from the least to the greatest of the values with a score; known where there
// are any.
type valueRange struct {
	low, high int64
	known     bool
}

func (v valueRange) holds(x int64) bool { return v.known && v.low <= x && x <= v.high }
