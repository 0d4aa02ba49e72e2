package basket_test

import (
	"bufio"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/basket"
)

// openShared opens a file of the shared data folder beside the repository, and
// skips the test where it is missing.
func openShared(t testing.TB, name string) *os.File {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join(root, "..", "shared", "data", name))
	if os.IsNotExist(err) {
		t.Skipf("%s is not in ../shared/data beside the repository", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// readGroceries returns 9,835 baskets of a grocery shop as sets of names.
func readGroceries(t testing.TB) [][]string {
	t.Helper()
	var baskets [][]string
	lines := bufio.NewScanner(openShared(t, "groceries-baskets.csv"))
	for lines.Scan() {
		items := strings.Split(strings.TrimRight(lines.Text(), "\r"), ",")
		slices.Sort(items)
		baskets = append(baskets, slices.Compact(items))
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return baskets
}

// countPairs counts items and pairs the plain way.
func countPairs(baskets [][]string) (items map[string]int64, pairs map[[2]string]int64) {
	items, pairs = map[string]int64{}, map[[2]string]int64{}
	for _, b := range baskets {
		for i, x := range b {
			items[x]++
			for _, y := range b[i+1:] {
				pairs[[2]string{x, y}]++
			}
		}
	}
	return items, pairs
}

// Values: the counts and measures of the top rule by lift at support .001 and
// confidence .8, published with the data set in M. Hahsler's arules.
func TestGroceriesTopRule(t *testing.T) {
	rule := basket.Pair{}
	for _, b := range readGroceries(t) {
		a := slices.Contains(b, "liquor") && slices.Contains(b, "red/blush wine")
		c := slices.Contains(b, "bottled beer")
		rule.N++
		if a {
			rule.NA++
		}
		if c {
			rule.NB++
		}
		if a && c {
			rule.NAB++
		}
	}
	if want := (basket.Pair{N: 9835, NA: 21, NB: 792, NAB: 19}); rule != want {
		t.Fatalf("counts %+v, want %+v", rule, want)
	}
	lift, _ := rule.Lift()
	conviction, _ := rule.Conviction()
	logP, _ := rule.LogFisherGreater()
	near(t, "lift", lift, 11.2353, 1e-5)
	near(t, "conviction", conviction, 9.6544, 1e-5)
	near(t, "Fisher", math.Exp(logP), 2.4032e-19, 1e-4)
}

// Values: the pairs observed and those that survive, by scipy 1.17.1
// hypergeom.logsf and the step-up rule written out.
func TestGroceriesPairs(t *testing.T) {
	baskets := readGroceries(t)
	items, together := countPairs(baskets)
	for _, c := range []struct {
		minMargin                  int64
		tested, observed, survives int64
	}{
		{1, 14196, 9636, 1591},
		{5, 13366, 9537, 1619},
		{10, 12246, 9300, 1660},
	} {
		var passing int64
		for _, n := range items {
			if n >= c.minMargin {
				passing++
			}
		}
		var pairs []basket.Pair
		for names, n := range together {
			a, b := items[names[0]], items[names[1]]
			if min(a, b) >= c.minMargin {
				pairs = append(pairs, basket.Pair{N: int64(len(baskets)), NA: a, NB: b, NAB: n})
			}
		}
		m := basket.Pairs(passing)
		logQ, ok := basket.AdjustGreater(pairs, m)
		if !ok {
			t.Fatal("undefined")
		}
		var survive int64
		for _, q := range logQ {
			if q <= math.Log(0.05) {
				survive++
			}
		}
		if m != c.tested || int64(len(pairs)) != c.observed || survive != c.survives {
			t.Errorf("margins of %d: %d pairs, %d observed, %d survive; want %d, %d, %d",
				c.minMargin, m, len(pairs), survive, c.tested, c.observed, c.survives)
		}
	}
	frequent := 0
	for _, n := range together {
		if n >= 10 {
			frequent++
		}
	}
	if frequent != 2981 {
		t.Errorf("%d pairs in 10 baskets or more, want 2981", frequent)
	}
}
