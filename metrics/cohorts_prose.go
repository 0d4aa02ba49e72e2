package metrics

import (
	"math"
	"slices"

	"xsell/metrics/phrases"
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
	lead := c.o.say("Of %d {1|customer|customers} who began within the data, %s bought again in the next period (%s).", n, c.o.percent(float64(active)/float64(n)), c.o.periods(1, c.unit))
	if k := c.far(); k > 1 {
		active, n, _ := c.weighted(c.cohorts, k)
		lead += " " + c.o.say("Of those seen so long, %s bought %d {2|period|periods} after the first.", c.o.percent(float64(active)/float64(n)), k)
	}
	return lead
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

// findings say whether the newest cohorts come back as the earlier ones did, and what
// those who come back more often began with.
func (c *cohortTable) findings() []Finding {
	var out []Finding
	if d, ok := c.newest(); ok && d.logP <= math.Log(falseFindings) {
		now, _ := d.now.Value()
		before, _ := d.before.Value()
		text := phrases.Key("Customers who began in %s to %s come back more often: %s of %d bought in the next period, %s of those who began before.")
		f := Finding{Role: Why, Weight: d.revenue}
		if now < before {
			text = "Customers who began in %s to %s come back less often: %s of %d bought in the next period, %s of those who began before. Ask whether they are other customers, were served otherwise or met another season."
			f.Role = Watch
		}
		f.Text = c.o.say(text, c.o.period(c.unit, c.unit.Period(d.from)), c.o.period(c.unit, c.unit.Period(d.to)), c.o.percent(now), d.now.N, c.o.percent(before))
		out = append(out, f)
	}
	for _, kind := range []string{entryArea, entryProduct} {
		if g, ok := c.best(kind); ok {
			p := g.judged
			var revenue sales.Money
			for start, h := range g.of {
				if !c.existing(start) && len(h.revenue) > 1 {
					revenue += h.revenue[1]
				}
			}
			out = append(out, Finding{Role: Why, Weight: revenue, Text: c.o.say("Customers who begin with %s come back most surely: %s of %d bought in the next period, %s as often as others of the same cohort (95 %% limits %s). It is no proof that %[1]s brings them back.", short(g.name), c.o.percent(share(p.owners, p.customers)), p.customers, c.o.times(p.ratio.Value), c.o.limitsText(p.ratio.Limits))})
		}
	}
	return out
}

func (c *cohortTable) notes() []string {
	var notes []string
	order := c.order()
	if i := slices.IndexFunc(order, c.existing); i >= 0 {
		notes = append(notes, c.o.say("Existing at start: %d {1|customer|customers} of %s, the first period of the data. When they really began is not known; they stand apart.", c.cohorts[order[i]].size, c.o.period(c.unit, c.unit.Period(order[i]))))
	}
	if few, beyond := c.few[entryArea], c.beyond[entryArea]; few+beyond > 0 {
		notes = append(notes, c.o.say("Entry areas without a row: %d of fewer than %d customers, %d beyond the %d most frequent.", few, fewestEntries, beyond, mostEntries))
	}
	if few, beyond := c.few[entryProduct], c.beyond[entryProduct]; few+beyond > 0 {
		notes = append(notes, c.o.say("Entry products without a row: %d of fewer than %d customers, %d beyond the %d most frequent.", few, fewestEntries, beyond, mostEntries))
	}
	return append(notes, c.o.say("Later cohorts are seen for a shorter time: compare down a column, not along a row. A cell that could not yet be seen is blank, not zero."))
}
