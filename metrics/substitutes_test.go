package metrics

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/sales"
)

// shop writes the lines of an invented year, a deal a call.
type shop struct {
	strings.Builder
	*rand.Rand
	deal int
}

func (s *shop) sell(customer int, audience string, day int, products ...string) {
	s.deal++
	seen := map[string]bool{}
	for _, p := range products {
		if !seen[p] {
			fmt.Fprintf(s, "%d,%s,c%d,%s,%s,%s,10\n", s.deal, (sales.Day(20089 + day)).String(), customer, audience, p, p[:1])
		}
		seen[p] = true
	}
}

// pick is one of n products of a letter, the first ones more often.
func (s *shop) pick(letter string, n int) string {
	return fmt.Sprintf("%s%02d", letter, int(float64(n)*s.Float64()*s.Float64()))
}

// basket is one product to five of n of a letter and of 15 that everybody buys.
func (s *shop) basket(letter string, n int) (out []string) {
	for range 1 + s.IntN(5) {
		if s.IntN(3) == 0 {
			out = append(out, s.pick("z", 15))
		} else {
			out = append(out, s.pick(letter, n))
		}
	}
	return out
}

func (s *shop) picks(letter string, n, many int) (out []string) {
	for range many {
		out = append(out, s.pick(letter, n))
	}
	return out
}

// rivalsOf are the pairs that the section names in a world.
func rivalsOf(t *testing.T, sell func(*shop)) (*market, rivals) {
	t.Helper()
	s := &shop{Rand: rand.New(rand.NewPCG(7, 11))}
	s.WriteString("-- lines --\ndeal,day,customer,audience,product,type,revenue\n")
	sell(s)
	l := ledgerOf(t, txtar.Parse([]byte(s.String())), sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}})
	o := Options{MinCount: 10, memo: newMemo()}
	m, err := o.market(t.Context(), l, ofProducts)
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.rivals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m, r
}

// Nothing keeps two products apart in these worlds but what customers are, what is on
// sale, or how little one takes. None may be called a substitute, and where chance alone
// would see many, that is shown.
func TestNoSubstitutesInWorldsWithoutThem(t *testing.T) {
	for _, world := range []struct {
		name  string
		sell  func(*shop)
		looks int // pairs with fewer buyers of both than chance gives, at least
	}{
		{"each audience buys other things", func(s *shop) {
			for c := range 900 {
				of := []string{"ax", "by", "cz"}[c%3]
				for range 1 + s.IntN(4) {
					s.sell(c, of, s.IntN(364), s.basket(of[:1], 15)...)
				}
			}
		}, 100},
		{"each season has other things", func(s *shop) {
			for c := range 1200 {
				for range 1 + s.IntN(2) {
					day := s.IntN(364)
					season := []string{"a", "b", "c", "d"}[day/91]
					if s.IntN(40) == 0 { // a few of each all the year round
						season = []string{"a", "b", "c", "d"}[s.IntN(4)]
					}
					s.sell(c, "x", day, s.basket(season, 8)...)
				}
			}
		}, 15},
		{"each month has other things", func(s *shop) {
			for c := range 900 {
				for range 1 + s.IntN(3) {
					day := s.IntN(364)
					s.sell(c, "x", day, s.basket(string(rune('a'+day/31)), 6)...)
				}
			}
		}, 0},
		{"most take one of a few", func(s *shop) {
			for c := range 900 {
				s.sell(c, "x", s.IntN(364), s.picks("a", 6, 1+s.IntN(8)/7)...)
			}
		}, 5},
		{"all stay with what they know", func(s *shop) {
			for c := range 900 {
				own := s.pick("a", 12)
				for range 1 + s.IntN(9) {
					if s.IntN(8) == 0 {
						own = s.pick("a", 12)
					}
					s.sell(c, "x", s.IntN(364), own)
				}
			}
		}, 5},
		{"two tastes that nobody wrote down", func(s *shop) {
			for c := range 900 {
				of := []string{"a", "b"}[c%2]
				for range 1 + s.IntN(4) {
					s.sell(c, "x", s.IntN(364), s.basket(of, 15)...)
				}
			}
		}, 100},
		{"large customers buy more of everything", func(s *shop) {
			for c := range 700 {
				for range 1 + s.IntN(3)*s.IntN(6) {
					s.sell(c, "x", s.IntN(364), s.picks("a", 40, 1+c%5)...)
				}
			}
		}, 0},
		{"one product replaces another", func(s *shop) {
			for c := range 900 {
				for range 1 + s.IntN(5) {
					day, is := s.IntN(364), "z00"
					if day >= 170 {
						is = "z01"
					}
					s.sell(c, "x", day, append(s.picks("a", 20, 2), is)...)
				}
			}
		}, 0},
	} {
		t.Run(world.name, func(t *testing.T) {
			m, r := rivalsOf(t, world.sell)
			for _, p := range r.pairs {
				if p.status != "" {
					t.Errorf("%s and %s are called substitutes: %+v, alike %.1f, q %.2g", m.goods[p.a].id, m.goods[p.b].id, p.counts, p.alike.mean, math.Exp(p.logQ))
				}
			}
			if len(r.pairs) < world.looks {
				t.Errorf("%d pairs look apart by chance alone, want %d for the world to be a trap", len(r.pairs), world.looks)
			}
		})
	}
}

// A planted pair is found and no other: each customer has a favourite of the two, and
// takes the other one time in twenty.
func TestPlantedSubstitutesAreFound(t *testing.T) {
	m, r := rivalsOf(t, func(s *shop) {
		for c := range 700 {
			for range 1 + s.IntN(5) {
				products := s.picks("a", 40, 1+s.IntN(3))
				if s.IntN(3) == 0 {
					favourite := c % 2
					if s.IntN(20) == 0 {
						favourite = 1 - favourite
					}
					products = append(products, fmt.Sprintf("z%02d", favourite))
				}
				s.sell(c, []string{"x", "y"}[c%3/2], s.IntN(364), products...)
			}
		}
	})
	var named []string
	for _, p := range r.pairs {
		if p.status == substitutes {
			named = append(named, m.goods[p.a].id+m.goods[p.b].id)
		}
	}
	if len(named) != 1 || named[0] != "z00z01" && named[0] != "z01z00" {
		t.Errorf("substitutes are %v, want z00 and z01 only", named)
	}
}

// The buyers with a deal in a stretch, counted one by one.
func TestPresenceCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	m := &market{}
	for i := range 300 {
		m.deals = append(m.deals, dealt{buyer: int32(r.IntN(41)) - 1, day: sales.Day(i / 3)})
	}
	m.buyers = make([]bought, 40)
	var stretches []stretch
	for range 60 {
		from := int32(r.IntN(250))
		stretches = append(stretches, stretch{from, from + int32(r.IntN(int(300-from)))})
	}
	p := presence(m, stretches)
	for _, x := range stretches {
		for _, y := range stretches {
			both := x.and(y)
			if both.empty() {
				continue
			}
			there := map[int32]bool{}
			for _, d := range m.deals[both.from : both.to+1] {
				there[d.buyer] = true
			}
			delete(there, -1)
			if got := p.buyersIn(both); got != int64(len(there)) {
				t.Fatalf("%d buyers in %v, want %d", got, both, len(there))
			}
		}
	}
}

// The buyers of two goods chosen at random have nothing in common but that they are not
// the same: what else they buy is not correlated, however many of all buyers they are.
func TestKinshipOfRandomBuyersIsNone(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const buyers, goods = 300, 62
	sum, distant := 0.0, 0
	for range 40 {
		m := &market{buyers: make([]bought, buyers), goods: make([]good, goods)}
		for buyer := range int32(buyers) {
			m.deals = append(m.deals, dealt{buyer: buyer})
			for g := range goods {
				if g == int(buyer)%2 || g > 1 && r.IntN(4) == 0 {
					m.goods[g].buyers, m.goods[g].deals = append(m.goods[g].buyers, buyer), append(m.goods[g].deals, buyer)
					m.goods[g].owners.all++
				}
			}
		}
		k := newShelf(m).kinship(0, 1)
		if k.distant() {
			distant++
		}
		sum += k.value / 40
	}
	if distant > 3 { // one limit at 97.5 %
		t.Errorf("of 40 random worlds %d are of different tastes", distant)
	}
	if math.Abs(sum) > 0.05 {
		t.Errorf("the mean correlation is %.3f, want 0", sum)
	}
}
