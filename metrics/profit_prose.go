package metrics

import (
	"fmt"
	"math"
	"strconv"

	"xsell/metrics/sales"
)

// noun is what a thing is called.
type noun struct{ one, many string }

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
	switch {
	case t.Size == 0 || len(best) == 0:
		return o.say("No %s has a cost in the window: there is no profit to show.", p.one)
	case t.Size == 1:
		return o.say("%s is the only %s with a cost: its CM1 is %s.", short(best[0].Name), p.one, o.money(best[0].CM1.V))
	case whale.Total() <= 0:
		return o.say("CM1 of the %d %s is %s together: %d {4|earns|earn} %s, %d {6|loses|lose} %s.", t.Size, p.many, o.money(sales.Money(whale.Total())), t.Winners, o.money(t.Peak), t.Losers, o.money(-t.GivenAway))
	}
	lead := o.say("%s earns the most: CM1 %s, %s", short(best[0].Name), o.money(best[0].CM1.V), ofTotal(best[0].CM1.V, t.CM1.V, o))
	switch t.Losers {
	case 0:
		return lead + o.say("; none of the %d %s loses money.", t.Size, p.many)
	case 1:
		return lead + o.say("; 1 of %d %s loses %s.", t.Size, p.many, o.money(-t.GivenAway))
	}
	return lead + o.say("; %d of %d %s lose %s together.", t.Losers, t.Size, p.many, o.money(-t.GivenAway))
}

// ofTotal writes "25.1 % of the total of 286.4 k EUR"; a part above the total is not a
// percentage of it.
func ofTotal(part, total sales.Money, o Options) string {
	switch {
	case total <= 0:
		return o.say("where the total is ") + o.money(total)
	case part > total:
		return o.say("more than the total of ") + o.money(total)
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
	add(noCostNote(t.NoCostLines, t.Revenue, t.Revenue-t.Costed.V, o))
	if t.NoCost > 0 {
		add(o.say("%s no cost at all: last in the table, without a profit.", plural(t.NoCost, p.one+o.say(" has"), p.many+o.say(" have"))))
	}
	if t.Outside > 0 {
		add(o.say("%s no line in the window, only in the periods compared.", plural(t.Outside, p.one+o.say(" has"), p.many+o.say(" have"))))
	}
	add(coverageMoved(t, c))
	add(p.concentration(best, t))
	return notes
}

// noCostNote says what part of the revenue has no cost; nothing where all has.
func noCostNote(lines int64, revenue, without sales.Money, o Options) string {
	if lines == 0 {
		return ""
	}
	const left = "left out of cost, CM1 and margin"
	if without > 0 && without <= revenue {
		return o.say("%s of revenue has no cost (%d {2|line|lines}): %s.", o.percent(without.Float()/revenue.Float()), lines, left)
	}
	return o.say("%d {1|line has|lines have} no cost, with %s of net revenue: %s.", lines, o.money(without), left)
}

// coverageMoved warns where the change of CM1 is partly a change of what has a cost.
func coverageMoved(t profitTotals, c sales.Calendar) string {
	const much = 0.05
	now, ok1 := moneyRatio(t.PeriodCosted, t.PeriodRevenue).(float64)
	before, ok2 := moneyRatio(t.PreviousCosted, t.PreviousRevenue).(float64)
	if !c.Covers(c.Previous) || !ok1 || !ok2 || math.Abs(now-before) < much {
		return ""
	}
	return fmt.Sprintf("Costs cover %s of revenue in %s and %s in %s: the change of CM1 is partly a change of what has a cost.",
		percent(now), c.Period.Label, percent(before), c.Previous.Label)
}

// concentration says how few earn half of the CM1, and the effective number.
func (p profitBy) concentration(best []profitRow, t profitTotals) string {
	hhi, ok := t.hhi()
	if !ok || t.Winners < 2 {
		return ""
	}
	text := fmt.Sprintf("The profits are as concentrated as those of %s equal %s (HHI %s over the %s with a profit).", effective(1/hhi), p.many, index(hhi), count(t.Winners))
	var sum sales.Money
	for i, r := range best {
		if sum += r.CM1.V; t.CM1.V > 0 && 2*sum >= t.CM1.V {
			return fmt.Sprintf("Half of the total CM1 comes from %s of %s. ", plural(int64(i+1), p.one, p.many), count(t.Size)) + text
		}
	}
	return text
}

// effective writes an effective number, with a decimal where it says something.
func effective(n float64) string {
	if n < 100 {
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return count(int64(math.Round(n)))
}

// index writes a concentration index.
func index(hhi float64) string {
	if hhi < 0.0001 {
		return "under 0.0001"
	}
	return strconv.FormatFloat(hhi, 'f', 4, 64)
}

// cutNote says how many things have a row of their own.
func (p profitBy) cutNote(folded profitRow, rows int) string {
	own := int64(rows - 1)
	return fmt.Sprintf("The first %s of %s %s have a row of their own; the rest is the row %s.", count(own), count(own+folded.Things), p.many, other)
}

// losses are what the losers lose, with the worst of them where the table reaches them.
func (p profitBy) losses(best []profitRow, t profitTotals, c sales.Calendar, o Options) []Finding {
	if t.Losers == 0 {
		return nil
	}
	text := o.say("%d of %s {1|loses|lose} %s (%s)", t.Losers, plural(t.Size, p.one, p.many), o.money(-t.GivenAway), c.Window.Label)
	if int64(len(best)) == t.Size && t.Losers > 1 {
		var worst []string
		for i := len(best) - 1; i >= 0 && best[i].CM1.V < 0 && len(worst) < 3; i-- {
			worst = append(worst, fmt.Sprintf("%s (%s)", short(best[i].Name), o.money(best[i].CM1.V)))
		}
		text += o.say(", the most: ") + o.list(worst)
	} else if int64(len(best)) == t.Size {
		text += ": " + short(best[len(best)-1].Name)
	}
	return []Finding{{Role: Watch, Text: text + ".", Weight: -t.GivenAway}}
}

// halfOfLosses asks to look at the few that lose half of what is given away; nothing where
// they are not few, or the table does not reach them.
func (p profitBy) halfOfLosses(best []profitRow, t profitTotals, look string, o Options) []Finding {
	const few = 25
	if t.Losers < 4 || int64(len(best)) != t.Size {
		return nil
	}
	var lost sales.Money
	for n := 1; n <= few; n++ {
		if lost += best[len(best)-n].CM1.V; 2*lost > t.GivenAway {
			continue
		}
		return []Finding{{Role: Do, Weight: -lost, Text: o.say("%s of the %s that {6|loses|lose} the most: %s of the %s that the %s with a loss give away.", look, fewest(n, p.noun), o.money(-lost), o.money(-t.GivenAway), o.count(t.Losers)+" "+p.many, int64(n))}}
	}
	return nil
}

// fewest writes "one customer" or "5 customers".
func fewest(n int, names noun) string {
	if n == 1 {
		return "one " + names.one
	}
	return plural(int64(n), names.one, names.many)
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
	changed := "CM1 " + o.rose(t.PreviousCM1, t.PeriodCM1)
	return o.say("%s in %s against %s: %s.", changed, c.Period.Label, c.Previous.Label, text)
}
