package metrics

import "xsell/metrics/sales"

// sums are the measures that sections by product, area or customer share: columns of the
// relations of totals.
type sums struct {
	Deals    int64
	Quantity sales.Null[sales.Quantity]
	Revenue  sales.Money
	Cost     sales.Null[sales.Money]
	CM1      sales.Null[sales.Money]
	Costed   sales.Null[sales.Money] // revenue of the lines with a cost: the base of the margin
}

// sumsSQL adds up the rows of totals that fall into one.
const sumsSQL = `
       CAST(sum(deals) AS BIGINT) AS deals, CAST(sum(quantity) AS BIGINT) AS quantity, CAST(sum(revenue) AS BIGINT) AS revenue,
       CAST(sum(cost) AS BIGINT) AS cost, CAST(sum(cm1) AS BIGINT) AS cm1, CAST(sum(costed) AS BIGINT) AS costed`

// margin is CM1 over the revenue it stands for; nil where that is not positive.
func (s sums) margin() Cell {
	if !s.CM1.Valid {
		return nil
	}
	return moneyRatio(s.CM1.V, s.Costed.V)
}

// compared is the revenue of the period beside the one before and the same one a year
// ago. Its SQL is comparedSQL.
type compared struct {
	PeriodRevenue, PreviousRevenue, YearAgoRevenue sales.Money
}

const comparedSQL = `
       CAST(sum(period_revenue) AS BIGINT) AS period_revenue, CAST(sum(previous_revenue) AS BIGINT) AS previous_revenue,
       CAST(sum(year_ago_revenue) AS BIGINT) AS year_ago_revenue`

// comparedColumns are the columns that cells fills.
func comparedColumns(c sales.Calendar, o Options) []Column {
	return []Column{
		{"period_revenue", o.say("Revenue %s", c.Period.Label), Money},
		{"previous_revenue", o.say("Revenue %s", c.Previous.Label), Money},
		{"change", "Change", Money},
		{"change_rate", "Change %", Ratio},
		{"year_ago_revenue", o.say("Revenue %s", c.YearAgo.Label), Money},
		{"year_change", "Change on the year", Money},
		{"year_change_rate", "Change on the year %", Ratio},
	}
}

// cells compares; what the data do not cover is blank.
func (r compared) cells(c sales.Calendar) []Cell {
	cells := make([]Cell, 7)
	cells[0] = r.PeriodRevenue
	if c.Covers(c.Previous) {
		cells[1], cells[2], cells[3] = r.PreviousRevenue, r.PeriodRevenue-r.PreviousRevenue, growth(r.PreviousRevenue, r.PeriodRevenue)
	}
	if c.Covers(c.YearAgo) {
		cells[4], cells[5], cells[6] = r.YearAgoRevenue, r.PeriodRevenue-r.YearAgoRevenue, growth(r.YearAgoRevenue, r.PeriodRevenue)
	}
	return cells
}

// claims say that the columns of sums are the whole of their lines, and so are those of
// one of these sums in the period and in the periods it is compared with.
func claims(c sales.Calendar, compared string, of Measure) []Claim {
	out := []Claim{
		{Column: "revenue", Of: LinesRevenue, Scope: InWindow},
		{Column: "cost", Of: LinesCost, Scope: InWindow},
		{Column: "cm1", Of: LinesCM1, Scope: InWindow},
		{Column: "period_" + compared, Of: of, Scope: InPeriod},
	}
	if c.Covers(c.Previous) {
		out = append(out, Claim{Column: "previous_" + compared, Of: of, Scope: InPrevious})
	}
	if c.Covers(c.YearAgo) {
		out = append(out, Claim{Column: "year_ago_" + compared, Of: of, Scope: InYearAgo})
	}
	return out
}

// other is the name of the row that holds what did not get a row of its own.
const other = "(other)"

// text is the cell of a text; blank when empty.
func text(s string) Cell {
	if s == "" {
		return nil
	}
	return s
}
