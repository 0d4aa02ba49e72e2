package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// segmented is the state of the customers at the end of the window and a period earlier.
type segmented struct {
	now, before []rfm // of the same customers, in the order of their ids
	limits      []scoreLimits
	covered     bool // the data reach back to the window before
	costed      bool
	names       []segmentName // of the customers with the largest monetary value
	l           *sales.Ledger
	o           Options
}

type segmentName struct{ Customer, CustomerName, Audience string }

func takeSegments(ctx context.Context, l *sales.Ledger, o Options) (*segmented, error) {
	s := &segmented{covered: l.Calendar.Covers(l.Calendar.WindowBefore()), costed: l.Has(sales.Cost), l: l, o: o}
	age := int64(l.Calendar.Window.End - l.Calendar.WindowBefore().End)
	err := sales.Integers(ctx, l, o.fill(segmentsSQL), func(row []int64) error {
		s.now = append(s.now, s.rfm(row[0], row[1], row[2], row[3], row[4]))
		s.before = append(s.before, s.rfm(row[5]-age, row[1]-age, row[6], row[7], row[8]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.limits = score(s.now)
	score(s.before)
	money := "sum(revenue)"
	if s.costed {
		money = "coalesce(sum(cm1), sum(revenue))"
	}
	s.names, err = query[segmentName](ctx, l, o, strings.ReplaceAll(segmentNamesSQL, "{money}", money))
	return s, err
}

// rfm is what the engine counted of one customer; a revenue of Absent is no line at all.
func (s *segmented) rfm(recency, firstAgo, frequency, revenue, cm1 int64) rfm {
	c := rfm{there: revenue != sales.Absent, recency: recency, firstAgo: firstAgo, frequency: frequency, cm1: cm1}
	if !c.there {
		return c
	}
	c.revenue, c.monetary = sales.Money(revenue), sales.Money(revenue)
	if s.costed && cm1 != sales.Absent {
		c.monetary = sales.Money(cm1)
	}
	return c
}

// group is what the customers of one segment, or of one move, bring.
type group struct {
	customers, before int64
	revenue, cm1      sales.Money
}

func (s *segmented) groups() map[string]*group {
	groups := map[string]*group{}
	for _, r := range segmentRules {
		groups[r.name] = &group{}
	}
	for i, c := range s.now {
		if c.there {
			groups[c.segment].take(c)
		}
		if b := s.before[i]; b.there {
			groups[b.segment].before++
		}
	}
	return groups
}

func (g *group) take(c rfm) {
	g.customers++
	g.revenue += c.revenue
	if c.cm1 != sales.Absent {
		g.cm1 += sales.Money(c.cm1)
	}
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
	for i := range s.now {
		m := segmentMove{nobody, nobody}
		if s.before[i].there {
			m.from = s.before[i].segment
		}
		if s.now[i].there {
			m.to = s.now[i].segment
		}
		if m.from == m.to || !s.covered {
			continue
		}
		if groups[m] == nil {
			order, groups[m] = append(order, m), &group{}
		}
		groups[m].take(s.before[i])
	}
	slices.SortFunc(order, func(a, b segmentMove) int {
		return cmp.Or(cmp.Compare(groups[b].customers, groups[a].customers), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	return order, groups
}

// whole is what all customers bring together.
func (s *segmented) whole() (all group) {
	for i, c := range s.now {
		if c.there {
			all.take(c)
		}
		if s.before[i].there {
			all.before++
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
		row := map[string]Cell{"kind": "segment", "name": r.name, "rule": s.o.say(r.rule), "customers": g.customers, "share": ratio(float64(g.customers), float64(all.customers)),
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
	for _, c := range s.now {
		if c.scored() {
			pairs[c.r-1][c.f-1]++
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
	if v := l.recency; v.n > 0 {
		parts = append(parts, o.say("recency %s days", v.text(o, o.count)))
	}
	if v := l.frequency; v.n > 0 {
		parts = append(parts, o.say("frequency %s deals", v.text(o, o.count)))
	}
	if v := l.monetary; v.n > 0 {
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
	var order []int
	for i, c := range s.now {
		if c.there {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.now[b].monetary, s.now[a].monetary) })
	for place, n := range s.names {
		c := s.now[order[place]]
		row := map[string]Cell{"kind": "customer", "customer": n.Customer, "customer_name": n.CustomerName, "audience": n.Audience,
			"frequency": c.frequency, "monetary": c.monetary, "revenue": c.revenue, "segment": c.segment}
		if c.recency != sales.Absent {
			row["recency_days"] = c.recency
		}
		if c.scored() {
			row["r"], row["f"], row["m"] = int64(c.r), int64(c.f), int64(c.m)
		}
		if b := s.before[order[place]]; s.covered && b.there {
			row["segment_before"] = b.segment
		}
		add(row)
	}
	if left := len(order) - len(s.names); left > 0 {
		add(map[string]Cell{"kind": "customer", "customer": other, "customer_name": s.o.say("%d {1|other|others}", int64(left))})
	}
}
