package ingest

import (
	"os"
	"path/filepath"
	"testing"

	"xsell/metrics/sales"
)

// realFile is a file of the data folder beside the repository, skipped where it is missing.
func realFile(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	path := filepath.Join(dir, "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not beside the repository", name)
	}
	return path
}

// loaded reads and finishes a ledger and holds its control totals.
func loaded(t *testing.T, o Options, paths ...string) (*sales.Ledger, *Understanding) {
	t.Helper()
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	u, err := Read(t.Context(), paths, o, l)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Finish(t.Context(), sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}}); err != nil {
		t.Fatal(err)
	}
	if err := l.Check(); err != nil {
		t.Error(err)
	}
	return l, u
}

// facts are what an independent count of the file gives.
type facts struct {
	Lines, Deals, Customers, Products int64
	Quantity                          sales.Quantity
	Revenue, Cost                     sales.Money
}

func factsOf(t *testing.T, l *sales.Ledger) facts {
	t.Helper()
	got, err := sales.Query[facts](t.Context(), l, `
		SELECT count(*) AS lines, count(DISTINCT deal) AS deals, count(DISTINCT customer) FILTER (WHERE customer <> '(unknown)') AS customers,
		       count(DISTINCT product) AS products, CAST(coalesce(sum(quantity), 0) AS BIGINT) AS quantity,
		       CAST(sum(revenue) AS BIGINT) AS revenue, CAST(coalesce(sum(cost), 0) AS BIGINT) AS cost
		FROM lines`)
	if err != nil {
		t.Fatal(err)
	}
	return got[0]
}

func TestRealFiles(t *testing.T) {
	for _, c := range []struct {
		name string
		want facts
	}{
		{"Sample - Superstore.xlsx", facts{9994, 5009, 793, 1862, 37_873_0000, 2_297_200_8603, 2_010_803_8386}},
		{"FoodMart 1997.xlsx", facts{86837, 20530, 5581, 1559, 266_773_0000, 565_238_1300, 225_627_2336}},
		{"adventureworks-sales.csv", facts{121253, 31455, 19119, 266, 274_776_0000, 109_809_274_2030, 97_257_907_9547}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, _ := loaded(t, Options{}, realFile(t, c.name))
			if got := factsOf(t, l); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}
