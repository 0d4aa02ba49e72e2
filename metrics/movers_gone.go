package metrics

import (
	"context"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// gonePeriods is how many periods are looked at to tell what always sold from what sells now
// and then.
const gonePeriods = 12

// oftenSQL is in how many of the periods before each item of a dimension sold anything.
const oftenSQL = `
SELECT {field} AS item, count(DISTINCT date_trunc('{unit}', day)) AS periods FROM lines
WHERE day BETWEEN {first} AND {last} AND NOT is_return GROUP BY {field} ORDER BY item`

// goneItem is an item of a dimension that sold in each of the periods before, and nothing in
// that of the report.
type goneItem struct {
	moverRow
	by      dimension
	periods int64 // 0 where there is none
}

// readGone finds, of all dimensions, the item with the most revenue in the period before and
// none now, from one part in twenty of that revenue on, if it sold in each of the last complete
// periods, twelve at most. The product is left to the table, since most products do not sell
// in every period.
func readGone(ctx context.Context, l *sales.Ledger, m moved) (goneItem, error) {
	var most goneItem
	least := max(1, m.total().PreviousRevenue/20)
	for _, d := range m.dimensions {
		lost := slices.DeleteFunc(slices.Clone(m.items[string(d.field)]), func(r moverRow) bool {
			return d.field == sales.Product || r.folded(m.o) || r.status() != "lost" || r.PreviousRevenue < least
		})
		if len(lost) == 0 {
			continue
		}
		always, periods, err := alwaysSold(ctx, l, m.o, d.field)
		if err != nil {
			return goneItem{}, err
		}
		for _, r := range lost {
			if always[r.Item] && r.PreviousRevenue > most.PreviousRevenue {
				most = goneItem{r, d, periods}
			}
		}
	}
	return most, nil
}

// alwaysSold are the items of a dimension that sold in each of the last complete periods
// before that of the report, and how many these are.
func alwaysSold(ctx context.Context, l *sales.Ledger, o Options, field sales.Field) (map[string]bool, int64, error) {
	c := l.Calendar
	from, periods := c.Previous.Start, int64(1)
	for periods < gonePeriods && c.Unit.Start(from-1) >= c.First {
		from, periods = c.Unit.Start(from-1), periods+1
	}
	sql := strings.NewReplacer("{field}", string(field), "{unit}", string(c.Unit), "{first}", day(from), "{last}", day(c.Previous.End)).Replace(oftenSQL)
	rows, err := query[struct {
		Item    string
		Periods int64
	}](ctx, l, o, sql)
	always := map[string]bool{}
	for _, r := range rows {
		always[r.Item] = r.Periods == periods
	}
	return always, periods, err
}

// stopped warns of what sold nothing any more.
func (m moved) stopped() []Finding {
	g := m.gone
	if g.periods == 0 {
		return nil
	}
	text := m.o.say("By %s, %s sold nothing in %s; in %s it had %s of net revenue.", m.o.say(g.by.by), short(g.Name), m.calendar.Period.Label, m.calendar.Previous.Label, m.o.money(g.PreviousRevenue))
	if g.periods > 1 {
		text += " " + m.o.say("It had sold in each of the %d periods before.", g.periods)
	}
	return []Finding{{Role: Watch, Weight: g.PreviousRevenue, Text: text}}
}
