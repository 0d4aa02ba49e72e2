package metrics

import (
	"context"
	"strings"

	"xsell/metrics/sales"
)

// AtRisk asks who has been silent for longer than is usual for them.
var AtRisk = Metric{
	Name:     "at-risk",
	Title:    "Customers at risk",
	Question: "Which customers have been silent for longer than is usual for them, what did they bring, and who should call?",
	Chapter:  CustomersPart,
	Definition: "Deals of one day count as one, returns not at all. Judged are known customers with deals on three days or more, the last of them within 365 days of the last day known (of the end of the window, where that is in the past). " +
		"money_year = CM1 of these 365 days, net of returns (revenue, where no cost is known). days_since = days since the last deal. " +
		"mean_days = mean of the customer's own gaps between deals; usual_days = expected time to the next deal: that mean, with the typical gap of all customers counted as so many gaps more as the note says " +
		"(exponential gaps with rates that are gamma among customers: C. Harris, Operations Research 16 (1968) 307-313, by maximum likelihood). " +
		"late = days_since / usual_days. Limit of late: nine of ten customers came back within it, in the last gap that ended, judged by the gaps before (2, where fewer than 30 customers have four gaps or more). " +
		"p_alive, next_deals = the probability that the customer still buys, and the deals to expect in as many days as the test was on, by the BG/NBD model (P. Fader, B. Hardie and K. Lee, Marketing Science 24 (2005) 275-284), fitted to all customers by maximum likelihood; " +
		"next_money = next_deals times the money of a deal, by the Gamma-Gamma model of the same authors where number and mean money of repeat deals correlate by 0.2 or less, else the mean of the customer's own repeat deals. " +
		"The model is used with 100 or more customers who came back, and only where it passes its test (rows of kind test): fitted to the time before the last fifth of the data (91 days at most), the deals of the last fifth that it expects of customers with 0, 1, 2 and more repeat deals " +
		"miss the real ones by no more than a quarter of all, the differences taken without sign and added up. " +
		"status: at risk = late above its limit, or p_alive below 50 % where the model is used; on time = the others. at_stake = money_year of those at risk, blank below 0. " +
		"seller = the one with the most revenue with the customer in the 365 days. Rows of kind seller add up the customers at risk. Order: customers at risk by at_stake, the others by money_year.",
	Needs:  []sales.Field{sales.Customer},
	SQL:    customerHistories.create() + atRiskSQL,
	Weight: 1,
	Run:    findAtRisk,
}

// numberedSQL names customers by their place among those of baskets.
const numberedSQL = `
WITH known AS (
	SELECT customer, row_number() OVER (ORDER BY number) AS number FROM known_buyers WHERE first_day <= {until}),
listed AS (
	SELECT customer, number FROM known WHERE number IN ({numbers})),
sold AS (
	SELECT s.customer, seller, row_number() OVER (PARTITION BY s.customer ORDER BY sum(revenue) DESC, seller) AS place
	FROM lines AS s JOIN listed AS x ON x.customer = s.customer
	WHERE day > {year_ago} AND day <= {until} AND seller <> '(unassigned)' GROUP BY s.customer, seller)
SELECT number, x.customer, coalesce(c.customer_name, x.customer) AS customer_name, coalesce(c.audience, '(unassigned)') AS audience, coalesce(w.seller, '(unassigned)') AS seller, coalesce(c.is_blocked, FALSE) AS is_blocked
FROM listed AS x LEFT JOIN customers AS c ON c.customer = x.customer LEFT JOIN (SELECT customer, seller FROM sold WHERE place = 1) AS w ON w.customer = x.customer
ORDER BY number`

// numbered is a customer with its place, from 1.
type numbered struct {
	Number                                   int64
	Customer, CustomerName, Audience, Seller string
	IsBlocked                                bool
}

// numbered names customers by their places among those of baskets.
func (w watch) numbered(ctx context.Context, l *sales.Ledger, places []string) ([]numbered, error) {
	if len(places) == 0 {
		return nil, nil
	}
	return sales.Query[numbered](ctx, l, w.fill(strings.ReplaceAll(numberedSQL, "{numbers}", strings.Join(places, ", ")), l))
}

// aYear is the time in days whose money is at stake.
const aYear = 365

// mostTested is the longest time in days that a forecast is tested on and made for.
const mostTested = 91

// watch is the time in which customers are looked at.
type watch struct {
	first, split, until sales.Day // split is the first day of the test; the day after until where the time is too short for one
}

func watchOf(c sales.Calendar) watch {
	w := watch{first: c.First, until: min(watchUntil(c), c.AsOf)}
	w.split = w.until + 1
	if days := int(w.until-w.first) + 1; days >= 10 {
		w.split -= sales.Day(min(days/5, mostTested))
	}
	return w
}

// ahead is the length of the test, and of the forecast, in days.
func (w watch) ahead() int { return int(w.until-w.split) + 1 }

// fill writes the watch into SQL.
func (w watch) fill(sql string, l *sales.Ledger) string {
	money := "revenue"
	if l.Has(sales.Cost) {
		money = "cm1"
	}
	return strings.NewReplacer("{until}", day(w.until), "{split}", day(w.split), "{year_ago}", day(w.until-aYear), "{money}", money).Replace(sql)
}

func findAtRisk(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	w := watchOf(l.Calendar)
	h, err := keepHistories(ctx, l, w)
	if err != nil {
		return Section{}, err
	}
	f := riskFindings{watch: w, l: l, o: o, known: h.customers}
	if f.rhythm, err = h.rhythm(ctx); err != nil {
		return Section{}, err
	}
	if f.model, err = h.model(ctx); err != nil {
		return Section{}, err
	}
	if err := f.judge(ctx, h); err != nil {
		return Section{}, err
	}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), SQL: h.made.create() + f.listedSQL(h),
		Scope: o.scope(o.say("Known customers with deals on three days or more"), sales.Period{Start: max(w.first, w.until-aYear+1), End: w.until, Label: o.say("the year to the last day known")})}
	if f.atRisk > 0 {
		s.Charts = append(s.Charts, Chart{Kind: Scatter, Title: o.say("Days since the last deal, over the mean days between deals (size: %s of the year)", f.moneyName()),
			X: "mean_days", Y: []string{"days_since", "at_stake"}, Label: "customer_name", Where: "status", Is: atRisk, Limit: 100})
	}
	if len(f.sellers) > 1 {
		s.Charts = append(s.Charts, Chart{Kind: Bars, Title: o.say("%s at stake by seller", title(f.moneyName())), X: "seller", Y: []string{"at_stake"}, Where: "kind", Is: "seller", Limit: 15})
	}
	return s, h.forget(ctx)
}
