package stat_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"xsell/metrics/stat"
)

// unit is one unit of currency in the ten-thousandths that money is held in.
const unit = 10_000

// The example of the definitions of the report: four products, one of them new
// and one lost.
func bridgeExample(withCost bool) []stat.Change {
	period := func(quantity int64, price, cost float64) stat.Period {
		p := stat.Period{Quantity: quantity, Revenue: quantity * int64(price*unit)}
		if withCost {
			p.Cost = quantity * int64(cost*unit)
		}
		return p
	}
	return []stat.Change{
		{period(100, 10, 6), period(130, 11, 6.5)},
		{period(50, 20, 15), period(45, 19, 15)},
		{period(20, 30, 20), stat.Period{}},
		{stat.Period{}, period(30, 25, 18)},
	}
}

// priceVolumeMix is the bridge of all products.
func priceVolumeMix(changes []stat.Change) (sum stat.Bridge, ok bool) {
	bridges, ok := stat.PriceVolumeMix(changes)
	for _, b := range bridges {
		sum = sum.Add(b)
	}
	return sum, ok
}

// Values: the definitions of the report for revenue, +435 = 85 + 333.33 -
// 133.33 + 750 - 600; for contribution by hand, +125 = 85 - 65 + 108.33 - 13.33
// + 210 - 200. The volumes of the two products, 166.66667 and 54.16667 each, are rounded up.
func TestPriceVolumeMix(t *testing.T) {
	for _, c := range []struct {
		name     string
		withCost bool
		want     stat.Bridge
		total    int64
	}{
		{"revenue", false, stat.Bridge{Price: 85 * unit, Volume: 333_3334, Mix: -133_3334, New: 750 * unit, Lost: -600 * unit}, 435 * unit},
		{"contribution", true, stat.Bridge{Price: 85 * unit, Cost: -65 * unit, Volume: 108_3334, Mix: -13_3334, New: 210 * unit, Lost: -200 * unit}, 125 * unit},
	} {
		got, ok := priceVolumeMix(bridgeExample(c.withCost))
		if !ok || got != c.want || got.Total() != c.total {
			t.Errorf("%s: %+v, %v (total %d), want %+v (total %d)", c.name, got, ok, got.Total(), c.want, c.total)
		}
	}
}

// Over random products the effects add up to the unit, for each product and for all, and
// stay within half a unit a product of the formulas in floating point.
func TestPriceVolumeMixAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		changes := make([]stat.Change, 1+random.IntN(40))
		for i := range changes {
			changes[i] = stat.Change{Before: randomPeriod(random), After: randomPeriod(random)}
		}
		got, ok := priceVolumeMix(changes)
		if !ok {
			t.Fatal("undefined")
		}
		var change int64
		for _, c := range changes {
			change += c.After.Revenue - c.After.Cost - c.Before.Revenue + c.Before.Cost
		}
		if got.Total() != change {
			t.Fatalf("effects add up to %d, the change is %d", got.Total(), change)
		}
		bridges, _ := stat.PriceVolumeMix(changes)
		for i, b := range bridges {
			if c := changes[i]; b.Total() != c.After.Revenue-c.After.Cost-c.Before.Revenue+c.Before.Cost {
				t.Fatalf("the effects of %+v add up to %d", c, b.Total())
			}
		}
		price, volume := bridgeByFormula(changes)
		if half := float64(len(changes)) / 2; math.Abs(float64(got.Price)-price) > half || math.Abs(float64(got.Volume)-volume) > half {
			t.Fatalf("price %d, volume %d; by the formulas %g, %g", got.Price, got.Volume, price, volume)
		}
	}
}

// randomPeriod is a period of a product, one in four of them without sales.
func randomPeriod(random *rand.Rand) stat.Period {
	if random.IntN(4) == 0 {
		return stat.Period{Quantity: -random.Int64N(3), Revenue: -random.Int64N(5000)}
	}
	return stat.Period{Quantity: 1 + random.Int64N(1000), Revenue: random.Int64N(9_000_000) - 1_000_000, Cost: random.Int64N(5_000_000)}
}

func bridgeByFormula(changes []stat.Change) (price, volume float64) {
	var quantity0, quantity1, contribution float64
	for _, c := range changes {
		q0, q1 := float64(c.Before.Quantity), float64(c.After.Quantity)
		if q0 <= 0 || q1 <= 0 {
			continue
		}
		price += float64(c.After.Revenue) - float64(c.Before.Revenue)/q0*q1
		quantity0 += q0
		quantity1 += q1
		contribution += float64(c.Before.Revenue - c.Before.Cost)
	}
	if quantity0 == 0 {
		return 0, 0
	}
	return price, (quantity1 - quantity0) * contribution / quantity0
}

func TestPriceVolumeMixEdges(t *testing.T) {
	if got, ok := priceVolumeMix(nil); !ok || got != (stat.Bridge{}) {
		t.Errorf("no products: %+v, %v, want no effects", got, ok)
	}
	returned := []stat.Change{{stat.Period{Quantity: -1, Revenue: -50, Cost: -30}, stat.Period{Quantity: 0, Revenue: 7}}}
	if got, ok := priceVolumeMix(returned); !ok || got != (stat.Bridge{Other: 27}) {
		t.Errorf("only returns: %+v, %v, want 27 under Other", got, ok)
	}
	huge := []stat.Change{{stat.Period{Quantity: 1, Revenue: math.MaxInt64}, stat.Period{Quantity: 1000, Revenue: 5}}}
	if got, ok := priceVolumeMix(huge); ok {
		t.Errorf("effects that fit no int64: %+v, want undefined", got)
	}
}
