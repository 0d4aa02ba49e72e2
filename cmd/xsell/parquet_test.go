package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
)

// A parquet file gives the sections that a csv file of the same lines gives, but for the
// name of the file.
func TestParquetGivesTheSectionsOfCSV(t *testing.T) {
	dir := t.TempDir()
	csv, parquet := filepath.Join(dir, "sales.csv"), filepath.Join(dir, "sales.parquet")
	var text bytes.Buffer
	fmt.Fprintln(&text, "Order ID,Order Date,Customer ID,Segment,Product ID,Product Type,Business Area,Sales Rep,Quantity,Net Amount,Cost")
	dice := rand.New(rand.NewPCG(3, 5))
	for i := range 3000 {
		p, quantity := dice.IntN(30), 1+dice.IntN(4)
		fmt.Fprintf(&text, "%d,2025-%02d-%02d,%05d,Segment %d,P-%02d,Type %d,Area %d,Seller %d,%d,%.2f,%.2f\n", i/2, 1+i/250, 1+i%28, i/2%200,
			i/2%4, p, p%6, p%3, i/2%5, quantity, float64(quantity*(p+1))*1.99, float64(quantity*(p+1))*1.234)
	}
	if err := os.WriteFile(csv, text.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	query := `COPY (SELECT * REPLACE (CAST("Order Date" AS DATE) AS "Order Date", CAST("Net Amount" AS DOUBLE) AS "Net Amount", CAST(Cost AS DECIMAL(12, 2)) AS Cost, CAST(Quantity AS INTEGER) AS Quantity)
		FROM read_csv('` + csv + `', all_varchar = true)) TO '` + parquet + `' (FORMAT parquet, ROW_GROUP_SIZE 2048)`
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
	var sections [2]string
	for i, path := range []string{csv, parquet} {
		text, err := json.Marshal(reportOf(t, path))
		if err != nil {
			t.Fatal(err)
		}
		sections[i] = strings.ReplaceAll(string(text), "sales.parquet", "sales.csv")
	}
	if len(sections[0]) < 10_000 {
		t.Errorf("the sections are nearly empty: %s", sections[0])
	}
	for i := range sections[0] {
		if i == len(sections[1]) || sections[0][i] != sections[1][i] {
			t.Fatalf("of csv\n…%s\nof parquet\n…%s", around(sections[0], i), around(sections[1], i))
		}
	}
}

func around(s string, i int) string { return s[max(0, i-300):min(len(s), i+100)] }
