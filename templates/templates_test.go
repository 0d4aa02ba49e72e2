package templates

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

// TestVendored holds that the vendored library is the one VERSIONS names.
func TestVendored(t *testing.T) {
	want := fmt.Sprintf("echarts.min.js %x", sha256.Sum256([]byte(Library())))
	if !strings.Contains(Text("assets/VERSIONS"), want) {
		t.Errorf("assets/VERSIONS does not say %q; go generate ./templates makes both", want)
	}
	for _, licence := range []string{"Apache License", "zrender", "tslib", "NOTICE"} {
		if !strings.Contains(Text("assets/LICENSES"), licence) {
			t.Errorf("assets/LICENSES lacks %s", licence)
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
