package basket_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"xsell/metrics/basket"
	"xsell/metrics/stat"
)

// bruteOffers makes every offer of a small world, each counted by itself.
func bruteOffers(t *testing.T, world [][]int32, o basket.OfferOptions) []basket.Offer {
	t.Helper()
	var offers []basket.Offer
	n := int64(len(world))
	for printed := range brute(world, basket.Options{MinCount: o.MinCount, MaxSize: o.MaxSize, Apart: o.Apart}) {
		set := parseSet(t, printed)
		for i, then := range set {
			condition := slices.Concat(set[:i], set[i+1:])
			if len(condition) == 0 {
				continue
			}
			slices.SortFunc(condition, func(a, b int32) int {
				return cmp.Or(cmp.Compare(holding(world, b), holding(world, a)), cmp.Compare(a, b))
			})
			p := basket.Pair{N: n, NA: holding(world, condition...), NB: holding(world, then), NAB: holding(world, set...)}
			if p.NA == n || o.Money[then] <= 0 {
				continue
			}
			limits, _ := stat.Wilson(p.NAB, p.NA, o.Level)
			base := float64(p.NB-p.NAB) / float64(n-p.NA)
			if r := float64(p.NA-p.NAB) * (limits.Low - base) * float64(o.Money[then]); r > 0 {
				offers = append(offers, basket.Offer{If: condition, Then: then, Pair: p, Reliable: r})
			}
		}
	}
	slices.SortFunc(offers, func(a, b basket.Offer) int {
		return cmp.Or(cmp.Compare(b.Reliable, a.Reliable), cmp.Compare(len(a.If), len(b.If)),
			cmp.Compare(b.NA, a.NA), slices.Compare(a.If, b.If), cmp.Compare(a.Then, b.Then))
	})
	return offers[:min(len(offers), o.Most)]
}

func TestOffersAgainstBruteForce(t *testing.T) {
	random := rand.New(rand.NewPCG(19, 20))
	found := 0
	for range 3000 {
		world, plain := randomWorld(random), randomOptions(random)
		o := basket.OfferOptions{
			Most: 1 + random.IntN(12), MinCount: 1 + random.Int64N(3), MaxSize: plain.MaxSize, Apart: plain.Apart,
			Level: 0.5 + random.Float64()*0.45, Workers: plain.Workers,
		}
		for range 10 {
			o.Money = append(o.Money, random.Int64N(6)*random.Int64N(1000)-50)
		}
		want := bruteOffers(t, world, o)
		got, err := basket.Offers(context.Background(), load(world), o)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%+v of %v:\n got %v\nwant %v", o, world, got, want)
		}
		found += len(got)
	}
	if found < 3000 {
		t.Errorf("only %d offers in all worlds", found)
	}
}

// Forty of a hundred baskets hold A, thirty of these B too, and five of the
// others: the limit is that of 30 of 40, .5981 (Wilson, 95 %), the base rate
// 5/60, and ten more could buy B.
func TestOffersOfOnePair(t *testing.T) {
	var baskets basket.Baskets
	for i := range 100 {
		switch {
		case i < 30:
			baskets.Add(0, 1)
		case i < 40:
			baskets.Add(0)
		case i < 45:
			baskets.Add(1)
		default:
			baskets.Add()
		}
	}
	offers, err := basket.Offers(context.Background(), &baskets, basket.OfferOptions{Most: 5, MinCount: 1, Level: 0.95, Money: []int64{0, 200}})
	if err != nil || len(offers) != 1 {
		t.Fatalf("%v, %v; want one offer", offers, err)
	}
	near(t, "contribution", offers[0].Reliable, 10*(0.5981-5.0/60)*200, 1e-4)
}

func TestOffersRefuse(t *testing.T) {
	fine := basket.OfferOptions{Most: 1, MinCount: 1, Level: 0.95, Money: []int64{1, 1}}
	for name, change := range map[string]func(*basket.OfferOptions){
		"none wanted": func(o *basket.OfferOptions) { o.Most = 0 },
		"no count":    func(o *basket.OfferOptions) { o.MinCount = 0 },
		"level":       func(o *basket.OfferOptions) { o.Level = 1 },
		"money":       func(o *basket.OfferOptions) { o.Money = o.Money[:1] },
	} {
		o := fine
		change(&o)
		if _, err := basket.Offers(context.Background(), load([][]int32{{0, 1}}), o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := basket.Offers(ended, load([][]int32{{0, 1}}), fine); err != context.Canceled {
		t.Errorf("error %v of an ended context", err)
	}
}

// BenchmarkOffers looks for the 100 best offers of the Belgian supermarket, in 5
// baskets or more, where every item brings the same.
func BenchmarkOffers(b *testing.B) {
	baskets := readNumbered(b, openShared(b, "retail.fimi.dat"))
	money := make([]int64, 16470)
	for i := range money {
		money[i] = 10_000
	}
	for b.Loop() {
		offers, err := basket.Offers(b.Context(), baskets, basket.OfferOptions{Most: 100, MinCount: 5, Level: 0.95, Money: money})
		if err != nil || len(offers) != 100 {
			b.Fatal(len(offers), err)
		}
	}
}
