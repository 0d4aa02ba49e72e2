package metrics

import (
	"cmp"
	"context"
	"slices"

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
		"Lost: what was lost in the window, which stops at most, or what a programme has lost for sure up to now. At risk: what customers who have gone quiet brought in the year before. " +
		"grade = the evidence of what was done and compared: A random control group, B difference-in-differences, C before and after, D coincidence in time; blank where nothing has been done yet, so that only a test with customers left out tells what it adds, or where money was counted and no effect is claimed. " +
		"Two sections that speak of the same customers, people, programme or product count once, in the action with more money. Ranked by money; at most seven, at most two of one section, at most three about money lost, none below one in 10,000 of the revenue of the window; programmes that are over, and what only says how much is lost, last. Below these stand programmes that cannot be judged, and, where there are fewer than three actions, a test: its money is what the customers bring if they buy as their audience does, and no proof that an offer works.",
	Conclude: actions,
}

// The most actions, how many are wanted, the most of one section, and the most about money lost.
const (
	mostActions   = 7
	fewActions    = 3
	mostOfSection = 2
	mostLosses    = 3
)

// action is something to do about rows of the table of one section.
type action struct {
	recipe
	of      *Section
	rows    []int    // the first of them are taken, as many as are still free
	members []member // what each row is about
}

// member is what a row is about: a customer, a seller, or what is offered, alone or within a type.
type member struct{ customer, seller, thing, within string }

// windowRevenueSQL is the revenue that money worth an action is measured by.
const windowRevenueSQL = `SELECT CAST(coalesce(sum(revenue) FILTER (WHERE in_window), 0) AS BIGINT) AS revenue FROM lines`

func actions(ctx context.Context, l *sales.Ledger, o Options, done []Section) (Section, error) {
	all, err := one[struct{ Revenue sales.Money }](ctx, l, o, windowRevenueSQL)
	if err != nil {
		return Section{}, err
	}
	f := actionFindings{o: o, l: l, done: done, types: typesOf(done), least: max(1, all.Revenue/10_000)}
	f.choose(f.candidates())
	slices.SortStableFunc(f.chosen, func(a, b action) int { return cmp.Or(compareLast(a, b), compareDown(a.money(), b.money())) })
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

// money is the sum of the cells of the action; of losses without the sign.
func (a action) money() sales.Money {
	var sum sales.Money
	for _, row := range a.rows {
		if m, ok := a.of.Table.Cell(row, a.column).(sales.Money); ok {
			sum += m
		}
	}
	return abs(sum)
}

// text is a cell of the table of the action; of a name its code where it has none.
func (a action) text(row int, key string) string {
	s, _ := a.of.Table.Cell(row, key).(string)
	if s == "" && len(key) > 5 && key[len(key)-5:] == "_name" {
		s, _ = a.of.Table.Cell(row, key[:len(key)-5]).(string)
	}
	return s
}

// grade is that of the evidence on which the money rests; empty where no effect is claimed.
func (a action) grade() string {
	if i := a.of.Table.Index("evidence"); i < 0 || a.of.Table.Columns[i].Unit != Word {
		return ""
	}
	return a.text(a.rows[0], "evidence")
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
		{"evidence", "What speaks for it", Text}, {"grade", "Evidence", Word}, {"people", "Who", Text}, {"section", "Proof", Text},
	}}
	for i, a := range f.chosen {
		var people Cell
		if who := f.people(a); who != "" {
			people = who
		}
		t.Rows = append(t.Rows, []Cell{int64(i + 1), a.do(f, a), a.money(), f.means(a), a.evidence(f, a), text(a.grade()), people, a.of.Name})
	}
	return t
}
