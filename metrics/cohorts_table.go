package metrics

import (
	"cmp"
	"fmt"
	"slices"

	"xsell/metrics/sales"
)

// cohortTable holds what every cohort did in every period since it began.
type cohortTable struct {
	unit    sales.Unit
	starts  []sales.Day // of the periods, from the first of the data to the last complete one
	cohorts map[sales.Day]*cohort
	entries map[string]map[string]map[sales.Day]*cohort // by area or product, then by entry
	steps   int                                         // periods that any cohort is seen for
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

// take adds the rows of one way to enter. Both ways hold the same customers: the cohorts
// themselves are taken from the areas.
func (c *cohortTable) take(entry string, rows []cohortRow) {
	if c.starts == nil {
		c.cohorts, c.entries = map[sales.Day]*cohort{}, map[string]map[string]map[sales.Day]*cohort{}
		for start := c.unit.Start(c.l.Calendar.First); c.unit.Next(start)-1 <= c.l.Calendar.AsOf; start = c.unit.Next(start) {
			c.starts = append(c.starts, start)
		}
	}
	by := map[string]map[sales.Day]*cohort{}
	c.entries[entry] = by
	for _, r := range rows {
		if by[r.Entry] == nil {
			by[r.Entry] = map[sales.Day]*cohort{}
		}
		c.add(by[r.Entry], r)
		if entry == "area" {
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
	t := Table{Columns: []Column{{"kind", "Kind", Text}, {"cohort", "Cohort", Text}, {"size", "Customers", Count}, {"unit", "Unit", Text}}}
	for k := range c.steps {
		t.Columns = append(t.Columns, Column{fmt.Sprintf("k%d", k), fmt.Sprintf("%d", k), Mixed})
	}
	t.Columns = append(t.Columns, Column{"k", "Periods since", Count}, Column{"retention", "Retention", Ratio})
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
	}
	for _, kind := range kinds {
		if kind.kind == "cm1" && !c.costed {
			continue
		}
		for _, start := range c.order() {
			t.Rows = append(t.Rows, c.row(kind.kind, start, kind.unit, kind.cell))
		}
		if kind.kind == "retention" {
			t.Rows = append(t.Rows, c.weightedRow("retention", "all", c.cohorts))
		}
	}
	for _, entry := range []string{"area", "product"} {
		t.Rows = append(t.Rows, c.entryRows(entry)...)
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
	name := c.unit.Period(start).Label
	if c.existing(start) {
		name += ", existing at start"
	}
	return name
}

func (c *cohortTable) row(kind string, start sales.Day, unit Unit, cell func(h *cohort, k int) Cell) []Cell {
	h := c.cohorts[start]
	row := make([]Cell, 4+c.steps+2)
	row[0], row[1], row[2], row[3] = kind, c.name(start), h.size, string(unit)
	for k := range h.customers {
		row[4+k] = cell(h, k)
	}
	return row
}

// weightedRow is the retention of many cohorts together.
func (c *cohortTable) weightedRow(kind, name string, of map[sales.Day]*cohort) []Cell {
	row := make([]Cell, 4+c.steps+2)
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

// mostEntries is how many products a customer can begin with get a row.
const mostEntries = 20

// entryRows are the retention by what customers bought first, the most frequent first.
func (c *cohortTable) entryRows(entry string) [][]Cell {
	type group struct {
		name string
		row  []Cell
	}
	var groups []group
	for name, of := range c.entries[entry] {
		groups = append(groups, group{name, c.weightedRow("entry "+entry, name, of)})
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(b.row[2].(int64), a.row[2].(int64)), cmp.Compare(a.name, b.name))
	})
	if len(groups) == 1 && groups[0].name == sales.Unassigned {
		return nil
	}
	var rows [][]Cell
	for _, g := range groups[:min(len(groups), mostEntries)] {
		if g.row[2].(int64) > 0 {
			rows = append(rows, g.row)
		}
	}
	return rows
}

// cells are the retention of every cohort, and of all, one row each.
func (c *cohortTable) cells() [][]Cell {
	var rows [][]Cell
	add := func(kind, name string, size int64, k int, retention Cell) {
		row := make([]Cell, 4+c.steps+2)
		row[0], row[1], row[2], row[4+c.steps], row[5+c.steps] = kind, name, size, int64(k), retention
		rows = append(rows, row)
	}
	for _, start := range c.order() {
		h := c.cohorts[start]
		for k := 1; k < len(h.customers); k++ {
			add("cell", c.name(start), h.size, k, ratio(float64(h.customers[k]), float64(h.size)))
		}
	}
	for k := range c.steps {
		if active, size, ok := c.weighted(c.cohorts, k); ok {
			add("cell of all", "all", size, k, float64(active)/float64(size))
		}
	}
	return rows
}
