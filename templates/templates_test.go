package templates

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// TestVendored holds that the vendored libraries are the ones VERSIONS names.
func TestVendored(t *testing.T) {
	for file, script := range map[string]string{"echarts-canvas.js.gz": Library(), "echarts-svg.js.gz": StaticLibrary()} {
		want := fmt.Sprintf("%s %x", file, sha256.Sum256([]byte(script)))
		if !strings.Contains(Text("assets/VERSIONS"), want) {
			t.Errorf("assets/VERSIONS does not say %q; go generate ./templates makes both", want)
		}
	}
	for _, licence := range []string{"Apache License", "zrender", "tslib", "NOTICE"} {
		if !strings.Contains(Text("assets/LICENSES"), licence) {
			t.Errorf("assets/LICENSES lacks %s", licence)
		}
	}
}

// TestMinified holds that script and style of the page are made of the files beside them.
// UPDATE_GOLDEN=1 makes them.
func TestMinified(t *testing.T) {
	for file, source := range map[string]struct {
		loader api.Loader
		text   string
	}{
		"assets/page.min.js":  {api.LoaderJS, Text("chart.js") + Text("page.js")},
		"assets/page.min.css": {api.LoaderCSS, Text("style.css")},
	} {
		made := api.Transform(source.text, api.TransformOptions{Loader: source.loader, Target: api.ES2020, Charset: api.CharsetUTF8,
			MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LogLevel: api.LogLevelSilent})
		if len(made.Errors) > 0 {
			t.Fatalf("%s: %s", file, made.Errors[0].Text)
		}
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(file, made.Code, 0o644); err != nil {
				t.Fatal(err)
			}
		} else if Text(file) != string(made.Code) {
			t.Errorf("%s is out of date: UPDATE_GOLDEN=1 go test ./templates makes it", file)
		}
	}
}

// TestStandsInPage holds that no part can end the element it stands in.
func TestStandsInPage(t *testing.T) {
	for name, text := range map[string]string{"script": Script(), "library": Library(), "style": Style()} {
		for _, bad := range []string{"</script", "</style", "<!--", "<script"} {
			if strings.Contains(strings.ToLower(text), bad) {
				t.Errorf("the %s holds %q", name, bad)
			}
		}
	}
}

// TestScriptHoldsNoText holds that the script builds no HTML and evaluates nothing.
func TestScriptHoldsNoText(t *testing.T) {
	for _, bad := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "setAttribute('style'", "http"} {
		if strings.Contains(Script(), bad) {
			t.Errorf("the script of the page uses %s", bad)
		}
	}
}

func TestPaletteHasInk(t *testing.T) {
	p := Palette()
	if p["ink"] == "" || p["up"] == "" || p["down"] == "" || len(p) < 30 {
		t.Errorf("the palette is %v", p)
	}
}
