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

// loadedByRows loads input like loaded, and has every row of parquet read one by one.
func loadedByRows(t *testing.T, o Options, inputs ...string) *sales.Ledger {
	t.Helper()
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	run := &intake{o: o, l: l, copies: newCopySet()}
	defer run.close()
	if _, err := run.understand(t.Context(), inputs); err != nil {
		t.Fatal(err)
	}
	for _, s := range run.sheets {
		k := s.table.lake
		s.table.lake = nil
		if err := run.load(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		s.table.lake = k
		for _, text := range k.remarks {
			l.Problems = append(l.Problems, sales.Problem{File: s.table.file, Kind: kindColumns, Message: text})
		}
	}
	if err := l.Finish(t.Context(), sales.FinishOptions{}); err != nil {
		t.Fatal(err)
	}
	return l
}

// byEngine tells whether the check says that no table was read row by row.
func byEngine(u *Understanding) bool {
	for _, f := range u.Files {
		for _, s := range f.Sheets {
			if strings.Contains(s.Note, "row by row") {
				return false
			}
		}
	}
	return true
}

// dirtyRows are lines with what typed columns can hold that is no plain line: amounts that
// are none, days outside of a calendar, texts to be cleaned, words that mean none, fees,
// errors, copies, returns and halves to be rounded.
const dirtyRows = `
SELECT CASE WHEN i % 40 = 3 THEN 'C' || i // 3 ELSE CAST(i // 3 AS VARCHAR) END AS "Order ID",
       CASE WHEN i % 97 = 5 THEN NULL WHEN i % 89 = 7 THEN DATE '1870-01-01' WHEN i % 83 = 1 THEN DATE '2100-12-31' ELSE DATE '2025-01-01' + CAST(i % 500 AS INTEGER) END AS "Order Date",
       [' ann', 'Łukasz', 'ann', 'NULL', '', 'b' || chr(160) || 'ob', '17850.0', '00123', chr(9) || 'eve', 'n/a', '#N/A', 'bo' || chr(8203) || 'b', '–'][i % 13 + 1] AS "Customer ID",
       CASE WHEN i % 29 = 0 THEN 'POSTAGE' WHEN i % 31 = 0 THEN 'Доставка' WHEN i % 37 = 0 THEN '#REF!' ELSE 'P' || i % 11 END AS Product,
       CASE WHEN i % 3 = 0 THEN 'No Discount' WHEN i % 5 = 0 THEN 'summer' END AS Promotion,
       CAST(CASE WHEN i % 40 = 3 THEN -1 ELSE i % 5 END AS {q}) AS Quantity,
       CAST(CASE WHEN i % 61 = 2 THEN NULL WHEN i % 53 = 9 THEN 12345678901234 ELSE (i % 2000 - 300) / 7.0 + 0.00005 END AS {a}) AS Amount,
       CAST(CASE WHEN i % 67 = 0 THEN 1e12 WHEN i % 71 = 0 THEN NULL ELSE i % 100 * 0.00005 END AS {a}) AS Cost,
       CAST(i % 4 * 0.15 AS {r}) AS "Discount Rate", i % 2 = 0 AS "Gift wrap", CAST(i % 7 AS DOUBLE) AS "Line weight"
FROM range({n}) AS t(i) UNION ALL
SELECT 'x1', DATE '2025-03-04', 'ann', 'P1', 'summer', 2, 10.5, 4.25, 0.25, true, 1.5 FROM range(3)`

func dirty(t *testing.T, n int, quantity, amount, rate string) string {
	query := strings.NewReplacer("{n}", fmt.Sprint(n), "{q}", quantity, "{a}", amount, "{r}", rate).Replace(dirtyRows)
	return asParquet(t, filepath.Join(t.TempDir(), "sales.parquet"), query, ", ROW_GROUP_SIZE 2048")
}

// What the engine makes of the rows of typed columns by itself is what is made of them row
// by row: the same lines, totals, problems and rejects.
func TestEngineReadsAsRowByRow(t *testing.T) {
	for _, kinds := range [][3]string{{"INTEGER", "DOUBLE", "DOUBLE"}, {"BIGINT", "DECIMAL(38, 20)", "DECIMAL(4, 2)"}, {"DECIMAL(9, 3)", "DECIMAL(18, 4)", "FLOAT"},
		{"SMALLINT", "FLOAT", "DECIMAL(3, 2)"}, {"HUGEINT", "DECIMAL(20, 6)", "DOUBLE"}} {
		t.Run(strings.Join(kinds[:], " "), func(t *testing.T) {
			path := dirty(t, 3000, kinds[0], kinds[1], kinds[2])
			var rejects [2]bytes.Buffer
			o := Options{Rejects: NewRejects(&rejects[0])}
			got, u := loaded(t, o, path)
			if !byEngine(u) {
				t.Fatalf("%s", u.Files[0].Sheets[0].Note)
			}
			rows := Options{Rejects: NewRejects(&rejects[1])}
			want := loadedByRows(t, rows, path)
			sameLedger(t, got, want, "sales", "sales")
			for _, o := range []Options{o, rows} {
				if err := o.Rejects.Flush(); err != nil {
					t.Fatal(err)
				}
			}
			if rejects[0].String() != rejects[1].String() || rejects[0].Len() < 1000 {
				t.Errorf("rejects\n%s\nwant\n%s", &rejects[0], &rejects[1])
			}
			if got.Total().Refused.Lines == 0 || got.Total().Used.Lines < 2000 {
				t.Errorf("totals %+v", got.Total())
			}
		})
	}
}

// Amounts that are worked out of others come out alike, whichever columns there are.
func TestEngineWorksOutAmounts(t *testing.T) {
	for _, columns := range []string{
		`price AS "Unit Price", quantity AS Quantity`,
		`price AS "Unit Price", quantity AS Quantity, rate AS "Discount Rate"`,
		`price AS "Unit Price", quantity AS Quantity, discount AS Discount, price * 0.7 AS "Unit Cost"`,
		`price AS "Unit Price", quantity AS Quantity, -discount AS Discount`,
		`price AS Price`,
		`net AS "Net Amount", price AS "Unit Price", quantity AS Quantity, net * 0.3 AS Profit`,
		`net AS "Net Amount", quantity AS Quantity, rate AS "Discount Rate", 0.25 AS Margin`,
		`net AS "Net Amount", net + discount AS "List Amount", discount AS Discount, net * 0.1 AS Bonus, net * 0.05 AS "Sales Bonus", 0.5 AS Commission`,
		`net + discount AS "List Amount", discount AS Discount, quantity AS Quantity, CASE WHEN quantity > 2 THEN 3.5 END AS "Unit Cost"`,
		`net AS "Net Amount", CAST(rate * 100 AS INTEGER) AS "Discount Rate"`,
		`net AS "Net Amount", quantity AS Quantity, CASE WHEN quantity = 3 THEN 'Returned' ELSE 'Shipped' END AS "Order Status"`,
	} {
		path := asParquet(t, filepath.Join(t.TempDir(), "sales.parquet"), `
			SELECT CAST(i // 2 AS BIGINT) AS "Order ID", TIMESTAMP '2025-01-01 23:59:59.999' + to_days(CAST(i % 400 AS INTEGER)) AS "Order Date", 'c' || i % 50 AS Customer, 'p' || i % 9 AS Product, `+columns+`
			FROM (SELECT i, (i % 977) * 1.00005 - 20 AS price, CAST(i % 6 AS DOUBLE) AS quantity, i % 5 * 0.05 AS rate, (i % 13) * 0.37 AS discount, (i % 977) * 3.3333 - 20 AS net FROM range(2500) AS t(i)) AS x`, "")
		got, u := loaded(t, Options{}, path)
		if !byEngine(u) {
			t.Errorf("%s: %s", columns, u.Files[0].Sheets[0].Note)
		}
		sameLedger(t, got, loadedByRows(t, Options{}, path), "sales", "sales")
		type row struct{ List, Cost, Bonus, Commission sales.Null[int64] }
		sums := func(l *sales.Ledger) row {
			rows, err := sales.Query[row](t.Context(), l, `SELECT CAST(sum(list) AS BIGINT) AS list, CAST(sum(cost) AS BIGINT) AS cost, CAST(sum(bonus) AS BIGINT) AS bonus, CAST(sum(commission) AS BIGINT) AS commission FROM lines`)
			if err != nil {
				t.Fatal(err)
			}
			return rows[0]
		}
		if a, b := sums(got), sums(loadedByRows(t, Options{}, path)); a != b {
			t.Errorf("%s: sums %v, want %v", columns, a, b)
		}
	}
}

// What the engine cannot do alone is read row by row, and the check says why.
func TestReadRowByRow(t *testing.T) {
	dir := t.TempDir()
	typed := `SELECT DATE '2026-01-01' AS date, 'tea' AS product, 5 AS amount FROM range(3)`
	for name, c := range map[string]struct {
		query string
		o     Options
		why   string
	}{
		"texts":   {`SELECT '2026-01-01' AS date, 'tea' AS product, 5 AS amount FROM range(3)`, Options{}, `read row by row, since column "date" does not hold days but VARCHAR`},
		"amounts": {`SELECT DATE '2026-01-01' AS date, 'tea' AS product, '5,50' AS amount FROM range(3)`, Options{}, `since column "amount" does not hold numbers but VARCHAR`},
		"serials": {`SELECT 20260101 AS date, 'tea' AS product, 5 AS amount FROM range(3)`, Options{}, `since column "date" does not hold days but INTEGER`},
		"bytes":   {`SELECT DATE '2026-01-01' AS date, CAST('tea' AS BLOB) AS product, 5 AS amount FROM range(3)`, Options{}, `since column "product" does not hold texts`},
		"drop":    {typed, Options{Config: Config{Duplicates: "drop"}}, "to drop copies"},
		"totals":  {typed + ` UNION ALL SELECT NULL, 'Total', 15`, Options{}, "since it has rows of totals"},
	} {
		l, u := loaded(t, c.o, asParquet(t, filepath.Join(dir, name+".parquet"), c.query, ""))
		if note := u.Files[0].Sheets[0].Note; !strings.Contains(note, c.why) {
			t.Errorf("%s: note %q, want %q", name, note, c.why)
		}
		if got := l.Total().Used; got.Lines != 3 && name != "drop" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	_, u := loaded(t, Options{}, asParquet(t, filepath.Join(dir, "same", "a.parquet"), typed, ""), asParquet(t, filepath.Join(dir, "b.parquet"), typed, ""))
	if note := u.Files[0].Sheets[0].Note; !strings.Contains(note, "since b.parquet has the same columns") {
		t.Errorf("two tables of the same columns: %q", note)
	}
}

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
		`lake: column "Amount" holds numbers in 3 files, the first lake/1.parquet, texts in lake/4.parquet`} {
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
		found = found || strings.Contains(p.Message, "1 exact copies of lines above, the first in row 7 of lake/y=2/b.parquet: kept")
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
