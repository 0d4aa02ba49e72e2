package sales

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// FinishOptions place the ledger in time and say how returned deals count.
type FinishOptions struct {
	Calendar CalendarOptions
	Deduct   bool // deduct deals that a returns sheet names, instead of only marking them
}

// Finish joins the sheets, places every line in time and closes the engine to files
// and network. After it the relations lines, baskets, products and customers and the
// registers can be queried:
//
//	lines     deal, day, bucket (start of its period), customer, customer_name, audience,
//	          product, product_name, type, area, seller, partner, programme, region, channel,
//	          quantity, list, discount, revenue, cost, bonus (NULL where unknown),
//	          cm1 and costed (profit, and the revenue it stands for; NULL without a cost),
//	          is_return (a negative or cancelled line), is_returned (its deal was returned),
//	          in_window, is_current, is_previous, is_year_ago
//	baskets   one row for each product that stayed in a deal: deal, product, customer,
//	          audience, type, area, day, revenue and cm1 (net of what the deal took back),
//	          in_window, is_current, is_previous, is_year_ago
//	products  product, product_name, type, area, audience, benefit, advantage
//	customers customer, customer_name, audience, region
//
// Money and quantities are BIGINT in 1/10 000. Texts are never NULL in lines: what is
// missing is "(unassigned)", a missing customer "(unknown)", a missing partner or programme ”.
func (l *Ledger) Finish(ctx context.Context, o FinishOptions) error {
	l.deduct = o.Deduct && l.HasRelation(Returns)
	first, last, err := l.span(ctx)
	if err != nil {
		return err
	}
	if l.Calendar, err = NewCalendar(first, last, o.Calendar); err != nil {
		return err
	}
	if err := l.oneCurrency(ctx); err != nil {
		return err
	}
	for _, statement := range l.joins() {
		if err := l.engine.exec(ctx, statement); err != nil {
			return err
		}
	}
	if err := l.countUsed(ctx); err != nil {
		return err
	}
	if err := l.measureCoverage(ctx); err != nil {
		return err
	}
	return l.engine.lock(ctx)
}

func (l *Ledger) span(ctx context.Context) (first, last Day, err error) {
	type span struct {
		N           int64
		First, Last Null[int64]
	}
	rows, err := Query[span](ctx, l, `SELECT count(*) AS n, min(day) AS first, max(day) AS last FROM read_lines`)
	if err != nil {
		return 0, 0, err
	}
	if rows[0].N == 0 {
		return 0, 0, errors.New("no sales line could be used; run xsell check to see what was understood and what was refused")
	}
	return Day(rows[0].First.V), Day(rows[0].Last.V), nil
}

func (l *Ledger) oneCurrency(ctx context.Context) error {
	type row struct{ Currency string }
	rows, err := Query[row](ctx, l, `SELECT DISTINCT currency FROM read_lines WHERE currency IS NOT NULL ORDER BY currency`)
	if err != nil {
		return err
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Currency
	}
	if len(names) > 1 {
		return fmt.Errorf("the lines are in %d currencies (%s), which cannot be added; convert them to one, or split the file by currency",
			len(names), strings.Join(names, ", "))
	}
	if len(names) == 1 {
		l.Currency = names[0]
	}
	return nil
}

// countUsed lets the engine count what it holds, to be compared with what was read.
func (l *Ledger) countUsed(ctx context.Context) error {
	type row struct {
		Source                  int64
		Deducted                bool
		Lines                   int64
		Quantity, Revenue, Cost int64
		Joined                  int64
	}
	rows, err := Query[row](ctx, l, `
		SELECT source, is_deduction AS deducted, count(*) AS lines,
		       CAST(coalesce(sum(quantity), 0) AS BIGINT) AS quantity,
		       CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue,
		       CAST(coalesce(sum(CASE WHEN cost_read THEN cost END), 0) AS BIGINT) AS cost,
		       CAST(coalesce(sum(CASE WHEN NOT cost_read THEN cost END), 0) AS BIGINT) AS joined
		FROM lines GROUP BY source, is_deduction ORDER BY source, is_deduction`)
	if err != nil {
		return err
	}
	for i := range l.Sources {
		l.Sources[i].Used, l.Sources[i].Deducted, l.Sources[i].JoinedCost = Totals{}, Totals{}, 0
	}
	for _, r := range rows {
		s := &l.Sources[r.Source]
		t := Totals{r.Lines, Quantity(r.Quantity), Money(r.Revenue), Money(r.Cost)}
		if r.Deducted {
			t.Lines = 0
			s.Deducted = Totals{0, -t.Quantity, -t.Revenue, -t.Cost}
		}
		s.Used = s.Used.Add(t)
		s.JoinedCost += Money(r.Joined)
	}
	return nil
}

// coveredFields are the fields whose coverage decides which sections can be drawn.
var coveredFields = []Field{Deal, Customer, CustomerName, Audience, Product, ProductName, Type, Area, Seller, Partner,
	Programme, Region, Channel, QuantityOf, List, Discount, Revenue, Cost, Bonus}

func (l *Ledger) measureCoverage(ctx context.Context) error {
	parts := make([]string, len(coveredFields))
	for i, f := range coveredFields {
		parts[i] = fmt.Sprintf("SELECT %d AS i, count(*) AS lines, CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue FROM lines WHERE NOT is_deduction AND %s", i, hasValue(f))
	}
	type row struct{ I, Lines, Revenue int64 }
	rows, err := Query[row](ctx, l, strings.Join(parts, " UNION ALL ")+" ORDER BY i")
	if err != nil {
		return err
	}
	l.coverage = map[Field]Coverage{}
	for _, r := range rows {
		l.coverage[coveredFields[r.I]] = Coverage{r.Lines, Money(r.Revenue)}
	}
	// A deal made up of customer and day is not a deal the input knows.
	if !l.Given(Lines, Deal) {
		delete(l.coverage, Deal)
	}
	return nil
}

func hasValue(f Field) string {
	switch f {
	case Customer:
		return "customer <> " + quote(Unknown)
	case Audience, Type, Area, Seller, Region, Channel:
		return string(f) + " <> " + quote(Unassigned)
	case Partner, Programme:
		return string(f) + " <> ''"
	case CustomerName:
		return "customer_name <> customer"
	case ProductName:
		return "product_name <> product"
	default:
		return string(f) + " IS NOT NULL"
	}
}
