package metrics

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"xsell/metrics/sales"
)

// marketTables are the part of a market that stays in the engine: its baskets are more than may be
// taken. The goods with their numbers are here, as they are of baskets at hand and with the same
// values; what two of them share is asked for some pairs at a time.
type marketTables struct {
	*market
	l      *sales.Ledger
	words  *strings.Replacer
	most   int64         // rows of baskets that may be taken
	months map[int64]int // places of the months, by the number of their first days
	never  meets         // of two that never meet

	asking sync.Mutex
	shared map[[2]int32]*meets // of the pairs that are asked about
}

// meets is what two goods share.
type meets struct {
	both    sizes
	among   []int64 // buyers of both by stratum
	deals   int64
	byMonth []int64 // deals with both
	joint   sales.Money
}

// countedNote says where pairs are counted that the baskets at hand do not hold.
func (m *market) countedNote() []string {
	if m.engine == nil {
		return nil
	}
	return []string{m.o.say("The baskets are too many to be taken one by one (%d products in deals): pairs are counted where they lie, and substitutes are not looked for.", m.counts.Rows)}
}

// countedBy lets the engine count a market.
func (m *market) countedBy(ctx context.Context, l *sales.Ledger, o Options, of tier, most int64) (*market, error) {
	if o.before != 0 { // of the report only
		return nil, l.TooMany(most)
	}
	c := &marketTables{market: m, l: l, words: m.fillCounted(o, of, o.calendar(l)), most: most, months: map[int64]int{}}
	m.engine = c
	if err := c.filled(countedTables).keep(ctx, l); err != nil {
		return nil, err
	}
	for _, take := range []func(context.Context) error{c.takeBuyers, c.takeMonths, c.takeOwners, c.takeValues, c.takeStakes} {
		if err := take(ctx); err != nil {
			return nil, err
		}
	}
	c.never = meets{among: make([]int64, len(m.among)), byMonth: make([]int64, len(m.perMonth))}
	return m, nil
}

// sql is what the engine counts the pairs by.
func (c *marketTables) sql() string {
	return c.filled(countedTables).create() + c.words.Replace(strings.ReplaceAll(countedPairsSQL, "{where}", c.may()))
}

func (c *marketTables) filled(tables relations) relations { return tables.filled(c.words.Replace) }

// may is the condition of pairs that may stand. The engine's distance from chance differs from
// [deviation] by less than the margin.
func (c *marketTables) may() string { return fmt.Sprintf("early > 0 AND apart >= %.2f", screen-0.01) }

// each gives the rows of a query of whole numbers.
func (c *marketTables) each(ctx context.Context, sql string, take func(row []int64) error) error {
	return sales.Integers(ctx, c.l, c.words.Replace(sql), take)
}

func (c *marketTables) takeBuyers(ctx context.Context) error {
	err := c.each(ctx, countedBuyersSQL, func(row []int64) error {
		c.owners, c.audiences = sizes{row[0], row[1], row[2]}, int(row[3])+1
		return nil
	})
	if err != nil {
		return err
	}
	return c.each(ctx, countedStrataSQL, func(row []int64) error {
		c.among, c.audienceOf = append(c.among, row[2]), append(c.audienceOf, int32(row[1]))
		return nil
	})
}

func (c *marketTables) takeMonths(ctx context.Context) error {
	err := c.each(ctx, countedMonthsSQL, func(row []int64) error {
		c.months[row[0]] = len(c.perMonth)
		c.perMonth = append(c.perMonth, row[1])
		return nil
	})
	if err != nil {
		return err
	}
	return c.each(ctx, countedSalesSQL, func(row []int64) error {
		c.sales, c.tried = sales.Money(row[0]), row[1]
		return nil
	})
}

func (c *marketTables) takeOwners(ctx context.Context) error {
	for i := range c.goods {
		c.goods[i].among, c.goods[i].perMonth = make([]int64, len(c.among)), make([]int64, len(c.perMonth))
	}
	err := c.each(ctx, countedOwnersSQL, func(row []int64) error {
		g := &c.goods[row[0]]
		g.among[row[1]] = row[2]
		g.owners = sizes{g.owners.all + row[2], g.owners.early + row[3], g.owners.late + row[4]}
		return nil
	})
	if err != nil {
		return err
	}
	return c.each(ctx, countedSeasonsSQL, func(row []int64) error {
		g := &c.goods[row[0]]
		g.perMonth[c.months[row[1]]] = row[2]
		g.sold += row[2]
		return nil
	})
}

// takeValues takes the medians of what the goods are worth.
func (c *marketTables) takeValues(ctx context.Context) error {
	const everybody = -1
	type amounts struct{ spent, worth []int64 }
	of := make([]map[int64]*amounts, len(c.goods))
	err := c.each(ctx, countedValuesSQL, func(row []int64) error {
		if of[row[0]] == nil {
			of[row[0]] = map[int64]*amounts{}
		}
		a := of[row[0]][row[1]]
		if a == nil {
			a = &amounts{}
			of[row[0]][row[1]] = a
		}
		if row[2] == 0 {
			a.spent = []int64{row[3], row[4]}
		} else {
			a.worth = []int64{row[3], row[4]}
		}
		return nil
	})
	value := func(a *amounts) value {
		if a == nil {
			return value{}
		}
		return c.atMedian(a.worth, a.spent)
	}
	for i := range c.goods {
		g := &c.goods[i]
		g.value = value(of[i][everybody])
		for audience := range c.audiences {
			g.valueOf = append(g.valueOf, value(of[i][int64(audience)]))
		}
	}
	return err
}

// takeStakes takes what each good has of the pairs of goods of each stratum.
func (c *marketTables) takeStakes(ctx context.Context) error {
	window, err := c.stakesIn(ctx, "window_kind", "goods", "")
	if err != nil {
		return err
	}
	later, err := c.stakesIn(ctx, "last_kind", "late_goods", " AND h.late = 1")
	for i := range later {
		c.goods[i].stakes, c.goods[i].later = window[i], later[i]
	}
	return err
}

func (c *marketTables) stakesIn(ctx context.Context, kind, goods, held string) ([][]stake, error) {
	words := strings.NewReplacer("{kind}", kind, "{goods}", goods, "{held}", held)
	var size []float64
	err := c.each(ctx, words.Replace(countedKindsSQL), func(row []int64) error {
		size = append(size, float64(row[1]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	stakes := make([][]stake, len(c.goods))
	err = c.each(ctx, words.Replace(countedStakesSQL), func(row []int64) error {
		stakes[row[0]] = append(stakes[row[0]], newStake(int32(row[1]), float64(row[3]), float64(row[2]), size[row[1]]))
		return nil
	})
	spreadPairs(stakes, len(size))
	return stakes, err
}

// met is what two goods share, of those that are asked about.
func (c *marketTables) met(a, b *good) *meets {
	if a == b {
		return &meets{a.owners, a.among, a.sold, a.perMonth, 0}
	}
	if t := c.shared[[2]int32{min(a.number, b.number), max(a.number, b.number)}]; t != nil {
		return t
	}
	return &c.never
}

// mostAsked is of how many pairs the engine is asked at once what they share.
const mostAsked = 4_000

// ask does the work for the pairs from one place to another, many at a time: what
// their goods share is known meanwhile.
func (c *marketTables) ask(ctx context.Context, n int, pair func(i int) (a, b int32), work func(from, to int) error) error {
	c.asking.Lock()
	defer c.asking.Unlock()
	atATime := int(min(mostAsked, max(1, c.l.MostRows()/int64(1+max(len(c.among), len(c.perMonth)))))) // so many rows each at most
	for from := 0; from < n; from += atATime {
		to := min(n, from+atATime)
		var wanted strings.Builder
		for i := from; i < to; i++ {
			a, b := pair(i)
			fmt.Fprintf(&wanted, ", (%d, %d)", min(a, b)+1, max(a, b)+1)
		}
		err := c.share(ctx, strings.NewReplacer("{wanted}", wanted.String()[2:]))
		if err == nil {
			err = work(from, to)
		}
		if c.shared = nil; err != nil {
			return err
		}
	}
	return nil
}

func (c *marketTables) share(ctx context.Context, words *strings.Replacer) error {
	c.shared = map[[2]int32]*meets{}
	of := func(row []int64) *meets {
		pair := [2]int32{int32(row[0]), int32(row[1])}
		t := c.shared[pair]
		if t == nil {
			t = &meets{among: make([]int64, len(c.among)), byMonth: make([]int64, len(c.perMonth))}
			c.shared[pair] = t
		}
		return t
	}
	err := c.each(ctx, words.Replace(countedSharedSQL), func(row []int64) error {
		t := of(row)
		t.among[row[2]] = row[3]
		t.both = sizes{t.both.all + row[3], t.both.early + row[4], t.both.late + row[5]}
		return nil
	})
	if err != nil {
		return err
	}
	return c.each(ctx, words.Replace(countedDealsSQL), func(row []int64) error {
		t := of(row)
		t.byMonth[c.months[row[2]]] = row[3]
		t.deals += row[3]
		t.joint += sales.Money(row[4])
		return nil
	})
}

// fewest is the least number of joint buyers from which on no more pairs are listed than may
// come back, of those for which the condition holds; and how many there are.
func (c *marketTables) fewest(ctx context.Context, count, where string, most int64) (atLeast, pairs int64, err error) {
	return c.fewestOf(ctx, strings.NewReplacer("{count}", count, "{where}", where).Replace(countedSpreadSQL), most)
}

// fewestOf is that of a query of how many there are by their number, the largest first.
func (c *marketTables) fewestOf(ctx context.Context, spread string, most int64) (atLeast, pairs int64, err error) {
	atLeast = 1
	full := false
	err = c.each(ctx, spread, func(row []int64) error {
		if full = full || pairs+row[1] > most; !full {
			pairs += row[1]
		} else {
			atLeast = max(atLeast, row[0]+1)
		}
		return nil
	})
	return atLeast, pairs, err
}

// apart are the pairs that may stand, with the buyers of both in the first four fifths and in the window.
func (c *marketTables) apart(ctx context.Context) (pairs []pairCount, atLeast int64, err error) {
	where := c.may()
	if atLeast, _, err = c.fewest(ctx, "early", where, min(c.l.MostRows(), mostPairs)); err != nil {
		return nil, 0, err
	}
	where += fmt.Sprintf(" AND early >= %d", atLeast)
	err = c.each(ctx, strings.ReplaceAll(countedPairsSQL, "{where}", where), func(row []int64) error {
		pairs = append(pairs, pairCount{int32(row[0]), int32(row[1]), int32(row[2]), int32(row[3])})
		return nil
	})
	return pairs, atLeast, err
}

// others gives the pairs with joint buyers that have no status: as many of those with the most beyond
// chance as there is room for, the rest by their number.
func (c *marketTables) others(ctx context.Context, found []pairTest, to *shortlist[pairTest]) error {
	done := newPairSet(len(c.goods))
	for _, t := range found {
		done.add(t.a, t.b)
	}
	_, pairs, err := c.fewest(ctx, "every", "every > 0", int64(len(c.goods))*int64(len(c.goods)))
	if err != nil {
		return err
	}
	if to.left = pairs - int64(len(found)); to.most == 0 {
		return nil
	}
	limit := to.most + len(found)
	words := strings.NewReplacer("{buyers}", fmt.Sprint(c.owners.all), "{limit}", fmt.Sprint(limit))
	return c.each(ctx, words.Replace(countedExtraSQL), func(row []int64) error {
		p := pairCount{int32(row[0]), int32(row[1]), int32(row[2]), int32(row[2])}
		if !done.has(p.a, p.b) && len(to.kept) < to.most {
			to.kept = append(to.kept, pairTest{a: p.a, b: p.b, counts: c.countsOf(p, early|late)})
			to.left--
		}
		return nil
	})
}
