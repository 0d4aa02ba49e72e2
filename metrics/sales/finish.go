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

	Currency string // of the report; empty: that of the lines

	// OnlyCurrency sets the lines of other currencies aside, where the lines have it.
	OnlyCurrency string

	// Where leaves the ledger the lines that it keeps and of all else what is theirs, see [Parts].
	Where Where
}

// Finish joins the sheets, places every line in time and closes the engine to files
// and network. After it the relations lines, baskets, products, customers and totals and the
// registers can be queried:
//
//	lines     source, row, deal, day, bucket (start of its period), customer, audience,
//	          product, type, area, seller, seller_read (the line names the seller itself), partner, partner_role, programme, payment, region, channel,
//	          measure (the unit of quantity), quantity, list, discount, revenue, cost, bonus, commission (NULL where unknown),
//	          cm1 and costed (profit, and the revenue it stands for; NULL without a cost),
//	          is_return (a negative or cancelled line), is_returned (its deal was returned),
//	          is_fee (postage and the like: money, no product),
//	          is_deduction (takes the money of a returned deal back),
//	          is_sole (no other line of its deal, deductions apart, has its product),
//	          in_window, is_current, is_previous, is_year_ago
//	baskets   one row for each product that stayed in a deal: deal, product, customer,
//	          audience, type, area, day, revenue and cm1 (net of what the deal took back),
//	          in_window, is_current, is_previous, is_year_ago
//	products  product, product_name, type, area, audience, benefit, advantage, measure, is_blocked (never to be offered), in_sheet
//	referrals day, customer, partner, need, business, commission: what was sent to partners
//	trainings seller, day, topic
//	targets   day (first of its plan period), area, seller, region, target
//	customers customer, customer_name, audience, region, is_blocked (never to be called), in_sheet
//	never_offered kind (product, type, area or customer) and name, in lower case, as the configuration has them
//	product_totals, customer_totals, area_totals, area_audience_totals
//	          one row for each with a line in the window or a period compared: of the window
//	          deals (with a line that is no return), lines, no_cost_lines, quantity, revenue,
//	          cost, cm1, costed; of the period, the one before and the one a year ago
//	          period_, previous_ and year_ago_revenue and _cm1 (0 where they have no line,
//	          NULL where no line has a cost), period_costed and previous_costed
//
// Money and quantities are BIGINT in 1/10 000. Texts are never NULL in lines: what is
// missing is "(unassigned)", a missing customer "(unknown)", a missing partner, programme or measure ”.
// What lies between the lines of one deal is best asked with is_sole: distinct products of a
// deal are its sole lines and the distinct products of the others, which are few.
func (l *Ledger) Finish(ctx context.Context, o FinishOptions) error {
	if len(o.Where) > 0 {
		return l.finishOwn(ctx, o)
	}
	if err := l.join(ctx, o); err != nil {
		return err
	}
	return l.complete(ctx)
}

// join brings the lines into one currency, places the report in time and gives every line
// what other sheets say of it.
func (l *Ledger) join(ctx context.Context, o FinishOptions) error {
	l.deduct = o.Deduct && l.HasRelation(Returns)
	if err := l.engine.settle(ctx, l, o); err != nil {
		return err
	}
	first, last, err := l.span(ctx)
	if err != nil {
		return err
	}
	if l.Calendar, err = NewCalendar(first, last, o.Calendar); err != nil {
		return err
	}
	return l.engine.join(ctx, l)
}

// complete turns what is joined into the relations that metrics see, counts it and closes
// the engine to files and network.
func (l *Ledger) complete(ctx context.Context) error {
	if err := l.engine.relate(ctx, l); err != nil {
		return err
	}
	if err := l.count(ctx); err != nil {
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

// count lets the engine count what it holds, to be compared with what was read, and
// how much of it carries each field.
func (l *Ledger) count(ctx context.Context) error {
	type row struct {
		Source                  int64
		Deducted                bool
		Carried                 int64 // the fields, as bits
		Lines                   int64
		Quantity, Revenue, Cost int64
		Joined                  int64
	}
	rows, err := Query[row](ctx, l, `
		SELECT source, is_deduction AS deducted, `+carried()+` AS carried, count(*) AS lines,
		       CAST(coalesce(sum(quantity), 0) AS BIGINT) AS quantity,
		       CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue,
		       CAST(coalesce(sum(CASE WHEN cost_read THEN cost END), 0) AS BIGINT) AS cost,
		       CAST(coalesce(sum(CASE WHEN NOT cost_read THEN cost END), 0) AS BIGINT) AS joined
		FROM lines GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`)
	if err != nil {
		return err
	}
	for i := range l.Sources {
		l.Sources[i].Used, l.Sources[i].Deducted, l.Sources[i].JoinedCost = Totals{}, Totals{}, 0
	}
	l.coverage = map[Field]Coverage{}
	for _, r := range rows {
		s := &l.Sources[r.Source]
		t := Totals{r.Lines, Quantity(r.Quantity), Money(r.Revenue), Money(r.Cost)}
		s.JoinedCost += Money(r.Joined)
		if r.Deducted {
			t.Lines = 0
			s.Deducted = s.Deducted.Add(Totals{0, -t.Quantity, -t.Revenue, -t.Cost})
		} else {
			l.cover(r.Carried, t)
		}
		s.Used = s.Used.Add(t)
	}
	// A deal made up of customer and day is not a deal the input knows.
	if !l.Given(Lines, Deal) {
		delete(l.coverage, Deal)
	}
	return nil
}

// cover adds lines to the coverage of the fields they carry.
func (l *Ledger) cover(carried int64, t Totals) {
	for i, f := range coveredFields {
		if c := l.coverage[f]; carried&(1<<i) != 0 {
			l.coverage[f] = Coverage{c.Lines + t.Lines, c.Revenue + t.Revenue}
		}
	}
}

// coveredFields are the fields whose coverage decides which sections can be drawn.
var coveredFields = []Field{Deal, Customer, Audience, Product, Type, Area, Seller, Partner, PartnerRole,
	Programme, Region, Channel, QuantityOf, List, Discount, Revenue, Cost, Bonus, Commission}

// carried is a number with a bit for each of coveredFields.
func carried() string {
	bits := make([]string, len(coveredFields))
	for i, f := range coveredFields {
		bits[i] = fmt.Sprintf("CASE WHEN %s THEN %d ELSE 0 END", hasValue(f), 1<<i)
	}
	return strings.Join(bits, " + ")
}

func hasValue(f Field) string {
	switch f {
	case Customer:
		return "customer <> " + quote(Unknown)
	case Audience, Type, Area, Seller, Region, Channel:
		return string(f) + " <> " + quote(Unassigned)
	case Partner, PartnerRole, Programme, Payment:
		return string(f) + " <> ''"
	default:
		return string(f) + " IS NOT NULL"
	}
}
