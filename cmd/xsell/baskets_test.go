package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/basket"
	"xsell/metrics/sales"
)

// printed is what baskets prints, line by line, without the header.
func printed(t *testing.T, args ...string) []string {
	t.Helper()
	var out, notes bytes.Buffer
	if code := run(t.Context(), append([]string{"baskets"}, args...), &out, &notes); code != exitDone {
		t.Fatalf("%v: exit %d: %s", args, code, notes.String())
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")[1:]
}

// Values: the numbers of itemsets and rules published for the two data sets.
func TestBasketsOfRealFiles(t *testing.T) {
	retail, groceries := realFile(t, "retail.fimi.dat"), realFile(t, "groceries-baskets.csv")
	for _, c := range []struct {
		args string
		want int
	}{
		{retail + "|--min-count|89", 7589},
		{retail + "|--min-count|88", 7712},
		{groceries + "|--min-count|10", 13492},
		{groceries + "|--min-count|10|--rules|--min-confidence|0.5", 5668},
		{groceries + "|--min-count|10|--rules|--min-confidence|0.8", 410},
		{groceries + "|--min-count|60|--rules|--min-confidence|0.25", 463},
	} {
		if got := printed(t, strings.Split(c.args, "|")...); len(got) != c.want {
			t.Errorf("%s: %d lines, want %d", c.args, len(got), c.want)
		}
	}
	rules := printed(t, groceries, "--min-count", "10", "--rules", "--min-confidence", "0.8")
	const top = "liquor|red/blush wine,bottled beer,9835,21,792,19,0.904762,"
	for _, rule := range rules {
		if strings.HasPrefix(rule, top) {
			cells := strings.Split(rule, ",")
			if got := fmt.Sprint(cells[10], " ", cells[14], " ", cells[17]); got != "11.2353 9.65445 -18.6192" {
				t.Errorf("lift, conviction and log10 p %s", got)
			}
			return
		}
	}
	t.Errorf("no rule begins with %s", top)
}

// pairsByEngine counts the pairs of products of a deal in the engine.
const pairsByEngine = `
SELECT a.product AS a, b.product AS b, count(*) AS deals
FROM baskets AS a JOIN baskets AS b ON a.deal = b.deal AND a.product < b.product
WHERE a.in_window AND b.in_window AND a.product <> '(unassigned)' AND b.product <> '(unassigned)'
GROUP BY a.product, b.product ORDER BY a.product, b.product`

// The pairs that are mined are those that the engine counts.
func TestBasketsAgreeWithTheEngine(t *testing.T) {
	f, set := newFlags()
	if err := set.Parse([]string{"--window", "all", "--quiet"}); err != nil {
		t.Fatal(err)
	}
	in, err := read(t.Context(), f, []string{"../../sample-data"}, nil, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	defer in.ledger.Close()
	if err := in.ledger.Finish(t.Context(), in.finish); err != nil {
		t.Fatal(err)
	}
	counted, err := sales.Query[struct {
		A, B  string
		Deals int64
	}](t.Context(), in.ledger, pairsByEngine)
	if err != nil || len(counted) == 0 {
		t.Fatal(len(counted), err)
	}
	products := sold{in.ledger, []string{"product"}}
	items, err := sales.Query[item](t.Context(), in.ledger, products.fill(itemsSQL))
	if err != nil {
		t.Fatal(err)
	}
	numbers := make([]int32, len(items))
	for i := range numbers {
		numbers[i] = int32(i)
	}
	b, err := products.baskets(t.Context(), numbers, false)
	if err != nil {
		t.Fatal(err)
	}
	sets, err := basket.Mine(t.Context(), b, basket.Options{MinCount: 1, MaxSize: 2})
	if err != nil {
		t.Fatal(err)
	}
	mined := map[[2]string]int64{}
	for i := range sets.Len() {
		if set, count := sets.At(i); len(set) == 2 {
			mined[[2]string{items[min(set[0], set[1])].Key, items[max(set[0], set[1])].Key}] = count
		}
	}
	for _, pair := range counted {
		if got := mined[[2]string{pair.A, pair.B}]; got != pair.Deals {
			t.Errorf("%s and %s: %d, the engine counts %d", pair.A, pair.B, got, pair.Deals)
		}
	}
	if len(mined) != len(counted) {
		t.Errorf("%d pairs, the engine counts %d", len(mined), len(counted))
	}
}

// A set has the same cell whether it is written by itself or as what a branch adds to its
// prefix, whatever stands in the names.
func TestRowsOfBranches(t *testing.T) {
	for _, names := range [][]string{
		{"\tx", "+7", "-5", "=1+1", `a "b"`, "c|d", "plain", "r\r", "x, y", "zebra"},
		{"1", "10", "200", "a", "bread and butter and", "fifteen letters", "milk", "pen", "soap", "tea"},
	} {
		rowsOfBranches(t, names, []int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
	}
	many := make([]string, 600)
	for i := range many {
		many[i] = fmt.Sprint("item ", 1000+i)
	}
	rowsOfBranches(t, many, []int32{0, 1, 63, 64, 127, 192, 255, 256, 257, 599})
}

// rowsOfBranches writes the sets of random baskets of some of the items.
func rowsOfBranches(t *testing.T, names []string, of []int32) {
	c := newCells(names)
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var b basket.Baskets
		for range 30 {
			var row []int32
			for _, item := range of {
				if random.IntN(2) == 0 {
					row = append(row, item)
				}
			}
			b.Add(row...)
		}
		tree, err := basket.MineTree(t.Context(), &b, basket.Options{MinCount: 3})
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := writeSets(&got, tree, names); err != nil {
			t.Fatal(err)
		}
		want := []byte(setsHeader)
		sets := tree.Itemsets()
		for i := range sets.Len() {
			items, count := sets.At(i)
			sorted := slices.Sorted(slices.Values(items))
			want = fmt.Appendf(c.set(want, sorted), ",%d,%d\n", len(items), count)
		}
		if got.String() != string(want) {
			t.Fatalf("got\n%s\nwant\n%s", got.String(), want)
		}
	}
}

func TestCountsOfRows(t *testing.T) {
	for _, n := range []int32{0, 9, 10, 99, 100, 101, 999, 1000, 1001, 9999, 10_000, math.MaxInt32} {
		if got, want := string(appendCount([]byte("x,"), n)), fmt.Sprintf("x,%d\n", n); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
