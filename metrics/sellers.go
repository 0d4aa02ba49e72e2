package metrics

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// Sellers compares the people responsible for deals by how often they sell from a second
// business area.
var Sellers = Metric{
	Name:     "sellers",
	Title:    "Sellers",
	Question: "Who sells from a second business area more or less often than others with such deals?",
	Chapter:  Programmes,
	Definition: "A deal has crossed when its products belong to two business areas or more (product types, or products, where the data have no areas): internal cross-selling; a deal with a partner is external and only counted beside it. Deals = those of the window, shared among their sellers by lines, and by the weights in a cell such as \"Ann 70 %; Bob 30 %\" (largest remainder). compared = deals of the window the person had a part in and the line itself names them; returns and fees are left out, (unassigned) is compared with nobody. " +
		"expected = the rate of all sellers' deals alike (audience, channel, with or without a partner; kinds with fewer than 50 deals or three sellers join the audience, then all). adjusted = rate / expected x the rate of all. " +
		"The deals of one customer are not independent: independent deals = compared / (1 + (m - 1) r), where m is the deals of the average deal's customer and r the correlation of deals of one customer, over all sellers (Kish 1965). " +
		"Limits (Spiegelhalter 2005): where the adjusted rate lies for 95 and 99.8 % of sellers of that size who sell as all do, exact binomial below 50 independent deals, widened by the overdispersion of the rates (winsorised at 10 %). Of 1,000 such sellers 2 lie beyond the outer limits by chance. " +
		"status: above or below = beyond the outer limits, and beyond the inner ones without the largest customer; one customer = only with it; edge = beyond the inner limits; as expected; too few = fewer than 10 independent deals. " +
		"low, high = exact 95 % limits of the rate (Clopper-Pearson, of the independent deals). shrunk = the adjusted rate drawn towards that of all by how little is known (beta-binomial, Kleinman 1973); rank = the places held with 95 % probability by that (Goldstein and Spiegelhalter 1996); no rank where too few, nor among more than 100. " +
		"beyond = compared x (the nearer limit of the rate - expected), of those above or below: the crossed deals they have more or less than expected, at least; stake = beyond x what a crossed deal brings outside its largest area, on average over all sellers, in CM1 (revenue where the sales have no costs).",
	Needs: []sales.Field{sales.Seller},
	SQL:   sellersSQL,
	Run:   sellers,
}

// creditedSQL is every line of {when} with who is responsible for it.
const creditedSQL = `
credited AS (
	SELECT l.deal, CAST(l.customer AS VARCHAR) AS customer, CAST(audience AS VARCHAR) AS audience, channel, partner, CAST({part} AS VARCHAR) AS area, CAST(product AS VARCHAR) AS product,
	       {seller} AS seller, {weight} AS weight, is_return OR is_fee OR is_deduction AS aside, revenue, cm1
	FROM lines AS l{sharing} WHERE {when})`

// sellersSQL counts, of each seller, the deals and those that crossed, and what is to be
// expected of their mix: rates in millionths, so that sums are exact.
const sellersSQL = `
WITH ` + creditedSQL + `,
deals AS (
	SELECT deal, min(audience) AS audience, min(channel) AS channel, min(CASE WHEN customer = '(unknown)' THEN deal ELSE customer END) AS customer,
	       CASE WHEN max(partner) = '' THEN 0 ELSE 1 END AS outside,
	       CASE WHEN min(nullif(area, '(unassigned)')) <> max(nullif(area, '(unassigned)')) THEN 1 ELSE 0 END AS crossed
	FROM credited WHERE NOT aside GROUP BY deal),
made AS (
	SELECT h.seller, d.* FROM (SELECT DISTINCT deal, seller FROM credited WHERE NOT aside AND seller <> '(unassigned)') AS h JOIN deals AS d ON d.deal = h.deal),
alike AS (
	SELECT audience, channel, outside, count(*) AS n, sum(crossed) AS k, count(DISTINCT seller) AS sellers FROM made GROUP BY audience, channel, outside),
wider AS (
	SELECT audience, count(*) AS n, sum(crossed) AS k, count(DISTINCT seller) AS sellers FROM made GROUP BY audience),
placed AS (
	SELECT seller, customer, crossed, m.outside, CAST(round(1000000 * CAST(CASE WHEN a.n >= 50 AND a.sellers >= 3 THEN a.k WHEN w.n >= 50 AND w.sellers >= 3 THEN w.k ELSE t.k END AS DOUBLE)
	       / CASE WHEN a.n >= 50 AND a.sellers >= 3 THEN a.n WHEN w.n >= 50 AND w.sellers >= 3 THEN w.n ELSE t.n END) AS BIGINT) AS rate
	FROM made AS m JOIN alike AS a ON a.audience = m.audience AND a.channel = m.channel AND a.outside = m.outside JOIN wider AS w ON w.audience = m.audience
	CROSS JOIN (SELECT count(*) AS n, sum(crossed) AS k FROM made) AS t),
served AS (
	SELECT seller, customer, count(*) AS n, sum(crossed) AS k, CAST(sum(rate) AS BIGINT) AS e, CAST(sum(rate * (1000000 - rate)) AS BIGINT) AS v, sum(outside) AS outside
	FROM placed GROUP BY seller, customer),
ordered AS (
	SELECT *, row_number() OVER (PARTITION BY seller ORDER BY n DESC, k DESC, customer) AS place FROM served)
SELECT seller, CAST(sum(n) AS BIGINT) AS n, CAST(sum(k) AS BIGINT) AS k, CAST(sum(e) AS DOUBLE) / 1000000 AS e, CAST(sum(CAST(v AS DECIMAL(38, 0))) AS DOUBLE) / 1000000000000 AS v,
       count(*) AS customers, CAST(sum(outside) AS BIGINT) AS outside,
       CAST(sum(CAST(n AS DECIMAL(19, 0)) * n) AS DOUBLE) AS nn, CAST(sum(CAST(k AS DECIMAL(19, 0)) * k) AS DOUBLE) AS kk,
       CAST(sum(CAST(k AS DECIMAL(19, 0)) * e) AS DOUBLE) / 1000000 AS ke, CAST(sum(CAST(e AS DECIMAL(19, 0)) * e) AS DOUBLE) / 1000000000000 AS ee,
       CAST(sum(n) FILTER (WHERE place = 1) AS BIGINT) AS most_n, CAST(sum(k) FILTER (WHERE place = 1) AS BIGINT) AS most_k,
       CAST(sum(e) FILTER (WHERE place = 1) AS DOUBLE) / 1000000 AS most_e, CAST(sum(v) FILTER (WHERE place = 1) AS DOUBLE) / 1000000000000 AS most_v
FROM ordered GROUP BY seller ORDER BY seller`

// sellerMoneySQL is what each seller sold; a deal of several is shared by their lines, in
// parts of 10 000 that add up to it.
const sellerMoneySQL = `
WITH ` + creditedSQL + `,
parts AS (
	SELECT deal, seller, sum(weight) AS weight FROM credited WHERE NOT aside GROUP BY deal, seller),
shares AS (
	SELECT seller, weight, sum(weight) OVER (PARTITION BY deal ORDER BY seller) AS upto, sum(weight) OVER (PARTITION BY deal) AS of_deal FROM parts),
dealt AS (
	SELECT seller, CAST(sum(floor(CAST(10000 * upto AS DOUBLE) / of_deal) - floor(CAST(10000 * (upto - weight) AS DOUBLE) / of_deal)) AS BIGINT) AS deals FROM shares GROUP BY seller),
kinds AS (
	SELECT seller, area AS kind, row_number() OVER (PARTITION BY seller ORDER BY sum(revenue) DESC, area) AS place
	FROM credited WHERE area <> '(unassigned)' GROUP BY seller, area),
sold AS (
	SELECT seller, count(DISTINCT CASE WHEN NOT aside AND product <> '(unassigned)' THEN product END) AS products FROM credited GROUP BY seller)
SELECT s.seller AS seller, coalesce(deals, 0) AS deals, products, k.kind AS most_sold
FROM sold AS s LEFT JOIN dealt AS d ON d.seller = s.seller LEFT JOIN kinds AS k ON k.seller = s.seller AND k.place = 1
ORDER BY s.seller`

// sellerSumsSQL adds up the money by what stands for the seller, one or several.
const sellerSumsSQL = `
SELECT {said} AS said, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1
FROM lines WHERE in_window GROUP BY 1 ORDER BY 1`

// sellerCounts is a row of sellersSQL.
type sellerCounts struct {
	Seller             string
	N, K               int64   // deals, and those that crossed
	E, V               float64 // crossed deals expected, and their variance
	Customers, Outside int64   // outside: deals with a partner
	NN, KK, KE, EE     float64 // sums of products over customers
	MostN, MostK       int64   // of the largest customer
	MostE, MostV       float64
}

// sellerDeals is all that is known of a seller.
type sellerDeals struct {
	sellerCounts
	deals    sales.Quantity
	products int64
	mostSold sales.Null[string]
	revenue  sales.Money
	cm1      sales.Null[sales.Money]
}

// crossedSQL is how many deals with a named seller crossed, and what they brought outside
// their largest area.
const crossedSQL = `
WITH ` + secondMoneySQL + `,
named AS (
	SELECT DISTINCT deal FROM lines WHERE {when} AND NOT is_return AND NOT is_fee AND NOT is_deduction AND {said} <> '(unassigned)')
SELECT count(*) AS deals, CAST(coalesce(sum(second_area), 0) AS BIGINT) AS second_area, CAST(coalesce(sum(second_cm1), 0) AS BIGINT) AS second_cm1
FROM second_money AS s JOIN named AS n ON n.deal = s.deal WHERE s.parts > 1`

type crossedDeals struct {
	Deals                 int64
	SecondArea, SecondCM1 sales.Money
}

type sellerSold struct {
	Seller   string
	Deals    sales.Quantity
	Products int64
	MostSold sales.Null[string]
}

type sellerSums struct {
	Said    string
	Revenue sales.Money
	CM1     sales.Null[sales.Money]
}

func sellers(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	said := saidSeller(l)
	sums, err := query[sellerSums](ctx, l, o, strings.ReplaceAll(sellerSumsSQL, "{said}", said))
	if err != nil {
		return Section{}, err
	}
	shared := sharedSellers(sums)
	part := partOf(l)
	fill := strings.NewReplacer("{part}", string(part.column), "{seller}", shared.column(said), "{weight}", shared.weight(), "{sharing}", shared.join(said), "{when}", "in_window")
	rows, err := query[sellerCounts](ctx, l, o, fill.Replace(sellersSQL))
	if err != nil {
		return Section{}, err
	}
	sold, err := query[sellerSold](ctx, l, o, fill.Replace(sellerMoneySQL))
	if err != nil {
		return Section{}, err
	}
	crossed, err := one[crossedDeals](ctx, l, o, strings.NewReplacer("{part}", string(part.column), "{said}", said, "{when}", "in_window").Replace(crossedSQL))
	if err != nil {
		return Section{}, err
	}
	f := sellerFindings{people: joinSellers(rows, sold, shared.split(sums)), part: part, costs: l.Has(sales.Cost), partners: l.Has(sales.Partner), crossed: crossed, o: o}
	f.comparison = compareSellers(f.people)
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), SQL: fill.Replace(sellersSQL) + ";\n" + fill.Replace(sellerMoneySQL),
		Scope:  o.scope(o.say("Deals by seller, and those with %s", f.second()), l.Calendar.Window),
		Claims: []Claim{{Column: "revenue", Of: LinesRevenue, Scope: InWindow}}}
	if f.costs {
		s.Claims = append(s.Claims, Claim{Column: "cm1", Of: LinesCM1, Scope: InWindow})
	}
	if f.judged > 0 {
		s.Charts = []Chart{{Kind: Funnel, Title: o.say("Share of deals with %s, adjusted for their mix, with the limits of chance", f.second()), X: "independent", Label: "seller",
			Y: []string{"adjusted", "low_95", "high_95", "low_998", "high_998", "all"}, Where: "compared_with", Is: "others"}}
	}
	return s, nil
}

// saidSeller is the seller of a line as SQL. Where lines name sellers, one that comes from
// the customer's account manager or the region did not make the deal.
func saidSeller(l *sales.Ledger) string {
	if l.Given(sales.Lines, sales.Seller) {
		return "CASE WHEN seller_read THEN seller ELSE '(unassigned)' END"
	}
	return "seller"
}

// joinSellers puts together what is known of each, the one with most revenue first and
// (unassigned) last.
func joinSellers(counts []sellerCounts, sold []sellerSold, sums []sellerSums) []sellerDeals {
	at := map[string]int{}
	var people []sellerDeals
	find := func(name string) *sellerDeals {
		i, ok := at[name]
		if !ok {
			i, at[name] = len(people), len(people)
			people = append(people, sellerDeals{sellerCounts: sellerCounts{Seller: name}})
		}
		return &people[i]
	}
	for _, c := range counts {
		find(c.Seller).sellerCounts = c
	}
	for _, s := range sold {
		p := find(s.Seller)
		p.deals, p.products, p.mostSold = s.Deals, s.Products, s.MostSold
	}
	for _, s := range sums {
		p := find(s.Said)
		p.revenue, p.cm1 = s.Revenue, s.CM1
	}
	slices.SortStableFunc(people, func(a, b sellerDeals) int {
		if (a.Seller == sales.Unassigned) != (b.Seller == sales.Unassigned) {
			return map[bool]int{true: 1, false: -1}[a.Seller == sales.Unassigned]
		}
		return cmp.Or(compareDown(a.revenue, b.revenue), cmp.Compare(a.Seller, b.Seller))
	})
	return people
}
