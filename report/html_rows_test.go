package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// whatToDo is a report whose sections are what changed, what to do and steps of a curve.
func whatToDo(p *phrases.Phrases) *metrics.Report {
	sentence := strings.Repeat("It says so in many words. ", 5)
	section := func(name string, columns []metrics.Column, rows ...[]metrics.Cell) metrics.Section {
		return metrics.Section{Name: name, Title: "Title of " + name, Chapter: string(metrics.HowWeAreDoing), Lead: "Lead of " + name + ".", Phrases: p, Table: metrics.Table{Columns: columns, Rows: rows}}
	}
	r := &metrics.Report{Title: "To do", Phrases: p, Sections: []metrics.Section{
		section("trend", []metrics.Column{{Key: "start", Title: "From", Unit: metrics.Date}, {Key: "revenue", Title: "Revenue", Unit: metrics.Money}},
			[]metrics.Cell{sales.DayOf(2026, 10, 9), eur(2)}, []metrics.Cell{sales.DayOf(2026, 2, 10), eur(1)}, []metrics.Cell{sales.DayOf(2025, 12, 31), eur(3)}),
		section("actions", []metrics.Column{{Key: "rank", Title: "Rank", Unit: metrics.Count}, {Key: "action", Title: "What to do", Unit: metrics.Text}, {Key: "evidence", Title: "What speaks for it", Unit: metrics.Text}, {Key: "section", Title: "Proof", Unit: metrics.Text}},
			[]metrics.Cell{int64(1), sentence, sentence, "curves"}),
		section("curves", []metrics.Column{{Key: "kind", Title: "Kind", Unit: metrics.Text}, {Key: "n", Title: "Number of customers in it", Unit: metrics.Count}, {Key: "curve_x", Title: "X", Unit: metrics.Number}},
			[]metrics.Cell{"entry", int64(7), nil}, []metrics.Cell{"curve", nil, 0.5}, []metrics.Cell{"curve", nil, 0.7}, []metrics.Cell{"curve of all", nil, 0.6}),
	}}
	r.Sections[2].Charts = []metrics.Chart{{Kind: metrics.Steps, Title: "Curve", X: "curve_x", Y: []string{"curve_x"}, Where: "kind", Is: "curve"}}
	for i := range 4 {
		r.Sections[1].Findings = append(r.Sections[1].Findings, metrics.Finding{Role: metrics.Do, Text: fmt.Sprintf("Do %d.", i+1), Section: "curves", Weight: sales.Money(i)})
	}
	return r
}

// TestWhatToDoLeads holds that the page begins with what to do, in the order of its section, and
// that each thing leads to what proves it and the last line to all of them.
func TestWhatToDoLeads(t *testing.T) {
	page := writeBare(t, whatToDo(nil), HTMLOptions{})
	if strings.Index(page, `id="s-actions"`) > strings.Index(page, `id="s-trend"`) {
		t.Error("what to do does not come first")
	}
	for _, want := range []string{`<li>Do 1. <a class="proof" href="#s-curves">Title of curves</a></li><li>Do 2. `, `<a href="#s-actions">All 4 things to do</a>`, `data-title="What speaks for it"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %s", want)
		}
	}
	if strings.Contains(page, "Do 4.") {
		t.Error("more than three things stand at the top")
	}
	if strings.Contains(page, "<td class=t>curve") || !strings.Contains(page, "<td class=t>entry<") {
		t.Error("the table shows the steps of the curve, or not what is no curve")
	}
	r := whatToDo(nil)
	r.Sections[1].Findings = nil
	if page := writeBare(t, r, HTMLOptions{}); strings.Contains(page, `class="answer"`) || !strings.Contains(page, `<main id="answer">`) {
		t.Error("without an answer its box stands there empty")
	}
}

// TestDaysSort holds that days are sorted by time in each locale, as they are written there.
func TestDaysSort(t *testing.T) {
	ctx := browser(t)
	for _, locale := range phrases.Locales() {
		p, err := phrases.New("", locale)
		if err != nil {
			t.Fatal(err)
		}
		html, err := drawPage(whatToDo(p))
		if err != nil {
			t.Fatal(err)
		}
		do(t, ctx, chromedp.Navigate(address(t, html)))
		got := see[[]string](t, ctx, `(() => {
			const t = document.querySelector('#s-trend table');
			t.querySelector('thead button').click();
			if (t.querySelector('th').ariaSort !== 'ascending') t.querySelector('thead button').click();
			return [...t.tBodies[0].rows].map(r => r.cells[1].textContent);
		})()`)
		if want := []string{"3.00", "1.00", "2.00"}; !slices.Equal(got, localised(p, want)) {
			t.Errorf("%s: sorted by day %q", locale, got)
		}
	}
}

func localised(p *phrases.Phrases, numbers []string) []string {
	out := slices.Clone(numbers)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], ".", p.Symbols().Point)
	}
	return out
}

// TestSentencesOnPhone holds that a row of sentences is a card on a phone: nothing of it is cut or
// beside the screen.
func TestSentencesOnPhone(t *testing.T) {
	ctx := browser(t)
	html, err := drawPage(whatToDo(nil))
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile))
	do(t, ctx, chromedp.Navigate(address(t, html)))
	if cut := see[[]string](t, ctx, `[...document.querySelectorAll('#s-actions td')].filter(e => e.getBoundingClientRect().right > 390 || e.scrollWidth > e.clientWidth + 1 && e.clientWidth).map(e => e.textContent)`); len(cut) > 0 {
		t.Errorf("cut or beside the screen: %q", cut)
	}
	if n := see[int](t, ctx, `new Set([...document.querySelectorAll('#s-actions td')].map(e => e.getBoundingClientRect().left)).size`); n > 2 {
		t.Errorf("cells stand in %d columns", n)
	}
}
