package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Index is the reports that the sales are split into, side by side.
type Index struct {
	Title    string
	By       sales.Field
	Name     string // of the field, in the language of the reports
	Currency string
	Calendar sales.Calendar
	Part     *Part // the lines that are split; nil where they are all
	Inputs   []sales.Input
	Rows     []IndexRow // those with a report first, by their revenue; last the total
	Former   []FormerReport
	Refused  sales.Totals
	Phrases  *phrases.Phrases
}

// The kinds of rows of an index.
const (
	ofValue   = "value"   // has a report
	ofNobody  = "none"    // lines without a value
	ofSeveral = "several" // lines that several sellers share, which are in no report
	ofAll     = "total"
)

// IndexRow is what one report is of, in the period; deals of several values count for each.
type IndexRow struct {
	Kind    string // value, none, several or total
	Value   string
	Lines   int64       // of all days
	Used    sales.Money // revenue of all days
	Revenue sales.Money
	Before  sales.Null[sales.Money] // revenue of the period before; not valid where the data do not cover it
	CM1     sales.Null[sales.Money]
	Deals   int64 // with a line that is not a return

	// What is known once the report is drawn.
	Folder   string
	Headline string
	Alerts   int
}

// FormerReport is the last report of a value that has no line any more.
type FormerReport struct{ Value, Period, Folder string }

// indexSQL adds up the lines by a field; {by} names it.
const indexSQL = `
SELECT {by} AS value, count(*) FILTER (WHERE NOT is_deduction) AS lines, CAST(sum(revenue) AS BIGINT) AS used,
       CAST(coalesce(sum(revenue) FILTER (WHERE is_current), 0) AS BIGINT) AS revenue,
       CAST(coalesce(sum(revenue) FILTER (WHERE is_previous), 0) AS BIGINT) AS before,
       CAST(sum(cm1) FILTER (WHERE is_current) AS BIGINT) AS cm1,
       count(DISTINCT CASE WHEN is_current AND NOT is_return THEN deal END) AS deals
FROM lines GROUP BY 1 ORDER BY 1`

type indexSum struct {
	Value                 string
	Lines                 int64
	Used, Revenue, Before sales.Money
	CM1                   sales.Null[sales.Money]
	Deals                 int64
}

// NewIndex adds up the lines of a ledger by a field. The rows tie to the whole, or it fails.
func NewIndex(ctx context.Context, l *sales.Ledger, by sales.Field, o Options) (*Index, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	if o.Phrases == nil {
		o.Phrases = phrases.English()
	}
	l = o.named(l)
	read := func(by string) ([]indexSum, error) {
		return query[indexSum](ctx, l, o, strings.ReplaceAll(indexSQL, "{by}", by))
	}
	sums, err := read(string(by))
	if err != nil {
		return nil, err
	}
	whole, err := read("'total'")
	if err != nil {
		return nil, err
	}
	x := &Index{Title: o.Title, By: by, Name: o.say(fieldNames[by]), Currency: l.Currency, Calendar: l.Calendar, Part: ownPart(l, o),
		Inputs: l.Inputs, Refused: l.Total().Refused, Phrases: o.Phrases}
	if x.Title == "" {
		x.Title = o.say("Sales and cross-selling")
	}
	if x.Part != nil {
		x.Title += ": " + x.Part.Label
	}
	for _, s := range sums {
		x.add(s, kindOf(s.Value, by))
	}
	x.sort()
	x.add(whole[0], ofAll)
	return x, x.check()
}

// kindOf says whether the lines of a value get a report. A cell that names several sellers is
// of none of them alone: a report of one would name the others.
func kindOf(value string, by sales.Field) string {
	switch {
	case value == "" || value == sales.Unassigned:
		return ofNobody
	case by == sales.Seller && len(sharedSellers([]sellerSums{{Said: value}})) > 0:
		return ofSeveral
	}
	return ofValue
}

// add adds a row; all that several sellers share is one.
func (x *Index) add(s indexSum, kind string) {
	row := IndexRow{Kind: kind, Value: s.Value, Lines: s.Lines, Used: s.Used, Revenue: s.Revenue, CM1: s.CM1, Deals: s.Deals}
	if x.Calendar.Covers(x.Calendar.Previous) {
		row.Before = sales.Null[sales.Money]{V: s.Before, Valid: true}
	}
	if kind != ofValue {
		row.Value = ""
	}
	i := slices.IndexFunc(x.Rows, func(r IndexRow) bool { return r.Kind == kind && kind != ofValue })
	if i < 0 {
		x.Rows = append(x.Rows, row)
		return
	}
	r := &x.Rows[i]
	r.Lines, r.Used, r.Revenue, r.Deals = r.Lines+row.Lines, r.Used+row.Used, r.Revenue+row.Revenue, r.Deals+row.Deals
	r.Before.V += row.Before.V
	r.CM1 = sales.Null[sales.Money]{V: r.CM1.V + row.CM1.V, Valid: r.CM1.Valid || row.CM1.Valid}
}

func (x *Index) sort() {
	slices.SortStableFunc(x.Rows, func(a, b IndexRow) int {
		if a.Kind != b.Kind && (a.Kind == ofValue || b.Kind == ofValue) {
			return map[bool]int{true: -1, false: 1}[a.Kind == ofValue]
		}
		if order := compareDown(a.Revenue, b.Revenue); order != 0 {
			return order
		}
		return compareDown(a.Used, b.Used)
	})
}

// check holds the rows against their total, which is counted by itself.
func (x *Index) check() error {
	total := x.Rows[len(x.Rows)-1]
	var sum IndexRow
	for _, r := range x.Rows[:len(x.Rows)-1] {
		sum.Lines, sum.Used, sum.Revenue, sum.CM1.V = sum.Lines+r.Lines, sum.Used+r.Used, sum.Revenue+r.Revenue, sum.CM1.V+r.CM1.V
	}
	if sum.Lines != total.Lines || sum.Used != total.Used || sum.Revenue != total.Revenue || sum.CM1.V != total.CM1.V {
		return fmt.Errorf("the reports by %s do not add up to the whole: %d of %d lines, revenue %s of %s; this is a defect of xsell, please report it", x.By, sum.Lines, total.Lines, sum.Used, total.Used)
	}
	return nil
}

// Change is the relative change of the revenue against the period before; nil where it has none.
func (r IndexRow) Change() Cell {
	if !r.Before.Valid {
		return nil
	}
	return growth(r.Before.V, r.Revenue)
}

// HasReport tells whether the row has a report.
func (r IndexRow) HasReport() bool { return r.Kind == ofValue }

// Ties reports whether a ledger holds the lines of the row, in number and revenue.
func (r IndexRow) Ties(l *sales.Ledger) error {
	if used := l.Total().Used; used.Lines != r.Lines || used.Revenue != r.Used {
		return fmt.Errorf("the report has %d lines worth %s where the whole has %d worth %s for it; this is a defect of xsell, please report it", used.Lines, used.Revenue, r.Lines, r.Used)
	}
	return nil
}

// Label names the row to a reader.
func (x *Index) Label(r IndexRow) string {
	switch r.Kind {
	case ofNobody:
		return x.Phrases.Say("No %s", x.Name)
	case ofSeveral:
		return x.Phrases.Say("Shared by several")
	case ofAll:
		return x.Phrases.Say("All lines")
	}
	return r.Value
}

// Lead is the sentence above the index.
func (x *Index) Lead() string {
	reports, nobodys := 0, int64(0)
	for _, r := range x.Rows {
		switch {
		case r.HasReport():
			reports++
		case r.Kind != ofAll:
			nobodys += r.Lines
		}
	}
	total := x.Rows[len(x.Rows)-1]
	lead := x.Phrases.Say("%[1]d {1|report|reports} by %[2]s: %[3]d {3|line|lines} in all.", reports, x.Name, total.Lines)
	if nobodys > 0 {
		lead += " " + x.Phrases.Say("%d {1|line belongs|lines belong} to no report.", nobodys)
	}
	return lead
}

// Notes say how to read the index.
func (x *Index) Notes() []string {
	say := x.Phrases.Say
	notes := []string{say("Lines, revenue and CM1 add up to the whole to the unit, or nothing is written. Deals do not where one has lines of several reports: it counts in each."),
		say("Every report is computed on its own lines and holds nothing of the others. This page names them all: it is not for their readers.")}
	if x.Refused.Lines > 0 {
		notes = append(notes, say("%d {1|line was|lines were} refused and {1|stands|stand} in rejects.csv, and in no report.", x.Refused.Lines))
	}
	return notes
}
