package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"xsell/metrics"
	draw "xsell/report"
)

// realFile is a file of the folder of real inputs beside the repository; the test skips
// where that folder is missing.
func realFile(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs the real input %q beside the repository", name)
	}
	return path
}

const sampleData = "sample-data"

// inputNamed is the path of the sample data or of a real file, where there is one.
func inputNamed(t *testing.T, name string) string {
	t.Helper()
	if name == sampleData {
		return filepath.Join("..", "..", sampleData)
	}
	return realFile(t, name)
}

// facts are the numbers a real file must give with the window over all data, known from
// independent counts (AdventureWorks publishes 109,809,274.20 and 97,257,907.95, rounded).
// Amounts are as the JSON prints them.
type facts struct {
	file, revenue, cost, quantity string
	deals, customers              string
	lines                         string
}

func TestRealFilesGiveTheirFacts(t *testing.T) {
	for _, want := range []facts{
		{file: "Sample - Superstore.xlsx", revenue: "2297200.8603", cost: "2010803.8386", quantity: "37873", deals: "5009", customers: "793", lines: "9994"},
		{file: "FoodMart 1997.xlsx", revenue: "565238.13", cost: "225627.2336", quantity: "266773", deals: "20530", customers: "5581", lines: "86837"},
		{file: "adventureworks-sales.csv", revenue: "109809274.203", cost: "97257907.9547", deals: "31455", customers: "19119", lines: "121253"},
		{file: "Online Retail.xlsx", lines: "541909"},
	} {
		t.Run(want.file, func(t *testing.T) {
			got := reportOf(t, realFile(t, want.file))
			kpi := func(key string) string { return got.cell(t, "overview", "kpi", key, "window") }
			last := func(column string) string { return got.cell(t, "control", "source", "total", column) }
			for name, pair := range map[string][2]string{
				"lines":     {last("lines_read"), want.lines},
				"revenue":   {kpi("revenue"), want.revenue},
				"cost":      {last("cost_used"), want.cost},
				"quantity":  {last("quantity_used"), want.quantity},
				"deals":     {kpi("deals"), want.deals},
				"customers": {kpi("customers"), want.customers},
			} {
				if pair[1] != "" && pair[0] != pair[1] {
					t.Errorf("%s: got %s, want %s", name, pair[0], pair[1])
				}
			}
		})
	}
}

// parsed is a report read back from its JSON, numbers as they stand there.
type parsed struct {
	Sections []struct {
		Name  string
		Table struct {
			Columns []struct{ Key string }
			Rows    [][]any
		}
	}
}

// reportOf runs the program on a file up to its JSON, with all data in the window unless
// the flags say otherwise.
func reportOf(t *testing.T, path string, args ...string) parsed {
	t.Helper()
	r := computed(t, path, slices.Concat([]string{"--window", "all"}, args)...)
	var text bytes.Buffer
	if err := draw.JSON(&text, r); err != nil {
		t.Fatal(err)
	}
	validate(t, text.Bytes())
	return parseReport(t, text.Bytes())
}

// computed is the report of a file, of nothing drawn.
func computed(t *testing.T, path string, args ...string) *metrics.Report {
	t.Helper()
	f, set := newFlags()
	if err := set.Parse(append(args, path)); err != nil {
		t.Fatal(err)
	}
	in, err := read(t.Context(), f, set.Args(), nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	l := in.ledger
	defer l.Close()
	if err := l.Finish(t.Context(), in.finish); err != nil {
		t.Fatal(err)
	}
	r, err := metrics.Compute(t.Context(), l, metrics.Options{Title: f.title, Only: f.only, BridgeLevel: in.config.BridgeLevel, Phrases: in.phrases})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// validate holds the JSON of a report against the schema it is published with.
func validate(t *testing.T, report []byte) {
	t.Helper()
	var documents [2]any
	for i, text := range [][]byte{draw.Schema, report} {
		var err error
		if documents[i], err = jsonschema.UnmarshalJSON(bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", documents[0]); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(documents[1]); err != nil {
		t.Errorf("the JSON is not as its schema says: %v", err)
	}
}

// cell is the cell of a section below column, in the row whose key column is is.
func (p parsed) cell(t *testing.T, section, key, is, column string) string {
	t.Helper()
	for _, s := range p.Sections {
		if s.Name != section {
			continue
		}
		k, c := -1, -1
		for i, col := range s.Table.Columns {
			if col.Key == key {
				k = i
			}
			if col.Key == column {
				c = i
			}
		}
		for _, row := range s.Table.Rows {
			if k >= 0 && c >= 0 && row[k] == is {
				return plain(row[c])
			}
		}
	}
	t.Fatalf("section %s has no row with %s %q and column %s", section, key, is, column)
	return ""
}

// plain is the text of a cell; empty where it is blank.
func plain(cell any) string {
	switch v := cell.(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	}
	return ""
}
