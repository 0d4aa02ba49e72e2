package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	draw "xsell/report"
)

// drawn makes the report of the sample data with indicators alone, holds report.json against
// its schema and the workbook against report.json, and gives the page.
func drawn(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	args := []string{"-q", "-o", dir, "--data", "no"}
	var only []string
	for name, text := range files {
		file := filepath.Join(dir, name+".sql")
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		args, only = append(args, "--indicator", file), append(only, name)
	}
	args = append(args, "--only", strings.Join(only, ","), "../../sample-data")
	if code := run(t.Context(), args, io.Discard, os.Stderr); code != exitDone {
		t.Fatal("exit", code)
	}
	var documents [2]any
	for i, text := range [][]byte{draw.Schema, outputOf(t, dir, "report.json")} {
		var err error
		if documents[i], err = jsonschema.UnmarshalJSON(bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", documents[0]); err != nil {
		t.Fatal(err)
	}
	if err := c.MustCompile("schema.json").Validate(documents[1]); err != nil {
		t.Error(err)
	}
	if n := compareWithJSON(t, dir, cellsOf(t, filepath.Join(dir, "report.xlsx"))); n < 50 {
		t.Errorf("%d numbers were compared", n)
	}
	return string(outputOf(t, dir, "report.html"))
}

func outputOf(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The examples of the README run on the sample data, each with its headline.
func TestReadmeIndicatorsRun(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, m := range regexp.MustCompile("(?s)```sql\n(-- name: (\\S+)\n.*?)```").FindAllStringSubmatch(string(readme), -1) {
		files[m[2]] = m[1]
	}
	if len(files) != 2 {
		t.Fatalf("the README has %d indicators", len(files))
	}
	page := drawn(t, files)
	for _, want := range []string{"Field brings the most: 1.04 M EUR at a margin of", "is worth most among them:"} {
		if !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// Every kind of chart that a header can name is drawn, on the page and in the workbook, also of a
// single row and of none.
func TestIndicatorCharts(t *testing.T) {
	const text = `-- title: All charts, %[1]s
-- question: Are they drawn?
-- columns: month date; channel text; revenue money; cost money; list money; margin share; deals count
-- chart: bars channel revenue cost "Bars"
-- chart: line month revenue cost margin "Line of two units"
-- chart: line month revenue by channel "Line by channel"
-- chart: steps month deals "Steps"
-- chart: stacked month revenue by channel "Stacked by channel"
-- chart: stacked channel revenue cost "Stacked"
-- chart: multiples month revenue cost list "Multiples"
-- chart: scatter revenue margin deals label channel "Scatter"
-- chart: heatmap month margin by channel "Heatmap"
-- chart: heatmap channel margin by month "Heatmap turned"
-- chart: interval channel revenue cost list "Interval"

SELECT date_trunc('month', day) AS month, channel, sum(revenue) AS revenue, sum(cost) AS cost, sum(list) AS list,
       1.0 * sum(cm1) / nullif(sum(costed), 0) AS margin, count(DISTINCT deal) AS deals
FROM lines WHERE in_window AND NOT is_return AND %[2]s GROUP BY 1, 2 ORDER BY month, channel`
	files := map[string]string{}
	for name, where := range map[string]string{"many": "true", "some": "is_current AND channel = 'Field'", "none": "false"} {
		files["charts-"+name] = fmt.Sprintf(text, name, where)
	}
	page := drawn(t, files)
	for _, want := range []string{"Bars", "Line of two units", "Line by channel", "Steps", "Stacked by channel", "Stacked", "Multiples", "Scatter", "Heatmap", "Heatmap turned", "Interval"} {
		if n := strings.Count(page, ">"+want); n < 2 {
			t.Errorf("%s is drawn %d times", want, n)
		}
	}
}
