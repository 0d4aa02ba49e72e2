package metrics

import (
	"context"
	"strings"
	"sync"

	"xsell/metrics/sales"
)

// market is what the sections about buying together look at: the baskets of the
// window, taken from the engine once. A deal is the basket for rates, since an offer is
// made in a deal. A buyer is the basket for tests, since the deals of one customer are
// not independent: a known customer, or the deal itself where no customer is known.
type market struct {
	goods  []good // judged things, those with most buyers first
	deals  []dealt
	buyers []bought
	months []int // where the deals of each month end

	owners     sizes   // all buyers
	stratumOf  []int32 // of each buyer: those of one audience with about as many deals
	among      []int64 // buyers by stratum
	audienceOf []int32 // audience of each stratum
	perMonth   []int64 // deals by month

	audiences int // buyers have numbers below it

	engine *marketTables // where there are more baskets than may be taken, the engine counts pairs

	byDeal bool      // deals stand for the buyers
	costed bool      // what a thing is worth is its CM1, else its revenue
	split  sales.Day // first day of the last fifth of the window's time
	terms  offerTerms
	counts basketCounts
	sales  sales.Money // revenue of all that stayed in a deal
	tried  int64       // deals of the first four fifths
	sure   foundOnce
	apart  rivalsOnce
	o      Options // whose words the sentences are of
}

// basketCounts are numbers of deals of the window.
type basketCounts struct {
	Made    int64 // with a sale, those included of which no product was kept
	Deals   int64 // that hold a product
	Several int64 // that hold two products or more
	Rows    int64 // products in all deals
}

// good is something that enough buyers have: a product, a type or an area. Deals and
// buyers are ascending, and what lies beside them belongs to the one in the same place.
type good struct {
	number               int32 // its place among the goods
	id, name, kind, area string
	blocked              bool // never to be offered; of a type or an area, all its products

	deals   []int32
	revenue []sales.Money // in each deal, net of what the deal took back
	buyers  []int32
	when    []phase       // when each buyer bought it
	paid    []sales.Money // revenue of each buyer in the window
	earned  []int64       // CM1 of each buyer in the window; sales.Absent where unknown

	owners   sizes
	sold     int64   // deals
	among    []int64 // its buyers by stratum
	perMonth []int64 // its deals by month
	stakes   []stake // in the pairs of goods that buyers alike have in the window
	later    []stake // in those of its last fifth

	value
	valueOf []value // by audience
}

// value is what a buyer of a good brings in the window, at the median.
type value struct {
	worth sales.Money // CM1; revenue where no cost is known
	spent sales.Money // revenue
}

// dealt is a deal of the window. Deals are numbered by day.
type dealt struct {
	buyer   int32 // -1 where the customer is unknown
	day     sales.Day
	revenue sales.Money             // of all that stayed in it
	cm1     sales.Null[sales.Money] // where all of it has a cost
}

// bought is a buyer.
type bought struct {
	deals, goods int32 // in the window; judged goods
	audience     int32 // the largest ones first; 0 where it is unknown, and the small ones last, as one
	when         phase
}

// phase is a set of parts of the window.
type phase uint8

// The parts of the window: what is found in the first four fifths of its time is looked
// for again in the last.
const (
	early phase = 1 << iota
	late
)

// tier is what the goods of a market are.
type tier string

// The levels, named as the columns of the relation baskets.
const (
	ofProducts tier = "product"
	ofTypes    tier = "type"
	ofAreas    tier = "area"
)

// marketSQL takes every thing that stayed in a deal of the window, with the number of its
// deal (by day), of its buyer, and its own number where enough buyers have it. It is what the
// reader sees; the rows are cut from the baskets of the window, which are read once.
const marketSQL = `
WITH sold AS (
	SELECT deal, {thing} AS thing, customer, audience, day, revenue, cm1 FROM baskets WHERE in_window),
held AS (
	SELECT deal, thing, min(customer) AS customer, min(audience) AS audience, min(day) AS day, CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(cm1) AS BIGINT) AS cm1
	FROM sold GROUP BY deal, thing),
deals AS (
	SELECT deal, row_number() OVER (ORDER BY min(day), deal) AS number, min(day) AS day, min(customer) AS customer FROM held GROUP BY deal),
audiences AS (
	SELECT audience, row_number() OVER (ORDER BY count(*) DESC, audience) AS number FROM held WHERE audience <> '(unassigned)' GROUP BY audience),
customers AS (
	SELECT customer, row_number() OVER (ORDER BY customer) AS number FROM deals WHERE customer <> '(unknown)' GROUP BY customer),
` + goodsSQL + `
SELECT CAST(d.number AS INTEGER) AS deal, CAST(c.number AS INTEGER) AS buyer, CAST(u.number AS INTEGER) AS audience,
       CAST(date_diff('day', DATE '1970-01-01', d.day) AS INTEGER) AS day, CAST(g.number AS INTEGER) AS thing, s.revenue, s.cm1
FROM held AS s JOIN deals AS d ON d.deal = s.deal LEFT JOIN customers AS c ON c.customer = d.customer LEFT JOIN audiences AS u ON u.audience = s.audience LEFT JOIN goods AS g ON g.thing = s.thing
ORDER BY deal, thing, s.revenue`

// goodsSQL numbers the things that enough buyers have.
const goodsSQL = `goods AS (
	SELECT thing, row_number() OVER (ORDER BY count(DISTINCT {buyer}) DESC, thing) AS number
	FROM sold WHERE thing <> '(unassigned)' AND {buyer} <> '(unknown)' GROUP BY thing HAVING count(DISTINCT {buyer}) >= {min_count})`

// goodNamesSQL names them in the same order.
const goodNamesSQL = `
WITH sold AS (
	SELECT deal, {thing} AS thing, customer FROM baskets WHERE in_window),
` + goodsSQL + `,
` + knownGoodsSQL + `
SELECT number, ` + namedGoodSQL + `
FROM goods AS g LEFT JOIN known AS k ON k.thing = g.thing
ORDER BY number`

// oftenSoldSQL names the things that are in the baskets of the window often enough, with their
// places among all things in it.
const oftenSoldSQL = `
WITH sold AS (
	SELECT {thing} AS thing, row_number() OVER (ORDER BY {thing}) AS number, count(*) AS baskets FROM baskets WHERE in_window GROUP BY {thing}),
` + knownGoodsSQL + `
SELECT number, ` + namedGoodSQL + `
FROM sold AS g LEFT JOIN known AS k ON k.thing = g.thing
WHERE g.thing <> '(unassigned)' AND baskets >= {min_count}
ORDER BY number`

const (
	knownGoodsSQL = `known AS (
	SELECT {thing} AS thing, min(product_name) AS name, min(type) AS kind, min(area) AS area, bool_and(is_blocked) AS blocked FROM products GROUP BY {thing})`
	namedGoodSQL = `g.thing AS id, CASE WHEN '{thing}' = 'product' THEN coalesce(k.name, g.thing) ELSE g.thing END AS name,
       coalesce(k.kind, '(unassigned)') AS kind, coalesce(k.area, '(unassigned)') AS area, coalesce(k.blocked, FALSE) AS blocked`
)

// namedGood is a row of goodNamesSQL or oftenSoldSQL.
type namedGood struct {
	Number               int64
	ID, Name, Kind, Area string
	Blocked              bool
}

// goodsOf are the goods of a market in this order.
func goodsOf(named []namedGood) []good {
	goods := make([]good, len(named))
	for i, n := range named {
		goods[i] = good{number: int32(i), id: n.ID, name: n.Name, kind: n.Kind, area: n.Area, blocked: n.Blocked}
	}
	return goods
}

const basketCountsSQL = `
SELECT (SELECT count(DISTINCT deal) FROM lines WHERE in_window AND NOT is_return) AS made,
       count(*) AS deals, count(*) FILTER (WHERE products > 1) AS several, CAST(coalesce(sum(products), 0) AS BIGINT) AS "rows"
FROM (SELECT deal, count(*) AS products FROM baskets WHERE in_window GROUP BY deal) AS d`

// basketCounts counts the deals once for the markets of all tiers.
func (o Options) basketCounts(ctx context.Context, l *sales.Ledger) (basketCounts, error) {
	o.memo.counting.Do(func() {
		o.memo.counts, o.memo.countErr = one[basketCounts](ctx, l, o, o.fillMarket(basketCountsSQL, ofProducts, false))
	})
	return o.memo.counts, o.memo.countErr
}

// fillMarket writes what a market is made of into its SQL.
func (o Options) fillMarket(sql string, of tier, byDeal bool) string {
	buyer := "customer"
	if byDeal {
		buyer = "deal"
	}
	sql = o.fill(strings.NewReplacer("{thing}", string(of), "{buyer}", buyer).Replace(sql))
	if o.before != 0 {
		sql = strings.ReplaceAll(sql, "in_window", "day BETWEEN "+day(o.window.Start)+" AND "+day(o.before-1))
	}
	return sql
}

// knownBefore is the report as it would have been on the day before: nothing later is known.
func (o Options) knownBefore(d sales.Day) Options {
	bought, deals := o.memo.bought, o.memo.deals
	o.before, o.memo = d, newMemo()
	o.memo.bought, o.memo.deals = bought, deals
	return o
}

// calendar is the calendar of what is known.
func (o Options) calendar(l *sales.Ledger) sales.Calendar {
	c := l.Calendar
	if o.before != 0 {
		c.Window.End, c.Period.End = o.before-1, o.before-1
		c.AsOf, c.Last = o.before-1, o.before-1
	}
	return c
}

// takeMarket makes a market of the baskets of the window.
func takeMarket(ctx context.Context, l *sales.Ledger, o Options, of tier) (m *market, err error) {
	m = &market{o: o, byDeal: !l.Has(sales.Customer), costed: l.Has(sales.Cost), split: holdOut(o.calendar(l))}
	if m.counts, err = o.basketCounts(ctx, l); err != nil {
		return nil, err
	}
	if m.terms, err = takeTerms(ctx, l); err != nil {
		return nil, err
	}
	most := o.mostBaskets(l)
	if m.counts.Rows > most {
		named, err := sales.Query[namedGood](ctx, l, o.fillMarket(goodNamesSQL, of, m.byDeal))
		if err != nil {
			return nil, err
		}
		m.goods = goodsOf(named)
		return m.countedBy(ctx, l, o, of, most)
	}
	all, err := o.memo.deals.take(ctx, l, most)
	if err != nil {
		return nil, err
	}
	named, err := oftenSold(ctx, l, o, of)
	if err != nil {
		return nil, err
	}
	cut := all.cut(o, of)
	goods, goodOf := cut.judge(named, o.MinCount, m.byDeal)
	m.goods = goods
	stock := newStock(m)
	if err := cut.each(cut.deals(), goodOf, stock.take); err != nil {
		return nil, err
	}
	stock.close()
	return m, nil
}

func oftenSold(ctx context.Context, l *sales.Ledger, o Options, of tier) ([]namedGood, error) {
	return query[namedGood](ctx, l, o, strings.ReplaceAll(oftenSoldSQL, "{thing}", string(of)))
}

// holdOut is the first day of the last fifth of the time that the window and the data
// share. Less than ten days are too short to be divided: all of them are early.
func holdOut(c sales.Calendar) sales.Day {
	start, end := max(c.Window.Start, c.First), min(c.Window.End, c.Last)
	days := end - start + 1
	if days < 10 {
		return end + 1
	}
	return start + days*4/5
}

// mostBaskets is how many rows of baskets are taken from the engine at most.
func (o Options) mostBaskets(l *sales.Ledger) int64 {
	if o.MaxBaskets > 0 {
		return o.MaxBaskets
	}
	return l.MostRows()
}

// baskets is the market of a report where its baskets are at hand; where there are more than
// may be taken from the engine, the error is a [sales.RowsError].
func (o Options) baskets(ctx context.Context, l *sales.Ledger, of tier) (*market, error) {
	m, err := o.market(ctx, l, of)
	if err == nil && m.engine != nil {
		return nil, l.TooMany(m.engine.most)
	}
	return m, err
}

// market is the market of a report, read by the first section that asks for it. Its baskets may
// be too many to be at hand.
func (o Options) market(ctx context.Context, l *sales.Ledger, of tier) (*market, error) {
	o.memo.mu.Lock()
	read, ok := o.memo.markets[of]
	if !ok {
		read = sync.OnceValues(func() (*market, error) { return takeMarket(ctx, l, o, of) })
		o.memo.markets[of] = read
	}
	o.memo.mu.Unlock()
	return read()
}
