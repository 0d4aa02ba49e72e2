package report

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	devtools "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"xsell/templates"
)

func formPage(t *testing.T, form Form) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, fixture(), NewCharts(t.Context()), HTMLOptions{Form: form}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// keepPicture writes what the browser shows to the folder that XSELL_PICTURES names, for a
// reader of the build.
func keepPicture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("XSELL_PICTURES")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.MkdirAll(dir, 0o777)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
}

// jenkins is the policy that the report publisher of Jenkins sends with every page.
const jenkins = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'"

// TestSiteUnderJenkins holds that a page of the form site looks as it should where nothing
// but style and pictures from the server is allowed.
func TestSiteUnderJenkins(t *testing.T) {
	ctx := browser(t)
	html := formPage(t, Site)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", jenkins)
		switch r.URL.Path {
		case "/report.html":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write([]byte(html))
		case "/" + StyleFile:
			w.Header().Set("Content-Type", "text/css")
			w.Write([]byte(templates.Style()))
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}))
	defer server.Close()
	seen := watch(t, ctx, server.URL)
	do(t, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(server.URL+"/report.html"))
	if !see[bool](t, ctx, everythingShown) {
		t.Error("charts or rows are hidden")
	}
	if styled := see[string](t, ctx, `getComputedStyle(document.querySelector('article')).borderRadius`); styled != "8px" {
		t.Errorf("the style is not that of %s: corners of %s", StyleFile, styled)
	}
	seen.check(t)
	keepPicture(t, ctx, "site")
}

// TestStaticForms holds that pages without a script have none, and show charts and rows
// when they are opened from a disk.
func TestStaticForms(t *testing.T) {
	ctx := browser(t)
	for _, form := range []Form{Static, Site} {
		html := formPage(t, form)
		for _, bad := range []string{"<script", "script-src", "<button", "<input"} {
			if strings.Contains(html, bad) {
				t.Errorf("%s: the page holds %s", form, bad)
			}
		}
		dir := t.TempDir()
		for name, text := range map[string]string{"report.html": html, StyleFile: templates.Style()} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		tab, closeTab := chromedp.NewContext(ctx)
		defer closeTab()
		at := "file://" + filepath.ToSlash(dir)
		seen := watch(t, tab, at)
		do(t, tab, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(at+"/report.html"))
		if !see[bool](t, tab, everythingShown) {
			t.Errorf("%s: charts or rows are hidden", form)
		}
		if styled := see[string](t, tab, `getComputedStyle(document.querySelector('article')).borderRadius`); styled != "8px" {
			t.Errorf("%s: the page has no style", form)
		}
		seen.check(t)
		keepPicture(t, tab, string(form)+" from a disk")
	}
}

// TestPicturesOnPhone holds that a phone without a script shows a chart of half the width
// whole, so that its bars can be compared, and scrolls a wide one sideways at no smaller
// letters; and that the page does not scroll sideways.
func TestPicturesOnPhone(t *testing.T) {
	ctx := browser(t)
	do(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile), chromedp.Navigate(address(t, formPage(t, Static))))
	const scales = `[...document.querySelectorAll('.plot > svg')].map(s => s.getBoundingClientRect().width / s.viewBox.baseVal.width)`
	for _, scale := range see[[]float64](t, ctx, scales) {
		if scale < 0.58 {
			t.Errorf("a chart is drawn at %.2f of its size", scale)
		}
	}
	const cut = `[...document.querySelectorAll('figure:not(.wide) .plot')].filter(p => p.scrollWidth > p.clientWidth).length`
	if n := see[int](t, ctx, cut); n > 0 {
		t.Errorf("%d charts of half the width are cut", n)
	}
	if width := see[int](t, ctx, `document.documentElement.scrollWidth`); width > 390 {
		t.Errorf("the page is %d pixels wide", width)
	}
}

// axeProblems runs axe-core over the page and says what it found.
const axeProblems = `axe.run(document, {resultTypes: ['violations']}).then(r =>
	r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' '))))`

// TestPageIsAccessible holds the page to the rules of axe-core as it is read. The file
// is that of the npm package axe-core, which XSELL_AXE names.
func TestPageIsAccessible(t *testing.T) {
	file := os.Getenv("XSELL_AXE")
	if file == "" {
		t.Skip("XSELL_AXE names no axe.min.js of the npm package axe-core")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	for name, look := range map[string]struct {
		width  int64
		scheme string
		form   Form
	}{"light": {1440, "light", Single}, "dark": {1440, "dark", Single}, "phone": {390, "light", Single}, "no script": {1440, "light", Static}, "phone without script": {390, "light", Static}} {
		tab, closeTab := chromedp.NewContext(ctx)
		defer closeTab()
		do(t, tab, chromedp.EmulateViewport(look.width, 900))
		call(t, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}}})
		call(t, tab, devtools.SetBypassCSP, devtools.SetBypassCSPParams{Enabled: true}) // for axe itself
		do(t, tab, chromedp.Navigate(address(t, formPage(t, look.form))))
		if look.form == Single {
			see[[]int](t, tab, drawnCharts)
		}
		see[bool](t, tab, string(axe)+"\n;true")
		for _, p := range see[[]string](t, tab, axeProblems) {
			t.Errorf("%s: %s", name, p)
		}
		keepPicture(t, tab, name)
	}
}

// TestPrintToPaper prints the page and holds that every chart is in it as lines and texts, which
// make a page of paper larger than a blank one.
func TestPrintToPaper(t *testing.T) {
	ctx := browser(t)
	do(t, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(address(t, fixturePage(t))))
	see[[]int](t, ctx, drawnCharts)
	yes := true
	for _, width := range []float64{8.27, 8.5} { // A4 and Letter
		height := map[float64]float64{8.27: 11.69, 8.5: 11}[width]
		paper, err := chromedp.Call(ctx, devtools.PrintToPDF, devtools.PrintToPDFParams{PrintBackground: &yes, PaperWidth: width, PaperHeight: height, PreferCSSPageSize: &yes})
		if err != nil {
			t.Fatal(err)
		}
		if len(paper.Data) < 50_000 {
			t.Errorf("the printed page has %d bytes", len(paper.Data))
		}
		if dir := os.Getenv("XSELL_PICTURES"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "page.pdf"), paper.Data, 0o644); err != nil {
				t.Error(err)
			}
		}
	}
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if !see[bool](t, ctx, everythingShown) {
		t.Error("in print charts or rows are hidden")
	}
}
