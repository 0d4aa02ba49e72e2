package basket_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"xsell/metrics/basket"
)

func mustMine(t *testing.T, baskets *basket.Baskets, o basket.Options) *basket.Itemsets {
	t.Helper()
	sets, err := basket.Mine(context.Background(), baskets, o)
	if err != nil {
		t.Fatal(err)
	}
	return sets
}

// Values: the numbers of rules published for the data set with arules; support
// .006 of 9,835 baskets is 60 or more.
func TestRulesOfGroceries(t *testing.T) {
	baskets, names := readNamed(t)
	for _, c := range []struct {
		minCount      int64
		minConfidence float64
		want          int
	}{{10, 0.5, 5668}, {10, 0.8, 410}, {60, 0.25, 463}} {
		sets := mustMine(t, baskets, basket.Options{MinCount: c.minCount})
		rules, err := basket.Rules(sets, int64(baskets.Len()), c.minConfidence)
		if err != nil || len(rules) != c.want {
			t.Errorf("count %d, confidence %g: %d rules, %v; want %d", c.minCount, c.minConfidence, len(rules), err, c.want)
		}
		if c.minConfidence == 0.8 {
			checkTopRule(t, rules, names)
		}
	}
}

// checkTopRule looks for the published rule with the highest lift.
func checkTopRule(t *testing.T, rules []basket.Rule, names []string) {
	t.Helper()
	top := slices.MaxFunc(rules, func(a, b basket.Rule) int {
		liftA, _ := a.Lift()
		liftB, _ := b.Lift()
		return cmp.Compare(liftA, liftB)
	})
	var condition []string
	for _, item := range top.If {
		condition = append(condition, names[item])
	}
	slices.Sort(condition)
	got := fmt.Sprintln(condition, names[top.Then], top.NAB, top.NA, top.NB)
	if want := "[liquor red/blush wine] bottled beer 19 21 792\n"; got != want {
		t.Errorf("top rule %s, want %s", got, want)
	}
}

// Twelve baskets; 0 and 1 lead to 2 together as well as 0 does alone, so that
// the longer rule improves nothing. Values of p: scipy 1.17.1 hypergeom.sf; of
// the longer rule for 1 among the baskets with 0, as for 0 among those with 1 it
// is only .2.
func TestRulesImprovement(t *testing.T) {
	baskets := load([][]int32{
		{0, 1, 2}, {0, 1, 2}, {0, 1, 2}, {0, 1}, {0, 2}, {0, 2}, {0, 2}, {0}, {1}, {1}, {3}, {2},
	})
	rules, err := basket.Rules(mustMine(t, baskets, basket.Options{MinCount: 1}), 12, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]struct{ improvement, p float64 }{
		"[0] 2":   {6.0/8 - 7.0/12, 0.15151515151515155},
		"[1] 2":   {3.0/6 - 7.0/12, 0.8787878787878788},
		"[0 1] 2": {0, 0.7857142857142857},
	}
	checked := 0
	for _, r := range rules {
		condition := slices.Clone(r.If)
		slices.Sort(condition)
		w, ok := want[fmt.Sprint(condition, r.Then)]
		if !ok {
			continue
		}
		checked++
		if math.Abs(r.Improvement-w.improvement) > 1e-12 {
			t.Errorf("%v -> %d: improvement %g, want %g", condition, r.Then, r.Improvement, w.improvement)
		}
		near(t, "p", math.Exp(r.LogP), w.p, 1e-12)
	}
	if checked != len(want) {
		t.Errorf("%d rules of %d found", checked, len(want))
	}
}

func TestRulesRefuseIncompleteSets(t *testing.T) {
	baskets := load([][]int32{{0, 1, 2}, {0, 1, 2}})
	sets := mustMine(t, baskets, basket.Options{MinCount: 1, With: []int32{2}})
	if _, err := basket.Rules(sets, 2, 0); err == nil {
		t.Error("made rules of sets whose parts are unknown")
	}
}
