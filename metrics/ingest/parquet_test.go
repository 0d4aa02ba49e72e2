package ingest

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// asParquet writes the rows of a query as a parquet file, with an engine of the test.
func asParquet(t testing.TB, path, query, options string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "COPY ("+query+") TO '"+strings.ReplaceAll(path, "'", "''")+"' (FORMAT parquet"+options+")"); err != nil {
		t.Fatal(err)
	}
	return path
}

// lineRows are the lines of a ledger as texts, in the order they were read.
func lineRows(t *testing.T, l *sales.Ledger) []string {
	t.Helper()
	type row struct {
		Day                                                             int64
		Deal, Customer, Product, ProductName, Type, Area, Seller, Other string
		Quantity, List, Discount, Revenue, Cost                         sales.Null[int64]
		IsReturn                                                        bool
	}
	rows, err := sales.Query[row](t.Context(), l, `
		SELECT date_diff('day', DATE '1970-01-01', CAST(day AS DATE)) AS day, deal, l.customer, l.product, coalesce(product_name, '') AS product_name, l.type, l.area, l.seller,
		       coalesce(customer_name, '') || '|' || l.audience || '|' || partner || '|' || programme || '|' || l.region || '|' || channel AS other,
		       quantity, l.list, discount, revenue, l.cost, is_return
		FROM lines AS l LEFT JOIN products AS p ON p.product = l.product LEFT JOIN customers AS c ON c.customer = l.customer ORDER BY source, row`)
	if err != nil {
		t.Fatal(err)
	}
	texts := make([]string, len(rows))
	for i, r := range rows {
		texts[i] = fmt.Sprint(r)
	}
	return texts
}

// sameLedger holds that two ledgers have the same lines, totals, problems and derived
// figures, but for the names of the files.
func sameLedger(t *testing.T, got, want *sales.Ledger, gotName, wantName string) {
	t.Helper()
	a, b := lineRows(t, got), lineRows(t, want)
	if len(a) != len(b) {
		t.Fatalf("%d lines, want %d", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("line %d is %s, want %s", i, a[i], b[i])
		}
	}
	account := func(l *sales.Ledger, name string) string {
		text := fmt.Sprintf("%v\n%v\n", l.Sources, l.Derived)
		for _, p := range l.Problems {
			text += fmt.Sprintf("%+v\n", p)
		}
		return strings.ReplaceAll(text, name, "FILE")
	}
	if a, b := account(got, gotName), account(want, wantName); a != b {
		t.Errorf("the account is\n%s\nwant\n%s", a, b)
	}
}

const dirtyCSV = `Order ID,Order Date,Customer,Product,Quantity,Amount,Cost,Comment
1,2026-01-05,ann,00123,2,20.1999,8.01,
1,2026-01-05,ann,85123A,1,957.5774999999999,0.1,"a, b"
1,2026-01-05,ann,85123A,1,957.5774999999999,0.1,"a, b"
2,,bob,85123,1,10,4,
2,2026-02-06,bob,85123,1,,4,#N/A
3,2026-02-07,,85123,-1,-10.5,-4,  ümlaut
,,,,,,,
3,2026-02-08,Łukasz,85123,1.5,1e-3,,
`

// A parquet file is understood as the csv file of the same rows is, whatever types its
// columns have: the same lines, totals, problems and rejects.
func TestParquetReadsAsCSV(t *testing.T) {
	dir := written(t, map[string]string{"sales.csv": dirtyCSV})
	csv := filepath.Join(dir, "sales.csv")
	var rejects bytes.Buffer
	o := Options{Rejects: NewRejects(&rejects)}
	want, _ := loaded(t, o, csv)
	if err := o.Rejects.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, columns string
		texts         bool // cells are written as in the csv file
	}{
		{"texts", `*`, true},
		{"bytes", `* REPLACE (encode(Customer) AS Customer, encode(Comment) AS Comment)`, true},
		{"numbers", `* REPLACE (CAST("Order ID" AS BIGINT) AS "Order ID", CAST(Amount AS DOUBLE) AS Amount, CAST(Cost AS FLOAT) AS Cost)`, true},
		{"days", `* REPLACE (CAST("Order Date" AS DATE) AS "Order Date")`, true},
		{"decimals", `* REPLACE (CAST(Amount AS DECIMAL(38, 20)) AS Amount, CAST(Quantity AS DECIMAL(4, 1)) AS Quantity)`, false},
		{"stamps", `* REPLACE (CAST("Order Date" AS TIMESTAMP) + to_microseconds(86399999999) AS "Order Date")`, true},
		{"seconds", `* REPLACE (CAST("Order Date" AS TIMESTAMP_S) AS "Order Date")`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := asParquet(t, filepath.Join(dir, "sales.parquet"), "SELECT "+c.columns+" FROM read_csv('"+csv+"', header = true, all_varchar = true)", "")
			var texts bytes.Buffer
			o := Options{Rejects: NewRejects(&texts)}
			got, u := loaded(t, o, path)
			sameLedger(t, got, want, "sales.parquet", "sales.csv")
			if f := u.Files[0]; f.Form != "parquet" || f.Sheets[0].Header != 1 || f.Sheets[0].Rows != 7 || len(f.SHA256) != 64 {
				t.Errorf("understood as %+v", f)
			}
			if err := o.Rejects.Flush(); err != nil {
				t.Fatal(err)
			}
			if a, b := strings.ReplaceAll(texts.String(), "sales.parquet", "sales.csv"), rejects.String(); c.texts && a != b {
				t.Errorf("rejects\n%s\nwant\n%s", a, b)
			}
		})
	}
}

// What is left out of a parquet file, and how its moments are read, stands in the check.
func TestParquetCheckSaysWhatItIs(t *testing.T) {
	path := asParquet(t, filepath.Join(t.TempDir(), "sales.parquet"), `
		SELECT {'id': 7} AS customer, [1, 2] AS items, TIMESTAMPTZ '2026-01-05 00:30:00+02' AS "Order date", 'tea' AS product, 7 AS customer_id, 2.5 AS amount,
		       CAST('\xff\xfe' AS BLOB) AS photo, CAST('inf' AS DOUBLE) AS cost FROM range(3)`, "")
	l, u := loaded(t, Options{}, path)
	var out bytes.Buffer
	if err := u.Print(&out, l, nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"sales.parquet (parquet, ",
		"rows: lines, header in row 1, 3 rows (set aside, since they hold lists or records: customer, items; moments with a time zone count on their day in UTC: Order date)",
		"A  Order date   day (by name)", "2026-01-04", "C  customer_id  customer", "3 lines", `sales.parquet!F2: "+Inf" is not a number`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("check does not print %q:\n%s", want, out.String())
		}
	}
}

// Every day from 1900 to 2100 comes back from the cell it is written to, at any time of
// it, and a time is kept apart from the next to the microsecond.
func TestParquetDays(t *testing.T) {
	w := &parquetWriter{}
	read := func(at time.Time) (sales.Day, state, string) {
		w.text = w.text[:0]
		c := w.day(at)
		c.Text = w.text
		column := &dateColumn{habits: &habits{}, known: map[string]knownDate{}}
		day, s := column.read([]sheet.Cell{c})
		return day, s, c.Kind.String()
	}
	last := time.Duration(secondsPerDay*1_000_000-1) * time.Microsecond
	for day := firstDay; day <= lastDay; day++ {
		at := time.Unix(int64(day)*86_400, 0).UTC()
		for _, clock := range []time.Duration{0, time.Nanosecond, 12 * time.Hour, last} {
			if got, s, kind := read(at.Add(clock)); got != day || s != readable || kind != "date" {
				t.Fatalf("%s is read as %s (%d, %s)", at.Add(clock), got, s, kind)
			}
		}
	}
	for text, at := range map[string]time.Time{"1582-10-15": time.Date(1582, 10, 15, 0, 0, 0, 0, time.UTC), "5881580-07-11": time.Date(5881580, 7, 11, 0, 0, 0, 0, time.UTC)} {
		if _, s, kind := read(at); s != unreadable || kind != "text" || string(w.text) != text {
			t.Errorf("%s is written as the %s %q and read: %d", at, kind, w.text, s)
		}
	}
	w.text = w.text[:0]
	w.day(time.UnixMicro(1))
	first := string(w.text)
	w.text = w.text[:0]
	if w.day(time.UnixMicro(2)); string(w.text) == first {
		t.Errorf("two instants are both %s", first)
	}
}

// A double is written as the shortest decimal that is this double (strconv holds that),
// so that an amount which was rounded to cents has its cents.
func TestParquetNumbers(t *testing.T) {
	w := &parquetWriter{}
	for _, c := range []struct {
		value any
		text  string
		kind  sheet.Kind
	}{
		{957.57749999999999, "957.5775", sheet.Number}, {0.30000000000000004, "0.30000000000000004", sheet.Number}, {float32(19.99), "19.99", sheet.Number},
		{17850.0, "17850", sheet.Number}, {1e20, "100000000000000000000", sheet.Number}, {1e21, "1E+21", sheet.Number}, {5e-324, "5E-324", sheet.Number},
		{-0.05, "-0.05", sheet.Number}, {0.0, "0", sheet.Number}, {math.NaN(), "", sheet.Empty}, {math.Inf(-1), "-Inf", sheet.Error},
		{int64(math.MinInt64), "-9223372036854775808", sheet.Number}, {true, "true", sheet.Text}, {nil, "", sheet.Empty},
	} {
		w.text = w.text[:0]
		if kind := w.cell(c.value, false).Kind; kind != c.kind || string(w.text) != c.text {
			t.Errorf("%v is the %s %q, want the %s %q", c.value, kind, w.text, c.kind, c.text)
		}
	}
}

func TestParquetThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	good, err := os.ReadFile(asParquet(t, filepath.Join(dir, "x"), "SELECT DATE '2026-01-01' AS date, 'tea' AS product, 5 AS amount FROM range(3)", ""))
	if err != nil {
		t.Fatal(err)
	}
	files := written(t, map[string]string{
		"cut.parquet":     string(good[:len(good)/2]),
		"noise.parquet":   "PAR1" + strings.Repeat("\x00\x9f\x15", 200) + "PAR1",
		"text.parquet":    "PAR1 and then words",
		"good.csv":        string(good),
		"good.zip":        zipped(t, map[string]string{"in/sales.parquet": string(good)}),
		"good.parquet.gz": gzipped(t, good),
	})
	for name, want := range map[string]string{"cut.parquet": "cut.parquet: the parquet file is damaged or cut short (", "noise.parquet": "damaged or cut short (", "text.parquet": "damaged or cut short ("} {
		got := refusal(t, Options{}, filepath.Join(files, name))
		if !strings.Contains(got, want) || strings.Contains(got, "\n") || strings.Contains(got, files+"/"+name+"/") || !strings.Contains(got, "; fetch it again, or save it as csv") {
			t.Errorf("%s: %s", name, got)
		}
	}
	for _, name := range []string{"good.csv", "good.zip", "good.parquet.gz"} {
		l, _ := loaded(t, Options{}, filepath.Join(files, name))
		if got := l.Total().Used.Revenue; got != 15_0000 {
			t.Errorf("%s: revenue %s", name, got)
		}
	}
	asParquet(t, filepath.Join(dir, "bomb.parquet"), "SELECT DATE '2026-01-01' AS date, repeat('tea', 20000) AS product, 5 AS amount FROM range(2000)", "")
	if got := refusal(t, Options{}, filepath.Join(dir, "bomb.parquet")); !strings.Contains(got, "the rows take more than 400 times the size of the file") {
		t.Error(got)
	}
}

// TestRealFilesAsParquet holds files from outside to the facts of their other form.
func TestRealFilesAsParquet(t *testing.T) {
	csv := realFile(t, "adventureworks-sales.csv")
	path := asParquet(t, filepath.Join(t.TempDir(), "adventureworks-sales.parquet"), "SELECT * FROM read_csv('"+csv+"')", "")
	got, _ := loaded(t, Options{}, path)
	want, _ := loaded(t, Options{}, csv)
	if f, w := factsOf(t, got), (facts{121253, 31455, 19119, 266, 274_776_0000, 109_809_274_2030, 97_257_907_9547}); f != w {
		t.Errorf("got %+v, want %+v", f, w)
	}
	sameLedger(t, got, want, "adventureworks-sales.parquet", "adventureworks-sales.csv")

	got, _ = loaded(t, Options{}, ordersAsParquet(t, realFile(t, "Sample - Superstore.xlsx")))
	if f, w := factsOf(t, got), (facts{9994, 5009, 793, 1862, 37_873_0000, 2_297_200_8603, 2_010_803_8386}); f != w {
		t.Errorf("got %+v, want %+v", f, w)
	}
}

// ordersAsParquet exports the first sheet of a workbook, its numbers as doubles and its
// dates as dates.
func ordersAsParquet(t *testing.T, path string) string {
	t.Helper()
	book, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	dir := t.TempDir()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	err = book.Rows(t.Context(), 0, func(_ int, cells []sheet.Cell) error {
		return w.Write(cellTexts(cells, false))
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Flush()
	if err := os.WriteFile(filepath.Join(dir, "orders.csv"), out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return asParquet(t, filepath.Join(dir, "orders.parquet"), "SELECT * FROM read_csv('"+filepath.Join(dir, "orders.csv")+"', null_padding = true)", ", ROW_GROUP_SIZE 2048")
}

// BenchmarkReadParquet is BenchmarkReadCSV on the same lines as parquet, with dates and
// decimals.
func BenchmarkReadParquet(b *testing.B) {
	const lines = 1_000_000
	path := asParquet(b, filepath.Join(b.TempDir(), "sales.parquet"), "SELECT * FROM read_csv('"+generated(b, lines)+"')", "")
	for b.Loop() {
		b.StopTimer() // starting the engine of the ledger is not reading
		l, err := sales.New(b.Context(), sales.EngineOptions{})
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := Read(b.Context(), []string{path}, Options{}, l); err != nil {
			b.Fatal(err)
		}
		if got := l.Sources[0].Read.Lines; got != lines {
			b.Fatalf("%d lines read", got)
		}
		b.StopTimer()
		l.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
}
