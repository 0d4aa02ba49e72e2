//go:build unix

package main

import (
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// computedAsConfigured is the report of an input, and its ledger.
func computedAsConfigured(t *testing.T, config string, o metrics.Options, args ...string) (*metrics.Report, *sales.Ledger) {
	t.Helper()
	f, set := newFlags()
	file := filepath.Join(t.TempDir(), "xsell.yaml")
	if err := os.WriteFile(file, []byte(config), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := set.Parse(append([]string{"--config", file}, args...)); err != nil {
		t.Fatal(err)
	}
	in, err := read(t.Context(), f, set.Args(), nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.ledger.Close() })
	if err := in.ledger.Finish(t.Context(), in.finish); err != nil {
		t.Fatal(err)
	}
	o.Phrases = in.phrases
	r, err := metrics.Compute(t.Context(), in.ledger, o)
	if err != nil {
		t.Fatal(err)
	}
	return r, in.ledger
}

// Where more rows would come back than may, pairs are counted where the lines are, with the numbers
// that the engine in this process gives; a section that looks at rows one by one says that it is left
// out, and the others stand.
func TestWarehouseSendsNoMoreThanItMay(t *testing.T) {
	k := openLake(t)
	lines := linesAsCSV(t, filepath.Join("..", "..", "sample-data"))
	k.table(t, "sample", lines)
	r, ledger := computedAsConfigured(t, k.head()+"  rows: 9000\n  relations: {lines: {table: lake.raw.sample}}\n", metrics.Options{})
	for _, name := range []string{"opportunities", "substitutes"} {
		if s := r.Find(name); s == nil || !strings.Contains(s.Lead, "more than 9,000 rows") || len(s.Table.Rows) > 0 {
			t.Errorf("%s does not say that it is left out", name)
		}
	}
	if s := r.Find("products"); s == nil || len(s.Table.Rows) == 0 {
		t.Error("products are left out too")
	}
	total := ledger.Total().Used.Lines
	if got := ledger.LongestAnswer(); got == 0 || got > metrics.DefaultMaxRows || total <= metrics.DefaultMaxRows {
		t.Errorf("an answer has %d rows, of %d lines", got, total)
	}
	here, _ := computedAsConfigured(t, "columns: {type: [type], list: [list]}\n", metrics.Options{MaxBaskets: 1, Only: []string{"pairs", "types", "areas-together", "bundles", "next-purchase", "combinations"}}, lines)
	for _, want := range here.Sections {
		if got := r.Find(want.Name); got.Lead != want.Lead || len(want.Table.Rows) == 0 || !reflect.DeepEqual(got.Table.Rows, want.Table.Rows) || !reflect.DeepEqual(got.Notes, want.Notes) {
			t.Errorf("%s: the warehouse gives %d rows\n%s %q\nthe embedded engine %d\n%s %q", want.Name, len(got.Table.Rows), got.Lead, got.Notes, len(want.Table.Rows), want.Lead, want.Notes)
		}
	}
}

// Indicators of the user are asked of the warehouse in the same words.
func TestWarehouseAnswersIndicators(t *testing.T) {
	k := openLake(t)
	lines := linesAsCSV(t, filepath.Join("..", "..", "sample-data"))
	k.table(t, "sample", lines)
	args := []string{"--only", "overview,margin-by-channel,quiet-customers"}
	for name, text := range map[string]string{"margin-by-channel": `-- title: Margin by channel
-- question: Where do we earn most?
-- columns: channel text "Channel"; revenue money "Net revenue"; margin share "Margin"; deals count "Deals"
-- chart: bars channel revenue
-- headline: {channel} brings the most: {revenue} at a margin of {margin}.

SELECT channel, sum(revenue) AS revenue, 1.0 * sum(cm1) / nullif(sum(costed), 0) AS margin, count(DISTINCT deal) AS deals
FROM lines
WHERE in_window
GROUP BY channel
ORDER BY revenue DESC
`, "quiet-customers": `-- title: Good customers gone quiet
-- question: Who bought often and went quiet?
-- columns: customer text "Customer"; customer_name text "Name"; last_day date "Last bought"; days count "Days since"; revenue money "Revenue in the window"
-- headline: {customer_name} is worth most among them: {revenue}, last seen on {last_day}.
WITH bought AS (
	SELECT customer, max(day) AS last_day, sum(revenue) AS revenue, count(DISTINCT date_trunc('quarter', day)) AS quarters
	FROM lines
	WHERE in_window AND NOT is_return AND customer <> '(unknown)'
	GROUP BY customer)
SELECT customer, c.customer_name, b.last_day, date_diff('day', b.last_day, {as_of}) AS days, b.revenue
FROM bought AS b JOIN customers AS c USING (customer)
WHERE b.quarters >= 2 AND date_diff('day', b.last_day, {as_of}) > 30 -- of the sample
`} {
		file := filepath.Join(t.TempDir(), name+".sql")
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--indicator", file)
	}
	here := reportInto(t, "", append(args, lines)...)
	sameReport(t, here, reportInto(t, k.head()+"  relations: {lines: {table: lake.raw.sample}}\n", args...), "table.csv", "lake.raw.sample", 3)
	r := string(outputOf(t, here, "report.json"))
	if strings.Count(r, "last seen on") == 0 || strings.Count(r, "brings the most") == 0 {
		t.Error("an indicator has no row")
	}
	k.noTablesLeft(t)
}
