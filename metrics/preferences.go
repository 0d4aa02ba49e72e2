package metrics

import (
	"context"
	"fmt"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// Preferences asks what each audience buys more than the others.
var Preferences = Metric{
	Name:     "preferences",
	Title:    "Preferences of audiences",
	Question: "What does each audience buy more, or less, than the others of the same size?",
	Chapter:  CustomersPart,
	Definition: "Counted are known customers with an audience who kept something in the window; things are product types, or business areas where the data have no types, or products where they have neither. " +
		"customers = those of the audience, owners = those of them who bought the thing; share = owners / customers; share_others = the same of all other audiences. " +
		"index = 100 share / share_others. ratio = how many times as often as the others, among customers with about as many deals (strata of 1, 2, 3 to 4, 5 to 8, 9 to 16, 17 to 32 and more): Mantel-Haenszel ratio of proportions with the 95 % limits of " +
		"S. Greenland and J. Robins (Biometrics 41, 1985). p = Cochran-Mantel-Haenszel test over the same strata, two-sided; q = p after Benjamini-Hochberg over all pairs of audience and thing that can be judged. " +
		"status: too few to judge = under 5 owners expected or under 5 others expected to own it (from the share of all); more or less = q of 5 % or less; as the others = the rest. " +
		"revenue = what the audience's customers paid for the thing in the window, net of returns. Order: what is preferred by the lower limit of the ratio, then what is avoided, then the rest.",
	Needs: []sales.Field{sales.Customer, sales.Audience},
	SQL:   preferencesSQL,
	Run:   preferences,
}

// preferencesSQL counts customers by audience and size, and the owners of each thing
// among them; the row without a thing is all of them.
const preferencesSQL = `
WITH kept AS (
	SELECT customer, audience, {thing} AS thing, deal, revenue FROM baskets
	WHERE in_window AND customer <> '(unknown)' AND audience <> '(unassigned)'),
buyers AS (
	SELECT customer, min(audience) AS audience, count(DISTINCT deal) AS deals FROM kept GROUP BY customer),
sized AS (
	SELECT customer, audience,
	       CASE WHEN deals = 1 THEN 0 WHEN deals = 2 THEN 1 WHEN deals <= 4 THEN 2 WHEN deals <= 8 THEN 3 WHEN deals <= 16 THEN 4 WHEN deals <= 32 THEN 5 ELSE 6 END AS size
	FROM buyers),
owned AS (
	SELECT customer, thing, sum(revenue) AS revenue FROM kept WHERE thing <> '(unassigned)' GROUP BY customer, thing),
things AS (
	SELECT thing FROM owned GROUP BY thing ORDER BY count(*) DESC, thing LIMIT {things})
SELECT '' AS thing, audience, size, count(*) AS customers, 0 AS revenue FROM sized GROUP BY audience, size
UNION ALL
SELECT o.thing, s.audience, s.size, count(*) AS customers, CAST(sum(o.revenue) AS BIGINT) AS revenue
FROM owned AS o JOIN things AS t ON t.thing = o.thing JOIN sized AS s ON s.customer = o.customer
GROUP BY o.thing, s.audience, s.size
ORDER BY thing, audience, size`

// mostThings bounds the things that audiences are compared by, those with most owners first.
const mostThings = 500

type preferenceRow struct {
	Thing, Audience string
	Size, Customers int64
	Revenue         sales.Money
}

// The status of an audience and a thing.
const (
	buysMore   = "more"
	buysLess   = "less"
	asOthers   = "as the others"
	tooFewSeen = "too few to judge"
)

// preference is what one audience does about one thing.
type preference struct {
	audience, thing           string
	customers, owners         int64
	others, ownersAmongOthers int64
	revenue                   sales.Money
	strata                    []stat.FourFold // both = of the audience, with the thing
	logP, logQ                float64
	ratio                     odds
	status                    string
	place                     int // where it stood before it was put in order, for who needs to know
}

func preferences(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	level, word := "product", phrases.Key("product")
	switch {
	case l.Has(sales.Type):
		level, word = "type", "product type"
	case l.Has(sales.Area):
		level, word = "area", "business area"
	}
	sql := strings.NewReplacer("{thing}", level, "{things}", fmt.Sprint(mostThings)).Replace(preferencesSQL)
	rows, err := query[preferenceRow](ctx, l, o, sql)
	if err != nil {
		return Section{}, err
	}
	f := preferenceFindings{all: judgePreferences(rows), word: word, o: o}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), SQL: sql, Scope: o.scope(o.say("Known customers by audience"), l.Calendar.Window)}
	if f.count(buysMore) > 0 {
		s.Charts = []Chart{{Kind: Interval, Title: "Times as often as the other audiences, among customers of one size; 1 is as the others", X: "label", Y: []string{"ratio", "ratio_low", "ratio_high"}, Where: "status", Is: buysMore, Limit: 20}}
	}
	return s, nil
}
