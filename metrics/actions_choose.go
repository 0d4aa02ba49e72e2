package metrics

import (
	"slices"
)

// candidates are the actions of all sections, before those that say the same are left out.
func (f *actionFindings) candidates() []action {
	var all []action
	for _, r := range slices.Concat(recipes, programmeRecipes, testRecipes) {
		s := f.section(r.section)
		if s == nil || s.Table.Index(r.column) < 0 {
			continue
		}
		for _, rows := range r.rows(f, s) {
			a := action{recipe: r, of: s, rows: rows}
			for _, row := range a.rows {
				a.members = append(a.members, f.member(a, row))
			}
			if len(a.rows) > 0 && !slices.ContainsFunc(all, a.same) {
				all = append(all, a)
			}
		}
	}
	return all
}

// section is a section that ran before; nil where the data have none of the name.
func (f *actionFindings) section(name string) *Section {
	for i := range f.done {
		if f.done[i].Name == name {
			return &f.done[i]
		}
	}
	return nil
}

func (a action) same(b action) bool {
	return a.of == b.of && a.column == b.column && slices.Equal(a.rows, b.rows)
}

// member is what the row of an action is about.
func (f *actionFindings) member(a action, row int) member {
	m := member{customer: a.text(row, "customer")}
	if a.sellers {
		m.seller = a.text(row, "seller")
	}
	if a.thing != "" {
		m.thing = a.text(row, a.thing)
		m.within = f.types[m.thing]
	}
	return m
}

// typesOf are the types of products by their names, where a table says both.
func typesOf(done []Section) map[string]string {
	types := map[string]string{}
	for i := range done {
		t := done[i].Table
		for row := range t.Rows {
			name, _ := t.Cell(row, "product_name").(string)
			of, _ := t.Cell(row, "type").(string)
			if name != "" && of != "" {
				types[name] = of
			}
		}
	}
	return types
}

// The turns in which actions are taken: what says why, what only says how much, and tests.
const (
	firstTurn = iota
	generalTurn
	fillerTurn
)

// turn is when the action is taken.
func (r recipe) turn() int {
	switch {
	case r.filler:
		return fillerTurn
	case r.general:
		return generalTurn
	}
	return firstTurn
}

// choose takes the action with the most money, again and again, each without the rows
// that an action before it is about. What says why comes before what only says how much;
// tests come last, and only where the list is short.
func (f *actionFindings) choose(all []action) {
	taken := map[member]bool{}
	sections, losses := map[string]int{}, 0
	for turn := firstTurn; len(f.chosen) < mostActions && (turn < fillerTurn || len(f.chosen) < fewActions); {
		best, at := action{}, -1
		for i, a := range all {
			if a.turn() != turn || sections[a.of.Name] == mostOfSection || isLoss(a.kind) && losses == mostLosses {
				continue
			}
			if free := a.free(taken); free.money() >= f.least && free.money() > best.money() {
				best, at = free, i
			}
		}
		if at < 0 && turn < fillerTurn {
			turn++
			continue
		}
		if at < 0 {
			return
		}
		all = slices.Delete(slices.Clone(all), at, at+1)
		sections[best.of.Name]++
		if isLoss(best.kind) {
			losses++
		}
		f.chosen = append(f.chosen, best)
		for _, m := range best.members {
			taken[member{customer: m.customer}] = m.customer != ""
			taken[member{seller: m.seller}] = m.seller != ""
			taken[member{thing: m.thing}] = m.thing != ""
			taken[member{within: m.within}] = m.within != ""
		}
	}
}

// free is the action with its first rows about customers and things not taken, each once.
func (a action) free(taken map[member]bool) action {
	rows, members := a.rows, a.members
	a.rows, a.members = nil, nil
	for i, m := range members {
		if len(a.rows) == a.most {
			break
		}
		twice := slices.ContainsFunc(a.members, func(o member) bool { return o.customer != "" && o.customer == m.customer })
		// What is offered may be a type of which a product was taken, or a product of such a type.
		if twice || taken[member{customer: m.customer}] || taken[member{seller: m.seller}] || taken[member{thing: m.thing}] ||
			m.thing != "" && (taken[member{within: m.thing}] || taken[member{thing: m.within}]) {
			continue
		}
		a.rows, a.members = append(a.rows, rows[i]), append(a.members, m)
	}
	return a
}
