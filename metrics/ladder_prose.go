package metrics

import (
	"math"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// lead says what is left of 100 of the first level, and what takes the most.
func (c *climb) lead() string {
	top, bottom := c.ladder[0], c.bottom()
	first, last := top.of(c.total), bottom.of(c.total)
	if first <= 0 {
		return c.o.say("%s is %s: there is nothing to follow down to %s.", c.o.say(top.title), c.o.money(first), c.o.say(bottom.title))
	}
	left := 100 * last.Float() / first.Float()
	worst, taken := c.largest(c.total)
	if taken <= 0 {
		return c.o.say("Of every 100 of %s, %.1f are left as %s.", c.words(top.key), left, c.words(bottom.key))
	}
	return c.o.say("Of every 100 of %s, %.1f are left as %s; %s the most, %.1f (%s).", c.words(top.key), left, c.words(bottom.key), c.o.takes(worst), 100*taken.Float()/first.Float(), c.o.money(taken))
}

// largest is the step that takes away the most.
func (c *climb) largest(r rungs) (worst rung, taken sales.Money) {
	for _, step := range c.ladder {
		if v := -step.of(r); !step.level && v > taken {
			worst, taken = step, v
		}
	}
	return worst, taken
}

// words names a level in a sentence.
func (c *climb) words(key string) string {
	if key == "list" && !c.has("discounts") {
		return c.o.say("sales before returns")
	}
	return c.o.say(map[string]phrases.Key{"list": "list price", "revenue": "net revenue", "cm1": "CM1", "cm2": "CM2", "cm3": "CM3"}[key])
}

// takes names a step that takes away, with its verb.
func (o Options) takes(r rung) string {
	return o.say(map[string]phrases.Key{"discounts": "discounts take", "returns": "returns take", "no_cost": "lines without a known cost hide", "cost": "the cost of the goods takes",
		"bonus": "bonuses take", "commission": "commissions take", "programme_cost": "programmes take"}[r.key])
}

func (c *climb) notes(l *sales.Ledger) []string {
	var notes []string
	sold := c.total.Revenue - c.total.Returns
	if c.has("discounts") && sold > 0 && c.total.Listed < sold {
		notes = append(notes, c.o.say("A list amount is known for %s of the revenue; the rest counts as sold at list price.", c.o.percent(c.total.Listed.Float()/sold.Float())))
	}
	if c.has("no_cost") {
		notes = append(notes, c.o.say("%s of revenue has no cost and is taken out before CM1: its profit is not known.", c.o.money(c.total.NoCost)))
	}
	if !c.has("cm1") {
		notes = append(notes, c.o.say("No cost is known, so the ladder ends at net revenue."))
	} else if !c.has("cm2") && !c.has("cm3") && !c.beyond {
		notes = append(notes, c.o.say("No bonus, commission or programme cost is known, so the ladder ends at CM1."))
	}
	if c.has("commission") && !l.Given(sales.Lines, sales.Commission) {
		notes = append(notes, c.o.say("Commissions are the rates of the partners sheet times the revenue of their lines."))
	}
	if c.has("cm3") && !c.has("cm2") {
		notes = append(notes, c.o.say("No bonus or commission is known: CM3 is CM1 less the cost of programmes."))
	}
	if c.beyond {
		notes = append(notes, c.o.say("The programmes cost %s, more than all net revenue, and are left out: check whether their cost is of more than these sales.", c.o.money(c.total.advert)))
	}
	if c.undated > 0 {
		notes = append(notes, c.o.say("%d {1|programme|programmes} with a cost but without a code or both days {1|is|are} not counted.", c.undated))
	}
	return notes
}

// findings point at the area that loses the largest part of its net revenue between two
// levels more than all areas do, from one part in a hundred of the bottom line on.
func (c *climb) findings() []Finding {
	if len(c.areas) < 2 || c.total.Revenue <= 0 {
		return nil
	}
	var worst rungs
	var at rung
	var most sales.Money
	for _, step := range c.ladder {
		if step.level || step.key == "no_cost" {
			continue
		}
		usual := step.of(c.total).Float() / c.total.Revenue.Float()
		for _, a := range c.areas {
			if a.Area == sales.Unassigned || a.Area == "(other)" || a.Revenue <= 0 || step.key == "cost" {
				continue // margins by area have a section of their own
			}
			if more := sales.Money(math.Round(usual*float64(a.Revenue))) - step.of(a); more > most {
				worst, at, most = a, step, more
			}
		}
	}
	bottom := c.bottom().of(c.total)
	if most == 0 || bottom <= 0 || most < bottom/100 {
		return nil
	}
	return []Finding{{Role: Watch, Weight: most, Text: c.o.say("In %s, %s %s of net revenue against %s in all areas: %s more than its share (%s).", short(worst.Area), c.o.takes(at), c.o.percent(-at.of(worst).Float()/worst.Revenue.Float()), c.o.percent(-at.of(c.total).Float()/c.total.Revenue.Float()), c.o.money(most), c.calendar.Window.Label)}}
}
