package metrics

import (
	"math"
	"slices"

	"xsell/metrics/sales"
)

// Large customers buy more of everything, each audience has its own taste, and whoever
// bought in one season bought what was in season: all three make goods meet that have
// nothing to do with each other. So the joint buyers of two goods are compared with what
// they would be among buyers alike, each of whom has as many goods as it has, if which
// ones were chance.
//
// A buyer with d goods holds d(d-1)/2 pairs of goods. Spread over all pairs by chance, so
// that every good keeps its stake in them, r_a = the sum of d-1 over its buyers, the pairs
// of a stratum give f_a f_b to the goods a and b, where f solves
// f_a (sum of f - f_a) = r_a. This is quasi-independence (L. A. Goodman, JASA 63 (1968)
// 1091-1131) of a table that has no diagonal. Buyers of one good hold no pair and do not
// count: that they do not have two says nothing of the two.
//
// Of three goods or less the table has no more cells than goods: f fits it, and no pair of
// them is more than the kind of its buyers.

// stake is what a good has of the pairs of goods of one stratum.
type stake struct {
	stratum int32
	mean    float64 // f: the product of those of two goods is what chance gives them
	spread  float64 // of which the product of two is its variance
}

// kind is what buyers of a stratum have in common; numbers are classes.
type kind struct {
	audience, deals, goods int32
	month                  sales.Day // in the middle of its deals; 0 where they are far apart
}

// farApart is the time in days between first and last deal from which a buyer is not of
// one season.
const farApart = 92

// habit is what a buyer did in a part of the window.
type habit struct {
	deals, goods int32
	first, last  sales.Day
}

// met counts a deal; deals come by day.
func (h *habit) met(on sales.Day) {
	if h.deals++; h.deals == 1 {
		h.first = on
	}
	h.last = on
}

func (h habit) month() sales.Day {
	if h.last-h.first >= farApart {
		return 0
	}
	return monthOf(h.first + (h.last-h.first)/2)
}

func (m *market) habits(in phase) []habit {
	of := make([]habit, len(m.buyers))
	for _, d := range m.deals {
		if d.buyer < 0 || m.phaseOf(d.day)&in == 0 {
			continue
		}
		of[d.buyer].met(d.day)
	}
	for i := range m.goods {
		g := &m.goods[i]
		for j, buyer := range g.buyers {
			if g.when[j]&in != 0 {
				of[buyer].goods++
			}
		}
	}
	return of
}

// width is the classes of numbers of deals within which buyers are alike.
type width func(int32) int32

// halves puts numbers into classes half as wide as doublings: 1, 2, 3, 4, 5 to 6, 7 to 8,
// 9 to 12, and so on. What only customers of many deals buy meets too often among buyers of
// whom some have twice as many deals as others.
func halves(n int32) int32 {
	k := doublings(n)
	if k >= 2 && n > 3<<(k-2) {
		return 2*k + 1
	}
	return 2 * k
}

// strata are buyers who are alike.
type strata struct {
	of    []int32   // each buyer; -1 with less than two goods
	pairs []float64 // of each buyer that each of its goods is in: the number of the others
	size  []float64 // buyers of each stratum
}

func (m *market) strata(habits []habit, of width) strata {
	s := strata{of: make([]int32, len(habits)), pairs: make([]float64, len(habits))}
	numbers := map[kind]int32{}
	for i, h := range habits {
		if s.of[i] = -1; h.goods < 2 {
			continue
		}
		k := kind{m.buyers[i].audience, of(h.deals), doublings(h.goods), h.month()}
		number, ok := numbers[k]
		if !ok {
			number = int32(len(s.size))
			numbers[k], s.size = number, append(s.size, 0)
		}
		s.of[i], s.pairs[i] = number, float64(h.goods-1)
		s.size[number]++
	}
	return s
}

// stakes are those of every good in a part of the window.
func (m *market) stakes(in phase, of width) [][]stake {
	return m.stakesOf(m.habits(in), of, func(i, j int) bool { return m.goods[i].when[j]&in != 0 })
}

// stakesOf are those of every good among buyers of such habits; has tells whether buyer j
// of good i has it there.
func (m *market) stakesOf(habits []habit, of width, has func(i, j int) bool) [][]stake {
	s := m.strata(habits, of)
	stakes := make([][]stake, len(m.goods))
	pairs, buyers := make([]float64, len(s.size)), make([]float64, len(s.size))
	for i := range m.goods {
		stakes[i] = s.held(m.goods[i].buyers, func(j int) bool { return has(i, j) }, pairs, buyers)
	}
	spreadPairs(stakes, len(s.size))
	return stakes
}

// spreadPairs spreads the pairs of each stratum over all pairs of goods.
func spreadPairs(stakes [][]stake, strata int) {
	members := make([][]*stake, strata)
	for i := range stakes {
		for j := range stakes[i] {
			one := &stakes[i][j]
			members[one.stratum] = append(members[one.stratum], one)
		}
	}
	for _, those := range members {
		solve(those)
		for _, one := range those {
			one.spread *= one.mean
		}
	}
}

// held are the stakes of a good with r in the place of f, and with the square root of its
// part in the hypergeometric variance of a pair. Pairs and buyers are by stratum, and 0.
func (s strata) held(of []int32, has func(j int) bool, pairs, buyers []float64) []stake {
	var touched []int32
	for j, buyer := range of {
		if k := s.of[buyer]; k >= 0 && has(j) {
			if buyers[k] == 0 {
				touched = append(touched, k)
			}
			buyers[k]++
			pairs[k] += s.pairs[buyer]
		}
	}
	slices.Sort(touched)
	stakes := make([]stake, len(touched))
	for j, k := range touched {
		stakes[j] = newStake(k, pairs[k], buyers[k], s.size[k])
		pairs[k], buyers[k] = 0, 0
	}
	return stakes
}

// newStake has r in the place of f: the pairs that so many buyers of a good, of all n of the
// stratum, have with it.
func newStake(stratum int32, pairs, buyers, n float64) stake {
	s := stake{stratum: stratum, mean: pairs}
	if n > 1 {
		s.spread = (1 - buyers/n) * math.Sqrt(n/(n-1))
	}
	return s
}

// solve puts f in the place of r.
func solve(stakes []*stake) {
	r, total, sum := make([]float64, len(stakes)), 0.0, 0.0
	for i, s := range stakes {
		r[i] = s.mean
		total += r[i]
	}
	for i, s := range stakes {
		s.mean = r[i] / math.Sqrt(total)
		sum += s.mean
	}
	for range 100 {
		worst, next := 0.0, 0.0
		for i, s := range stakes {
			step := math.Sqrt(r[i] / (s.mean * (sum - s.mean)))
			worst = max(worst, math.Abs(step-1))
			s.mean *= step
			next += s.mean
		}
		if sum = next; worst < 1e-8 {
			break
		}
	}
}
