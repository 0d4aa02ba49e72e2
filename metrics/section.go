package metrics

import (
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Section is one answer of the report: a finding in one sentence, one table that
// proves it, charts that show it and notes that limit it. It is plain data and knows
// nothing of HTML or Excel.
type Section struct {
	Name       string // stable, in kebab case: "product-profit"
	Title      string
	Question   string
	Chapter    string // the part of the report it stands in
	Lead       string // the finding, with the number in it
	Scope      string // what the numbers are of: measure, period, filter
	Notes      []string
	Table      Table
	Charts     []Chart
	Findings   []Finding
	Claims     []Claim
	Definition string
	SQL        string
	Own        bool             // an indicator of the user's own
	LeftOut    bool             // for its size, as its lead says: it has no rows, and nothing follows from that
	Phrases    *phrases.Phrases // that it is written in; nil for English
}

// Table holds the numbers of a section. Each row has a cell for each column.
type Table struct {
	Columns []Column
	Rows    [][]Cell
}

// Column describes the cells below it.
type Column struct {
	Key   string // stable, snake case
	Title string
	Unit  Unit
}

// Unit is what a column measures; it decides how page and workbook print it.
type Unit string

// The units. A Mixed column takes its unit from the row's "unit" column.
const (
	Text     Unit = "text"
	Word     Unit = "word" // a text of the report's own, one of a few; printed in the language of the report
	Count    Unit = "count"
	Money    Unit = "money"
	Quantity Unit = "quantity"
	Ratio    Unit = "ratio"  // 0.375, printed as 37.5 %
	Points   Unit = "points" // a difference of ratios: 0.011, printed as +1.1 pp
	Number   Unit = "number" // a plain number such as a lift
	Date     Unit = "date"
	Mixed    Unit = "mixed"
)

// Cell is a value of a table: nil (undefined, blank), string, int64, float64,
// sales.Money, sales.Quantity or sales.Day. A float64 is finite.
type Cell any

// Kind is the kind of a chart.
type Kind string

// The kinds of charts.
const (
	Line      Kind = "line"      // y over x, one line per y column or per value of Series
	Steps     Kind = "steps"     // as line, each value holding until the next: for curves that jump
	Bars      Kind = "bars"      // horizontal bars, one row each, in table order
	Stacked   Kind = "stacked"   // vertical stacked columns over x
	Bridge    Kind = "bridge"    // horizontal waterfall from Y[0] by Y[1] to Y[2] (before, change, after), which may be one column where Series tells levels
	Scatter   Kind = "scatter"   // Y[0] over X, the area of a dot by Y[1] and limits Y[2] to Y[3] where given, Label names the dot
	Interval  Kind = "interval"  // horizontal dots Y[0] with limits Y[1] to Y[2]
	HeatMap   Kind = "heatmap"   // X by Series, coloured by Y[0]
	Funnel    Kind = "funnel"    // a dot for each row: Y[0] over X with its limits Y[1] to Y[2] and Y[3] to Y[4] as lines that close around Y[5] as X grows
	Multiples Kind = "multiples" // a small line chart for each y column over x, all on one scale
	Calendar  Kind = "calendar"  // a cell for each day: X is the first day of a week, the seven Y its days
	Network   Kind = "network"   // a line between the names X and Series of each row, as wide as Y[0], where three lines or more hang together
	Whale     Kind = "whale"     // cumulative curve Y[0] over the rank of the rows
)

// Chart is a view of its section's table: it names columns by key and holds no numbers.
type Chart struct {
	Kind   Kind
	Title  string
	X      string   // column of the categories, times or x values
	Y      []string // columns of the values
	Series string   // column that splits the rows into lines or heat map rows, or is BridgeLevel where a row of a bridge is a level; may be empty
	Label  string   // column that names a dot
	Where  string   // column that picks the rows, with Is
	Is     string
	Limit  int // at most so many rows, from the top; 0 for all
}

// BridgeLevel marks the rows of a bridge that are a level reached, before or after, and no change.
const BridgeLevel = "level"

// Role is where a Finding belongs in the answer at the top of the page.
type Role string

// The roles.
const (
	Answer Role = "answer" // how it went, in one sentence
	Why    Role = "why"
	Watch  Role = "watch"
	Do     Role = "do"
)

// Finding is a sentence worth lifting out of its section.
type Finding struct {
	Role    Role
	Text    string
	Section string      // that proves it; set by Compute where it is the one that says it
	Weight  sales.Money // the money it speaks of; the heavier is shown first
}

// Claim says that a money or count column, summed over the rows of the table where
// Where is Is (all rows when Where is empty) and that And picks, is the whole of the lines in Scope.
// Compute proves every claim and fails when one does not hold.
type Claim struct {
	Column    string
	Of        Measure
	Scope     Scope
	Where, Is string
	And       Pick
}

// Pick picks the rows whose cell in a column is a text, or is not; all where it names no column.
type Pick struct {
	Column, Is string
	Not        bool
}

// Measure is what a Claim sums over the lines.
type Measure string

// The measures of claims.
const (
	LinesRevenue  Measure = "revenue"
	LinesCost     Measure = "cost"
	LinesCM1      Measure = "cm1"
	LinesQuantity Measure = "quantity"
	LinesList     Measure = "list"
	LinesDiscount Measure = "discount"
)

// Scope is a part of the lines.
type Scope string

// The scopes, each named by its column in the relation lines.
const (
	AllLines    Scope = "true"
	InWindow    Scope = "in_window"
	InPeriod    Scope = "is_current"
	InPrevious  Scope = "is_previous"
	InYearAgo   Scope = "is_year_ago"
	KnownBuyers Scope = "in_window AND customer <> '(unknown)'"
	Listed      Scope = "in_window AND list IS NOT NULL AND discount IS NOT NULL"
)

// Index is the position of the column with the key, or -1.
func (t Table) Index(key string) int {
	for i, c := range t.Columns {
		if c.Key == key {
			return i
		}
	}
	return -1
}

// drop takes a column out of the table.
func (t *Table) drop(key string) {
	i := t.Index(key)
	t.Columns = slices.Delete(t.Columns, i, i+1)
	for n := range t.Rows {
		t.Rows[n] = slices.Delete(t.Rows[n], i, i+1)
	}
}

// lead puts the columns with the keys first, in this order; keys that there are none of are
// passed over.
func (t *Table) lead(keys ...string) {
	place := 0
	for _, key := range keys {
		from := t.Index(key)
		if from < 0 {
			continue
		}
		t.Columns = shifted(t.Columns, from, place)
		for n := range t.Rows {
			t.Rows[n] = shifted(t.Rows[n], from, place)
		}
		place++
	}
}

func shifted[T any](list []T, from, to int) []T {
	v := list[from]
	return slices.Insert(slices.Delete(slices.Clone(list), from, from+1), to, v)
}

// Cell is the cell of a row below the key; nil where the table has no such column.
func (t Table) Cell(row int, key string) Cell {
	if i := t.Index(key); i >= 0 {
		return t.Rows[row][i]
	}
	return nil
}

// has reports whether a cell below the key is defined.
func (t Table) has(key string) bool {
	i := t.Index(key)
	return slices.ContainsFunc(t.Rows, func(row []Cell) bool { return row[i] != nil })
}

// Where are the rows whose cell below key is the text is; all rows when key is empty.
func (t Table) Where(key, is string) [][]Cell {
	if key == "" {
		return t.Rows
	}
	i := t.Index(key)
	var rows [][]Cell
	for _, r := range t.Rows {
		if i >= 0 && r[i] == is {
			rows = append(rows, r)
		}
	}
	return rows
}

// Claimed are the rows whose cells a claim adds up.
func (t Table) Claimed(c Claim) [][]Cell {
	rows := t.Where(c.Where, c.Is)
	i := t.Index(c.And.Column)
	if c.And.Column == "" || i < 0 {
		return rows
	}
	var out [][]Cell
	for _, r := range rows {
		if (r[i] == c.And.Is) != c.And.Not {
			out = append(out, r)
		}
	}
	return out
}
