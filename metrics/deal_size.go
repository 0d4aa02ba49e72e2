package metrics

import (
	"context"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// DealSize shows how many products a deal holds and what it brings.
var DealSize = Metric{
	Name:     "deal-size",
	Title:    "Size of deals",
	Question: "How many products does a deal hold, what does it bring, and what goes with one product more?",
	Chapter:  Deals,
	Definition: "A deal counts where it has a line that is no return; its products are the distinct ones of these lines, postage and fees apart; its money is the net revenue of all its lines. " +
		"Rows of kind products are the deals by the number of products, those of kind money by what they bring (in the currency of the data, limits 1, 2, 5, 10 and so on; at both ends what holds less than 1 % of the deals is one row). " +
		"mean = money / deals; median = the deal in the middle, by money. cross_sold = share of the deals with two products or more. more_than_before = mean - mean of the deals with one product less, where both have 20 deals or more. " +
		"Rows of kind period compare; those of kind change split the change of the mean along money per deal = products per deal x money per product: effect = change of the one x the mean of the other before and after " +
		"(the Shapley value of two factors), so that both add up to the change. " +
		"The row of kind same customers compares, for each known customer who has both, the mean of his deals with two products or more with that of his deals with one.",
	Needs: []sales.Field{sales.Product},
	SQL:   dealsOfWindow.create() + dealSizeStepsSQL,
	Run:   dealSize,
}

// dealsAlikeSQL brings deals down to those alike in what they bring, by {place}, with how many
// bring as much or less: far fewer than the deals are sorted to find the one in the middle.
const dealsAlikeSQL = `
alike AS (
	SELECT {place}, revenue, count(*) AS deals, count(*) FILTER (WHERE products > 1) AS multi, sum(products) AS products, sum(cm1) AS cm1, sum(costed) AS costed
	FROM dealt GROUP BY {place}, revenue),
ranked AS (
	SELECT a.*, CAST(sum(deals) OVER (PARTITION BY {place} ORDER BY revenue ROWS UNBOUNDED PRECEDING) AS BIGINT) AS upto, CAST(sum(deals) OVER (PARTITION BY {place}) AS BIGINT) AS n
	FROM alike AS a),
placed AS (
	SELECT r.*, greatest(0, least(upto, CAST(floor((n + 2) / 2.0) AS BIGINT)) - greatest(upto - deals, CAST(floor((n - 1) / 2.0) AS BIGINT))) AS middles FROM ranked AS r)
SELECT {place}, CAST(sum(deals) AS BIGINT) AS deals, CAST(sum(multi) AS BIGINT) AS multi, CAST(sum(products) AS BIGINT) AS products,
       CAST(sum(deals * revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed,
       CAST(sum(middles * revenue) AS BIGINT) AS middle, CAST(sum(middles) AS BIGINT) AS middles
FROM placed GROUP BY {place} ORDER BY {place}`

func dealsAlikeBy(place string) string { return strings.ReplaceAll(dealsAlikeSQL, "{place}", place) }

var dealSizeStepsSQL = `
WITH dealt AS (
	SELECT revenue, cm1, costed, products, CASE WHEN sold = 0 THEN 1000 WHEN products < 10 THEN products WHEN products < 15 THEN 10 WHEN products < 20 THEN 15
	       WHEN products < 30 THEN 20 WHEN products < 50 THEN 30 WHEN products < 100 THEN 50 ELSE 100 END AS step
	FROM window_deals),` + dealsAlikeBy("step")

var dealSizeBandsSQL = `
SELECT ` + moneyBand("revenue") + ` AS step, count(*) AS deals, count(*) FILTER (WHERE products > 1) AS multi, CAST(sum(products) AS BIGINT) AS products,
       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed,
       CAST(0 AS BIGINT) AS middle, CAST(0 AS BIGINT) AS middles
FROM window_deals WHERE sold > 0 GROUP BY 1 ORDER BY 1`

// dealSizePlacesSQL takes a deal once for each span that it lies in.
var dealSizePlacesSQL = `
WITH spanned AS (
	SELECT 'window' AS place, sold, products, revenue, cm1, costed FROM window_deals` + dealtWithin("current", "is_current") + dealtWithin("previous", "is_previous") + dealtWithin("year_ago", "is_year_ago") + `),
dealt AS (
	SELECT * FROM spanned WHERE sold > 0),` + dealsAlikeBy("place")

// dealtWithin adds the deals of a span of lines.
func dealtWithin(place, span string) string {
	return `
	UNION ALL
	SELECT '` + place + `' AS place, sold, products, revenue, cm1, costed FROM (SELECT deal,` + dealtColumnsSQL + `
	FROM lines WHERE ` + span + ` GROUP BY deal) AS d`
}

// dealSizeWithinSQL compares the deals of each customer who has both kinds. The mean of a
// customer is rounded to 1/10 000, so that the sums do not depend on their order.
var dealSizeWithinSQL = `
WITH dealt AS (
	SELECT deal, min(customer) AS customer,` + dealtColumnsSQL + `
	FROM lines WHERE in_window AND customer <> '(unknown)' GROUP BY deal),
per_customer AS (
	SELECT customer, count(*) FILTER (WHERE products = 1) AS ones, count(*) FILTER (WHERE products > 1) AS mores,
	       sum(revenue) FILTER (WHERE products = 1) AS one, sum(revenue) FILTER (WHERE products > 1) AS more
	FROM dealt WHERE sold > 0 GROUP BY customer),
both_kinds AS (
	SELECT CAST(round(CAST(one AS DOUBLE) / ones) AS BIGINT) AS one, CAST(round(CAST(more AS DOUBLE) / mores) AS BIGINT) AS more
	FROM per_customer WHERE ones > 0 AND mores > 0)
SELECT count(*) AS customers, CAST(coalesce(sum(one), 0) AS BIGINT) AS one, CAST(coalesce(sum(more), 0) AS BIGINT) AS more,
       CAST(coalesce(count(*) * sum(CAST(more - one AS DECIMAL(19, 0)) * CAST(more - one AS DECIMAL(19, 0))) - CAST(sum(more - one) AS DECIMAL(19, 0)) * CAST(sum(more - one) AS DECIMAL(19, 0)), 0) AS DOUBLE) AS spread
FROM both_kinds`

// dealGroup is some deals.
type dealGroup struct {
	Deals, Multi, Products int64 // Multi: with two products or more; Products: added over the deals
	Revenue                sales.Money
	CM1, Costed            sales.Null[sales.Money]
	Middle                 sales.Money // sum of the deals in the middle, of which there are Middles
	Middles                int64
}

type dealStep struct {
	Step int64
	dealGroup
}

type dealPlace struct {
	Place string
	dealGroup
}

type dealWithin struct {
	Customers, One, More int64 // sums of the customers' means, in 1/10 000
	Spread               float64
}

// mean is the money of a deal; nil without one.
func (g dealGroup) mean() Cell { return perOne(g.Revenue, g.Deals) }

func (g dealGroup) median() Cell { return perOne(g.Middle, g.Middles) }

// perOne is an amount divided by a number; nil where that is 0.
func perOne(m sales.Money, n int64) Cell {
	if n == 0 {
		return nil
	}
	return sales.Money(roundDiv(int64(m), n))
}

// add sums two; there is no median of the sum.
func (g dealGroup) add(o dealGroup) dealGroup {
	return dealGroup{g.Deals + o.Deals, g.Multi + o.Multi, g.Products + o.Products, g.Revenue + o.Revenue, plus(g.CM1, o.CM1), plus(g.Costed, o.Costed), 0, 0}
}

func dealSize(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	f := dealFindings{places: map[string]dealGroup{}, costs: l.Has(sales.Cost), customers: l.Has(sales.Customer), madeUp: !l.Has(sales.Deal), c: l.Calendar, o: o}
	err := o.keep(ctx, l, dealsOfWindow)
	if err != nil {
		return Section{}, err
	}
	if f.steps, err = query[dealStep](ctx, l, o, dealSizeStepsSQL); err != nil {
		return Section{}, err
	}
	bands, err := query[dealStep](ctx, l, o, dealSizeBandsSQL)
	if err != nil {
		return Section{}, err
	}
	f.bands = mergeTails(bands)
	places, err := query[dealPlace](ctx, l, o, dealSizePlacesSQL)
	if err != nil {
		return Section{}, err
	}
	for _, p := range places {
		f.places[p.Place] = p.dealGroup
	}
	if f.within, err = one[dealWithin](ctx, l, o, dealSizeWithinSQL); err != nil {
		return Section{}, err
	}
	if f.usual, err = usualDeal(ctx, l, o); err != nil {
		return Section{}, err
	}
	return Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), Charts: f.charts(),
		Scope:  o.scope(o.say("Deals by number of products and by net revenue"), l.Calendar.Window),
		SQL:    dealsOfWindow.create() + dealSizeStepsSQL + ";\n" + dealSizeBandsSQL + ";\n" + dealSizePlacesSQL + ";\n" + dealSizeWithinSQL,
		Claims: dealClaims(f.costs)}, nil
}

func dealClaims(costs bool) []Claim {
	out := []Claim{{Column: "revenue", Of: LinesRevenue, Scope: InWindow, Where: "kind", Is: "products"}}
	if costs {
		out = append(out, Claim{Column: "cm1", Of: LinesCM1, Scope: InWindow, Where: "kind", Is: "products"})
	}
	return out
}

// usualDeal says whether the revenue per deal of the period lies inside its natural
// limits; nothing where that cannot be judged.
func usualDeal(ctx context.Context, l *sales.Ledger, o Options) (Cell, error) {
	buckets, err := history(ctx, l, o)
	if err != nil {
		return nil, err
	}
	for _, k := range kpiList(l) {
		if k.key == "average_deal" {
			return noise(k, buckets, l.Calendar), nil
		}
	}
	return nil, nil
}

// interval is the mean of what the customers' deals with more products bring more, with
// its limits; false below 30 customers.
func (w dealWithin) interval() (stat.Estimate, bool) {
	const least = 30
	if w.Customers < least {
		return stat.Estimate{}, false
	}
	return stat.Moments{N: w.Customers, Sum: float64(w.More-w.One) / sales.Scale, Spread: w.Spread / (sales.Scale * sales.Scale)}.Mean(confidence)
}
