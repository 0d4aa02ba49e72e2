package metrics

import (
	"fmt"
	"slices"
)

// move is "up", "down", "new", or nothing where the class stayed or is not known.
func (c classNames) move() string {
	now, ok := grades[c.Abc]
	then, before := grades[c.AbcBefore]
	switch {
	case c.AbcBefore == "new":
		return "new"
	case !ok || !before || now == then:
		return ""
	case now > then:
		return "up"
	}
	return "down"
}

// moved counts the products whose class rose and fell, and those new and gone.
func (f classFindings) moved() (up, down, fresh, gone int64) {
	for _, c := range f.cells {
		switch move := c.move(); {
		case !c.Now:
			gone += c.Products
		case move == "up":
			up += c.Products
		case move == "down":
			down += c.Products
		case move == "new":
			fresh += c.Products
		}
	}
	return up, down, fresh, gone
}

// fallen are the products that were A and are no longer, and still sold.
func (f classFindings) fallen() classCell {
	return f.sum(func(c classCell) bool { return c.Now && c.AbcBefore == "A" && c.move() == "down" })
}

// fallenNames are those whose money fell the most; nothing where the table does not hold
// them all.
func (f classFindings) fallenNames() string {
	var found []classRow
	for _, r := range f.rows {
		if r.Product != other && r.AbcBefore == "A" && r.move() == "down" {
			found = append(found, r)
		}
	}
	if int64(len(found)) != f.fallen().Products {
		return f.o.say("not all have a row of their own")
	}
	slices.SortStableFunc(found, func(a, b classRow) int { return compareDown(a.WorthBefore.V-a.Worth.V, b.WorthBefore.V-b.Worth.V) })
	var names []string
	for _, r := range found[:min(3, len(found))] {
		names = append(names, fmt.Sprintf("%s (%s)", short(r.ProductName), f.o.change(r.Worth.V-r.WorthBefore.V)))
	}
	if len(found) > len(names) {
		return f.o.say("the most %s", f.o.list(names))
	}
	return f.o.list(names)
}

// movedNote says how many products changed their class.
func (f classFindings) movedNote() string {
	if !f.compares() {
		return f.o.say("The data do not cover the window before: what moved class is blank.")
	}
	from, to := f.o.date(f.before.Start), f.o.date(f.before.End)
	up, down, fresh, gone := f.moved()
	if up+down+fresh+gone == 0 {
		return f.o.say("Against the window a period earlier (%s to %s): no product changed its class of ABC.", from, to)
	}
	return f.o.say("Against the window a period earlier (%[5]s to %[6]s): %[1]d {1|product|products} rose in class (ABC), %[2]d fell, %[3]d new, %[4]d no longer sold.", up, down, fresh, gone, from, to)
}
