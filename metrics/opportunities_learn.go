package metrics

import (
	"cmp"
	"context"
	"slices"

	"xsell/metrics/sales"
)

// lesson is a rule that whoever has A takes B, with what came of it by audience; the last
// rate is that of all.
type lesson struct {
	a, b  int32
	rates []rate
}

// school is what can be known of customers and products up to a day: it reads nothing of
// the days after.
type school struct {
	*walks
	market    *market
	ahead     int     // days that are looked back on and forecast
	of        []int32 // the audience of each customer, gathered
	audiences int     // their numbers are below it
	large     []bool  // audiences that stand for themselves
	around    []bool  // customers with a visit in the year before the day
	paces     paces
	plain     [][]rate  // by good and audience; the last is of all
	owners    [][]int64 // likewise: customers around who have the good
	lessons   []lesson
	follows   [][]int32 // by A: the lessons from it
	later     steps     // sequences, of products or of types
	turns     []turn
	turnsOf   [][]int32       // by thing of the sequences: the turns from it
	never     []bool          // products not sold in the time looked back on, that earn nothing, or are blocked
	rivals    [][]int32       // by good: those it keeps out
	returned  map[uint64]bool // customer and good
	each      []float64       // what a taker of a good brings, after discount and bonus
	plainBest [][]int32       // by audience: goods by what they promise, best first
}

// attend learns from a report as of a day.
func attend(ctx context.Context, l *sales.Ledger, o Options, ahead int) (*school, error) {
	most := o.mostBaskets(l)
	if n, err := o.memo.bought.count(ctx, l); err != nil || n > most { // nothing is read in vain
		return nil, cmp.Or(err, l.TooMany(most))
	}
	m, err := o.baskets(ctx, l, ofProducts)
	if err != nil {
		return nil, err
	}
	products, err := o.stepsOf(ctx, l, ofProducts)
	if err != nil {
		return nil, err
	}
	s := &school{walks: products.walks, market: m, ahead: ahead}
	if s.later, _, err = o.sequences(ctx, l); err != nil {
		return nil, err
	}
	people := s.buyers()
	s.audiences = people.audiences
	s.large = make([]bool, s.audiences)
	for a := 1; a < s.audiences-1; a++ {
		s.large[a] = true
	}
	s.of = make([]int32, len(s.walkers))
	for i := range s.walkers {
		s.of[i] = people.buyers[i].audience
	}
	s.around = s.aroundOn(s.until)
	s.paces = s.learnPaces()
	s.learnPlain()
	if err := s.learnPairs(ctx); err != nil {
		return nil, err
	}
	s.price()
	s.learnTurns()
	if err := s.learnRivals(ctx); err != nil {
		return nil, err
	}
	s.sortPlain()
	return s, s.takeReturned(ctx, l, o)
}

// looked is the last day before the time looked back on.
func (s *school) looked() sales.Day { return s.until - sales.Day(s.ahead) }

// aroundOn marks the customers with a visit in the year up to a day.
func (s *school) aroundOn(day sales.Day) []bool {
	out := make([]bool, len(s.walkers))
	for i, x := range s.walkers {
		for v := x.end - 1; v >= x.start; v-- {
			if on := s.visits[v].day; on <= day {
				out[i] = on > day-aYear
				break
			}
		}
	}
	return out
}

// dayOf is the day of a customer's first purchase of a good.
func (s *school) dayOf(f first) sales.Day { return s.visits[f.visit].day }

// learnPlain counts the first purchases of every good since, by audience.
func (s *school) learnPlain() {
	around := s.aroundOn(s.looked())
	base := make([]rate, s.audiences+1)
	for i, in := range around {
		if in {
			base[s.of[i]].add(s.paces.of[s.paces.then[i]], false)
			base[s.audiences].add(s.paces.of[s.paces.then[i]], false)
		}
	}
	s.plain, s.owners = make([][]rate, len(s.goods)), make([][]int64, len(s.goods))
	for g := range s.goods {
		rates, owners := slices.Clone(base), make([]int64, len(base))
		for _, f := range s.owned[g] {
			if !around[f.of] {
				continue
			}
			pace := s.paces.of[s.paces.then[f.of]]
			for _, a := range []int32{s.of[f.of], int32(s.audiences)} {
				owners[a]++
				if s.dayOf(f) > s.looked() {
					rates[a].took++
				} else {
					rates[a].customers--
					rates[a].exposure -= pace
				}
			}
		}
		all := rates[s.audiences]
		settleAll(rates, float64(all.took)/max(1, all.exposure))
		s.plain[g], s.owners[g] = rates, owners
	}
}

// learnPairs counts what came of the confirmed pairs, in both directions.
func (s *school) learnPairs(ctx context.Context) error {
	found, _, err := s.market.foundTogether(ctx)
	if err != nil {
		return err
	}
	for _, t := range found {
		if t.status == confirmed {
			s.lessons = append(s.lessons, lesson{a: t.a, b: t.b}, lesson{a: t.b, b: t.a})
		}
	}
	around := s.aroundOn(s.looked())
	if err := sideBySide(ctx, len(s.lessons), func(i int) { s.learn(&s.lessons[i], around) }); err != nil {
		return err
	}
	s.follows = make([][]int32, len(s.goods))
	for i, t := range s.lessons {
		if all := t.rates[s.audiences]; all.customers >= fewestTaught && all.value > all.towards {
			s.follows[t.a] = append(s.follows[t.a], int32(i))
		}
	}
	return nil
}

// fewestTaught is how many customers a rule must have been tried on.
const fewestTaught = 10

// learn counts who had A and not B before, and of them who took B since.
func (s *school) learn(t *lesson, around []bool) {
	t.rates = make([]rate, s.audiences+1)
	others := s.owned[t.b]
	for _, f := range s.owned[t.a] {
		for len(others) > 0 && others[0].of < f.of {
			others = others[1:]
		}
		if !around[f.of] || s.dayOf(f) > s.looked() {
			continue
		}
		took := len(others) > 0 && others[0].of == f.of
		if took && s.dayOf(others[0]) <= s.looked() {
			continue
		}
		pace := s.paces.of[s.paces.then[f.of]]
		t.rates[s.of[f.of]].add(pace, took)
		t.rates[s.audiences].add(pace, took)
	}
	settleAll(t.rates, s.plain[t.b][s.audiences].value)
}
