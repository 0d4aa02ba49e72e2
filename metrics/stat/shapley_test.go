package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The wanted values are worked out by hand.
func TestChainEffects(t *testing.T) {
	for _, c := range []struct {
		name          string
		before, after []int64
		want          []int64
	}{
		{"one level is the change", []int64{5}, []int64{12}, []int64{7}},
		// 10 at 10 -> 12 at 12: (12-10)(10+12)/2 = 22 each.
		{"two links share the joint effect", []int64{10, 100}, []int64{12, 144}, []int64{22, 22}},
		// a 2 -> 3, b 2 -> 2, c 5 -> 4: a's part is (bc before + bc after)/2 = 9, c's (ab before + ab after)/2 = 5 less.
		{"a link that stands still has no effect", []int64{2, 4, 20}, []int64{3, 6, 24}, []int64{9, 0, -5}},
		// a 1 -> 2, b 1 -> 3, c 1 -> 5: a (1+15)/3 + (5+3)/6 = 6 2/3, b 2(1+10)/3 + 2(5+2)/6 = 9 2/3, c 4(1+6)/3 + 4(3+2)/6 = 12 2/3:
		// the two units left over by rounding down go to the first two of the equal remainders.
		{"rounded to the total", []int64{1, 1, 1}, []int64{2, 6, 30}, []int64{7, 10, 12}},
		{"an amount below zero", []int64{1, -10}, []int64{1, 5}, []int64{0, 15}},
	} {
		got, ok := ChainEffects(c.before, c.after)
		if !ok || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v; want %v", c.name, got, ok, c.want)
		}
	}
}

func TestChainEffectsUndefined(t *testing.T) {
	for name, c := range map[string][2][]int64{
		"no level":          {nil, nil},
		"different lengths": {{1, 2}, {1}},
		"nobody before":     {{0, 10}, {1, 10}},
		"nobody after":      {{1, 10}, {0, 10}},
		"too large":         {{1, math.MaxInt64}, {math.MaxInt64, math.MaxInt64}},
		"nine levels":       {make([]int64, 9), make([]int64, 9)},
	} {
		if got, ok := ChainEffects(c[0], c[1]); ok {
			t.Errorf("%s: %v, want undefined", name, got)
		}
	}
}

// Every effect lies within one unit of the textbook sum over orders, and all add up.
func TestChainEffectsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		before, after := randomLevels(r), randomLevels(r)
		got, ok := ChainEffects(before, after)
		if !ok {
			t.Fatalf("%v to %v: undefined", before, after)
		}
		var sum int64
		for _, e := range got {
			sum += e
		}
		if want := after[3] - before[3]; sum != want {
			t.Fatalf("%v to %v: %v adds up to %d, want %d", before, after, got, sum, want)
		}
		for i, want := range overOrders(before, after) {
			if math.Abs(float64(got[i])-want) > 1+1e-9*math.Abs(want) {
				t.Fatalf("%v to %v: link %d is %d, want %.3f", before, after, i, got[i], want)
			}
		}
	}
}

func randomLevels(r *rand.Rand) []int64 {
	return []int64{1 + r.Int64N(50), 1 + r.Int64N(200), 1 + r.Int64N(900), r.Int64N(2_000_000) - 200_000}
}

// overOrders moves the links one by one in each of the orders and averages.
func overOrders(before, after []int64) []float64 {
	ratios := func(levels []int64) []float64 {
		out := []float64{float64(levels[0])}
		for i := 1; i < len(levels); i++ {
			out = append(out, float64(levels[i])/float64(levels[i-1]))
		}
		return out
	}
	from, to := ratios(before), ratios(after)
	product := func(v []float64) float64 {
		p := 1.0
		for _, x := range v {
			p *= x
		}
		return p
	}
	effects, orders := make([]float64, len(from)), 0
	var walk func(order []int)
	walk = func(order []int) {
		if len(order) == len(from) {
			orders++
			now := slices.Clone(from)
			for _, i := range order {
				was := product(now)
				now[i] = to[i]
				effects[i] += product(now) - was
			}
			return
		}
		for i := range from {
			if !slices.Contains(order, i) {
				walk(append(slices.Clone(order), i))
			}
		}
	}
	walk(nil)
	for i := range effects {
		effects[i] /= float64(orders)
	}
	return effects
}
