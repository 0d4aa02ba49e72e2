package metrics

import (
	"slices"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// judged are the cells that sentences may name.
func (m matrix) judged() []cellRow {
	var out []cellRow
	for _, r := range m.rows {
		if !m.folded(r) && !m.few(r) && r.Area != sales.Unassigned && r.Audience != sales.Unassigned {
			out = append(out, r)
		}
	}
	return out
}

// best is the judged cell with the most CM1, or revenue where nothing has a cost.
func (m matrix) best() (best cellRow, ok bool) {
	for _, r := range m.judged() {
		switch {
		case m.costs && !r.CM1.Valid:
			continue
		case !ok, m.costs && r.CM1.V > best.CM1.V, !m.costs && r.Revenue > best.Revenue:
			best, ok = r, true
		}
	}
	return best, ok
}

// worst is the judged cell that costs the most money: the most CM1 missing to the average
// margin, from one part in a hundred of all CM1 on; where all together earn nothing there
// is no such margin, and it is the largest loss.
func (m matrix) worst() (worst cellRow, money sales.Money, ok bool) {
	for _, r := range m.judged() {
		gap, below := toAverage(r.sums, m.totals).(sales.Money)
		if m.totals.CM1.V <= 0 {
			gap, below = -r.CM1.V, r.CM1.V < 0
		}
		if below && gap > money && gap >= m.totals.CM1.V/100 {
			worst, money, ok = r, gap, true
		}
	}
	return worst, money, ok
}

func (m matrix) lead() string {
	best, ok := m.best()
	switch {
	case !ok && m.known:
		return m.o.say("No cell of business area and audience has %d customers: too few to judge any.", fewToJudge)
	case !ok:
		return m.o.say("No cell of business area and audience has %d deals: too few to judge any.", fewToJudge)
	case !m.costs:
		return m.o.say("%s brings the most revenue: %s, %s. No line has a cost, so there is no profit to show.", best.name(m.o), m.o.money(best.Revenue), ofTotal(best.Revenue, m.totals.Revenue, m.o))
	}
	if best.CM1.V <= 0 {
		return strings.TrimSpace(m.o.say("No cell of business area and audience that can be judged earns money.") + " " + m.worstText())
	}
	text := phrases.Key("%s earns the most: CM1 %s, %s, at a margin of %s.")
	if !m.isBest(best) {
		text = "Of the cells that can be judged, %s earns the most: CM1 %s, %s, at a margin of %s."
	}
	margin, _ := best.margin().(float64) // there is one, since CM1 is above zero
	lead := m.o.say(text, best.name(m.o), m.o.money(best.CM1.V), ofTotal(best.CM1.V, m.totals.CM1.V, m.o), m.o.percent(margin))
	return strings.TrimSpace(lead + " " + m.worstText())
}

// isBest reports whether no cell that is not judged, or is folded away, may earn more.
func (m matrix) isBest(best cellRow) bool {
	return !slices.ContainsFunc(m.rows, func(r cellRow) bool { return m.folded(r) || r.CM1.Valid && r.CM1.V > best.CM1.V })
}

// worstText names the worst cell with its money; empty where none costs enough to name.
func (m matrix) worstText() string {
	worst, money, ok := m.worst()
	switch {
	case !ok:
		return ""
	case m.totals.CM1.V <= 0:
		return m.o.say("%s loses %s on %s of revenue.", worst.name(m.o), m.o.money(money), m.o.money(worst.Revenue))
	case worst.CM1.V < 0:
		return m.o.say("%s loses %s on %s of revenue; at the average margin of %s it would earn %s more.", worst.name(m.o), m.o.money(-worst.CM1.V), m.o.money(worst.Revenue), m.o.percent(m.totals.CM1.V.Float()/m.totals.Costed.V.Float()), m.o.money(money))
	}
	return m.o.say("%s falls short of the average margin: %s against %s; at the average it would earn %s more.", worst.name(m.o), m.o.percent(worst.CM1.V.Float()/worst.Costed.V.Float()), m.o.percent(m.totals.CM1.V.Float()/m.totals.Costed.V.Float()), m.o.money(money))
}

func (m matrix) notes() []string {
	var notes []string
	var few, cells int64
	for _, r := range m.rows {
		if m.folded(r) {
			notes = append(notes, m.o.say("%d {1|row for the cell|rows for the cells} with the most revenue; all the others are the row %s.", int64(len(m.rows)-1), other))
			continue
		}
		cells++
		if m.few(r) {
			few++
		}
	}
	if few > 0 {
		text := phrases.Key("%d of %d {2|cell|cells} {1|has|have} fewer than %d customers: shown and not judged.")
		if !m.known {
			text = "%d of %d {2|cell|cells} {1|has|have} fewer than %d deals: shown and not judged."
		}
		notes = append(notes, m.o.say(text, few, cells, fewToJudge))
	}
	if m.costs {
		if without := m.totals.Revenue - m.totals.Costed.V; without > 0 && without <= m.totals.Revenue {
			notes = append(notes, m.o.say("%s of revenue has no cost: left out of cost, CM1 and margin.", m.o.percent(without.Float()/m.totals.Revenue.Float())))
		}
	}
	return notes
}

func (m matrix) findings(c sales.Calendar) []Finding {
	_, money, ok := m.worst()
	if !ok {
		return nil
	}
	return []Finding{{Role: Watch, Text: strings.TrimSuffix(m.worstText(), ".") + " (" + c.Window.Label + ").", Weight: money}}
}
