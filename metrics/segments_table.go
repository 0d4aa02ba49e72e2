package metrics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// segmented is the state of the customers at the end of the window and a period earlier.
type segmented struct {
	cells   []segmentCell // customers alike
	limits  []scoreLimits
	listed  []segmentCustomer // those with the largest monetary value
	covered bool              // the data reach back to the window before
	costed  bool
	sql     string
	l       *sales.Ledger
	o       Options
}

// group is what the customers of one segment, or of one move, bring.
type group struct {
	customers, before int64
	revenue, cm1      sales.Money
}

func (s *segmented) groups() map[string]*group {
	groups := map[string]*group{nobody: {}}
	for _, r := range segmentRules {
		groups[r.name] = &group{}
	}
	for _, c := range s.cells {
		groups[c.Segment].take(c.Customers, c.Revenue, c.CM1)
		groups[c.SegmentBefore].before += c.Customers
	}
	return groups
}

func (g *group) take(customers int64, revenue, cm1 sales.Money) {
	g.customers += customers
	g.revenue += revenue
	g.cm1 += cm1
}

// segmentMove is a change of segment.
type segmentMove struct{ from, to string }

// nobody is where customers are who have no line in a window.
const nobody = "(none)"

// moves are the customers who were in another segment a period before, with what they
// brought in the window that ended then, those of the most customers first.
func (s *segmented) moves() ([]segmentMove, map[segmentMove]*group) {
	var order []segmentMove
	groups := map[segmentMove]*group{}
	for _, c := range s.cells {
		m := segmentMove{c.SegmentBefore, c.Segment}
		if m.from == m.to || !s.covered {
			continue
		}
		if groups[m] == nil {
			order, groups[m] = append(order, m), &group{}
		}
		groups[m].take(c.Customers, c.RevenueBefore, c.CM1Before)
	}
	slices.SortFunc(order, func(a, b segmentMove) int {
		return cmp.Or(cmp.Compare(groups[b].customers, groups[a].customers), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	return order, groups
}

// whole is what all customers bring together.
func (s *segmented) whole() (all group) {
	for name, g := range s.groups() {
		if name != nobody {
			all.customers, all.before, all.revenue, all.cm1 = all.customers+g.customers, all.before+g.before, all.revenue+g.revenue, all.cm1+g.cm1
		}
	}
	return all
}

func (s *segmented) table() Table {
	t := Table{Columns: []Column{
		{"kind", "Kind", Word}, {"name", "Name", Text}, {"rule", "Rule", Text},
		{"customers", "Customers", Count}, {"share", "Share", Ratio}, {"customers_before", "Customers, period before", Count}, {"change", "Change", Count},
		{"revenue", "Revenue", Money}, {"revenue_share", "Share of revenue", Ratio}, {"cm1", "CM1", Money}, {"cm1_share", "Share of CM1", Ratio},
		{"customer", "Customer", Text}, {"customer_name", "Name of customer", Text}, {"audience", "Audience", Text},
		{"recency_days", "Days since", Count}, {"frequency", "Deals", Count}, {"monetary", "Monetary", Money},
		{"r", "R", Count}, {"f", "F", Count}, {"m", "M", Count}, {"segment", "Segment", Word}, {"segment_before", "Segment, period before", Word},
	}}
	add := func(cells map[string]Cell) {
		row := make([]Cell, len(t.Columns))
		for key, cell := range cells {
			row[t.Index(key)] = cell
		}
		t.Rows = append(t.Rows, row)
	}
	s.segmentRows(add)
	s.moveRows(add)
	s.scoreRows(add)
	s.customerRows(add)
	return t
}

func (s *segmented) segmentRows(add func(map[string]Cell)) {
	groups, all := s.groups(), s.whole()
	for _, r := range segmentRules {
		g := groups[r.name]
		row := map[string]Cell{"kind": "segment", "name": s.o.say(phrases.Key(r.name)), "rule": s.o.say(r.rule), "customers": g.customers, "share": ratio(float64(g.customers), float64(all.customers)),
			"revenue": g.revenue, "revenue_share": moneyRatio(g.revenue, all.revenue)}
		if s.covered {
			row["customers_before"], row["change"] = g.before, g.customers-g.before
		}
		if s.costed {
			row["cm1"], row["cm1_share"] = g.cm1, moneyRatio(g.cm1, all.cm1)
		}
		add(row)
	}
}

func (s *segmented) moveRows(add func(map[string]Cell)) {
	order, groups := s.moves()
	for _, m := range order {
		row := map[string]Cell{"kind": "move", "name": s.o.say(phrases.Key(m.from)) + " → " + s.o.say(phrases.Key(m.to)), "segment_before": m.from, "segment": m.to, "customers": groups[m].customers, "revenue": groups[m].revenue}
		if s.costed {
			row["cm1"] = groups[m].cm1
		}
		add(row)
	}
}

// scoreRows print the limits of the scores and count every pair of recency and frequency.
func (s *segmented) scoreRows(add func(map[string]Cell)) {
	for i := len(s.limits) - 1; i >= 0; i-- {
		if rule := s.limits[i].text(s.o); rule != "" {
			add(map[string]Cell{"kind": "score", "name": s.o.say("score %d", i+1), "rule": rule})
		}
	}
	var pairs [5][5]int64
	for _, c := range s.cells {
		if c.R.Valid {
			pairs[c.R.V-1][c.F.V-1] += c.Customers
		}
	}
	for r := 5; r > 0; r-- {
		for f := 1; f <= 5; f++ {
			add(map[string]Cell{"kind": "score pair", "name": fmt.Sprintf("r %d, f %d", r, f), "r": int64(r), "f": int64(f), "customers": pairs[r-1][f-1]})
		}
	}
}

func (l scoreLimits) text(o Options) string {
	var parts []string
	if v := l.recency; v.known {
		parts = append(parts, o.say("recency %s days", v.text(o, o.count)))
	}
	if v := l.frequency; v.known {
		parts = append(parts, o.say("frequency %s deals", v.text(o, o.count)))
	}
	if v := l.monetary; v.known {
		parts = append(parts, o.say("monetary %s", v.text(o, func(n int64) string { return o.Phrases.Decimal(sales.Money(n).Float(), 2) })))
	}
	return strings.Join(parts, "; ")
}

func (v valueRange) text(o Options, write func(int64) string) string {
	if v.low == v.high {
		return write(v.low)
	}
	return o.say("%s to %s", write(v.low), write(v.high))
}

// customerRows list the customers with the largest monetary value.
func (s *segmented) customerRows(add func(map[string]Cell)) {
	for _, c := range s.listed {
		row := map[string]Cell{"kind": "customer", "customer": c.Customer, "customer_name": c.CustomerName, "audience": c.Audience,
			"frequency": c.Frequency, "monetary": c.Monetary, "revenue": c.Revenue, "segment": c.Segment}
		if c.Recency.Valid {
			row["recency_days"] = c.Recency.V
		}
		if c.R.Valid {
			row["r"], row["f"], row["m"] = c.R.V, c.F.V, c.M.V
		}
		if s.covered && c.SegmentBefore != nobody {
			row["segment_before"] = c.SegmentBefore
		}
		add(row)
	}
	if left := s.whole().customers - int64(len(s.listed)); left > 0 {
		add(map[string]Cell{"kind": "customer", "customer": other, "customer_name": s.o.say("%d {1|other|others}", left)})
	}
}
