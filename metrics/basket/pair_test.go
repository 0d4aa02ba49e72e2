package basket_test

import (
	"math"
	"testing"

	"xsell/metrics/basket"
	"xsell/metrics/stat"
)

// near fails the test unless got is within a relative tolerance of want.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance*math.Abs(want) {
		t.Errorf("%s = %.17g, want %.17g (relative tolerance %g)", what, got, want, tolerance)
	}
}

// measures are the measures of a pair that are a number or undefined.
var measures = map[string]func(basket.Pair) (float64, bool){
	"Support":          basket.Pair.Support,
	"Attach":           basket.Pair.Attach,
	"BaseRate":         basket.Pair.BaseRate,
	"Expected":         basket.Pair.Expected,
	"Lift":             basket.Pair.Lift,
	"Leverage":         basket.Pair.Leverage,
	"ExtraBaskets":     basket.Pair.ExtraBaskets,
	"Conviction":       basket.Pair.Conviction,
	"Kulczynski":       basket.Pair.Kulczynski,
	"ImbalanceRatio":   basket.Pair.ImbalanceRatio,
	"LogFisherGreater": basket.Pair.LogFisherGreater,
	"LogFisherLess":    basket.Pair.LogFisherLess,
}

// undefined stands in the tables for the blank of a measure.
const undefined = math.MaxFloat64

// Values: the definitions of the report; Fisher by scipy 1.17.1
// stats.fisher_exact, the others by hand.
func TestMeasures(t *testing.T) {
	for _, c := range []struct {
		name string
		pair basket.Pair
		want map[string]float64
	}{
		{"the check of the definitions", basket.Pair{N: 200, NA: 40, NB: 30, NAB: 15}, map[string]float64{
			"Support": 0.075, "Attach": 0.375, "BaseRate": 15.0 / 160, "Expected": 6, "Lift": 2.5,
			"Leverage": 0.045, "ExtraBaskets": 9, "Conviction": 1.36, "Kulczynski": 0.4375, "ImbalanceRatio": 10.0 / 55,
			"LogFisherGreater": math.Log(5.2115178282951605e-05), "LogFisherLess": math.Log(0.9999918719753337),
		}},
		{"never together", basket.Pair{N: 20, NA: 5, NB: 4, NAB: 0}, map[string]float64{
			"Support": 0, "Attach": 0, "BaseRate": 4.0 / 15, "Expected": 1, "Lift": 0,
			"Leverage": -0.05, "ExtraBaskets": -1, "Conviction": 0.8, "Kulczynski": 0, "ImbalanceRatio": 1.0 / 9,
			"LogFisherGreater": 0, "LogFisherLess": math.Log(1365.0 / 4845),
		}},
		{"always together and everywhere", basket.Pair{N: 7, NA: 7, NB: 7, NAB: 7}, map[string]float64{
			"Support": 1, "Attach": 1, "BaseRate": undefined, "Expected": 7, "Lift": 1,
			"Leverage": 0, "ExtraBaskets": 0, "Conviction": undefined, "Kulczynski": 1, "ImbalanceRatio": 0,
			"LogFisherGreater": 0, "LogFisherLess": 0,
		}},
		{"A is never bought", basket.Pair{N: 7, NA: 0, NB: 3, NAB: 0}, map[string]float64{
			"Support": 0, "Attach": undefined, "BaseRate": 3.0 / 7, "Expected": 0, "Lift": undefined,
			"Leverage": 0, "ExtraBaskets": 0, "Conviction": undefined, "Kulczynski": undefined, "ImbalanceRatio": 1,
			"LogFisherGreater": 0, "LogFisherLess": 0,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, measure := range measures {
				want, listed := c.want[name]
				got, ok := measure(c.pair)
				switch {
				case !listed:
					t.Errorf("no value to compare %s with", name)
				case want == undefined && (ok || got != 0):
					t.Errorf("%s = %g, %v, want undefined", name, got, ok)
				case want != undefined && (!ok || math.Abs(got-want) > 1e-12*max(1, math.Abs(want))):
					t.Errorf("%s = %.17g, %v, want %.17g", name, got, ok, want)
				}
			}
		})
	}
}

// Values: the definitions of the report, 1.80 to 3.48; the further digits from
// 2.5 exp(-+1.959964 sqrt(17/600)).
func TestLiftLimits(t *testing.T) {
	pair := basket.Pair{N: 200, NA: 40, NB: 30, NAB: 15}
	got, ok := pair.LiftLimits(0.95)
	if !ok {
		t.Fatal("undefined")
	}
	near(t, "low", got.Low, 2.5*math.Exp(-1.959963984540054*math.Sqrt(17.0/600)), 1e-12)
	near(t, "high", got.High, 2.5*math.Exp(1.959963984540054*math.Sqrt(17.0/600)), 1e-12)
	if math.Round(got.Low*100) != 180 || math.Round(got.High*100) != 348 {
		t.Errorf("limits %v, want 1.80 to 3.48", got)
	}
	if got, ok := (basket.Pair{N: 20, NA: 5, NB: 4}).LiftLimits(0.95); ok || got != (stat.Interval{}) {
		t.Errorf("limits of a lift of 0 are %v, want undefined", got)
	}
	if got, ok := (basket.Pair{N: 7, NA: 7, NB: 7, NAB: 7}).LiftLimits(0.95); !ok || got != (stat.Interval{Low: 1, High: 1}) {
		t.Errorf("limits of what is always everywhere are %v, %v, want 1 to 1", got, ok)
	}
}

func TestPoolAndAttachLimits(t *testing.T) {
	pair := basket.Pair{N: 200, NA: 40, NB: 30, NAB: 15}
	if pool, ok := pair.Pool(); !ok || pool != 25 {
		t.Errorf("pool %d, want 25", pool)
	}
	if pool, ok := pair.Swap().Pool(); !ok || pool != 15 {
		t.Errorf("pool of B -> A %d, want 15", pool)
	}
	limits, ok := pair.AttachLimits(0.95)
	if !ok || math.Round(limits.Low*1000) != 242 || math.Round(limits.High*1000) != 530 {
		t.Errorf("attach limits %v, want .242 to .530", limits)
	}
}

func TestContradictingCounts(t *testing.T) {
	for _, pair := range []basket.Pair{
		{}, {N: -1}, {N: 10, NA: 11, NB: 1}, {N: 10, NA: 2, NB: 3, NAB: 3}, {N: 10, NA: 2, NB: 3, NAB: -1},
		{N: 10, NA: 8, NB: 8, NAB: 5}, // at least 6 must hold both
	} {
		for name, measure := range measures {
			if got, ok := measure(pair); ok || got != 0 {
				t.Errorf("%s of %+v = %g, %v, want undefined", name, pair, got, ok)
			}
		}
		if _, ok := pair.LiftLimits(0.95); ok {
			t.Errorf("LiftLimits of %+v is defined", pair)
		}
		if _, ok := pair.AttachLimits(0.95); ok {
			t.Errorf("AttachLimits of %+v is defined", pair)
		}
		if _, ok := pair.Pool(); ok {
			t.Errorf("Pool of %+v is defined", pair)
		}
	}
}

// Over every possible pair among 12 baskets: what is symmetric is, the limits
// contain the lift, lift, leverage and conviction agree on the side of chance,
// and nothing is NaN or infinite.
func TestProperties(t *testing.T) {
	const n = 12
	for na := int64(0); na <= n; na++ {
		for nb := int64(0); nb <= n; nb++ {
			for nab := max(0, na+nb-n); nab <= min(na, nb); nab++ {
				checkProperties(t, basket.Pair{N: n, NA: na, NB: nb, NAB: nab})
			}
		}
	}
}

func checkProperties(t *testing.T, p basket.Pair) {
	t.Helper()
	for name, measure := range measures {
		if v, _ := measure(p); math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%s of %+v is %g", name, p, v)
		}
	}
	for _, name := range []string{"Support", "Lift", "Leverage", "Kulczynski", "ImbalanceRatio", "LogFisherGreater", "LogFisherLess"} {
		v, ok := measures[name](p)
		w, okSwapped := measures[name](p.Swap())
		if ok != okSwapped || math.Abs(v-w) > 1e-12*max(1, math.Abs(v)) {
			t.Errorf("%s of %+v is %g, swapped %g", name, p, v, w)
		}
	}
	lift, liftOK := p.Lift()
	if limits, ok := p.LiftLimits(0.95); ok && !limits.Contains(lift) {
		t.Errorf("lift %g of %+v is outside %v", lift, p, limits)
	}
	extra, _ := p.ExtraBaskets()
	conviction, convictionOK := p.Conviction()
	if liftOK && math.Abs(extra) > 1e-9 && (lift > 1) != (extra > 0) {
		t.Errorf("%+v: lift %g but %g extra baskets", p, lift, extra)
	}
	if convictionOK && math.Abs(extra) > 1e-9 && (conviction > 1) != (extra > 0) {
		t.Errorf("%+v: conviction %g but %g extra baskets", p, conviction, extra)
	}
}
