package metrics

import (
	"cmp"
	"context"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// Ladder leads from list prices down to what is left after everything.
var Ladder = Metric{
	Name:     "ladder",
	Title:    "From list price to contribution",
	Question: "Where does the money go between the list price and what is left?",
	Chapter:  Profitability,
	Definition: "list = list amounts of the lines that are no returns (their revenue, where no list amount is known); discounts = revenue - list of these lines; returns = revenue of the lines that are returns; " +
		"revenue = list + discounts + returns, the net revenue. no_cost = revenue of the lines without a cost, taken out since nothing is known of their profit; cost = cost of the goods; cm1 = revenue + no_cost + cost. " +
		"bonus = paid to sellers; commission = paid to partners and agents (by the line, or the partner's rate times the revenue); cm2 = cm1 + bonus + commission. " +
		"programme_cost = what programmes cost (advertising), spread evenly over their days and counted as far as they lie in the window, given to the areas by the revenue of the programme's lines there, and to (unassigned) where it has none; cm3 = cm2 + programme_cost. " +
		"What is taken away is negative. A level stands where all it needs is known; programmes that cost more than all net revenue are left out. share = amount / net revenue of the same rows, blank where that is not positive. Areas: the 15 with the largest revenue, and (other).",
	Needs: []sales.Field{sales.Revenue},
	SQL:   ladderSQL + ";\n" + programmeCostSQL + ";\n" + programmeAreasSQL,
	Run:   ladder,
}

const ladderSQL = `
SELECT area, CAST(sum(revenue) AS BIGINT) AS revenue,
       CAST(coalesce(sum(coalesce(list, revenue)) FILTER (WHERE NOT is_return), 0) AS BIGINT) AS list,
       CAST(coalesce(sum(revenue) FILTER (WHERE is_return), 0) AS BIGINT) AS returns,
       CAST(coalesce(sum(revenue) FILTER (WHERE list IS NOT NULL AND NOT is_return), 0) AS BIGINT) AS listed,
       CAST(coalesce(sum(revenue) FILTER (WHERE cost IS NULL), 0) AS BIGINT) AS no_cost, CAST(coalesce(sum(cost), 0) AS BIGINT) AS cost,
       CAST(coalesce(sum(bonus), 0) AS BIGINT) AS bonus, CAST(coalesce(sum(commission), 0) AS BIGINT) AS commission
FROM lines WHERE in_window GROUP BY area ORDER BY revenue DESC, area`

// programmeCostSQL lists the programmes whose cost and days are known.
const programmeCostSQL = `
SELECT programme, start_day, end_day, sum(cost) AS cost
FROM programmes WHERE cost IS NOT NULL AND start_day <= end_day AND programme IS NOT NULL
GROUP BY programme, start_day, end_day ORDER BY programme, start_day, end_day`

// programmeAreasSQL is where the lines of a programme are sold.
const programmeAreasSQL = `
SELECT programme, area, CAST(sum(revenue) AS BIGINT) AS revenue
FROM lines WHERE in_window AND programme <> '' AND NOT is_return GROUP BY programme, area HAVING sum(revenue) > 0 ORDER BY programme, area`

// rungs are the amounts of one area on its ladder; what is taken away is positive here.
type rungs struct {
	Area                      string
	Revenue, List, Returns    sales.Money
	Listed                    sales.Money // revenue of the lines with a list amount
	NoCost, Cost              sales.Money
	Bonus, Commission, advert sales.Money
}

func (r rungs) add(s rungs) rungs {
	return rungs{r.Area, r.Revenue + s.Revenue, r.List + s.List, r.Returns + s.Returns, r.Listed + s.Listed,
		r.NoCost + s.NoCost, r.Cost + s.Cost, r.Bonus + s.Bonus, r.Commission + s.Commission, r.advert + s.advert}
}

func (r rungs) cm1() sales.Money { return r.Revenue - r.NoCost - r.Cost }
func (r rungs) cm2() sales.Money { return r.cm1() - r.Bonus - r.Commission }
func (r rungs) cm3() sales.Money { return r.cm2() - r.advert }

// rung is a step or level of the ladder.
type rung struct {
	key   string
	title phrases.Key
	level bool
	of    func(rungs) sales.Money
}

// climb is the section while it is made.
type climb struct {
	calendar sales.Calendar
	o        Options
	areas    []rungs // largest revenue first, the rest folded
	total    rungs
	ladder   []rung // those that are known
	undated  int64  // programmes with a cost but no days
	beyond   bool   // programmes cost more than all sales bring, hardly for these sales alone: the ladder ends above them
}

func ladder(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	c := climb{calendar: l.Calendar, o: o}
	areas, err := query[rungsRow](ctx, l, o, ladderSQL)
	if err != nil {
		return Section{}, err
	}
	for _, a := range areas {
		c.areas = append(c.areas, rungs{a.Area, a.Revenue, a.List, a.Returns, a.Listed, a.NoCost, a.Cost, a.Bonus, a.Commission, 0})
	}
	if err := c.advertise(ctx, l); err != nil {
		return Section{}, err
	}
	for _, a := range c.areas {
		c.total = c.total.add(a)
	}
	c.total.Area = allAreas
	c.ladder = c.known(l)
	if c.beyond = c.has("cm3") && c.total.advert > c.total.Revenue; c.beyond {
		c.ladder = c.ladder[:len(c.ladder)-2]
	}
	c.fold()
	return c.section(l), nil
}

// rungsRow is a row of ladderSQL.
type rungsRow struct {
	Area                                                            string
	Revenue, List, Returns, Listed, NoCost, Cost, Bonus, Commission sales.Money
}

// allAreas names the ladder of the whole.
const allAreas = "(all)"

// known are the rungs that this ledger says something of, down to the last level.
func (c *climb) known(l *sales.Ledger) []rung {
	var out []rung
	add := func(has bool, r rung) {
		if has {
			out = append(out, r)
		}
	}
	costs, paid := l.Has(sales.Cost), l.Has(sales.Bonus) || l.Has(sales.Commission)
	listed := l.Has(sales.List) || l.Has(sales.Discount)
	first := phrases.Key("List amount")
	if !listed {
		first = "Sales before returns"
	}
	add(true, rung{"list", first, true, func(r rungs) sales.Money { return r.List }})
	add(listed, rung{"discounts", "Discounts", false, func(r rungs) sales.Money { return r.Revenue - r.Returns - r.List }})
	add(true, rung{"returns", "Returns", false, func(r rungs) sales.Money { return r.Returns }})
	add(true, rung{"revenue", "Net revenue", true, func(r rungs) sales.Money { return r.Revenue }})
	add(costs && c.total.NoCost != 0, rung{"no_cost", "Revenue without a cost", false, func(r rungs) sales.Money { return -r.NoCost }})
	add(costs, rung{"cost", "Cost of the goods", false, func(r rungs) sales.Money { return -r.Cost }})
	add(costs, rung{"cm1", "CM1", true, rungs.cm1})
	add(costs && l.Has(sales.Bonus), rung{"bonus", "Bonuses", false, func(r rungs) sales.Money { return -r.Bonus }})
	add(costs && l.Has(sales.Commission), rung{"commission", "Commissions", false, func(r rungs) sales.Money { return -r.Commission }})
	add(costs && paid, rung{"cm2", "CM2", true, rungs.cm2})
	advertised := costs && l.Given(sales.Programmes, sales.Cost)
	add(advertised, rung{"programme_cost", "Cost of programmes", false, func(r rungs) sales.Money { return -r.advert }})
	add(advertised, rung{"cm3", "CM3", true, rungs.cm3})
	return out
}

// advertise gives the cost of the programmes to the areas.
func (c *climb) advertise(ctx context.Context, l *sales.Ledger) error {
	if !l.Given(sales.Programmes, sales.Cost) {
		return nil
	}
	type programme struct {
		Programme        string
		StartDay, EndDay sales.Day
		Cost             sales.Money
	}
	programmes, err := query[programme](ctx, l, c.o, programmeCostSQL)
	if err != nil {
		return err
	}
	type sold struct {
		Programme, Area string
		Revenue         int64
	}
	lines, err := query[sold](ctx, l, c.o, programmeAreasSQL)
	if err != nil {
		return err
	}
	weights := map[string][]sold{}
	for _, s := range lines {
		weights[s.Programme] = append(weights[s.Programme], s)
	}
	for _, p := range programmes {
		cost := within(p.Cost, sales.Period{Start: p.StartDay, End: p.EndDay}, c.calendar.Window)
		in := weights[p.Programme]
		if len(in) == 0 {
			in = []sold{{p.Programme, sales.Unassigned, 1}}
		}
		shares := make([]int64, len(in))
		for i, s := range in {
			shares[i] = s.Revenue
		}
		parts, _ := stat.LargestRemainder(int64(cost), shares)
		for i, s := range in {
			c.area(s.Area).advert += sales.Money(parts[i])
		}
	}
	type n struct{ N int64 }
	undated, err := one[n](ctx, l, c.o, `SELECT count(*) AS n FROM programmes WHERE cost IS NOT NULL AND (start_day IS NULL OR end_day IS NULL OR start_day > end_day OR programme IS NULL)`)
	c.undated = undated.N
	return err
}

// within is the part of a cost, spread evenly over its days, that lies in a window.
func within(cost sales.Money, days, window sales.Period) sales.Money {
	start, end := max(days.Start, window.Start), min(days.End, window.End)
	if start > end {
		return 0
	}
	return sales.Money(roundDiv(int64(cost)*int64(end-start+1), int64(days.Days())))
}

// area is the ladder of an area; one that sold nothing is made.
func (c *climb) area(name string) *rungs {
	if i := slices.IndexFunc(c.areas, func(r rungs) bool { return r.Area == name }); i >= 0 {
		return &c.areas[i]
	}
	c.areas = append(c.areas, rungs{Area: name})
	return &c.areas[len(c.areas)-1]
}

// ladderAreas is how many areas have a ladder of their own.
const ladderAreas = 15

// fold adds up the areas beyond the largest.
func (c *climb) fold() {
	slices.SortStableFunc(c.areas, func(a, b rungs) int {
		return cmp.Or(cmp.Compare(b.Revenue, a.Revenue), cmp.Compare(a.Area, b.Area))
	})
	most := min(ladderAreas, c.o.MaxRows)
	if len(c.areas) <= most {
		return
	}
	rest := rungs{Area: "(other)"}
	for _, a := range c.areas[most:] {
		rest = rest.add(a)
	}
	c.areas = append(slices.Clone(c.areas[:most]), rest)
}

func (c *climb) section(l *sales.Ledger) Section {
	s := Section{Lead: c.lead(), Scope: c.o.scope(c.o.say("Money from list price to contribution"), c.calendar.Window), Notes: c.notes(l), Findings: c.findings()}
	s.Table.Columns = []Column{{"step", "Key", Text}, {"area", "Area", Text}, {"name", "Step", Text}, {"kind", "Kind", Word},
		{"amount", "Amount", Money}, {"share", "Share of net revenue", Ratio}}
	ladders := []rungs{c.total}
	if len(c.areas) > 1 {
		ladders = append(ladders, c.areas...)
	}
	for _, r := range ladders {
		for _, step := range c.ladder {
			kind := "step"
			if step.level {
				kind = BridgeLevel
			}
			s.Table.Rows = append(s.Table.Rows, []Cell{step.key, r.Area, step.title, kind, step.of(r), moneyRatio(step.of(r), r.Revenue)})
		}
	}
	s.Charts = []Chart{{Kind: Bridge, Title: c.o.say("%s to %s", c.o.say(c.ladder[0].title), c.o.say(c.bottom().title)), X: "name", Y: []string{"amount", "amount", "amount"}, Series: "kind", Where: "area", Is: allAreas}}
	if len(ladders) > 1 {
		s.Charts = append(s.Charts, Chart{Kind: HeatMap, Title: "Share of net revenue by business area", X: "name", Y: []string{"share"}, Series: "area"})
	}
	claim := func(of Measure, step string, but bool) Claim {
		return Claim{Column: "amount", Of: of, Scope: InWindow, Where: "step", Is: step, And: Pick{"area", allAreas, but}}
	}
	s.Claims = []Claim{claim(LinesRevenue, "revenue", false)}
	if c.has("cm1") {
		s.Claims = append(s.Claims, claim(LinesCM1, "cm1", false))
	}
	if len(ladders) > 1 {
		s.Claims = append(s.Claims, claim(LinesRevenue, "revenue", true))
	}
	return s
}

func (c *climb) has(key string) bool {
	return slices.ContainsFunc(c.ladder, func(r rung) bool { return r.key == key })
}

// bottom is the last level.
func (c *climb) bottom() rung { return c.ladder[len(c.ladder)-1] }
