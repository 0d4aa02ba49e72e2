package metrics

import (
	"fmt"
	"math"
	"slices"

	"xsell/metrics/sales"
)

func (c *cohortTable) lead() string {
	_, size, ok := c.weighted(c.cohorts, 0)
	if !ok {
		return c.o.say("No customer is known to have begun within the data: cohorts cannot be formed.")
	}
	active, n, ok := c.weighted(c.cohorts, 1)
	if !ok {
		return c.o.say("%d {1|customer|customers} began within the data, too late to say who came back.", size)
	}
	lead := c.o.say("Of %d {1|customer|customers} who began within the data, %s bought again in the %s after", n, c.o.percent(float64(active)/float64(n)), c.unit)
	if k := c.far(); k > 1 {
		active, n, _ := c.weighted(c.cohorts, k)
		lead += c.o.say(", and of those seen so long %s in the %s", c.o.percent(float64(active)/float64(n)), ordinalPeriod(k, string(c.unit)))
	}
	return lead + "."
}

// far is the last period that three cohorts or more are seen for.
func (c *cohortTable) far() int {
	for k := c.steps - 1; k > 1; k-- {
		n := 0
		for start, h := range c.cohorts {
			if !c.existing(start) && k < len(h.customers) {
				n++
			}
		}
		if n >= 3 {
			return k
		}
	}
	return 0
}

func ordinalPeriod(k int, unit string) string {
	suffix := "th"
	switch {
	case k%10 == 1 && k%100 != 11:
		suffix = "st"
	case k%10 == 2 && k%100 != 12:
		suffix = "nd"
	case k%10 == 3 && k%100 != 13:
		suffix = "rd"
	}
	return fmt.Sprintf("%d%s %s", k, suffix, unit)
}

// findings say whether the newest cohorts come back as the earlier ones did, and what
// those who come back more often began with.
func (c *cohortTable) findings() []Finding {
	var out []Finding
	if d, ok := c.newest(); ok && d.logP <= math.Log(falseFindings) {
		now, _ := d.now.Value()
		before, _ := d.before.Value()
		who := c.o.say("Customers who began in %s to %s", c.unit.Period(d.from).Label, c.unit.Period(d.to).Label)
		rates := c.o.say("%s of %d bought in the %s after, %s of those who began before", c.o.percent(now), d.now.N, c.unit, c.o.percent(before))
		f := Finding{Role: Why, Weight: d.revenue, Text: who + c.o.say(" come back more often: ") + rates + "."}
		if now < before {
			f = Finding{Role: Watch, Weight: d.revenue, Text: who + c.o.say(" come back less often: ") + rates + c.o.say(". Ask whether they are other customers, were served otherwise or met another season.")}
		}
		out = append(out, f)
	}
	for _, kind := range []string{"entry area", "entry product"} {
		if g, ok := c.best(kind); ok {
			p := g.judged
			var revenue sales.Money
			for start, h := range g.of {
				if !c.existing(start) && len(h.revenue) > 1 {
					revenue += h.revenue[1]
				}
			}
			out = append(out, Finding{Role: Why, Weight: revenue, Text: c.o.say("Customers who begin with %s come back most surely: %s of %d bought in the %s after, %s as often as others of the same %s (95 %% limits %s). It is no proof that %s brings them back.", short(g.name), c.o.percent(share(p.owners, p.customers)), p.customers, c.unit, times(p.ratio.Value), c.unit, limitsText(p.ratio.Limits), short(g.name))})
		}
	}
	return out
}

func (c *cohortTable) notes() []string {
	var notes []string
	order := c.order()
	if i := slices.IndexFunc(order, c.existing); i >= 0 {
		notes = append(notes, c.o.say("Existing at start: %d {1|customer|customers} of %s, the first %s of the data. When they really began is not known; they stand apart.", c.cohorts[order[i]].size, c.unit.Period(order[i]).Label, c.unit))
	}
	for _, kind := range []string{"entry area", "entry product"} {
		var without []string
		if few := c.few[kind]; few > 0 {
			without = append(without, c.o.say("%s of fewer than %d customers", plural(few, kind, kind+"s"), fewestEntries))
		}
		if beyond := c.beyond[kind]; beyond > 0 {
			without = append(without, c.o.say("%s beyond the %d most frequent", plural(beyond, kind, kind+"s"), mostEntries))
		}
		if len(without) > 0 {
			notes = append(notes, c.o.say("Without a row: ")+c.o.list(without)+".")
		}
	}
	return append(notes, c.o.say("Later cohorts are seen for a shorter time: compare down a column, not along a row. A cell that could not yet be seen is blank, not zero."))
}
