package metrics

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// marketOf is a market with a deal for each buyer, in the first part of the window.
func marketOf(goods int, deals [][]int32) *market {
	m := &market{goods: make([]good, goods), byDeal: true, split: 1}
	s := newStock(m)
	for i := range m.goods {
		m.goods[i].id = fmt.Sprint("g", i)
	}
	for deal, items := range deals {
		row := []int64{int64(deal + 1), sales.Absent, 0, 0, sales.Absent, 0, sales.Absent}
		for _, g := range items {
			row[4], row[5] = int64(g+1), 10_0000
			if err := s.take(row); err != nil {
				panic(err)
			}
		}
		if len(items) == 0 {
			s.take(row)
		}
	}
	s.close()
	return m
}

// randomDeals have some goods each, no good twice.
func randomDeals(random *rand.Rand, goods, deals int) [][]int32 {
	out := make([][]int32, deals)
	for i := range out {
		for g := range goods {
			if random.Float64() < 0.15+0.5/float64(g+1) {
				out[i] = append(out[i], int32(g))
			}
		}
	}
	return out
}

// TestBundleRulesAgree compares the counts, the improvement and the p-values of all rules
// of three and four goods with those that metrics/basket makes of the mined sets.
func TestBundleRulesAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	rules := 0
	for range 20 {
		deals := randomDeals(random, 7, 150)
		m := marketOf(7, deals)
		sets, err := m.inOneDeal(t.Context(), 2, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := mustRules(t, m)
		h := m.holdersOf(sets, early)
		for i := range sets.len() {
			goods := sets.at(i)
			n := h.parts(goods)
			for then := range goods {
				rules++
				r := rule{allOf(goods), then}
				w := want[fmt.Sprint(r.condition().of(goods), goods[then])]
				if r.pair(&n) != w.Pair || math.Abs(r.improvement(&n)-w.Improvement) > 1e-12 {
					t.Fatalf("%v -> %d: %+v improvement %v, want %+v", goods, goods[then], r.pair(&n), r.improvement(&n), w)
				}
				if logP, ok := r.test(&n, 0); ok && math.Abs(logP-w.LogP) > 1e-9 {
					t.Fatalf("%v -> %d: log p %v, want %v", goods, goods[then], logP, w.LogP)
				}
			}
		}
	}
	if rules < 1000 {
		t.Errorf("%d rules compared", rules)
	}
}

func mustRules(t *testing.T, m *market) map[string]basket.Rule {
	t.Helper()
	b := m.earlyDeals()
	sets, err := basket.Mine(t.Context(), b, basket.Options{MinCount: 1, MaxSize: largestBundle})
	if err != nil {
		t.Fatal(err)
	}
	rules, err := basket.Rules(sets, int64(len(m.deals)), 0)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]basket.Rule{}
	for _, r := range rules {
		condition := slices.Clone(r.If)
		slices.Sort(condition)
		by[fmt.Sprint(condition, r.Then)] = r
	}
	return by
}

// TestBundleDeals counts the deals of bundles the plain way.
func TestBundleDeals(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		deals := randomDeals(random, 6, 80)
		m := marketOf(6, deals)
		goods := []int32{0, 2, 3, 5}[:3+random.IntN(2)]
		r := rule{allOf(goods), random.IntN(len(goods))}
		var all, condition, short int64
		lacking := make([]int64, len(goods))
		for _, d := range deals {
			missing := slices.DeleteFunc(slices.Clone(goods), func(g int32) bool { return slices.Contains(d, g) })
			if len(missing) == 0 {
				all++
			}
			if len(missing) == 1 {
				short++
				lacking[slices.Index(goods, missing[0])]++
			}
			if len(missing) == 0 || len(missing) == 1 && missing[0] == goods[r.then] {
				condition++
			}
		}
		got := m.dealsOfBundle(m.factsOf(spans{}, goods), r)
		if got.NAB != all || got.NA != condition || got.short != short || !slices.Equal(got.lacking, lacking) {
			t.Fatalf("%+v, want %d with all, %d with the condition, %d short by %v", got, all, condition, short, lacking)
		}
	}
}

// TestBundleBreakEven raises the discount step by step, pays it to everyone one by one,
// and stops where what is won is gone.
func TestBundleBreakEven(t *testing.T) {
	// 40 have the best part, 20 of them the condition, 15 all; of the others 4 have the offer.
	b := bundling{ruleTest: ruleTest{rule: rule{0b111, 2}}}
	b.buyers = counts{0: 100, 0b001: 40, 0b010: 60, 0b011: 20, 0b100: 23, 0b101: 19, 0b110: 15, 0b111: 15}
	const worth, spent = 30, 120.0
	last := 0.0
	for step := range 10_000 {
		discount := float64(step) / 10_000
		result := 0.0
		for range 15 { // they have it and would have it anyway
			result -= discount * spent
		}
		for range 5 { // three in four follow, who would have been one in five
			result += 15.0 / 20 * (worth - discount*spent)
			result -= 4.0 / 20 * worth
		}
		if result < 0 {
			break
		}
		last = discount
	}
	got, ok := b.discount(worth*sales.Scale, spent*sales.Scale).(float64)
	if !ok || got < last || got > last+1e-4 {
		t.Errorf("discount %v, want between %v and %v", got, last, last+1e-4)
	}
	if b.discount(0, spent) != nil || b.discount(worth, 0) != nil {
		t.Error("a discount without anything to give, or on nothing")
	}
}

// TestBundlesGuard lists no more sets of a size than allowed, and says from how many deals.
func TestBundlesGuard(t *testing.T) {
	deals := randomDeals(rand.New(rand.NewPCG(5, 6)), 12, 300)
	m := marketOf(12, deals)
	free, err := m.inOneDeal(t.Context(), 3, 0)
	if err != nil {
		t.Fatal(err)
	}
	few, err := m.inOneDeal(t.Context(), 3, 150)
	if err != nil {
		t.Fatal(err)
	}
	if few.sizes[3] >= free.sizes[3] || few.atLeast[3] <= 3 || few.atLeast[4] < few.atLeast[3] {
		t.Errorf("with a limit %+v, without %+v", few, free)
	}
	f := bundleFindings{judged: judged{sets: few, by: map[string]int64{}}, market: m, o: Options{MinCount: 3}}
	f.counts.Deals = 1
	want := fmt.Sprintf("So many bundles are in 3 deals or more that only those of 3 products in %d or more and those of 4 products in %d or more were judged.", few.atLeast[3], few.atLeast[4])
	if notes := f.notes(); len(notes) < 2 || notes[1] != want {
		t.Errorf("notes %q, want %q among them", notes, want)
	}
}

// TestBundlesInNoise draws worlds with pairs and no bundle: at a false discovery rate of
// 5 % few of 25 show one. Buyers of unequal size make goods meet by three and four, and
// few of these stand among buyers alike. A bundle that is there is found in both.
func TestBundlesInNoise(t *testing.T) {
	for _, c := range []struct {
		planted, unequal bool
		low, high        int
	}{{false, false, 0, 3}, {false, true, 0, 3}, {true, false, 22, 25}, {true, true, 22, 25}} {
		random, worlds, met := rand.New(rand.NewPCG(7, 8)), 0, 0
		for range 25 {
			m := marketOf(30, paired(random, c.planted, c.unequal))
			sets, err := m.inOneDeal(t.Context(), 10, 0)
			if err != nil {
				t.Fatal(err)
			}
			rules, err := m.productive(t.Context(), sets)
			if err != nil {
				t.Fatal(err)
			}
			s := spans{window: m.holdersOf(sets, early)}
			for i := range rules {
				rules[i].status, rules[i].alike = confirmed, m.factsOf(s, sets.at(rules[i].set)).leastAdded(rules[i].rule, 0)
			}
			if err := m.confirm(t.Context(), s, sets, rules); err != nil {
				t.Fatal(err)
			}
			met += len(rules)
			if slices.ContainsFunc(rules, func(r ruleTest) bool { return r.status == confirmed }) {
				worlds++
			}
		}
		if worlds < c.low || worlds > c.high {
			t.Errorf("planted %v, unequal %v: %d worlds of 25 show a bundle (%d rules found in all), want %d to %d", c.planted, c.unequal, worlds, met, c.low, c.high)
		}
		if c.unequal && met < 100 {
			t.Errorf("unequal buyers make %d rules only: the world tests nothing", met)
		}
	}
}

// paired draws baskets in which 0 leads to 1 and 2 to 6. Where asked for, some buyers come
// for 3 and 4, and most of them take 5 too.
func paired(random *rand.Rand, planted, unequal bool) [][]int32 {
	deals := make([][]int32, 1000)
	for i := range deals {
		size := 0.12
		if unequal { // some buy much more than others
			size *= math.Exp(0.7 * random.NormFloat64())
		}
		var has [30]bool
		for g := range has {
			has[g] = random.Float64() < min(0.9, size*(0.5+1/float64(g%5+1)))
		}
		has[1] = has[1] || has[0] && random.Float64() < 0.5
		has[6] = has[6] || has[2] && random.Float64() < 0.5
		if planted && random.Float64() < 0.06 {
			has[3], has[4], has[5] = true, true, random.Float64() < 0.8
		}
		for g := range has {
			if has[g] {
				deals[i] = append(deals[i], int32(g))
			}
		}
	}
	return deals
}

// TestGroceriesTopBundle finds the rule with the highest lift that is published with the
// public set of 9,835 baskets: 21 with liquor and red or blush wine, of which 19 hold bottled
// beer, which is in 792 (M. Hahsler's arules).
func TestGroceriesTopBundle(t *testing.T) {
	r, err := Compute(t.Context(), groceries(t), Options{Only: []string{"bundles"}})
	if err != nil {
		t.Fatal(err)
	}
	table := r.Sections[0].Table
	for i := range table.Rows {
		if rule := table.Cell(i, "rule"); rule != "bottled beer ← liquor + red/blush wine" && rule != "bottled beer ← red/blush wine + liquor" {
			continue
		}
		for key, want := range map[string]Cell{"deals": int64(19), "deals_have": int64(21), "buyers_all": int64(19), "buyers_have": int64(21), "buyers_offer": int64(792), "status": candidate, "doubt": doubtShort, "pool": int64(2)} {
			if got := table.Cell(i, key); got != want {
				t.Errorf("%s is %v, want %v", key, got, want)
			}
		}
		if lift := table.Cell(i, "lift").(float64); math.Abs(lift-11.2353) > 1e-4 {
			t.Errorf("lift %v", lift)
		}
		return
	}
	t.Errorf("no row for the rule among %d; %s", len(table.Rows), r.Sections[0].Lead)
}
