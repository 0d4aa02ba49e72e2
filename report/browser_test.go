package report

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"xsell/metrics"
	"xsell/templates"
)

// browser starts headless Chromium, or skips the test where there is none.
func browser(t testing.TB) context.Context {
	t.Helper()
	name := ""
	for _, n := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(n); err == nil {
			name = path
			break
		}
	}
	if name == "" {
		t.Skip("no Chromium on this machine: the page is not tested in a browser")
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(name), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), flags...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	return ctx
}

// visit is what the browser noticed while a page was open.
type visit struct {
	mu    sync.Mutex
	notes []string
}

func (v *visit) add(format string, a ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.notes = append(v.notes, fmt.Sprintf(format, a...))
}

// watch notes every request but that of the page, every console message, error and
// violation of the policy.
func watch(t *testing.T, ctx context.Context, address string) *visit {
	t.Helper()
	v := &visit{}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, address) {
				v.add("request %s", e.Request.URL)
			}
		case *runtime.EventConsoleAPICalled:
			v.add("console %s", e.Type)
		case *runtime.EventExceptionThrown:
			v.add("exception %s", e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			v.add("%s: %s", e.Entry.Source, e.Entry.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	call(t, ctx, network.Enable, network.EnableParams{})
	call(t, ctx, log.Enable, cdp.Empty{})
	return v
}

func call[P, R any](t *testing.T, ctx context.Context, command cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(ctx, command, params); err != nil {
		t.Fatal(err)
	}
}

// see evaluates a script in the page; a promise is awaited.
func see[T any](t testing.TB, ctx context.Context, script string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func do(t testing.TB, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func (v *visit) check(t *testing.T) {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, n := range v.notes {
		t.Error(n)
	}
}

// address writes the page to a file and is its file: address.
func address(t testing.TB, html string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
}

// drawnCharts scrolls through the page and counts the charts and those of them whose
// canvas has marks of more than one colour.
const drawnCharts = `(async () => {
	const plots = [...document.querySelectorAll('.plot')];
	let marked = 0;
	for (const plot of plots) {
		plot.scrollIntoView();
		for (let i = 0; i < 100 && !plot.querySelector('canvas'); i++) await new Promise(r => requestAnimationFrame(r));
		await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
		const canvas = plot.querySelector('canvas');
		const data = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
		if (new Set(data).size > 2) marked++;
	}
	return [plots.length, marked];
})()`

func TestPageInBrowser(t *testing.T) {
	ctx := browser(t)
	for name, html := range map[string]string{"fixture": fixturePage(t), "hostile names": pageOf(t, hostilePage)} {
		t.Run(name, func(t *testing.T) {
			tab, closeTab := chromedp.NewContext(ctx)
			defer closeTab()
			at := address(t, html)
			seen := watch(t, tab, at)
			do(t, tab, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(at))
			if charts := see[[]int](t, tab, drawnCharts); charts[0] == 0 || charts[0] != charts[1] {
				t.Errorf("%d of %d charts are drawn", charts[1], charts[0])
			}
			seen.check(t)
		})
	}
}

// evenTicks is how many value axes of drawn charts name their ticks at equal distances, and
// how many do not.
const evenTicks = `(() => {
	const named = [...document.querySelectorAll('.live')].map(e => echarts.init(e).getOption().xAxis[0].axisLabel.customValues).filter(v => v && v.length > 1);
	const even = named.filter(v => new Set(v.slice(1).map((x, i) => (x - v[i]).toPrecision(6))).size === 1);
	return [even.length, named.length - even.length];
})()`

// TestPageOnPhone holds that nothing but tables scrolls sideways on 390 pixels, and that axes
// leave out names evenly.
func TestPageOnPhone(t *testing.T) {
	ctx := browser(t)
	at := address(t, fixturePage(t))
	seen := watch(t, ctx, at)
	do(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile), chromedp.Navigate(at))
	charts, width := see[[]int](t, ctx, drawnCharts), see[int](t, ctx, `document.documentElement.scrollWidth`)
	if charts[0] != charts[1] || width > 390 {
		t.Errorf("%d of %d charts are drawn; the page is %d pixels wide", charts[1], charts[0], width)
	}
	if axes := see[[]int](t, ctx, evenTicks); axes[0] < 3 || axes[1] > 0 {
		t.Errorf("%d axes name their ticks evenly, %d do not", axes[0], axes[1])
	}
	seen.check(t)
}

func TestTablesInBrowser(t *testing.T) {
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(address(t, fixturePage(t))))
	const products = `document.querySelector('#s-products .scroll')`
	column := func(n int) []string {
		t.Helper()
		return see[[]string](t, ctx, fmt.Sprintf(`[...%s.querySelectorAll('tbody tr')].filter(r => r.offsetHeight).map(r => r.cells[%d].textContent)`, products, n))
	}
	act := func(script string) { t.Helper(); see[bool](t, ctx, "{"+script+"}; true") }
	sortBy := func(n int) {
		t.Helper()
		act(fmt.Sprintf(`%s.querySelectorAll('thead button')[%d].click()`, products, n))
	}
	filter := func(text string) {
		t.Helper()
		act(`const i = document.querySelector('#s-products input'); i.value = '` + text + `'; i.dispatchEvent(new Event('input'))`)
	}
	if n := len(column(0)); n != defaultFolded {
		t.Errorf("%d rows are shown at first, want %d", n, defaultFolded)
	}
	sortBy(7)
	sortBy(7)
	aria := see[string](t, ctx, products+`.querySelectorAll('th')[7].ariaSort`)
	if got := column(7); got[0] != "11,542" || got[1] != "14,852" || aria != "ascending" {
		t.Errorf("sorted by revenue: %s (%s)", got, aria)
	}
	sortBy(1)
	if got := column(1); got[0] != "Cup set, 6 pieces" || got[2] != "Descaler 500 ml" {
		t.Errorf("sorted by name: %s", got)
	}
	filter("GRINDER")
	if got, said := column(1), see[string](t, ctx, `document.querySelector('#s-products .count').textContent`); len(got) != 4 || said != "4 of 16" {
		t.Errorf("filtered by grinder: %s (%s)", got, said)
	}
	filter("")
	act(`document.querySelector('#s-products .more button').click()`)
	if n := len(column(0)); n != 16 {
		t.Errorf("%d rows are shown when unfolded, want 16", n)
	}
}

// TestShowOnly holds that a name chosen in the search is followed by tables and charts,
// stands in the address and is read from it.
func TestShowOnly(t *testing.T) {
	ctx := browser(t)
	at := address(t, fixturePage(t))
	seen := watch(t, ctx, at)
	do(t, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(at))
	see[[]int](t, ctx, drawnCharts)
	product := see[string](t, ctx, `document.querySelector('#s-products tbody tr').cells[1].textContent`)
	shown := `[...document.querySelectorAll('#s-products tbody tr')].filter(r => r.offsetHeight).map(r => r.cells[1].textContent)`
	see[bool](t, ctx, `{const i = document.querySelector('#find input'); i.focus(); i.value = '`+product+`'; i.dispatchEvent(new Event('input'))}; true`)
	if got := see[[]string](t, ctx, shown); len(got) != 1 || got[0] != product {
		t.Errorf("only %s: the table shows %q", product, got)
	}
	hash := see[string](t, ctx, `location.hash`)
	if want := "#&only=" + url.PathEscape(product); hash != want {
		t.Errorf("the address ends with %s, want %s", hash, want)
	}
	if names := see[int](t, ctx, `document.querySelectorAll('#names option').length`); names < 16 {
		t.Errorf("the search offers %d names", names)
	}
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(at+hash))
	if got := see[[]string](t, ctx, shown); len(got) != 1 {
		t.Errorf("opened by a link to %s, the table shows %q", product, got)
	}
	see[bool](t, ctx, `document.querySelector('#find button').click(); true`)
	if focus := see[bool](t, ctx, `document.activeElement.matches('.scroll')`); !focus {
		t.Error("the next button does not go to a table")
	}
	see[bool](t, ctx, `{const i = document.querySelector('#find input'); i.value = 'grinder'; i.dispatchEvent(new Event('change'))}; true`)
	if got := see[[]string](t, ctx, shown); len(got) < 2 || len(got) > 6 {
		t.Errorf("a part of names shows %q", got)
	}
	see[bool](t, ctx, `{const i = document.querySelector('#find input'); i.value = ''; i.dispatchEvent(new Event('input'))}; true`)
	if got := see[[]string](t, ctx, shown); len(got) != defaultFolded {
		t.Errorf("without a name the table shows %d rows", len(got))
	}
	seen.check(t)
}

// TestPickFromList holds that the list beside the search offers areas, audiences and product
// types in their groups, that the keyboard chooses, and that tables, address and search follow.
func TestPickFromList(t *testing.T) {
	ctx := browser(t)
	at := address(t, fixturePage(t))
	seen := watch(t, ctx, at)
	do(t, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(at))
	groups := see[[]string](t, ctx, `[...document.querySelectorAll('#find optgroup')].map(g => g.label + ': ' + [...g.children].map(o => o.value).join(', '))`)
	if want := "Business areas: Care, Coffee, Equipment, Gifts"; len(groups) == 0 || groups[0] != want || !strings.HasPrefix(groups[1], "Audiences: Cafés, Homes, Offices") {
		t.Errorf("the list offers %q", groups)
	}
	shown := `[...document.querySelectorAll('#s-area-audience tbody tr')].filter(r => r.offsetHeight).map(r => r.cells[0].textContent + ' ' + r.cells[1].textContent)`
	all := see[[]string](t, ctx, shown)
	do(t, ctx, chromedp.Focus("#find select"), chromedp.KeyEvent("E"))
	got := see[[]string](t, ctx, shown)
	if len(all) != 9 || len(got) != 3 || got[0] != "Equipment Homes" {
		t.Errorf("of %d rows the table shows %q", len(all), got)
	}
	if hash, text := see[string](t, ctx, `location.hash`), see[string](t, ctx, `document.querySelector('#find input').value`); hash != "#&only=Equipment" || text != "Equipment" {
		t.Errorf("the address ends with %s, the search holds %q", hash, text)
	}
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(at+"#&only=Homes"))
	if picked := see[string](t, ctx, `document.querySelector('#find select').value`); picked != "Homes" {
		t.Errorf("opened by a link to Homes, the list shows %q", picked)
	}
	see[bool](t, ctx, `{const s = document.querySelector('#find select'); s.value = ''; s.dispatchEvent(new Event('change'))}; true`)
	if got := see[[]string](t, ctx, shown); len(got) != 9 {
		t.Errorf("everything shows %d rows", len(got))
	}
	seen.check(t)
}

func TestThemeInBrowser(t *testing.T) {
	ctx := browser(t)
	at := address(t, fixturePage(t))
	look := func() [2]string {
		t.Helper()
		return see[[2]string](t, ctx, `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('#s-movers svg [fill*="--ink"]')).fill]`)
	}
	do(t, ctx, chromedp.Navigate(at))
	light := look()
	do(t, ctx, chromedp.Click(chromedp.ID("theme")))
	dark := look()
	if light[0] == dark[0] || light[1] == dark[1] {
		t.Errorf("the button leaves the page and its charts at %s", dark)
	}
	see[bool](t, ctx, `localStorage.clear(); true`)
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	do(t, ctx, chromedp.Navigate(at+"?again"))
	if system := look(); system != dark {
		t.Errorf("a dark system shows %s, the button %s", system, dark)
	}
}

// everythingShown holds that each chart is seen as SVG and each row of a table shown.
const everythingShown = `[...document.querySelectorAll('.plot')].every(p => {
	const s = p.querySelector('svg');
	return s.getBoundingClientRect().height > 50 && getComputedStyle(s).visibility === 'visible';
}) && [...document.querySelectorAll('tbody tr')].every(r => r.getBoundingClientRect().height > 5)`

// TestPageWithoutScript holds that the charts are seen and all rows shown where no
// script runs, and that the same is printed.
func TestPageWithoutScript(t *testing.T) {
	ctx := browser(t)
	at := address(t, fixturePage(t))
	seen := watch(t, ctx, at)
	call(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	do(t, ctx, chromedp.Navigate(at))
	if !see[bool](t, ctx, everythingShown) {
		t.Error("without a script charts or rows are hidden")
	}
	call(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{})
	do(t, ctx, chromedp.Navigate(at+"?script"))
	see[[]int](t, ctx, drawnCharts)
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if !see[bool](t, ctx, everythingShown) {
		t.Error("in print charts or rows are hidden")
	}
	seen.check(t)
}

// brokenOnPaper are the cells of printed tables whose text does not fit them, and the
// tables that do not fit the paper.
const brokenOnPaper = `[...document.querySelectorAll('table, th, td')].filter(e => e.offsetWidth > 0 &&
	(e.getBoundingClientRect().right > innerWidth + 1 || e.tagName !== 'TABLE' && e.scrollWidth > e.clientWidth + 1)).map(e => e.textContent.slice(0, 60))`

// TestTablesFitPaper prints wide tables and strange names across letter paper, of
// which 979 pixels are left between the margins.
func TestTablesFitPaper(t *testing.T) {
	ctx := browser(t)
	r := hostileReport()
	r.Sections = append(r.Sections, wideSection())
	plain := bare()
	plain.style = templates.Style()
	var b bytes.Buffer
	if err := writePage(&b, r, HTMLOptions{}, plain); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.EmulateViewport(979, 739), chromedp.Navigate(address(t, b.String())))
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if broken := see[[]string](t, ctx, brokenOnPaper); len(broken) > 0 {
		t.Errorf("%d tables and cells do not fit the paper: %q", len(broken), broken[:min(5, len(broken))])
	}
	const shown = `[...document.querySelectorAll('#s-wide thead th')].filter(e => e.offsetWidth > 0).length`
	if n := see[int](t, ctx, shown); n < 10 || n > 30 || !strings.Contains(b.String(), fmt.Sprintf("Printed are the first %d of 40 columns; all are in the workbook, sheet Wide.", n)) {
		t.Errorf("%d of 40 columns are printed", n)
	}
	const rows = `[...document.querySelectorAll('#s-wide tbody tr')].filter(e => e.offsetHeight > 0).length`
	if n := see[int](t, ctx, rows); n != 2 {
		t.Errorf("%d rows are printed, want the 2 with more than a name on paper", n)
	}
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen"})
	if n := see[int](t, ctx, rows); n != 3 {
		t.Errorf("%d of 3 rows are on the screen", n)
	}
	if n := see[int](t, ctx, shown); n != 40 {
		t.Errorf("%d of 40 columns are on the screen", n)
	}
}

// TestLongTablesOnPaper prints tables of 60, 40 and 60 rows, the last of them drawn as a curve:
// the first is printed as far as the screen shows it, or as it is filtered.
func TestLongTablesOnPaper(t *testing.T) {
	ctx := browser(t)
	r := &metrics.Report{Title: "Long", Sections: []metrics.Section{longSection("long", 60), longSection("sheet", 40), longSection("curve", 60)}}
	r.Sections[2].Charts = []metrics.Chart{{Kind: metrics.Line, Title: "Curve", X: "n", Y: []string{"revenue"}}}
	html, err := drawPage(r)
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(address(t, html)))
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	printed := func(section string) int {
		return see[int](t, ctx, `[...document.querySelectorAll('#s-`+section+` tbody tr')].filter(e => e.offsetHeight > 0).length`)
	}
	note := `[...document.querySelectorAll('.aside.paper')].filter(e => e.offsetHeight > 0).map(e => e.textContent).join(' ')`
	if long, sheet, curve := printed("long"), printed("sheet"), printed("curve"); long != defaultFolded || sheet != 40 || curve != 60 {
		t.Errorf("%d, %d and %d rows are printed, want %d, 40 and 60", long, sheet, curve, defaultFolded)
	}
	if got := see[string](t, ctx, note); got != "Printed are the first 12 of 60 rows; all are in the workbook, sheet Long." {
		t.Errorf("the notes on paper are %q", got)
	}
	see[bool](t, ctx, `(() => { const f = document.querySelector('#s-long .tools input'); f.value = 'row 1'; return f.dispatchEvent(new Event('input')); })()`)
	if n := printed("long"); n != 11 {
		t.Errorf("%d of 11 filtered rows are printed", n)
	}
	if got := see[string](t, ctx, note); got != "" {
		t.Errorf("a filtered table is printed with %q", got)
	}
}

// longSection has a table of so many rows.
func longSection(name string, rows int) metrics.Section {
	s := metrics.Section{Name: name, Title: strings.ToUpper(name[:1]) + name[1:], Lead: "Many rows.", Table: metrics.Table{Columns: []metrics.Column{
		{Key: "n", Title: "Row", Unit: metrics.Text}, {Key: "revenue", Title: "Revenue", Unit: metrics.Money}}}}
	for i := range rows {
		s.Table.Rows = append(s.Table.Rows, []metrics.Cell{fmt.Sprintf("row %d", i), eur(float64(200 + i))})
	}
	return s
}

// wideSection has a table of a long name, 39 amounts and a column that is not shown; its last
// row has the last amount only.
func wideSection() metrics.Section {
	s := metrics.Section{Name: "wide", Title: "Wide", Lead: "Many columns.", Table: metrics.Table{Columns: []metrics.Column{
		{Key: "name", Title: "Name", Unit: metrics.Text}, {Key: "unit", Title: "Unit", Unit: metrics.Text}}}}
	row := []metrics.Cell{"A name that is longer than a line", "money"}
	for i := range 39 {
		s.Table.Columns = append(s.Table.Columns, metrics.Column{Key: fmt.Sprintf("m%d", i), Title: fmt.Sprintf("Net revenue of month %d", i), Unit: metrics.Money})
		row = append(row, eur(float64(i*i*i)))
	}
	late := make([]metrics.Cell, len(row)) // has nothing but its name where paper ends
	late[0], late[1], late[len(late)-1] = row[0], row[1], row[len(row)-1]
	s.Table.Rows = [][]metrics.Cell{row, row, late}
	return s
}
