package metrics

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"

	"xsell/metrics/sales"
)

// basketRow is a product that stayed in a deal of the window; texts are numbers in their order.
type basketRow struct {
	deal, day, customer, audience int32
	things                        [3]int32 // product, type, area
	revenue, cm1                  int64    // cm1 is sales.Absent where unknown
}

// windowDeals are the baskets of the window. The markets of products, types and areas, and
// those of earlier days, are parts of them: they are taken from the engine once.
type windowDeals struct {
	rows       []basketRow // by deal and product
	byCustomer []int32     // places of the rows, by customer
	unknown    int32       // the customer without a name; -1 where all have one
	unassigned int32       // likewise the audience
}

// windowDealsSQL takes every product that stayed in a deal of the window. What has no
// customer or no audience has a number below 0.
const windowDealsSQL = `
WITH sold AS (
	SELECT deal, day, customer, audience, product, type, area, revenue, cm1 FROM baskets WHERE in_window),
deals AS (
	SELECT deal, row_number() OVER (ORDER BY deal) AS number FROM sold GROUP BY deal),
customers AS (
	SELECT customer, row_number() OVER (ORDER BY customer) AS number FROM sold GROUP BY customer),
audiences AS (
	SELECT audience, row_number() OVER (ORDER BY audience) AS number FROM sold GROUP BY audience),
products AS (
	SELECT product, row_number() OVER (ORDER BY product) AS number FROM sold GROUP BY product),
types AS (
	SELECT type, row_number() OVER (ORDER BY type) AS number FROM sold GROUP BY type),
areas AS (
	SELECT area, row_number() OVER (ORDER BY area) AS number FROM sold GROUP BY area)
SELECT CAST(d.number AS INTEGER) AS deal, CAST(date_diff('day', DATE '1970-01-01', s.day) AS INTEGER) AS day,
       CAST(CASE WHEN s.customer = '(unknown)' THEN -c.number ELSE c.number END AS INTEGER) AS customer,
       CAST(CASE WHEN s.audience = '(unassigned)' THEN -u.number ELSE u.number END AS INTEGER) AS audience,
       CAST(p.number AS INTEGER) AS product, CAST(t.number AS INTEGER) AS type, CAST(a.number AS INTEGER) AS area, s.revenue, s.cm1
FROM sold AS s JOIN deals AS d ON d.deal = s.deal JOIN customers AS c ON c.customer = s.customer JOIN audiences AS u ON u.audience = s.audience
JOIN products AS p ON p.product = s.product JOIN types AS t ON t.type = s.type JOIN areas AS a ON a.area = s.area
ORDER BY deal, product`

// takeWindowDeals reads them; where there are more rows than may be taken, the error is a
// [sales.RowsError].
func takeWindowDeals(ctx context.Context, l *sales.Ledger, most int64) (*windowDeals, error) {
	counted, err := sales.Query[struct{ Rows int64 }](ctx, l, `SELECT count(*) AS "rows" FROM baskets WHERE in_window`)
	if err != nil {
		return nil, err
	}
	n := counted[0].Rows
	if n > most {
		return nil, l.TooMany(most)
	}
	w := &windowDeals{rows: make([]basketRow, 0, n), unknown: -1, unassigned: -1}
	if err := sales.Integers(ctx, l, windowDealsSQL, w.take); err != nil {
		return nil, err
	}
	w.sortByCustomer()
	return w, nil
}

// take adds a row: deal, day, customer, audience, product, type, area, revenue, cm1.
func (w *windowDeals) take(row []int64) error {
	if row[2] < 0 {
		row[2] = -row[2]
		w.unknown = int32(row[2])
	}
	if row[3] < 0 {
		row[3] = -row[3]
		w.unassigned = int32(row[3])
	}
	w.rows = append(w.rows, basketRow{int32(row[0]), int32(row[1]), int32(row[2]), int32(row[3]), [3]int32{int32(row[4]), int32(row[5]), int32(row[6])}, row[7], row[8]})
	return nil
}

// sortByCustomer counts the rows of each customer, and puts them where those before it end.
func (w *windowDeals) sortByCustomer() {
	var ends []int32
	for _, x := range w.rows {
		ends = longer(ends, x.customer)
		ends[x.customer]++
	}
	begin(ends)
	w.byCustomer = make([]int32, len(w.rows))
	for i, x := range w.rows {
		w.byCustomer[ends[x.customer]] = int32(i)
		ends[x.customer]++
	}
}

// longer has a place for a number.
func longer(list []int32, number int32) []int32 {
	if missing := int(number) + 1 - len(list); missing > 0 {
		list = append(list, make([]int32, missing)...)
	}
	return list
}

// windowDealsOnce keeps them for a report and for those as of earlier days.
type windowDealsOnce struct {
	once sync.Once
	all  *windowDeals
	err  error
}

func (w *windowDealsOnce) take(ctx context.Context, l *sales.Ledger, most int64) (*windowDeals, error) {
	w.once.Do(func() { w.all, w.err = takeWindowDeals(ctx, l, most) })
	return w.all, w.err
}

// cut is the part that a market is made of.
func (w *windowDeals) cut(o Options, of tier) *basketCut {
	place := map[tier]int{ofProducts: 0, ofTypes: 1, ofAreas: 2}[of]
	c := &basketCut{windowDeals: w, of: place, from: math.MinInt32, to: math.MaxInt32}
	if o.before != 0 {
		c.from, c.to = int32(o.window.Start), int32(o.before-1)
	}
	return c
}

// basketCut is what was bought on some days, as things of a tier.
type basketCut struct {
	*windowDeals
	of       int // place of the tier's thing in a row
	from, to int32
	parts    []basketRow // room for a deal
}

func (c *basketCut) within(x basketRow) bool { return c.from <= x.day && x.day <= c.to }

// thing is the number of what was bought, as the tier has it.
func (c *basketCut) thing(x basketRow) int32 { return x.things[c.of] }

// cutDeal is a deal: where its rows begin, its first day and the first of its customers.
type cutDeal struct{ start, day, customer int32 }

// deals are the deals by day, and those of one day in the order of the engine.
func (c *basketCut) deals() []cutDeal {
	var all []cutDeal
	var ends []int32 // by day since the first
	from := int32(math.MaxInt32)
	for start := 0; start < len(c.rows); {
		parts, next := c.deal(start)
		if len(parts) > 0 {
			d := cutDeal{int32(start), parts[0].day, parts[0].customer}
			for _, x := range parts[1:] {
				d.day, d.customer = min(d.day, x.day), min(d.customer, x.customer)
			}
			all = append(all, d)
			from = min(from, d.day)
		}
		start = next
	}
	for _, d := range all {
		ends = longer(ends, d.day-from)
		ends[d.day-from]++
	}
	begin(ends)
	out := make([]cutDeal, len(all))
	for _, d := range all {
		out[ends[d.day-from]] = d
		ends[d.day-from]++
	}
	return out
}

// begin turns counts into the places where what is counted begins.
func begin(counts []int32) {
	n := int32(0)
	for i := range counts {
		n, counts[i] = n+counts[i], n
	}
}

// deal gives the rows of the deal that begins at a place, and where the next one begins.
func (c *basketCut) deal(start int) (parts []basketRow, next int) {
	c.parts = c.parts[:0]
	for next = start; next < len(c.rows) && c.rows[next].deal == c.rows[start].deal; next++ {
		if c.within(c.rows[next]) {
			c.parts = append(c.parts, c.rows[next])
		}
	}
	return c.parts, next
}

// things gives the things of the deal that begins at a place, each once.
func (c *basketCut) things(start int32) []basketRow {
	parts, _ := c.deal(int(start))
	slices.SortFunc(parts, func(a, b basketRow) int { return cmp.Compare(c.thing(a), c.thing(b)) })
	n := 0
	for _, x := range parts[1:] {
		if c.thing(x) != c.thing(parts[n]) {
			n++
			parts[n] = x
			continue
		}
		parts[n].merge(x)
	}
	return parts[:n+1]
}

// merge adds another product of the same thing in the deal.
func (x *basketRow) merge(o basketRow) {
	x.day, x.customer, x.audience = min(x.day, o.day), min(x.customer, o.customer), min(x.audience, o.audience)
	x.revenue += o.revenue
	switch {
	case x.cm1 == sales.Absent:
		x.cm1 = o.cm1
	case o.cm1 != sales.Absent:
		x.cm1 += o.cm1
	}
}
