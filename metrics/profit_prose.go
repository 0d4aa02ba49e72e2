package metrics

import (
	"fmt"
	"math"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// noun is what a thing is called.
type noun struct{ one, many phrases.Key }

// ranked are the rows of things with a CM1, best first: without "(other)", what belongs
// to nobody and what has no cost.
func (p profitBy) ranked(rows []profitRow, o Options) []profitRow {
	var out []profitRow
	for _, r := range rows {
		if r.CM1.Valid && r.Thing != p.nobody && !r.folded(o) {
			out = append(out, r)
		}
	}
	return out
}

// lead says what earns the most and what is lost again.
func (p profitBy) lead(best []profitRow, t profitTotals, o Options) string {
	whale := t.whale()
	many := o.say(p.many)
	switch {
	case t.Size == 0 || len(best) == 0:
		return o.say("Nothing has a cost in the window (%s): there is no profit to show.", many)
	case t.Size == 1:
		return o.say("%s is the only one with a cost (%s): its CM1 is %s.", short(best[0].Name), many, o.money(best[0].CM1.V))
	case whale.Total() <= 0:
		return o.say("CM1 of the %d %s is %s together: %d {4|earns|earn} %s, %d {6|loses|lose} %s.", t.Size, many, o.money(sales.Money(whale.Total())), t.Winners, o.money(t.Peak), t.Losers, o.money(-t.GivenAway))
	}
	lead := o.say("%s earns the most: CM1 %s, %s.", short(best[0].Name), o.money(best[0].CM1.V), ofTotal(best[0].CM1.V, t.CM1.V, o))
	if t.Losers == 0 {
		return lead + " " + o.say("None of the %d %s loses money.", t.Size, many)
	}
	return lead + " " + o.say("%d of %d %s {1|loses|lose} %s.", t.Losers, t.Size, many, o.money(-t.GivenAway))
}

// ofTotal writes "25.1 % of the total of 286.4 k EUR"; a part above the total is not a
// percentage of it.
func ofTotal(part, total sales.Money, o Options) string {
	switch {
	case total <= 0:
		return o.say("where the total is %s", o.money(total))
	case part > total:
		return o.say("more than the total of %s", o.money(total))
	}
	return o.say("%s of the total of %s", o.percent(part.Float()/total.Float()), o.money(total))
}

// notes say what the numbers leave out and how concentrated they are.
func (p profitBy) notes(best []profitRow, t profitTotals, c sales.Calendar, o Options) []string {
	var notes []string
	add := func(text string) {
		if text != "" {
			notes = append(notes, text)
		}
	}
	add(o.noCostNote(t.NoCostLines, t.Revenue, t.Revenue-t.Costed.V))
	if t.NoCost > 0 {
		add(o.say("%d without any cost (%s): last in the table, without a profit.", t.NoCost, o.say(p.many)))
	}
	if t.Outside > 0 {
		add(o.say("%d without a line in the window, only in the periods compared (%s).", t.Outside, o.say(p.many)))
	}
	add(coverageMoved(t, c, o))
	add(p.concentration(best, t, o))
	return notes
}

// noCostNote says what part of the revenue has no cost; nothing where all has.
func (o Options) noCostNote(lines int64, revenue, without sales.Money) string {
	if lines == 0 {
		return ""
	}
	if without > 0 && without <= revenue {
		return o.say("%s of revenue has no cost (%d {2|line|lines}): left out of cost, CM1 and margin.", o.percent(without.Float()/revenue.Float()), lines)
	}
	return o.say("%d {1|line has|lines have} no cost, with %s of net revenue: left out of cost, CM1 and margin.", lines, o.money(without))
}

// coverageMoved warns where the change of CM1 is partly a change of what has a cost.
func coverageMoved(t profitTotals, c sales.Calendar, o Options) string {
	const much = 0.05
	now, ok1 := moneyRatio(t.PeriodCosted, t.PeriodRevenue).(float64)
	before, ok2 := moneyRatio(t.PreviousCosted, t.PreviousRevenue).(float64)
	if !c.Covers(c.Previous) || !ok1 || !ok2 || math.Abs(now-before) < much {
		return ""
	}
	return o.say("Costs cover %s of revenue in %s and %s in %s: the change of CM1 is partly a change of what has a cost.",
		o.percent(now), c.Period.Label, o.percent(before), c.Previous.Label)
}

// concentration says how few earn half of the CM1, and the effective number.
func (p profitBy) concentration(best []profitRow, t profitTotals, o Options) string {
	hhi, ok := t.hhi()
	if !ok || t.Winners < 2 {
		return ""
	}
	text := o.say("The profits are as concentrated as those of %s equal %s (HHI %s over the %d with a profit).", o.about(1/hhi), o.say(p.many), o.smallIndex(hhi), t.Winners)
	var sum sales.Money
	for i, r := range best {
		if sum += r.CM1.V; t.CM1.V > 0 && 2*sum >= t.CM1.V {
			return o.say("Half of the total CM1 comes from %d of %d %s.", i+1, t.Size, o.say(p.many)) + " " + text
		}
	}
	return text
}

// smallIndex writes a concentration with four decimals.
func (o Options) smallIndex(hhi float64) string {
	if hhi < 0.0001 {
		return o.say("under %s", o.Phrases.Decimal(0.0001, 4))
	}
	return o.Phrases.Decimal(hhi, 4)
}

// cutNote says how many things have a row of their own.
func (p profitBy) cutNote(folded profitRow, rows int, o Options) string {
	own := int64(rows - 1)
	return o.say("The first %d of %d %s have a row of their own; the rest is the row %s.", own, own+folded.Things, o.say(p.many), o.say(other))
}

// losses are what the losers lose, with the worst of them where the table reaches them.
func (p profitBy) losses(best []profitRow, t profitTotals, c sales.Calendar, o Options) []Finding {
	if t.Losers == 0 {
		return nil
	}
	text := o.say("%d of %d %s {1|loses|lose} %s (%s).", t.Losers, t.Size, o.say(p.many), o.money(-t.GivenAway), c.Window.Label)
	if int64(len(best)) == t.Size {
		var worst []string
		for i := len(best) - 1; i >= 0 && best[i].CM1.V < 0 && len(worst) < 3; i-- {
			worst = append(worst, fmt.Sprintf("%s (%s)", short(best[i].Name), o.money(best[i].CM1.V)))
		}
		text += " " + o.say("The largest: %s.", o.list(worst))
	}
	return []Finding{{Role: Watch, Text: text, Weight: -t.GivenAway}}
}

// halfOfLosses asks to look at the few that lose half of what is given away; nothing where
// they are not few, or the table does not reach them.
func (p profitBy) halfOfLosses(best []profitRow, t profitTotals, look phrases.Key, o Options) []Finding {
	const few = 25
	if t.Losers < 4 || int64(len(best)) != t.Size {
		return nil
	}
	var lost sales.Money
	for n := 1; n <= few; n++ {
		if lost += best[len(best)-n].CM1.V; 2*lost > t.GivenAway {
			continue
		}
		return []Finding{{Role: Do, Weight: -lost, Text: o.say(look, n, o.say(p.many), o.money(-lost), o.money(-t.GivenAway), t.Losers)}}
	}
	return nil
}

// profitMoves says how the CM1 of the period changed and which things changed it the most.
func profitMoves(best []profitRow, t profitTotals, c sales.Calendar, o Options) string {
	if !c.Covers(c.Previous) {
		return ""
	}
	var list []move
	for _, r := range best {
		if r.PeriodCM1.Valid && r.PreviousCM1.Valid {
			list = append(list, move{r.Name, r.PeriodCM1.V - r.PreviousCM1.V})
		}
	}
	text := o.moves(list)
	if text == "" {
		return ""
	}
	return o.say("CM1 %s in %s against %s: %s.", o.rose(t.PreviousCM1, t.PeriodCM1), c.Period.Label, c.Previous.Label, text)
}
