package metrics

import (
	"math"

	"xsell/metrics/stat"
)

// The statuses of sellers.
const (
	sellerAbove    = "above"
	sellerBelow    = "below"
	sellerCustomer = "one customer"
	sellerEdge     = "edge"
	sellerUsual    = "as expected"
	sellerFew      = "too few"
)

const (
	fewestIndependent = 10    // below which nobody is judged or ranked
	outerLimits       = 0.998 // beyond which a seller is told apart
	mostRanked        = 100
	fewestSellers     = 3
)

// comparison is what is said of sellers beside each other, in their order.
type comparison struct {
	judged         int
	rate           float64 // of all compared deals
	correlation    float64 // of two deals of one customer
	overdispersion float64
	of             []comparedSeller
}

// comparedSeller is one seller beside the others.
type comparedSeller struct {
	status              string // nothing for who is not compared
	independent         int64
	rate, expected      float64
	adjusted, shrunk    float64
	exact, inner, outer stat.Interval
	ranks               stat.Ranks // zero for who is not ranked
	ranked              bool
}

// compareSellers sets the deals of sellers against what is expected of their mix.
func compareSellers(people []sellerDeals) comparison {
	c := comparison{overdispersion: 1, of: make([]comparedSeller, len(people))}
	var n, k int64
	for _, p := range people {
		n, k = n+p.N, k+p.K
	}
	if n == 0 {
		return c
	}
	c.rate, c.correlation = float64(k)/float64(n), customerCorrelation(people)
	var scores []float64
	for i, p := range people {
		s := &c.of[i]
		if p.N == 0 {
			continue
		}
		effect := p.design(c.correlation)
		s.independent = int64(math.Floor(float64(p.N)/effect + 1e-9))
		s.rate, s.expected = float64(p.K)/float64(p.N), p.E/float64(p.N)
		s.exact = exactLimits(s.rate, s.independent)
		s.status = sellerFew
		if s.independent >= fewestIndependent && p.V > 0 {
			s.status = sellerUsual
			s.adjusted = min(1, c.rate*s.rate/s.expected)
			scores = append(scores, (float64(p.K)-p.E)/math.Sqrt(p.V*effect))
		}
	}
	if len(scores) < fewestSellers {
		for i := range c.of {
			if c.of[i].status == sellerUsual {
				c.of[i].status = sellerFew
			}
		}
		return c
	}
	c.judged = len(scores)
	c.overdispersion, _ = stat.Overdispersion(scores)
	for i, p := range people {
		if c.of[i].status == sellerUsual {
			c.judge(&c.of[i], p)
		}
	}
	c.rank()
	return c
}

// design is by how much the deals of one customer being alike widens what chance does.
func (p sellerDeals) design(correlation float64) float64 {
	return 1 + max(0, p.NN/float64(p.N)-1)*correlation
}

// customerCorrelation is the correlation of two deals of one customer, over all sellers:
// what the squares of customers' sums exceed those of independent deals by, against what
// they would if all deals of a customer were the same. Each seller is compared with their
// own rate, so that sellers who differ do not count.
func customerCorrelation(people []sellerDeals) float64 {
	var excess, most float64
	for _, p := range people {
		if p.E <= 0 || p.N < 2 {
			continue
		}
		r := float64(p.K) / p.E
		free := 1 - p.EE/(p.E*p.E) // what fitting the rate leaves
		squares := p.KK - 2*r*p.KE + r*r*p.EE
		excess += squares - p.V*free
		most += p.V / float64(p.N) * (p.NN - float64(p.N)) * free
	}
	if most <= 0 {
		return 0
	}
	return min(1, max(0, excess/most))
}

// exactLimits are the exact limits of a rate of so many independent deals.
func exactLimits(rate float64, n int64) stat.Interval {
	limits, _ := stat.ClopperPearson(int64(math.Round(rate*float64(n))), n, confidence)
	return limits
}

// judge finds the status of a seller by the limits, with and without the largest customer.
func (c comparison) judge(s *comparedSeller, p sellerDeals) {
	scale := c.rate / s.expected
	scaled := func(level float64) stat.Interval {
		limits, _ := stat.FunnelLimits(s.expected, s.independent, level, c.overdispersion)
		return stat.Interval{Low: limits.Low * scale, High: min(1, limits.High*scale)}
	}
	s.inner, s.outer = scaled(confidence), scaled(outerLimits)
	switch side := beyond(s.adjusted, s.outer); {
	case side != 0 && c.without(p) != side:
		s.status = sellerCustomer
	case side > 0:
		s.status = sellerAbove
	case side < 0:
		s.status = sellerBelow
	case beyond(s.adjusted, s.inner) != 0:
		s.status = sellerEdge
	}
}

// beyondLeast are the crossed deals that a seller above or below has more (or, below 0,
// less) than expected, by the nearer exact limit of the rate; false where that reaches what is expected.
func (s comparedSeller) beyondLeast(p sellerDeals) (float64, bool) {
	switch {
	case s.status == sellerAbove && s.exact.Low > s.expected:
		return float64(p.N) * (s.exact.Low - s.expected), true
	case s.status == sellerBelow && s.exact.High < s.expected:
		return float64(p.N) * (s.exact.High - s.expected), true
	}
	return 0, false
}

// beyond tells on which side of the limits a rate lies; 0 within.
func beyond(rate float64, limits stat.Interval) int {
	switch {
	case rate > limits.High:
		return 1
	case rate < limits.Low:
		return -1
	}
	return 0
}

// without tells on which side of the inner limits a seller lies without the largest
// customer; 0 where that leaves too few deals.
func (c comparison) without(p sellerDeals) int {
	n := p.N - p.MostN
	if n <= 0 {
		return 0
	}
	rest := sellerDeals{sellerCounts: sellerCounts{N: n, K: p.K - p.MostK, E: p.E - p.MostE, NN: p.NN - float64(p.MostN)*float64(p.MostN)}}
	independent := int64(math.Floor(float64(n)/rest.design(c.correlation) + 1e-9))
	if independent < fewestIndependent {
		return 0
	}
	limits, _ := stat.FunnelLimits(rest.E/float64(n), independent, confidence, c.overdispersion)
	return beyond(float64(rest.K)/float64(n), limits)
}

// rank shrinks the rates and finds the places they may hold among all who are judged.
func (c *comparison) rank() {
	var known []stat.Share
	var places []int
	for i, s := range c.of {
		if s.isJudged() {
			n := float64(s.independent)
			known, places = append(known, stat.Share{K: s.adjusted * n, N: n}), append(places, i)
		}
	}
	m, ok := stat.FitBetaBinomial(known)
	if !ok {
		return
	}
	prior, differs := m.Prior()
	rates := make([]stat.Beta, len(known))
	for j, i := range places {
		c.of[i].shrunk = m.Mean
		if differs {
			rates[j] = prior.After(known[j])
			c.of[i].shrunk = rates[j].Mean()
		}
	}
	if len(known) > mostRanked {
		return
	}
	ranges := make([]stat.Ranks, len(known))
	for j := range ranges {
		ranges[j] = stat.Ranks{Best: 1, Worst: len(known)}
	}
	if differs {
		ranges, _ = stat.RankRanges(rates, confidence)
	}
	for j, i := range places {
		c.of[i].ranks, c.of[i].ranked = ranges[j], true
	}
}
