package metrics

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/sales"
)

// TestCombinations plants in one audience two things sold together, two of which everybody
// has one, two never in one deal, two in one deal now and then, and in another audience
// one that only four have.
func TestCombinations(t *testing.T) {
	var b strings.Builder
	b.WriteString("deal,day,customer,audience,product,area,revenue,cost\n")
	deal := 0
	buy := func(customer int, products ...string) {
		deal++
		for _, p := range products {
			fmt.Fprintf(&b, "%d,2026-%02d-%02d,c%d,Cafes,%s,%s,100,60\n", deal, 1+customer%6, 1+customer%28, customer, p, p[:1])
		}
	}
	for c := range 300 {
		switch {
		case c%3 == 0:
			buy(c, "Aa", "Bb")
		case c%50 == 1:
			buy(c, "Aa")
		}
		if c%2 == 0 {
			buy(c, "Cc")
		} else {
			buy(c, "Dd")
		}
		if c%5 == 0 {
			buy(c, "Ee")
		}
		if c%7 == 0 {
			buy(c, "Ff")
		}
		if c%4 == 0 && c%11 == 0 {
			buy(c, "Gg", "Ff")
		}
	}
	for c := range 4 {
		deal++
		fmt.Fprintf(&b, "%d,2026-01-%02d,h%d,Hotels,Hh,H,100,60\n", deal, c+1, c)
	}
	words := "product,audience,benefit,advantage\nEe,All,Wakes you,Roasted here\nFf,\"Cafes, Hotels\",Keeps warm,Holds an hour\nGg,Hotels,Looks good,Made by hand\nAa,Offices,,\n"
	a := &txtar.Archive{Files: []txtar.File{{Name: "lines", Data: []byte(b.String())}, {Name: "products", Data: []byte(words)}}}
	s := computed(t, ledgerOf(t, a, sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}}), "combinations", Options{MinCount: 4})
	of := func(x, y, column string) Cell {
		for i := range s.Table.Rows {
			if pair := s.Table.Cell(i, "pair"); pair == x+" + "+y || pair == y+" + "+x {
				return s.Table.Cell(i, column)
			}
		}
		t.Fatalf("no row of %s and %s", x, y)
		return nil
	}
	for pair, want := range map[[2]string]string{{"Aa", "Bb"}: comboTogether, {"Cc", "Dd"}: comboEither, {"Ee", "Ff"}: comboUntried} {
		if got := of(pair[0], pair[1], "status"); got != want {
			t.Errorf("%v: %v, want %s", pair, got, want)
		}
	}
	// By hand: 60 of 300 have Ee, and 43 + 7 - 1 Ff.
	ee, ff, both := 60.0, 49.0, float64(of("Ee", "Ff", "both").(int64))
	want := ((ee-both)*ff/300 + (ff-both)*ee/300) * 40
	if got := of("Ee", "Ff", "expected").(sales.Money).Float(); math.Abs(got-want) > 0.001 {
		t.Errorf("expected %v, want %v", got, want)
	}
	if got := of("Ee", "Ff", "by_chance"); got != ee*ff/300 {
		t.Errorf("by chance %v, want %v", got, ee*ff/300)
	}
	for column, want := range map[string]string{"benefit": "Wakes you; Keeps warm", "advantage": "Roasted here; Holds an hour", "sheet": "Cafes, Hotels", "across": "yes", "audiences": "Cafes"} {
		if got := of("Ee", "Ff", column); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
	if got := of("Ff", "Gg", "sheet"); got != "Hotels" {
		t.Errorf("audience by the sheet %v", got)
	}
	for i := range s.Table.Rows {
		if pair, _ := s.Table.Cell(i, "pair").(string); strings.Contains(pair, "Hh") {
			t.Errorf("a cell of four customers is shown: %s", pair)
		}
	}
	if len(s.Findings) != 1 || s.Findings[0].Role != Do || !strings.Contains(strings.Join(s.Notes, " "), "share no audience") {
		t.Errorf("findings %v, notes %v", s.Findings, s.Notes)
	}
}

// TestSharedAudience: what a products sheet says of two products.
func TestSharedAudience(t *testing.T) {
	say := func(s string) sales.Null[string] { return sales.Null[string]{V: s, Valid: s != ""} }
	for _, c := range [][3]string{{"Offices", "offices, Cafés", "Offices"}, {"All", "Cafés; Hotels", "Cafés, Hotels"}, {"Cafés", "все", "Cafés"}, {"Cafés", "Hotels", "different"}, {"", "Hotels", ""}, {"All", "All", "All"}} {
		if got := sharedAudience(say(c[0]), say(c[1])); got != c[2] {
			t.Errorf("%q and %q share %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
