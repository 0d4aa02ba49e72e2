package metrics

import (
	"cmp"
	"slices"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// compared reports whether there is a period to compare with.
func (m moved) compared() bool { return m.calendar.Covers(m.calendar.Previous) }

func (m moved) lead() string {
	c, total := m.calendar, m.total()
	if !m.compared() {
		return m.o.say("Net revenue in %s is %s; the data begin on %s, so there is no complete %s to compare it with.", c.Period.Label, m.o.money(total.CurrentRevenue), m.o.date(c.First), c.Previous.Label)
	}
	lead := m.why()
	if text := m.byDimension(); text != "" {
		lead += " " + text
	}
	for _, f := range m.stopped() {
		lead += " " + f.Text
	}
	return lead
}

// why says how revenue changed and, where the split is defined, what drove it.
func (m moved) why() string {
	c, total := m.calendar, m.total()
	text := m.o.say("Net revenue %s in %s against %s.", m.o.rose(total.PreviousRevenue, total.CurrentRevenue), c.Period.Label, c.Previous.Label)
	return strings.TrimSpace(text + " " + m.drove(m.drivers, total.change()))
}

// drove writes "It was driven by more customers (+30.1 k EUR); taken back in part by less
// revenue per product sold (−15.0 k EUR)."; nothing where no driver is known.
func (m moved) drove(drivers []driver, change sales.Money) string {
	with, against := named(drivers, change, m.o)
	switch {
	case with == "":
		return ""
	case against == "":
		return m.o.say("It was driven by %s.", with)
	case change > 0:
		return m.o.say("It was driven by %s; taken back in part by %s.", with, against)
	}
	return m.o.say("It was driven by %s; made up for in part by %s.", with, against)
}

// reason is why for a reader who has just read how much: what drove the change, or, where it
// is not split, how much it was.
func (m moved) reason() string {
	before, change := m.calendar.Previous.Label, m.total().change()
	with, against := named(m.drivers, change, m.o)
	switch {
	case with == "":
		return m.why()
	case against == "":
		return m.o.say("The change of net revenue on %s was driven by %s.", before, with)
	case change > 0:
		return m.o.say("The rise of net revenue on %s was driven by %s; taken back in part by %s.", before, with, against)
	}
	return m.o.say("The fall of net revenue on %s was driven by %s; made up for in part by %s.", before, with, against)
}

// named lists the drivers that moved as the whole did, and those that moved against it, the
// largest first. Drivers below a twentieth of all that moved are not named.
func named(drivers []driver, change sales.Money, o Options) (asAll, againstAll string) {
	var gross sales.Money
	for _, d := range drivers {
		gross += abs(d.effect)
	}
	sorted := slices.Clone(drivers)
	slices.SortStableFunc(sorted, func(a, b driver) int { return cmp.Compare(abs(b.effect), abs(a.effect)) })
	var with, against []string
	for _, d := range sorted {
		switch {
		case d.effect == 0 || abs(d.effect) < gross/20:
		case change != 0 && (d.effect > 0) == (change > 0):
			with = append(with, o.say("%s (%s)", o.say(d.phrase()), o.change(d.effect)))
		default:
			against = append(against, o.say("%s (%s)", o.say(d.phrase()), o.change(d.effect)))
		}
	}
	return o.list(with), o.list(against)
}

// phrase names the direction in which the driver itself moved.
func (d driver) phrase() phrases.Key {
	if d.now < d.before {
		return d.less
	}
	return d.more
}

// split is the first dimension with two items or more: the one that sentences and the
// bridge speak of.
func (m moved) split() (dimension, []moverRow, bool) {
	for _, d := range m.dimensions {
		if rows := m.items[string(d.field)]; len(rows) > 1 {
			return d, rows, true
		}
	}
	return dimension{}, nil, false
}

// byDimension says which items add and which take away.
func (m moved) byDimension() string {
	d, rows, ok := m.split()
	if !ok {
		return ""
	}
	var list []move
	for _, r := range rows {
		if !r.folded(m.o) {
			list = append(list, move{r.Name, r.change()})
		}
	}
	text := m.o.moves(list)
	if text == "" {
		return ""
	}
	return m.o.say("By %s, %s.", m.o.say(d.by), text)
}

func (m moved) notes() []string {
	c, total := m.calendar, m.total()
	var notes []string
	if !m.compared() {
		return nil
	}
	if a, b := c.Previous.Days(), c.Period.Days(); abs(sales.Money(a-b)) > sales.Money(b/50) && total.PreviousRevenue > 0 {
		perDay := total.CurrentRevenue.Float() / float64(b) / (total.PreviousRevenue.Float() / float64(a))
		notes = append(notes, m.o.say("%s has %d days, %s %d: per day, net revenue changed by %s.", c.Period.Label, b, c.Previous.Label, a, m.o.percentChange(perDay-1)))
	}
	if c.Covers(c.YearAgo) && c.YearAgo != c.Previous {
		text := m.o.say("Against %s, net revenue %s.", c.YearAgo.Label, m.o.rose(total.YearAgoRevenue, total.CurrentRevenue))
		notes = append(notes, strings.TrimSpace(text+" "+m.drove(m.yearDrivers, total.CurrentRevenue-total.YearAgoRevenue)))
	}
	if !m.driven {
		notes = append(notes, m.o.say("The change is not split into drivers: one of the two periods has no deal, or no revenue above zero."))
	}
	return notes
}

func (m moved) findings() []Finding {
	total := m.total()
	if !m.compared() || total.change() == 0 {
		return nil
	}
	out := []Finding{{Role: Why, Text: m.reason(), Weight: abs(total.change())}}
	if text := m.byDimension(); text != "" {
		_, rows, _ := m.split()
		out = append(out, Finding{Role: Why, Weight: min(rows[0].Gross, abs(total.change())), Text: text})
	}
	return slices.Concat(out, m.stopped(), m.hollowGrowth())
}

// hollowGrowth warns of the item that sold more and earned less, the one with the largest
// fall of CM1, from one part in a hundred of all CM1 on. It needs a cost on every line, or
// the fall might be one of coverage.
func (m moved) hollowGrowth() []Finding {
	_, rows, ok := m.split()
	if !ok || !m.allCosted {
		return nil
	}
	var worst moverRow
	var fall sales.Money
	for _, r := range rows {
		if f := r.PreviousCM1.V - r.PeriodCM1.V; !r.folded(m.o) && r.change() > 0 && f > fall {
			worst, fall = r, f
		}
	}
	if fall == 0 || fall < m.total().PreviousCM1.V/100 {
		return nil
	}
	return []Finding{{Role: Watch, Weight: fall, Text: m.o.say("%s sold more and earned less in %s than in %s: revenue %s, CM1 %s.", short(worst.Name), m.calendar.Period.Label, m.calendar.Previous.Label, m.o.change(worst.change()), m.o.change(-fall))}}
}

func (m moved) charts() []Chart {
	if !m.compared() {
		return nil
	}
	var out []Chart
	c := m.calendar
	if d, _, ok := m.split(); ok {
		out = append(out, Chart{Kind: Bridge, Title: m.o.say("Net revenue from %s to %s by %s", c.Previous.Label, c.Period.Label, m.o.say(d.by)),
			X: "item_name", Y: []string{"previous", "change", "current"}, Where: "dimension", Is: string(d.field)})
	}
	if m.driven {
		out = append(out, Chart{Kind: Bars, Title: "What drove the change of net revenue", X: "item_name", Y: []string{"change"}, Where: "dimension", Is: "driver"})
	}
	if len(m.items["product"]) > 1 && slices.ContainsFunc(m.dimensions, func(d dimension) bool { return d.field == sales.Product }) {
		out = append(out, Chart{Kind: Bars, Title: "Products with the largest change", X: "item_name", Y: []string{"change"}, Where: "dimension", Is: "product", Limit: 20})
	}
	return out
}
