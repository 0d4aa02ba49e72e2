package ingest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestConfigOfRealFilesReadsTheSame: with the configuration written of a file, every sheet
// of it is the same, column by column, told by it instead of by content.
func TestConfigOfRealFilesReadsTheSame(t *testing.T) {
	for _, name := range []string{"Sample - Superstore.xlsx", "FoodMart 1997.xlsx", "adventureworks-quotas.csv", "messy/fr-bottleneck-erp.csv",
		"messy/ru-prodazhi-cp1251-semicolon.csv", "messy/ru-cheki-receipts.xlsx", "messy/es-ventas-pivot-first-sheet.xlsx", "messy/br-acai-vendas.xlsx"} {
		t.Run(filepath.Base(name), func(t *testing.T) { readsTheSame(t, realFile(t, name)) })
	}
}

// Names of columns with everything YAML could stumble over, twice the same, and none.
func TestConfigOfStrangeNamesReadsTheSame(t *testing.T) {
	dir := written(t, map[string]string{
		"sales: # 'x'.csv": "Date,Product \"A\",Amount,Amount,\"a: b #c\",\"- [x]\nsecond\",,yes\n2026-01-01,tea,1,2,p,q,r,s\n2026-01-02,pot,4,8,p,q,r,s\n",
		"weird.csv":        "Сумма;Товар;Дата\n1;чай;01.02.2026\n2;кофе;13.02.2026\n",
	})
	readsTheSame(t, dir)
}

func readsTheSame(t *testing.T, path string) {
	t.Helper()
	first, err := Check(t.Context(), []string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := first.WriteConfig(&text); err != nil {
		t.Fatal(err)
	}
	var c Config
	if err := yaml.UnmarshalWithOptions(text.Bytes(), &c, yaml.DisallowUnknownField()); err != nil {
		t.Fatalf("%v in\n%s", err, text.String())
	}
	second, err := Check(t.Context(), []string{path}, Options{Config: c})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := meaning(second), meaning(first); got != want {
		t.Errorf("read with\n%s\nit is\n%s\nwant\n%s", text.String(), got, want)
	}
}

// meaning is what sheets and columns were taken for, without why.
func meaning(u *Understanding) string {
	var b strings.Builder
	for _, f := range u.Files {
		for _, s := range f.Sheets {
			fmt.Fprintf(&b, "%s %s, header %d, missing %v\n", s.table.name(), s.Relation, s.Header, s.Missing)
			if s.Relation == "" {
				continue // its columns mean nothing
			}
			for i, c := range s.Columns {
				fmt.Fprintf(&b, "  %s %q %v\n", Letter(i), c.Header, slices.Sorted(slices.Values(c.Fields)))
			}
		}
	}
	return b.String()
}
