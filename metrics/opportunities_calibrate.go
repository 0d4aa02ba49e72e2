package metrics

import (
	"context"
	"math"

	"xsell/metrics/sales"
)

// calibration is what the chances of the first offers are multiplied by. Whatever looks best
// of many looks better than it is, by about as much from one test to the next.
//
// Source: calibration in the large, E. W. Steyerberg, Clinical Prediction Models (2009) ch. 15.
type calibration struct {
	factor float64 // 1 where nothing is corrected
	before trial   // the same test one step earlier; it knows nothing of the days of the last one
	would  float64 // takers that the last test would have expected, corrected by the one before
}

// ratio is the takers of the first offers over those expected, drawn to 1 as if one more had
// been expected and come, and no more than 1: what luck added once is not promised.
func (t trial) ratio() float64 {
	return min(1, (float64(t.took)+1)/(t.expected+1))
}

// calibrate makes the test before the last one. The chances are corrected by the last test
// only where the one before, used in the same way, brings what the last test expected
// nearer to what it saw.
func calibrate(ctx context.Context, l *sales.Ledger, o Options, w watch, last trial) (calibration, error) {
	if !last.ran || last.expected <= float64(last.took) {
		return calibration{factor: 1}, nil
	}
	before, err := try(ctx, l, o, w.earlier())
	return calibrated(before, last), err
}

func calibrated(before, last trial) calibration {
	c := calibration{factor: 1, before: before}
	if !before.ran {
		return c
	}
	c.would = before.ratio() * last.expected
	if math.Abs(float64(last.took)-c.would) < math.Abs(float64(last.took)-last.expected) {
		c.factor = last.ratio()
	}
	return c
}

// earlier is the watch that ends where the test of this one begins.
func (w watch) earlier() watch {
	e := watch{first: w.first, until: w.split - 1, split: w.split}
	if days := int(e.until-e.first) + 1; days >= 10 {
		e.split -= sales.Day(min(days/5, mostTested))
	}
	return e
}

// corrected is an offer with its chances calibrated.
func (c calibration) corrected(p prospect) prospect {
	p.chance, p.low, p.high = p.chance*c.factor, p.low*c.factor, p.high*c.factor
	return p
}
