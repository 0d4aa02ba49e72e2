package metrics

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// TestClassesOfPublicData holds the classes of two public data sets to the same rules
// written in pandas: all of Superstore (46 complete months), and AdventureWorks of 2013.
func TestClassesOfPublicData(t *testing.T) {
	for _, data := range []struct {
		file, window string
		want         map[string]classCell
	}{
		{"Sample - Superstore.xlsx", "all", map[string]classCell{
			"AX": worthOf(0, 0), "AZ": worthOf(339, 289378_9144), "BZ": worthOf(480, 53533_7241), "CZ": worthOf(715, 17853_9308),
			"A": worthOf(1, 1184_8220), "B": worthOf(6, 919_5164), "C": worthOf(16, 247_2458), "none": worthOf(305, -76721_1318)}},
		{"adventureworks-sales.csv", "12m", map[string]classCell{
			"AX": worthOf(34, 5315247_5444), "BX": worthOf(30, 828402_7951), "BY": worthOf(5, 134503_1060), "CX": worthOf(23, 142201_8738),
			"CY": worthOf(35, 160407_4096), "CZ": worthOf(22, 26843_0002), "none": worthOf(34, -334064_7647)}},
	} {
		t.Run(data.file, func(t *testing.T) {
			s := realSection(t, "classes", sales.FinishOptions{Calendar: sales.CalendarOptions{Window: data.window}}, Options{}, data.file)
			for class, want := range data.want {
				if got := cellOf(t, s, "products", "kind", "class", "class", class); got != want.Products {
					t.Errorf("%s: %v products, want %d", class, got, want.Products)
				}
				if got := cellOf(t, s, "cm1", "kind", "class", "class", class); got != want.CM1.V {
					t.Errorf("%s: CM1 %v, want %s", class, got, want.CM1.V)
				}
			}
			if data.window == "12m" && !strings.Contains(strings.Join(s.Notes, " "), ": 9 products rose in class (ABC), 8 fell, 0 new, 15 no longer sold.") {
				t.Errorf("what moved is not as pandas has it: %q", s.Notes)
			}
		})
	}
}

func worthOf(products int64, cm1 sales.Money) classCell {
	return classCell{Products: products, takings: takings{CM1: sales.Null[sales.Money]{V: cm1, Valid: true}}}
}

// TestClassesAreThoseOfStat holds the classes that the engine gives random products, ties
// and losses among them, to those of the package stat on whole series.
func TestClassesAreThoseOfStat(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 11))
	const products, months = 120, 8
	var lines strings.Builder
	lines.WriteString("-- lines --\ndeal,day,customer,product,quantity,revenue,cost\n")
	worth, series := make([]int64, products), make([][]int64, products)
	for p := range products {
		level := dice.IntN(4)
		for m := range months {
			n := int64(dice.IntN(6)) * int64(level)
			if p%7 == 0 {
				n = 5
			}
			if series[p] == nil && n == 0 {
				continue // not sold yet
			}
			series[p] = append(series[p], n)
			if n == 0 {
				continue
			}
			revenue, cost := int64(dice.IntN(20)), int64(dice.IntN(12))
			worth[p] += revenue - cost
			fmt.Fprintf(&lines, "%d-%d,2026-%02d-01,ann,p%03d,%d,%d,%d\n", p, m, m+1, p, n, revenue, cost)
		}
	}
	lines.WriteString("x,2026-08-31,ann,p000,0,0,0\n-- want --\n")
	s := sectionOf(t, lines.String(), "classes", sales.FinishOptions{Calendar: sales.CalendarOptions{Unit: sales.Month, Window: "all"}})
	sold := []int64{}
	index := []int{}
	for p := range products {
		if series[p] != nil {
			sold, index = append(sold, worth[p]), append(index, p)
		}
	}
	met := map[string]bool{}
	for i, class := range stat.ABC(sold) {
		want := class.String()
		if xyz, ok := stat.XYZ(series[index[i]]); class == stat.ClassNone {
			want = noEarning
		} else if ok {
			want += xyz.String()
		}
		met[want] = true
		if got := cellOf(t, s, "class", "kind", "product", "product", fmt.Sprintf("p%03d", index[i])); got != want {
			t.Errorf("product %d of %d with %v: class %v, want %s", index[i], sold[i], series[index[i]], got, want)
		}
	}
	if len(met) < 8 {
		t.Errorf("the random products are of few classes only: %v", met)
	}
}

// sectionOf computes a section of the relations in an archive.
func sectionOf(t *testing.T, archive, section string, f sales.FinishOptions) Section {
	t.Helper()
	r, err := Compute(t.Context(), ledgerOf(t, txtar.Parse([]byte(archive)), f), Options{Only: []string{section}})
	if err != nil {
		t.Fatal(err)
	}
	return *r.Find(section)
}
