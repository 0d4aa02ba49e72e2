package metrics

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"xsell/metrics/sales"
)

// goodsWantedSQL is goodsSQL as rows.
const goodsWantedSQL = `
WITH sold AS (
	SELECT deal, {thing} AS thing, customer FROM baskets WHERE in_window),
` + goodsSQL + `
SELECT thing AS id FROM goods ORDER BY number`

// cutLedger has deals on several days, of several customers and audiences, products sold as
// several types and in several areas, unknown costs, returns, and what has none of all that.
func cutLedger(t *testing.T, customers bool) *sales.Ledger {
	r := rand.New(rand.NewPCG(7, 8))
	some := func(name string, of int) string {
		if r.IntN(9) == 0 {
			return ""
		}
		return name + strconv.Itoa(r.IntN(of))
	}
	begin := sales.DayOf(2025, 1, 1)
	rows := [][]string{{"deal", "day", "customer", "product", "type", "area", "audience", "quantity", "revenue", "cost"}}
	for range 6000 {
		buyer := ""
		if customers {
			buyer = some("c", 70)
		}
		n := 1 + r.IntN(3)
		sign := ""
		if r.IntN(12) == 0 {
			sign = "-"
		}
		row := []string{"d" + strconv.Itoa(r.IntN(1500)), (begin + sales.Day(r.IntN(430))).String(), buyer, some("p", 30), some("t", 5), some("a", 3), some("u", 7), sign + strconv.Itoa(n), sign + strconv.Itoa(n*(5+r.IntN(9))), ""}
		if r.IntN(5) > 0 {
			row[9] = sign + strconv.Itoa(3*n)
		}
		rows = append(rows, row)
	}
	return shopLedger(t, rows)
}

// TestMarketsAreTheRowsOfTheSQL compares what markets are cut from with what the engine gives
// for the SQL that the reader sees.
func TestMarketsAreTheRowsOfTheSQL(t *testing.T) {
	for _, known := range []bool{true, false} {
		l := cutLedger(t, known)
		now := optionsOf(l)
		for _, o := range []Options{now, now.knownBefore(now.window.End - 60), now.knownBefore(now.window.Start + 90)} {
			for _, of := range []tier{ofProducts, ofTypes, ofAreas} {
				t.Run(fmt.Sprintf("customers %v, %s, %v", known, of, o.before), func(t *testing.T) { compareCut(t, l, o, of, !known) })
			}
		}
	}
}

func compareCut(t *testing.T, l *sales.Ledger, o Options, of tier, byDeal bool) {
	all, err := o.memo.deals.take(t.Context(), l, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	named, err := oftenSold(t.Context(), l, o, of)
	if err != nil {
		t.Fatal(err)
	}
	cut := all.cut(o, of)
	goods, goodOf := cut.judge(named, o.MinCount, byDeal)
	wanted, err := sales.Query[struct{ ID string }](t.Context(), l, o.fillMarket(goodsWantedSQL, of, byDeal))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(goods, wanted, func(g good, w struct{ ID string }) bool { return g.id == w.ID }) || len(wanted) == 0 {
		t.Errorf("goods %v, by SQL %v", goods, wanted)
	}
	var got, want []string
	collect := func(to *[]string) func([]int64) error {
		return func(row []int64) error { *to = append(*to, fmt.Sprint(row)); return nil }
	}
	if err := cut.each(cut.deals(), goodOf, collect(&got)); err != nil {
		t.Fatal(err)
	}
	if err := sales.Integers(t.Context(), l, o.fillMarket(marketSQL, of, byDeal), collect(&want)); err != nil {
		t.Fatal(err)
	}
	slices.Sort(got) // rows of things that are not judged have no order among those of one revenue
	slices.Sort(want)
	if !slices.Equal(got, want) || len(want) < 300 {
		t.Errorf("%d rows, %d by SQL; they differ", len(got), len(want))
	}
}
