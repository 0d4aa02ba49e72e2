package metrics

import (
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// Kinds of rows of the sinceThen.
const (
	kindRestated  = "restated"
	kindInput     = "input"
	kindNewPair   = "new pair"
	kindFadedPair = "faded pair"
	kindMoved     = "moved"
	kindKept      = "kept"
)

// checksumDigits is how much of a checksum a cell shows; the whole of those of this input
// stands on the cover of the workbook.
const checksumDigits = 16

func (c *sinceThen) table() Table {
	t := Table{Columns: []Column{
		{"kind", "Kind", Word}, {"name", "Name", Text}, {"measure", "Measure", Text}, {"unit", "Unit", Word},
		{"before", "Before", Mixed}, {"now", "Now", Mixed}, {"change", "Change", Mixed}, {"change_rate", "Change %", Ratio},
		{"was", "Was", Word}, {"is", "Is", Word}, {"checksum_before", "Checksum before", Text}, {"checksum", "Checksum", Text},
		{"start", "Period from", Date}, {"a", "A", Text}, {"b", "B", Text}, {"customer", "Customer", Text},
	}}
	add := func(cells map[string]Cell) {
		row := make([]Cell, len(t.Columns))
		for key, cell := range cells {
			row[t.Index(key)] = cell
		}
		t.Rows = append(t.Rows, row)
	}
	c.restatedRows(add)
	for _, in := range c.inputs {
		add(map[string]Cell{"kind": kindInput, "name": in.name, "checksum_before": text(firstDigits(in.before)), "checksum": text(firstDigits(in.now))})
	}
	for _, p := range c.fresh {
		add(map[string]Cell{"kind": kindNewPair, "name": p.name(), "a": p.A, "b": p.B, "was": "not confirmed", "is": p.status})
	}
	for _, p := range c.faded {
		add(map[string]Cell{"kind": kindFadedPair, "name": p.name(), "a": p.A, "b": p.B, "was": confirmed, "is": p.status})
	}
	for _, m := range c.moved {
		add(map[string]Cell{"kind": kindMoved, "name": m.name, "customer": m.customer, "was": m.before, "is": m.now})
	}
	c.keptRows(add)
	return t
}

func (p pairChange) name() string { return short(p.AName) + " + " + short(p.BName) }

func firstDigits(checksum string) string { return checksum[:min(checksumDigits, len(checksum))] }

func (c *sinceThen) restatedRows(add func(map[string]Cell)) {
	for _, r := range c.restated {
		row := c.measured(kindRestated, r.start, r.measure)
		row["before"], row["now"] = figure(r.measure, r.before), figure(r.measure, r.now)
		row["change"], row["change_rate"] = difference(row["before"], row["now"], unitOf(r.measure))
		add(row)
	}
}

func (c *sinceThen) keptRows(add func(map[string]Cell)) {
	for _, p := range c.kept {
		for _, measure := range snapshotMeasures {
			if v, is := p.Figures[measure]; is {
				row := c.measured(kindKept, p.Start, measure)
				row["before"] = figure(measure, v)
				add(row)
			}
		}
	}
}

// measured begins a row about a measure of a period.
func (c *sinceThen) measured(kind, start, measure string) map[string]Cell {
	row := map[string]Cell{"kind": kind, "name": c.period(start), "measure": c.measureName(measure), "unit": string(unitOf(measure))}
	if day, err := sales.ParseDay(start); err == nil {
		row["start"] = day
	}
	return row
}

func (c *sinceThen) measureName(key string) string {
	for _, k := range kpiList(c.l) {
		if k.key == key {
			return c.o.say(k.title)
		}
	}
	return key // of a column that this input no longer has
}

// unitOf is the unit of a measure of a snapshot.
func unitOf(measure string) Unit {
	switch measure {
	case "deals", "customers":
		return Count
	}
	return Money
}

func figure(measure string, v int64) Cell {
	if unitOf(measure) == Count {
		return v
	}
	return sales.Money(v)
}

// period names the period that begins on the day.
func (c *sinceThen) period(start string) string {
	day, err := sales.ParseDay(start)
	if err != nil {
		return start
	}
	unit := c.l.Calendar.Unit
	return c.o.period(unit, unit.Period(day))
}

func (c *sinceThen) day(text string) string {
	day, err := sales.ParseDay(text)
	if err != nil {
		return text
	}
	return c.o.date(day)
}

func (c *sinceThen) scope() string {
	if c.before == nil {
		return c.o.say("%s, data to %s", c.period(c.now.Period), c.day(c.now.Last))
	}
	return c.o.say("%s, data to %s, against the report for %s, data to %s", c.period(c.now.Period), c.day(c.now.Last), c.period(c.before.State.Period), c.day(c.before.State.Last))
}

// revenue is the change of the revenue of past periods, and the number of these periods.
func (c *sinceThen) revenue() (change, moved sales.Money, periods int64) {
	for _, r := range c.restated {
		if r.measure == "revenue" {
			change, moved, periods = change+sales.Money(r.now-r.before), moved+abs(sales.Money(r.now-r.before)), periods+1
		}
	}
	return change, moved, periods
}

func (c *sinceThen) lead() string {
	if c.before == nil {
		return c.o.say("There is nothing to compare with yet: the history holds no earlier state of this report.")
	}
	parts := []string{c.o.say("no figure of a past period was restated")}
	if n := len(c.restated); n > 0 {
		parts[0] = c.o.say("%d {1|figure|figures} of past periods {1|was|were} restated", n)
		if change, _, periods := c.revenue(); periods > 0 {
			parts[0] = c.o.say("%d {1|figure|figures} of past periods {1|was|were} restated, revenue by %s in %d {3|period|periods}", n, c.o.change(change), periods)
		}
	}
	if c.before.State.Pairs != nil && c.now.Pairs != nil {
		part := c.o.say("the same pairs are confirmed")
		if len(c.fresh)+len(c.faded) > 0 {
			part = c.o.say("%d {1|pair is|pairs are} newly confirmed and %d no longer", len(c.fresh), len(c.faded))
		}
		parts = append(parts, part)
	}
	if c.before.State.Customers != nil && c.now.Customers != nil {
		part := c.o.say("no customer changed segment")
		if n := int64(len(c.moved)) + c.left; n > 0 {
			part = c.o.say("%d {1|customer|customers} changed segment", n)
		}
		parts = append(parts, part)
	}
	return c.o.say("Since the report for %s: %s.", c.period(c.before.State.Period), strings.Join(parts, "; "))
}

func (c *sinceThen) notes() []string {
	if c.before == nil {
		return nil
	}
	var notes []string
	if len(c.restated) > 0 {
		notes = append(notes, c.cause())
	}
	if n := len(c.kept); n > 0 {
		notes = append(notes, c.o.say("The history knows %d {1|period|periods} from %s on that this input no longer has in full; they stand in the rows of kind kept and in no other section.", n, c.period(c.kept[0].Start)))
	}
	if was, now := c.before.State.Pairs, c.now.Pairs; was != nil && now != nil && was.Left > 0 {
		notes = append(notes, c.o.say("The snapshot lists %d of its confirmed pairs; which pairs are new cannot be told.", len(was.Confirmed)))
	}
	if was, now := c.before.State.Customers, c.now.Customers; was != nil && now != nil && max(was.Left, now.Left) > 0 {
		notes = append(notes, c.o.say("Compared are the customers with the largest monetary value that both reports list; %d then and %d now are not listed.", was.Left, now.Left))
	}
	if c.left > 0 {
		notes = append(notes, c.o.say("%d more {1|customer|customers} changed segment and {1|has|have} no row.", c.left))
	}
	return notes
}

// cause says which inputs brought other figures.
func (c *sinceThen) cause() string {
	var names []string
	const most = 5
	for _, in := range c.inputs[:min(most, len(c.inputs))] {
		switch {
		case in.before == "":
			names = append(names, c.o.say("%s (new, checksum %s)", short(in.name), firstDigits(in.now)))
		case in.now == "":
			names = append(names, c.o.say("%s (gone)", short(in.name)))
		default:
			names = append(names, c.o.say("%s (checksum %s, was %s)", short(in.name), firstDigits(in.now), firstDigits(in.before)))
		}
	}
	if more := len(c.inputs) - most; more > 0 {
		names = append(names, c.o.say("%d more", int64(more)))
	}
	switch len(c.inputs) {
	case 0:
		return c.o.say("No input changed: figures of past periods are others because something else was chosen, or by another version of xsell.")
	case 1:
		return c.o.say("Only one input changed since, and the restated figures come from it: %s.", c.o.list(names))
	}
	return c.o.say("The restated figures come from the inputs that changed: %s.", c.o.list(names))
}

// findings warn where revenue of the past is not what the last report said.
func (c *sinceThen) findings() []Finding {
	if c.before == nil {
		return nil
	}
	change, moved, periods := c.revenue()
	if periods == 0 {
		return nil
	}
	key := phrases.Key("The revenue of %d past {1|period|periods} is not what the report for %s said: %s together.")
	return []Finding{{Role: Watch, Weight: moved, Text: c.o.say(key, periods, c.period(c.before.State.Period), c.o.change(change))}}
}
