package metrics

import (
	"context"
	"fmt"
	"math"
	"strings"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// walkTables are the visits of customers where what they bought is more than may be taken: they
// stay in the engine. Of pairs that are asked about it is known meanwhile what was asked.
type walkTables struct {
	l     *sales.Ledger
	words *strings.Replacer

	goods []walkedGood // in the order of the market
	late  bool         // whether anything is asked of the last fifth

	strata, days int64 // kinds of visits alike; days known

	asked map[[2]int32]*stepFacts
}

// walkedGood is how many customers have a good, came back after it in the first four fifths of
// the watch, and first bought it there on a later visit than the first, or so in the last fifth.
type walkedGood struct{ owners, back, later, since int64 }

// stepFacts is what was asked of a good and another that may follow.
type stepFacts struct {
	order order
	alike []stepStratum
	exits []stat.Exits
}

// stepStratum are visits alike, before which B was not bought.
type stepStratum struct {
	stat.CohortStratum
	late bool
}

// stepNeeds is what is to be asked of pairs.
type stepNeeds struct {
	orderBefore sales.Day // the order of first purchases before that day; 0 if not asked for
	ratio       bool
	exits       bool
}

// manyPurchases reports whether there are more purchases than may be taken.
func (o Options) manyPurchases(ctx context.Context, l *sales.Ledger, m *market) (bool, error) {
	most := o.mostBaskets(l)
	if m.engine != nil || most == math.MaxInt64 {
		return m.engine != nil, nil
	}
	n, err := o.memo.bought.count(ctx, l)
	return n > most, err
}

// countedBy lets the engine count the visits.
func (w *walks) countedBy(ctx context.Context, l *sales.Ledger, o Options, of tier) error {
	if o.before != 0 { // of the report only
		return l.TooMany(o.mostBaskets(l))
	}
	c := &walkTables{l: l, words: w.fillCounted(o, of), goods: make([]walkedGood, len(w.goods)), days: int64(w.until - w.begin + 1)}
	w.engine = c
	if len(w.goods) < 2 { // nothing can follow anything
		return c.each(ctx, walkersSQL, func(row []int64) error {
			w.customers = row[0]
			return nil
		})
	}
	if err := c.tables().keep(ctx, l); err != nil {
		return err
	}
	err := c.each(ctx, walkedPeopleSQL, func(row []int64) error {
		w.customers, c.strata, c.late = row[0], row[1], row[2] > 0
		return nil
	})
	if err != nil {
		return err
	}
	return c.each(ctx, walkedGoodsSQL, func(row []int64) error {
		c.goods[row[0]] = walkedGood{row[1], row[2], row[3], row[4]}
		return nil
	})
}

// forget lets go of the tables, when nothing more is asked of them.
func (w *walks) forget(ctx context.Context) error {
	if w.engine == nil {
		return nil
	}
	return w.engine.tables().forget(ctx, w.engine.l)
}

func (c *walkTables) tables() relations { return walkedTables.filled(c.words.Replace) }

// sql is what the engine counts the visits by.
func (c *walkTables) sql() string {
	return c.tables().create() + c.words.Replace(walkedGoodsSQL)
}

// each gives the rows of a query of whole numbers.
func (c *walkTables) each(ctx context.Context, sql string, take func(row []int64) error) error {
	return sales.Integers(ctx, c.l, c.words.Replace(sql), take)
}

// follow gives, for every A and B that so many customers went through and that may stand, the
// first purchases of B seen and expected after A; for some B at a time.
func (c *walkTables) follow(ctx context.Context, leads, follows []bool, fewest int64, give func(a, b int32, early, later follow)) error {
	var led, then []string
	for g := range leads {
		if leads[g] {
			led = append(led, fmt.Sprintf("(%d)", g+1))
		}
		if follows[g] {
			then = append(then, fmt.Sprintf("(%d)", g+1))
		}
	}
	atATime := int(max(1, min(int64(len(then)), c.l.MostRows()/int64(len(led)))))
	for len(then) > 0 {
		some := then[:min(atATime, len(then))]
		then = then[len(some):]
		words := strings.NewReplacer("{led}", strings.Join(led, ", "), "{then}", strings.Join(some, ", "), "{fewest}", fmt.Sprint(fewest), "{one}", fmt.Sprint(partsInOne))
		err := c.each(ctx, words.Replace(walkedRatesSQL), func(row []int64) error {
			a, b := int32(row[0]), int32(row[1])
			give(a, b, follow{row[2], fixed(row[4]).float(), c.goods[b].later}, follow{row[3], fixed(row[5]).float(), c.goods[b].since})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// known is what was asked of a pair.
func (c *walkTables) known(a, b int32) *stepFacts { return c.asked[[2]int32{a, b}] }

// strata are those of the whole watch or of its first four fifths.
func (f *stepFacts) strata(withLate bool) (out []stat.CohortStratum) {
	for _, s := range f.alike {
		if withLate || !s.late {
			out = append(out, s.CohortStratum)
		}
	}
	return out
}

// ask does the work for so many pairs, as many at a time as may be asked about.
func (c *walkTables) ask(ctx context.Context, n int, pair func(i int) (a, b int32), needs stepNeeds, work func(i int)) error {
	rows := int64(1) // of each pair at most
	if needs.ratio {
		rows = max(rows, c.strata)
	}
	if needs.exits {
		rows = max(rows, c.days)
	}
	atATime := int(min(mostAsked, max(1, c.l.MostRows()/rows)))
	for from := 0; from < n; from += atATime {
		to := min(n, from+atATime)
		var wanted strings.Builder
		c.asked = map[[2]int32]*stepFacts{}
		for i := from; i < to; i++ {
			a, b := pair(i)
			c.asked[[2]int32{a, b}] = &stepFacts{}
			fmt.Fprintf(&wanted, ", (%d, %d)", a+1, b+1)
		}
		err := c.fetch(ctx, wanted.String()[2:], needs)
		if err == nil {
			err = sideBySide(ctx, to-from, func(i int) { work(from + i) })
		}
		if c.asked = nil; err != nil {
			return err
		}
	}
	return nil
}

func (c *walkTables) fetch(ctx context.Context, wanted string, needs stepNeeds) error {
	words := strings.NewReplacer("{wanted}", wanted, "{ahead_of}", fmt.Sprint(int64(needs.orderBefore)), "{one}", fmt.Sprint(partsInOne))
	for _, q := range []struct {
		needed bool
		sql    string
		take   func(f *stepFacts, row []int64)
	}{
		{needs.orderBefore != 0, walkedOrderSQL, func(f *stepFacts, row []int64) {
			f.order = order{ab: row[2], ba: row[3], same: row[4], expected: fixed(row[5]).float()}
		}},
		{needs.ratio, walkedRatioSQL, func(f *stepFacts, row []int64) {
			f.alike = append(f.alike, stepStratum{stat.CohortStratum{ExposedCases: row[4], UnexposedCases: row[5], Exposed: row[6], Unexposed: row[7]}, row[3] == 1})
		}},
		{needs.exits, walkedExitsSQL, func(f *stepFacts, row []int64) {
			f.exits = append(f.exits, stat.Exits{Time: float64(row[2]), Events: row[3], Censored: row[4]})
		}},
	} {
		if !q.needed {
			continue
		}
		err := c.each(ctx, words.Replace(q.sql), func(row []int64) error {
			q.take(c.asked[[2]int32{int32(row[0]), int32(row[1])}], row)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
