package metrics

import (
	"context"
	"fmt"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Control accounts for every line that was read.
var Control = Metric{
	Name:     "control",
	Title:    "Control totals",
	Question: "Is every line accounted for?",
	Chapter:  CanITrustThis,
	Definition: "read = used + refused + set aside + deducted + converted, in lines, quantity, revenue and cost, for every file and sheet. What was read is counted while reading, " +
		"what is used by the sales engine, independently; a difference of one unit fails the run. revenue_read is over all lines whose amount could be read. " +
		"Refused lines have a problem and stand in rejects.csv; set aside are total rows and dropped duplicates; deducted is the money of deals named by a returns sheet " +
		"(only with --returns deduct); converted is what amounts in other currencies were read as, less what they are in the currency of the report. cost_used includes cost_joined, the cost that came from the products sheet.",
	SQL: controlSQL,
	Run: control,
}

// controlSQL is how the engine counts what it holds; Finish runs its like before any metric.
const controlSQL = `
SELECT source, count(*) FILTER (WHERE NOT is_deduction) AS lines,
       CAST(coalesce(sum(quantity), 0) AS BIGINT) AS quantity, CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue, CAST(coalesce(sum(cost), 0) AS BIGINT) AS cost
FROM lines GROUP BY source ORDER BY source`

func control(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	type row struct{ Source, Lines, Quantity, Revenue, Cost int64 }
	counted, err := query[row](ctx, l, o, controlSQL)
	if err != nil {
		return Section{}, err
	}
	for _, r := range counted {
		u := l.Sources[r.Source]
		if u.Used.Lines != r.Lines || int64(u.Used.Revenue) != r.Revenue || int64(u.Used.Cost+u.JoinedCost) != r.Cost {
			return Section{}, fmt.Errorf("%s changed after it was read", u.Name)
		}
	}
	t := l.Total()
	s := Section{
		Lead:  controlLead(t, o),
		Scope: o.say("All lines read, whatever their date"),
		Table: Table{Columns: []Column{
			{"source", "Source", Text}, {"lines_read", "Lines read", Count}, {"lines_used", "Used", Count},
			{"lines_refused", "Refused", Count}, {"lines_set_aside", "Set aside", Count},
			{"quantity_used", "Quantity used", Quantity}, {"revenue_read", "Revenue read", Money}, {"revenue_used", "Revenue used", Money},
			{"cost_used", "Cost used", Money}, {"revenue_refused", "Revenue refused", Money}, {"revenue_set_aside", "Revenue set aside", Money},
			{"revenue_deducted", "Returned deals deducted", Money}, {"revenue_converted", "Currencies converted", Money}, {"cost_joined", "Cost from products sheet", Money}, {"difference", "Difference", Money},
		}},
	}
	for _, c := range l.Conversions {
		s.Notes = append(s.Notes, conversionNote(c, l, o))
	}
	if len(l.Scope.Where) > 0 {
		s.Notes = append(s.Notes, o.say("Read is what all lines together have for this report, counted before it was cut out of them. Lines that were refused or set aside are nobody's, and stand in no such report."))
	}
	for _, source := range append(append([]sales.Source{}, l.Sources...), t) {
		s.Table.Rows = append(s.Table.Rows, controlRow(source, l))
	}
	s.Table.Rows[len(l.Sources)][0] = o.say("total")
	return s, nil
}

// conversionNote says at which rates a currency was converted.
func conversionNote(c sales.Conversion, l *sales.Ledger, o Options) string {
	if len(l.Scope.Where) > 0 { // what all lines of the currency were worth is not for its readers
		return o.say("%d {1|line|lines} of %s {1|was|were} converted to %s at %s.", c.Lines, c.Currency, l.Currency, c.Rates())
	}
	became := []any{c.Lines, c.Currency, l.Currency, c.Rates(), o.Phrases.Scaled(c.Revenue.Float()), o.Phrases.Scaled(c.Converted.Float())}
	text := phrases.Key("%d {1|line|lines} of %s {1|was|were} converted to %s at %s: %s became %s %[3]s of net revenue.")
	if c.First.Valid {
		text = "%d {1|line|lines} of %s {1|was|were} converted to %s at %s, the rate of their day (rates of %[7]s to %[8]s): %[5]s became %[6]s %[3]s of net revenue."
		became = append(became, o.date(c.First.V), o.date(c.Last.V))
	}
	note := o.say(text, became...)
	if c.Early > 0 {
		note += " " + o.say("%d {1|line|lines} before the first rate {1|was|were} converted at it.", c.Early)
	}
	return note
}

func controlRow(s sales.Source, l *sales.Ledger) []Cell {
	row := []Cell{s.Name, s.Read.Lines, s.Used.Lines, s.Refused.Lines, s.SetAside.Lines, s.Used.Quantity,
		s.Read.Revenue, s.Used.Revenue, s.Used.Cost + s.JoinedCost, s.Refused.Revenue, s.SetAside.Revenue, s.Deducted.Revenue, s.Converted.Revenue, s.JoinedCost,
		s.Read.Revenue - s.Used.Revenue - s.Refused.Revenue - s.SetAside.Revenue - s.Deducted.Revenue - s.Converted.Revenue}
	if len(l.Conversions) == 0 {
		row[12] = nil
	}
	if !l.Has(sales.Cost) {
		row[8], row[13] = nil, nil
	}
	if !l.Has(sales.QuantityOf) {
		row[5] = nil
	}
	return row
}

func controlLead(t sales.Source, o Options) string {
	parts := []string{o.say("%d used", t.Used.Lines)}
	if t.Refused.Lines > 0 {
		parts = append(parts, o.say("%d refused (%s)", t.Refused.Lines, o.money(t.Refused.Revenue)))
	}
	if t.SetAside.Lines > 0 {
		parts = append(parts, o.say("%d set aside as totals or copies (%s)", t.SetAside.Lines, o.money(t.SetAside.Revenue)))
	}
	return o.say("All %d {1|line|lines} read are accounted for: %s; %s of revenue is in the report.", t.Read.Lines, strings.Join(parts, ", "), o.money(t.Used.Revenue))
}
