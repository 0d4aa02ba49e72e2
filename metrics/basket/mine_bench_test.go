package basket_test

import (
	"bytes"
	"io"
	"testing"

	"xsell/metrics/basket"
)

// readNumbered reads one basket a line, items as numbers between spaces.
func readNumbered(t testing.TB, r io.Reader) *basket.Baskets {
	t.Helper()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	var baskets basket.Baskets
	var items []int32
	for line := range bytes.Lines(text) {
		items = items[:0]
		number, inside := int32(0), false
		for _, c := range line {
			if c >= '0' && c <= '9' {
				number, inside = number*10+int32(c-'0'), true
			} else if inside {
				items = append(items, number)
				number, inside = 0, false
			}
		}
		if inside {
			items = append(items, number)
		}
		baskets.Add(items...)
	}
	return &baskets
}

// BenchmarkMine finds all 1,506,775 itemsets of the Belgian supermarket in 5
// baskets or more.
func BenchmarkMine(b *testing.B) {
	baskets := readNumbered(b, openShared(b, "retail.fimi.dat"))
	for b.Loop() {
		sets, err := basket.Mine(b.Context(), baskets, basket.Options{MinCount: 5})
		if err != nil || sets.Len() != 1_506_775 {
			b.Fatal(sets.Len(), err)
		}
	}
}
