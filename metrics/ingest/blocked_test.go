package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// blockedIn reads lines and a sheet, and lists the keys of a relation that are blocked.
func blockedIn(t *testing.T, relation sales.Relation, sheet string, o Options) string {
	t.Helper()
	dir := t.TempDir()
	lines := "order,date,customer,product,product type,amount\n1,2026-01-05,ann,tea,Drinks,10\n2,2026-01-06,bob,pot,Ware,10\n3,2026-01-07,cid,cup,Ware,10\n4,2026-01-08,dan,milk,Drinks,10\n"
	for name, text := range map[string]string{"lines.csv": lines, string(relation) + ".csv": sheet} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	if _, err := Read(t.Context(), []string{dir}, o, l); err != nil {
		t.Fatal(err)
	}
	if err := l.Finish(t.Context(), sales.FinishOptions{}); err != nil {
		t.Fatal(err)
	}
	key := strings.TrimSuffix(string(relation), "s")
	rows, err := sales.Query[struct{ Key string }](t.Context(), l, "SELECT "+key+" AS key FROM "+string(relation)+" WHERE is_blocked ORDER BY "+key)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	return strings.Join(keys, " ")
}

// Whatever stands in a column of what is blocked means yes, but for words that mean no.
func TestBlockedBySheet(t *testing.T) {
	for _, header := range []string{"Blocked", "Discontinued", "Gesperrt", "Auslaufartikel", "Ne pas proposer", "Descatalogado", "Não oferecer", "Wycofany", "Снят с производства"} {
		sheet := "Product,Product type," + header + "\ntea,Drinks,yes\npot,Ware,no\ncup,Ware,\nmilk,Drinks,2025-12-31\n"
		if got := blockedIn(t, sales.Products, sheet, Options{}); got != "milk tea" {
			t.Errorf("%s: %q", header, got)
		}
	}
	for _, header := range []string{"Do not contact", "Kunde gesperrt", "Ne pas contacter", "No contactar", "Não contactar", "Nie kontaktować", "Не звонить"} {
		sheet := "Customer,Region," + header + "\nann,North,x\nbob,South,nein\ncid,North,0\ndan,South,legal dispute\n"
		if got := blockedIn(t, sales.Customers, sheet, Options{}); got != "ann dan" {
			t.Errorf("%s: %q", header, got)
		}
	}
}

// The configuration blocks by key, name, type and area, whatever the case; customers under
// pseudonyms too.
func TestBlockedByConfig(t *testing.T) {
	o := Options{Config: Config{NeverOffer: NeverOffer{Products: []string{"TEA"}, Types: []string{"ware"}, Customers: []string{"ann", "nobody"}}}}
	if got := blockedIn(t, sales.Products, "Product,Name,Product type\ntea,Black tea,Drinks\npot,Pot,Ware\ncup,Cup,Ware\nmilk,Milk,Drinks\n", o); got != "cup pot tea" {
		t.Errorf("%q", got)
	}
	customers := "Customer,Region\nann,North\nbob,South\n"
	if got := blockedIn(t, sales.Customers, customers, o); got != "ann" {
		t.Errorf("%q", got)
	}
	o.Pseudonyms = testPseudonyms(t)
	if got, want := blockedIn(t, sales.Customers, customers, o), testPseudonyms(t).namer().of([]byte("ann")); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
