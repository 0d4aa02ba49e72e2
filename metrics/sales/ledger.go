// Package sales is the ledger: what a sale is, exact money, the calendar of the
// report and the SQL engine behind it. It holds lines and answers SQL; it draws no
// conclusions, reads no files and knows nothing of reports.
package sales

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/phrases"
)

// The names of what belongs to nobody.
const (
	Unknown    = "(unknown)"    // a line without a customer
	Unassigned = "(unassigned)" // a line without an area, type, audience, seller, ...
)

// Ledger holds the sales lines and the sheets beside them. It is filled by Load and
// AddSource, placed in time by Finish and then only read.
type Ledger struct {
	Calendar Calendar
	Currency string // of all amounts; empty where nothing says it
	Inputs   []Input
	Sources  []Source
	Problems []Problem
	Derived  []string // what was worked out while reading: "cost = revenue - profit in sales.xlsx:Orders"

	Conversions []Conversion // of lines in other currencies than that of the report

	Scope Scope // which of the lines that were read it holds, where not all

	engine   engine
	options  EngineOptions
	given    map[Relation]map[Field]bool
	lacking  map[Field]bool // columns of lines that not every line says itself
	coded    []Field        // columns of lines held as numbers of a list of their texts
	coverage map[Field]Coverage
	deduct   bool

	noProducts []string // postage, fees and the like, by key or by name
	never      NeverOffered
}

// Input is a file that was read.
type Input struct {
	Name   string // as the user named it, without folders
	Bytes  int64
	SHA256 string // lower-case hex
	Sheets []Sheet
}

// Sheet is one sheet of an input and what it was taken for; a csv file has one
// without a name.
type Sheet struct {
	Name     string
	Relation Relation // empty when it was skipped
	Rows     int64    // rows below the header
	Note     string   // why it was skipped, or what else to know
}

// Source is one sheet or file of lines with the control totals counted while it was
// read. Used is counted by the engine in Finish, independently.
type Source struct {
	Name     string // "sales.xlsx:Orders", "sales.csv"
	Read     Totals // all lines; amounts over those that could be read
	Refused  Totals // lines with a Problem
	SetAside Totals // total rows, dropped duplicates
	Used     Totals // lines the report counts
	Deducted Totals // what returned deals take back, with --returns deduct; no lines

	// Converted is what amounts in other currencies were read as, less what they are in
	// the currency of the report; no lines.
	Converted Totals

	// JoinedCost is the cost of used lines that came from the products sheet
	// instead of the line; it is not part of what was read.
	JoinedCost Money
}

// Totals are a number of lines with their sums.
type Totals struct {
	Lines    int64
	Quantity Quantity
	Revenue  Money
	Cost     Money
}

// Add is the sum of both.
func (t Totals) Add(o Totals) Totals {
	return Totals{t.Lines + o.Lines, t.Quantity + o.Quantity, t.Revenue + o.Revenue, t.Cost + o.Cost}
}

// Problem is one cell or row that could not be taken as it stands. The run goes on;
// Refused says that the line is not in the ledger.
type Problem struct {
	File, Sheet string
	Row         int            // 1-based, as a spreadsheet shows it; 0 for the sheet as a whole
	Column      string         // letter of the column, or empty
	Value       string         // what stood there
	Message     phrases.Remark // "is not a date"
	Kind        string         // stable name for counting: "date", "amount", "orphan", ...
	Refused     bool
	Lines       int64    // lines touched; 1 for a row
	Revenue     Money    // revenue of the lines touched, where it could be read
	Cells       []string // the whole row, for rejects.csv; nil unless Refused
}

// String shows where and what: `sales.xlsx:Sheet1!D17: "31.02.2026" is not a date`.
func (p Problem) String() string { return p.In(nil) }

// In is [Problem.String] in the language of the phrases.
func (p Problem) In(words *phrases.Phrases) string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Sheet != "" {
		b.WriteString(":" + p.Sheet)
	}
	if p.Row > 0 {
		fmt.Fprintf(&b, "!%s%d", p.Column, p.Row)
	}
	b.WriteString(": ")
	if p.Value != "" {
		fmt.Fprintf(&b, "%q ", p.Value)
	}
	return b.String() + p.Message.In(words)
}

// Coverage says how much of the used lines carries a field.
type Coverage struct {
	Lines   int64
	Revenue Money
}

// New opens an empty ledger on the embedded engine.
func New(ctx context.Context, o EngineOptions) (*Ledger, error) {
	engine, err := openEmbedded(ctx, o)
	if err != nil {
		return nil, err
	}
	l := &Ledger{engine: engine, options: o, given: map[Relation]map[Field]bool{}}
	for _, r := range Relations() {
		l.given[r] = map[Field]bool{}
		if err := engine.exec(ctx, createRead(r)); err != nil {
			engine.Close()
			return nil, err
		}
	}
	return l, nil
}

// createRead makes the table a relation is read into, before joins.
func createRead(r Relation) string {
	columns := make([]string, 0, 24)
	for _, c := range r.Columns() {
		kind := "BIGINT"
		if c.Kind == Text {
			kind = "VARCHAR"
		}
		columns = append(columns, ident(string(c.Field))+" "+kind)
	}
	return fmt.Sprintf("CREATE TABLE read_%s (%s)", r, strings.Join(columns, ", "))
}

// NoProducts tells the ledger which products, by key or by name, are none: postage, fees
// and the like. Their lines count as money and are left out of baskets.
func (l *Ledger) NoProducts(names []string) {
	l.noProducts = append(l.noProducts, names...)
}

// AddSource registers a sheet of lines and returns the number its lines carry in
// SourceField.
func (l *Ledger) AddSource(s Source) int {
	l.Sources = append(l.Sources, s)
	return len(l.Sources) - 1
}

// Given reports whether the input had the field in the relation.
func (l *Ledger) Given(r Relation, f Field) bool { return l.given[r][f] }

// HasRelation reports whether any sheet of the relation was read.
func (l *Ledger) HasRelation(r Relation) bool { return len(l.given[r]) > 0 }

// Has reports whether any used line carries the field, from its own sheet or joined; a
// target, a programme, its advertising or a training may also have a sheet of its own.
func (l *Ledger) Has(f Field) bool {
	return l.coverage[f].Lines > 0 || f == Target && l.Given(Targets, Target) || f == Programme && l.HasRelation(Programmes) ||
		f == Training && l.HasRelation(Trainings) || f == Advertising && l.Given(Programmes, Cost)
}

// Coverage is the part of the used lines that carries the field.
func (l *Ledger) Coverage(f Field) Coverage { return l.coverage[f] }

// Deducts reports whether deals named by a returns sheet are deducted.
func (l *Ledger) Deducts() bool { return l.deduct }

// Total is the sum over all sources.
func (l *Ledger) Total() Source {
	t := Source{Name: "total"}
	for _, s := range l.Sources {
		t.Read = t.Read.Add(s.Read)
		t.Refused = t.Refused.Add(s.Refused)
		t.SetAside = t.SetAside.Add(s.SetAside)
		t.Used = t.Used.Add(s.Used)
		t.Deducted = t.Deducted.Add(s.Deducted)
		t.Converted = t.Converted.Add(s.Converted)
		t.JoinedCost += s.JoinedCost
	}
	return t
}

// Close frees the engine.
func (l *Ledger) Close() error { return l.engine.Close() }

// Check compares the totals counted while reading with those of the engine, and
// names the first source that does not tie.
func (l *Ledger) Check() error {
	for _, s := range append(slices.Clone(l.Sources), l.Total()) {
		want := s.Read
		got := s.Used.Add(s.Refused).Add(s.SetAside).Add(s.Deducted).Add(s.Converted)
		if got != want {
			return fmt.Errorf("control totals of %s do not tie: read %s, but what was used, refused, set aside, deducted and converted makes %s; this is a defect of xsell, please report it", s.Name, want, got)
		}
	}
	return nil
}

// String prints the totals for an error message.
func (t Totals) String() string {
	return fmt.Sprintf("%d lines, quantity %s, revenue %s, cost %s", t.Lines, t.Quantity, t.Revenue, t.Cost)
}
