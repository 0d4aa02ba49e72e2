package metrics

import (
	"slices"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// classFindings is what the sentences and the table of the section speak of.
type classFindings struct {
	rows              []classRow
	cells             []classCell
	nobody            classNobody
	costs, quantities bool
	unit              sales.Unit // of the series
	now, then         parts
	calendar          sales.Calendar
	before            sales.Period
	o                 Options
}

// measure is what the products are ranked by.
func (f classFindings) measure() string {
	if f.costs {
		return f.o.say("CM1")
	}
	return f.o.say("revenue")
}

// sum adds the cells that are wanted.
func (f classFindings) sum(wanted func(classCell) bool) classCell {
	var t classCell
	for _, c := range f.cells {
		if wanted(c) {
			t.Products, t.Seldom = t.Products+c.Products, t.Seldom+c.Seldom
			t.takings, t.Worth, t.WorthBefore = t.takings.add(c.takings), plus(t.Worth, c.Worth), plus(t.WorthBefore, c.WorthBefore)
		}
	}
	return t
}

// of are the products of one class.
func (f classFindings) of(abc, xyz string) classCell {
	return f.sum(func(c classCell) bool { return c.Now && c.Abc == abc && (c.Xyz == xyz || len(abc) > 1) })
}

// total are all products of the window; its Worth is what those above zero are worth.
func (f classFindings) total() classCell {
	all := f.sum(func(c classCell) bool { return c.Now })
	all.Worth = f.sum(func(c classCell) bool { return c.Now && len(c.Abc) == 1 }).Worth
	return all
}

// regular reports whether any product has a class of regularity.
func (f classFindings) regular() bool {
	return slices.ContainsFunc(f.cells, func(c classCell) bool { return c.Now && len(c.Abc) == 1 && c.Xyz != "" })
}

// compares reports whether the data cover the window before.
func (f classFindings) compares() bool {
	return f.before.Start >= f.calendar.First && f.before.End >= f.before.Start
}

// grades order the classes by what they earn.
var grades = map[string]int{"A": 3, "B": 2, "C": 1, noEarning: 0}

func (f classFindings) lead() string {
	all := f.total()
	a := f.sum(func(c classCell) bool { return c.Now && c.Abc == "A" })
	loss := f.sum(func(c classCell) bool { return c.Now && c.Abc == noEarning })
	switch {
	case all.Products == 0:
		return f.o.say("No product was sold in the window.")
	case a.Products == 0 && f.costs && loss.Products == 0:
		return f.o.say("No product has a cost in the window: none can be classed by what it earns.")
	case a.Products == 0:
		return f.o.say("None of the %d {1|product|products} earns anything; together they make %s.", all.Products, f.o.money(loss.Worth.V))
	}
	lead := f.o.say("Class A: %d of %d {2|product|products} (%s) {1|brings|bring} %s of the %s above zero, %s.", a.Products, all.Products, f.o.percent(float64(a.Products)/float64(all.Products)), f.o.percent(a.Worth.V.Float()/all.Worth.V.Float()), f.measure(), f.o.money(a.Worth.V))
	if f.regular() {
		switch steady := f.of("A", "X").Products; {
		case steady == 0:
			lead += " " + f.o.say("None of these sells regularly (X).")
		case steady == a.Products && steady > 1:
			lead += " " + f.o.say("All of these sell regularly (X).")
		default:
			lead += " " + f.o.say("%d of these {1|sells|sell} regularly (X).", steady)
		}
	}
	switch {
	case loss.Products == 0 || loss.Worth.V == 0:
	case !f.costs:
		lead += " " + f.o.say("%d {1|product brings|products bring} nothing net of returns: %s together.", loss.Products, f.o.money(loss.Worth.V))
	default:
		lead += " " + f.o.say("%d {1|product earns|products earn} nothing or {1|loses|lose} money: %s together.", loss.Products, f.o.money(loss.Worth.V))
	}
	return lead
}

func (f classFindings) findings() []Finding {
	var out []Finding
	all := f.total()
	// Below one part in a hundred of all the difference is no reason to act.
	if fell := f.fallen(); f.compares() && fell.Products > 0 {
		if lost := fell.WorthBefore.V - fell.Worth.V; lost > 0 && lost >= all.Worth.V/100 {
			out = append(out, Finding{Role: Watch, Weight: lost, Text: f.o.say("%d {1|product fell out of|products fell out of} class A since the window before, with %s of %s: %s.", fell.Products, f.o.change(-lost), f.measure(), f.fallenNames())})
		}
	}
	const few, part = 10, 0.1
	if tail := f.of("C", "Z"); tail.Products >= few && float64(tail.Products) >= part*float64(all.Products) {
		out = append(out, Finding{Role: Do, Weight: tail.Worth.V, Text: f.o.say("Order %d {1|product|products} of class CZ on demand or let them go, unless A products are sold with them: %s of the products bring %s of the %s above zero (%s).", tail.Products, f.o.percent(float64(tail.Products)/float64(all.Products)), f.o.percent(tail.Worth.V.Float()/all.Worth.V.Float()), f.measure(), f.o.money(tail.Worth.V))})
	}
	return out
}

func (f classFindings) notes() []string {
	notes := []string{f.seriesNote()}
	if z := f.sum(func(c classCell) bool { return c.Now && len(c.Abc) == 1 && c.Xyz == "Z" }); z.Seldom > 0 {
		notes = append(notes, f.o.say("%d {1|product|products} of class Z {1|was sold|were sold} in fewer than one deal a period: chance alone makes sales so rare irregular.", z.Seldom))
	}
	if !f.costs {
		notes = append(notes, f.o.say("The data have no costs: classed by revenue, not by what the products earn."))
	} else if note := f.o.noCostNote(f.nobody.NoCostLines, f.revenue(), f.revenue()-f.costed()); note != "" {
		notes = append(notes, note)
	}
	notes = append(notes, f.movedNote())
	if len(f.rows) > 0 && f.rows[len(f.rows)-1].Product == other {
		own := int64(len(f.rows) - 1)
		notes = append(notes, f.o.say("The first %d of %d products have a row of their own; the classes count all.", own, f.total().Products))
	}
	return append(notes, f.o.say("A class is a place in a ranking, not a verdict: a product of class C may be what sells one of class A."))
}

// seriesNote says over what regularity is measured, and where it cannot be.
func (f classFindings) seriesNote() string {
	what := f.o.say("quantity sold")
	if !f.quantities {
		what = f.o.say("revenue, as the data have no quantity")
	}
	units := f.o.periods(int(f.now.n), f.unit)
	if f.now.n < stat.MinXYZPeriods {
		return f.o.say("The window holds %s that are complete: fewer than %d, so that regularity (XYZ) cannot be judged.", units, stat.MinXYZPeriods)
	}
	text := f.o.say("Regularity is of the %s over complete periods: %s.", what, units)
	young := f.sum(func(c classCell) bool { return c.Now && len(c.Abc) == 1 && c.Xyz == "" })
	if young.Products > 0 {
		text += " " + f.o.say("%d {1|product was|products were} on sale for fewer than %d of them, or sold nothing net of returns.", young.Products, stat.MinXYZPeriods)
	}
	return text
}

func (f classFindings) revenue() sales.Money { return f.total().Revenue + f.nobody.Revenue }
func (f classFindings) costed() sales.Money  { return f.total().Costed.V + f.nobody.Costed.V }
