package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"xsell/metrics"
	"xsell/metrics/phrases"
)

// inTemplate is a message that the template of the page says.
var inTemplate = regexp.MustCompile(`say "([^"]*)"`)

// said is a message of the source.
type said struct {
	key   string
	place token.Position
}

// messages are the keys that stand in the source: every constant of type phrases.Key, and
// the titles of columns and charts, which are looked up when a section is complete.
func messages(t *testing.T) []said {
	t.Helper()
	var out []said
	for _, p := range typed(t) {
		for _, file := range p.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				if e, ok := n.(ast.Expr); ok {
					v := p.TypesInfo.Types[e]
					if v.Value != nil && v.Value.Kind() == constant.String && named(v.Type, "Key") {
						out = append(out, said{constant.StringVal(v.Value), p.Fset.Position(e.Pos())})
						return false
					}
				}
				if c, ok := n.(*ast.CompositeLit); ok {
					if title, ok := titleIn(p, c); ok {
						out = append(out, said{title, p.Fset.Position(c.Pos())})
					}
				}
				return true
			})
		}
	}
	for _, name := range []string{"page.html", "index.html", "frame.html"} {
		page, err := os.ReadFile("../../templates/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range inTemplate.FindAllStringSubmatch(string(page), -1) {
			out = append(out, said{m[1], token.Position{Filename: "templates/" + name}})
		}
	}
	if len(out) < 1000 {
		t.Fatalf("%d messages were found, which cannot be all", len(out))
	}
	return out
}

// titleIn is the constant title of a Column or a Chart.
func titleIn(p *packages.Package, c *ast.CompositeLit) (string, bool) {
	of := p.TypesInfo.Types[c].Type
	if p.Name == "ingest" || p.Name == "sales" || !named(of, "Column") && !named(of, "Chart") {
		return "", false
	}
	for i, e := range c.Elts {
		name, value := "", e
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			name, value = kv.Key.(*ast.Ident).Name, kv.Value
		}
		v := p.TypesInfo.Types[value].Value
		if v != nil && (name == "Title" || name == "" && i == 1 && named(of, "Column")) {
			return constant.StringVal(v), true
		}
	}
	return "", false
}

func named(t types.Type, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && strings.HasPrefix(n.Obj().Pkg().Path(), "xsell/metrics")
}

// typed are the packages that write messages, with their types.
func typed(t *testing.T) []*packages.Package {
	t.Helper()
	found, err := packages.Load(&packages.Config{Dir: "../..",
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedExportFile,
	}, "./metrics", "./metrics/phrases", "./metrics/ingest", "./metrics/sales", "./report")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found {
		for _, e := range p.Errors {
			t.Fatal(e)
		}
	}
	return found
}

// Every message has its translations, or stands in a file that says it has none.
func TestEveryMessageIsTranslated(t *testing.T) {
	all := messages(t)
	for _, lang := range phrases.Languages()[1:] {
		catalogue, err := phrases.Catalogue(lang)
		if err != nil {
			t.Fatal(err)
		}
		used, missing := map[string]bool{}, 0
		for _, m := range all {
			used[m.key] = true
			if _, ok := catalogue[m.key]; !ok && m.key != "" {
				if missing++; missing < 20 {
					t.Errorf("%s:%d: %q has no translation in %s", m.place.Filename, m.place.Line, m.key, lang)
				}
			}
		}
		for key := range catalogue {
			if !used[key] {
				t.Errorf("%s: nothing says %q any more", lang, key)
			}
		}
	}
}

var verbs = regexp.MustCompile(`%([-+0-9.]*)(?:\[([1-9])\])?([a-zA-Z%])|\{([1-9])\|`)

// slots are the arguments that a text prints, each with its verb. Words in braces are no
// part of it, nor is the sign of an inflected word: a language may do without them.
func slots(text string) map[string]bool {
	out := map[string]bool{}
	next := 0
	for _, m := range verbs.FindAllStringSubmatch(text, -1) {
		switch {
		case m[4] != "", m[3] == "%":
		default:
			place := m[2]
			if place == "" {
				next++
				place = fmt.Sprint(next)
			}
			out[place+" "+strings.TrimPrefix(m[1], "+")+m[3]] = true
		}
	}
	return out
}

// A translation uses the arguments that its key uses, with the same verbs.
func TestTranslationsFitTheirKeys(t *testing.T) {
	for _, lang := range phrases.Languages()[1:] {
		catalogue, err := phrases.Catalogue(lang)
		if err != nil {
			t.Fatal(err)
		}
		for key, text := range catalogue {
			if want, got := slots(key), slots(text); strings.Contains(key, "%") && fmt.Sprint(want) != fmt.Sprint(got) {
				t.Errorf("%s: %q has the verbs %v, its translation %q %v", lang, key, want, text, got)
			}
		}
	}
}

var (
	prosaic = regexp.MustCompile(`[A-Za-z]{2,}[,;:]? [a-z]{2,}|^[,;.:]? ?[a-z]{2,} $|^ [a-z]{2,}`)
	inSQL   = regexp.MustCompile(`SELECT|FROM|WHERE|JOIN |ORDER BY|CASE |CAST\(|coalesce|BIGINT|FILTER|DISTINCT|DATE '| AND | AS | THEN `)
)

// No sentence is written past the catalogue: a text of two words and more in metrics is a
// message, a part of SQL or an error.
func TestNoSentenceGoesPastTheCatalogue(t *testing.T) {
	codes := append(metrics.Vocabulary(), "at once") // what happened to a customer, in SQL and code only
	for _, p := range typed(t) {
		if p.Name != "metrics" {
			continue
		}
		for _, file := range p.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				if e, ok := n.(ast.Expr); ok && p.TypesInfo.Types[e].Value != nil && named(p.TypesInfo.Types[e].Type, "Key") {
					return false
				}
				switch v := n.(type) {
				case *ast.CallExpr:
					name := types.ExprString(v.Fun)
					if name == "fmt.Errorf" || name == "errors.New" || name == "panic" || name == "regexp.MustCompile" || strings.HasSuffix(name, ".fault") {
						return false
					}
				case *ast.CompositeLit:
					if _, ok := titleIn(p, v); ok || named(p.TypesInfo.Types[v].Type, "IndicatorError") {
						return false
					}
				case *ast.BasicLit:
					value := p.TypesInfo.Types[v].Value
					if value == nil || value.Kind() != constant.String {
						return true
					}
					if s := constant.StringVal(value); prosaic.MatchString(s) && !inSQL.MatchString(s) && !slices.Contains(codes, phrases.Key(s)) {
						t.Errorf("%s: %q is no message", p.Fset.Position(v.Pos()), s)
					}
				}
				return true
			})
		}
	}
}
