package metrics

import (
	"context"

	"xsell/metrics/sales"
)

// AreaAudience shows which audience earns the money of which business area.
var AreaAudience = Metric{
	Name:     "area-audience",
	Title:    "Areas and audiences",
	Question: "Which business area earns its money with which audience?",
	Chapter:  Profitability,
	Definition: "One row for each business area and audience with a line in the window or in a period compared. customers = known customers with a deal of the area that is not a return; deals = such deals. " +
		"cm1 = revenue - cost of the lines that have a cost; margin = cm1 / revenue of those lines. share = cm1 / total CM1, blank where the total is not positive; revenue_share likewise. " +
		"to_average = the CM1 the cell would earn more at the margin of all cells together, blank where its margin is not below it. " +
		"note: cells with fewer than 5 customers (deals, where no customer is known) are too few to judge and are not named in sentences. " +
		"Period columns compare CM1 with the period before and the same period a year ago.",
	Needs: []sales.Field{sales.Area, sales.Audience},
	SQL:   areaAudienceSQL,
	Run:   areaAudience,
}

const areaAudienceSQL = `
WITH bought AS (
	SELECT area, audience, count(DISTINCT customer) AS customers
	FROM lines WHERE in_window AND NOT is_return AND customer <> '(unknown)' GROUP BY area, audience),
ranked AS (
	SELECT t.*, coalesce(customers, 0) AS customers,
	       sum(revenue) OVER (PARTITION BY t.area) AS area_revenue, sum(revenue) OVER (PARTITION BY t.audience) AS audience_revenue,
	       row_number() OVER (ORDER BY revenue DESC, t.area, t.audience) AS place
	FROM area_audience_totals AS t LEFT JOIN bought AS b ON b.area = t.area AND b.audience = t.audience),
folded AS (
	SELECT CASE WHEN place > {max_rows} THEN '(other)' ELSE area END AS area, CASE WHEN place > {max_rows} THEN '(other)' ELSE audience END AS audience,
	       CASE WHEN place > {max_rows} THEN 1 ELSE 0 END AS rest, max(place) AS place, count(*) AS things,
	       max(area_revenue) AS area_revenue, max(audience_revenue) AS audience_revenue, CAST(sum(customers) AS BIGINT) AS customers,` +
	sumsSQL + `,` + comparedCM1SQL + `
	FROM ranked GROUP BY 1, 2, 3)
SELECT area, audience, place, things, customers, deals, quantity, revenue, cost, cm1, costed, period_cm1, previous_cm1, year_ago_cm1
FROM folded ORDER BY rest, area_revenue DESC, area, audience_revenue DESC, audience`

// fewToJudge is the number of customers (or deals) below which a cell is noise.
const fewToJudge = 5

// tooFew is the note of such a cell.
const tooFew = "(too few to judge)"

type cellRow struct {
	Area, Audience           string
	Place, Things, Customers int64
	sums
	comparedCM1
}

// name is the cell in a sentence: "Bikes to Resellers". The places are numbered so that the
// message is not that of a range, which other languages say with another word.
func (r cellRow) name(o Options) string {
	return o.say("%[1]s to %[2]s", short(r.Area), short(r.Audience))
}

func areaAudience(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	rows, err := query[cellRow](ctx, l, o, areaAudienceSQL)
	if err != nil {
		return Section{}, err
	}
	t := cellTotals(rows)
	m := matrix{rows: rows, totals: t, costs: l.Has(sales.Cost), known: l.Has(sales.Customer), o: o}
	c := l.Calendar
	s := Section{
		Lead: m.lead(), Scope: o.scope(o.say("Revenue and CM1 by business area and audience"), c.Window),
		Claims: []Claim{{Column: "revenue", Of: LinesRevenue, Scope: InWindow}},
		Charts: []Chart{{Kind: HeatMap, Title: "Revenue by business area and audience", X: "audience", Series: "area", Y: []string{"revenue"}}},
	}
	s.Table.Columns = []Column{
		{"area", "Area", Text}, {"audience", "Audience", Text}, {"customers", "Customers", Count}, {"deals", "Deals", Count},
		{"revenue", "Revenue", Money}, {"cm1", "CM1", Money}, {"margin", "Margin", Ratio}, {"share", "Share of CM1", Ratio},
		{"cost", "Cost", Money}, {"revenue_share", "Share of revenue", Ratio}, {"to_average", "More at the average margin", Money}, {"note", "Note", Word},
	}
	if m.costs {
		s.Claims = claims(c, "cm1", LinesCM1)
		s.Charts = []Chart{
			{Kind: HeatMap, Title: "CM1 by business area and audience", X: "audience", Series: "area", Y: []string{"cm1"}},
			{Kind: HeatMap, Title: "Margin by business area and audience", X: "audience", Series: "area", Y: []string{"margin"}},
		}
		s.Table.Columns = append(s.Table.Columns, comparedCM1Columns(c, o)...)
	}
	for _, r := range rows {
		cells := m.cells(r)
		if m.costs {
			cells = append(cells, r.comparedCM1.cells(c)...)
		}
		s.Table.Rows = append(s.Table.Rows, cells)
	}
	s.Notes, s.Findings = m.notes(), m.findings(c)
	return s, nil
}

// cellTotals are the sums that the sentences need.
func cellTotals(rows []cellRow) profitTotals {
	var t profitTotals
	for _, r := range rows {
		t.Revenue += r.Revenue
		if r.CM1.Valid {
			t.CM1.V, t.CM1.Valid = t.CM1.V+r.CM1.V, true
			t.Costed.V, t.Costed.Valid = t.Costed.V+r.Costed.V, true
		}
	}
	return t
}

// matrix is the section while it is made.
type matrix struct {
	rows   []cellRow
	totals profitTotals
	costs  bool // any line has a cost
	known  bool // any line has a customer
	o      Options
}

func (m matrix) folded(r cellRow) bool { return r.Place > int64(m.o.MaxRows) }

// few reports whether the cell has too few customers to be judged.
func (m matrix) few(r cellRow) bool {
	if m.known {
		return r.Customers < fewToJudge
	}
	return r.Deals < fewToJudge
}

func (m matrix) cells(r cellRow) []Cell {
	cells := []Cell{r.Area, r.Audience, r.Customers, r.Deals, r.Revenue, amount(r.CM1), r.margin(), nil,
		amount(r.Cost), moneyRatio(r.Revenue, m.totals.Revenue), toAverage(r.sums, m.totals), nil}
	if r.CM1.Valid {
		cells[7] = moneyRatio(r.CM1.V, m.totals.CM1.V)
	}
	if !m.known {
		cells[2] = nil
	}
	switch {
	case m.folded(r):
		// Customers and deals of several cells would be counted twice.
		cells[2], cells[3], cells[11] = nil, nil, m.o.say("%d other cells", r.Things)
	case m.few(r):
		cells[11] = tooFew
	}
	return cells
}
