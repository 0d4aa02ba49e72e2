package ingest

import (
	"os"
	"path/filepath"
	"strings"
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

// TestRealFiles holds the totals of files from outside against those that the data
// folder's own notes and a count in another program give.
func TestRealFiles(t *testing.T) {
	for _, c := range []struct {
		name string
		want facts
	}{
		{"Sample - Superstore.xlsx", facts{9994, 5009, 793, 1862, 37_873_0000, 2_297_200_8603, 2_010_803_8386}},
		{"FoodMart 1997.xlsx", facts{86837, 20530, 5581, 1559, 266_773_0000, 565_238_1300, 225_627_2336}},
		{"adventureworks-sales.csv", facts{121253, 31455, 19119, 266, 274_776_0000, 109_809_274_2030, 97_257_907_9547}},
		{"messy/ru-prodazhi-cp1251-semicolon.csv", facts{3439, 1321, 4, 24, 178_954_0000, 237_276_715_0000, 0}},
		{"messy/ru-cheki-receipts.xlsx", facts{1036, 281, 0, 235, 2233_0020, 278_971_8846, 0}},
		{"messy/br-acai-vendas.xlsx", facts{70_000, 70_000, 0, 5, 0, 584_864_0000, 0}},
		{"messy/es-ventas-pivot-first-sheet.xlsx", facts{243, 81, 0, 3, 0, 24_632_8901, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, _ := loaded(t, Options{}, realFile(t, c.name))
			if got := factsOf(t, l); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// TestOnlineRetailHasThePublishedCounts: cancellations, missing customers, copies and the
// valid lines, as published for the data set.
func TestOnlineRetailHasThePublishedCounts(t *testing.T) {
	l, _ := loaded(t, Options{}, realFile(t, "Online Retail.xlsx"))
	type counts struct{ Cancelled, Unknown, Valid, Customers, Invoices, Revenue int64 }
	got, err := sales.Query[counts](t.Context(), l, `
		WITH valid AS (SELECT * FROM lines WHERE customer <> '(unknown)' AND NOT deal LIKE 'C%' AND quantity > 0 AND revenue > 0)
		SELECT (SELECT count(*) FROM lines WHERE deal LIKE 'C%' AND is_return) AS cancelled, (SELECT count(*) FROM lines WHERE customer = '(unknown)') AS "unknown",
		       count(*) AS valid, count(DISTINCT customer) AS customers, count(DISTINCT deal) AS invoices, CAST(sum(revenue) AS BIGINT) AS revenue FROM valid`)
	if err != nil {
		t.Fatal(err)
	}
	if want := (counts{9_288, 135_080, 397_884, 4_338, 18_532, 8_911_407_9040}); got[0] != want {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
	if got, want := factsOf(t, l), (facts{541_909, 25_900, 4_372, 4_070, 5_176_450_0000, 9_747_747_9340, 0}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := kinds(l)[kindDuplicate]; got != 5_268 {
		t.Errorf("%d copies, want 5268", got)
	}
}

// TestRealFilesThatAreNoSales give one clear message each.
func TestRealFilesThatAreNoSales(t *testing.T) {
	for name, want := range map[string]string{
		"adventureworks-quotas.csv":                     "it was taken for targets",
		"groceries-baskets.csv":                         "no header row found",
		"retail.fimi.dat":                               "no header row found",
		"CDNOW_sample.txt":                              "no header row found",
		"messy/Online Retail.corrupt-crlf-damaged.xlsx": "damaged or cut short",
		"messy/br-acai-analise-de-faturamento.xlsx":     "it has no date column",
		"messy/fr-bottleneck-erp.csv":                   "it was taken for products",
		"messy/utf-16le_encoded.csv":                    "it has no date column and no amount column",
	} {
		if got := refusal(t, Options{}, realFile(t, name)); !strings.Contains(got, want) || strings.Contains(got, "\n") {
			t.Errorf("%s: %s; want %q", name, got, want)
		}
	}
}
