package report

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"xsell/metrics"
	"xsell/templates"
)

var plot = regexp.MustCompile(`(?s)<div class="plot"[^>]*>(<svg.*?</svg>)</div>`)

// drawFixture is the pictures of the page of the fixture.
func drawFixture(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, m := range plot.FindAllStringSubmatch(fixturePage(t), -1) {
		out = append(out, m[1])
	}
	if len(out) < 10 {
		t.Fatalf("the page has %d pictures", len(out))
	}
	return out
}

// TestPicturesAreClean holds that every picture is well formed, names itself, has marks
// and only allowed elements and attributes, and shares no identifier with another.
func TestPicturesAreClean(t *testing.T) {
	allowed := set("viewBox", "role", "font-size", "font-weight", "fill", "stroke", "id", "clip-path")
	ids := map[string]bool{}
	for i, picture := range drawFixture(t) {
		marks := 0
		dec := xml.NewDecoder(strings.NewReader(picture))
		for {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("picture %d: %v", i+1, err)
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if n := e.Name.Local; !allowedElements[n] && n != "svg" && n != "title" {
				t.Errorf("picture %d holds the element %s", i+1, n)
			}
			if e.Name.Local == "path" {
				marks++
			}
			for _, a := range e.Attr {
				if !allowed[a.Name.Local] && !allowedAttributes[a.Name.Local] {
					t.Errorf("picture %d holds the attribute %s", i+1, a.Name.Local)
				}
				if a.Name.Local == "id" && ids[a.Value] {
					t.Errorf("two elements are called %s", a.Value)
				}
				ids[a.Value] = ids[a.Value] || a.Name.Local == "id"
			}
		}
		if marks < 3 {
			t.Errorf("picture %d has %d paths", i+1, marks)
		}
		if !strings.HasPrefix(picture, `<svg viewBox="0 0 `) || !strings.Contains(picture, "<title>") {
			t.Errorf("picture %d has no name: %.80s", i+1, picture)
		}
	}
}

// TestPicturesDoNotDependOnTheirOrder draws the charts of the fixture from the last to
// the first.
func TestPicturesDoNotDependOnTheirOrder(t *testing.T) {
	r, charts := fixture(), NewCharts(t.Context())
	for i := range slices.Backward(r.Sections) {
		if _, err := charts.figures(&r.Sections[i]); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := HTML(&b, r, charts, HTMLOptions{Version: "1.0.0"}); err != nil {
		t.Fatal(err)
	}
	if b.String() != fixturePage(t) {
		t.Error("the charts of one report differ when they are drawn in another order")
	}
}

// TestChartsEndWithTheContext holds that nothing is drawn once the engine may be closed.
func TestChartsEndWithTheContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	r, charts := fixture(), NewCharts(ctx)
	stop()
	if err := HTML(io.Discard, r, charts, HTMLOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("drawing after the end gave %v", err)
	}
}

// TestPicturesFollowTheTheme holds that every colour is a variable of the page.
func TestPicturesFollowTheTheme(t *testing.T) {
	color := regexp.MustCompile(`(?:fill|stroke)="([^"]*)"`)
	variable := regexp.MustCompile(`^(none|var\(--[a-z0-9]+\))$`)
	for i, picture := range drawFixture(t) {
		for _, m := range color.FindAllStringSubmatch(picture, -1) {
			if !variable.MatchString(m[1]) {
				t.Errorf("picture %d has the colour %s", i+1, m[1])
			}
		}
	}
}

func TestCleanRefuses(t *testing.T) {
	c := newCleaner(map[string]string{"ink": "#1c2530"})
	d := drawing{Title: "A <title>", Width: 10, Height: 20}
	got, err := c.clean(`<svg width="10" onload="x()"><script>alert(1)</script><style>p{}</style><foreignObject><b>x</b></foreignObject>`+
		`<g clip-path="url(#zr0-c0)" class="a"><path d="M1.23456 2" fill="#1c2530" onclick="x" style="font-size:14px;color:red"/><text dominant-baseline="central" transform="translate(3 4.5)">a &lt; b</text><text y="6" transform="translate(1 2)">c</text></g></svg>`, d, "g7")
	want := `<svg viewBox="0 0 10 20" role="img" font-size="12" dominant-baseline="central"><title>A &lt;title&gt;</title>` +
		`<g clip-path="url(#g7-1)"><path d="M1.2 2" fill="var(--ink)" font-size="14"></path><text x="3" y="4.5">a &lt; b</text><text y="6" transform="translate(1 2)">c</text></g></svg>`
	if err != nil || got != want {
		t.Errorf("cleaned to %s, %v\nwant %s", got, err, want)
	}
	if _, err := c.clean(`<svg><path fill="#bada55"/></svg>`, d, "g7"); err == nil {
		t.Error("a colour outside the palette is let through")
	}
}

// TestPalette holds that every colour has one name, that each theme has all of them and
// that both dark rules are the same.
func TestPalette(t *testing.T) {
	seen := map[string]string{}
	for name, color := range templates.Palette() {
		if other, ok := seen[color]; ok {
			t.Errorf("%s and %s are both %s", name, other, color)
		}
		seen[color] = name
	}
	rules := regexp.MustCompile(`color-scheme: dark; ([^}]*)`).FindAllStringSubmatch(templates.Text("style.css"), -1)
	if len(rules) != 2 || rules[0][1] != rules[1][1] {
		t.Fatal("the two dark rules differ")
	}
	for name := range templates.Palette() {
		if !strings.Contains(rules[0][1], "--"+name+":") {
			t.Errorf("the dark theme has no %s", name)
		}
	}
}

// TestDotsAreWhole: dots of every size are drawn as a whole circle. An arc that ends where
// it begins draws nothing (SVG 1.1, F.6.2).
func TestDotsAreWhole(t *testing.T) {
	table := metrics.Table{Columns: []metrics.Column{{Key: "name", Unit: metrics.Text}, {Key: "x", Unit: metrics.Count}, {Key: "y", Unit: metrics.Count}, {Key: "size", Unit: metrics.Count}}}
	for i := range int64(24) {
		table.Rows = append(table.Rows, []metrics.Cell{"dot", 10 * i, i * i % 7, 1 + i*i})
	}
	s := metrics.Section{Name: "dots", Table: table, Charts: []metrics.Chart{{Kind: metrics.Scatter, X: "x", Y: []string{"y", "size"}, Label: "name"}}}
	figures, err := NewCharts(t.Context()).draw(&s)
	if err != nil {
		t.Fatal(err)
	}
	picture := string(figures[0].SVG)
	if n := strings.Count(picture, `d="M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0"`); n != 24 {
		t.Errorf("%d of 24 dots are whole", n)
	}
	if strings.Contains(picture, "1 -0") {
		t.Error("an arc ends where it begins")
	}
}
