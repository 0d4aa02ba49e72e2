package metrics

import (
	"math"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// table has a row for every pair with a status or a doubt, and one for those beyond the
// length of a table.
func (f rivalFindings) table() Table {
	t := Table{Columns: f.columns()}
	for i, r := range f.rows {
		if i == f.o.MaxRows {
			row, name := make([]Cell, len(t.Columns)), f.o.say("%d {1|other pair|other pairs}", int64(len(f.rows)-i))
			row[t.Index("a")], row[t.Index("a_name")], row[t.Index("b")], row[t.Index("b_name")], row[t.Index("pair")] = other, name, other, name, name
			t.Rows = append(t.Rows, row)
			break
		}
		t.Rows = append(t.Rows, f.cells(r))
	}
	return t
}

func (f rivalFindings) columns() []Column {
	who := f.Who()
	return []Column{
		{"a", "A", Text}, {"a_name", "Name of A", Text}, {"b", "B", Text}, {"b_name", "Name of B", Text},
		{"status", "Status", Word}, {"doubt", "Doubt", Word}, {"same_type", "Of one type", Word},
		{"buyers_ab", f.o.say("%s with both", who), Count}, {"alike", f.o.say("Expected among %s alike", f.who()), Number},
		{"alike_lift", "Lift among them", Number}, {"alike_low", "Lift among them, low", Number}, {"alike_high", "Lift among them, high", Number},
		{"only_a", "With A only", Count}, {"only_b", "With B only", Count}, {"missing_low", f.o.say("Fewer with both than among %s alike, at least", f.who()), Number}, {"apparent", f.o.say("Worth of these (%s)", f.worthName()), Money},
		{"switched_ab", "Went from A to B", Count}, {"switched_ba", "Went from B to A", Count},
		{"revenue_a", "Revenue of A", Money}, {"revenue_b", "Revenue of B", Money},
		{"both_from", "Both on sale from", Date}, {"both_until", "Both on sale until", Date},
		{"a_from", "A first sold", Date}, {"a_until", "A last sold", Date}, {"b_from", "B first sold", Date}, {"b_until", "B last sold", Date},
		{"buyers", who, Count}, {"buyers_a", f.o.say("%s with A", who), Count}, {"buyers_b", f.o.say("%s with B", who), Count}, {"expected", "Expected by chance", Number},
		{"p", "p", Number}, {"q", "q", Number},
		{"companions", "Other products, correlation", Number}, {"companions_most", "Correlation of one taste", Number},
		{"type_a", "Type of A", Text}, {"type_b", "Type of B", Text}, {"pair", "Pair", Text},
	}
}

// cells are the row of a pair, in the order of columns.
func (f rivalFindings) cells(r rivalRow) []Cell {
	a, b, c := &f.goods[r.a], &f.goods[r.b], r.counts
	cells := []Cell{a.id, a.name, b.id, b.name, textOrBlank(r.status), textOrBlank(f.nameOf(r.doubt)), textOrBlank(f.sameType(r.a, r.b)), c.NAB}
	cells = append(cells, f.againstAlike(r)...)
	cells = append(cells, c.NA-c.NAB, c.NB-c.NAB)
	if r.status == substitutes {
		cells = append(cells, r.missing(), r.apparent, r.switched[0], r.switched[1])
	} else {
		cells = append(cells, nil, nil, nil, nil)
	}
	cells = append(cells, a.total(), b.total())
	if r.while.empty() {
		cells = append(cells, nil, nil)
	} else {
		cells = append(cells, max(r.from[0], r.from[1]), min(r.to[0], r.to[1]))
	}
	cells = append(cells, r.from[0], r.to[0], r.from[1], r.to[1])
	cells = append(cells, c.N, c.NA, c.NB, defined(c.Expected()), probability(r.logP), probability(r.logQ))
	cells = append(cells, defined(r.shared.value, r.shared.ok), defined(r.shared.most, r.shared.ok))
	return append(cells, a.kind, b.kind, short(a.name)+" + "+short(b.name))
}

// againstAlike compares the buyers of both with those among buyers alike; of successors
// there is nothing to expect.
func (f rivalFindings) againstAlike(r rivalRow) []Cell {
	if r.status == successor {
		return []Cell{nil, nil, nil, nil}
	}
	cells := []Cell{defined(r.alike.expected()), defined(r.alike.lift(r.counts.NAB))}
	return append(cells, limits(r.liftAlike())...)
}

// liftAlike are the limits of the lift among buyers alike, exact ones of a Poisson count
// where nobody has both.
func (r rivalry) liftAlike() (stat.Interval, bool) {
	if r.counts.NAB == 0 {
		return stat.Interval{High: -math.Log((1-confidence)/2) / r.alike.mean}, r.alike.mean > 0
	}
	return r.alike.liftLimits(r.counts.NAB)
}

// total is the revenue of a good in the window.
func (g *good) total() (sum sales.Money) {
	for _, r := range g.revenue {
		sum += r
	}
	return sum
}
