package metrics

import (
	"context"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// walks are what each known customer bought, day by day, from the beginning of the data.
// What was bought before the watch says what a customer had already; it is no part of
// the rates.
type walks struct {
	goods []good // of the market, in its order

	visits  []visit // days of purchase, by customer and day
	walkers []walker
	owned   [][]first      // by good: first visits with it, by customer
	bought  [][]int32      // by good: visits with it, ascending
	sold    []sales.Period // by good: the months from the first in which anyone bought it to the last

	members []([]int32) // visits of each stratum
	late    []bool      // strata of the last fifth

	months   []int32   // of the days of the data, numbered
	perMonth []int64   // visits by month of the data
	monthly  [][]int64 // by good: visits with it by month

	engine    *walkTables // where there are more purchases than may be taken, the engine counts visits
	customers int64       // who bought anything

	open   []first // room for the goods of a customer while they are taken
	packed []first // room for those of the next customers

	rare int // goods beyond mostJudged, of which no sequence is tested

	begin              sales.Day // of the data
	from, split, until sales.Day // the watch, and the first day of its last fifth
}

// visit is a day on which a customer bought.
type visit struct {
	walker  int32
	day     sales.Day
	things  int32 // different ones bought on it, judged or not
	had     int32 // judged goods bought before
	stratum int32 // -1 where nothing is asked of it: the first one, and before the watch
}

// walker is a customer: its visits from start to end, and its goods by their first visit.
type walker struct {
	start, end int32
	audience   int32
	goods      []first
}

// first is the first visit with a good: of a customer the good is named, of a good the
// customer.
type first struct{ of, visit int32 }

// walksSQL are the rows that walks are made of: every thing that a known customer bought on
// a day, with the number that it has in the market. It is what the reader sees; the rows
// are cut from the purchases, which are read once for all days looked back to.
const walksSQL = `
WITH sold AS (
	SELECT deal, {thing} AS thing, customer FROM baskets WHERE in_window),
` + goodsSQL + `,
walked AS (
	SELECT customer, day, {thing} AS thing, min(audience) AS audience FROM baskets WHERE customer <> '(unknown)' AND day <= {until} GROUP BY customer, day, {thing}),
customers AS (
	SELECT customer, row_number() OVER (ORDER BY customer) AS number FROM walked GROUP BY customer),
audiences AS (
	SELECT audience, row_number() OVER (ORDER BY count(*) DESC, audience) AS number FROM walked WHERE audience <> '(unassigned)' GROUP BY audience)
SELECT c.number AS customer, date_diff('day', DATE '1970-01-01', w.day) AS day, g.number AS thing, u.number AS audience
FROM walked AS w JOIN customers AS c ON c.customer = w.customer LEFT JOIN audiences AS u ON u.audience = w.audience LEFT JOIN goods AS g ON g.thing = w.thing
ORDER BY customer, day, thing, audience`

// watchUntil is the day on which watching ends: the last day known where the window
// reaches the last period, else the end of the window.
func watchUntil(c sales.Calendar) sales.Day {
	if c.Window.End >= c.Period.End {
		return max(c.AsOf, c.Window.End)
	}
	return c.Window.End
}

func takeWalks(ctx context.Context, l *sales.Ledger, o Options, m *market, of tier) (*walks, error) {
	c := o.calendar(l)
	w := newWalks(m.goods, c.First, max(c.Window.Start, c.First), min(watchUntil(c), c.AsOf))
	if many, err := o.manyPurchases(ctx, l, m); err != nil || many {
		if err == nil {
			err = w.countedBy(ctx, l, o, of)
		}
		return w, err
	}
	all, err := o.memo.bought.take(ctx, l)
	if err == nil {
		err = all.each(w.until, of, m.goods, w.take)
	}
	if err != nil {
		return nil, err
	}
	w.close()
	return w, nil
}

// newWalks has a watch and no customer yet. Less than ten days are too short for a last fifth.
func newWalks(goods []good, begin, from, until sales.Day) *walks {
	w := &walks{goods: goods, owned: make([][]first, len(goods)), bought: make([][]int32, len(goods)), sold: make([]sales.Period, len(goods)),
		begin: begin, from: from, until: until, split: until + 1}
	if days := until - from + 1; days >= 10 {
		w.split = from + days*4/5
	}
	for day, month := begin, int32(0); day <= until; day++ {
		if day > begin && day == monthOf(day) {
			month++
		}
		w.months = append(w.months, month)
	}
	return w
}

func (o Options) fillWalks(until sales.Day, of tier) string {
	return o.fillMarket(strings.ReplaceAll(walksSQL, "{until}", "DATE '"+until.String()+"'"), of, false)
}

// take adds a row: customer, day, thing, audience.
func (w *walks) take(row []int64) error {
	if int(row[0]) > len(w.walkers) {
		w.pack()
		w.walkers = append(w.walkers, walker{start: int32(len(w.visits)), end: int32(len(w.visits)), goods: w.open})
	}
	who := int32(row[0] - 1)
	x := &w.walkers[who]
	if day := sales.Day(row[1]); x.start == x.end || w.visits[x.end-1].day != day {
		w.visits = append(w.visits, visit{walker: who, day: day, had: int32(len(x.goods))})
		x.end++
	}
	x.audience = int32(max(0, row[3]))
	v := x.end - 1
	w.visits[v].things++
	if row[2] == sales.Absent {
		return nil
	}
	g := int32(row[2] - 1)
	if owned := w.owned[g]; len(owned) == 0 || owned[len(owned)-1].of != who {
		x.goods = append(x.goods, first{g, v})
		w.owned[g] = append(owned, first{who, v})
	}
	w.bought[g] = append(w.bought[g], v)
	day := sales.Day(row[1])
	if on := &w.sold[g]; len(w.bought[g]) == 1 {
		on.Start, on.End = day, day
	} else {
		on.Start, on.End = min(on.Start, day), max(on.End, day)
	}
	return nil
}

// pack moves the goods of the last customer, all of which are known, to a place of their number.
func (w *walks) pack() {
	if len(w.walkers) == 0 {
		return
	}
	x := &w.walkers[len(w.walkers)-1]
	w.open = x.goods[:0]
	if cap(w.packed)-len(w.packed) < len(x.goods) {
		w.packed = make([]first, 0, max(packedAtOnce, len(x.goods)))
	}
	w.packed = append(w.packed, x.goods...)
	x.goods = slices.Clip(w.packed[len(w.packed)-len(x.goods):])
}

// packedAtOnce is how many goods of customers have their place together.
const packedAtOnce = 1 << 16

// close puts the visits into strata of visits alike: in one month, of customers of one
// audience who had as many goods before, with as many things bought. What is bought then
// does not depend on how often a customer comes, nor on who buys much.
func (w *walks) close() {
	w.pack()
	for g := range w.sold {
		if on := &w.sold[g]; len(w.bought[g]) > 0 {
			on.Start, on.End = monthOf(on.Start), sales.Month.Next(monthOf(on.End))-1
		}
	}
	w.countMonths()
	w.customers = int64(len(w.walkers))
	people := w.buyers()
	type stratum struct {
		month          int
		audience       int32
		things, before int32
		late           bool
	}
	numbers := map[stratum]int32{}
	for i := range w.visits {
		v := &w.visits[i]
		if v.stratum = -1; w.walkers[v.walker].start == int32(i) || v.day < w.from {
			continue
		}
		of := stratum{w.monthAt(v.day), people.buyers[v.walker].audience, doublings(v.things), int32(classOfRange(v.had + 1)), v.day >= w.split}
		n, ok := numbers[of]
		if !ok {
			n = int32(len(numbers))
			numbers[of] = n
			w.members, w.late = append(w.members, nil), append(w.late, of.late)
		}
		v.stratum = n
		w.members[n] = append(w.members[n], int32(i))
	}
}

// buyers are the customers as buyers, their audiences gathered.
func (w *walks) buyers() *market {
	people := &market{buyers: make([]bought, len(w.walkers))}
	for i, x := range w.walkers {
		people.buyers[i].audience = x.audience
	}
	people.gather()
	return people
}

// countMonths counts the visits of each month, and those with each good.
func (w *walks) countMonths() {
	months := 0
	if w.until >= w.begin {
		months = w.monthAt(w.until) + 1
	}
	w.perMonth, w.monthly = make([]int64, months), make([][]int64, len(w.goods))
	for _, v := range w.visits {
		w.perMonth[w.monthAt(v.day)]++
	}
	for g, visits := range w.bought {
		w.monthly[g] = make([]int64, months)
		for _, v := range visits {
			w.monthly[g][w.monthAt(w.visits[v].day)]++
		}
	}
}

// had are the goods that the customer of a visit had bought before, by their first visit.
func (w *walks) had(v int32) []first {
	return w.walkers[w.visits[v].walker].goods[:w.visits[v].had]
}

// firstOf is the first visit of a customer with a good.
func (w *walks) firstOf(good, who int32) (visit int32, ok bool) {
	i, ok := slices.BinarySearchFunc(w.owned[good], who, func(f first, who int32) int { return int(f.of - who) })
	if !ok {
		return 0, false
	}
	return w.owned[good][i].visit, true
}
