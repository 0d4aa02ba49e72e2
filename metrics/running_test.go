package metrics

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"xsell/metrics/phrases"
)

// TestLanes starts the longest first; of many lines, the sections that hold a market of
// products stand in one lane, and that with a market of its own before the others.
func TestLanes(t *testing.T) {
	named := func(lanes [][]int) (names []string) {
		for _, lane := range lanes {
			for _, i := range lane {
				names = append(names, All[i].Name)
			}
		}
		return names
	}
	few := lanes(All, manyLines-1)
	if got := named(few); len(few) != len(All) || !slices.Equal(got[:3], []string{"opportunities", "next-purchase", "at-risk"}) {
		t.Errorf("few lines: %v", got)
	}
	many := lanes(All, manyLines)
	if got := named(many[:1]); !slices.Equal(got[:2], []string{"opportunities", "next-purchase"}) || !slices.Contains(got, "substitutes") {
		t.Errorf("many lines: %v", got)
	}
	for _, lane := range many[1:] {
		if len(lane) != 1 || slices.Contains(All[lane[0]].Markets, ofProducts) {
			t.Errorf("%v wait for each other, or hold a market beside another", named([][]int{lane}))
		}
	}
	if all := slices.Concat(many...); len(all) != len(All) {
		t.Errorf("%d of %d sections", len(all), len(All))
	}
}

// TestComputingTellsOfEverySection follows what is told of the sections underway.
func TestComputingTellsOfEverySection(t *testing.T) {
	l := shopLedger(t, shopRows(rand.New(rand.NewPCG(1, 2))))
	told, most, last := map[string]bool{}, 0, []int(nil)
	o := Options{Only: []string{"products", "pairs"}, Computing: func(done, all int, names []string) {
		for _, n := range names {
			told[n] = true
		}
		most, last = max(most, done+len(names)), []int{done, all, len(names)}
	}}
	if _, err := Compute(t.Context(), l, o); err != nil {
		t.Fatal(err)
	}
	if len(told) != 2 || most != 2 || !slices.Equal(last, []int{2, 2, 0}) {
		t.Errorf("told of %v, %d at most, %v at the end", told, most, last)
	}
}

// TestMarketsAreLetGo runs sections in the way of many lines: what they looked at is gone
// after the last of them, and not before.
func TestMarketsAreLetGo(t *testing.T) {
	l := shopLedger(t, shopRows(rand.New(rand.NewPCG(1, 2))))
	o := optionsOf(l)
	o.Phrases, o.metrics = phrases.English(), All
	of := []Metric{Pairs, NextPurchase, Opportunities}
	seen := map[string]int{}
	var mu sync.Mutex
	_, err := runAll(t.Context(), l, o, of, func(s *Section) { // at once, of several sections
		mu.Lock()
		defer mu.Unlock()
		seen[s.Name]++
	})
	if err != nil || len(seen) != len(of) || len(o.memo.markets)+len(o.memo.steps) > 0 {
		t.Errorf("%v, ready %v; %d markets and %d sequences kept", err, seen, len(o.memo.markets), len(o.memo.steps))
	}
	if _, err := o.market(t.Context(), l, ofProducts); err != nil {
		t.Fatal(err)
	}
	if o.memo.release(Pairs, []Metric{Bundles}); o.memo.markets[ofProducts] == nil {
		t.Error("a market is let go that bundles look at")
	}
	if o.memo.release(Bundles, []Metric{Types}); o.memo.markets[ofProducts] != nil {
		t.Error("a market is kept that nobody looks at")
	}
}
