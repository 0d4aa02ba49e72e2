package metrics

import (
	"context"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// LossMakers shows which customers of several business areas cost money, and what by.
var LossMakers = Metric{
	Name:     "loss-makers",
	Title:    "Customers who cost money",
	Question: "Which customers of several business areas cost money, what by, and are cross-buyers worse than others?",
	Chapter:  Profitability,
	Definition: "A customer loses money where CM2 of the window, CM1 less bonuses and commissions, is below 0. areas = distinct business areas bought from in the window, kept or not; several areas = two or more. " +
		"What the loss is by is what turns CM2 to 0 or more when it is taken away: returns (CM1 of the lines that are returns), discounts (those on lines with a cost that are no returns), " +
		"service (bonuses and commissions); where more than one does, the largest; together = only all three do. " +
		"Of what remains, flat spending = revenue a day from the first purchase in a second area on is not above that before, both over 90 days or more; price or cost = the rest: sold below cost at list price. " +
		"Effect = the money of what the loss is by. The comparison with customers of one area is a ratio of shares among customers of the same audience with as many deals (Mantel-Haenszel; S. Greenland and J. M. Robins, 1985). " +
		"Kinds after D. Shah and V. Kumar, Harvard Business Review 90 (2012): reversing revenue, promotion, service, limited spending.",
	Needs: []sales.Field{sales.Customer, sales.Area, sales.Cost},
	SQL:   lossMakersSQL + lossCustomersSQL,
	Run:   lossMakers,
}

// lossMakersSQL gives every customer the kind of his loss.
const lossMakersSQL = `
WITH entered AS (
	SELECT customer, area, min(day) AS day, bool_or(in_window) AS within FROM lines
	WHERE NOT is_return AND customer <> '(unknown)' AND area <> '(unassigned)' AND day <= {end} GROUP BY customer, area),
broad AS (
	SELECT customer, count(*) FILTER (WHERE within) AS areas, min(day) AS first_day FROM entered GROUP BY customer),
given AS (
	SELECT customer, CAST(coalesce(sum(bonus), 0) + coalesce(sum(commission), 0) AS BIGINT) AS bonus, CAST(coalesce(-sum(cm1) FILTER (WHERE is_return), 0) AS BIGINT) AS returned,
	       CAST(coalesce(sum(discount) FILTER (WHERE NOT is_return AND cost IS NOT NULL), 0) AS BIGINT) AS discount
	FROM lines WHERE in_window GROUP BY customer),
judged AS (
	SELECT t.customer, coalesce(areas, 0) AS areas, t.deals, t.revenue, t.cm1, t.costed, bonus, greatest(returned, 0) AS returned, greatest(discount, 0) AS discount,
	       t.cm1 - bonus AS result, first_day
	FROM customer_totals AS t JOIN given AS g ON g.customer = t.customer LEFT JOIN broad AS b ON b.customer = t.customer WHERE t.lines > 0),
entries AS (
	SELECT e.customer, e.day, row_number() OVER (PARTITION BY e.customer ORDER BY e.day, e.area) AS place
	FROM entered AS e JOIN judged AS j ON j.customer = e.customer WHERE result < 0),
seconds AS (
	SELECT customer, day AS second_day FROM entries WHERE place = 2),
speeds AS (
	SELECT s.customer, second_day, coalesce(sum(l.revenue) FILTER (WHERE l.day < second_day), 0) AS before, coalesce(sum(l.revenue) FILTER (WHERE l.day >= second_day), 0) AS since
	FROM seconds AS s JOIN lines AS l ON l.customer = s.customer WHERE l.day <= {end} GROUP BY s.customer, second_day),
paced AS (
	SELECT j.*, date_diff('day', first_day, second_day) AS days_before, date_diff('day', second_day, {end}) + 1 AS days_since, before, since
	FROM judged AS j LEFT JOIN speeds AS s ON s.customer = j.customer),
kinds AS (
	SELECT customer, areas, deals, revenue, cm1, costed, bonus, returned, discount, result,
	       CASE WHEN customer = '(unknown)' THEN '(unknown)' WHEN areas > 1 THEN 'several areas' WHEN areas = 1 THEN 'one area' ELSE 'no area' END AS breadth,
	       CASE WHEN cm1 IS NULL THEN 'no cost' WHEN customer = '(unknown)' THEN '' WHEN result >= 0 THEN 'earns'
	            WHEN result + returned >= 0 AND NOT (discount > returned AND result + discount >= 0) AND NOT (bonus > returned AND result + bonus >= 0) THEN 'returns'
	            WHEN result + discount >= 0 AND NOT (bonus > discount AND result + bonus >= 0) THEN 'discounts'
	            WHEN result + bonus >= 0 THEN 'service'
	            WHEN result + returned + discount + greatest(bonus, 0) >= 0 THEN 'together'
	            WHEN areas > 1 AND days_before >= 90 AND days_since >= 90 AND since * days_before <= before * days_since THEN 'flat spending'
	            ELSE 'price or cost' END AS kind
	FROM paced)`

// lossGroupsSQL counts the customers by what they lose by, those alike in audience and number
// of deals apart.
const lossGroupsSQL = `
SELECT breadth, kind, coalesce(audience, '') AS audience, CASE WHEN deals < 3 THEN deals WHEN deals < 5 THEN 3 WHEN deals < 9 THEN 5 WHEN deals < 17 THEN 9 ELSE 17 END AS size,
       count(*) AS customers, CAST(sum(deals) AS BIGINT) AS deals, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed,
       CAST(sum(bonus) AS BIGINT) AS bonus, CAST(sum(returned) AS BIGINT) AS returned, CAST(sum(discount) AS BIGINT) AS discount
FROM kinds AS k LEFT JOIN customers AS c ON c.customer = k.customer
GROUP BY 1, 2, 3, 4 ORDER BY audience, size, breadth, kind`

// lossCustomersSQL are the customers of several areas who lose money, the largest loss
// first; the rest is "(other)".
const lossCustomersSQL = `,
ranked AS (
	SELECT k.*, row_number() OVER (ORDER BY result, customer) AS place FROM kinds AS k WHERE breadth = 'several areas' AND result < 0)
SELECT CASE WHEN min(place) > {max_rows} THEN '(other)' ELSE min(r.customer) END AS customer, coalesce(min(customer_name), min(r.customer)) AS name,
       coalesce(min(audience), '') AS audience, count(*) AS customers, min(areas) AS areas, min(kind) AS kind, CAST(sum(deals) AS BIGINT) AS deals,
       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed,
       CAST(sum(bonus) AS BIGINT) AS bonus, CAST(sum(returned) AS BIGINT) AS returned, CAST(sum(discount) AS BIGINT) AS discount
FROM ranked AS r LEFT JOIN customers AS c ON c.customer = r.customer
GROUP BY least(place, {max_rows} + 1) ORDER BY least(place, {max_rows} + 1)`

// spending is what some customers bring and what is given to them.
type spending struct {
	Customers, Deals          int64
	Bonus, Returned, Discount sales.Money // Bonus: with commissions
	takings
}

// result is CM2: CM1 less bonuses and commissions.
func (s spending) result() sales.Money { return s.CM1.V - s.Bonus }

func (s spending) add(o spending) spending {
	return spending{s.Customers + o.Customers, s.Deals + o.Deals, s.Bonus + o.Bonus, s.Returned + o.Returned, s.Discount + o.Discount, s.takings.add(o.takings)}
}

type lossGroup struct {
	Breadth, Kind, Audience string
	Size                    int64 // class of their number of deals
	spending
}

type lossCustomer struct {
	Customer, Name, Audience, Kind string
	Areas                          int64
	spending
}

// The kinds of losses.
const (
	lossReturns   = "returns"
	lossDiscounts = "discounts"
	lossService   = "service"
	lossTogether  = "together"
	lossFlat      = "flat spending"
	lossPrice     = "price or cost"
)

// lossKinds are the kinds in the order of the table, with what to do about each.
var lossKinds = []struct {
	kind       string
	by, advice phrases.Key
}{
	{lossReturns, "returns", "Find out why goods come back; charge for it, or sell only what is kept."},
	{lossDiscounts, "discounts", "Cut the discount to what leaves a margin: at list price they would earn."},
	{lossService, "bonuses and commissions", "Pay the bonus on margin, not on revenue."},
	{lossTogether, "returns, discounts and bonuses together", "Look at all three: none of them alone makes the loss."},
	{lossFlat, "spending that did not grow with the areas", "Stop offering further areas; raise the money per deal first."},
	{lossPrice, "prices below cost", "Raise the price or lower the cost: they lose money even at list price."},
}

func lossMakers(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	f := lossFindings{bonuses: l.Has(sales.Bonus) || l.Has(sales.Commission), discounts: l.Has(sales.Discount), audiences: l.Has(sales.Audience), c: l.Calendar, o: o}
	var err error
	if f.groups, err = query[lossGroup](ctx, l, o, lossMakersSQL+lossGroupsSQL); err != nil {
		return Section{}, err
	}
	if f.losing(severalAreas).Customers > 0 {
		if f.customers, err = query[lossCustomer](ctx, l, o, lossMakersSQL+lossCustomersSQL); err != nil {
			return Section{}, err
		}
	}
	return Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), Charts: f.charts(),
		Scope: o.scope(o.say("%s of customers by number of business areas", title(f.measure())), l.Calendar.Window),
		Claims: []Claim{
			{Column: "revenue", Of: LinesRevenue, Scope: InWindow, Where: "kind", Is: "group"},
			{Column: "cm1", Of: LinesCM1, Scope: InWindow, Where: "kind", Is: "group"},
		}}, nil
}
