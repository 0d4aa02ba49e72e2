// Package templates is everything the page looks like: its HTML, its style, its one
// script and the vendored chart library, in one embed.FS. It holds no logic of the
// report and formats no number.
package templates

import (
	"compress/gzip"
	"embed"
	"encoding/base64"
	"io"
	"strings"

	"xsell/metrics/lazy"
)

//go:generate go run ./internal/bundle

// FS holds the files of the page:
//
//	page.html             the page in named parts, for html/template
//	index.html            the page that leads to several reports
//	frame.html            what both begin and end with
//	style.css             all style; its first rule is the light palette
//	chart.js              from a chart's option as data to one ECharts draws; also run without a browser
//	page.js               tables, theme, navigation and the lazy start of charts
//	static.js             draws a chart to SVG without a browser
//	assets/page.min.*     chart.js with page.js, and style.css, as the page holds them
//	assets/echarts-*.js.gz Apache ECharts, cut to what the page draws: on a canvas and as SVG; assets/VERSIONS says which
//
//go:embed page.html index.html frame.html style.css chart.js page.js static.js assets/*.js.gz assets/page.min.js assets/page.min.css assets/VERSIONS assets/LICENSES
var FS embed.FS

// Text is the content of a file of FS. It panics on a name that is not embedded.
func Text(name string) string {
	b, err := FS.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// Script is the page's own script: constant for a release, so that the policy of the
// page can name its hash.
func Script() string { return Text("assets/page.min.js") }

// Style is the page's style sheet.
func Style() string { return Text("assets/page.min.css") }

// Library is the vendored chart library of the page, which draws on a canvas; it defines
// the global echarts.
func Library() string { return unpacked("assets/echarts-canvas.js.gz") }

// PackedLibrary is Library as the page holds it: packed by gzip, in base64.
func PackedLibrary() string {
	return base64.StdEncoding.EncodeToString([]byte(Text("assets/echarts-canvas.js.gz")))
}

// StaticLibrary is the chart library that draws SVG without a browser.
func StaticLibrary() string { return unpacked("assets/echarts-svg.js.gz") }

// unpacked panics on a damaged file, which could only be a defect of the release.
func unpacked(name string) string {
	r, err := gzip.NewReader(strings.NewReader(Text(name)))
	if err != nil {
		panic(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return string(b)
}

var paletteEntry = lazy.Regexp(`--([a-z0-9]+):\s*(#[0-9a-f]{6});`)

// Palette maps the names of the light palette to their colours: "ink" to "#1f2933".
// Charts name colours as "@ink"; every colour has one name.
func Palette() map[string]string {
	rule, _, _ := strings.Cut(Text("style.css"), "}")
	palette := map[string]string{}
	for _, m := range paletteEntry().FindAllStringSubmatch(rule, -1) {
		palette[m[1]] = m[2]
	}
	return palette
}
