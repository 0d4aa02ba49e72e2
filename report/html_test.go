package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"xsell/metrics"
	"xsell/templates"
)

// bare dresses the page in short stand-ins, so that a golden page can be read.
func bare() dress {
	return dress{style: "/* style */", library: "/* library */", packed: "packed library", script: "/* script */",
		charts: &Charts{picture: func(f figure) (string, error) {
			return fmt.Sprintf("<svg><!-- %d x %d --></svg>", f.Width, f.Height), nil
		}}}
}

func writeBare(t *testing.T, r *metrics.Report, o HTMLOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := writePage(&b, r, o, bare()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The pages of the fixture as a reader gets them are drawn once: several tests look at
// them.
var (
	fullPage    = sync.OnceValues(func() (string, error) { return drawPage(fixture()) })
	hostilePage = sync.OnceValues(func() (string, error) { return drawPage(hostileReport()) })
)

func drawPage(r *metrics.Report) (string, error) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var b bytes.Buffer
	err := HTML(&b, r, NewCharts(ctx), HTMLOptions{Version: "1.0.0"})
	return b.String(), err
}

func pageOf(t *testing.T, page func() (string, error)) string {
	t.Helper()
	text, err := page()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func fixturePage(t *testing.T) string { t.Helper(); return pageOf(t, fullPage) }

// TestPageGolden compares with testdata/page.golden; UPDATE_GOLDEN=1 writes it anew.
func TestPageGolden(t *testing.T) {
	got := writeBare(t, fixture(), HTMLOptions{Version: "1.0.0", Rows: 15, Folded: 5})
	golden := filepath.Join("testdata", "page.golden")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if g, w := lineAt(gotLines, i), lineAt(wantLines, i); g != w {
			t.Fatalf("line %d of the page:\n%s\nwant\n%s\n(UPDATE_GOLDEN=1 go test ./report accepts the page)", i+1, g, w)
		}
	}
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}

func TestSameBytesTwice(t *testing.T) {
	again, err := drawPage(fixture())
	if err != nil {
		t.Fatal(err)
	}
	if fixturePage(t) != again {
		t.Error("two draws of one report differ")
	}
}

func TestBudgets(t *testing.T) {
	const most = 15_000
	if n := len(templates.Script()); n > most {
		t.Errorf("the script of the page has %d bytes, more than %d", n, most)
	}
	if n := len(templates.Style()); n > most {
		t.Errorf("the style of the page has %d bytes, more than %d", n, most)
	}
	if n := len(fixturePage(t)); n > 1_000_000 {
		t.Errorf("a page of ten short sections has %d bytes", n)
	}
}

// TestNothingInline holds what the policy of the page would refuse: a style attribute,
// an event attribute, an address outside the page.
func TestNothingInline(t *testing.T) {
	page := fixturePage(t)
	page = strings.ReplaceAll(page, templates.PackedLibrary(), "")
	page = strings.ReplaceAll(page, templates.Script(), "")
	for _, bad := range []string{` style=`, ` on[a-z]+=`, `https?://`, `<link`, `<img`, `<iframe`, `javascript:`} {
		if m := regexp.MustCompile(bad).FindString(page); m != "" {
			t.Errorf("the page holds %q", m)
		}
	}
}

// TestPolicyNamesContent holds that the hashes in the policy are those of what stands
// in the page.
func TestPolicyNamesContent(t *testing.T) {
	page := fixturePage(t)
	for _, content := range []string{templates.Style(), templates.Script(), templates.PackedLibrary()} {
		if !strings.Contains(page, ">"+content+"</") {
			t.Error("the page does not hold a part of the release as it is")
		}
	}
	for _, content := range []string{templates.Style(), templates.Script(), templates.Library()} {
		if !strings.Contains(strings.ReplaceAll(page, "&#43;", "+"), hash(content)) {
			t.Errorf("the policy does not name %s", hash(content))
		}
	}
}

// Names as they come, or as somebody would write them to break the page.
var hostile = []string{
	`</script><script>alert(1)</script>`,
	`__f__alert(1)__f__`,
	`fn:money`, `@ink`, `{a|b}{b}{c}`,
	`"quotes" 'and' <b>tags</b> &amp;`,
	"line\u2028and\u2029paragraph",
	`]]><!--`,
	"\u202eright to left\u202c \u200f",
	"bell\x07 null\x00 bad\xff",
	"\ufdd0\ufffe\U000f0000",
	strings.Repeat("long ", 2000),
}

// hostileReport puts every hostile name into every text of the fixture that could come
// from the data.
func hostileReport() *metrics.Report {
	r := fixture()
	n := 0
	evil := func() string { n++; return hostile[n%len(hostile)] }
	r.Title, r.Currency = hostile[0], hostile[5]
	r.Inputs[0].Name = hostile[0]
	for _, name := range hostile {
		r.Outcomes = append(r.Outcomes, fixtureOutcome(name, "overview.margin < 1 %", metrics.Warn, name, metrics.Crossed, name))
	}
	for i := range r.Sections {
		s := &r.Sections[i]
		s.Title, s.Lead, s.Scope = evil(), evil(), evil()
		s.Notes = append(s.Notes, hostile...)
		for k := range s.Findings {
			s.Findings[k].Text = evil()
		}
		for k := range s.Charts {
			s.Charts[k].Title = evil()
		}
		for k := range s.Table.Columns {
			s.Table.Columns[k].Title = evil()
		}
		for _, row := range s.Table.Rows {
			for k := range row {
				if _, ok := row[k].(string); ok && s.Name != "overview" && s.Table.Columns[k].Key != "audience" {
					if name := evil(); s.Name != "pairs" || s.Table.Columns[k].Key != "b" { // names that hang together still do
						row[k] = name
					}
				}
			}
		}
	}
	return r
}

func TestHostileNames(t *testing.T) {
	page := pageOf(t, hostilePage)
	if n := strings.Count(page, "<script"); n != strings.Count(fixturePage(t), "<script") {
		t.Errorf("names from the data change the number of scripts to %d", n)
	}
	for _, bad := range []string{"<b>tags", "<script>alert", "]]><!--", "\x07", "\x00"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q as it stood in the data", bad)
		}
	}
	if !strings.Contains(page, "&lt;b&gt;tags&lt;/b&gt;") {
		t.Error("a name with tags is not on the page")
	}
	data := regexp.MustCompile(`(?s)<script type="application/json">(.*?)</script>`)
	for _, m := range data.FindAllStringSubmatch(page, -1) {
		var v any
		if err := json.Unmarshal([]byte(m[1]), &v); err != nil {
			t.Errorf("the data of a chart are not JSON: %v", err)
		}
		if strings.ContainsAny(m[1], "<>&\u2028\u2029") {
			t.Error("the data of a chart hold a character that could end the element")
		}
	}
}

func TestLongTable(t *testing.T) {
	r := fixture()
	page := writeBare(t, r, HTMLOptions{Rows: 15})
	for _, want := range []string{"25 more rows are in the workbook, sheet Customer profit.", "1 more row is in the workbook, sheet Products."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "<td class=t>Customer 16 Ltd") || !strings.Contains(page, "<td class=t>Customer 15 Ltd") {
		t.Error("the table of customers is not cut after 15 rows")
	}
}

// TestEveryCellIsThere reads the tables back and compares their number of cells.
func TestEveryCellIsThere(t *testing.T) {
	r := fixture()
	page := writeBare(t, r, HTMLOptions{})
	cells := 0
	for _, s := range r.Sections {
		cells += len(s.Table.Rows) * len(s.Table.Columns)
	}
	if n := strings.Count(page, "<td"); n != cells {
		t.Errorf("the page has %d cells, the report %d", n, cells)
	}
}

func TestHeadlines(t *testing.T) {
	for lead, want := range map[string]string{
		"Short. And one more.": "",
		"Espresso beans are in the most deals: 1,812 of 4,176 (43.4 %). 34.0 % of the deals hold one product type only, and of these few are large.":     "34.0 % of the deals hold one product type only, and of these few are large.",
		"Offer the Hydration Pack, 70 oz. Classic, to those who have none of it yet; they are worth asking. Others have bought it twice already by now.": "Others have bought it twice already by now.",
		"One sentence that is as long as a headline could be and goes on and on and on, with 1.5 % of this and 2.5 % of that, to its end.":               "",
	} {
		first, more := headline(lead)
		if more != want || strings.TrimSpace(first+" "+more) != lead {
			t.Errorf("%q is parted into %q and %q", lead, first, more)
		}
	}
}

func TestEmptyReport(t *testing.T) {
	page := pageOf(t, func() (string, error) { return drawPage(&metrics.Report{Title: "Nothing"}) })
	if !strings.Contains(page, "<h1>Nothing") || strings.Contains(page, "<article") {
		t.Error("an empty report is not an empty page")
	}
}

func TestCardColours(t *testing.T) {
	cs := cards(fixture())
	if len(cs) != mostCards {
		t.Fatalf("%d cards, want %d", len(cs), mostCards)
	}
	for i, signal := range []bool{false, false, false, true, true, true} {
		if cs[i].Signal != signal {
			t.Errorf("card %q: signal %v, want %v", cs[i].Name, cs[i].Signal, signal)
		}
	}
	margin := cs[5].Changes[0]
	if margin.Text != "−0.6"+nbsp+"pp" || margin.Arrow != "▼" || margin.Class != "down" {
		t.Errorf("change of the margin: %+v", margin)
	}
	if same := cs[2].Changes[0]; same.Class != "same" || same.Text != "0.0"+nbsp+"%" {
		t.Errorf("a change that rounds to zero has no direction: %+v", same)
	}
	if cs[0].Value != "385.0" || cs[0].Size != "k" || cs[0].Currency != "EUR" {
		t.Errorf("value of the revenue: %+v", cs[0])
	}
}

// TestOnPage holds that the latest period comes first, and that the words of the report are
// not followed by the definitions of sections.
func TestOnPage(t *testing.T) {
	trend := &metrics.Section{Name: "trend", Table: metrics.Table{Rows: [][]metrics.Cell{{"May"}, {"June"}}}}
	if rows := onPage(trend).Table.Rows; rows[0][0] != "June" || trend.Table.Rows[0][0] != "May" {
		t.Errorf("the page begins with %v, the section with %v", rows[0], trend.Table.Rows[0])
	}
	r := fixture()
	r.Sections = []metrics.Section{{Name: "definitions", Title: "Definitions", Scope: "All sections", Phrases: r.Phrases, Table: metrics.Table{
		Columns: []metrics.Column{{Key: "term", Unit: metrics.Text}, {Key: "definition", Unit: metrics.Text}, {Key: "section", Unit: metrics.Text}},
		Rows:    [][]metrics.Cell{{"deal", "What was bought at once.", nil}, {"Training", "How it is judged.", "training"}}}}}
	html, err := drawPage(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(html, "How it is judged") || strings.Contains(html, "All sections") || !strings.Contains(html, "What was bought at once") || !strings.Contains(html, "1 more row is in the workbook") {
		t.Error("the page shows more than the words, or does not say where the rest is")
	}
}

func TestWidthOfHeads(t *testing.T) {
	for title, want := range map[string]string{"Share of CM1": "", "Money per deal, mean": "l", "Deals with two or more business areas": "ll"} {
		if got := (printer{column: metrics.Column{Title: title, Unit: metrics.Number}}).headClass(); got != want {
			t.Errorf("%s has the class %q, want %q", title, got, want)
		}
	}
}
