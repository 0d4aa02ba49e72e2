package metrics

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"xsell/metrics/sales"
)

// world is a business of which is known what goes with what: customers with deals over a
// year, and baskets filled by the popularity of the goods.
type world struct {
	name             string
	customers, goods int
	deals, items     float64 // of a customer; of a deal beyond the first
	unequal          float64 // standard deviation of the logarithm of a customer's number of deals, and of its items
	zipf             float64 // how unequal the popularity is
	audiences        int     // besides one
	taste            float64 // standard deviation of the logarithm of popularity by audience
	season           float64 // amplitude of the logarithm of popularity over the year
	short            bool    // customers buy within five weeks
	large            int     // this many goods are bought by the largest customers only

	plants  int     // pairs that are planted: goods first and first+1, and so on
	first   int     // the most popular good of a pair
	attach  float64 // probability that a deal with the first takes the second too
	until   float64 // part of the year after which it does not; 0 for never
	avoid   bool    // instead, a customer has one of the two only, nine times of ten
	settled bool    // instead, each audience knows one of the two only
}

// worldDeal is a deal of a world.
type worldDeal struct {
	day, customer, audience int
	goods                   []int
}

// planted reports whether two goods are a pair that was planted.
func (w world) planted(a, b *good) bool {
	x, _ := strconv.Atoi(a.id)
	y, _ := strconv.Atoi(b.id)
	x, y = min(x, y), max(x, y)
	return x >= w.first && (x-w.first)%2 == 0 && y == x+1 && x < w.first+2*w.plants
}

// market makes a world and takes its market; the same seed gives the same one.
func (w world) market(t *testing.T, seed uint64) *market {
	t.Helper()
	dealings := w.dealings(rand.New(rand.NewPCG(seed, 1)))
	buyers := map[int]int{}
	owners := make([]map[int]bool, w.goods)
	for i := range owners {
		owners[i] = map[int]bool{}
	}
	for _, v := range dealings {
		if _, ok := buyers[v.customer]; !ok {
			buyers[v.customer] = len(buyers) + 1
		}
		for _, g := range v.goods {
			owners[g][v.customer] = true
		}
	}
	var judged []int
	for g := range owners {
		if len(owners[g]) >= 10 {
			judged = append(judged, g)
		}
	}
	slices.SortStableFunc(judged, func(a, b int) int { return cmp.Compare(len(owners[b]), len(owners[a])) })
	m := &market{split: 292} // 4/5 of 365 days
	number := map[int]int64{}
	for i, g := range judged {
		m.goods = append(m.goods, good{id: strconv.Itoa(g)})
		number[g] = int64(i + 1)
	}
	s := newStock(m)
	for i, v := range dealings {
		for _, g := range v.goods {
			thing, ok := number[g]
			if !ok {
				thing = sales.Absent
			}
			if err := s.take([]int64{int64(i + 1), int64(buyers[v.customer]), int64(v.audience), int64(v.day), thing, 10_0000, sales.Absent}); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.close()
	return m
}

// dealings are all deals, by day.
func (w world) dealings(r *rand.Rand) []worldDeal {
	popularity, peak := w.popularity(r), make([]float64, w.goods)
	for g := range peak {
		peak[g] = r.Float64()
	}
	var dealings []worldDeal
	for customer := range w.customers {
		audience := r.IntN(len(popularity))
		deals := poisson(r, w.deals*lognormal(r, w.unequal))
		items := w.items * lognormal(r, 0.7*w.unequal)
		choice, begin, length := r.Uint64(), 0.0, 1.0
		if w.short {
			begin, length = r.Float64()*0.9, 0.1
		}
		for range deals {
			v := worldDeal{customer: customer, audience: audience + 1}
			at := begin + length*r.Float64()
			v.day = int(at * 365)
			weigh := func(g int) float64 {
				weight := popularity[audience][g]
				if g < w.large && float64(deals) < 3*w.deals {
					return 0
				}
				if w.season > 0 {
					weight *= math.Exp(w.season * math.Cos(2*math.Pi*(at-peak[g])))
				}
				return weight
			}
			v.goods = w.basket(r, 1+poisson(r, items), choice, weigh)
			w.attachTo(r, &v, at)
			slices.Sort(v.goods)
			dealings = append(dealings, v)
		}
	}
	slices.SortStableFunc(dealings, func(a, b worldDeal) int { return cmp.Compare(a.day, b.day) })
	return dealings
}

// popularity is the weight of each good in each audience.
func (w world) popularity(r *rand.Rand) [][]float64 {
	of := make([][]float64, 1+w.audiences)
	for audience := range of {
		for g := range w.goods {
			weight := math.Pow(float64(g+3), -w.zipf) * math.Exp(w.taste*r.NormFloat64())
			if k := g - w.first; w.settled && k >= 0 && k < 2*w.plants && (k+audience)%2 == 0 {
				weight = 0
			}
			of[audience] = append(of[audience], weight)
		}
	}
	return of
}

// basket draws goods without replacement.
func (w world) basket(r *rand.Rand, n int, choice uint64, weigh func(g int) float64) (goods []int) {
	cumulated, sum := make([]float64, w.goods), 0.0
	for g := range cumulated {
		sum += weigh(g)
		cumulated[g] = sum
	}
	n = min(n, w.goods/3)
	for tries := 0; len(goods) < n && tries < 20*n; tries++ {
		g, _ := slices.BinarySearch(cumulated, r.Float64()*sum)
		if k := g - w.first; w.avoid && k >= 0 && k < 2*w.plants && r.Float64() < 0.9 {
			g = w.first + k/2*2 + int(choice>>(k/2)&1)
		}
		if !slices.Contains(goods, g) {
			goods = append(goods, g)
		}
	}
	return goods
}

// attachTo adds the second good of a planted pair to a deal with the first.
func (w world) attachTo(r *rand.Rand, v *worldDeal, at float64) {
	for k := range w.plants {
		a, b := w.first+2*k, w.first+2*k+1
		if w.attach > 0 && (w.until == 0 || at < w.until) && slices.Contains(v.goods, a) && !slices.Contains(v.goods, b) && r.Float64() < w.attach {
			v.goods = append(v.goods, b)
		}
	}
}

func lognormal(r *rand.Rand, sd float64) float64 { return math.Exp(sd*r.NormFloat64() - sd*sd/2) }

func poisson(r *rand.Rand, mean float64) (n int) {
	for p := r.Float64(); p > math.Exp(-mean); p *= r.Float64() {
		n++
	}
	return n
}
