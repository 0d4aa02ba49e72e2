package metrics

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// effects are the steps of a bridge, in 1/10 000 of the currency unit.
type effects struct {
	stat.Bridge
	returns, fees, unmeasured int64
}

func (e effects) add(f effects) effects {
	return effects{e.Bridge.Add(f.Bridge), e.returns + f.returns, e.fees + f.fees, e.unmeasured + f.unmeasured}
}

func (e effects) total() int64 { return e.Total() + e.returns + e.fees + e.unmeasured }

// bridgeStep is one effect, as the table and the sentences call it.
type bridgeStep struct {
	key      string
	title    phrases.Key
	of       func(*effects) *int64
	optional bool // has no bar where it is nothing
}

// bridgeSteps are the steps in the order of the bars.
func bridgeSteps() []bridgeStep {
	return []bridgeStep{
		{"volume", "Volume", func(e *effects) *int64 { return &e.Volume }, false},
		{"price", "Price", func(e *effects) *int64 { return &e.Price }, false},
		{"mix", "Mix", func(e *effects) *int64 { return &e.Mix }, false},
		{"unit_cost", "Unit cost", func(e *effects) *int64 { return &e.Cost }, true},
		{"new", "New", func(e *effects) *int64 { return &e.New }, true},
		{"lost", "Lost", func(e *effects) *int64 { return &e.Lost }, true},
		{"returns", "Returns", func(e *effects) *int64 { return &e.returns }, true},
		{"fees", "Fees", func(e *effects) *int64 { return &e.fees }, true},
		{"other", "Not counted", func(e *effects) *int64 { return &e.unmeasured }, true},
	}
}

// bridging is the section while it is made.
type bridging struct {
	calendar sales.Calendar
	o        Options
	level    sales.Field
	beyond   *sales.RowsError // the limit that a finer level has more rows than; nil where it is the finest
	bridges  []bridgeOf
	measures int      // units of measure
	uncosted []string // the periods that are compared with and have too few costs for CM1
}

// bridgeOf is one bridge: of net revenue or CM1, from one period to the report's.
type bridgeOf struct {
	of      phrases.Key
	measure Measure
	before  sales.Period
	scope   Scope
	items   []bridgeItem // largest absolute change first
}

// bridgeItem is an item of the level with its own bridge.
type bridgeItem struct {
	item, name    string
	before, after sales.Money
	effects
}

func (i bridgeItem) change() sales.Money { return i.after - i.before }

func (x bridgeOf) name(o Options) string { return o.say("%s on %s", o.say(x.of), x.before.Label) }

func (x bridgeOf) itemsName(b *bridging) string { return b.o.say("%s, by %s", x.name(b.o), b.thing()) }

func (x bridgeOf) total() bridgeItem { return sumItems(x.items) }

func sumItems(items []bridgeItem) bridgeItem {
	var sum bridgeItem
	for _, i := range items {
		sum.before, sum.after, sum.effects = sum.before+i.before, sum.after+i.after, sum.effects.add(i.effects)
	}
	return sum
}

// steps are those that some line takes.
func (x bridgeOf) steps() []bridgeStep {
	total := x.total()
	return slices.DeleteFunc(bridgeSteps(), func(st bridgeStep) bool { return st.optional && *st.of(&total.effects) == 0 })
}

// costedShare is the part of the revenue of a period that must have a cost before CM1 is split.
const costedShare = 0.95

// compare adds the bridges from a period to the report's.
func (b *bridging) compare(rows []bridgeRow, before sales.Period, scope Scope) error {
	revenue := bridgeOf{of: "Net revenue", measure: LinesRevenue, before: before, scope: scope}
	cm1 := bridgeOf{of: "CM1", measure: LinesCM1, before: before, scope: scope}
	err := revenue.split(rows, func(r bridgeRow) stat.Change {
		return stat.Change{Before: stat.Period{Quantity: r.QuantityBefore, Revenue: r.RevenueBefore}, After: stat.Period{Quantity: r.QuantityAfter, Revenue: r.RevenueAfter}}
	})
	if err != nil {
		return err
	}
	err = cm1.split(rows, func(r bridgeRow) stat.Change {
		return stat.Change{Before: stat.Period{Quantity: r.CostedQuantityBefore, Revenue: r.CostedBefore, Cost: r.CostBefore},
			After: stat.Period{Quantity: r.CostedQuantityAfter, Revenue: r.CostedAfter, Cost: r.CostAfter}}
	})
	if err != nil {
		return err
	}
	if hasCosts(rows) {
		b.bridges = append(b.bridges, cm1)
	} else {
		b.uncosted = append(b.uncosted, before.Label)
	}
	b.bridges = append(b.bridges, revenue)
	b.measures = max(b.measures, len(byMeasure(rows)))
	return nil
}

// hasCosts reports whether enough of the revenue of both periods has a cost.
func hasCosts(rows []bridgeRow) bool {
	var revenue, costed [2]float64
	for _, r := range rows {
		for i, of := range [2][2]int64{{r.RevenueBefore, r.CostedBefore}, {r.RevenueAfter, r.CostedAfter}} {
			if r.Kind != "returns" {
				revenue[i], costed[i] = revenue[i]+float64(of[0]), costed[i]+float64(of[1])
			}
		}
	}
	for i := range revenue {
		if revenue[i] <= 0 || costed[i] < costedShare*revenue[i] {
			return false
		}
	}
	return true
}

// byMeasure are the rows of what was sold, by unit of measure.
func byMeasure(rows []bridgeRow) map[string][]bridgeRow {
	out := map[string][]bridgeRow{}
	for _, r := range rows {
		if r.Kind == "sold" {
			out[r.Measure] = append(out[r.Measure], r)
		}
	}
	return out
}

// split makes the bridges of the items. What is sold is split within its unit of measure;
// the other kinds of lines are a step of their own.
func (x *bridgeOf) split(rows []bridgeRow, of func(bridgeRow) stat.Change) error {
	items := map[string]*bridgeItem{}
	add := func(r bridgeRow, e effects) {
		i := items[r.Item]
		if i == nil {
			i = &bridgeItem{item: r.Item, name: r.Name}
			items[r.Item] = i
		}
		c := of(r)
		i.before += sales.Money(c.Before.Revenue - c.Before.Cost)
		i.after += sales.Money(c.After.Revenue - c.After.Cost)
		i.effects = i.effects.add(e)
	}
	for _, sold := range byMeasure(rows) {
		changes := make([]stat.Change, len(sold))
		for i, r := range sold {
			changes[i] = of(r)
		}
		bridges, ok := stat.PriceVolumeMix(changes)
		if !ok {
			return errors.New("the bridge does not fit: an amount times its growth is beyond 10^14")
		}
		for i, r := range sold {
			e := effects{Bridge: bridges[i]}
			e.unmeasured, e.Other = e.Other, 0
			add(r, e)
		}
	}
	for _, r := range rows {
		c := of(r)
		change := c.After.Revenue - c.After.Cost - c.Before.Revenue + c.Before.Cost
		switch r.Kind {
		case "returns":
			add(r, effects{returns: change})
		case "fees":
			add(r, effects{fees: change})
		case "other":
			add(r, effects{unmeasured: change})
		}
	}
	for _, i := range items {
		x.items = append(x.items, *i)
	}
	slices.SortFunc(x.items, func(i, j bridgeItem) int {
		return cmp.Or(cmp.Compare(abs(j.change()), abs(i.change())), cmp.Compare(i.item, j.item))
	})
	if t := x.total(); sales.Money(t.total()) != t.change() {
		return fmt.Errorf("the steps of the bridge add up to %s, the change is %s", sales.Money(t.total()), t.change())
	}
	return nil
}
