package metrics

import (
	"context"
	"strings"

	"xsell/metrics/sales"
)

// TrainingEffect asks whether people sell from a second area more often once they were trained.
var TrainingEffect = Metric{
	Name:     "training",
	Title:    "Training",
	Question: "Do people sell from a second business area more often after a training than colleagues not yet trained?",
	Chapter:  Programmes,
	Definition: "The rate is that of the section Sellers: deals with two business areas or more (internal cross-selling). before = up to 52 whole weeks before the week of the training, since an earlier training of the person at the most; after = up to 52 weeks from the first whole week after it, up to a next training. others = colleagues not yet trained in anything by the end of the weeks compared, in the same weeks; where they change in between, the time after is cut there and the parts are weighted by deals. " +
		"effect = (after - before) - the same of the others, mean over people by deals (Callaway and Sant'Anna 2021). Its 95 % limits come from leaving out each person in turn (cluster jackknife CV3, MacKinnon, Nielsen and Webb 2023; Student's t with the smaller side less 1 degrees of freedom), never narrower than deals drawn by chance give. " +
		"cautious = the same with the rates before drawn towards those of all by how little they rest on (beta-binomial): who was chosen for good or bad luck returns to the usual without any training. The truth lies between both (Ding and Li 2019); works = the limits of both are above 0. trend = the same comparison of the second half of the weeks before with the first; where its limits leave out 0 people did not move alike before, and there is no verdict. " +
		"Fewer than five people on a side: numbers, limits of chance alone, no verdict. second_area = revenue outside the largest area of a crossed deal after the training, second_cm1 = the CM1 of that; worth = effect x deals after x second_area, low by the lower of both limits. " +
		"Rows of kind untrained: who has deals in the last quarter of the data and had no such training, for trainings that work; roll_out = their deals of the last 52 weeks x the lower of both limits x second_cm1 (second_area without costs): what training them brings in a year at least, if it does to them what it did to the others. " + evidences,
	Needs: []sales.Field{sales.Seller, sales.Training},
	SQL:   trainingsSQL,
	Run:   training,
}

const trainingsSQL = `
SELECT seller, day, topic FROM trainings WHERE day <= {as_of} ORDER BY day, seller, topic`

// panelSQL counts the deals of every seller by week, those that crossed, and what these
// brought outside their largest area.
const panelSQL = `
WITH ` + creditedSQL + `,` + secondMoneySQL + `,
dated AS (
	SELECT l.deal, min(day) AS day FROM lines AS l WHERE {when} AND NOT is_return AND NOT is_fee AND NOT is_deduction GROUP BY l.deal),
deals AS (
	SELECT d.deal, d.day, CASE WHEN s.parts > 1 THEN 1 ELSE 0 END AS crossed, coalesce(second_area, 0) AS second_area, coalesce(second_cm1, 0) AS second_cm1
	FROM dated AS d LEFT JOIN second_money AS s ON s.deal = d.deal),
made AS (
	SELECT DISTINCT deal, seller FROM credited WHERE NOT aside AND seller <> '(unassigned)')
SELECT seller, CAST(date_trunc('week', day) AS DATE) AS week, count(*) AS n, CAST(sum(crossed) AS BIGINT) AS k, CAST(sum(second_area) AS BIGINT) AS second_area, CAST(sum(second_cm1) AS BIGINT) AS second_cm1
FROM made AS m JOIN deals AS d ON d.deal = m.deal GROUP BY 1, 2 ORDER BY 1, 2`

type trainedRow struct {
	Seller string
	Day    sales.Day
	Topic  string
}

type panelRow struct {
	Seller     string
	Week       sales.Day
	N, K       int64
	SecondArea sales.Money
	SecondCM1  sales.Money
}

func training(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	held, err := query[trainedRow](ctx, l, o, trainingsSQL)
	if err != nil {
		return Section{}, err
	}
	said := saidSeller(l)
	sums, err := query[sellerSums](ctx, l, o, strings.NewReplacer("{said}", said, "in_window", "day <= {as_of}").Replace(sellerSumsSQL))
	if err != nil {
		return Section{}, err
	}
	shared, part := sharedSellers(sums), partOf(l)
	fill := strings.NewReplacer("{part}", string(part.column), "{seller}", shared.column(said), "{weight}", shared.weight(), "{sharing}", shared.join(said), "{when}", "day <= {as_of}")
	rows, err := query[panelRow](ctx, l, o, fill.Replace(panelSQL))
	if err != nil {
		return Section{}, err
	}
	f := trainingFindings{part: part, costs: l.Has(sales.Cost), o: o}
	f.study(newPanel(rows), held)
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), SQL: trainingsSQL + ";\n" + fill.Replace(panelSQL),
		Scope: o.say("Deals of trained people and of colleagues not yet trained, up to 52 weeks before and after each training, to %s", o.date(o.asOf))}
	if len(f.topics) > 0 {
		s.Charts = []Chart{{Kind: Interval, Title: o.say("Change in the share of deals with %s, beyond that of colleagues not yet trained", part.second(o)), X: "topic", Y: []string{"effect", "low", "high"}, Where: "kind", Is: "training"}}
	}
	return s, nil
}
