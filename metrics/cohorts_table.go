package metrics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// cohortTable holds what every cohort did in every period since it began.
type cohortTable struct {
	unit    sales.Unit
	starts  []sales.Day // of the periods, from the first of the data to the last complete one
	cohorts map[sales.Day]*cohort
	entries []*cohortGroup   // by what customers began with, the most frequent first
	few     map[string]int64 // entries of too few customers for a row, by kind
	beyond  map[string]int64 // entries beyond the most frequent
	steps   int              // periods that any cohort is seen for
	width   int              // columns of the table
	costed  bool
	l       *sales.Ledger
	o       Options
}

// cohort is what its customers did, by periods since the first deal.
type cohort struct {
	size      int64
	customers []int64
	revenue   []sales.Money
	cm1       []sales.Money
}

// cohortGroup is the customers who began with one area or product.
type cohortGroup struct {
	kind, id, name string
	of             map[sales.Day]*cohort
	size           int64 // those existing at start left out
	judged         preference
}

// take adds the rows of one kind of entry. All kinds hold the same customers: the cohorts
// themselves are taken from the first.
func (c *cohortTable) take(kind string, rows []cohortRow) {
	first := c.starts == nil
	if first {
		c.cohorts, c.few, c.beyond = map[sales.Day]*cohort{}, map[string]int64{}, map[string]int64{}
		for start := c.unit.Start(c.l.Calendar.First); c.unit.Next(start)-1 <= c.l.Calendar.AsOf; start = c.unit.Next(start) {
			c.starts = append(c.starts, start)
		}
	}
	by := map[string]*cohortGroup{}
	for _, r := range rows {
		g := by[r.Entry]
		if g == nil {
			g = &cohortGroup{kind: kind, id: r.Entry, name: r.Name, of: map[sales.Day]*cohort{}}
			by[r.Entry] = g
			c.entries = append(c.entries, g)
		}
		c.few[kind], c.beyond[kind] = r.Few, r.Beyond
		c.add(g.of, r)
		if !c.existing(r.Cohort) && r.Period == r.Cohort {
			g.size += r.Customers
		}
		if first {
			c.add(c.cohorts, r)
		}
	}
}

func (c *cohortTable) add(to map[sales.Day]*cohort, r cohortRow) {
	first, _ := slices.BinarySearch(c.starts, r.Cohort)
	at, seen := slices.BinarySearch(c.starts, r.Period)
	h := to[r.Cohort]
	if h == nil {
		n := max(0, len(c.starts)-first)
		h = &cohort{customers: make([]int64, n), revenue: make([]sales.Money, n), cm1: make([]sales.Money, n)}
		to[r.Cohort] = h
	}
	if r.Period == r.Cohort {
		h.size += r.Customers
	}
	if !seen {
		return // the period is not complete
	}
	h.customers[at-first] += r.Customers
	h.revenue[at-first] += r.Revenue
	h.cm1[at-first] += r.CM1.V
	if len(to) > 0 && c.steps < len(h.customers) {
		c.steps = len(h.customers)
	}
}

// existing reports whether a cohort is the one of the first period of the data.
func (c *cohortTable) existing(start sales.Day) bool {
	return start == c.unit.Start(c.l.Calendar.First)
}

// weighted is the retention of many cohorts in a period since the first deal, over those
// that have it; false where none has.
func (c *cohortTable) weighted(of map[sales.Day]*cohort, k int) (active, size int64, ok bool) {
	for start, h := range of {
		if !c.existing(start) && k < len(h.customers) {
			active, size, ok = active+h.customers[k], size+h.size, true
		}
	}
	return active, size, ok && size > 0
}

func (c *cohortTable) table() Table {
	t := Table{Columns: []Column{{"kind", "Kind", Word}, {"cohort", "Cohort", Text}, {"size", "Customers", Count}, {"unit", "Unit", Word}}}
	for k := range c.steps {
		t.Columns = append(t.Columns, Column{fmt.Sprintf("k%d", k), fmt.Sprintf("%d", k), Mixed})
	}
	t.Columns = append(t.Columns, Column{"k", "Periods since", Count}, Column{"retention", "Retention", Ratio},
		Column{"status", "Status", Word}, Column{"others", "Others, 1", Ratio}, Column{"ratio", "Times as often, same cohorts", Number}, Column{"ratio_low", "Low", Number}, Column{"ratio_high", "High", Number}, Column{"q", "q", Number})
	c.width = len(t.Columns)
	kinds := []struct {
		kind string
		unit Unit
		cell func(h *cohort, k int) Cell
	}{
		{"retention", Ratio, func(h *cohort, k int) Cell { return ratio(float64(h.customers[k]), float64(h.size)) }},
		{"customers", Count, func(h *cohort, k int) Cell { return h.customers[k] }},
		{"revenue", Money, func(h *cohort, k int) Cell { return h.revenue[k] }},
		{"revenue_retention", Ratio, func(h *cohort, k int) Cell { return moneyRatio(h.revenue[k], h.revenue[0]) }},
		{"cm1", Money, func(h *cohort, k int) Cell { return h.cm1[k] }},
		{"cm1_retention", Ratio, func(h *cohort, k int) Cell { return moneyRatio(h.cm1[k], h.cm1[0]) }},
	}
	for _, kind := range kinds {
		if strings.HasPrefix(kind.kind, "cm1") && !c.costed {
			continue
		}
		for _, start := range c.order() {
			t.Rows = append(t.Rows, c.row(kind.kind, start, kind.unit, kind.cell))
		}
		switch kind.kind {
		case "retention":
			t.Rows = append(t.Rows, c.weightedRow(kind.kind, c.o.say("all"), c.cohorts))
		case "revenue_retention":
			t.Rows = append(t.Rows, c.moneyRow(kind.kind, func(h *cohort, k int) sales.Money { return h.revenue[k] }))
		case "cm1_retention":
			t.Rows = append(t.Rows, c.moneyRow(kind.kind, func(h *cohort, k int) sales.Money { return h.cm1[k] }))
		}
	}
	for _, g := range c.shown() {
		t.Rows = append(t.Rows, c.entryRow(g))
	}
	t.Rows = append(t.Rows, c.cells()...)
	return t
}

// order are the cohorts, the oldest first.
func (c *cohortTable) order() []sales.Day {
	var out []sales.Day
	for start := range c.cohorts {
		out = append(out, start)
	}
	slices.Sort(out)
	return out
}

func (c *cohortTable) name(start sales.Day) string {
	name := c.o.period(c.unit, c.unit.Period(start))
	if c.existing(start) {
		name = c.o.say("%s, existing at start", name)
	}
	return name
}

func (c *cohortTable) row(kind string, start sales.Day, unit Unit, cell func(h *cohort, k int) Cell) []Cell {
	h := c.cohorts[start]
	row := make([]Cell, c.width)
	row[0], row[1], row[2], row[3] = kind, c.name(start), h.size, string(unit)
	for k := range h.customers {
		row[4+k] = cell(h, k)
	}
	return row
}

// weightedRow is the retention of many cohorts together.
func (c *cohortTable) weightedRow(kind, name string, of map[sales.Day]*cohort) []Cell {
	row := make([]Cell, c.width)
	var size int64
	for start, h := range of {
		if !c.existing(start) {
			size += h.size
		}
	}
	row[0], row[1], row[2], row[3] = kind, name, size, string(Ratio)
	for k := range c.steps {
		if active, n, ok := c.weighted(of, k); ok {
			row[4+k] = float64(active) / float64(n)
		}
	}
	return row
}

// moneyRow is how much of the money of the first period the cohorts bring later, over
// those that have the cell.
func (c *cohortTable) moneyRow(kind string, money func(*cohort, int) sales.Money) []Cell {
	row := make([]Cell, c.width)
	var size int64
	for k := range c.steps {
		var now, begun sales.Money
		for start, h := range c.cohorts {
			if !c.existing(start) && k < len(h.customers) {
				now, begun = now+money(h, k), begun+money(h, 0)
			}
		}
		row[4+k] = moneyRatio(now, begun)
	}
	for start, h := range c.cohorts {
		if !c.existing(start) {
			size += h.size
		}
	}
	row[0], row[1], row[2], row[3] = kind, c.o.say("all"), size, string(Ratio)
	return row
}

// shown are the entries with a row, by kind and size; none of a kind where there is
// nothing to tell apart.
func (c *cohortTable) shown() []*cohortGroup {
	kinds := map[string]int{}
	for _, g := range c.entries {
		kinds[g.kind]++
	}
	shown := slices.DeleteFunc(slices.Clone(c.entries), func(g *cohortGroup) bool {
		return g.id == other || g.size == 0 || kinds[g.kind] == 1 && g.id == sales.Unassigned
	})
	slices.SortFunc(shown, func(a, b *cohortGroup) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(b.size, a.size), cmp.Compare(a.id, b.id))
	})
	return shown
}

// entryRow is the retention of those who began with one thing, and how it compares.
func (c *cohortTable) entryRow(g *cohortGroup) []Cell {
	row := c.weightedRow(g.kind, g.name, g.of)
	p := g.judged
	cells := append([]Cell{textOrBlank(p.status), ratio(float64(p.ownersAmongOthers), float64(p.others)), defined(p.ratio.Value, p.ratio.ok)}, limits(p.ratio.Limits, p.ratio.ok)...)
	if p.ratio.ok {
		cells = append(cells, probability(p.logQ))
	}
	copy(row[6+c.steps:], cells)
	return row
}

// cells are the retention of every cohort, and of all, one row each.
func (c *cohortTable) cells() [][]Cell {
	var rows [][]Cell
	add := func(kind, name string, size int64, k int, retention Cell) {
		row := make([]Cell, c.width)
		row[0], row[1], row[2], row[4+c.steps], row[5+c.steps] = kind, name, size, int64(k), retention
		rows = append(rows, row)
	}
	for _, start := range c.order() {
		h := c.cohorts[start]
		for k := 1; k < len(h.customers); k++ {
			add("cell", c.name(start), h.size, k, ratio(float64(h.customers[k]), float64(h.size)))
		}
	}
	for k := 1; k < c.steps; k++ {
		if active, size, ok := c.weighted(c.cohorts, k); ok {
			add("cell of all", c.o.say("all"), size, k, float64(active)/float64(size))
		}
	}
	return rows
}
