package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// Targets holds what was sold against the plan, and where the open plan is heading.
var Targets = Metric{
	Name:     "targets",
	Title:    "Plan and actual",
	Question: "Do we reach the plan, and who is over or under it?",
	Chapter:  Profitability,
	Definition: "The plan is that of the targets sheet, by what it names (area, seller, region); its rows for one period and item are added. A plan period runs from its day to the next such day at the distance that the sheet's days have at least (a week, a month, a quarter, a year). " +
		"actual = net revenue of the plan period up to the day the report looks back from; reached = actual / target. status: reached or missed when the period is over. (not planned) = revenue of the period that no row of the plan names. " +
		"For the period that is open: share_gone = working days gone / working days of it, working days being the weekdays with a sale on half of them or more in the last 26 complete weeks; run_rate = actual / share_gone; " +
		"its range is 95 % of what independent weeks that vary as those 26 did would give (Student's t; variance of a week x (weeks left + weeks left squared / weeks gone)), never below what is sold already; " +
		"status: on course or behind where the whole range is on one side of the target, else open. Rows of kind plan are the planned items together, year_ago_actual being those of the plan period that began a year earlier, of a week 52 weeks; those of kind window the plan periods that lie in the window and are over.",
	Needs: []sales.Field{sales.Target},
	SQL:   planSQL + ";\n" + actualSQL,
	Run:   targets,
}

// planSQL is the plan by the columns that the sheet has, in {item}.
const planSQL = `
SELECT day AS start, {item} AS item, CAST(sum(target) AS BIGINT) AS target, count(*) AS rows
FROM targets GROUP BY 1, 2 ORDER BY 1, 2`

// actualSQL is what was sold in each plan period, by the items that it plans.
const actualSQL = `
WITH periods AS (
	SELECT CAST(start AS DATE) AS start, CAST(finish AS DATE) AS finish FROM (VALUES {periods}) AS p (start, finish)),
daily AS (
	SELECT day, {item} AS item, sum(revenue) AS revenue FROM lines WHERE day <= {as_of} GROUP BY 1, 2),
planned AS (
	SELECT DISTINCT day AS start, {item} AS item FROM targets)
SELECT p.start AS start, CASE WHEN t.item IS NULL THEN '(not planned)' ELSE t.item END AS item, CAST(sum(revenue) AS BIGINT) AS actual
FROM periods AS p JOIN daily AS d ON d.day BETWEEN p.start AND p.finish LEFT JOIN planned AS t ON t.start = p.start AND t.item = d.item
GROUP BY 1, 2 ORDER BY 1, 2`

// weeklySQL is how much the weeks vary, by item and of all that is planned for the open
// period; what has no sale in a week counts 0.
const weeklySQL = `
WITH planned AS (
	SELECT DISTINCT {item} AS item FROM targets WHERE day = {open}),
weeks AS (
	SELECT t.item, CAST(date_trunc('week', day) AS DATE) AS week, CAST(sum(revenue) AS DECIMAL(19, 0)) AS revenue
	FROM (SELECT day, {item} AS item, revenue FROM lines WHERE day BETWEEN {from} AND {to}) AS l JOIN planned AS t ON t.item = l.item GROUP BY 1, 2),
together AS (
	SELECT item, week, revenue FROM weeks UNION ALL SELECT '', week, sum(revenue) FROM weeks GROUP BY week)
SELECT item, CAST({weeks} * sum(CAST(revenue AS DECIMAL(19, 0)) * CAST(revenue AS DECIMAL(19, 0))) - CAST(sum(revenue) AS DECIMAL(19, 0)) * CAST(sum(revenue) AS DECIMAL(19, 0)) AS DOUBLE) AS spread
FROM together GROUP BY item ORDER BY item`

// weekdaysSQL counts the days with a sale, by weekday from Monday on.
const weekdaysSQL = `
SELECT mod(date_diff('day', DATE '2000-01-03', day), 7) AS weekday, count(DISTINCT day) AS days
FROM lines WHERE NOT is_return AND day BETWEEN {from} AND {to} GROUP BY 1 ORDER BY 1`

type planRow struct {
	Start  sales.Day
	Item   string
	Target sales.Money
	Rows   int64
}

type actualRow struct {
	Start  sales.Day
	Item   string
	Actual sales.Money
}

type weeklyRow struct {
	Item   string
	Spread float64 // 26 sum(x^2) - sum(x)^2, in 1/10 000 squared
}

type weekdayRow struct{ Weekday, Days int64 }

// notPlanned is what no row of the plan names.
const notPlanned = "(not planned)"

func targets(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	by := planFields(l)
	f := targetFindings{by: by, c: l.Calendar, o: o}
	fill := func(sql string) string { return strings.ReplaceAll(sql, "{item}", itemSQL(by)) }
	plan, err := query[planRow](ctx, l, o, fill(planSQL))
	if err != nil {
		return Section{}, err
	}
	f.periods, f.ahead = planPeriods(plan, l.Calendar, o)
	s := Section{Scope: f.scope(), SQL: fill(planSQL)}
	if len(f.periods) > 0 {
		s.SQL += ";\n" + strings.ReplaceAll(fill(actualSQL), "{periods}", periodsSQL(f.periods))
		actual, err := query[actualRow](ctx, l, o, strings.ReplaceAll(fill(actualSQL), "{periods}", periodsSQL(f.periods)))
		if err != nil {
			return Section{}, err
		}
		f.rows = joinPlan(plan, actual, f.periods)
		if err := f.forecast(ctx, l, o, fill); err != nil {
			return Section{}, err
		}
		s.Claims = []Claim{{Column: "actual", Of: LinesRevenue, Scope: f.claimScope(), Where: "kind", Is: "item"}}
	}
	s.Lead, s.Notes, s.Findings, s.Table, s.Charts = f.lead(), f.notes(), f.findings(), f.table(), f.charts()
	return s, nil
}

// planFields are the columns of lines that the targets sheet names.
func planFields(l *sales.Ledger) []sales.Field {
	var out []sales.Field
	for _, f := range []sales.Field{sales.Area, sales.Seller, sales.Region} {
		if l.Given(sales.Targets, f) {
			out = append(out, f)
		}
	}
	return out
}

// itemSQL is the name of an item: its columns, or all of the business.
func itemSQL(by []sales.Field) string {
	if len(by) == 0 {
		return "'all'"
	}
	names := make([]string, len(by))
	for i, f := range by {
		names[i] = string(f)
	}
	return strings.Join(names, " || ' / ' || ")
}

// planPeriods are the periods of the plan that have begun by the day the report looks back
// from, and the number of those ahead. A period is as long as the shortest distance
// between two days of the plan; one day alone makes a period of the report's unit.
func planPeriods(plan []planRow, c sales.Calendar, o Options) (periods []sales.Period, ahead int) {
	var starts []sales.Day
	for _, p := range plan {
		starts = append(starts, p.Start)
	}
	starts = slices.Compact(starts)
	unit := c.Unit
	gap := sales.Day(0)
	for i := 1; i < len(starts); i++ {
		if d := starts[i] - starts[i-1]; gap == 0 || d < gap {
			gap = d
		}
	}
	switch {
	case gap == 0:
	case gap < 28:
		unit = sales.Week
	case gap < 89:
		unit = sales.Month
	case gap < 365:
		unit = sales.Quarter
	default:
		unit = sales.Year
	}
	for _, d := range starts {
		p := unit.Period(d)
		p.Label = o.period(unit, p)
		if p.End = endOf(unit, d); unit.Start(d) != d {
			p.Label = o.say("%s to %s", d.String(), p.End.String())
		}
		if d > c.AsOf {
			ahead++
			continue
		}
		periods = append(periods, p)
	}
	return periods, ahead
}

// endOf is the last day of a plan period that begins on any day.
func endOf(u sales.Unit, d sales.Day) sales.Day {
	t := d.Time()
	switch u {
	case sales.Week:
		return d + 6
	case sales.Quarter:
		return sales.DayOf(t.Year(), t.Month()+3, t.Day()) - 1
	case sales.Year:
		return sales.DayOf(t.Year()+1, t.Month(), t.Day()) - 1
	}
	return sales.DayOf(t.Year(), t.Month()+1, t.Day()) - 1
}

// periodsSQL writes the periods as rows.
func periodsSQL(periods []sales.Period) string {
	rows := make([]string, len(periods))
	for i, p := range periods {
		rows[i] = fmt.Sprintf("('%s', '%s')", p.Start, p.End)
	}
	return strings.Join(rows, ", ")
}

// claimScope are the lines of all plan periods.
func (f targetFindings) claimScope() Scope {
	parts := make([]string, len(f.periods))
	for i, p := range f.periods {
		parts[i] = fmt.Sprintf("day BETWEEN %s AND %s", day(p.Start), day(min(p.End, f.c.AsOf)))
	}
	return Scope(strings.Join(parts, " OR "))
}
