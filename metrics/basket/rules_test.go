package basket_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"xsell/metrics/basket"
	"xsell/metrics/stat"
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

// Every rule of small worlds, with what its definition says, counted in the
// baskets one by one.
func TestRulesAgainstBruteForce(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	for range 300 {
		world := randomWorld(random)
		n := int64(len(world))
		least := random.Float64()
		o := basket.Options{MinCount: 1 + random.Int64N(4)}
		if random.IntN(2) == 0 {
			o.MaxSize = 2 + random.IntN(3)
		}
		rules, err := basket.Rules(mustMine(t, load(world), o), n, least)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for set := range brute(world, o) {
			want += countRules(world, parseSet(t, set), least)
		}
		if len(rules) != want {
			t.Fatalf("%d rules, want %d", len(rules), want)
		}
		for _, r := range rules {
			checkRule(t, world, r)
		}
	}
}

func parseSet(t *testing.T, printed string) []int32 {
	t.Helper()
	var set []int32
	for _, field := range strings.Fields(strings.Trim(printed, "[]")) {
		item, err := strconv.Atoi(field)
		if err != nil {
			t.Fatal(err)
		}
		set = append(set, int32(item))
	}
	return set
}

// holding counts the baskets with all the items.
func holding(world [][]int32, items ...int32) int64 {
	n := int64(0)
	for _, b := range world {
		if !slices.ContainsFunc(items, func(item int32) bool { return !slices.Contains(b, item) }) {
			n++
		}
	}
	return n
}

// countRules counts the rules of a set that reach a confidence.
func countRules(world [][]int32, set []int32, least float64) int {
	rules := 0
	for then := range set {
		condition := slices.Concat(set[:then], set[then+1:])
		if len(condition) > 0 && float64(holding(world, set...)) >= least*float64(holding(world, condition...)) {
			rules++
		}
	}
	return rules
}

func checkRule(t *testing.T, world [][]int32, r basket.Rule) {
	t.Helper()
	whole := append(slices.Clone(r.If), r.Then)
	want := basket.Pair{N: int64(len(world)), NA: holding(world, r.If...), NB: holding(world, r.Then), NAB: holding(world, whole...)}
	if r.Pair != want {
		t.Fatalf("%v -> %d: counts %+v, want %+v", r.If, r.Then, r.Pair, want)
	}
	best, logP := 0.0, math.Inf(-1)
	for chosen := range 1<<len(r.If) - 1 {
		var part []int32
		for i, item := range r.If {
			if chosen>>i&1 == 1 {
				part = append(part, item)
			}
		}
		a, ab := holding(world, part...), holding(world, append(slices.Clone(part), r.Then)...)
		best = max(best, float64(ab)/float64(a))
		if len(part) == len(r.If)-1 {
			p, _ := stat.LogFisherGreater(r.NAB, r.NA, ab, a)
			logP = max(logP, p)
		}
	}
	confidence, _ := r.Attach()
	if math.Abs(r.Improvement-(confidence-best)) > 1e-15 || r.LogP != logP {
		t.Fatalf("%v -> %d: improvement %g and log p %g, want %g and %g", r.If, r.Then, r.Improvement, r.LogP, confidence-best, logP)
	}
}

// With a limit the rules are those above the confidence that lets too many
// through.
func TestFindRulesLimit(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 18))
	for range 200 {
		world := randomWorld(random)
		sets := mustMine(t, load(world), basket.Options{MinCount: 1 + random.Int64N(3)})
		least, most := random.Float64()/2, 1+random.IntN(50)
		all, err := basket.Rules(sets, int64(len(world)), least)
		if err != nil {
			t.Fatal(err)
		}
		limited, err := basket.FindRules(context.Background(), sets, int64(len(world)), basket.RuleOptions{MinConfidence: least, MaxRules: most})
		if err != nil {
			t.Fatal(err)
		}
		reach := slices.DeleteFunc(slices.Clone(all), func(r basket.Rule) bool {
			c, _ := r.Attach()
			return c < limited.MinConfidence
		})
		if !slices.EqualFunc(limited.Rules, reach, func(a, b basket.Rule) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) {
			t.Fatalf("the rules are not those from confidence %g on", limited.MinConfidence)
		}
		if len(reach) > most || len(all) <= most && len(reach) < len(all) {
			t.Fatalf("%d of %d rules, at most %d allowed", len(reach), len(all), most)
		}
		below := slices.DeleteFunc(all, func(r basket.Rule) bool {
			c, _ := r.Attach()
			return c < math.Nextafter(limited.MinConfidence, -1)
		})
		if len(below) <= most && len(below) > len(reach) {
			t.Fatalf("confidence %g is more than needed for at most %d rules", limited.MinConfidence, most)
		}
	}
}

// BenchmarkRules makes all rules of confidence .5 of the 1,506,775 itemsets.
func BenchmarkRules(b *testing.B) {
	baskets := readNumbered(b, openShared(b, "retail.fimi.dat"))
	sets, err := basket.Mine(b.Context(), baskets, basket.Options{MinCount: 5})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		rules, err := basket.Rules(sets, int64(baskets.Len()), 0.5)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(rules)), "rules")
	}
}
