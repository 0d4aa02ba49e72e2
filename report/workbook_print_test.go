package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// chartedReport has a section of n rows with tall and low charts.
func chartedReport(n, columns int) *metrics.Report {
	s := metrics.Section{Name: "charted", Title: "Charted", Definition: strings.Repeat("What it means. ", 30),
		Table: metrics.Table{Columns: []metrics.Column{{Key: "name", Title: "Name", Unit: metrics.Text}, {Key: "revenue", Title: "Revenue", Unit: metrics.Money}}}}
	for i := range columns {
		s.Table.Columns = append(s.Table.Columns, metrics.Column{Key: fmt.Sprint("k", i), Title: fmt.Sprint("Column ", i), Unit: metrics.Count})
	}
	for i := range n {
		row := []metrics.Cell{fmt.Sprint("Product number ", i), sales.Money(i+1) * 10_000}
		for range columns {
			row = append(row, int64(i))
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	for _, kind := range []metrics.Kind{metrics.Bars, metrics.Line, metrics.Bars, metrics.Line} {
		s.Charts = append(s.Charts, metrics.Chart{Kind: kind, Title: "Revenue", X: "name", Y: []string{"revenue"}})
	}
	return &metrics.Report{Sections: []metrics.Section{s}}
}

var anchorRows = regexp.MustCompile(`<xdr:from><xdr:col>(\d+)</xdr:col>.*?<xdr:row>(\d+)</xdr:row>.*?<xdr:to><xdr:col>(\d+)</xdr:col>.*?<xdr:row>(\d+)</xdr:row>`)

// TestNoChartIsCutInPrint: every chart lies in one of the areas that are printed, and that
// area has the shape of a page: A4 across within its margins is 276.7 by 171.9 mm, of which what is
// repeated on each page takes 70 pixels.
func TestNoChartIsCutInPrint(t *testing.T) {
	for _, rows := range []int{5, 30, 39, 60, 300} {
		for _, columns := range []int{0, 12} {
			data := drawWorkbook(t, chartedReport(rows, columns))
			f := openWorkbook(t, data)
			areas := ""
			for _, n := range f.GetDefinedName() {
				if n.Name == "_xlnm.Print_Area" && n.Scope == "Charted" {
					areas = n.RefersTo
				}
			}
			layout, err := f.GetPageLayout("Charted")
			if err != nil {
				t.Fatal(err)
			}
			anchors := anchorRows.FindAllStringSubmatch(parts(t, data)["xl/drawings/drawing1.xml"], -1)
			if len(anchors) != 4 || areas == "" {
				t.Fatalf("%d rows: %d charts, areas %q", rows, len(anchors), areas)
			}
			for _, a := range anchors {
				if !onOnePage(t, f, areas, a, *layout.FitToHeight == 1) {
					t.Errorf("%d rows, %d columns: the chart at rows %s to %s is cut by %s", rows, columns, a[2], a[4], areas)
				}
			}
		}
	}
}

// onOnePage looks for the area that holds the anchor.
func onOnePage(t *testing.T, f *excelize.File, areas string, anchor []string, whole bool) bool {
	t.Helper()
	number := func(i int) int {
		n, err := strconv.Atoi(anchor[i])
		if err != nil {
			t.Fatal(err)
		}
		return n + 1
	}
	for _, area := range strings.Split(areas, ",") {
		_, cells, _ := strings.Cut(strings.ReplaceAll(area, "$", ""), "!")
		first, last, _ := strings.Cut(cells, ":")
		left, top, _ := excelize.CellNameToCoordinates(first)
		right, bottom, err := excelize.CellNameToCoordinates(last)
		if err != nil {
			t.Fatal(err)
		}
		if number(1) < left || number(3) > right || number(2) < top || number(4) > bottom {
			continue
		}
		width := 0.0
		for col := left; col <= right; col++ {
			name, _ := excelize.ColumnNumberToName(col)
			w, err := f.GetColWidth("Charted", name)
			if err != nil {
				t.Fatal(err)
			}
			width += 7 * w
		}
		return whole || float64(20*(bottom-top+1))+70 <= max(1046, width)*171.9/276.7
	}
	return false
}

// TestPaletteIsOurs: excelize's red and the theme's blue are nowhere.
func TestPaletteIsOurs(t *testing.T) {
	got := string(palette([]byte(`<x14:negativeFillColor rgb="FFFF0000"></x14:negativeFillColor><x14:axisColor rgb="FFFF0000"></x14:axisColor><x14:colorLast theme="4" tint="0.3999755851924192"></x14:colorLast>`)))
	if want := `<x14:negativeFillColor rgb="FFF2B27F"></x14:negativeFillColor><x14:axisColor rgb="FF7B8794"></x14:axisColor><x14:colorLast rgb="FF0072B2"></x14:colorLast>`; got != want {
		t.Error(got)
	}
	for name, text := range parts(t, drawWorkbook(t, tabledReport(30))) {
		if strings.Contains(text, "FFFF0000") {
			t.Errorf("%s has a red of another palette", name)
		}
	}
}
