package metrics

import (
	"cmp"
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// trial is what came of the offers that would have been made before the last part of the
// time.
type trial struct {
	from, until sales.Day
	customers   int64 // who bought something new in it
	ours, plain int64 // of them, with a new product among our five, and among the five most popular
	both        int64
	money       sales.Money // of all new products
	oursMoney   sales.Money // of those among our five
	plainMoney  sales.Money
	gains       []float64 // of each customer: money of ours less that of the most popular
	expected    float64   // takers of the first offers that were expected
	took        int64
	ran         bool
}

// difference is by how much more often ours are right.
func (t trial) difference() (stat.Estimate, bool) {
	return stat.PairedDifference(t.both, t.ours-t.both, t.plain-t.both, t.customers-t.ours-t.plain+t.both, confidence)
}

// moreMoney is by how much more ours brought, of all that new products brought, with limits
// by the scatter between customers. Undefined for under thirty customers, or no money.
func (t trial) moreMoney() (stat.Interval, bool) {
	n := float64(t.customers)
	if t.customers < 30 || t.money <= 0 {
		return stat.Interval{}, false
	}
	var sum, squares float64
	for _, g := range t.gains {
		sum += g
	}
	for _, g := range t.gains {
		squares += (g - sum/n) * (g - sum/n)
	}
	half := distuv.UnitNormal.Quantile((1+confidence)/2) * math.Sqrt(squares/(n-1)*n)
	return stat.Interval{Low: (sum - half) / float64(t.money), High: (sum + half) / float64(t.money)}, true
}

// freshSQL lists what customers bought after a day that they had not bought up to it. The
// numbers are those of what was known before; a product not judged then has none.
const freshSQL = `
WITH sold AS (
	SELECT deal, {thing} AS thing, customer FROM baskets WHERE in_window),
` + goodsSQL + `,
walked AS (
	SELECT customer, row_number() OVER (ORDER BY number) AS number FROM known_buyers WHERE first_day < {split}),
fresh AS (
	SELECT customer, product, CAST(sum({money}) AS BIGINT) AS money FROM baskets
	WHERE customer <> '(unknown)' AND day BETWEEN {split} AND {until} GROUP BY customer, product),
had AS (
	SELECT b.customer, b.product FROM baskets AS b JOIN fresh AS f ON f.customer = b.customer AND f.product = b.product WHERE b.day < {split} GROUP BY b.customer, b.product)
SELECT w.number AS customer, g.number AS thing, f.money
FROM fresh AS f JOIN walked AS w ON w.customer = f.customer LEFT JOIN had AS h ON h.customer = f.customer AND h.product = f.product
LEFT JOIN goods AS g ON g.thing = f.product
WHERE h.product IS NULL
ORDER BY customer, thing, money`

// try makes the offers of the day before the last part of the time from what was known
// then, and only afterwards looks at what was bought.
func try(ctx context.Context, l *sales.Ledger, o Options, w watch) (trial, error) {
	t := trial{from: w.split, until: w.until}
	then := o.knownBefore(w.split)
	if w.ahead() == 0 || w.split-1 <= max(o.window.Start, l.Calendar.First) {
		return t, nil
	}
	s, err := attend(ctx, l, then, w.ahead())
	if err != nil {
		return t, err
	}
	c := contest{trial: t, ranking: s.ranking(), popular: s.popular()}
	sql := w.fill(then.fillMarket(freshSQL, ofProducts, false), l)
	if err := sales.Integers(ctx, l, sql, c.take); err != nil {
		return t, err
	}
	c.settle()
	c.ran = c.customers > 0 && len(s.goods) > 0
	for who, in := range s.around {
		if offers := c.of(int32(who)); in && len(offers) > 0 {
			c.expected += offers[0].chance
		}
	}
	return c.trial, nil
}

// popular are the products by their buyers, most first.
func (s *school) popular() []int32 {
	var out []int32
	for g := range s.goods {
		if !s.never[g] {
			out = append(out, int32(g))
		}
	}
	slices.SortFunc(out, func(x, y int32) int {
		return cmp.Or(cmp.Compare(s.goods[y].owners.all, s.goods[x].owners.all), cmp.Compare(s.goods[x].id, s.goods[y].id))
	})
	return out
}

// contest compares two lists of five with what a customer bought.
type contest struct {
	trial
	*ranking
	popular []int32

	who   int32 // whose purchases are taken now, plus 1
	fresh []novelty
}

// novelty is a product that a customer had not bought before.
type novelty struct {
	good  int32 // -1 where it was not judged
	money sales.Money
}

// take adds a row: customer, thing, money.
func (c *contest) take(row []int64) error {
	if who := int32(row[0]); who != c.who {
		c.settle()
		c.who, c.fresh = who, c.fresh[:0]
	}
	b := novelty{good: -1}
	if row[1] != sales.Absent {
		b.good = int32(row[1] - 1)
	}
	if row[2] != sales.Absent {
		b.money = sales.Money(row[2])
	}
	c.fresh = append(c.fresh, b)
	return nil
}

// settle counts the customer whose purchases were taken.
func (c *contest) settle() {
	if c.who == 0 || !c.around[c.who-1] {
		return
	}
	who := c.who - 1
	offers := c.of(who)
	c.customers++
	var ours, plain bool
	var gain sales.Money
	named := c.mostPopular(who)
	for _, b := range c.fresh {
		c.money += b.money
		if slices.ContainsFunc(offers, func(p prospect) bool { return p.good == b.good }) {
			ours = true
			c.oursMoney += b.money
			gain += b.money
		}
		if slices.Contains(named, b.good) {
			plain = true
			c.plainMoney += b.money
			gain -= b.money
		}
		if len(offers) > 0 && offers[0].good == b.good {
			c.took++
		}
	}
	if ours {
		c.ours++
	}
	if plain {
		c.plain++
	}
	if ours && plain {
		c.both++
	}
	c.gains = append(c.gains, float64(gain))
}

// mostPopular are the five most popular products that can be offered to the customer; it
// follows of for the same one.
func (c *contest) mostPopular(who int32) []int32 {
	var out []int32
	for _, g := range c.popular {
		if c.open(who, g) {
			if out = append(out, g); len(out) == mostOffered {
				break
			}
		}
	}
	return out
}
