package metrics

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/sales"
)

// TestTrainingOfOne is the check of the definitions: 20/100 to 34/110 against 22/120 to
// 25/118 is +8.1 pp with a standard error of 7.9 pp, which proves nothing; and two people
// are too few for any verdict.
func TestTrainingOfOne(t *testing.T) {
	var p plantedDeals
	start, held := sales.DayOf(2026, 1, 5), sales.DayOf(2026, 3, 2)
	for _, s := range []struct {
		seller   string
		from     sales.Day
		k, deals int
	}{{"ann", start, 20, 100}, {"ann", held, 34, 110}, {"bob", start, 22, 120}, {"bob", held, 25, 118}} {
		for i := range s.deals {
			p.add(s.seller, fmt.Sprintf("%s%d", s.seller, i), s.from+sales.Day(i%56), i < s.k)
		}
	}
	s := p.section(t, "training", txtar.File{Name: "trainings", Data: []byte("seller,day,topic\nann,2026-03-02,Offers\ncyd,2026-03-02,Offers\n")})
	effect, low, high := number(t, s, "effect"), number(t, s, "low"), number(t, s, "high")
	want := 34.0/110 - 20.0/100 - (25.0/118 - 22.0/120)
	if math.Abs(effect-want) > 1e-12 || math.Abs(effect-0.0806) > 0.0005 {
		t.Errorf("effect %v, want %v", effect, want)
	}
	if se := (high - low) / 2 / 1.959963984540054; math.Abs(se-0.0787) > 0.0005 {
		t.Errorf("standard error %v, want .079", se)
	}
	if v := cellOf(t, s, "verdict", "kind", "training"); v != string(CannotBeTold) {
		t.Errorf("verdict %v on one person", v)
	}
	if want := "Offers cannot be judged with 1 person trained and 1 to compare with: +8.1 pp, not proven (−7.4 pp to +23.5 pp by chance alone)."; s.Lead != want {
		t.Errorf("lead %q, want %q", s.Lead, want)
	}
	if len(s.Findings) != 0 {
		t.Errorf("findings without a verdict: %v", s.Findings)
	}
}

func number(t *testing.T, s Section, column string) float64 {
	t.Helper()
	return cellOf(t, s, column, "kind", "training").(float64)
}

// officeOf draws the weeks of 20 sellers over a year: each has a rate of their own and 8
// deals a week, and weeks are luckier or not.
func officeOf(r *rand.Rand) [][]panelRow {
	people := make([][]panelRow, 20)
	for s := range people {
		own := min(0.9, max(0.1, 0.45+0.08*r.NormFloat64()))
		for w := range 52 {
			row := panelRow{Seller: fmt.Sprintf("s%02d", s), Week: sales.DayOf(2025, 1, 6) + sales.Day(7*w), N: 8}
			luck := own + 0.05*r.NormFloat64()
			for range row.N {
				if r.Float64() < luck {
					row.K++
				}
			}
			row.SecondArea = sales.Money(row.K) * 100 * sales.Scale
			people[s] = append(people[s], row)
		}
	}
	return people
}

// chosen trains eight of the twenty from the 27th week on, two every second week: the
// first by a rate over some weeks, the best or the worst, or by lot.
func chosen(people [][]panelRow, how string, r *rand.Rand) []trainedRow {
	rate := func(s, from, to int) (sum float64) {
		for _, w := range people[s][from:to] {
			sum += float64(w.K)
		}
		return sum
	}
	order := r.Perm(len(people))
	slices.SortStableFunc(order, func(a, b int) int {
		switch how {
		case "best year":
			return int(rate(b, 0, 26) - rate(a, 0, 26))
		case "bad month":
			return int(rate(a, 22, 26) - rate(b, 22, 26))
		}
		return 0
	})
	var held []trainedRow
	for i, s := range order[:8] {
		held = append(held, trainedRow{Seller: people[s][0].Seller, Day: people[0][26+2*(i/4)].Week, Topic: "T"})
	}
	slices.SortStableFunc(held, func(a, b trainedRow) int { return int(a.Day - b.Day) })
	return held
}

// verdictsOf counts the verdicts on trainings in worlds drawn from a seed; after the
// training, those who had it are moved by lift.
func verdictsOf(worlds int, how string, lift float64) map[Verdict]int {
	counts := map[Verdict]int{}
	for w := range worlds {
		r := rand.New(rand.NewPCG(77, uint64(w)))
		people := officeOf(r)
		held := chosen(people, how, r)
		var rows []panelRow
		for _, weeks := range people {
			for _, row := range weeks {
				for _, h := range held {
					if h.Seller == row.Seller && row.Week >= h.Day {
						for range row.N - row.K {
							if r.Float64() < lift {
								row.K++
							}
						}
					}
				}
				rows = append(rows, row)
			}
		}
		f := trainingFindings{}
		f.study(newPanel(rows), held)
		counts[f.topics[0].verdict]++
	}
	return counts
}

// TestWorldsWithoutTraining: of trainings that do nothing, 2.5 % may be called working (95 %
// limits, one side): 5 of 200, 12 or fewer with probability .999. Neither may giving it to
// the best people, nor to those who had a bad month, let it look as if it worked, although
// these return to what is usual for them. XSELL_SLOW=1 draws 2,000 worlds of each: 50
// expected, 72 or fewer with .999.
func TestWorldsWithoutTraining(t *testing.T) {
	worlds, most := 200, 12
	if os.Getenv("XSELL_SLOW") != "" {
		worlds, most = 2000, 72
	}
	for _, how := range []string{"lot", "best year", "bad month"} {
		got := verdictsOf(worlds, how, 0)
		t.Logf("%s: %v", how, got)
		if got[Works] > most {
			t.Errorf("chosen by %s: %d of %d trainings without an effect are called working", how, got[Works], worlds)
		}
		if how == "lot" && got[DoesNotWork] > most {
			t.Errorf("%d of %d trainings without an effect are called harmful", got[DoesNotWork], worlds)
		}
	}
	if got := verdictsOf(50, "lot", 0.25); got[Works] < 40 {
		t.Errorf("of 50 trainings that lift the rate by a seventh, %d are found: %v", got[Works], got)
	}
}
