package metrics

import (
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// The sections by product, customer and area that follow profit share the SQL, the
// columns and the notes of this file. A "thing" is what such a section is by.

// profitRow is one thing with what it earns, in the order of the table. Its SQL is profitSQL.
type profitRow struct {
	Thing, Name   string
	Place, Things int64 // Things are folded into the row; more than one only in "(other)"
	sums
	comparedCM1
}

// comparedCM1 is CM1 of the period beside the one before and the same one a year ago:
// 0 without a line there, missing where its lines have no cost.
type comparedCM1 struct {
	PeriodCM1, PreviousCM1, YearAgoCM1 sales.Null[sales.Money]
}

const comparedCM1SQL = `
       CAST(sum(period_cm1) AS BIGINT) AS period_cm1, CAST(sum(previous_cm1) AS BIGINT) AS previous_cm1, CAST(sum(year_ago_cm1) AS BIGINT) AS year_ago_cm1`

// profitSQL ranks the things by CM1 (ties by name, those without a cost last) and folds
// what is beyond {max_rows} into "(other)". What belongs to nobody keeps a row of its
// own, the last. described are the columns that name a thing, from the relation d.
func profitSQL(thing, nobody, described, d string) string {
	return `
WITH ranked AS (
	SELECT t.*, row_number() OVER (ORDER BY CASE WHEN ` + thing + ` = '` + nobody + `' THEN 0 ELSE 1 END, cm1 DESC NULLS LAST, ` + thing + `) AS place
	FROM ` + thing + `_totals AS t),
folded AS (
	SELECT CASE WHEN place > {max_rows} THEN '(other)' ELSE ` + thing + ` END AS thing, least(place, {max_rows} + 1) AS place, count(*) AS things,` + sumsSQL + `,` + comparedCM1SQL + `
	FROM ranked GROUP BY 1, 2)
SELECT f.*, ` + described + `
FROM folded AS f` + d + `
ORDER BY CASE WHEN f.thing = '` + nobody + `' THEN 1 ELSE 0 END, f.place`
}

// profitTotals are the sums over all things of a section, whether they have a row or not.
type profitTotals struct {
	Size, Winners, Losers int64 // things with a CM1, above 0, below 0; without what belongs to nobody
	Peak, GivenAway       sales.Money
	Squares               sales.Null[float64] // of the CM1 above 0, in 1/10 000 squared
	NoCost, Outside       int64               // things with lines of the window but no cost; without any line of it
	NoCostLines           int64
	Revenue               sales.Money
	Costed, CM1           sales.Null[sales.Money] // of all lines, also those of nobody

	PeriodRevenue, PeriodCosted, PeriodCM1       sales.Money
	PreviousRevenue, PreviousCosted, PreviousCM1 sales.Money
}

// profitTotalsSQL squares as decimals, so that the sum does not depend on its order.
func profitTotalsSQL(thing, nobody string) string {
	return `
SELECT count(*) FILTER (WHERE named AND cm1 IS NOT NULL) AS size,
       count(*) FILTER (WHERE named AND cm1 > 0) AS winners, count(*) FILTER (WHERE named AND cm1 < 0) AS losers,
       CAST(coalesce(sum(cm1) FILTER (WHERE named AND cm1 > 0), 0) AS BIGINT) AS peak,
       CAST(coalesce(sum(cm1) FILTER (WHERE named AND cm1 < 0), 0) AS BIGINT) AS given_away,
       CAST(sum(CAST(cm1 AS DECIMAL(19, 0)) * CAST(cm1 AS DECIMAL(19, 0))) FILTER (WHERE named AND cm1 > 0) AS DOUBLE) AS squares,
       count(*) FILTER (WHERE named AND cm1 IS NULL AND lines > 0) AS no_cost, count(*) FILTER (WHERE lines = 0) AS outside,
       CAST(coalesce(sum(no_cost_lines), 0) AS BIGINT) AS no_cost_lines, CAST(coalesce(sum(revenue), 0) AS BIGINT) AS revenue,
       CAST(sum(costed) AS BIGINT) AS costed, CAST(sum(cm1) AS BIGINT) AS cm1,
       CAST(coalesce(sum(period_revenue), 0) AS BIGINT) AS period_revenue, CAST(coalesce(sum(period_costed), 0) AS BIGINT) AS period_costed,
       CAST(coalesce(sum(period_cm1), 0) AS BIGINT) AS period_cm1, CAST(coalesce(sum(previous_revenue), 0) AS BIGINT) AS previous_revenue,
       CAST(coalesce(sum(previous_costed), 0) AS BIGINT) AS previous_costed, CAST(coalesce(sum(previous_cm1), 0) AS BIGINT) AS previous_cm1
FROM (SELECT t.*, ` + thing + ` <> '` + nobody + `' AS named FROM ` + thing + `_totals AS t) AS n`
}

// whale is the whale curve of the things, without what belongs to nobody.
func (t profitTotals) whale() stat.Whale {
	return stat.Whale{Peak: int64(t.Peak), GivenAway: int64(t.GivenAway), Winners: int(t.Winners), Size: int(t.Size)}
}

// hhi is the concentration of the CM1 above 0. It is summed by the engine over all
// things, since the table may be cut.
func (t profitTotals) hhi() (float64, bool) {
	if !t.Squares.Valid || t.Peak <= 0 {
		return 0, false
	}
	return t.Squares.V / (float64(t.Peak) * float64(t.Peak)), true
}

// profitColumns are the columns that every section of profit has after those that name
// the thing.
func profitColumns() []Column {
	return []Column{
		{"deals", "Deals", Count}, {"revenue", "Revenue", Money}, {"cost", "Cost", Money}, {"cm1", "CM1", Money}, {"margin", "Margin", Ratio},
		{"share", "Share of CM1", Ratio}, {"cumulative_share", "Cumulative share", Ratio},
	}
}

// profitBy is the section by one kind of thing: noun names it, and the column of its key.
type profitBy struct {
	noun
	key    string      // of its column
	title  phrases.Key // what the section measures
	nobody string      // the thing that is nobody's
	named  bool        // things have a name beside their key
}

// section is what all sections of profit have: table, lead, notes and what is lost.
// best are the things with a CM1, best first.
func (p profitBy) section(rows []profitRow, t profitTotals, c sales.Calendar, o Options) (s Section, best []profitRow) {
	s.Scope, s.Claims = o.scope(o.say(p.title), c.Window), claims(c, "cm1", LinesCM1)
	s.Table.Columns = []Column{{p.key, title(o.say(p.one)), Text}}
	if p.named {
		s.Table.Columns = append(s.Table.Columns, Column{p.key + "_name", "Name", Text})
	}
	s.Table.Columns = append(append(s.Table.Columns, profitColumns()...), comparedCM1Columns(c, o)...)
	var sum sales.Money
	for _, r := range rows {
		sum += r.CM1.V
		if r.folded(o) {
			r.Name = o.others(r.Things)
			s.Notes = append(s.Notes, p.cutNote(r, len(rows), o))
		}
		cells := []Cell{r.Thing}
		if p.named {
			cells = append(cells, r.Name)
		}
		cells = append(append(cells, r.cells(sum, t.CM1.V, o)...), r.comparedCM1.cells(c)...)
		s.Table.Rows = append(s.Table.Rows, cells)
	}
	best = p.ranked(rows, o)
	s.Lead = p.lead(best, t, o)
	s.Notes = append(s.Notes, p.notes(best, t, c, o)...)
	s.Findings = p.losses(best, t, c, o)
	return s, best
}

// folded reports whether the row is "(other)".
func (r profitRow) folded(o Options) bool { return r.Place > int64(o.MaxRows) }

// cells are those below profitColumns. sum is the CM1 of the rows down to this one;
// total that of all.
func (r profitRow) cells(sum, total sales.Money, o Options) []Cell {
	cells := []Cell{r.Deals, r.Revenue, amount(r.Cost), amount(r.CM1), r.margin(), nil, nil}
	if r.CM1.Valid {
		cells[5], cells[6] = moneyRatio(r.CM1.V, total), moneyRatio(sum, total)
	}
	if r.folded(o) {
		cells[0] = nil // a deal with two of the rest would be counted twice
	}
	return cells
}

func comparedCM1Columns(c sales.Calendar, o Options) []Column {
	return []Column{
		{"period_cm1", o.say("CM1 %s", c.Period.Label), Money}, {"previous_cm1", o.say("CM1 %s", c.Previous.Label), Money},
		{"change", "Change", Money}, {"change_rate", "Change %", Ratio},
		{"year_ago_cm1", o.say("CM1 %s", c.YearAgo.Label), Money}, {"year_change", "Change on the year", Money}, {"year_change_rate", "Change on the year %", Ratio},
	}
}

// cells compares; what the data do not cover is blank.
func (r comparedCM1) cells(c sales.Calendar) []Cell {
	cells := []Cell{amount(r.PeriodCM1), nil, nil, nil, nil, nil, nil}
	if c.Covers(c.Previous) {
		cells[1] = amount(r.PreviousCM1)
		cells[2], cells[3] = difference(cells[1], cells[0], Money)
	}
	if c.Covers(c.YearAgo) {
		cells[4] = amount(r.YearAgoCM1)
		cells[5], cells[6] = difference(cells[4], cells[0], Money)
	}
	return cells
}

// othersName names the row "(other)".
func (o Options) others(things int64) string { return o.say("%d {1|other|others}", things) }
