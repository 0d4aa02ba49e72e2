package metrics

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// kinship compares what else the buyers of two goods have. Substitutes serve one need,
// so that the buyers of either have the same other goods; two tastes keep two goods apart
// as well, and there the other goods differ too.
type kinship struct {
	value float64 // correlation over all other goods
	high  float64 // its upper limit
	most  float64 // what buyers of the same tastes would show, given the noise of so few
	ok    bool
}

// distant reports whether the other goods are so different that the correlation is less
// than half of what buyers of the same tastes would show.
func (k kinship) distant() bool { return k.ok && k.high < k.most/2 }

// leastCompanions is the number of other goods below which nothing is compared.
const leastCompanions = 10

// kinship correlates how far each other good is from what the range of the buyers gives,
// among the buyers of A without B and of B without A, with the upper limit of Fisher's z.
//
// Both are parts of all buyers, whom they are compared with: of independent parts that
// take the shares f and g of all goods, the variances would be 1 - f and 1 - g and the
// covariance -sqrt(f g), as in drawing without replacement; that is put back first. Of
// each variance 1 is then noise and what is beyond it reliable, and the root of the
// product of the reliable parts is the most that can be seen (C. Spearman, American
// Journal of Psychology 15 (1904) 72-101).
func (s *shelf) kinship(a, b int32) kinship {
	ofA, f := s.companions(a, b)
	ofB, g := s.companions(b, a)
	var x, y []float64
	for i := range ofA {
		if int32(i) != a && int32(i) != b && !math.IsNaN(ofA[i]) && !math.IsNaN(ofB[i]) {
			x, y = append(x, ofA[i]), append(y, ofB[i])
		}
	}
	if len(x) < leastCompanions || f == 0 || g == 0 {
		return kinship{}
	}
	varX, varY := stat.Variance(x, nil)+f, stat.Variance(y, nil)+g
	r := (stat.Covariance(x, y, nil) + math.Sqrt(f*g)) / math.Sqrt(varX*varY)
	z := math.Sqrt2 * math.Erfinv(confidence)
	return kinship{
		value: r,
		high:  math.Tanh(math.Atanh(r) + z/math.Sqrt(float64(len(x)-3))),
		most:  math.Sqrt(max(0, 1-1/varX) * max(0, 1-1/varY)),
		ok:    true,
	}
}

// companions are, for every good, the buyers of one good without another who have it,
// less those that the range of these buyers gives, in standard deviations (binomial), and
// the share of these buyers in all goods. It is NaN where none is expected, or all.
func (s *shelf) companions(of, without int32) (deviations []float64, share float64) {
	deviations = make([]float64, len(s.goods))
	buyers, others := 0.0, 0.0
	for _, buyer := range s.goods[of].buyers {
		if s.has(buyer, without) {
			continue
		}
		for _, h := range s.held[buyer] {
			deviations[h.good]++
		}
		buyers++
		others += float64(len(s.held[buyer]) - 1)
	}
	share = others / float64(s.holdings-s.goods[of].owners.all)
	for g := range deviations {
		expected := share * float64(s.goods[g].owners.all)
		deviations[g] = (deviations[g] - expected) / math.Sqrt(expected*(1-expected/buyers))
	}
	return deviations, share
}
