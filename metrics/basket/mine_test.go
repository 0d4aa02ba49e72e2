package basket_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/basket"
)

// brute counts every subset of every basket: the miner's results by another
// road, for worlds of a few items.
func brute(baskets [][]int32, o basket.Options) map[string]int64 {
	counts := map[string]int64{}
	for _, b := range baskets {
		items := slices.Clone(b)
		slices.Sort(items)
		items = slices.Compact(items)
		for chosen := 1; chosen < 1<<len(items); chosen++ {
			var set []int32
			for i, item := range items {
				if chosen>>i&1 == 1 {
					set = append(set, item)
				}
			}
			if allowed(set, o) {
				counts[fmt.Sprint(set)]++
			}
		}
	}
	for set, n := range counts {
		if n < o.MinCount {
			delete(counts, set)
		}
	}
	return counts
}

// allowed reports whether the options let a set stand.
func allowed(set []int32, o basket.Options) bool {
	if o.MaxSize > 0 && len(set) > o.MaxSize {
		return false
	}
	for _, item := range o.With {
		if !slices.Contains(set, item) {
			return false
		}
	}
	for i, a := range set {
		for _, b := range set[i+1:] {
			if o.Apart != nil && o.Apart(a, b) {
				return false
			}
		}
	}
	return true
}

func load(baskets [][]int32) *basket.Baskets {
	var b basket.Baskets
	for _, items := range baskets {
		b.Add(items...)
	}
	return &b
}

// mined returns the result as brute does, failing for a set found twice.
func mined(t *testing.T, baskets [][]int32, o basket.Options) (map[string]int64, *basket.Itemsets) {
	t.Helper()
	sets, err := basket.Mine(context.Background(), load(baskets), o)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int64{}
	for i := range sets.Len() {
		items, n := sets.At(i)
		sorted := slices.Clone(items)
		slices.Sort(sorted)
		key := fmt.Sprint(sorted)
		if _, twice := counts[key]; twice {
			t.Fatalf("%s found twice", key)
		}
		counts[key] = n
	}
	return counts, sets
}

// randomWorld returns baskets of up to ten items, some with repetitions.
func randomWorld(random *rand.Rand) [][]int32 {
	baskets := make([][]int32, random.IntN(40))
	items := 1 + random.IntN(10)
	density := random.Float64()
	for i := range baskets {
		for item := range items {
			for random.Float64() < density/2 {
				baskets[i] = append(baskets[i], int32(item))
			}
		}
		random.Shuffle(len(baskets[i]), func(x, y int) { baskets[i][x], baskets[i][y] = baskets[i][y], baskets[i][x] })
	}
	return baskets
}

// randomOptions returns options of every kind, most of them plain.
func randomOptions(random *rand.Rand) basket.Options {
	o := basket.Options{MinCount: 1 + random.Int64N(6), Workers: 1 + random.IntN(3)}
	if random.IntN(3) == 0 {
		o.MaxSize = 1 + random.IntN(4)
	}
	if random.IntN(4) == 0 {
		o.With = []int32{random.Int32N(5)}
		if random.IntN(2) == 0 {
			o.With = append(o.With, 5+random.Int32N(3))
		}
	}
	if random.IntN(3) == 0 {
		modulus := 2 + random.Int32N(4)
		o.Apart = func(a, b int32) bool { return a%modulus == b%modulus }
	}
	return o
}

func TestMineAgainstBruteForce(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 10_000 {
		world, o := randomWorld(random), randomOptions(random)
		want := brute(world, o)
		got, _ := mined(t, world, o)
		if !maps.Equal(got, want) {
			t.Fatalf("baskets %v, options %+v:\n got %v\nwant %v", world, o, got, want)
		}
	}
}

// Over larger worlds, where both ways of searching are taken, single items,
// pairs and triples are counted one by one.
func TestMineTriplesOfLargerWorlds(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for _, size := range []struct{ items, baskets, mean int }{{40, 300, 8}, {300, 1000, 6}, {500, 60, 30}, {30, 100, 20}, {10, 2000, 4}, {4000, 9000, 5}, {3000, 15, 60}} {
		world := make([][]int32, size.baskets)
		want := map[string]int64{}
		for i := range world {
			for range size.mean {
				// Squared, so that some items are much more frequent.
				x := random.Float64()
				world[i] = append(world[i], int32(x*x*float64(size.items)))
			}
			countTriples(world[i], want)
		}
		o := basket.Options{MinCount: 4, MaxSize: 3, Workers: 2}
		for set, n := range want {
			if n < o.MinCount {
				delete(want, set)
			}
		}
		got, _ := mined(t, world, o)
		if !maps.Equal(got, want) {
			t.Errorf("%+v: %d sets, want %d, or counts differ", size, len(got), len(want))
		}
	}
}

// countTriples adds the sets of up to three items of a basket.
func countTriples(items []int32, counts map[string]int64) {
	items = slices.Clone(items)
	slices.Sort(items)
	items = slices.Compact(items)
	for i, a := range items {
		counts[fmt.Sprint([]int32{a})]++
		for j, b := range items[:i] {
			counts[fmt.Sprint([]int32{b, a})]++
			for _, c := range items[:j] {
				counts[fmt.Sprint([]int32{c, b, a})]++
			}
		}
	}
}

// With a limit the minimum count rises to the least that fits, whatever the
// number of workers.
func TestMineLimits(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for range 1000 {
		world, o := randomWorld(random), randomOptions(random)
		if random.IntN(2) == 0 {
			o.MaxSets = 1 + random.IntN(60)
		}
		if random.IntN(2) == 0 {
			o.MaxBytes = 1 + random.Int64N(2000)
		}
		least := o
		want := brute(world, o)
		for !fits(want, o) {
			least.MinCount++
			want = brute(world, least)
		}
		got, sets := mined(t, world, o)
		if !maps.Equal(got, want) || sets.MinCount != least.MinCount {
			t.Fatalf("%+v: %d sets from count %d, want %d from %d", o, len(got), sets.MinCount, len(want), least.MinCount)
		}
	}
}

// fits reports whether the sets, printed with blanks between their items, are
// within the limits.
func fits(counts map[string]int64, o basket.Options) bool {
	bytes := int64(0)
	for set := range counts {
		bytes += 12 + 4*int64(1+strings.Count(set, " "))
	}
	return (o.MaxSets == 0 || len(counts) <= o.MaxSets) && (o.MaxBytes == 0 || bytes <= o.MaxBytes)
}

// Two runs give the same sets in the same order, whoever found them.
func TestMineOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	for range 50 {
		world, o := randomWorld(random), randomOptions(random)
		var printed [2]string
		for i, workers := range []int{1, 3} {
			o.Workers = workers
			_, sets := mined(t, world, o)
			for j := range sets.Len() {
				printed[i] += fmt.Sprintln(sets.At(j))
			}
		}
		if printed[0] != printed[1] {
			t.Fatalf("one worker:\n%s\nthree workers:\n%s", printed[0], printed[1])
		}
	}
}

func TestMineOrderOfItems(t *testing.T) {
	_, sets := mined(t, [][]int32{{3, 1, 2}, {2, 1}, {2}, {0}}, basket.Options{MinCount: 1})
	var got []string
	for i := range sets.Len() {
		got = append(got, fmt.Sprint(sets.At(i)))
	}
	want := []string{"[2] 3", "[1] 2", "[2 1] 2", "[0] 1", "[3] 1", "[2 3] 1", "[1 3] 1", "[2 1 3] 1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMineRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		baskets [][]int32
		options basket.Options
		want    string
	}{
		"no minimum":    {nil, basket.Options{}, "mine baskets: minimum count 0; give 1 or more, and less than 2^31"},
		"negative size": {nil, basket.Options{MinCount: 1, MaxSize: -1}, "mine baskets: at most -1 items in a set, 0 sets and 0 bytes; give 0 for no limit"},
		"negative item": {[][]int32{{1, -2}}, basket.Options{MinCount: 1}, "mine baskets: negative item number; number the items from 0"},
	} {
		if _, err := basket.Mine(context.Background(), load(c.baskets), c.options); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := basket.Mine(ended, load([][]int32{{1}}), basket.Options{MinCount: 1}); err != context.Canceled {
		t.Errorf("error %v of an ended context, want %v", err, context.Canceled)
	}
}

// Values: Borgelt's eclat (PyFIM), which agrees with what is published for the
// Belgian supermarket at support .1 %, 89 baskets.
func TestMineRealBaskets(t *testing.T) {
	retail := readNumbered(t, openShared(t, "retail.fimi.dat"))
	groceries, _ := readNamed(t)
	for _, c := range []struct {
		name     string
		baskets  *basket.Baskets
		minCount int64
		want     int
	}{{"retail", retail, 89, 7589}, {"retail", retail, 88, 7712}, {"groceries", groceries, 10, 13492}} {
		sets, err := basket.Mine(context.Background(), c.baskets, basket.Options{MinCount: c.minCount})
		if err != nil {
			t.Fatal(err)
		}
		if sets.Len() != c.want {
			t.Errorf("%s at %d: %d itemsets, want %d", c.name, c.minCount, sets.Len(), c.want)
		}
	}
	// Asked for much more than fits, it stops at the count that fits.
	sets, err := basket.Mine(context.Background(), retail, basket.Options{MinCount: 20, MaxSets: 7700})
	if err != nil || sets.MinCount != 89 || sets.Len() != 7589 {
		t.Errorf("at most 7700 itemsets: %d from %d, %v; want 7589 from 89", sets.Len(), sets.MinCount, err)
	}
}

// readNamed returns the Groceries baskets numbered, and the names by number.
func readNamed(t testing.TB) (*basket.Baskets, []string) {
	t.Helper()
	var baskets basket.Baskets
	var names []string
	numbers := map[string]int32{}
	for _, b := range readGroceries(t) {
		items := make([]int32, len(b))
		for i, name := range b {
			number, known := numbers[name]
			if !known {
				number = int32(len(names))
				numbers[name] = number
				names = append(names, name)
			}
			items[i] = number
		}
		baskets.Add(items...)
	}
	return &baskets, names
}

// The branches of a tree are the sets in their order, in pieces of any size:
// what a branch shares with the one before stands in both.
func TestTree(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	for range 300 {
		world, o := randomWorld(random), randomOptions(random)
		if random.IntN(2) == 0 {
			o.MaxSets = 1 + random.IntN(200)
		}
		_, sets := mined(t, world, o)
		tree, err := basket.MineTree(t.Context(), load(world), o)
		if err != nil || tree.Len() != sets.Len() || tree.MinCount != sets.MinCount {
			t.Fatalf("%d sets from %d, %v; want %d from %d", tree.Len(), tree.MinCount, err, sets.Len(), sets.MinCount)
		}
		n := 0
		for _, piece := range tree.Pieces(1 + random.IntN(20)) {
			var before []int32
			for b := range piece.Branches() {
				if b.Shared > len(b.Prefix) || b.Shared > len(before) || !slices.Equal(b.Prefix[:b.Shared], before[:b.Shared]) {
					t.Fatalf("prefix %v after %v: shared %d", b.Prefix, before, b.Shared)
				}
				before = slices.Clone(b.Prefix)
				for i, item := range b.Items {
					got := append(slices.Clone(b.Prefix), item)
					slices.Reverse(got)
					if want, count := sets.At(n); !slices.Equal(got, want) || int64(b.Counts[i]) != count {
						t.Fatalf("set %d: %v in %d, want %v in %d", n, got, b.Counts[i], want, count)
					}
					n++
				}
			}
		}
		if n != sets.Len() {
			t.Fatalf("%d sets in pieces, want %d", n, sets.Len())
		}
	}
}
