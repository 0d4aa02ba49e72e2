package metrics

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCommon compares with a search for each number, for lists of like and of very unlike length.
func TestCommon(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	ascending := func(n, below int) (out []int32) {
		for i := range below {
			if random.IntN(below) < n {
				out = append(out, int32(i))
			}
		}
		return out
	}
	for _, sizes := range [][2]int{{0, 0}, {0, 300}, {200, 200}, {100, 500}, {500, 100}, {3, 900}, {900, 3}, {1000, 1000}} {
		for range 20 {
			a, b := ascending(sizes[0], 1000), ascending(sizes[1], 1000)
			var got, want [][2]int
			common(a, b, func(i, j int) { got = append(got, [2]int{i, j}) })
			for i, x := range a {
				if j := slices.Index(b, x); j >= 0 {
					want = append(want, [2]int{i, j})
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("lists of %d and %d: %v, want %v", len(a), len(b), got, want)
			}
		}
	}
}

func BenchmarkCommon(b *testing.B) {
	for _, every := range []int32{2, 10, 100} {
		b.Run(fmt.Sprintf("one in %d", every), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 2))
			var one, other []int32
			for i := range int32(100_000) {
				if random.IntN(10) == 0 {
					one = append(one, i)
				}
				if random.Int32N(every) == 0 {
					other = append(other, i)
				}
			}
			for b.Loop() {
				n := 0
				common(one, other, func(_, _ int) { n++ })
			}
		})
	}
}
