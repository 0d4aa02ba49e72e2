package metrics

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// price says what a taker brings, and leaves out the products that earn nothing, of the buyer in
// the middle or of all (many small gains beside large losses), those that nobody bought in the
// time looked back on, which may not be sold any more, and those blocked.
func (s *school) price() {
	terms := s.market.terms
	s.each, s.never = make([]float64, len(s.goods)), make([]bool, len(s.goods))
	for g := range s.goods {
		x := &s.market.goods[g]
		s.each[g] = float64(x.worth) - terms.discount*float64(x.spent) - float64(terms.bonus)
		last := s.market.deals[x.deals[len(x.deals)-1]].day
		s.never[g] = s.each[g] <= 0 || x.loses() || last <= s.looked() || x.blocked
	}
}

// loses reports whether all buyers together bring nothing, as far as costs are known.
func (g *good) loses() bool {
	var sum, known int64
	for _, cm1 := range g.earned {
		if cm1 != sales.Absent {
			sum, known = sum+cm1, known+1
		}
	}
	return known > 0 && sum <= 0
}

// turn is a confirmed sequence: whoever bought A buys B within so many days.
type turn struct {
	step
	days            int
	customers, took int64     // with A so many days ago or more, and no B until then; of them, with B in time
	goods           []int32   // products that are B
	shares          []float64 // of each in the first purchases of B
}

// learnTurns counts what came of the confirmed sequences.
func (s *school) learnTurns() {
	s.turnsOf = make([][]int32, len(s.later.walks.goods))
	for _, x := range s.later.rows {
		if x.status != confirmed || !x.passage.known || x.passage.usual[2] == 0 {
			continue
		}
		t := turn{step: x, days: x.passage.usual[2]}
		s.countTurn(&t)
		s.goodsOf(&t)
		s.turnsOf[x.sequence.a] = append(s.turnsOf[x.sequence.a], int32(len(s.turns)))
		s.turns = append(s.turns, t)
	}
}

func (s *school) countTurn(t *turn) {
	w := s.later.walks
	for _, f := range w.owned[t.sequence.a] {
		start := w.visits[f.visit].day
		b, has := w.firstOf(t.sequence.b, f.of)
		if has && b <= f.visit || start+sales.Day(t.days) > s.until {
			continue
		}
		t.customers++
		if has && w.visits[b].day <= start+sales.Day(t.days) {
			t.took++
		}
	}
}

// goodsOf finds the products of the thing that follows.
func (s *school) goodsOf(t *turn) {
	if s.later.of == ofProducts {
		t.goods, t.shares = []int32{t.sequence.b}, []float64{1}
		return
	}
	var sum float64
	for g := range s.goods {
		if rate := s.plain[g][s.audiences].value; s.market.goods[g].kind == t.step.b.id && rate > 0 {
			t.goods, t.shares = append(t.goods, int32(g)), append(t.shares, rate)
			sum += rate
		}
	}
	for i := range t.shares {
		t.shares[i] /= sum
	}
}

// learnRivals finds the products that keep each other out.
func (s *school) learnRivals(ctx context.Context) error {
	r, err := s.market.rivals(ctx)
	if err != nil {
		return err
	}
	s.rivals = make([][]int32, len(s.goods))
	for _, p := range r.pairs {
		if p.status == substitutes {
			s.rivals[p.a] = append(s.rivals[p.a], p.b)
			s.rivals[p.b] = append(s.rivals[p.b], p.a)
		}
	}
	return nil
}

// sortPlain puts the goods in order by what they promise to each audience.
func (s *school) sortPlain() {
	s.plainBest = make([][]int32, s.audiences)
	for a := range s.plainBest {
		var best []int32
		for g := range s.goods {
			if !s.never[g] && s.plainRate(int32(g), int32(a)).took > 0 {
				best = append(best, int32(g))
			}
		}
		promise := func(g int32) float64 { return s.plainRate(g, int32(a)).low * s.each[g] }
		slices.SortFunc(best, func(x, y int32) int {
			return cmp.Or(cmp.Compare(promise(y), promise(x)), cmp.Compare(s.goods[x].id, s.goods[y].id))
		})
		s.plainBest[a] = best
	}
	for a := range s.follows {
		slices.SortFunc(s.follows[a], func(x, y int32) int {
			promise := func(i int32) float64 { return s.lessons[i].rates[s.audiences].low * s.each[s.lessons[i].b] }
			return cmp.Or(cmp.Compare(promise(y), promise(x)), cmp.Compare(s.goods[s.lessons[x].b].id, s.goods[s.lessons[y].b].id))
		})
		s.follows[a] = s.follows[a][:min(len(s.follows[a]), mostFollow)]
	}
}

// mostFollow is how many rules from one product are looked at for a customer.
const mostFollow = 20

// fewestOwners is how many buyers of a product an audience needs before it is offered to it
// for their sake.
const fewestOwners = 5

// group is the place of an audience's rates: its own, or those of all where it is unknown
// or one of the small ones.
func (s *school) group(audience int32) int {
	if s.large[audience] {
		return int(audience)
	}
	return s.audiences
}

// plainRate is how often an audience takes a good; a rate without purchases where the
// audience has too few buyers of it.
func (s *school) plainRate(g, audience int32) rate {
	i := s.group(audience)
	r := s.plain[g][i]
	if i < s.audiences && s.owners[g][i] < fewestOwners {
		return rate{}
	}
	return r
}

// returnedSQL lists what customers sent back up to a day.
const returnedSQL = `
WITH sold AS (
	SELECT deal, {thing} AS thing, customer FROM baskets WHERE in_window),
` + goodsSQL + `,
walked AS (
	SELECT customer, row_number() OVER (ORDER BY number) AS number FROM known_buyers WHERE first_day <= {until})
SELECT DISTINCT w.number AS customer, g.number AS thing
FROM lines AS l JOIN walked AS w ON w.customer = l.customer JOIN goods AS g ON g.thing = l.product
WHERE (l.is_return OR l.is_returned) AND l.day <= {until}
ORDER BY customer, thing`

// sentBackSQL counts the lines that somebody sent back: where there are none, nobody is looked
// for.
const sentBackSQL = `SELECT count(*) AS lines FROM lines WHERE is_return OR is_returned`

func (s *school) takeReturned(ctx context.Context, l *sales.Ledger, o Options) error {
	s.returned = map[uint64]bool{}
	sent, err := one[struct{ Lines int64 }](ctx, l, o, sentBackSQL)
	if err != nil || sent.Lines == 0 {
		return err
	}
	sql := o.fillMarket(strings.ReplaceAll(returnedSQL, "{until}", day(s.until)), ofProducts, false)
	return sales.Integers(ctx, l, sql, func(row []int64) error {
		s.returned[uint64(row[0]-1)<<32|uint64(row[1]-1)] = true
		return nil
	})
}
