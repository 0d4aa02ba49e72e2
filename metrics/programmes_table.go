package metrics

import (
	"fmt"
	"math"
	"slices"
)

// table has a row for each programme: the judged first, then what the register names without
// saying enough, then codes that only the lines know.
func (f *scored) table() Table {
	t := Table{Columns: []Column{{"programme", "Code", Text}, {"name", "Programme", Text}, {"kind", "Kind", Word}, {"status", "Status", Word}, {"start", "Start", Date}, {"end", "End", Date},
		{"offers", "Offers", Count}, {"taken_raw", "Taken, raw", Count}, {"taken", "Taken", Count},
		{"before", "Before", Ratio}, {"during", "During", Ratio}, {"compared", "Compared", Ratio}, {"against", "Against", Text},
		{"difference", "Difference", Points}, {"difference_low", "At least", Points}, {"difference_high", "At most", Points},
		{"driven", "Driven", Number}, {"cost", "Cost so far", Money}, {"extra", "Extra CM3", Money}, {"extra_low", "At least", Money}, {"extra_high", "At most", Money},
		{"payback", "Pay-back, weeks", Number}, {"evidence", "Evidence", Word}, {"verdict", "Verdict", Word}, {"why", "Why", Text},
		{"tell_by", "How to tell", Word}, {"more", "More offers to tell", Count}, {"weeks", "Weeks they take", Count}, {"left_out", "Customers left out", Count}, {"claimed", "Claimed by others too", Ratio},
		{"revenue", "Revenue under it", Money}, {"share", "Share of revenue in its days", Ratio}, {"given", "Discount given", Ratio}, {"mostly", "Mostly bought by", Text}, {"owner", "Owner", Text}}}
	for _, e := range f.effects {
		t.Rows = append(t.Rows, f.judgedRow(t, e))
	}
	for _, p := range f.vague {
		if !f.sold(p) {
			row := padded(t, []Cell{p.Code, p.Name, p.said(), f.status(p)}, string(Coincidence), string(NotToBeJudged), f.o.say("the register lacks %s", p.lacks(f.o)))
			t.registered(row, p)
			t.Rows = append(t.Rows, row)
		}
	}
	for _, s := range f.seen {
		t.Rows = append(t.Rows, f.seenRow(t, s))
	}
	t.lead("programme", "name", "kind", "status", "verdict", "evidence")
	if len(f.effects) == 0 {
		for _, key := range []string{"taken_raw", "before", "compared", "against", "difference", "difference_low", "difference_high",
			"driven", "cost", "extra", "extra_low", "extra_high", "payback", "more", "weeks", "claimed"} {
			t.drop(key)
		}
		t.Columns[t.Index("offers")].Title = f.o.say("Deals")
		t.Columns[t.Index("taken")].Title = f.o.say("With another product")
		t.Columns[t.Index("during")].Title = f.o.say("Share with another")
		t.lead("programme", "name", "kind", "status", "offers", "revenue", "share", "given", "mostly")
	}
	if len(f.seen) == 0 {
		for _, key := range []string{"share", "mostly"} {
			t.drop(key)
		}
	}
	for _, key := range []string{"start", "end", "tell_by", "left_out", "owner"} {
		if !t.has(key) {
			t.drop(key)
		}
	}
	t.dropCodes()
	return t
}

// registered fills the cells that the register alone knows.
func (t Table) registered(row []Cell, p programme) {
	if p.StartDay.Valid {
		row[t.Index("start")] = p.StartDay.V
	}
	if p.EndDay.Valid {
		row[t.Index("end")] = p.EndDay.V
	}
	row[t.Index("left_out")], row[t.Index("owner")] = positive(int64(len(p.controls))), text(p.Owner)
}

// dropCodes takes out the codes where they say what the names say.
func (t *Table) dropCodes() {
	code, name := t.Index("programme"), t.Index("name")
	if !slices.ContainsFunc(t.Rows, func(row []Cell) bool { return row[code] != row[name] }) {
		t.drop("programme")
	}
}

// padded is a row that ends in evidence, verdict and why, blank where nothing is known.
func padded(t Table, first []Cell, evidence, verdict, why string) []Cell {
	row := make([]Cell, len(t.Columns))
	copy(row, first)
	row[t.Index("evidence")], row[t.Index("verdict")], row[t.Index("why")] = evidence, verdict, why
	return row
}

// sold reports whether lines bear the code of a programme, so that it has a row of its own.
func (f *scored) sold(p programme) bool {
	for _, s := range f.seen {
		if s.Programme == p.Code || s.Programme == p.Name {
			return true
		}
	}
	return false
}

// status says where a programme stands on the day the report looks back from.
func (f *scored) status(p programme) Cell {
	switch {
	case !p.StartDay.Valid:
		return nil
	case p.runs.Start > f.c.AsOf:
		return "planned"
	case p.EndDay.Valid && p.runs.End < f.c.AsOf:
		return "over"
	}
	return "running"
}

func (f *scored) judgedRow(t Table, e effect) []Cell {
	row := padded(t, []Cell{e.Code, e.Name, e.kind(), f.status(e.programme)}, string(e.design.evidence), string(e.verdict), f.o.say(e.why))
	t.registered(row, e.programme)
	set := func(key string, c Cell) { row[t.Index(key)] = c }
	set("offers", e.offers)
	set("taken_raw", e.raw)
	set("taken", e.taken)
	set("before", e.rate(cellAt(offeredArm, beforeTime)))
	set("during", e.rate(cellAt(offeredArm, duringTime)))
	set("revenue", e.money.revenue)
	set("cost", e.money.paid())
	if e.compared {
		set("compared", e.rate(e.design.compared))
		set("against", f.o.say(e.design.against))
	}
	if e.known {
		driven, _, _ := e.driven()
		set("difference", e.diff.Value)
		set("difference_low", e.diff.Limits.Low)
		set("difference_high", e.diff.Limits.High)
		set("driven", math.Round(driven*10)/10)
	}
	if e.known && e.money.known {
		set("extra", e.money.extra)
		set("extra_low", e.money.low)
		set("extra_high", e.money.high)
		set("payback", e.payback())
	}
	if e.more > 0 {
		set("tell_by", tellBy(e.left))
		set("more", e.more)
		set("weeks", positive(e.weeks))
	}
	if e.claimed > 0 {
		set("claimed", e.overlap())
	}
	if m := e.money; m.revenue+m.discount > 0 {
		set("given", moneyRatio(m.discount, m.revenue+m.discount))
	}
	return row
}

// What a programme that cannot be told yet takes.
const (
	tellByLeavingOut = "every second left out"
	tellByGoingOn    = "going on"
)

func tellBy(left bool) string {
	if left {
		return tellByLeavingOut
	}
	return tellByGoingOn
}

// positive is a number, or nil for none.
func positive(n int64) Cell {
	if n <= 0 {
		return nil
	}
	return n
}

// payback is after how many weeks the advertising is earned, at what the programme has
// earned a week so far; nil where that is after its end, or nothing was spent.
func (e effect) payback() Cell {
	weeks := float64(min(e.runs.End, e.asOf)-e.runs.Start+1) / 7
	if earned := e.money.extra + e.money.advertising; earned > 0 && e.Cost.Valid && e.Cost.V > 0 {
		after := e.Cost.V.Float() / earned.Float() * weeks
		if after <= float64(e.runs.Days())/7 || !e.EndDay.Valid {
			return math.Round(after*10) / 10
		}
	}
	return nil
}

func (f *scored) seenRow(t Table, s seen) []Cell {
	name, kind, why := s.Programme, Cell(nil), f.o.say("nothing says what it was to sell, when and to whom")
	for _, p := range f.vague {
		if p.Code == s.Programme || p.Name == s.Programme {
			name, kind, why = p.Name, p.said(), f.o.say("the register lacks %s", p.lacks(f.o))
		}
	}
	row := padded(t, []Cell{s.Programme, name, kind, f.seenStatus(s)}, string(Coincidence), string(NotToBeJudged), why)
	for key, c := range map[string]Cell{"offers": s.Deals, "taken": s.Taken, "during": ratio(float64(s.Taken), float64(s.Deals)), "revenue": s.Revenue, "share": moneyRatio(s.Revenue, s.Meanwhile), "given": s.given()} {
		row[t.Index(key)] = c
	}
	for _, p := range f.vague {
		if p.Code == s.Programme || p.Name == s.Programme {
			t.registered(row, p)
		}
	}
	if s.Audience != "" && s.Revenue > 0 {
		row[t.Index("mostly")] = fmt.Sprintf("%s (%s)", short(s.Audience), f.o.percent(s.AudienceRevenue.Float()/s.Revenue.Float()))
	}
	return row
}

func (f *scored) seenStatus(s seen) Cell {
	const month = 28
	if s.Last+month < f.c.AsOf {
		return "not sold for four weeks"
	}
	return "sold lately"
}

func (f *scored) charts() []Chart {
	compared := 0
	for _, e := range f.effects {
		if e.known {
			compared++
		}
	}
	if compared > 0 {
		return []Chart{{Kind: Interval, Title: "Attach rate against what it is compared with, with 95 % limits", X: "name", Y: []string{"difference", "difference_low", "difference_high"}, Limit: 20},
			{Kind: Interval, Title: "Extra CM3 after discount, bonus and advertising, low to high", X: "name", Y: []string{"extra", "extra_low", "extra_high"}, Limit: 20}}
	}
	if len(f.seen) > 0 {
		return []Chart{{Kind: Bars, Title: "Revenue under each programme", X: "name", Y: []string{"revenue"}, Limit: 15}}
	}
	return nil
}
