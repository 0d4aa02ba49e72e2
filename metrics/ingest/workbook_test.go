package ingest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/xuri/excelize/v2"

	"xsell/metrics/sales"
)

// company is a workbook as people keep it: a pivot first, titles above the header, a
// total row, a hidden sheet, sheets beside the sales, and a second sheet of sales.
func company(t *testing.T) string {
	t.Helper()
	day := func(d int) time.Time { return time.Date(2026, 4, d, 0, 0, 0, 0, time.UTC) }
	path := filepath.Join(t.TempDir(), "company.xlsx")
	book(t, path,
		[][]any{{"Pivot"}, {"Sum of Amount", "Column Labels"}, {"Row Labels", "North", "Grand Total"}, {"tea", 3, 3}, {"Grand Total", 3, 3}},
		[][]any{{"April"}, {"Sales in April"}, {}, {"Order", "Date", "Customer", "Product", "Qty", "Amount"},
			{1, day(1), 17850, 85123, 2, 20.5}, {1, day(1), 17850, "85123A", 1, 957.57749999999999}, {2, "14.04.2026", 17851, "00123", 1, "1.234,50 €"},
			{}, {"Total", nil, nil, nil, 4, 2212.5775}},
		[][]any{{"May"}, {"Order", "Date", "Customer", "Product", "Qty", "Amount"}, {3, time.Date(2026, 5, 4, 10, 30, 0, 0, time.UTC), 17850, 85123, 1, 10.25}},
		[][]any{{"Products"}, {"Product", "Name", "Type", "Area", "Unit cost"}, {85123, "Pot", "Pots", "Kitchen", 4}, {"85123A", "Cup", "Cups", "Kitchen", 1}, {"00123", "Tea", "Drinks", "Food", 2}},
		[][]any{{"Customers"}, {"Customer", "Name", "Segment"}, {17850, "Ann", "Home"}, {17851, "Bob", "Office"}},
		[][]any{{"Notes"}, {"ask Ann about the prices"}},
		[][]any{{"Old"}, {"Order", "Date", "Product", "Amount"}, {9, day(1), 85123, 1000}},
	)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetVisible("Old", false); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWorkbookAsPeopleKeepIt(t *testing.T) {
	path := company(t)
	l, u := loaded(t, Options{}, path)
	var got []string
	for _, s := range u.Files[0].Sheets {
		got = append(got, fmt.Sprintf("%s %s %d %d", s.Name, s.Relation, s.Header, s.Rows))
	}
	want := []string{"Pivot  0 0", "April lines 3 4", "May lines 1 1", "Products products 1 3", "Customers customers 1 2", "Notes  0 0", "Old  0 0"}
	if !slices.Equal(got, want) {
		t.Errorf("understood as %q, want %q", got, want)
	}
	type line struct {
		Product, Name, Area, Audience string
		Revenue, Cost                 int64
	}
	lines, err := sales.Query[line](t.Context(), l, `
		SELECT product, product_name AS name, l.area, l.audience, revenue, l.cost FROM lines AS l JOIN products USING (product) ORDER BY source, row`)
	if err != nil {
		t.Fatal(err)
	}
	wantLines := []line{{"85123", "Pot", "Kitchen", "Home", 20_5000, 8_0000}, {"85123A", "Cup", "Kitchen", "Home", 957_5775, 1_0000},
		{"00123", "Tea", "Food", "Office", 1234_5000, 2_0000}, {"85123", "Pot", "Kitchen", "Home", 10_2500, 4_0000}}
	if !slices.Equal(lines, wantLines) {
		t.Errorf("lines %v, want %v", lines, wantLines)
	}
	if len(l.Problems) > 0 {
		t.Errorf("problems %v", l.Problems)
	}
	l, _ = loaded(t, Options{Config: Config{Sheets: map[string]SheetConfig{"Old": {Relation: "lines"}, "company.xlsx:May": {Relation: "skip"}}}}, path)
	if got := l.Total().Used.Revenue; got != 3212_5775 {
		t.Errorf("with the hidden sheet named and one skipped: revenue %s", got)
	}
}

func TestConfigWrittenReadsTheSame(t *testing.T) {
	path := company(t)
	first, err := Check(t.Context(), []string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var text, out bytes.Buffer
	if err := first.WriteConfig(&text); err != nil {
		t.Fatal(err)
	}
	var c Config
	if err := yaml.NewDecoder(bytes.NewReader(text.Bytes()), yaml.DisallowUnknownField()).Decode(&c); err != nil {
		t.Fatalf("%v in\n%s", err, text.String())
	}
	second, err := Check(t.Context(), []string{path}, Options{Config: c})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range first.Files[0].Sheets {
		if s.Relation == "" {
			continue
		}
		for j, column := range s.Columns {
			if got := second.Files[0].Sheets[i].Columns[j].Fields; !slices.Equal(got, column.Fields) {
				t.Errorf("%s: %s became %v, want %v", s.Name, column.Header, got, column.Fields)
			}
		}
	}
	if err := second.Print(&out, nil, map[sales.Field][]string{sales.Seller: {"sellers", "targets"}}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"April: lines, header in row 3", "B  Date      day (by configuration)       date              2026-04-01 | 14.04.2026", "Pivot: skipped, as configured", "missing: "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("check does not print %q:\n%s", want, out.String())
		}
	}
}

func TestMergedLabelsLabelAllTheirRows(t *testing.T) {
	path := book(t, filepath.Join(t.TempDir(), "merged.xlsx"),
		[][]any{{"Sales"}, {"Shop", "Date", "Product", "Amount"}, {"North", "2026-01-01", "tea", 1}, {nil, nil, "pot", 2}, {nil, "2026-01-02", "tea", 4}, {"South", "2026-01-02", "tea", 8}, {nil, "2026-01-03", "cup", nil}})
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range [][2]string{{"A2", "A4"}, {"A5", "A6"}, {"B2", "B3"}, {"D5", "D6"}} {
		if err := f.MergeCell("Sales", m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	l, _ := loaded(t, Options{}, path)
	type row struct {
		Channel string
		Revenue int64
	}
	got, err := sales.Query[row](t.Context(), l, `SELECT channel, CAST(sum(revenue) AS BIGINT) AS revenue FROM lines GROUP BY channel ORDER BY channel`)
	if err != nil {
		t.Fatal(err)
	}
	if want := []row{{"North", 7_0000}, {"South", 8_0000}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := kinds(l); got[kindAmount] != 1 {
		t.Errorf("problems %v: a merged amount counts once", l.Problems)
	}
}

func TestPseudoProductsAreShownApart(t *testing.T) {
	l, _ := read(t, Options{}, "Date,Product,Description,Amount\n2026-01-01,P1,tea,10\n2026-01-01,POST,POSTAGE,4\n2026-01-01,X9,Bank Charges,1\n")
	if len(l.Problems) != 1 || l.Problems[0].Lines != 2 || l.Problems[0].Revenue != 5_0000 || !strings.Contains(l.Problems[0].Message.String(), "(Bank Charges, POSTAGE)") {
		t.Errorf("problems %v", l.Problems)
	}
	l, _ = read(t, Options{Config: Config{PseudoProducts: []string{"p1"}}}, "Date,Product,Amount\n2026-01-01,P1,10\n2026-01-01,POST,4\n")
	if len(l.Problems) != 1 || l.Problems[0].Revenue != 10_0000 {
		t.Errorf("problems %v", l.Problems)
	}
}

// What is called a product and is none is money that stays, and is in no basket.
func TestFeesAreInNoBasket(t *testing.T) {
	l, _ := read(t, Options{}, "Date,Order,Product,Description,Amount\n2026-01-01,1,P1,tea,10\n2026-01-01,1,POST,POSTAGE,4\n2026-01-01,2,X9,Bank Charges,1\n")
	type row struct{ Lines, Fees, Kept, Revenue int64 }
	rows, err := sales.Query[row](t.Context(), l, `
		SELECT count(*) AS lines, count(*) FILTER (WHERE is_fee) AS fees, (SELECT count(*) FROM baskets) AS kept, CAST(sum(revenue) AS BIGINT) AS revenue FROM lines`)
	if err != nil {
		t.Fatal(err)
	}
	if want := (row{3, 2, 1, 15_0000}); rows[0] != want {
		t.Errorf("%+v, want %+v", rows[0], want)
	}
}
