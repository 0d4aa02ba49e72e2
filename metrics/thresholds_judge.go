package metrics

import (
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// judge holds the thresholds against the sections, in their order.
func (r *Report) judge(list []Threshold) {
	for _, t := range list {
		j := judgement{Condition: t.When, report: r, section: r.Find(t.When.Section)}
		state, text := j.judge()
		r.Outcomes = append(r.Outcomes, Outcome{t, state, text})
	}
}

// judgement is a condition with the section it asks about.
type judgement struct {
	Condition
	report  *Report
	section *Section // nil where the report has none of the name
}

func (j judgement) say(key phrases.Key, args ...any) string {
	return j.report.Phrases.Say(key, args...)
}

func (j judgement) judge() (State, string) {
	if j.section == nil {
		return Unknown, j.say("the section %s is not in this report", j.Section)
	}
	table := j.section.Table
	for _, p := range j.Picks {
		if table.Index(p.Column) < 0 {
			return Unknown, j.say("%s has no column %s in this report", j.section.Title, p.Column)
		}
	}
	rows := j.picked(table)
	switch {
	case j.Counted == "" && table.Index(j.Column) < 0 && len(rows) == 0, j.Counted != "" && table.Index(j.Column) < 0:
		return Unknown, j.say("%s has no column %s in this report", j.section.Title, j.Column)
	case len(j.Picks) > 0 && len(rows) == 0 && j.Counted == "":
		return Unknown, j.say("%s has no such row in this report", j.section.Title)
	case j.Counted != "":
		return j.count(rows)
	}
	return j.compare(rows)
}

// picked are the places of the rows that the condition asks about. A measure of the
// overview stands in a row of its own.
func (j judgement) picked(t Table) []int {
	var rows []int
	isColumn := t.Index(j.Column) >= 0
	for n := range t.Rows {
		fits := isColumn || t.Cell(n, "kpi") == j.Column
		for _, p := range j.Picks {
			fits = fits && plain(t.Cell(n, p.Column)) == p.Is
		}
		if fits {
			rows = append(rows, n)
		}
	}
	return rows
}

// plain is the text of a cell that picks rows by it.
func plain(c Cell) string {
	switch v := c.(type) {
	case string:
		return v
	case sales.Day:
		return v.String()
	}
	return ""
}

// count counts the rows that say the word.
func (j judgement) count(rows []int) (State, string) {
	var found int64
	for _, n := range rows {
		if j.section.Table.Cell(n, j.Column) == j.Counted {
			found++
		}
	}
	t := j.section.Table
	text := j.say("%s is %s in %d of %d {4|row|rows}", j.title(), j.word(t.Columns[t.Index(j.Column)], j.Counted), found, len(rows))
	if j.crosses(float64(found)) {
		return Crossed, text
	}
	return Kept, text
}

// compare holds every row that is not blank against the limit and tells of the one that
// lies furthest on the far side of it.
func (j judgement) compare(rows []int) (State, string) {
	var furthest, valued, crossed int
	var extreme float64
	for _, n := range rows {
		v, scale, ok := j.value(n)
		if !ok {
			continue
		}
		if scale != j.Limit.scale {
			return Unknown, j.say("the limit of %s has another unit", j.title(n))
		}
		if j.crosses(v) {
			crossed++
		}
		if valued++; valued == 1 || j.further(v, extreme) {
			furthest, extreme = n, v
		}
	}
	switch {
	case len(rows) == 0:
		return Kept, j.say("%s has no row", j.section.Title)
	case valued == 0:
		return Unknown, j.say("%s is blank", j.title(rows[0]))
	case len(rows) == 1:
		return j.state(crossed), j.say("%s is %s", j.title(furthest), j.print(furthest))
	case crossed == 0:
		return Kept, j.say("%s is %s at the most extreme, in %s", j.title(), j.print(furthest), j.row(furthest))
	}
	return Crossed, j.say("%s is %s in %s; %d of %d {5|row|rows} beyond the limit", j.title(), j.print(furthest), j.row(furthest), crossed, len(rows))
}

func (j judgement) state(crossed int) State {
	if crossed > 0 {
		return Crossed
	}
	return Kept
}

// cell is the value of a row with its unit.
func (j judgement) cell(row int) (Cell, Unit) {
	t := j.section.Table
	i := t.Index(j.Column)
	if i < 0 {
		i = t.Index("value")
	}
	unit := t.Columns[i].Unit
	if unit == Mixed {
		text, _ := t.Cell(row, "unit").(string)
		unit = Unit(text)
	}
	return t.Rows[row][i], unit
}

// value is the cell as a number, and not ok where it is blank.
func (j judgement) value(row int) (v float64, s scale, ok bool) {
	cell, unit := j.cell(row)
	s = scaleOf(unit)
	switch c := cell.(type) {
	case int64:
		return float64(c), s, true
	case float64:
		return c, s, true
	case sales.Money:
		return c.Float(), s, true
	case sales.Quantity:
		return c.Float(), s, true
	case sales.Day:
		return float64(c), s, true
	}
	return 0, s, false
}

// print writes the value of a row, with two decimals where it can have some.
func (j judgement) print(row int) string {
	p := j.report.Phrases
	cell, unit := j.cell(row)
	v, _, _ := j.value(row)
	switch c := cell.(type) {
	case int64:
		return p.Count(c)
	case sales.Day:
		return p.Date(c.Time())
	case sales.Money:
		if j.report.Currency != "" {
			return p.Decimal(v, 2) + " " + j.report.Currency
		}
	}
	if scaleOf(unit) == scaleShare {
		return p.Percent(v, 2)
	}
	return p.Decimal(v, 2)
}

// title names what is judged: the measure, where each row is one, or the column.
func (j judgement) title(row ...int) string {
	t := j.section.Table
	for _, n := range row {
		if name, ok := t.Cell(n, "name").(string); ok && t.Index("kpi") >= 0 {
			return name
		}
	}
	return t.Columns[t.Index(j.Column)].Title
}

// word is a text of a column in the language of the report, where it is the report's own.
func (j judgement) word(c Column, text string) string {
	if c.Unit == Word {
		return j.say(phrases.Key(text))
	}
	return text
}

// row names a row by the words and days it begins with, two at most.
func (j judgement) row(n int) string {
	t := j.section.Table
	var names []string
	for i, c := range t.Columns {
		if text := plain(t.Rows[n][i]); text != "" && c.Key != j.Column && len(names) < 2 {
			names = append(names, short(j.word(c, text)))
		}
	}
	if len(names) == 0 {
		return j.say("row %d", n+1)
	}
	if len(names) == 2 {
		return names[0] + ", " + names[1]
	}
	return names[0]
}
