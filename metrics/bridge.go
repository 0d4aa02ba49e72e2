package metrics

import (
	"context"
	"errors"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// PriceBridge splits the change of a period into price, volume, mix, cost and what came and went.
var PriceBridge = Metric{
	Name:     "bridge",
	Title:    "Price, volume and mix",
	Question: "How much of the change is price, volume, mix and cost, and what came and went?",
	Chapter:  Profitability,
	Definition: "The change of net revenue, and of CM1, between two periods in steps that add up exactly. Of what was sold in both, returns apart (q0, q1 > 0): " +
		"price = (p1 - p0) q1, p being net revenue per unit; unit_cost = -(c1 - c0) q1; volume = (Q1 - Q0) / Q0 q0 m0, what as much more or less of everything would bring; " +
		"mix = (q1 - q0 Q1/Q0) m0, the shift towards what brings more or less than the average; m0 = p0 for net revenue, p0 - c0 for CM1. Q adds up the quantities of all that was sold in both, in one unit of measure; other units have a volume and a mix of their own. " +
		"new, lost = sold in one of the periods only. returns = lines that are returns; fees = postage and the like; other = lines without a quantity, or without what the split is by. " +
		"The split depends on its level, which --bridge-level chooses: by type or business area, another product at another price is a change of price; by product it is mix, or new and lost. " +
		"CM1 takes the lines with a cost, and is left out where less than 95 % of the revenue of either period has one. Rows by item: the 30 largest absolute changes, and (other).",
	Needs: []sales.Field{sales.QuantityOf},
	Run:   priceBridge,
}

// bridgeSQL adds up the period and the one it is compared with, by item of a level, unit
// of measure and kind of line.
func bridgeSQL(level sales.Field, before string) string {
	name, products := "p.item", ""
	if level == sales.Product {
		name, products = "coalesce(d.product_name, p.item)", " LEFT JOIN products AS d ON d.product = p.item"
	}
	return strings.NewReplacer("{level}", string(level), "{before}", before, "{name}", name, "{products}", products).Replace(`
WITH placed AS (
	SELECT {level} AS item, measure, CASE WHEN is_return THEN 'returns' WHEN is_fee THEN 'fees' WHEN quantity IS NULL OR {level} = '(unassigned)' THEN 'other' ELSE 'sold' END AS kind,
	       is_current, {before}, sum(quantity) AS quantity, sum(revenue) AS revenue,
	       sum(quantity) FILTER (WHERE cost IS NOT NULL) AS costed_quantity, sum(costed) AS costed, sum(cost) AS cost
	FROM lines WHERE is_current OR {before} GROUP BY 1, 2, 3, 4, 5),
summed AS (
	SELECT item, measure, kind,
	       sum(quantity) FILTER (WHERE {before}) AS quantity_before, sum(quantity) FILTER (WHERE is_current) AS quantity_after,
	       sum(revenue) FILTER (WHERE {before}) AS revenue_before, sum(revenue) FILTER (WHERE is_current) AS revenue_after,
	       sum(costed_quantity) FILTER (WHERE {before}) AS costed_quantity_before, sum(costed_quantity) FILTER (WHERE is_current) AS costed_quantity_after,
	       sum(costed) FILTER (WHERE {before}) AS costed_before, sum(costed) FILTER (WHERE is_current) AS costed_after,
	       sum(cost) FILTER (WHERE {before}) AS cost_before, sum(cost) FILTER (WHERE is_current) AS cost_after
	FROM placed GROUP BY item, measure, kind)
SELECT p.item, {name} AS name, p.measure, kind,
       CAST(coalesce(quantity_before, 0) AS BIGINT) AS quantity_before, CAST(coalesce(quantity_after, 0) AS BIGINT) AS quantity_after,
       CAST(coalesce(revenue_before, 0) AS BIGINT) AS revenue_before, CAST(coalesce(revenue_after, 0) AS BIGINT) AS revenue_after,
       CAST(coalesce(costed_quantity_before, 0) AS BIGINT) AS costed_quantity_before, CAST(coalesce(costed_quantity_after, 0) AS BIGINT) AS costed_quantity_after,
       CAST(coalesce(costed_before, 0) AS BIGINT) AS costed_before, CAST(coalesce(costed_after, 0) AS BIGINT) AS costed_after,
       CAST(coalesce(cost_before, 0) AS BIGINT) AS cost_before, CAST(coalesce(cost_after, 0) AS BIGINT) AS cost_after
FROM summed AS p{products} ORDER BY p.item, p.measure, kind`)
}

// bridgeRow is what an item, in one unit of measure and one kind of line, sold before and after.
type bridgeRow struct {
	Item, Name, Measure, Kind                 string
	QuantityBefore, QuantityAfter             int64
	RevenueBefore, RevenueAfter               int64
	CostedQuantityBefore, CostedQuantityAfter int64 // of the lines with a cost
	CostedBefore, CostedAfter                 int64
	CostBefore, CostAfter                     int64
}

// bridgeLevels are what the split may be by, the finest first: what the reader chose, else
// product, type and business area, those that the sales name.
func (o Options) bridgeLevels(l *sales.Ledger) []sales.Field {
	if f := sales.Field(o.BridgeLevel); l.Has(f) {
		return []sales.Field{f}
	}
	levels := slices.DeleteFunc([]sales.Field{sales.Product, sales.Type, sales.Area}, func(f sales.Field) bool { return !l.Has(f) })
	if len(levels) == 0 {
		return []sales.Field{sales.Product}
	}
	return levels
}

// priceBridge splits at the finest level of which no more rows come back than may.
func priceBridge(ctx context.Context, l *sales.Ledger, o Options) (s Section, err error) {
	var many *sales.RowsError
	for _, level := range o.bridgeLevels(l) {
		b := &bridging{calendar: l.Calendar, o: o, level: level, beyond: many}
		if s, err = b.section(ctx, l); !errors.As(err, &many) {
			break
		}
	}
	return s, err
}

func (b *bridging) section(ctx context.Context, l *sales.Ledger) (Section, error) {
	c, o := b.calendar, b.o
	s := Section{SQL: bridgeSQL(b.level, string(InPrevious))}
	for _, with := range []struct {
		before sales.Period
		scope  Scope
	}{{c.Previous, InPrevious}, {c.YearAgo, InYearAgo}} {
		if !c.Covers(with.before) || len(b.bridges) > 0 && with.before == c.Previous {
			continue
		}
		rows, err := query[bridgeRow](ctx, l, o, bridgeSQL(b.level, string(with.scope)))
		if err != nil {
			return s, err
		}
		if err := b.compare(rows, with.before, with.scope); err != nil {
			return s, err
		}
	}
	s.Scope = o.say("%s, by %s", o.scope(o.say("Net revenue and CM1"), c.Period), b.thing())
	s.Lead, s.Notes, s.Findings = b.lead(), b.notes(), b.findings()
	s.Table = b.table()
	for _, x := range b.bridges {
		s.Charts = append(s.Charts, Chart{Kind: Bridge, Title: o.say("%s from %s to %s", o.say(x.of), x.before.Label, c.Period.Label),
			X: "item_name", Y: []string{"before", "change", "after"}, Series: "kind", Where: "bridge", Is: x.name(b.o)})
		s.Claims = append(s.Claims, Claim{Column: "before", Of: x.measure, Scope: x.scope, Where: "bridge", Is: x.name(b.o)}, Claim{Column: "after", Of: x.measure, Scope: InPeriod, Where: "bridge", Is: x.name(b.o)},
			Claim{Column: "before", Of: x.measure, Scope: x.scope, Where: "bridge", Is: x.itemsName(b)}, Claim{Column: "after", Of: x.measure, Scope: InPeriod, Where: "bridge", Is: x.itemsName(b)})
	}
	return s, nil
}

func (b *bridging) table() Table {
	t := Table{Columns: []Column{
		{"bridge", "Bridge", Text}, {"item", "Step", Text}, {"item_name", "Name", Text}, {"kind", "Kind", Word},
		{"before", "Before", Money}, {"change", "Change", Money}, {"after", "After", Money},
	}}
	for _, st := range bridgeSteps() {
		t.Columns = append(t.Columns, Column{st.key, b.o.say(st.title), Money})
	}
	for _, x := range b.bridges {
		t.Rows = append(t.Rows, x.stepRows(b)...)
	}
	for _, x := range b.bridges {
		t.Rows = append(t.Rows, x.itemRows(b)...)
	}
	return t
}

// stepRows are what was, the steps, and what is. A step that no line takes has no row.
func (x bridgeOf) stepRows(b *bridging) [][]Cell {
	width := 7 + len(bridgeSteps())
	row := func(key, title, kind string, before, change, after Cell) []Cell {
		cells := make([]Cell, width)
		copy(cells, []Cell{x.name(b.o), key, title, kind, before, change, after})
		return cells
	}
	total := x.total()
	rows := [][]Cell{row("before", x.before.Label, BridgeLevel, total.before, nil, nil)}
	for _, st := range x.steps() {
		rows = append(rows, row(st.key, b.o.say(st.title), "step", nil, sales.Money(*st.of(&total.effects)), nil))
	}
	return append(rows, row("after", b.calendar.Period.Label, BridgeLevel, nil, nil, total.after))
}

// itemRows are the items with the largest change, each with its steps, and the rest.
func (x bridgeOf) itemRows(b *bridging) [][]Cell {
	most := min(moverRows, b.o.MaxRows)
	shown, rest := x.items, []bridgeItem(nil)
	if len(shown) > most {
		shown, rest = shown[:most], shown[most:]
	}
	if len(rest) > 0 {
		others := sumItems(rest)
		others.item, others.name = "(other)", b.o.others(int64(len(rest)))
		shown = append(slices.Clone(shown), others)
	}
	var rows [][]Cell
	for _, i := range shown {
		cells := []Cell{x.itemsName(b), i.item, i.name, string(b.levelName()), i.before, i.change(), i.after}
		for _, st := range bridgeSteps() {
			if v := *st.of(&i.effects); v != 0 {
				cells = append(cells, sales.Money(v))
			} else {
				cells = append(cells, nil)
			}
		}
		rows = append(rows, cells)
	}
	return rows
}
