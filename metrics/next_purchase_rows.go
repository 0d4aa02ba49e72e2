package metrics

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"

	"xsell/metrics/sales"
)

// purchase is what a known customer bought on a day; texts are numbers in their order.
type purchase struct{ day, product, kind, audience int32 }

// purchases are what known customers bought, by customer and day. What was known on an
// earlier day is a part of them: they are taken from the engine once for all days that a
// report looks back to.
type purchases struct {
	rows       []purchase
	ends       []int // of each customer in rows
	products   []string
	types      []string
	unassigned int32 // the audience of those of none; -1 where all have one
}

// knownBuyersSQL numbers the known customers of the baskets, once for all that asks for them by
// number.
const knownBuyersSQL = `
SELECT customer, row_number() OVER (ORDER BY customer) AS number, min(day) AS first_day
FROM baskets WHERE customer <> '(unknown)' GROUP BY customer`

// purchasesSQL takes every product that a known customer bought on a day, with the type it
// was bought as. One that several deals of the day hold comes with each: visits takes it once.
const purchasesSQL = `
WITH products AS (
	SELECT product, row_number() OVER (ORDER BY product) AS number FROM baskets GROUP BY product),
types AS (
	SELECT type, row_number() OVER (ORDER BY type) AS number FROM baskets GROUP BY type),
audiences AS (
	SELECT audience, row_number() OVER (ORDER BY audience) AS number FROM baskets GROUP BY audience)
SELECT CAST(c.number AS INTEGER) AS customer, CAST(date_diff('day', DATE '1970-01-01', w.day) AS INTEGER) AS day, CAST(p.number AS INTEGER) AS product,
       CAST(t.number AS INTEGER) AS type, CAST(CASE WHEN w.audience = '(unassigned)' THEN -u.number ELSE u.number END AS INTEGER) AS audience
FROM baskets AS w JOIN known_buyers AS c ON c.customer = w.customer JOIN products AS p ON p.product = w.product JOIN types AS t ON t.type = w.type
JOIN audiences AS u ON u.audience = w.audience
ORDER BY customer, day`

// count is how many rows purchasesSQL has at most, counted once.
func (p *purchasesOnce) count(ctx context.Context, l *sales.Ledger) (int64, error) {
	p.counting.Do(func() {
		const sql = `SELECT count(*) AS purchases FROM baskets WHERE customer <> '(unknown)'`
		p.countErr = sales.Integers(ctx, l, sql, func(row []int64) error {
			p.rows = row[0]
			return nil
		})
	})
	return p.rows, p.countErr
}

// takePurchases reads so many of them at most; where there are more than may be taken, the error is a [sales.RowsError].
func takePurchases(ctx context.Context, l *sales.Ledger, n int64) (*purchases, error) {
	if n > l.MostRows() {
		return nil, l.TooMany(l.MostRows())
	}
	p := &purchases{rows: make([]purchase, 0, n), unassigned: -1}
	type name struct{ Text string }
	for _, texts := range []struct {
		of    tier
		names *[]string
	}{{ofProducts, &p.products}, {ofTypes, &p.types}} {
		names, err := sales.Query[name](ctx, l, "SELECT "+string(texts.of)+" AS text FROM baskets GROUP BY "+string(texts.of)+" ORDER BY text")
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			*texts.names = append(*texts.names, n.Text)
		}
	}
	if err := l.Keep(ctx, "known_buyers", knownBuyersSQL); err != nil {
		return nil, err
	}
	return p, sales.Integers(ctx, l, purchasesSQL, p.take)
}

// take adds a row: customer, day, product, type, audience.
func (p *purchases) take(row []int64) error {
	if int(row[0]) > len(p.ends) {
		p.ends = append(p.ends, len(p.rows))
	}
	audience := int32(row[4])
	if audience < 0 {
		audience = -audience
		p.unassigned = audience
	}
	p.rows = append(p.rows, purchase{int32(row[1]), int32(row[2] - 1), int32(row[3] - 1), audience})
	p.ends[row[0]-1] = len(p.rows)
	return nil
}

// purchasesOnce keeps the purchases of a report and of those as of earlier days.
type purchasesOnce struct {
	once sync.Once
	all  *purchases
	err  error

	counting sync.Once
	rows     int64
	countErr error
}

func (p *purchasesOnce) take(ctx context.Context, l *sales.Ledger) (*purchases, error) {
	p.once.Do(func() {
		var n int64
		if n, p.err = p.count(ctx, l); p.err == nil {
			p.all, p.err = takePurchases(ctx, l, n)
		}
	})
	return p.all, p.err
}

// walked is a thing of a visit: its number in the market, and its audience.
type walked struct{ good, audience int32 }

// each gives the rows of walksSQL up to a day, in their order.
func (p *purchases) each(until sales.Day, of tier, goods []good, give func(row []int64) error) error {
	goodOf, audiences := p.goodsOf(of, goods), p.audiencesBy(until, of)
	row, who := make([]int64, 4), int64(0)
	var things []walked
	var err error
	p.visits(until, of, func(first bool, day int32, visit []purchase) {
		if first {
			who++
		}
		things = things[:0]
		for _, x := range visit {
			things = append(things, walked{goodOf[x.thing(of)], audiences[x.audience]})
		}
		slices.SortFunc(things, func(a, b walked) int { return cmp.Or(cmp.Compare(a.good, b.good), cmp.Compare(a.audience, b.audience)) })
		for _, t := range things {
			if row[0], row[1], row[2], row[3] = who, int64(day), orAbsent(t.good), orAbsent(t.audience); err == nil {
				err = give(row)
			}
		}
	})
	return err
}

// none is the number of what has none; it comes last.
const none = math.MaxInt32

func orAbsent(n int32) int64 {
	if n == none {
		return sales.Absent
	}
	return int64(n)
}

func (x purchase) thing(of tier) int32 {
	if of == ofTypes {
		return x.kind
	}
	return x.product
}

// visits gives every day of every customer up to a day, each thing once, with the first
// audience that it was bought for; first says that it is the customer's first.
func (p *purchases) visits(until sales.Day, of tier, give func(first bool, day int32, visit []purchase)) {
	var visit []purchase
	start := 0
	for _, end := range p.ends {
		for first := true; start < end && p.rows[start].day <= int32(until); first = false {
			day := p.rows[start].day
			visit = visit[:0]
			for ; start < end && p.rows[start].day == day; start++ {
				visit = append(visit, p.rows[start])
			}
			slices.SortFunc(visit, func(a, b purchase) int {
				return cmp.Or(cmp.Compare(a.thing(of), b.thing(of)), cmp.Compare(a.audience, b.audience))
			})
			visit = slices.CompactFunc(visit, func(a, b purchase) bool { return a.thing(of) == b.thing(of) })
			give(first, day, visit)
		}
		start = end
	}
}

// goodsOf is the number in a market, from 1, of each thing.
func (p *purchases) goodsOf(of tier, goods []good) []int32 {
	number := make(map[string]int32, len(goods))
	for i, g := range goods {
		number[g.id] = int32(i + 1)
	}
	texts := p.products
	if of == ofTypes {
		texts = p.types
	}
	out := make([]int32, len(texts))
	for i, text := range texts {
		if out[i] = none; number[text] > 0 {
			out[i] = number[text]
		}
	}
	return out
}

// audiencesBy numbers the audiences by what was bought for them up to a day, most first.
func (p *purchases) audiencesBy(until sales.Day, of tier) []int32 {
	var bought []int32
	p.visits(until, of, func(_ bool, _ int32, visit []purchase) {
		for _, x := range visit {
			bought = longer(bought, x.audience)
			bought[x.audience]++
		}
	})
	return mostFirst(bought, p.unassigned)
}

// mostFirst numbers what was bought from 1, most first; what was not, and one that is to have
// no number, have none.
func mostFirst(bought []int32, but int32) []int32 {
	number, order := make([]int32, len(bought)), []int{}
	for a, n := range bought {
		if number[a] = none; n > 0 && int32(a) != but {
			order = append(order, a)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(bought[b], bought[a]) })
	for i, a := range order {
		number[a] = int32(i + 1)
	}
	return number
}
