package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// Advertising holds what campaigns cost against what they sold more.
var Advertising = Metric{
	Name:     "advertising",
	Title:    "Advertising",
	Question: "What does an extra cross-sale cost in advertising, and is it earned back?",
	Chapter:  Programmes,
	Definition: "One row for each programme with an advertising cost that has begun; spent = its advertising, spread evenly over its days, up to now. weeks = whole weeks from its start (so that the same weekdays are compared), weeks_before = as many just before, eight at least, as far as the data reach. " +
		"attach and attach_before = deals with a to-product among those with a from-product, in these weeks; revenue_week = net revenue of the to-products a week; others = change of the revenue a week of the business areas that have none of its products. " +
		"extra_week = revenue_week less what it was before, changed as the other areas changed, with 95 % limits by how these weeks vary (Student's t with the weeks of the shorter time less 1). " +
		"driven = extra cross-sales as in programmes; each = spent / driven (low and high by its limits, high blank where none may have been driven); worth = CM1 of a second sale. " +
		"brought = extra CM3 there before the advertising, its limits; verdict: earned back where all limits of brought are above spent, not earned back where the programme does not work (programmes says when); lost = the advertising of these less what was brought at most. " + evidences,
	Needs: []sales.Field{sales.Advertising},
	SQL:   registerSQL,
	Run:   advertising,
}

// weeklySalesSQL is what was offered, taken and sold in the weeks before and after the start of
// each programme, and what the areas without its products sold.
const weeklySalesSQL = `WITH ` + soldSQL + `,
starts (no, start) AS (VALUES {starts}),
own_areas AS (SELECT DISTINCT m.no, p.area FROM members AS m JOIN products AS p ON p.product = m.product),
by_area AS (SELECT day, area, sum(revenue) AS revenue FROM lines WHERE day <= {as_of} GROUP BY day, area),
parted AS (
	SELECT p.no, p.day, 1 AS offers, p.taken, 0 AS revenue, 0 AS others FROM placed AS p WHERE p.arm = 0
	UNION ALL
	SELECT m.no, l.day, 0, 0, l.revenue, 0 FROM lines AS l JOIN members AS m ON m.product = l.product WHERE m.is_to = 1 AND m.is_from = 0 AND l.day <= {as_of}
	UNION ALL
	SELECT s.no, b.day, 0, 0, 0, b.revenue FROM starts AS s CROSS JOIN by_area AS b LEFT JOIN own_areas AS a ON a.no = s.no AND a.area = b.area WHERE a.no IS NULL),
weeks AS (
	SELECT p.no, CAST(floor(date_diff('day', CAST(s.start AS DATE), p.day) / 7.0) AS BIGINT) AS week, offers, taken, revenue, others
	FROM parted AS p JOIN starts AS s ON s.no = p.no)
SELECT no, week, CAST(sum(offers) AS BIGINT) AS offers, CAST(sum(taken) AS BIGINT) AS taken, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(others) AS BIGINT) AS others
FROM weeks WHERE week BETWEEN -{weeks_most} AND {weeks_most} GROUP BY no, week ORDER BY no, week`

// advertWeeks is how many weeks before and after the start of a campaign are looked at.
const advertWeeks = 104

type salesWeek struct {
	No, Week, Offers, Taken int64
	Revenue, Others         sales.Money
}

// campaign is a programme with advertising, against the weeks before it.
type campaign struct {
	effect
	weeks, weeksBefore int
	after, before      salesWeeks
	others             Cell // relative change of the areas without it
	extra              stat.Estimate
	known              bool // extra is
}

// salesWeeks adds up some weeks.
type salesWeeks struct {
	weeks           []salesWeek
	offers, taken   int64
	revenue, others sales.Money
}

func advertising(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	scored, err := o.memo.programmes(ctx, l, o)
	if err != nil {
		return Section{}, err
	}
	f := advertFindings{scored: scored}
	sql, err := f.count(ctx, l, o)
	if err != nil {
		return Section{}, err
	}
	return Section{Lead: f.lead(), Scope: f.scope(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), Charts: f.charts(), SQL: sql}, nil
}

// advertFindings is the section while it is made.
type advertFindings struct {
	*scored
	campaigns []campaign
	unjudged  []programme // with a cost, of which nothing can be compared
}

// spentOn is the advertising of a programme that cannot be compared, so far.
func (f *advertFindings) spentOn(p programme) sales.Money {
	if !p.StartDay.Valid {
		return 0
	}
	return within(p.Cost.V, p.runs, sales.Period{Start: p.runs.Start, End: f.c.AsOf})
}

// count adds up the weeks of the campaigns and returns the SQL that did.
func (f *advertFindings) count(ctx context.Context, l *sales.Ledger, o Options) (string, error) {
	var all []programme
	var starts []string
	for _, e := range f.effects {
		if e.Cost.Valid && e.Cost.V > 0 && e.runs.Start <= f.c.AsOf {
			all = append(all, e.programme)
			starts = append(starts, fmt.Sprintf("(%d, '%s')", e.no, e.runs.Start))
			f.campaigns = append(f.campaigns, campaign{effect: e})
		}
	}
	for _, p := range f.vague {
		if p.Cost.Valid && p.Cost.V > 0 {
			f.unjudged = append(f.unjudged, p)
		}
	}
	slices.SortStableFunc(f.unjudged, func(a, b programme) int { return cmp.Compare(f.spentOn(b), f.spentOn(a)) })
	if len(all) == 0 {
		return registerSQL, nil
	}
	sql := soldValues(all, l.Calendar, o).Replace(weeklySalesSQL)
	sql = strings.NewReplacer("{starts}", strings.Join(starts, ", "), "{weeks_most}", fmt.Sprint(advertWeeks)).Replace(sql)
	rows, err := query[salesWeek](ctx, l, o, sql)
	for i := range f.campaigns {
		f.campaigns[i].compare(rows, f.c)
	}
	return registerSQL + ";\n" + sql, err
}

// leastWeeks is how many weeks before a campaign are looked at, however short it is.
const leastWeeks = 8

// compare sets the whole weeks of the campaign against those just before it.
func (c *campaign) compare(rows []salesWeek, cal sales.Calendar) {
	c.weeks = min(advertWeeks, int(min(c.runs.End, cal.AsOf)-c.runs.Start+1)/7)
	c.weeksBefore = min(advertWeeks, max(c.weeks, leastWeeks), int(c.runs.Start-cal.First)/7)
	found := map[int64]salesWeek{}
	for _, r := range rows {
		if r.No == int64(c.no) {
			found[r.Week] = r
		}
	}
	for w := -c.weeksBefore; w < c.weeks; w++ {
		if w < 0 {
			c.before.add(found[int64(w)])
		} else {
			c.after.add(found[int64(w)])
		}
	}
	c.measure()
}

func (s *salesWeeks) add(w salesWeek) {
	s.weeks = append(s.weeks, w)
	s.offers, s.taken, s.revenue, s.others = s.offers+w.Offers, s.taken+w.Taken, s.revenue+w.Revenue, s.others+w.Others
}

// perWeek is an amount of the span, a week.
func (s salesWeeks) perWeek(m sales.Money) sales.Money {
	if len(s.weeks) == 0 {
		return 0
	}
	return sales.Money(roundDiv(int64(m), int64(len(s.weeks))))
}

func (s salesWeeks) attach() Cell { return ratio(float64(s.taken), float64(s.offers)) }

// measure estimates the extra revenue of a week: what was sold less what the weeks before
// and the other areas would let expect. Where no other area sold anything before, it is the
// plain difference.
func (c *campaign) measure() {
	if c.weeks < 2 || c.weeksBefore < 2 {
		return
	}
	if c.before.others > 0 {
		c.others = c.after.perWeek(c.after.others).Float()/c.before.perWeek(c.before.others).Float() - 1
	}
	surplus := func(w salesWeek) float64 {
		if c.before.others <= 0 {
			return w.Revenue.Float()
		}
		return w.Revenue.Float() - c.before.revenue.Float()/c.before.others.Float()*w.Others.Float()
	}
	moments := func(s salesWeeks) (m stat.Moments) {
		var squares float64
		for _, w := range s.weeks {
			v := surplus(w)
			m.N, m.Sum, squares = m.N+1, m.Sum+v, squares+v*v
		}
		m.Spread = max(0, float64(m.N)*squares-m.Sum*m.Sum)
		return m
	}
	c.extra, c.known = stat.MeanDifference([]stat.MeanStratum{{A: moments(c.after), B: moments(c.before)}}, confidence)
	reach := c.extra.SE * stat.StudentT(int64(min(c.weeks, c.weeksBefore))-1, confidence)
	c.extra.Limits = stat.Interval{Low: c.extra.Value - reach, High: c.extra.Value + reach}
}

// The verdicts on advertising.
const (
	earnedBack    Verdict = "earned back"
	notEarnedBack Verdict = "not earned back"
)

// brought is what the programme earned before its advertising.
func (c campaign) brought() (value, low, high sales.Money) {
	m := c.money
	return m.extra + m.advertising, m.low + m.advertising, m.high + m.advertising
}

// lost is the advertising that was not earned back for sure.
func (c campaign) lost() sales.Money {
	if c.decision() != notEarnedBack {
		return 0
	}
	_, _, high := c.brought()
	return max(0, c.money.advertising-max(0, high))
}

func (c campaign) decision() Verdict {
	switch {
	case !c.money.known:
		return CannotBeTold
	case c.verdict == Works && c.money.low > 0:
		return earnedBack
	case c.verdict == DoesNotWork:
		return notEarnedBack
	}
	return CannotBeTold
}

// each is the advertising for each extra cross-sale: about, at least and at most; nil where
// none was driven.
func (c campaign) each() (value, low, high Cell) {
	driven, least, most := c.driven()
	cost := func(n float64) Cell {
		if !c.effect.known || n < 0.5 {
			return nil
		}
		return money(float64(c.money.advertising) / n)
	}
	return cost(driven), cost(most), cost(least)
}
