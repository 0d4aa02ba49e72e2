package main

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	_ "github.com/trinodb/trino-go-client/trino"
	"github.com/xuri/excelize/v2"

	"xsell/metrics/sales"
)

// lake is a running Trino, see .ci/trino: its catalog lake reads the parquet files below dir.
type lake struct {
	address, dir string
	trino, duck  *sql.DB
}

// openLake is the Trino that the environment names; the test is skipped without one.
func openLake(t *testing.T) *lake {
	t.Helper()
	k := &lake{address: os.Getenv("XSELL_TRINO"), dir: os.Getenv("XSELL_TRINO_DIR")}
	if k.address == "" || k.dir == "" {
		t.Skip("needs a Trino; .ci/trino start DIR prints its address for XSELL_TRINO, XSELL_TRINO_DIR is DIR")
	}
	var err error
	if k.trino, err = sql.Open("trino", strings.Replace(k.address, "://", "://test@", 1)); err != nil {
		t.Fatal(err)
	}
	if k.duck, err = sql.Open("duckdb", ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.trino.Close(); k.duck.Close() })
	for _, schema := range []string{"raw", "scratch"} {
		k.ask(t, "CREATE SCHEMA IF NOT EXISTS lake."+schema)
	}
	return k
}

func (k *lake) ask(t *testing.T, statement string) {
	t.Helper()
	if _, err := k.trino.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func (k *lake) count(t *testing.T, query string) (n int) {
	t.Helper()
	if err := k.trino.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// table makes a table of texts of a csv file, without passing through the program.
func (k *lake) table(t *testing.T, name, file string) string {
	t.Helper()
	folder := filepath.Join(k.dir, "data", name)
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	read := fmt.Sprintf("read_csv('%s', all_varchar = true, header = true)", file)
	rows, err := k.duck.Query("SELECT * FROM " + read + " LIMIT 0")
	if err != nil {
		t.Fatal(err)
	}
	headers, err := rows.Columns()
	rows.Close()
	if err != nil {
		t.Fatal(err)
	}
	list, kinds := make([]string, len(headers)), make([]string, len(headers))
	for i, h := range headers {
		column := strings.ReplaceAll(strings.ToLower(h), " ", "_")
		list[i], kinds[i] = fmt.Sprintf(`"%s" AS "%s"`, h, column), fmt.Sprintf(`"%s" varchar`, column)
	}
	if _, err := k.duck.Exec(fmt.Sprintf("COPY (SELECT %s FROM %s) TO '%s/1.parquet' (FORMAT parquet)", strings.Join(list, ", "), read, folder)); err != nil {
		t.Fatal(err)
	}
	k.ask(t, "DROP TABLE IF EXISTS lake.raw."+name)
	k.ask(t, fmt.Sprintf("CREATE TABLE lake.raw.%s (%s) WITH (format = 'PARQUET', external_location = 'local:///data/%s')", name, strings.Join(kinds, ", "), name))
	return "lake.raw." + name
}

// sheetAsCSV writes a sheet of a workbook, with its raw values, to a csv file.
func sheetAsCSV(t *testing.T, workbook, sheet string) string {
	t.Helper()
	f, err := excelize.OpenFile(workbook)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		rows[i] = append(r, make([]string, len(rows[0])-len(r))...)
	}
	return writeCSV(t, rows)
}

func writeCSV(t *testing.T, rows [][]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := csv.NewWriter(file).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return path
}

// linesAsCSV writes the used lines of an input, each once, to a csv file whose headers are the
// fields. A file with copies is warned of, a warehouse is not searched for them.
func linesAsCSV(t *testing.T, input string) string {
	t.Helper()
	f, set := newFlags()
	if err := set.Parse([]string{input}); err != nil {
		t.Fatal(err)
	}
	in, err := read(t.Context(), f, set.Args(), nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer in.ledger.Close()
	if err := in.ledger.Finish(t.Context(), in.finish); err != nil {
		t.Fatal(err)
	}
	list, err := in.ledger.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var header []string
	var places []int
	for i, c := range list.Columns {
		if sales.Lines.Has(c.Field) && c.Field != sales.SourceField && c.Field != sales.RowField && c.Field != sales.IsReturn {
			header, places = append(header, string(c.Field)), append(places, i)
		}
	}
	rows, seen := [][]string{header}, map[string]bool{}
	for values, err := range list.Lines {
		if err != nil {
			t.Fatal(err)
		}
		row := make([]string, len(places))
		for i, p := range places {
			row[i] = lineText(values[p])
		}
		if key := strings.Join(row, "\x00"); !seen[key] {
			seen[key] = true
			rows = append(rows, row)
		}
	}
	return writeCSV(t, rows)
}

func lineText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case sales.Money:
		return v.Number()
	case string:
		if v == sales.Unknown || v == sales.Unassigned {
			return ""
		}
		return v
	}
	return fmt.Sprint(value)
}

// sameReport holds the two reports against each other, to the last digit. What the lines are
// called where they come from is not compared, nor the list of inputs. There are least sections
// or more.
func sameReport(t *testing.T, embedded, warehouse, fileName, tableName string, least int) {
	t.Helper()
	load := func(dir, source string) (map[string]json.RawMessage, []map[string]json.RawMessage) {
		data, err := os.ReadFile(filepath.Join(dir, "report.json"))
		if err != nil {
			t.Fatal(err)
		}
		data = bytes.ReplaceAll(data, []byte(`"`+source+`"`), []byte(`"the lines"`))
		var whole map[string]json.RawMessage
		var sections []map[string]json.RawMessage
		if err := json.Unmarshal(data, &whole); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(whole["sections"], &sections); err != nil {
			t.Fatal(err)
		}
		delete(whole, "sections")
		delete(whole, "inputs")
		return whole, sections
	}
	want, sections := load(embedded, fileName)
	got, theirs := load(warehouse, tableName)
	differ(t, "the report", want, got)
	if len(sections) != len(theirs) || len(sections) < least {
		t.Fatalf("%d sections, %d from the warehouse", len(sections), len(theirs))
	}
	for i, s := range sections {
		differ(t, string(s["name"]), s, theirs[i])
	}
}

func differ(t *testing.T, what string, want, got map[string]json.RawMessage) {
	t.Helper()
	for key := range want {
		if bytes.Equal(want[key], got[key]) {
			continue
		}
		at := 0
		for at < min(len(want[key]), len(got[key])) && want[key][at] == got[key][at] {
			at++
		}
		part := func(b []byte) string { return string(b[max(0, at-80):min(len(b), at+80)]) }
		t.Errorf("%s, %s: the warehouse gives\n%s\nthe embedded engine\n%s", what, key, part(got[key]), part(want[key]))
	}
}
