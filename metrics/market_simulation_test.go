package metrics

import (
	"math"
	"os"
	"testing"
)

// Worlds of this file have about as many customers and goods as a small business. The
// ordinary run looks at a few of each; XSELL_SLOW=1 at many, from which the rates in the
// comments are taken.

func worldsOf(few, many int) int {
	if os.Getenv("XSELL_SLOW") != "" {
		return many
	}
	return few
}

// outcome is what becomes of the pairs of several worlds.
type outcome struct {
	worlds, pairs, found int
	planted, others      map[string]int // by status
	doubts               map[string]int // of those planted
}

func (w world) outcome(t *testing.T, worlds int) outcome {
	t.Helper()
	o := outcome{worlds: worlds, planted: map[string]int{}, others: map[string]int{}, doubts: map[string]int{}}
	for seed := range worlds {
		v, err := w.market(t, uint64(seed)).verdicts(t.Context(), 1_000_000)
		if err != nil {
			t.Fatal(err)
		}
		o.pairs += int(v.tests)
		o.found += int(v.found())
		for _, p := range v.rows {
			if w.planted(p.a, p.b) {
				o.planted[p.status]++
				o.doubts[p.doubt]++
			} else {
				o.others[p.status]++
			}
		}
	}
	t.Logf("%s: %d worlds, %d pairs tested, %d found, planted %v (doubts %v), others %v", w.name, o.worlds, o.pairs, o.found, o.planted, o.doubts, o.others)
	return o
}

// unplanted are businesses in which no product has to do with another, whatever makes
// them meet.
var unplanted = []world{
	{name: "equal customers", customers: 1000, goods: 80, deals: 5, items: 1.5, zipf: 0.5},
	{name: "unequal customers", customers: 1000, goods: 80, deals: 5, items: 1.5, unequal: 1, zipf: 0.8},
	{name: "very unequal customers", customers: 800, goods: 120, deals: 5, items: 4, unequal: 1.4, zipf: 1},
	{name: "one or two products", customers: 3000, goods: 60, deals: 1.2, items: 0.4, zipf: 0.5},
	{name: "goods of large customers", customers: 1000, goods: 80, deals: 5, items: 1.5, unequal: 1, zipf: 0.5, large: 12},
	{name: "tastes", customers: 1500, goods: 80, deals: 5, items: 1.5, unequal: 0.7, zipf: 0.5, audiences: 3, taste: 1},
	{name: "strong tastes", customers: 1500, goods: 40, deals: 5, items: 1.5, unequal: 0.7, zipf: 0.3, audiences: 1, taste: 2},
	{name: "small audiences", customers: 1500, goods: 40, deals: 5, items: 1.5, unequal: 0.7, zipf: 0.3, audiences: 29, taste: 1},
	{name: "seasons", customers: 1500, goods: 80, deals: 4, items: 1.5, unequal: 0.7, zipf: 0.5, season: 1.5},
	{name: "customers of one season", customers: 2000, goods: 80, deals: 3, items: 1.5, unequal: 0.7, zipf: 0.5, season: 1.5, short: true},
	{name: "few goods", customers: 1500, goods: 12, deals: 3, items: 1, unequal: 1, zipf: 0.8},
	{name: "all of it", customers: 1500, goods: 100, deals: 5, items: 2, unequal: 1, zipf: 0.8, audiences: 3, taste: 1, season: 1},
}

// Where nothing is planted, nothing is confirmed, though large customers, tastes and
// seasons let most pairs be found: of 480 worlds with 1,376,119 pairs (XSELL_SLOW=1), of
// which 857,910 were found, one had a confirmed pair. The bound is one in twenty worlds,
// what the correction promises.
func TestNothingPlantedNothingConfirmed(t *testing.T) {
	n := worldsOf(3, 40)
	for _, w := range unplanted {
		t.Run(w.name, func(t *testing.T) {
			o := w.outcome(t, n)
			if bad := o.others[confirmed]; bad > n/20 {
				t.Errorf("%d pairs are confirmed in %d worlds without any", bad, n)
			}
			if bad := o.others[substitutes]; bad > n/20 {
				t.Errorf("%d pairs are substitutes in %d worlds without any", bad, n)
			}
		})
	}
}

// Among buyers alike the joint buyers of pairs that have nothing to do with each other
// have the mean and the spread of chance: z has mean 0 and standard deviation 1, and the
// probabilities are not too small.
func TestChanceIsThatOfBuyersAlike(t *testing.T) {
	for _, w := range unplanted {
		if w.name == "strong tastes" || w.name == "small audiences" { // nearly all have some goods: see notable
			continue
		}
		t.Run(w.name, func(t *testing.T) {
			var s spread
			for seed := range worldsOf(2, 10) {
				s.add(w.market(t, uint64(seed)))
			}
			mean := s.sum / s.n
			sd := math.Sqrt(s.squares/s.n - mean*mean)
			t.Logf("%.0f pairs: mean %.3f, standard deviation %.3f; %.4f below 5 %%, %.5f below 0.1 %%; %.4f below 1 %% of fewer", s.n, mean, sd, s.more5/s.n, s.more01/s.n, s.less1/s.n)
			if math.Abs(mean) > 0.1 || sd < 0.9 || sd > 1.1 {
				t.Errorf("z has mean %.3f and standard deviation %.3f", mean, sd)
			}
			if s.more5/s.n > 0.055 || s.more01 > 0.002*s.n+3 || s.less1/s.n > 0.02 {
				t.Errorf("too many small probabilities: %+v", s)
			}
		})
	}
}

// spread is how far the pairs of markets are from chance among buyers alike.
type spread struct {
	n, sum, squares      float64 // of z
	more5, more01, less1 float64 // pairs with a probability of more below 5 % and 0.1 %, of fewer below 1 %
}

func (s *spread) add(m *market) {
	below := func(logP, level float64) float64 {
		if logP < math.Log(level) {
			return 1
		}
		return 0
	}
	for i := range m.goods {
		for j := range i {
			a, b := &m.goods[i], &m.goods[j]
			c, both := chanceOf(a.stakes, b.stakes), m.buyersOf(a, b).both.all
			if c.variance < 0.5 {
				continue
			}
			z := (float64(both) - c.mean) / math.Sqrt(c.variance)
			s.n, s.sum, s.squares = s.n+1, s.sum+z, s.squares+z*z
			s.more5, s.more01, s.less1 = s.more5+below(c.logMore(both), 0.05), s.more01+below(c.logMore(both), 0.001), s.less1+below(c.logLess(both), 0.01)
		}
	}
}

// Six pairs are planted among 80 goods (3,160 pairs; 60 goods and 1,770 pairs where
// customers buy one or two): of the deals with the first good, so many take the second as
// well. The power is the share of the planted pairs that are confirmed; beside it stands how
// many of all that were confirmed are not planted (XSELL_SLOW=1: 100 worlds of each).
//
//	attach                        5 %    10 %   20 %   40 %   not planted
//	equal customers               0      .11    .78    1.00   32 of 1,166
//	unequal customers             0      0      .17    .98    0 of 691
//	one or two products           0      .16    .80    .99    0 of 1,171
//
// What is planted and not confirmed is mostly found, and said to be too rare to be seen
// again, or to be explained by the kind of customer.
func TestPlantedPairsAreConfirmed(t *testing.T) {
	for _, c := range []struct {
		world
		atLeast [4]float64 // confirmed of planted at an attach rate of 5, 10, 20 and 40 %
	}{
		{world{name: "equal customers", customers: 1000, goods: 80, deals: 5, items: 1.5, zipf: 0.5}, [4]float64{0, 0, 0.5, 0.95}},
		{world{name: "unequal customers", customers: 1000, goods: 80, deals: 5, items: 1.5, unequal: 1, zipf: 0.8}, [4]float64{0, 0, 0, 0.8}},
		{world{name: "one or two products", customers: 4000, goods: 60, deals: 1.2, items: 0.4, zipf: 0.5}, [4]float64{0, 0, 0.5, 0.9}},
	} {
		confirmedPairs, others := 0, 0
		for i, attach := range []float64{0.05, 0.1, 0.2, 0.4} {
			if os.Getenv("XSELL_SLOW") == "" && attach < 0.2 {
				continue
			}
			w := c.world
			w.plants, w.first, w.attach = 6, 10, attach
			o := w.outcome(t, worldsOf(2, 100))
			n := o.planted[confirmed]
			share := float64(n) / float64(6*o.worlds)
			t.Logf("%s, %.0f %%: %.3f confirmed", c.name, 100*attach, share)
			if share < c.atLeast[i] {
				t.Errorf("%s, attach rate %.0f %%: %.2f of the planted pairs are confirmed, want %.2f", c.name, 100*attach, share, c.atLeast[i])
			}
			confirmedPairs, others = confirmedPairs+n, others+o.others[confirmed]
		}
		if t.Logf("%s: %d of %d confirmed are not planted", c.name, others, confirmedPairs+others); float64(others) > 0.05*float64(confirmedPairs+others)+1 {
			t.Errorf("%s: %d of %d confirmed pairs were not planted", c.name, others, confirmedPairs+others)
		}
	}
}

// A pair that goes together in eight of ten deals and no longer does in the last fifth is
// not confirmed, and called faded where there are enough late buyers to tell; one that
// still does is. Of 1,200 planted pairs that fade 777 are called faded and 15 are confirmed
// (XSELL_SLOW=1); of 1,200 that stay all are.
func TestFadedPairsAreCalledFaded(t *testing.T) {
	for _, unequal := range []float64{0, 0.7} {
		w := world{name: "faded", customers: 1500, goods: 80, deals: 6, items: 1.5, unequal: unequal, zipf: 0.5, plants: 6, first: 4, attach: 0.8, until: 0.8}
		o := w.outcome(t, worldsOf(2, 100))
		n := 6 * o.worlds
		if o.planted[faded] < n/2 || o.planted[confirmed] > n/50 {
			t.Errorf("unequal %v: of %d faded pairs %v", unequal, n, o.planted)
		}
		w.name, w.until = "still there", 0
		if o := w.outcome(t, worldsOf(1, 100)); o.planted[confirmed] < 6*o.worlds*95/100 || o.planted[faded] > 0 {
			t.Errorf("unequal %v: of pairs that stay %v", unequal, o.planted)
		}
	}
}

// Of pairs of which nine customers in ten take one only, substitutes are found; two goods
// that avoid each other because each is sold to another audience are none.
func TestSubstitutesAreNoMatterOfAudience(t *testing.T) {
	w := world{name: "one of two", customers: 1500, goods: 80, deals: 5, items: 1.5, unequal: 0.5, zipf: 0.5, plants: 6, first: 2, avoid: true}
	if o := w.outcome(t, worldsOf(1, 20)); o.planted[substitutes] < 6*o.worlds*8/10 || o.others[substitutes] > o.worlds {
		t.Errorf("planted %v, others %v", o.planted, o.others)
	}
	w.name, w.avoid, w.settled, w.audiences = "each audience its own", false, true, 1
	if o := w.outcome(t, worldsOf(1, 20)); o.planted[substitutes] > 0 || o.others[substitutes] > o.worlds {
		t.Errorf("planted %v, others %v", o.planted, o.others)
	}
}
