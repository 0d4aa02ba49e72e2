package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// arrows are the packages of this module that each package may import. Sales go in,
// sections come out, nothing flows back.
var arrows = map[string][]string{
	"cmd/xsell":                 {"cmd/xsell/sample", "metrics", "metrics/basket", "metrics/basket/basketfile", "metrics/ingest", "metrics/lazy", "metrics/phrases", "metrics/sales", "report"},
	"cmd/xsell/sample":          {},
	"metrics":                   {"metrics/basket", "metrics/lazy", "metrics/phrases", "metrics/sales", "metrics/stat"},
	"metrics/lazy":              {},
	"metrics/phrases":           {"metrics/lazy"},
	"metrics/sales":             {"metrics/lazy", "metrics/phrases"},
	"metrics/ingest":            {"metrics/ingest/sheet", "metrics/phrases", "metrics/sales"},
	"metrics/ingest/sheet":      {"metrics/lazy"},
	"metrics/basket":            {"metrics/stat"},
	"metrics/basket/basketfile": {"metrics/basket"},
	"metrics/stat":              {},
	"report":                    {"metrics", "metrics/lazy", "metrics/phrases", "metrics/sales", "templates"},
	"templates":                 {"metrics/lazy"},
	"templates/internal/bundle": {},
}

func TestImportsFollowTheArrows(t *testing.T) {
	seen := map[string]bool{}
	eachFile(t, func(path string, file *ast.File) {
		pkg := filepath.ToSlash(filepath.Dir(path))
		allowed, known := arrows[pkg]
		seen[pkg] = true
		if !known {
			t.Errorf("%s: the package %s has no arrows; say in the table what it may import", path, pkg)
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if ours, ok := strings.CutPrefix(name, "xsell/"); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s", path, ours)
			}
		}
	})
	for pkg := range arrows {
		if !seen[pkg] {
			t.Errorf("the table names the package %s, which there is not", pkg)
		}
	}
}

// TestPatternsCompile: a pattern that is compiled when it is first used is no surprise then.
func TestPatternsCompile(t *testing.T) {
	patterns := 0
	eachFile(t, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			p, isText := call.Args[0].(*ast.BasicLit)
			if !ok || !isText || f.Sel.Name != "Regexp" {
				return true
			}
			pattern, err := strconv.Unquote(p.Value)
			if err == nil {
				_, err = regexp.Compile(pattern)
			}
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			patterns++
			return true
		})
	})
	if patterns < 40 {
		t.Errorf("%d patterns looked at", patterns)
	}
}

// Every metric that is written is in the table of contents.
func TestEveryMetricIsInAll(t *testing.T) {
	written := 0
	eachFile(t, func(path string, file *ast.File) {
		if filepath.ToSlash(filepath.Dir(path)) != "metrics" {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				if literal, ok := spec.Values[0].(*ast.CompositeLit); ok {
					if name, ok := literal.Type.(*ast.Ident); ok && name.Name == "Metric" {
						written++
					}
				}
			}
			return true
		})
	})
	if written == 0 || written != len(metrics.All) {
		t.Errorf("%d metrics are written, %d are in metrics.All", written, len(metrics.All))
	}
	names := map[string]bool{}
	for _, m := range metrics.All {
		if names[m.Name] || m.Name == "" || m.Title == "" || m.Question == "" || m.Chapter == "" || m.Definition == "" || (m.Run == nil) == (m.Conclude == nil) {
			t.Errorf("metric %q lacks a part, or its name is taken", m.Name)
		}
		names[m.Name] = true
	}
}

// The top level of the repository is fixed.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	fixed := []string{"LICENSE", "README.md", "cmd", "go.mod", "go.sum", "metrics", "report", "sample-data", "templates", "xsell-report"}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(fixed, e.Name()) {
			t.Errorf("%s stands at the top level", e.Name())
		}
	}
}

// eachFile parses the Go files of the module, tests apart.
func eachFile(t *testing.T, visit func(path string, file *ast.File)) {
	t.Helper()
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
		if err != nil {
			return err
		}
		visit(path, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Metrics and reports are the same on every engine: none of their files knows one.
func TestNoMetricKnowsItsEngine(t *testing.T) {
	for _, pattern := range []string{"../../metrics/*.go", "../../metrics/phrases/*.go", "../../report/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, path := range files {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, engine := range []string{"trino", "duckdb"} {
				if strings.Contains(strings.ToLower(string(data)), engine) && !strings.HasSuffix(path, "_test.go") {
					t.Errorf("%s speaks of %s", path, engine)
				}
			}
		}
	}
}

// The bar of the sections that are being computed.
func TestSectionsLine(t *testing.T) {
	for want, got := range map[string]string{
		"computing [########................] 12 of 36 sections  discounts, next-purchase": sectionsLine(12, 36, []string{"discounts", "next-purchase"}),
		"computing [########################] 36 of 36 sections":                           sectionsLine(36, 36, nil),
		"computing [........................] 0 of 0 sections":                             sectionsLine(0, 0, nil),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// The bar of a query of a warehouse.
func TestQueryLine(t *testing.T) {
	want := "warehouse, query 12 [############............]  50 %  1.5 million rows"
	if got := queryLine(sales.Progress{Queries: 12, Rows: 1_500_000, Share: 0.5}); got != want {
		t.Errorf("got %q", got)
	}
}
