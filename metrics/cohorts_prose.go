package metrics

import (
	"fmt"
	"slices"
)

func (c *cohortTable) lead() string {
	_, size, ok := c.weighted(c.cohorts, 0)
	if !ok {
		return "No customer is known to have begun within the data: cohorts cannot be formed."
	}
	active, n, ok := c.weighted(c.cohorts, 1)
	if !ok {
		return fmt.Sprintf("%s began within the data, too late to say who came back.", plural(size, "customer", "customers"))
	}
	lead := fmt.Sprintf("Of %s who began within the data, %s bought again in the %s after", plural(n, "customer", "customers"), percent(float64(active)/float64(n)), c.unit)
	if k := c.far(); k > 1 {
		active, n, _ := c.weighted(c.cohorts, k)
		lead += fmt.Sprintf(", and of those seen so long %s in the %s", percent(float64(active)/float64(n)), ordinalPeriod(k, string(c.unit)))
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

// findings compare the newest cohorts with the others in the period after the first deal.
func (c *cohortTable) findings() []Finding { return nil }

func (c *cohortTable) notes() []string {
	var notes []string
	order := c.order()
	if i := slices.IndexFunc(order, c.existing); i >= 0 {
		notes = append(notes, fmt.Sprintf("The %s of %s had bought when the data begin, or may have: when they began is not known, and they stand apart.",
			plural(c.cohorts[order[i]].size, "customer", "customers"), c.unit.Period(order[i]).Label))
	}
	return append(notes, "Later cohorts are seen for a shorter time: compare down a column, not along a row. A cell that could not yet be seen is blank, not zero.")
}
