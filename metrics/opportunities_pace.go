package metrics

import "xsell/metrics/sales"

// paces are how many new products customers of a class take, over the mean of all.
type paces struct {
	of   []float64 // by class
	then []uint8   // class of each customer on the day looked back to
	now  []uint8   // on the last day
}

// paceClasses is the number of classes: by visits in the year, in doublings up to 33 and
// more, and whether one was in the last ahead days.
const paceClasses = 14

func (s *school) classesOn(day sales.Day) []uint8 {
	out := make([]uint8, len(s.walkers))
	for i, x := range s.walkers {
		n, recent := int32(0), uint8(0)
		for v := x.end - 1; v >= x.start; v-- {
			on := s.visits[v].day
			if on > day {
				continue
			}
			if on <= day-aYear {
				break
			}
			n++
			if on > day-sales.Day(s.ahead) {
				recent = 1
			}
		}
		out[i] = uint8(min(6, doublings(max(1, n))))*2 + recent
	}
	return out
}

// learnPaces counts the products that each class took for the first time since; small
// classes are drawn to the mean.
func (s *school) learnPaces() paces {
	p := paces{of: make([]float64, paceClasses), then: s.classesOn(s.looked()), now: s.classesOn(s.until)}
	around := s.aroundOn(s.looked())
	var customers, taken [paceClasses]float64
	var all, sum float64
	for i, x := range s.walkers {
		if !around[i] {
			continue
		}
		class := p.then[i]
		customers[class]++
		all++
		for _, f := range x.goods {
			if s.dayOf(f) > s.looked() {
				taken[class]++
				sum++
			}
		}
	}
	for c := range p.of {
		if p.of[c] = 1; sum > 0 {
			mean := sum / all
			p.of[c] = (taken[c] + prior*mean) / (customers[c] + prior) / mean
		}
	}
	return p
}
