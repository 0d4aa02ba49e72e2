package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Actions says what is worth doing this week. It runs after the other sections and takes
// from them what they found worth doing.
var Actions = Metric{
	Name:     "actions",
	Title:    "What to do this week",
	Question: "What should we do this week, and what can we rely on?",
	Chapter:  HowWeAreDoing,
	Definition: "Each action comes from a section that found something worth doing, and its money is the sum of cells of that section's table. Expected: what can be relied on if the action is taken, the low end of the limits. " +
		"Lost: what was lost in the window, which stops at most. At risk: what customers who have gone quiet brought in the year before. Two sections that speak of the same customers or of the same product count once, in the action with more money. Ranked by money; at most seven, at most two of one section, none below one in 10,000 of the revenue of the window.",
	Conclude: actions,
}

// The most actions, and the most of one section.
const (
	mostActions   = 7
	mostOfSection = 2
)

// action is something to do about rows of the table of one section.
type action struct {
	recipe
	of      *Section
	rows    []int    // the first of them are taken, as many as are still free
	members []member // what each row is about
}

// member is what a row is about: a customer or what is offered, alone or within a type.
type member struct{ customer, thing, within string }

// windowRevenueSQL is the revenue that money worth an action is measured by.
const windowRevenueSQL = `SELECT CAST(coalesce(sum(revenue) FILTER (WHERE in_window), 0) AS BIGINT) AS revenue FROM lines`

func actions(ctx context.Context, l *sales.Ledger, o Options, done []Section) (Section, error) {
	all, err := one[struct{ Revenue sales.Money }](ctx, l, o, windowRevenueSQL)
	if err != nil {
		return Section{}, err
	}
	f := actionFindings{o: o, l: l, done: done, types: typesOf(done), least: max(1, all.Revenue/10_000)}
	f.choose(f.candidates())
	slices.SortStableFunc(f.chosen, func(a, b action) int { return compareDown(a.money(), b.money()) })
	return Section{
		Lead:     f.lead(),
		Scope:    o.say("What can be relied on: lost and at risk in %s, expected if the action is taken", l.Calendar.Window.Label),
		Notes:    f.notes(),
		Table:    f.table(),
		Findings: f.findings(),
	}, nil
}

type actionFindings struct {
	o      Options
	l      *sales.Ledger
	done   []Section
	types  map[string]string // of products, by their names
	least  sales.Money       // less is not worth the work
	chosen []action
}

// candidates are the actions of all sections, before those that say the same are left out.
func (f *actionFindings) candidates() []action {
	var all []action
	for i := range f.done {
		s := &f.done[i]
		for _, r := range recipes {
			if r.section != s.Name {
				continue
			}
			for _, finding := range s.Findings {
				if finding.Role != Do {
					continue
				}
				a := action{recipe: r, of: s, rows: r.rows(s, finding)}
				if s.Table.Index(r.column) < 0 {
					continue
				}
				for _, row := range a.rows {
					a.members = append(a.members, f.member(a, row))
				}
				if len(a.rows) > 0 && !slices.ContainsFunc(all, a.same) {
					all = append(all, a)
				}
			}
		}
	}
	return all
}

func (a action) same(b action) bool {
	return a.of == b.of && a.column == b.column && slices.Equal(a.rows, b.rows)
}

// member is what the row of an action is about.
func (f *actionFindings) member(a action, row int) member {
	m := member{customer: a.text(row, "customer")}
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

// choose takes the action with the most money, again and again, each without the rows
// that an action before it is about. What says why comes before what only says how much.
func (f *actionFindings) choose(all []action) {
	taken := map[member]bool{}
	sections := map[string]int{}
	for general := false; len(f.chosen) < mostActions; {
		best, at := action{}, -1
		for i, a := range all {
			if free := a.free(taken); a.general == general && sections[a.of.Name] < mostOfSection && free.money() >= f.least && free.money() > best.money() {
				best, at = free, i
			}
		}
		if at < 0 && !general {
			general = true
			continue
		}
		if at < 0 {
			return
		}
		all = slices.Delete(slices.Clone(all), at, at+1)
		sections[best.of.Name]++
		f.chosen = append(f.chosen, best)
		for _, m := range best.members {
			taken[member{customer: m.customer}] = m.customer != ""
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
		if twice || taken[member{customer: m.customer}] || taken[member{thing: m.thing}] ||
			m.thing != "" && (taken[member{within: m.thing}] || taken[member{thing: m.within}]) {
			continue
		}
		a.rows, a.members = append(a.rows, rows[i]), append(a.members, m)
	}
	return a
}

// money is the sum of the cells of the action; of losses without the sign.
func (a action) money() sales.Money {
	var sum sales.Money
	for _, row := range a.rows {
		if m, ok := a.of.Table.Cell(row, a.column).(sales.Money); ok {
			sum += m
		}
	}
	if a.kind == moneyLost && sum < 0 {
		return -sum
	}
	return sum
}

// text is a cell of the table of the action; of a name its code where it has none.
func (a action) text(row int, key string) string {
	s, _ := a.of.Table.Cell(row, key).(string)
	if s == "" && len(key) > 5 && key[len(key)-5:] == "_name" {
		s, _ = a.of.Table.Cell(row, key[:len(key)-5]).(string)
	}
	return s
}

func (a action) count(row int, key string) int64 {
	n, _ := a.of.Table.Cell(row, key).(int64)
	return n
}

func (a action) ratio(row int, key string) float64 {
	r, _ := a.of.Table.Cell(row, key).(float64)
	return r
}

func (a action) cell(row int, key string) sales.Money {
	m, _ := a.of.Table.Cell(row, key).(sales.Money)
	return m
}

// table has a row for each action.
func (f *actionFindings) table() Table {
	t := Table{Columns: []Column{
		{"rank", "Rank", Count}, {"action", "What to do", Text}, {"money", "Money", Money}, {"money_is", "The money is", Text},
		{"evidence", "What speaks for it", Text}, {"people", "Who", Text}, {"section", "Proof", Text},
	}}
	for i, a := range f.chosen {
		var people Cell
		if who := f.people(a); who != "" {
			people = who
		}
		t.Rows = append(t.Rows, []Cell{int64(i + 1), a.do(f.o, a), a.money(), f.means(a), a.evidence(f.o, a), people, a.of.Name})
	}
	return t
}

// meansIn says what the money of an action is and of which time.
func (f *actionFindings) meansIn(a action) string {
	if a.kind == moneyLost {
		return f.o.say("%s lost in %s", f.measure(a), f.l.Calendar.Window.Label)
	}
	return f.means(a)
}

// means says what the money of an action is.
func (f *actionFindings) means(a action) string {
	measure := f.measure(a)
	switch a.kind {
	case moneyLost:
		return f.o.say("%s lost", measure)
	case moneyAtRisk:
		return f.o.say("%s of a year, at risk", measure)
	}
	return f.o.say("%s expected at least", measure)
}

// measure is CM1, or revenue where the sales name no cost; of discounts it is what was given away.
func (f *actionFindings) measure(a action) string {
	switch {
	case a.column == "needless":
		return f.o.say("Discount")
	case a.column == "cm1", a.column == "cm2":
		return f.o.say(map[string]phrases.Key{"cm1": "CM1", "cm2": "CM2"}[a.column])
	case f.l.Has(sales.Cost):
		return f.o.say("CM1")
	}
	return f.o.say("Revenue")
}

func (f *actionFindings) lead() string {
	if len(f.chosen) == 0 {
		return f.o.say("Nothing to do this week has money that can be relied on.")
	}
	first := f.chosen[0]
	return f.o.say("%d {1|thing is|things are} worth doing this week. First: %s (%s: %s).", int64(len(f.chosen)), first.do(f.o, first), f.meansIn(first), f.o.money(first.money()))
}

// findings are the actions for the answer of the report, short.
func (f *actionFindings) findings() []Finding {
	var out []Finding
	for _, a := range f.chosen {
		text := a.do(f.o, a)
		if names := a.names(mostNamed); a.named && len(names) > 0 {
			if more := len(a.rows) - len(names); more > 0 {
				names = append(names, f.o.say("%d more", int64(more)))
			}
			text += ": " + f.o.list(names)
		}
		out = append(out, Finding{Role: Do, Weight: a.money(), Text: f.o.say("%s. %s: %s.", text, f.meansIn(a), f.o.money(a.money()))})
	}
	return out
}

func (f *actionFindings) notes() []string {
	notes := []string{f.o.say("What is lost or at risk was counted, and it is not known how much of it comes back; what is expected is the low end of its limits, if all are asked. Money of the one is not money of the other.")}
	var left []string
	for _, s := range f.done {
		wants := slices.ContainsFunc(s.Findings, func(x Finding) bool { return x.Role == Do })
		if wants && !slices.ContainsFunc(f.chosen, func(a action) bool { return a.of.Name == s.Name }) {
			left = append(left, s.Title)
		}
	}
	if len(left) > 0 {
		notes = append(notes, f.o.say("Worth reading, but not in the list, as no money in them can be relied on or an action above speaks of the same: %s.", f.o.list(left)))
	}
	return notes
}

// people are those an action names: customers with the seller who knows them.
func (f *actionFindings) people(a action) string {
	if a.thing != "" && a.most == 1 {
		return f.o.list(f.listed(a.text(a.rows[0], a.thing)))
	}
	return f.o.list(a.names(len(a.rows)))
}

// names are the customers of the first rows with their sellers.
func (a action) names(most int) []string {
	var names []string
	for _, row := range a.rows[:min(most, len(a.rows))] {
		if name := a.text(row, "customer_name"); name != "" {
			names = append(names, withSeller(name, a.text(row, "seller")))
		}
	}
	return names
}

// listed are the first customers that the section of offers names for a thing.
func (f *actionFindings) listed(thing string) []string {
	const most = 3
	var names []string
	for i := range f.done {
		s := &f.done[i]
		if s.Name != Opportunities.Name {
			continue
		}
		for row := range s.Table.Rows {
			a := action{of: s}
			product := a.text(row, "product_name")
			if len(names) < most && product != "" && (product == thing || f.types[product] == thing) {
				names = append(names, withSeller(a.text(row, "customer_name"), a.text(row, "seller")))
			}
		}
	}
	return names
}

func withSeller(name, seller string) string {
	if seller == "" || seller == sales.Unassigned {
		return short(name)
	}
	return fmt.Sprintf("%s (%s)", short(name), short(seller))
}

// kind is what the money of an action is.
type moneyKind string

const (
	moneyExpected moneyKind = "expected"
	moneyLost     moneyKind = "lost"
	moneyAtRisk   moneyKind = "at risk"
)

// recipe makes an action of the rows of a section.
type recipe struct {
	section  string
	column   string // of the money
	kind     moneyKind
	thing    string // column that names what is offered
	most     int    // rows of one action
	named    bool   // the answer of the report names its people
	general  bool   // it says how much, and not why
	rows     func(*Section, Finding) []int
	do       func(Options, action) string
	evidence func(Options, action) string
}

// asOffered is the row of the finding: the one that can be relied on and is worth as much.
func asOffered(column string) func(*Section, Finding) []int {
	return func(s *Section, f Finding) []int {
		for row := range s.Table.Rows {
			if s.Table.Cell(row, column) == f.Weight && s.Table.Cell(row, "status") == string(confirmed) {
				return []int{row}
			}
		}
		return nil
	}
}

// where are the rows with the texts below the columns and money of the sign, the largest first.
func where(column string, sign sales.Money, texts map[string]string) func(*Section, Finding) []int {
	return func(s *Section, _ Finding) []int {
		var rows []int
		money := func(row int) sales.Money {
			m, _ := s.Table.Cell(row, column).(sales.Money)
			return sign * m
		}
		for row := range s.Table.Rows {
			fits := money(row) > 0 && s.Table.Cell(row, "customer") != other && s.Table.Cell(row, "product") != other
			for key, text := range texts {
				fits = fits && s.Table.Cell(row, key) == text
			}
			if fits {
				rows = append(rows, row)
			}
		}
		slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(money(b), money(a)) })
		return rows
	}
}

// say is a message without arguments.
func saying(key phrases.Key) func(Options, action) string {
	return func(o Options, _ action) string { return o.say(key) }
}
