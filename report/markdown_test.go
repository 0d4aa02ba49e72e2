package report

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"xsell/metrics"
)

func TestSummary(t *testing.T) {
	var b bytes.Buffer
	if err := Summary(&b, tabledReport(30)); err != nil {
		t.Fatal(err)
	}
	compareGolden(t, "testdata/summary.golden.md", b.Bytes())
}

func TestSummaryOfNothing(t *testing.T) {
	var b bytes.Buffer
	if err := Summary(&b, &metrics.Report{Title: "Empty"}); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.HasPrefix(got, "# Empty\n") || strings.Contains(got, "|") || strings.Contains(got, "problems") {
		t.Errorf("an empty report made a table or problems:\n%s", got)
	}
}

func TestSummaryKeepsHostileTextsPlain(t *testing.T) {
	r := tabledReport(3)
	overview := r.Find("overview")
	for _, name := range hostileNames {
		overview.Table.Rows = append(overview.Table.Rows, []metrics.Cell{"x", name, "count", int64(1), nil, nil, nil})
		overview.Findings = append(overview.Findings, metrics.Finding{Role: metrics.Do, Text: name})
		r.Outcomes = append(r.Outcomes, fixtureOutcome(name, "overview.margin < 1 %", metrics.Fail, name, metrics.Crossed, name))
	}
	var b bytes.Buffer
	if err := Summary(&b, r); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if strings.HasPrefix(line, "|") && strings.Count(line, "|") != 6 {
			t.Errorf("the table has another number of cells: %s", line)
		}
		if strings.ContainsAny(line, "<>$@\u202e\x00\a") || strings.Contains(strings.ReplaceAll(line, `\]`, ""), "](") || strings.Contains(line, "://") {
			t.Errorf("a text kept its mark-up: %q", line)
		}
	}
}

func TestMarkdownItem(t *testing.T) {
	for text, want := range map[string]string{
		"# heading":       `\# heading`,
		"- item":          `\- item`,
		"1. item":         `1\. item`,
		"2) item":         `2\) item`,
		"2026 was":        "2026 was",
		"12.5 %":          `12\.5 %`,
		"a|b":             "a&#124;b",
		"*x* `y` [z](u)":  "\\*x\\* \\`y\\` \\[z\\](u)",
		"two\nlines  now": "two lines now",
		"http://a.b":      "http:&#47;/a.b",
		"www.a.b":         "www&#46;a.b",
		"<b> & co":        "&lt;b&gt; &amp; co",
	} {
		if got := markdownItem(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := escapeMarkdown(strings.Repeat("x", 1000)); len([]rune(got)) != markdownTextLimit+1 || !strings.HasSuffix(got, "…") {
		t.Errorf("a long text has %d characters", len([]rune(got)))
	}
}

// compareGolden compares with a file, or writes it where UPDATE_GOLDEN is set.
func compareGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Fatalf("%s line %d differs (UPDATE_GOLDEN=1 writes it anew)\n got %q\nwant %q", name, i+1, at(g, i), at(w, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "nothing"
}
