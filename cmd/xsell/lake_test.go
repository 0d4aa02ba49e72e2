package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// split writes the rows of a csv file, read with some options, as one parquet file and as a folder of several, and
// gives their paths.
func split(t *testing.T, csv, options string, parts int) (file, folder string) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	dir := t.TempDir()
	file, folder = filepath.Join(dir, "sales.parquet"), filepath.Join(dir, "sales.lake")
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	run := func(query string) {
		if _, err := db.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	run("CREATE TABLE rows AS SELECT *, row_number() OVER () AS n FROM read_csv('" + csv + "'" + options + ")")
	run("COPY (SELECT * EXCLUDE n FROM rows ORDER BY n) TO '" + file + "' (FORMAT parquet)")
	for i := range parts {
		run(fmt.Sprintf("COPY (SELECT * EXCLUDE n FROM rows WHERE n * %d // ((SELECT count(*) FROM rows) + 1) = %d ORDER BY n) TO '%s/part-%d.parquet' (FORMAT parquet)", parts, i, folder, i))
	}
	return file, folder
}

// A folder of parquet files gives the report of the one file with the same rows, but for
// the name of the input, which comes in the same place among others.
func TestLakeGivesTheReportOfOneFile(t *testing.T) {
	few := []string{"--only", "overview,trend,products,types,pairs,customers,segments,ladder,discounts,control,data-quality"}
	sample := filepath.Join("..", "..", "sample-data")
	place := regexp.MustCompile(`\b(sales\.parquet|sales\.lake(/part-\d\.parquet)?)(![A-Z]\d+)?\b`)
	for name, c := range map[string]struct {
		csv     func(t *testing.T) string
		options string
		args    []string
	}{
		"sample": {func(*testing.T) string { return filepath.Join(sample, "webshop-export-2026.csv") },
			", encoding = 'latin-1', delim = ';', decimal_separator = ',', dateformat = '%d.%m.%Y', header = true",
			append([]string{filepath.Join(sample, "sales-2025-2026.xlsx")}, few...)},
		"AdventureWorks": {func(t *testing.T) string { return realFile(t, "adventureworks-sales.csv") }, "", few},
	} {
		t.Run(name, func(t *testing.T) {
			if os.Getenv("XSELL_SLOW") != "" {
				c.args = c.args[:len(c.args)-len(few)] // all sections
			}
			file, folder := split(t, c.csv(t), c.options, 4)
			var texts [2]string
			for i, path := range []string{file, folder} {
				text, err := json.Marshal(reportOf(t, path, c.args...))
				if err != nil {
					t.Fatal(err)
				}
				texts[i] = place.ReplaceAllString(string(text), "INPUT") // a refused row is named by its file
			}
			if len(texts[0]) < 10_000 {
				t.Errorf("the sections are nearly empty: %s", texts[0])
			}
			for i := range texts[0] {
				if i == len(texts[1]) || texts[0][i] != texts[1][i] {
					t.Fatalf("of the file\n…%s\nof the folder\n…%s", around(texts[0], i), around(texts[1], i))
				}
			}
		})
	}
}
