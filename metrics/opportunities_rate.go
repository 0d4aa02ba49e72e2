package metrics

import (
	"math"

	"xsell/metrics/stat"
)

// prior is how many customers the rate of a larger group counts for in that of a smaller.
const prior = 20

// rate is how often a product was bought for the first time, by customers who could: of
// those without it before the time looked back on, counted by their pace.
type rate struct {
	customers, took  int64   // without it before; of them, with it since
	exposure         float64 // the paces of the customers added up
	towards          float64 // the rate of the larger group
	value, low, high float64 // at pace 1; known once it is settled
}

func (r *rate) add(pace float64, took bool) {
	r.customers++
	r.exposure += pace
	if took {
		r.took++
	}
}

// settle draws the rate to that of the larger group. The limits are those of a gamma
// distribution: purchases are a Poisson number of the exposure, and the larger group counts
// as prior ones.
func (r *rate) settle(towards float64) {
	r.towards = towards
	shape, scale := float64(r.took)+prior*towards, r.exposure+prior
	if r.value = shape / scale; r.value > 0 {
		low, _ := stat.GammaQuantile(shape, (1-confidence)/2)
		high, _ := stat.GammaQuantile(shape, (1+confidence)/2)
		r.low, r.high = low/scale, high/scale
	}
}

// settleAll settles the rates of audiences, of which the last is that of all.
func settleAll(rates []rate, towards float64) {
	last := len(rates) - 1
	rates[last].settle(towards)
	for a := range last {
		rates[a].settle(rates[last].value)
	}
}

// probable is the probability that goes with a rate at a pace.
func probable(rate, pace float64) float64 { return -math.Expm1(-rate * pace) }
