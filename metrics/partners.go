package metrics

import (
	"context"
	"strings"

	"xsell/metrics/sales"
)

// PartnersSection sets what partners bring against what they get: external cross-selling.
var PartnersSection = Metric{
	Name:     "partners",
	Title:    "Partners",
	Question: "What do partners bring us, what do they get, and who gives more than they take?",
	Chapter:  Programmes,
	Definition: "External cross-selling, both ways, in the window; internal cross-selling is only the column internal: deals of the partner whose products belong to two of our own business areas or more. " +
		"sourced = the partner opened the deal, influenced = it joined later, as the sales say by line; they are never added up but in revenue and commission, which are of all lines with the partner, those without a role too. Deals are those with a line that is no return; money is net of returns. " +
		"net_cm = CM1 less commission to the partner and bonus (CM2), of lines with a cost. sent = referrals of the window, business = what the customers did with the partner, commission_in = what it paid us. " +
		"balance = sourced revenue less business sent. both = customers who have deals with the partner and were sent to it: each side may credit itself. " +
		"status: gives more or takes more = one side is a quarter more than the other, beyond 95 % of what chance does to the number of customers (balance against the root of the squares of customers' amounts, compound Poisson), also without its largest customer; one customer = only with it; even = neither for sure; too few = fewer than ten customers on both sides together. " +
		"Who opened a deal is as booked: nobody knows what would have come without the partner, evidence D. Rows of kind quarter: the same over time, as far as the data go.",
	Needs: []sales.Field{sales.Partner},
	SQL:   partnersSQL,
	Run:   partners,
}

const partnersSQL = partnerDealsSQL + ";\n" + partnerSentSQL + ";\n" + partnerTimeSQL

// partnerDealsSQL is what each partner had a part in, by role.
const partnerDealsSQL = `
WITH theirs AS (
	SELECT partner, CASE WHEN partner_role IN ('sourced', 'influenced') THEN partner_role ELSE '' END AS role, CAST(customer AS VARCHAR) AS customer, deal, CAST({part} AS VARCHAR) AS part,
	       is_return OR is_fee OR is_deduction AS aside, revenue, cm1, commission, CASE WHEN cm1 IS NOT NULL THEN cm1 - coalesce(commission, 0) - coalesce(bonus, 0) END AS net_cm
	FROM lines WHERE in_window AND partner <> ''),
crossed AS (
	SELECT partner, role, count(*) AS deals, sum(CASE WHEN parts > 1 THEN 1 ELSE 0 END) AS internal
	FROM (SELECT partner, role, deal, count(DISTINCT nullif(part, '(unassigned)')) AS parts FROM theirs WHERE NOT aside GROUP BY partner, role, deal) AS d GROUP BY partner, role),
bought AS (
	SELECT partner, role, customer, sum(revenue) AS revenue, sum(cm1) AS cm1, sum(commission) AS commission, sum(net_cm) AS net_cm FROM theirs GROUP BY partner, role, customer)
SELECT b.partner AS partner, b.role AS role, coalesce(min(c.deals), 0) AS deals, CAST(coalesce(min(c.internal), 0) AS BIGINT) AS internal,
       count(*) AS customers, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(max(revenue) AS BIGINT) AS largest, CAST(sum(CAST(revenue AS DECIMAL(19, 0)) * revenue) AS DOUBLE) AS squares,
       CAST(sum(cm1) AS BIGINT) AS cm1, CAST(coalesce(sum(commission), 0) AS BIGINT) AS commission, CAST(sum(net_cm) AS BIGINT) AS net_cm
FROM bought AS b LEFT JOIN crossed AS c ON c.partner = b.partner AND c.role = b.role GROUP BY b.partner, b.role ORDER BY b.partner, b.role`

// partnerSentSQL is what was sent to each partner, and how many of these customers have
// deals with it too.
const partnerSentSQL = `
WITH keys AS (
	SELECT partner_name, min(partner) AS partner FROM partners WHERE partner_name IS NOT NULL GROUP BY partner_name),
sent AS (
	SELECT coalesce(k.partner, r.partner) AS partner, customer, count(*) AS referrals, sum(business) AS business, sum(commission) AS commission
	FROM referrals AS r LEFT JOIN keys AS k ON k.partner_name = r.partner WHERE day BETWEEN {from} AND {to} GROUP BY 1, 2),
theirs AS (
	SELECT DISTINCT coalesce(k.partner, l.partner) AS partner, CAST(customer AS VARCHAR) AS customer
	FROM lines AS l LEFT JOIN keys AS k ON k.partner_name = l.partner WHERE in_window AND l.partner <> '' AND NOT is_return)
SELECT s.partner AS partner, CAST(sum(referrals) AS BIGINT) AS referrals, count(*) AS customers, CAST(coalesce(sum(business), 0) AS BIGINT) AS business,
       CAST(coalesce(max(business), 0) AS BIGINT) AS largest, CAST(coalesce(sum(CAST(business AS DECIMAL(19, 0)) * business), 0) AS DOUBLE) AS squares, CAST(coalesce(sum(commission), 0) AS BIGINT) AS commission, count(t.customer) AS both_ways
FROM sent AS s LEFT JOIN theirs AS t ON t.partner = s.partner AND t.customer = s.customer AND s.customer <> '(unknown)' GROUP BY s.partner ORDER BY s.partner`

// partnerTimeSQL is both ways by quarter.
const partnerTimeSQL = `
WITH moved AS (
	SELECT partner, day, CASE WHEN partner_role = 'sourced' THEN revenue ELSE 0 END AS sourced, CASE WHEN partner_role = 'influenced' THEN revenue ELSE 0 END AS influenced, revenue, 0 AS business
	FROM lines WHERE partner <> '' AND day <= {to}
	UNION ALL
	SELECT partner, day, 0, 0, 0, coalesce(business, 0) FROM referrals WHERE day <= {to})
SELECT partner, CAST(date_trunc('quarter', day) AS DATE) AS quarter, CAST(sum(sourced) AS BIGINT) AS sourced, CAST(sum(influenced) AS BIGINT) AS influenced, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(business) AS BIGINT) AS business
FROM moved GROUP BY 1, 2 ORDER BY 2, 1`

const partnerNamesSQL = `
SELECT partner, min(partner_name) AS partner_name FROM partners WHERE partner IS NOT NULL GROUP BY partner ORDER BY partner`

type partnerDeals struct {
	Partner, Role              string
	Deals, Internal, Customers int64
	Revenue, Largest           sales.Money
	Squares                    float64 // of the revenue of customers, in 1/10 000 squared
	CM1                        sales.Null[sales.Money]
	Commission                 sales.Money
	NetCM                      sales.Null[sales.Money]
}

type partnerSent struct {
	Partner              string
	Referrals, Customers int64
	Business, Largest    sales.Money
	Squares              float64
	Commission           sales.Money
	BothWays             int64
}

type partnerQuarter struct {
	Partner                                string
	Quarter                                sales.Day
	Sourced, Influenced, Revenue, Business sales.Money
}

type partnerName struct {
	Partner     string
	PartnerName sales.Null[string]
}

func partners(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	part := partOf(l)
	fill := strings.NewReplacer("{part}", string(part.column), "{from}", day(l.Calendar.Window.Start), "{to}", day(l.Calendar.Window.End))
	deals, err := query[partnerDeals](ctx, l, o, fill.Replace(partnerDealsSQL))
	if err != nil {
		return Section{}, err
	}
	sent, err := query[partnerSent](ctx, l, o, fill.Replace(partnerSentSQL))
	if err != nil {
		return Section{}, err
	}
	quarters, err := query[partnerQuarter](ctx, l, o, fill.Replace(partnerTimeSQL))
	if err != nil {
		return Section{}, err
	}
	names, err := query[partnerName](ctx, l, o, partnerNamesSQL)
	if err != nil {
		return Section{}, err
	}
	f := partnerFindings{part: part, pays: l.Has(sales.Commission), roles: l.Has(sales.PartnerRole), refers: l.HasRelation(sales.Referrals), costs: l.Has(sales.Cost), o: o}
	f.join(deals, sent, namesOfPartners(names))
	f.quarters = f.overTime(quarters, namesOfPartners(names))
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), SQL: fill.Replace(partnersSQL),
		Scope:  o.scope(o.say("Deals with a partner and customers sent to one"), l.Calendar.Window),
		Claims: []Claim{{Column: "revenue", Of: LinesRevenue, Scope: "in_window AND partner <> ''", Where: "kind", Is: "partner"}}}
	if len(f.of) > 0 {
		s.Charts = f.charts()
	}
	return s, nil
}

// namesOfPartners finds the name of a partner by its key: sales may use one, referrals the other.
func namesOfPartners(names []partnerName) map[string]string {
	called := map[string]string{}
	for _, n := range names {
		if n.PartnerName.Valid {
			called[n.Partner] = n.PartnerName.V
		}
	}
	return called
}
