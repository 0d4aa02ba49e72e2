package metrics

import (
	"errors"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/basket"
	"xsell/metrics/ingest"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// No table whose joint buyers are closer to chance than the screen has a p of 5 % or less,
// on either side: all tables of up to 60 buyers, and some of many.
func TestScreenLosesNothing(t *testing.T) {
	nearest := math.Inf(1)
	check := func(p basket.Pair) {
		z := deviation(p)
		if math.Abs(z) >= screen+0.5 {
			return
		}
		more, ok := p.LogFisherGreater()
		less, ok2 := p.LogFisherLess()
		if !ok || !ok2 {
			t.Fatalf("%+v cannot be", p)
		}
		if z < screen && stands(more) || z > -screen && stands(less) {
			t.Errorf("%+v: z %.3f, p of more %.4f, of fewer %.4f", p, z, math.Exp(more), math.Exp(less))
		}
		if stands(more) || stands(less) {
			nearest = min(nearest, math.Abs(z))
		}
	}
	for n := int64(2); n <= 60; n++ {
		for a := int64(1); a < n; a++ {
			for b := int64(1); b <= a; b++ {
				for both := max(0, a+b-n); both <= b; both++ {
					check(basket.Pair{N: n, NA: a, NB: b, NAB: both})
				}
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		n := 60 + r.Int64N(100_000)
		a, b := 1+r.Int64N(n-1), 1+r.Int64N(n-1)
		mean := float64(a) * float64(b) / float64(n)
		both := int64(mean + r.NormFloat64()*2*math.Sqrt(mean))
		if p := (basket.Pair{N: n, NA: a, NB: b, NAB: both}); p.Valid() {
			check(p)
		}
	}
	t.Logf("the nearest that stands is %.3f from chance", nearest)
}

// What standable leaves out changes nothing: the tests that stand and their q are those of
// the correction of all.
func TestStandableKeepsWhatStands(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 10, 1000, 20_000} {
		tests := int64(n) + r.Int64N(3*int64(n)+5)
		logP, trials := make([]float64, n), make([]pairCount, n)
		for i := range logP {
			logP[i], trials[i].a = math.Log(r.Float64())*float64(1+i%4), int32(i)
		}
		all, _ := stat.BenjaminiHochberg(logP, tests)
		kept, p := standable(slices.Clone(trials), slices.Clone(logP), tests)
		logQ, err := corrected(p, tests)
		if err != nil {
			t.Fatal(err)
		}
		q := map[int32]float64{}
		for i, k := range kept {
			q[k.a] = logQ[i]
		}
		for i, want := range all {
			got, ok := q[int32(i)]
			if stands(want) != (ok && stands(got)) || ok && stands(want) && math.Abs(got-want) > 1e-12 {
				t.Fatalf("%d of %d: test %d has log q %v among all, %v (kept %v)", n, tests, i, want, got, ok)
			}
		}
	}
}

// Joint buyers and deals are those that the engine counts by joining the baskets with
// themselves, for all pairs of judged products and in every row of the section.
func TestPairCountsEqualTheEngines(t *testing.T) {
	names := []string{"Sample - Superstore.xlsx"}
	if os.Getenv("XSELL_SLOW") != "" {
		names = append(names, "FoodMart 1997.xlsx", "Online Retail.xlsx")
	}
	files := []string{filepath.Join("..", "sample-data")}
	for _, name := range names {
		files = append(files, filepath.Join("..", "..", "shared", "data", name))
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			l := ledgerIn(t, file, sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}})
			m, o := judgedMarket(t, l)
			r, err := Compute(t.Context(), l, Options{Only: []string{"pairs"}})
			if err != nil {
				t.Fatal(err)
			}
			for _, unit := range []string{"customer", "deal"} {
				counts := map[[2]int32]int64{}
				err := sales.Integers(t.Context(), l, o.fill(strings.ReplaceAll(selfJoinSQL, "{unit}", unit)), func(row []int64) error {
					counts[[2]int32{int32(row[0] - 1), int32(row[1] - 1)}] = row[2]
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				compareCounts(t, m, unit, counts)
				m.compareRows(t, r.Sections[0].Table, map[string]string{"customer": "buyers_ab", "deal": "n_ab"}[unit], counts)
			}
		})
	}
}

// selfJoinSQL counts the customers, or deals, of every two judged products.
const selfJoinSQL = `
WITH judged AS (
	SELECT product, row_number() OVER (ORDER BY count(DISTINCT customer) DESC, product) AS number FROM baskets
	WHERE in_window AND product <> '(unassigned)' AND customer <> '(unknown)' GROUP BY product HAVING count(DISTINCT customer) >= {min_count}),
held AS (SELECT DISTINCT {unit} AS unit, number FROM baskets AS b JOIN judged AS j ON j.product = b.product WHERE in_window AND {unit} <> '(unknown)')
SELECT a.number, b.number, count(*) FROM held AS a JOIN held AS b ON a.unit = b.unit AND a.number < b.number GROUP BY ALL`

func compareCounts(t *testing.T, m *market, unit string, counts map[[2]int32]int64) {
	t.Helper()
	wrong, seen := 0, 0
	for a := range m.goods {
		for b := a + 1; b < len(m.goods); b++ {
			x, y := &m.goods[a], &m.goods[b]
			got := m.buyersOf(x, y).both.all
			if unit == "deal" {
				deals, _ := m.dealsOf(x, y)
				got = deals.NAB
			}
			if got > 0 {
				seen++
			}
			if want := counts[[2]int32{int32(a), int32(b)}]; got != want {
				if wrong++; wrong < 5 {
					t.Errorf("%ss of %s and %s: %d, the engine counts %d", unit, x.id, y.id, got, want)
				}
			}
		}
	}
	if seen != len(counts) || seen == 0 || wrong > 0 {
		t.Errorf("%d pairs with a %s, the engine has %d; %d differ", seen, unit, len(counts), wrong)
	}
	if unit == "deal" {
		return
	}
	mined, err := m.mine(t.Context(), early|late)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	mined.each(func(p pairCount) {
		if n++; int64(p.both) != counts[[2]int32{p.a, p.b}] {
			t.Fatalf("%+v is listed, the engine counts %d", p, counts[[2]int32{p.a, p.b}])
		}
	})
	if n != len(counts) {
		t.Errorf("%d pairs are listed, the engine has %d", n, len(counts))
	}
}

// compareRows compares a column of the table with the counts of the engine.
func (m *market) compareRows(t *testing.T, table Table, column string, counts map[[2]int32]int64) {
	t.Helper()
	number := map[string]int32{}
	for i := range m.goods {
		number[m.goods[i].id] = int32(i)
	}
	rows := 0
	for i := range table.Rows {
		a, b := table.Cell(i, "a").(string), table.Cell(i, "b").(string)
		if a == other {
			continue
		}
		x, y := number[a], number[b]
		if want := counts[[2]int32{min(x, y), max(x, y)}]; table.Cell(i, column) != want {
			t.Errorf("%s of %s and %s: %v in the table, the engine counts %d", column, a, b, table.Cell(i, column), want)
		}
		rows++
	}
	if rows == 0 {
		t.Error("the table has no pair")
	}
}

// judgedMarket takes the market of products.
func judgedMarket(t *testing.T, l *sales.Ledger) (*market, Options) {
	t.Helper()
	o := optionsOf(l)
	var err error
	if o.MinCount, err = judgedFrom(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	m, err := takeMarket(t.Context(), l, o, ofProducts)
	if err != nil {
		t.Fatal(err)
	}
	return m, o
}

// ledgerIn reads a file or folder; it skips where that is not there.
func ledgerIn(t *testing.T, file string, f sales.FinishOptions) *sales.Ledger {
	t.Helper()
	return ledgerWithin(t, sales.EngineOptions{}, file, f)
}

func ledgerWithin(t *testing.T, o sales.EngineOptions, file string, f sales.FinishOptions) *sales.Ledger {
	t.Helper()
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("needs %s beside the repository", filepath.Base(file))
	}
	l, err := sales.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	if _, err := ingest.Read(t.Context(), []string{file}, ingest.Options{}, l); err != nil {
		t.Fatal(err)
	}
	if err := l.Finish(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return l
}
