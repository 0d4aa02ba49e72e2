package basket_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"xsell/metrics/basket"
)

// randomSales gives the items of a world money, some of it negative.
func randomSales(random *rand.Rand, world [][]int32) [][]basket.Sold {
	sold := make([][]basket.Sold, len(world))
	for i, items := range world {
		for _, item := range items {
			sold[i] = append(sold[i], basket.Sold{Item: item, Money: random.Int64N(100) - 30*random.Int64N(2)})
		}
	}
	return sold
}

// bruteMoney adds up the money of every subset of every basket.
func bruteMoney(sold [][]basket.Sold, o basket.MoneyOptions) (sets map[string]basket.Earner) {
	sets = map[string]basket.Earner{}
	for _, b := range sold {
		money := map[int32]int64{}
		var items []int32
		for _, s := range b {
			money[s.Item] += s.Money
			items = append(items, s.Item)
		}
		slices.Sort(items)
		items = slices.Compact(items)
		for chosen := 1; chosen < 1<<len(items); chosen++ {
			var e basket.Earner
			for i, item := range items {
				if chosen>>i&1 == 1 {
					e.Items = append(e.Items, item)
					e.Money += money[item]
				}
			}
			key := fmt.Sprint(e.Items)
			e.Money += sets[key].Money
			e.Count = sets[key].Count + 1
			sets[key] = e
		}
	}
	plain := basket.Options{MaxSize: o.MaxSize, With: o.With, Apart: o.Apart}
	for key, e := range sets {
		if e.Money < o.MinMoney || e.Count < o.MinCount || !allowed(e.Items, plain) {
			delete(sets, key)
		}
	}
	return sets
}

func TestMineMoneyAgainstBruteForce(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	for range 10_000 {
		world, plain := randomWorld(random), randomOptions(random)
		sold := randomSales(random, world)
		o := basket.MoneyOptions{
			MinMoney: 1 + random.Int64N(1500), MinCount: random.Int64N(4),
			MaxSize: plain.MaxSize, With: plain.With, Apart: plain.Apart, Workers: plain.Workers,
		}
		if random.IntN(2) == 0 {
			o.MaxSets = 1 + random.IntN(30)
		}
		least := o
		want := bruteMoney(sold, o)
		if o.MaxSets > 0 && len(want) > o.MaxSets {
			var money []int64
			for _, e := range want {
				money = append(money, e.Money)
			}
			slices.Sort(money)
			least.MinMoney = money[len(money)-1-o.MaxSets] + 1
			want = bruteMoney(sold, least)
		}
		checkEarners(t, sold, o, least.MinMoney, want)
	}
}

func checkEarners(t *testing.T, sold [][]basket.Sold, o basket.MoneyOptions, least int64, want map[string]basket.Earner) {
	t.Helper()
	var b basket.Baskets
	for _, items := range sold {
		b.AddSold(items...)
	}
	got, err := basket.MineMoney(context.Background(), &b, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Sets) != len(want) || got.MinMoney != least {
		t.Fatalf("%+v: %d sets from %d, want %d from %d", o, len(got.Sets), got.MinMoney, len(want), least)
	}
	for i, e := range got.Sets {
		if w := want[fmt.Sprint(e.Items)]; e.Count != w.Count || e.Money != w.Money {
			t.Fatalf("%+v: %v, want %v", o, e, w)
		}
		if i > 0 && got.Sets[i-1].Money < e.Money {
			t.Fatalf("%v after %v", e, got.Sets[i-1])
		}
	}
}

// Baskets without money bring nothing, and stand beside those with it.
func TestMineMoneyOfSome(t *testing.T) {
	var b basket.Baskets
	b.Add(0, 1)
	b.AddSold(basket.Sold{Item: 0, Money: 5}, basket.Sold{Item: 1, Money: -2}, basket.Sold{Item: 0, Money: 4})
	b.Add(1)
	got, err := basket.MineMoney(context.Background(), &b, basket.MoneyOptions{MinMoney: 1})
	if want := "[{[0] 2 9} {[0 1] 2 7}]"; err != nil || fmt.Sprint(got.Sets) != want {
		t.Errorf("%v, %v; want %s", got.Sets, err, want)
	}
	if _, err := basket.MineMoney(context.Background(), &b, basket.MoneyOptions{}); err == nil {
		t.Error("accepted no minimum")
	}
}

// BenchmarkMineMoney finds the 1,000 sets of the Belgian supermarket that bring
// most, where an item brings 1 to 100 by its number.
func BenchmarkMineMoney(b *testing.B) {
	plain := readNumbered(b, openShared(b, "retail.fimi.dat"))
	var baskets basket.Baskets
	for i := range plain.Len() {
		var sold []basket.Sold
		for _, item := range plain.At(i) {
			sold = append(sold, basket.Sold{Item: item, Money: int64(item)*7919%100 + 1})
		}
		baskets.AddSold(sold...)
	}
	for b.Loop() {
		got, err := basket.MineMoney(b.Context(), &baskets, basket.MoneyOptions{MinMoney: 1, MaxSets: 1000})
		if err != nil || len(got.Sets) > 1000 {
			b.Fatal(err)
		}
	}
}
