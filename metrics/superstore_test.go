package metrics

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"xsell/metrics/ingest"
	"xsell/metrics/sales"
)

// TestSuperstoreWhale holds the whale curve of a public data set to values worked out
// elsewhere: the peak is 124.869 % of the total, at customer 638 of 793.
func TestSuperstoreWhale(t *testing.T) {
	s := superstore(t, "customer-profit")
	rank, cumulative := s.Table.Index("rank"), s.Table.Index("cumulative_cm1")
	if len(s.Table.Rows) != 793 {
		t.Fatalf("%d customers, want 793", len(s.Table.Rows))
	}
	var peak, total sales.Money
	var at int64
	for _, row := range s.Table.Rows {
		total = row[cumulative].(sales.Money)
		if total > peak {
			peak, at = total, row[rank].(int64)
		}
	}
	if want := sales.Money(286397_0217); total != want {
		t.Errorf("total CM1 is %s, want %s", total, want)
	}
	if share := peak.Float() / total.Float(); at != 638 || math.Abs(share-1.24869) > 0.000005 {
		t.Errorf("the peak is %.3f %% at customer %d, want 124.869 %% at 638", 100*share, at)
	}
}

// TestSuperstoreProfit holds profit by area and by product to values worked out elsewhere.
func TestSuperstoreProfit(t *testing.T) {
	areas := superstore(t, "area-profit")
	for i, want := range []sales.Money{145454_9481, 122490_8008, 18451_2728} {
		if got := areas.Table.Cell(i, "cm1"); got != want {
			t.Errorf("area %v: CM1 %v, want %s", areas.Table.Rows[i][0], got, want)
		}
	}
	products := superstore(t, "product-profit")
	var lost sales.Money
	losers := 0
	for i := range products.Table.Rows {
		if cm1 := products.Table.Cell(i, "cm1").(sales.Money); cm1 < 0 {
			lost, losers = lost+cm1, losers+1
		}
	}
	if want := sales.Money(-76721_1318); losers != 299 || lost != want {
		t.Errorf("%d products lose %s, want 299 and %s", losers, lost, want)
	}
}

var wholeWindow = sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all"}}

// superstore is a section over all data of the workbook that lies beside the repository.
func superstore(t *testing.T, section string) Section {
	t.Helper()
	return realSection(t, section, wholeWindow, Options{}, "Sample - Superstore.xlsx")
}

// realSection is a section of real files that lie beside the repository; the test skips
// where they are missing.
func realSection(t *testing.T, section string, f sales.FinishOptions, o Options, names ...string) Section {
	t.Helper()
	return computed(t, realLedger(t, f, names...), section, o)
}

// realLedger holds real files that lie beside the repository.
func realLedger(t *testing.T, f sales.FinishOptions, names ...string) *sales.Ledger {
	t.Helper()
	var files []string
	for _, name := range names {
		file := filepath.Join("..", "..", "shared", "data", name)
		if _, err := os.Stat(file); err != nil {
			t.Skipf("needs the real input %q beside the repository", name)
		}
		files = append(files, file)
	}
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	if _, err := ingest.Read(t.Context(), files, ingest.Options{}, l); err != nil {
		t.Fatal(err)
	}
	if err := l.Finish(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return l
}

// computed is a section of a ledger.
func computed(t *testing.T, l *sales.Ledger, section string, o Options) Section {
	t.Helper()
	o.Only = []string{section}
	r, err := Compute(t.Context(), l, o)
	if err != nil {
		t.Fatal(err)
	}
	return *r.Find(section)
}

// cellOf is the cell below column in the only row whose columns hold the values of is, as
// key, value, key, value.
func cellOf(t *testing.T, s Section, column string, is ...Cell) Cell {
	t.Helper()
	found := -1
	for i := range s.Table.Rows {
		match := true
		for k := 0; k < len(is); k += 2 {
			match = match && s.Table.Cell(i, is[k].(string)) == is[k+1]
		}
		if match && found >= 0 {
			t.Fatalf("%s has several rows with %v", s.Name, is)
		}
		if match {
			found = i
		}
	}
	if found < 0 || s.Table.Index(column) < 0 {
		t.Fatalf("%s has no row with %v, or no column %s", s.Name, is, column)
	}
	return s.Table.Cell(found, column)
}
