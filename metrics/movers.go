package metrics

import (
	"context"
	"slices"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Movers shows what changed from the period before, and what drove it.
var Movers = Metric{
	Name:     "movers",
	Title:    "What changed",
	Question: "What changed against the period before, and what drove it?",
	Chapter:  HowWeAreDoing,
	Definition: "Each dimension splits the same revenue of the period and of the period before; its rows are the items with the largest change and (other). " +
		"share = absolute change / sum of the absolute changes of all items of the dimension. status: new (no line before), lost (no line now), grew, fell, unchanged. " +
		"The rows of the dimension driver split the change of revenue along revenue = customers x deals per customer x products per deal x revenue per product sold, " +
		"each driver with its Shapley value (the mean over every order in which the drivers could have changed one by one; A. F. Shorrocks, 2013), so that they add up to the change exactly. " +
		"level, previous_level and year_ago_level are the drivers themselves. Deals and products sold are those of lines that are no returns, postage and fees being no products; revenue is net of returns. " +
		"Lines without a customer are a driver of their own. The split takes all customers together: a shift from large to small ones shows as more customers with less of the later drivers.",
	SQL: moversSQL + ";\n" + driversSQL,
	Run: movers,
}

// moverRows bounds the rows of a dimension, in moversSQL as well: more is a list, not a finding.
const moverRows = 30

// moversSQL takes every line once for each dimension, since a line belongs to an item of
// each, and brings them down to a few rows an item, by period, before it compares.
const moversSQL = `
WITH placed AS (
	SELECT dimension, CASE dimension WHEN 'area' THEN area WHEN 'type' THEN type WHEN 'product' THEN product WHEN 'audience' THEN audience
	                                 WHEN 'region' THEN region WHEN 'channel' THEN channel WHEN 'seller' THEN seller ELSE 'total' END AS item,
	       is_current, is_previous, is_year_ago, is_return, count(*) AS lines, count(DISTINCT deal) AS deals, sum(revenue) AS revenue, sum(cm1) AS cm1
	FROM lines CROSS JOIN (VALUES {dimensions}('total')) AS d (dimension)
	WHERE is_current OR is_previous OR is_year_ago GROUP BY 1, 2, 3, 4, 5, 6),
moved AS (
	SELECT dimension, item,
	       coalesce(sum(revenue) FILTER (WHERE is_current), 0) AS current_revenue, coalesce(sum(revenue) FILTER (WHERE is_previous), 0) AS previous_revenue,
	       coalesce(sum(revenue) FILTER (WHERE is_year_ago), 0) AS year_ago_revenue,
	       coalesce(sum(lines) FILTER (WHERE is_current), 0) AS current_lines, coalesce(sum(lines) FILTER (WHERE is_previous), 0) AS previous_lines,
	       coalesce(sum(deals) FILTER (WHERE is_current AND NOT is_return), 0) AS current_deals,
	       coalesce(sum(deals) FILTER (WHERE is_previous AND NOT is_return), 0) AS previous_deals,
	       CASE WHEN bool_or(is_current) THEN sum(cm1) FILTER (WHERE is_current) ELSE 0 END AS period_cm1,
	       CASE WHEN bool_or(is_previous) THEN sum(cm1) FILTER (WHERE is_previous) ELSE 0 END AS previous_cm1,
	       CASE WHEN bool_or(is_year_ago) THEN sum(cm1) FILTER (WHERE is_year_ago) ELSE 0 END AS year_ago_cm1
	FROM placed GROUP BY dimension, item),
ranked AS (
	SELECT m.*, abs(current_revenue - previous_revenue) AS gross,
	       row_number() OVER (PARTITION BY dimension ORDER BY abs(current_revenue - previous_revenue) DESC, item) AS place
	FROM moved AS m),
folded AS (
	SELECT dimension, least(place, least({max_rows}, 30) + 1) AS place, count(*) AS things,
	       CASE WHEN min(place) > least({max_rows}, 30) THEN '(other)' ELSE min(item) END AS item,
	       CAST(sum(gross) AS BIGINT) AS gross, CAST(sum(current_revenue) AS BIGINT) AS current_revenue,
	       CAST(sum(previous_revenue) AS BIGINT) AS previous_revenue, CAST(sum(year_ago_revenue) AS BIGINT) AS year_ago_revenue,
	       CAST(sum(current_lines) AS BIGINT) AS current_lines, CAST(sum(previous_lines) AS BIGINT) AS previous_lines,
	       CAST(sum(current_deals) AS BIGINT) AS current_deals, CAST(sum(previous_deals) AS BIGINT) AS previous_deals,` + comparedCM1SQL + `
	FROM ranked GROUP BY dimension, least(place, least({max_rows}, 30) + 1))
SELECT dimension, item, coalesce(product_name, item) AS name, place, things, gross,
       current_revenue, previous_revenue, year_ago_revenue, current_lines, previous_lines, current_deals, previous_deals,
       period_cm1, previous_cm1, year_ago_cm1,
       CAST(sum(gross) OVER (PARTITION BY dimension) AS BIGINT) AS all_gross
FROM folded LEFT JOIN products ON product = CASE WHEN dimension = 'product' THEN item END
ORDER BY dimension, place`

// moverRow is one item of a dimension.
type moverRow struct {
	Dimension, Item, Name                           string
	Place, Things                                   int64
	Gross, AllGross                                 sales.Money // absolute changes: of the item, of its dimension
	CurrentRevenue, PreviousRevenue, YearAgoRevenue sales.Money
	CurrentLines, PreviousLines                     int64
	CurrentDeals, PreviousDeals                     int64
	comparedCM1
}

func (r moverRow) change() sales.Money { return r.CurrentRevenue - r.PreviousRevenue }

// status says how the item moved; blank where it has lines in neither period.
func (r moverRow) status() Cell {
	switch {
	case r.CurrentLines == 0 && r.PreviousLines == 0:
		return nil
	case r.PreviousLines == 0:
		return "new"
	case r.CurrentLines == 0:
		return "lost"
	case r.change() > 0:
		return "grew"
	case r.change() < 0:
		return "fell"
	}
	return "unchanged"
}

// folded reports whether the row is "(other)".
func (r moverRow) folded(o Options) bool { return r.Place > int64(min(o.MaxRows, moverRows)) }

// dimension is a way to split the revenue, with what a sentence calls it.
type dimension struct {
	field sales.Field
	by    phrases.Key
}

// moverDimensions are in the order of the table.
func moverDimensions() []dimension {
	return []dimension{
		{sales.Area, "business area"}, {sales.Type, "product type"}, {sales.Product, "product"}, {sales.Audience, "audience"},
		{sales.Region, "region"}, {sales.Channel, "channel"}, {sales.Seller, "seller"},
	}
}

// moversIn is moversSQL of these dimensions: of what the lines do not say there are no items.
func moversIn(dimensions []dimension) string {
	said := ""
	for _, d := range dimensions {
		said += "('" + string(d.field) + "'), "
	}
	return strings.ReplaceAll(moversSQL, "{dimensions}", said)
}

func movers(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	dimensions := slices.DeleteFunc(moverDimensions(), func(d dimension) bool { return !l.Has(d.field) })
	sql := moversIn(dimensions)
	rows, err := query[moverRow](ctx, l, o, sql)
	if err != nil {
		return Section{}, err
	}
	levels, err := query[driverLevels](ctx, l, o, driversSQL)
	if err != nil {
		return Section{}, err
	}
	m := moved{calendar: l.Calendar, o: o, sql: sql + ";\n" + driversSQL, items: map[string][]moverRow{},
		costs: l.Has(sales.Cost), allCosted: l.Coverage(sales.Cost).Lines == l.Total().Used.Lines}
	for _, r := range rows {
		m.items[r.Dimension] = append(m.items[r.Dimension], r)
	}
	if !l.Calendar.Covers(l.Calendar.Previous) {
		return m.section(), nil
	}
	m.drivers, m.driven = drivers(levels, "previous", l)
	if l.Calendar.Covers(l.Calendar.YearAgo) {
		m.yearDrivers, m.yearDriven = drivers(levels, "year_ago", l)
	}
	m.dimensions = dimensions
	if m.gone, err = readGone(ctx, l, m); err != nil {
		return Section{}, err
	}
	return m.section(), nil
}

// moved is the section while it is made.
type moved struct {
	calendar   sales.Calendar
	o          Options
	sql        string
	items      map[string][]moverRow // by dimension
	dimensions []dimension           // those the ledger has; none without a period to compare with
	costs      bool                  // any line has a cost
	allCosted  bool                  // every line has one
	gone       goneItem              // what sold nothing any more

	drivers, yearDrivers []driver
	driven, yearDriven   bool // the drivers are defined
}

// total is the row of the whole; zero where no line lies in any of the periods.
func (m moved) total() moverRow {
	if rows := m.items["total"]; len(rows) > 0 {
		return rows[0]
	}
	return moverRow{Dimension: "total", Item: "total", Name: m.o.say("total")}
}

func (m moved) section() Section {
	c := m.calendar
	s := Section{Lead: m.lead(), Notes: m.notes(), Findings: m.findings(), Charts: m.charts(),
		Scope: m.o.say("%s against %s", m.o.scope(m.o.say("Net revenue"), c.Period), c.Previous.Label)}
	s.Table.Columns = []Column{
		{"dimension", "By", Word}, {"item", "Item", Text}, {"item_name", "Name", Text},
		{"current", m.o.say("Revenue %s", c.Period.Label), Money}, {"previous", m.o.say("Revenue %s", c.Previous.Label), Money}, {"change", "Change", Money},
		{"share", "Share of all changes", Ratio}, {"status", "Status", Word},
		{"current_deals", m.o.say("Deals %s", c.Period.Label), Count}, {"previous_deals", m.o.say("Deals %s", c.Previous.Label), Count},
		{"current_cm1", m.o.say("CM1 %s", c.Period.Label), Money}, {"previous_cm1", m.o.say("CM1 %s", c.Previous.Label), Money}, {"cm1_change", "Change of CM1", Money},
		{"year_ago", m.o.say("Revenue %s", c.YearAgo.Label), Money}, {"year_change", "Change on the year", Money},
		{"level", m.o.say("Driver %s", c.Period.Label), Number}, {"previous_level", m.o.say("Driver %s", c.Previous.Label), Number},
		{"year_ago_level", m.o.say("Driver %s", c.YearAgo.Label), Number},
	}
	total := m.total()
	s.Table.Rows = append(s.Table.Rows, m.cells(total))
	s.Claims = m.claims("total")
	s.Table.Rows = append(s.Table.Rows, m.driverRows()...)
	for _, d := range m.dimensions {
		rows := m.items[string(d.field)]
		for _, r := range rows {
			s.Table.Rows = append(s.Table.Rows, m.cells(r))
		}
		if len(rows) > 0 {
			s.Claims = append(s.Claims, m.claims(string(d.field))...)
		}
	}
	return s
}

// claims say that the rows of a dimension are the whole of the periods.
func (m moved) claims(dimension string) []Claim {
	claim := func(column string, of Measure, scope Scope) Claim {
		return Claim{Column: column, Of: of, Scope: scope, Where: "dimension", Is: dimension}
	}
	out := []Claim{claim("current", LinesRevenue, InPeriod), claim("current_cm1", LinesCM1, InPeriod)}
	if m.calendar.Covers(m.calendar.Previous) {
		out = append(out, claim("previous", LinesRevenue, InPrevious), claim("previous_cm1", LinesCM1, InPrevious))
	}
	if m.calendar.Covers(m.calendar.YearAgo) {
		out = append(out, claim("year_ago", LinesRevenue, InYearAgo))
	}
	return out
}

// cm1 is blank where the whole ledger has no cost: no lines are no reason for a zero there.
func (m moved) cm1(v sales.Null[sales.Money]) Cell {
	if !m.costs {
		return nil
	}
	return amount(v)
}

// cells is the row of an item; what the data do not cover is blank.
func (m moved) cells(r moverRow) []Cell {
	cells := []Cell{r.Dimension, r.Item, r.Name, r.CurrentRevenue, nil, nil, nil, nil, r.CurrentDeals, nil, m.cm1(r.PeriodCM1), nil, nil, nil, nil, nil, nil, nil}
	if m.calendar.Covers(m.calendar.Previous) {
		cells[4], cells[5], cells[6], cells[7] = r.PreviousRevenue, r.change(), moneyRatio(r.Gross, r.AllGross), r.status()
		cells[9], cells[11] = r.PreviousDeals, m.cm1(r.PreviousCM1)
		cells[12], _ = difference(cells[11], cells[10], Money)
	}
	if m.calendar.Covers(m.calendar.YearAgo) {
		cells[13], cells[14] = r.YearAgoRevenue, r.CurrentRevenue-r.YearAgoRevenue
	}
	if r.Dimension == "total" {
		cells[2] = m.o.say("total")
	}
	if r.folded(m.o) {
		// A deal with two of the rest would be counted twice.
		cells[2], cells[7], cells[8], cells[9] = m.o.others(r.Things), nil, nil, nil
	}
	return cells
}
