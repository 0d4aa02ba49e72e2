package ingest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// laid writes parquet files below a folder, by their names and queries.
func laid(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "lake")
	for name, query := range files {
		asParquet(t, filepath.Join(dir, filepath.FromSlash(name)), query, "")
	}
	return dir
}

const oneDay = `SELECT DATE '2026-01-01' + CAST(i AS INTEGER) AS "Order Date", 'tea ' || i %% 3 AS Product, i + 0.5 AS Amount FROM range(%d) AS t(i)`

// Files of a folder and its partitions are one table, whose keys are columns, beside the
// tables of other folders.
func TestLakeIsOneTable(t *testing.T) {
	dir := laid(t, map[string]string{
		"lines/region=N%2FW/2025/b.parquet":                      fmt.Sprintf(oneDay, 10),
		"lines/region=N%2FW/2025/a.snappy.parquet":               fmt.Sprintf(oneDay, 5),
		"lines/region=South/2026-01/c.parquet":                   fmt.Sprintf(oneDay, 7),
		"lines/region=__HIVE_DEFAULT_PARTITION__/2026/d.parquet": fmt.Sprintf(oneDay, 3),
		"lines/_temporary/0/e.parquet":                           fmt.Sprintf(oneDay, 100),
		"lines/.hidden/e.parquet":                                fmt.Sprintf(oneDay, 100),
		"lines/region=South/_f.parquet":                          fmt.Sprintf(oneDay, 100),
		"products/part-0.parquet":                                `SELECT 'tea ' || i AS product, 'Tea' AS product_type, 'Drinks' AS business_area FROM range(3) AS t(i)`,
		"lines/region=South/2026-01/g.parquet.crdownload":        fmt.Sprintf(oneDay, 100),
	})
	for _, name := range []string{"lines/_SUCCESS", "lines/region=South/2026-01/.c.parquet.crc"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "lines"), filepath.Join(dir, "again")); err != nil {
		t.Log(err)
	}
	l, u := loaded(t, Options{}, dir)
	if !byEngine(u) || len(u.Files) != 2 || u.Files[0].Name != "lines" || u.Files[0].Form != "parquet, 4 files" || u.Files[1].Name != "products" || len(u.Files[0].SHA256) != 64 {
		t.Errorf("understood as %+v", u.Files)
	}
	type row struct {
		Region, Area       string
		Lines, First, Last int64
	}
	rows, err := sales.Query[row](t.Context(), l, `SELECT region, CAST(area AS VARCHAR) AS area, count(*) AS lines, min("row") AS first, max("row") AS last FROM lines GROUP BY ALL ORDER BY region`)
	if err != nil {
		t.Fatal(err)
	}
	// In the order of the bytes of the names, "__" comes last.
	if want := []row{{"(unassigned)", "Drinks", 3, 24, 26}, {"N/W", "Drinks", 15, 2, 16}, {"South", "Drinks", 7, 17, 23}}; !slices.Equal(rows, want) {
		t.Errorf("rows %v, want %v", rows, want)
	}
	var texts []string
	for _, p := range l.Problems {
		if p.Kind == kindUnsettled {
			texts = append(texts, p.String())
		}
	}
	if got := strings.ReplaceAll(strings.Join(texts, "\n"), dir+"/", ""); !strings.Contains(got, "lines/_temporary: tells that a job is still writing") ||
		!strings.Contains(got, "lines/region=South/2026-01/g.parquet.crdownload: is not read") || !strings.Contains(got, "again: is a link and is not followed") {
		t.Errorf("problems %s", got)
	}
}

// A day can stand in the names of the folders alone, and the files are then found by a
// pattern, or as a shell gives them, as in the folder.
func TestLakeWithDaysInItsFolders(t *testing.T) {
	files := map[string]string{}
	for i := range 3 {
		files[fmt.Sprintf("dt=2026-06-0%d/part-0.parquet", i+1)] = `SELECT CAST(i AS BIGINT) AS order_id, 'tea' AS product, 2.5 AS amount FROM range(4) AS t(i)`
	}
	dir := laid(t, files)
	for _, inputs := range [][]string{{dir}, {filepath.Join(dir, "dt=*", "*.parquet")}, {filepath.Join(dir, "dt=*")},
		{filepath.Join(dir, "dt=2026-06-02/part-0.parquet"), filepath.Join(dir, "dt=2026-06-01/part-0.parquet"), filepath.Join(dir, "dt=2026-06-03")}} {
		l, u := loaded(t, Options{}, inputs...)
		if got := l.Total().Used; got.Lines != 12 || got.Revenue != 30_0000 || len(u.Files) != 1 || u.Files[0].Name != "lake" || !byEngine(u) ||
			l.Calendar.First != sales.DayOf(2026, 6, 1) || l.Calendar.Last != sales.DayOf(2026, 6, 3) {
			t.Errorf("%q: %+v, %+v, %v to %v", inputs, got, u.Files, l.Calendar.First, l.Calendar.Last)
		}
	}
	l, _ := loaded(t, Options{}, filepath.Join(dir, "dt=2026-06-02", "part-0.parquet"))
	if got := l.Total().Used.Lines; got != 4 {
		t.Errorf("one file of a partition: %d lines", got)
	}
}

// Files of one table may lack columns or hold them in another type; the lines are those of
// the rows, and the check says what differs.
func TestLakeWithOtherColumns(t *testing.T) {
	dir := laid(t, map[string]string{
		"1.parquet": `SELECT DATE '2026-01-01' AS "Order Date", 'tea' AS Product, 2.5 AS Amount, 1.0 AS Cost`,
		"2.parquet": `SELECT 'pot' AS product, 7 AS "AMOUNT", TIMESTAMP '2026-01-02 10:00:00' AS "Order Date"`,
		"3.parquet": `SELECT CAST(3.25 AS DOUBLE) AS Amount, 'cup' AS Product, DATE '2026-01-03' AS "Order Date", 'Bo' AS Seller`,
	})
	l, u := loaded(t, Options{}, dir)
	if got := l.Total().Used; got.Lines != 3 || got.Revenue != 12_7500 || got.Cost != 1_0000 || !byEngine(u) {
		t.Errorf("%+v, %+v", got, u.Files[0])
	}
	sameLedger(t, l, loadedByRows(t, Options{}, dir), "lake", "lake")
	asParquet(t, filepath.Join(dir, "0.parquet"), `SELECT 'jar' AS Product, CAST(NULL AS VARCHAR) AS "Order Date", DATE '2026-02-02' AS "Ship Date", 4.5 AS Amount`, "")
	if l, u = loaded(t, Options{}, dir); l.Total().Read.Revenue != 17_2500 || l.Total().Refused.Lines != 1 || !byEngine(u) {
		t.Errorf("without a day: %+v, %+v", l.Total(), u.Files[0].Sheets[0].Note)
	}
	if err := os.Remove(filepath.Join(dir, "0.parquet")); err != nil {
		t.Fatal(err)
	}
	asParquet(t, filepath.Join(dir, "4.parquet"), `SELECT '2026-01-04' AS "Order Date", 'cup' AS Product, '3,5' AS Amount`, "")
	l, u = loaded(t, Options{}, dir)
	if got := l.Total().Used; got.Lines != 4 || got.Revenue != 16_2500 || byEngine(u) {
		t.Errorf("with texts: %+v, %+v", got, u.Files[0])
	}
	var out bytes.Buffer
	if err := u.Print(&out, l, nil); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, p := range l.Problems {
		texts = append(texts, p.String())
	}
	for _, want := range []string{`lake: column "Cost" is missing in 3 files, the first lake/2.parquet and is empty there`,
		`lake: column "Amount" holds numbers (3 files, the first lake/1.parquet), texts (lake/4.parquet)`} {
		if !slices.Contains(texts, want) {
			t.Errorf("problems %q lack %q", texts, want)
		}
	}
}

// A refused row is named by its file and its row in it.
func TestLakeNamesRows(t *testing.T) {
	dir := laid(t, map[string]string{
		"y=1/a.parquet": fmt.Sprintf(oneDay, 6),
		"y=2/b.parquet": fmt.Sprintf(oneDay, 4) + ` UNION ALL SELECT NULL, 'pot', 9.5 UNION ALL SELECT DATE '2026-01-01', 'tea 0', 0.5`,
	})
	var rejects bytes.Buffer
	o := Options{Rejects: NewRejects(&rejects)}
	l, _ := loaded(t, o, dir)
	if err := o.Rejects.Flush(); err != nil {
		t.Fatal(err)
	}
	if got := rejects.String(); !strings.Contains(got, "lake/y=2/b.parquet,,6,A,,date,there is no date,,pot,9.5,2\n") {
		t.Errorf("rejects %s", got)
	}
	if got := l.Total(); got.Refused.Lines != 1 || got.Refused.Revenue != 9_5000 || got.Used.Lines != 11 {
		t.Errorf("totals %+v", got)
	}
	var found bool
	for _, p := range l.Problems {
		found = found || strings.Contains(p.Message.String(), "1 exact copy of a line above, in row 7 of lake/y=2/b.parquet: kept")
	}
	if !found {
		t.Errorf("problems %v", l.Problems)
	}
}

// What is damaged, half-written, or no lake of plain files is refused in one line that names
// the file.
func TestLakeThatCannotBeRead(t *testing.T) {
	lake := func() string {
		return laid(t, map[string]string{"y=1/a.parquet": fmt.Sprintf(oneDay, 3000), "y=1/b.parquet": fmt.Sprintf(oneDay, 3000)})
	}
	refused := func(dir, want string) {
		t.Helper()
		got := strings.ReplaceAll(refusal(t, Options{}, dir), filepath.Dir(dir)+"/", "")
		if !strings.Contains(got, want) || strings.Contains(got, "\n") {
			t.Errorf("%s, want %s", got, want)
		}
	}
	dir := lake()
	b := filepath.Join(dir, "y=1", "b.parquet")
	data, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	write := func(data []byte) {
		if err := os.WriteFile(b, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(nil)
	refused(dir, "read lake/y=1/b.parquet: the file is empty; fetch it again, or remove it")
	write(data[:len(data)/2])
	refused(dir, "read lake/y=1/b.parquet: the parquet file is damaged or cut short (")
	flipped := slices.Clone(data)
	for i := 4; i < 60; i++ {
		flipped[i] ^= 0x5a
	}
	write(flipped)
	refused(dir, "read lake/y=1/b.parquet: the parquet file is damaged or cut short (")
	for name, want := range map[string]string{"_delta_log/0.json": "a table of Delta Lake", "metadata/v1.metadata.json": "a table of Apache Iceberg", ".hoodie/x": "a table of Apache Hudi"} {
		dir := lake()
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("{}"), 0o666); err != nil {
			t.Fatal(err)
		}
		refused(dir, want)
	}
	refused("lake/**/*.parquet", "a pattern has no **; name the folder")
	refused("s3://bucket/lake", "only files of this machine are read")
}

// Names of folders and files are data: they match no other file and say no SQL.
func TestLakeNamesAreData(t *testing.T) {
	files := map[string]string{}
	for i, name := range []string{"a[1]*.parquet", "it's; DROP TABLE x; --.parquet", "k'=1' OR 1=1/b?.parquet", "k'=%27/c.parquet", "s3:/d.parquet"} {
		files["x/"+name] = fmt.Sprintf(oneDay, i+1)
	}
	dir := laid(t, files)
	asParquet(t, filepath.Join(dir, "..", "other", "a1.parquet"), fmt.Sprintf(oneDay, 1000), "")
	l, _ := loaded(t, Options{}, dir)
	if got := l.Total().Used.Lines; got != 15 {
		t.Errorf("%d lines, want 15", got)
	}
}

// A folder of AdventureWorks gives the ledger of the one file.
func TestRealFileAsLake(t *testing.T) {
	csv := realFile(t, "adventureworks-sales.csv")
	rows := "SELECT * FROM read_csv('" + csv + "')"
	one := asParquet(t, filepath.Join(t.TempDir(), "sales.parquet"), rows, "")
	files := map[string]string{}
	for i, from := range []int{0, 20_000, 20_001, 77_777} {
		files[fmt.Sprintf("part-%d.parquet", i)] = fmt.Sprintf("SELECT * EXCLUDE n FROM (SELECT *, row_number() OVER () AS n FROM read_csv('%s')) AS x WHERE n > %d AND n <= %d", csv, from, []int{20_000, 20_001, 77_777, 1_000_000}[i])
	}
	got, u := loaded(t, Options{}, laid(t, files))
	want := loadedByRows(t, Options{}, one)
	if !byEngine(u) {
		t.Error(u.Files[0].Sheets[0].Note)
	}
	sameLedger(t, got, want, "lake", "sales.parquet")
	if f, w := factsOf(t, got), (facts{121253, 31455, 19119, 266, 274_776_0000, 109_809_274_2030, 97_257_907_9547}); f != w {
		t.Errorf("got %+v, want %+v", f, w)
	}
}

// A run that is stopped while the engine reads says so.
func TestLakeStops(t *testing.T) {
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, []string{laid(t, map[string]string{"a.parquet": fmt.Sprintf(oneDay, 3)})}, Options{}, l); err == nil || ctx.Err() == nil {
		t.Errorf("stopped: %v", err)
	}
}
