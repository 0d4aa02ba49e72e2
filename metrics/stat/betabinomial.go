package stat

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Share is K of N, either of which may be no whole number where cases that are not
// independent count for fewer.
type Share struct{ K, N float64 }

// Beta is a beta distribution of a rate, with both parameters above 0.
type Beta struct{ A, B float64 }

// Mean is the expected rate.
func (b Beta) Mean() float64 { return b.A / (b.A + b.B) }

// Quantile is the rate below which the distribution has the given probability.
func (b Beta) Quantile(p float64) float64 { return mathext.InvRegIncBeta(b.A, b.B, p) }

// above is the probability of a rate above x.
func (b Beta) above(x float64) float64 { return 1 - mathext.RegIncBeta(b.A, b.B, clampUnit(x)) }

// After is the distribution once a share of it has been seen.
func (b Beta) After(s Share) Beta { return Beta{b.A + s.K, b.B + s.N - s.K} }

// BetaBinomial describes rates that differ between groups: their mean, and the correlation
// of two cases of one group, from 0, where chance explains all differences, to 1.
type BetaBinomial struct{ Mean, Correlation float64 }

// Prior is the distribution of the true rates of groups; false where they do not differ
// beyond chance or nothing but the group decides, since it is then no beta distribution.
func (m BetaBinomial) Prior() (Beta, bool) {
	if !(m.Correlation > 0 && m.Correlation < 1 && m.Mean > 0 && m.Mean < 1) {
		return Beta{}, false
	}
	size := (1 - m.Correlation) / m.Correlation
	return Beta{m.Mean * size, (1 - m.Mean) * size}, true
}

// FitBetaBinomial estimates how rates differ between groups by moments: the mean square of
// their distances from the common rate against what chance gives, each group weighted by
// the inverse of its variance, which is estimated with it. Undefined for fewer than two
// groups with cases, or a share outside 0 to 1.
//
// Source: J. C. Kleinman, JASA 68 (1973) 46-54, iterated, without its factor (k-1)/k.
func FitBetaBinomial(groups []Share) (BetaBinomial, bool) {
	var m BetaBinomial
	n := 0
	for _, g := range groups {
		if !(g.N >= 0 && g.K >= 0 && g.K <= g.N) {
			return m, false
		}
		if g.N > 0 {
			n++
		}
	}
	if n < 2 {
		return m, false
	}
	for range 200 {
		next := m.step(groups)
		done := math.Abs(next.Correlation-m.Correlation) < 1e-13
		if m = next; done {
			break
		}
	}
	return m, true
}

// step estimates anew with the weights that the last estimate gives.
func (m BetaBinomial) step(groups []Share) BetaBinomial {
	var sum, weights float64
	weight := func(g Share) float64 { return g.N / (1 + m.Correlation*max(0, g.N-1)) }
	for _, g := range groups {
		if g.N > 0 {
			sum += weight(g) * g.K / g.N
			weights += weight(g)
		}
	}
	mean := sum / weights
	var square, chance, all float64
	for _, g := range groups {
		if g.N > 0 {
			w := weight(g)
			square += w * (g.K/g.N - mean) * (g.K/g.N - mean)
			chance += w / g.N * (1 - w/weights)
			all += w * (1 - w/weights)
		}
	}
	spread := mean * (1 - mean)
	if !(spread > 0 && all > chance) {
		return BetaBinomial{Mean: mean}
	}
	return BetaBinomial{mean, clampUnit((square/spread - chance) / (all - chance))}
}

// Ranks are the best and the worst place that something may hold; 1 is the highest.
type Ranks struct{ Best, Worst int }

// rankPoints is how many equally likely values of one rate the others are compared with.
const rankPoints = 80

// RankRanges returns, for each of some rates known by their distributions, the places
// among all of them that it holds with the given probability (0.95), the tails cut alike.
// The probability of every place is worked out, not drawn: given one rate, the number of
// higher ones is a sum of independent events with known chances. Undefined for a level
// outside (0, 1).
//
// Source: H. Goldstein and D. J. Spiegelhalter, JRSS A 159 (1996) 385-443, section 4, who
// simulate; the sum is Poisson's binomial.
func RankRanges(rates []Beta, level float64) ([]Ranks, bool) {
	if !(level > 0 && level < 1) {
		return nil, false
	}
	tail := (1 - level) / 2
	ranges := make([]Ranks, len(rates))
	for i, r := range rates {
		places := make([]float64, len(rates)) // chances of so many higher ones
		for q := range rankPoints {
			x := r.Quantile((float64(q) + 0.5) / rankPoints)
			for k, p := range higher(rates, i, x) {
				places[k] += p / rankPoints
			}
		}
		ranges[i] = Ranks{placeAt(places, tail), placeAt(places, 1-tail)}
	}
	return ranges, true
}

// higher are the chances that so many rates other than the i-th lie above x.
func higher(rates []Beta, i int, x float64) []float64 {
	chances := append(make([]float64, 0, len(rates)), 1)
	for j, r := range rates {
		if j == i {
			continue
		}
		p := r.above(x)
		chances = append(chances, 0)
		for k := len(chances) - 1; k > 0; k-- {
			chances[k] = chances[k]*(1-p) + chances[k-1]*p
		}
		chances[0] *= 1 - p
	}
	return chances
}

// placeAt is the first place up to which the chances add up to the level.
func placeAt(chances []float64, level float64) int {
	sum := 0.0
	at := slices.IndexFunc(chances, func(p float64) bool {
		sum += p
		return sum >= level-1e-12
	})
	if at < 0 {
		return len(chances)
	}
	return at + 1
}
