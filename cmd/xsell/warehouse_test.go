//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// reportInto runs the program and gives the folder of the report.
func reportInto(t *testing.T, config string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "xsell.yaml")
	if err := os.WriteFile(file, []byte(config), 0o666); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	if code := run(t.Context(), append([]string{"report", "-q", "--data", "no", "--config", file, "-o", filepath.Join(dir, "out")}, args...), io.Discard, &stderr); code != exitDone {
		t.Fatalf("exit %d: %s", code, &stderr)
	}
	return filepath.Join(dir, "out")
}

// head begins the configuration of a warehouse.
func (k *lake) head() string {
	return fmt.Sprintf("engine: trino\nwarehouse:\n  address: %s\n  user: test\n  scratch: lake.scratch\n", k.address)
}

// noTablesLeft: what a run writes to the scratch schema is gone at its end.
func (k *lake) noTablesLeft(t *testing.T) {
	t.Helper()
	if n := k.count(t, "SELECT count(*) FROM lake.information_schema.tables WHERE table_schema = 'scratch'"); n != 0 {
		t.Errorf("%d tables are left in the scratch schema", n)
	}
}

const foodMartRelations = `  relations:
    lines:
      table: lake.raw.foodmart_sales
      columns: {deal: receipt, day: "date_add('day', CAST(date AS integer), DATE '1899-12-30')", programme: promotion,
        channel: store, region: state, quantity: units, revenue: sales}
    products:
      table: lake.raw.foodmart_products
      columns: {type: product_type, area: business_area, list: list_price}
    customers:
      table: lake.raw.foodmart_customers
      columns: {customer_name: name, audience: segment, region: state}
    programmes:
      query: SELECT promotion_name AS programme, media AS kind, cost, CAST("start" AS timestamp) AS start_day, CAST("end" AS timestamp) AS end_day FROM lake.raw.foodmart_promotions
`

func TestWarehouseOfFoodMartGivesTheSameReport(t *testing.T) {
	k := openLake(t)
	workbook := realFile(t, "FoodMart 1997.xlsx")
	for _, sheet := range []string{"Sales", "Products", "Customers", "Promotions"} {
		k.table(t, "foodmart_"+strings.ToLower(sheet), sheetAsCSV(t, workbook, sheet))
	}
	sameReport(t, reportInto(t, "", workbook), reportInto(t, k.head()+foodMartRelations), "FoodMart 1997.xlsx:Sales", "lake.raw.foodmart_sales", 35)
	k.noTablesLeft(t)
}

func TestWarehouseOfAdventureWorksGivesTheSameReport(t *testing.T) {
	k := openLake(t)
	if os.Getenv("XSELL_SLOW") == "" {
		t.Skip("takes minutes; XSELL_SLOW=1 runs it")
	}
	file := realFile(t, "adventureworks-sales.csv")
	k.table(t, "adventureworks", file)
	config := k.head() + `  relations:
    lines:
      table: lake.raw.adventureworks
      columns: {deal: order_number, day: order_date, customer: customer_id, audience: customer_segment, product: product_number, type: product_type,
        area: business_area, seller: salesperson, programme: promotion, region: territory, discount: discount_amount, revenue: sales_amount, cost: total_product_cost}
`
	sameReport(t, reportInto(t, "", file), reportInto(t, config), "adventureworks-sales.csv", "lake.raw.adventureworks", 36)
	k.noTablesLeft(t)
}

// sample puts the lines of the sample into the warehouse. It gives the configuration and
// the files of a report without it, and the configuration of one with it, which reads the
// workbook alone.
func (k *lake) sample(t *testing.T) (files, mixed, lines, workbook string) {
	t.Helper()
	lines = linesAsCSV(t, inputNamed(t, sampleData))
	k.table(t, "sample", lines)
	files = "sheets: {Sales: {relation: skip}}\n"
	return files, files + k.head() + "  relations: {lines: {table: lake.raw.sample}}\n", lines, filepath.Join(inputNamed(t, sampleData), "sales-2025-2026.xlsx")
}

// The lines of the sample lie in the warehouse, all other sheets in its workbook.
func TestWarehouseBesideSheetsGivesTheSameReport(t *testing.T) {
	k := openLake(t)
	files, mixed, lines, workbook := k.sample(t)
	sameReport(t, reportInto(t, files, lines, workbook), reportInto(t, mixed, workbook), "table.csv", "lake.raw.sample", 39)
	k.noTablesLeft(t)
}

// The money of returned deals is taken back as it is of lines in files.
func TestWarehouseTakesReturnsBack(t *testing.T) {
	k := openLake(t)
	files, mixed, lines, workbook := k.sample(t)
	args := []string{"--returns", "deduct", "--only", "overview,products,customers,control"}
	sameReport(t, reportInto(t, files, append(args, lines, workbook)...), reportInto(t, mixed, append(args, workbook)...), "table.csv", "lake.raw.sample", 4)
}

// doubtfulLines are lines of all kinds of values, and what check says of them: worked out by
// hand. Amounts are rounded to 1/10 000, halves away from zero.
const doubtfulLines = `  relations:
    lines:
      query: |
        SELECT * FROM (VALUES
          ('1', '2026-01-05', 7, ' tea ', '10.00005', DOUBLE '2.5', 'true'),
          ('2', '2026-02-30', 7, 'pot', '5', DOUBLE '1', 'false'),
          ('3', '2026-03-31', 8, 'pot', 'much', DOUBLE '1', NULL),
          ('4', '2026-03-31', 8, 'postage', '-1.00005', NULL, NULL),
          ('5', '2026-04-01', NULL, '', '3', DOUBLE '0.33335', 'no such')) AS t (deal, day, customer, product, revenue, quantity, is_return)
      columns: {cost: revenue}
`

func TestWarehouseIsChecked(t *testing.T) {
	k := openLake(t)
	file := filepath.Join(t.TempDir(), "xsell.yaml")
	if err := os.WriteFile(file, []byte(k.head()+doubtfulLines), 0o666); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"check", "--config", file}, &stdout, &stderr); code != exitDone {
		t.Fatalf("exit %d: %s", code, &stderr)
	}
	for _, want := range []string{
		"warehouse, query of lines: lines, 5 rows\n",
		`    revenue        "revenue"` + "\n",
		"    cost           revenue\n",
		"    missing: customer_name, audience, product_name, ",
		"lines read: 5 lines, quantity 4.8334, revenue 17.00, cost 17.00\n",
		"lines used: 3 lines, quantity 2.8334, revenue 12.00, cost 12.00\n",
		"lines refused: 2 lines, quantity 2, revenue 5.00, cost 5.00\n",
		"days: 2026-01-05 to 2026-04-01\n",
		"without seller no ",
		"has lines without a usable date: 1",
		"has lines without a usable amount: 1",
	} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("check does not say %q:\n%s", want, &stdout)
		}
	}
	k.noTablesLeft(t)
}

// slowLines is a query of lines that runs for minutes.
const slowLines = `  relations:
    lines:
      query: SELECT CAST(orderkey AS varchar) AS deal, shipdate AS day, CAST(suppkey AS varchar) AS customer, CAST(partkey AS varchar) AS product, extendedprice AS revenue FROM tpch.sf30.lineitem
`

// startSlow starts a report of the slow lines, and waits until the warehouse works on it.
func (k *lake) startSlow(t *testing.T, out string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	program, err := exec.LookPath("xsell") // set up by testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "xsell.yaml")
	if err := os.WriteFile(file, []byte(k.head()+slowLines), 0o666); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "report", "--config", file, "-o", out)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if k.running(t) > 0 {
			time.Sleep(3 * time.Second)
			return c, &stderr
		}
		time.Sleep(200 * time.Millisecond)
	}
	_ = c.Process.Kill()
	t.Fatalf("the warehouse does not begin: %s", &stderr)
	return nil, nil
}

func (k *lake) running(t *testing.T) int {
	return k.count(t, "SELECT count(*) FROM system.runtime.queries WHERE state = 'RUNNING' AND query LIKE 'CREATE TABLE lake.scratch%'")
}

func TestWarehouseStopsWithTheProgram(t *testing.T) {
	k := openLake(t)
	c, stderr := k.startSlow(t, filepath.Join(t.TempDir(), "out"))
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := c.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitFailed || !strings.Contains(stderr.String(), "stopped; nothing was written") {
		t.Errorf("%v: %s", err, stderr)
	}
	for i := 0; k.running(t) > 0; i++ {
		if i == 50 {
			t.Fatal("the query goes on in the warehouse")
		}
		time.Sleep(200 * time.Millisecond)
	}
	k.noTablesLeft(t)
}

// TestWarehouseWithoutAWorker kills a worker, and so runs last and only when it is asked for.
func TestWarehouseWithoutAWorker(t *testing.T) {
	k := openLake(t)
	if os.Getenv("XSELL_TRINO_KILL") == "" {
		t.Skip("kills a worker of the Trino; XSELL_TRINO_KILL=1 allows it")
	}
	out := filepath.Join(t.TempDir(), "out")
	if code := run(t.Context(), []string{"report", "-q", "--only", "overview,products,control", "-o", out, filepath.Join("..", "..", "sample-data")}, io.Discard, io.Discard); code != exitDone {
		t.Fatal("the report before failed")
	}
	before := digestOf(t, out)
	c, stderr := k.startSlow(t, out)
	killWorker(t, k.dir)
	var exit *exec.ExitError
	if err := c.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitFailed {
		t.Errorf("%v: %s", err, stderr)
	}
	if text := stderr.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, "a worker of the warehouse was lost; run the report again") {
		t.Errorf("it says: %s", text)
	}
	if digestOf(t, out) != before {
		t.Error("the report before is another now")
	}
}

func killWorker(t *testing.T, dir string) {
	t.Helper()
	pids, err := os.ReadFile(filepath.Join(dir, "pids"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(pids)) {
		if name, id, _ := strings.Cut(strings.TrimSpace(line), " "); name == "worker2" {
			pid, err := strconv.Atoi(id)
			if err != nil {
				t.Fatal(err)
			}
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatal("no worker2 in the file of ids")
}
