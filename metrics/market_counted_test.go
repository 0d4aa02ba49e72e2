package metrics

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// TestPairsCountedByTheEngine holds the pairs that the engine counts in SQL against those counted
// in the baskets it sends: every cell of pairs that are no substitutes, leads and findings.
func TestPairsCountedByTheEngine(t *testing.T) {
	sections := []string{"pairs", "types", "areas-together"}
	for _, c := range []struct {
		name   string
		ledger *sales.Ledger
		o      Options
	}{
		{"groceries, whose deals are the buyers", groceries(t), Options{MinCount: 100}},
		{"Superstore", ledgerIn(t, "../../shared/data/Sample - Superstore.xlsx", sales.FinishOptions{}), Options{}},
		{"the sample", ledgerIn(t, "../sample-data", sales.FinishOptions{}), Options{}},
	} {
		c.o.Only = sections
		taken, counted := takenAndCounted(t, c.ledger, c.o)
		for i, want := range taken.Sections {
			apart := substituteNames(want.Table)
			sameSection(t, c.name, counted.Sections[i], want, apart)
			t.Logf("%s, %s: %d rows, %d substitutes", c.name, want.Name, len(want.Table.Rows), len(apart))
		}
	}
}

// takenAndCounted are the sections from baskets that the engine sends and from what it counts.
func takenAndCounted(t *testing.T, l *sales.Ledger, o Options) (taken, counted *Report) {
	t.Helper()
	var reports [2]*Report
	for i, most := range []int64{o.MaxBaskets, 1} {
		o.MaxBaskets = most
		r, err := Compute(t.Context(), l, o)
		if err != nil {
			t.Fatal(err)
		}
		reports[i] = r
	}
	return reports[0], reports[1]
}

// sameSection holds every cell, lead, finding and note of a section that the engine counted
// against those of the baskets it sends, but the rows that are apart; only a note that it was
// counted is more.
func sameSection(t *testing.T, name string, got, want Section, apart map[Cell]bool) {
	t.Helper()
	rows, wanted := without(got.Table, apart), without(want.Table, apart)
	if len(rows) != len(wanted) {
		t.Fatalf("%s, %s: %d rows and %d", name, want.Name, len(rows), len(wanted))
	}
	for i := range wanted {
		if !reflect.DeepEqual(rows[i], wanted[i]) {
			t.Fatalf("%s, %s: row %d\ngot  %v\nwant %v", name, want.Name, i, rows[i], wanted[i])
		}
	}
	saysSo := func(n string) bool { return strings.Contains(n, "are too many to be taken one by one") }
	notes := slices.DeleteFunc(slices.Clone(got.Notes), saysSo)
	if len(rows) > 0 && len(notes) == len(got.Notes) {
		t.Errorf("%s, %s does not say that it was counted by the engine: %q", name, got.Name, got.Notes)
	}
	if got.Lead != want.Lead || !reflect.DeepEqual(got.Findings, want.Findings) || len(apart) == 0 && !reflect.DeepEqual(notes, want.Notes) {
		t.Errorf("%s, %s:\ngot  %s %v %q\nwant %s %v %q", name, want.Name, got.Lead, got.Findings, notes, want.Lead, want.Findings, want.Notes)
	}
}

// substituteNames are the pairs that keep each other out, for which the engine is not asked.
func substituteNames(t Table) map[Cell]bool {
	names := map[Cell]bool{}
	for i := range t.Rows {
		if t.Cell(i, "status") == substitutes {
			names[t.Cell(i, "pair")] = true
		}
	}
	return names
}

func without(t Table, names map[Cell]bool) (rows [][]Cell) {
	for i, row := range t.Rows {
		if !names[t.Cell(i, "pair")] {
			rows = append(rows, row)
		}
	}
	return rows
}

// TestBundlesCountedByTheEngine holds bundles that the engine counts in SQL against those of the
// baskets it sends, in every cell, lead and finding.
func TestBundlesCountedByTheEngine(t *testing.T) {
	for _, c := range []struct {
		name   string
		ledger *sales.Ledger
		o      Options
		rows   int
	}{
		{"groceries, whose deals are the buyers", groceries(t), Options{}, 20},
		{"Superstore", ledgerIn(t, "../../shared/data/Sample - Superstore.xlsx", sales.FinishOptions{}), Options{MinCount: 2}, 0},
		{"the sample", ledgerIn(t, "../sample-data", sales.FinishOptions{}), Options{MinCount: 3}, 3},
	} {
		c.o.Only = []string{"bundles"}
		taken, counted := takenAndCounted(t, c.ledger, c.o)
		want, got := taken.Sections[0], counted.Sections[0]
		if len(want.Table.Rows) < c.rows || len(got.Table.Rows) != len(want.Table.Rows) {
			t.Fatalf("%s: %d rows, %d by the engine: %s", c.name, len(want.Table.Rows), len(got.Table.Rows), got.Lead)
		}
		sameSection(t, c.name, got, want, nil)
		t.Logf("%s: %d rows; %s", c.name, len(want.Table.Rows), want.Lead)
	}
}

// TestBundlesGuardedByTheEngine lists the same sets of goods where there are more than may be.
func TestBundlesGuardedByTheEngine(t *testing.T) {
	l := ledgerIn(t, "../sample-data", sales.FinishOptions{})
	o := optionsOf(l)
	o.MinCount = 3
	here, err := o.market(t.Context(), l, ofProducts)
	if err != nil {
		t.Fatal(err)
	}
	o.MaxBaskets, o.memo = 1, newMemo()
	there, err := o.market(t.Context(), l, ofProducts)
	if err != nil {
		t.Fatal(err)
	}
	for _, most := range []int{0, 700, 400} {
		want, err := here.inOneDeal(t.Context(), 3, most)
		if err != nil {
			t.Fatal(err)
		}
		got, err := there.inOneDeal(t.Context(), 3, most)
		if err != nil {
			t.Fatal(err)
		}
		if most > 0 && want.atLeast[3] <= 3 || most == 0 && want.sizes[4] == 0 {
			t.Errorf("at most %d: %v from %v deals tests nothing", most, want.sizes, want.atLeast)
		}
		h := here.holdersOf(want, early)
		for i, n := range got.buyers {
			if i < want.len() && n != h.parts(want.at(i)) {
				t.Fatalf("at most %d, %v: buyers %v, want %v", most, want.at(i), n, h.parts(want.at(i)))
			}
		}
		if got.buyers = nil; !reflect.DeepEqual(got, want) {
			t.Errorf("at most %d: %v from %v deals, want %v from %v", most, got.sizes, got.atLeast, want.sizes, want.atLeast)
		}
	}
}

// TestSequencesCountedByTheEngine holds sequences whose visits the engine counts in SQL against
// those of the purchases it sends, in every cell, lead, finding and note.
func TestSequencesCountedByTheEngine(t *testing.T) {
	for _, c := range []struct {
		name   string
		ledger *sales.Ledger
		o      Options
		rows   int
	}{
		{"Superstore", ledgerIn(t, "../../shared/data/Sample - Superstore.xlsx", sales.FinishOptions{}), Options{}, 0},
		{"the sample", ledgerIn(t, "../sample-data", sales.FinishOptions{}), Options{}, 1},
	} {
		c.o.Only = []string{"next-purchase"}
		taken, counted := takenAndCounted(t, c.ledger, c.o)
		want, got := taken.Sections[0], counted.Sections[0]
		t.Logf("%s: %d rows; %s", c.name, len(want.Table.Rows), want.Lead)
		if len(want.Table.Rows) < c.rows || len(got.Table.Rows) != len(want.Table.Rows) {
			t.Fatalf("%s: %d rows, %d by the engine: %s", c.name, len(want.Table.Rows), len(got.Table.Rows), got.Lead)
		}
		sameSection(t, c.name, got, want, nil)
	}
}

// TestVisitsCountedByTheEngine holds what the engine counts of visits, for every pair of products of
// the sample that may stand, against the counts of the visits at hand, to the last digit.
func TestVisitsCountedByTheEngine(t *testing.T) {
	l := ledgerIn(t, "../sample-data", sales.FinishOptions{})
	read := func(o Options) *walks {
		o.MinCount, o.memo = 10, newMemo()
		m, err := o.market(t.Context(), l, ofProducts)
		if err != nil {
			t.Fatal(err)
		}
		w, err := takeWalks(t.Context(), l, o, m, ofProducts)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	here, counted := optionsOf(l), optionsOf(l)
	counted.MaxBaskets = 1
	type pair struct{ a, b int32 }
	type rates struct{ early, later follow }
	type facts struct {
		ratio, before stat.Estimate
		order         order
		exits         []stat.Exits
	}
	var got, want map[pair]rates
	var of, wantOf []facts
	for _, w := range []*walks{read(here), read(counted)} {
		leads, follows := w.leads(10)
		all := map[pair]rates{}
		var mu sync.Mutex
		err := w.follow(t.Context(), leads, follows, 3, func(a, b int32, early, later follow) {
			mu.Lock()
			defer mu.Unlock()
			if float64(early.seen) >= early.expected+1 {
				all[pair{a, b}] = rates{early, later}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		pairs := slices.SortedFunc(maps.Keys(all), func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
		known := make([]facts, len(pairs))
		needs := stepNeeds{orderBefore: w.split, ratio: true, exits: true}
		err = w.ask(t.Context(), len(pairs), func(i int) (a, b int32) { return pairs[i].a, pairs[i].b }, needs, func(i int) {
			a, b := pairs[i].a, pairs[i].b
			f := facts{order: w.orderOf(a, b, w.split), exits: w.exitsOf(a, b)}
			f.ratio, _ = w.ratio(a, b, true)
			f.before, _ = w.ratio(a, b, false)
			known[i] = f
		})
		if err != nil {
			t.Fatal(err)
		}
		want, got, wantOf, of = got, all, of, known
	}
	if len(want) < 500 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d pairs, %d by the engine; they differ", len(want), len(got))
	}
	for i, f := range wantOf {
		if !reflect.DeepEqual(of[i], f) {
			t.Fatalf("pair %d of %d\ngot  %+v\nwant %+v", i, len(wantOf), of[i], f)
		}
	}
}

// TestNothingToJudgeIsNotLeftOut: where no two products have enough customers, no row is wanted of
// baskets that stay in the engine, and the sections say what they say of baskets at hand.
func TestNothingToJudgeIsNotLeftOut(t *testing.T) {
	l := ledgerIn(t, "../sample-data", sales.FinishOptions{})
	o := Options{Only: []string{"pairs", "bundles", "next-purchase", "substitutes"}, MinCount: 100_000}
	taken, err := Compute(t.Context(), l, o)
	if err != nil {
		t.Fatal(err)
	}
	o.MaxBaskets = 1
	counted, err := Compute(t.Context(), l, o)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range taken.Sections {
		if got := counted.Sections[i]; got.Lead != want.Lead || len(got.Table.Rows) > 0 || !reflect.DeepEqual(got.Table.Columns, want.Table.Columns) {
			t.Errorf("%s: %d rows\ngot  %s\nwant %s", want.Name, len(got.Table.Rows), got.Lead, want.Lead)
		}
	}
}
