package ingest

import (
	"bytes"
	"fmt"
	"path/filepath"
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
