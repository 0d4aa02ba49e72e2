package metrics

import (
	"fmt"
	"slices"
	"strings"

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
		return "CM1"
	}
	return "revenue"
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
		return "No product was sold in the window."
	case a.Products == 0 && f.costs && loss.Products == 0:
		return "No product has a cost in the window: none can be classed by what it earns."
	case a.Products == 0:
		return fmt.Sprintf("None of the %s earns anything; together they make %s.", plural(all.Products, "product", "products"), f.o.money(loss.Worth.V))
	}
	lead := fmt.Sprintf("Class A: %s of %s (%s) %s %s of the %s above zero, %s", count(a.Products), plural(all.Products, "product", "products"), percent(float64(a.Products)/float64(all.Products)),
		agree(a.Products, "brings", "bring"), percent(a.Worth.V.Float()/all.Worth.V.Float()), f.measure(), f.o.money(a.Worth.V))
	if f.regular() {
		switch steady := f.of("A", "X").Products; {
		case steady == 0:
			lead += "; none of these sells regularly (X)"
		case steady == a.Products && steady > 1:
			lead += "; all of these sell regularly (X)"
		default:
			lead += fmt.Sprintf("; %s of these %s regularly (X)", count(steady), agree(steady, "sells", "sell"))
		}
	}
	switch {
	case loss.Products == 0 || loss.Worth.V == 0:
	case !f.costs:
		lead += fmt.Sprintf(". %s nothing net of returns: %s together", plural(loss.Products, "product brings", "products bring"), f.o.money(loss.Worth.V))
	default:
		lead += fmt.Sprintf(". %s nothing or %s money: %s together", plural(loss.Products, "product earns", "products earn"), agree(loss.Products, "loses", "lose"), f.o.money(loss.Worth.V))
	}
	return lead + "."
}

func (f classFindings) findings() []Finding {
	var out []Finding
	all := f.total()
	// Below one part in a hundred of all the difference is no reason to act.
	if fell := f.fallen(); f.compares() && fell.Products > 0 {
		if lost := fell.WorthBefore.V - fell.Worth.V; lost > 0 && lost >= all.Worth.V/100 {
			out = append(out, Finding{Role: Watch, Weight: lost, Text: fmt.Sprintf("%s class A since the window before, with %s of %s%s.",
				plural(fell.Products, "product fell out of", "products fell out of"), f.o.change(-lost), f.measure(), f.fallenNames())})
		}
	}
	const few, part = 10, 0.1
	if tail := f.of("C", "Z"); tail.Products >= few && float64(tail.Products) >= part*float64(all.Products) {
		out = append(out, Finding{Role: Do, Weight: tail.Worth.V, Text: fmt.Sprintf("Order %s of class CZ on demand or let them go, unless A products are sold with them: %s of the products bring %s of the %s above zero (%s).",
			plural(tail.Products, "product", "products"), percent(float64(tail.Products)/float64(all.Products)), percent(tail.Worth.V.Float()/all.Worth.V.Float()), f.measure(), f.o.money(tail.Worth.V))})
	}
	return out
}

func (f classFindings) notes() []string {
	notes := []string{f.seriesNote()}
	if z := f.sum(func(c classCell) bool { return c.Now && len(c.Abc) == 1 && c.Xyz == "Z" }); z.Seldom > 0 {
		notes = append(notes, fmt.Sprintf("%s of class Z %s in fewer than one deal a %s: chance alone makes sales so rare irregular.", plural(z.Seldom, "product", "products"), agree(z.Seldom, "was sold", "were sold"), f.unit))
	}
	if !f.costs {
		notes = append(notes, "The data have no costs: classed by revenue, not by what the products earn.")
	} else if note := noCostNote(f.nobody.NoCostLines, f.revenue(), f.revenue()-f.costed(), f.o); note != "" {
		notes = append(notes, note)
	}
	notes = append(notes, f.movedNote())
	if len(f.rows) > 0 && f.rows[len(f.rows)-1].Product == other {
		own := int64(len(f.rows) - 1)
		notes = append(notes, fmt.Sprintf("The first %s of %s products have a row of their own; the classes count all.", count(own), count(f.total().Products)))
	}
	return append(notes, "A class is a place in a ranking, not a verdict: a product of class C may be what sells one of class A.")
}

// seriesNote says over what regularity is measured, and where it cannot be.
func (f classFindings) seriesNote() string {
	what := "quantity sold"
	if !f.quantities {
		what = "revenue, as the data have no quantity"
	}
	units := plural(f.now.n, "complete "+string(f.unit), "complete "+string(f.unit)+"s")
	if f.now.n < stat.MinXYZPeriods {
		return fmt.Sprintf("The window holds %s: fewer than %d, so that regularity (XYZ) cannot be judged.", units, stat.MinXYZPeriods)
	}
	text := fmt.Sprintf("Regularity is of the %s over %s.", what, units)
	young := f.sum(func(c classCell) bool { return c.Now && len(c.Abc) == 1 && c.Xyz == "" })
	if young.Products > 0 {
		text = strings.TrimSuffix(text, ".") + fmt.Sprintf("; %s on sale for fewer than %d of them, or sold nothing net of returns.", plural(young.Products, "product was", "products were"), stat.MinXYZPeriods)
	}
	return text
}

// revenue and costed are of all lines of the window, those of no product too.
func (f classFindings) revenue() sales.Money { return f.total().Revenue + f.nobody.Revenue }
func (f classFindings) costed() sales.Money  { return f.total().Costed.V + f.nobody.Costed.V }
