package sample_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xsell/cmd/xsell/sample"
)

func TestEveryLineTies(t *testing.T) {
	products := map[string]bool{}
	for _, p := range load(t).sheets["Products"][1:] {
		products[p[0]] = true
	}
	customers := map[string]bool{}
	for _, c := range load(t).sheets["Customers"][1:] {
		customers[c[0]] = true
	}
	rows := load(t).clean()
	if len(rows) < 12_000 {
		t.Fatalf("only %d lines", len(rows))
	}
	for _, r := range rows {
		switch {
		case r.quantity*r.unit != r.list || r.list-r.discount != r.net:
			t.Errorf("%s row %d: %d x %d - %d is not %d", r.file, r.number, r.quantity, r.unit, r.discount, r.net)
		case !products[r.product]:
			t.Errorf("%s row %d: no product %q", r.file, r.number, r.product)
		case !customers[r.customer]:
			t.Errorf("%s row %d: no customer %q", r.file, r.number, r.customer)
		case r.date < "2025-01-01" || r.date > "2026-06-30":
			t.Errorf("%s row %d: date %q", r.file, r.number, r.date)
		}
	}
}

func TestDealsHaveOneDateAndOneCustomer(t *testing.T) {
	type head struct{ date, customer, seller, channel, file string }
	heads := map[string]head{}
	for _, r := range load(t).clean() {
		h := head{r.date, r.customer, r.seller, r.chann, r.file}
		if seen, ok := heads[r.order]; ok && seen != h {
			t.Fatalf("deal %s is both %v and %v", r.order, seen, h)
		}
		heads[r.order] = h
	}
	for order, h := range heads {
		if web := h.channel == "Web shop"; web != (h.seller == "") || web != strings.HasPrefix(order, "W") && !strings.HasPrefix(order, "CN") {
			t.Errorf("deal %s in channel %s has seller %q", order, h.channel, h.seller)
		}
		if inExport := h.channel == "Web shop" && h.date >= "2026-03-01"; inExport != (h.file == sample.WebShopName) {
			t.Errorf("deal %s of %s stands in %s", order, h.date, h.file)
		}
	}
}

func TestFlawsAreInTheFiles(t *testing.T) {
	byPlace := map[string]map[int]row{sample.WorkbookName: {}, sample.WebShopName: {}}
	for _, r := range load(t).rows {
		byPlace[r.file][r.number] = r
	}
	shows := map[string]func(r, above row) bool{
		"the date is 31.02.2026, as text":                 func(r, _ row) bool { return r.date == "31.02.2026" },
		"the net amount is n/a; the list amount is there": func(r, _ row) bool { return r.netText == "n/a" && r.list > 0 },
		"product KW-999 is not in the Products sheet":     func(r, _ row) bool { return r.product == "KW-999" && r.net > 0 },
		"no customer":                           func(r, _ row) bool { return r.customer == "" && r.net > 0 },
		"no price and no amount":                func(r, _ row) bool { return r.netText == "" && r.unit == 0 && r.quantity == 1 },
		"total row, formulas with their values": func(r, _ row) bool { return r.product == "" && r.net > 0 },
		"total row":                             func(r, _ row) bool { return r.product == "" && r.net > 0 },
		"exact duplicate of the row above":      func(r, above row) bool { above.number++; return r == above },
	}
	flaws := sample.Flaws()
	if len(flaws) != len(shows) {
		t.Errorf("%d flaws, want one of each of %d sorts", len(flaws), len(shows))
	}
	for _, f := range flaws {
		r, above := byPlace[f.File][f.Row], byPlace[f.File][f.Row-1]
		if show := shows[f.Says]; show == nil || !show(r, above) || r.order != f.Order {
			t.Errorf("%s row %d does not show %q: %+v", f.File, f.Row, f.Says, r)
		}
	}
}

func TestTotalRowsAgree(t *testing.T) {
	sums := map[string]int64{}
	for _, r := range load(t).rows {
		if r.order != "Total" && r.order != "Summe" {
			sums[r.file] += r.net
			continue
		}
		if r.net != sums[r.file] {
			t.Errorf("%s claims %d, the rows add up to %d", r.file, r.net, sums[r.file])
		}
	}
}

// TestSheetsLookLikeSheets holds the header frozen, dates as dates and money
// with two decimals, in the sheet and under the title of Targets.
func TestSheetsLookLikeSheets(t *testing.T) {
	f, err := excelize.OpenFile(sampleData + "/" + sample.WorkbookName)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []string{"Sales", "Products", "Customers", "Programmes", "Trainings", "Targets", "People", "Partners", "Referrals", "Returns"}
	if got := f.GetSheetList(); !slices.Equal(got, want) {
		t.Errorf("sheets %q, want %q", got, want)
	}
	for _, name := range want {
		if panes, err := f.GetPanes(name); err != nil || !panes.Freeze || panes.YSplit < 1 {
			t.Errorf("sheet %s: header not frozen (%v)", name, err)
		}
	}
	for _, cell := range []struct{ sheet, at, shown string }{
		{"Sales", "A1", "Order no"}, {"Sales", "B2", "2025-01-02"}, {"Targets", "A4", "Jan 2025"}, {"Targets", "B3", "Business area"},
		{"Products", "E5", "4,350.00"}, {"Programmes", "G2", "12.0%"}, {"Trainings", "B2", "2025-08-18"},
	} {
		if got, err := f.GetCellValue(cell.sheet, cell.at); err != nil || got != cell.shown {
			t.Errorf("%s!%s shows %q, want %q (%v)", cell.sheet, cell.at, got, cell.shown, err)
		}
	}
	if formula, _ := f.GetCellFormula("Sales", totalCell(load(t))); !strings.HasPrefix(formula, "SUM(I2:I") {
		t.Errorf("the total has the formula %q", formula)
	}
}

func totalCell(b *book) string {
	name, _ := excelize.CoordinatesToCellName(9, len(b.sheets["Sales"]))
	return name
}
