package metrics

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"xsell/metrics/sales"
)

// TestPurchasesAreTheRowsOfTheSQL compares the rows cut from one reading with what the
// engine gives for the SQL that the reader sees: of products sold as several types, of
// customers of several audiences, of what has neither.
func TestPurchasesAreTheRowsOfTheSQL(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	some := func(name string, of int) string {
		if r.IntN(8) == 0 {
			return ""
		}
		return name + strconv.Itoa(r.IntN(of))
	}
	begin := sales.DayOf(2025, 1, 1)
	rows := [][]string{{"day", "customer", "product", "type", "audience", "revenue"}}
	for range 4000 {
		rows = append(rows, []string{(begin + sales.Day(r.IntN(200))).String(), some("c", 60), some("p", 30), some("t", 5), some("u", 7), "10"})
	}
	l := shopLedger(t, rows)
	for _, o := range []Options{optionsOf(l), optionsOf(l).knownBefore(begin + 120), optionsOf(l).knownBefore(begin + 40)} {
		for _, of := range []tier{ofProducts, ofTypes} {
			m, err := o.market(t.Context(), l, of)
			if err != nil {
				t.Fatal(err)
			}
			until := o.calendar(l).AsOf
			all, err := o.memo.bought.take(t.Context(), l)
			if err != nil {
				t.Fatal(err)
			}
			var got, want []string
			collect := func(to *[]string) func([]int64) error {
				return func(row []int64) error { *to = append(*to, fmt.Sprint(row)); return nil }
			}
			if err := all.each(until, of, m.goods, collect(&got)); err != nil {
				t.Fatal(err)
			}
			if err := sales.Integers(t.Context(), l, o.fillWalks(until, of), collect(&want)); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, want) || len(want) < 500 || len(m.goods) == 0 {
				t.Errorf("%s to %s: %d rows, %d by SQL, %d goods; they differ", of, until, len(got), len(want), len(m.goods))
			}
		}
	}
}
