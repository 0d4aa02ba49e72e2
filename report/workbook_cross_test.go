package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// pivotParts are the parts of a pivot table as the file format has them.
type pivotParts struct {
	Cache struct {
		Records int `xml:"recordCount,attr"`
		Source  struct {
			Ref string `xml:"ref,attr"`
		} `xml:"cacheSource>worksheetSource"`
		Fields []struct {
			Name    string `xml:"name,attr"`
			Formula string `xml:"formula,attr"`
			Items   struct {
				Count int    `xml:"count,attr"`
				Least string `xml:"minValue,attr"`
				List  []struct {
					XMLName xml.Name
					Text    string `xml:"v,attr"`
				} `xml:",any"`
			} `xml:"sharedItems"`
		} `xml:"cacheFields>cacheField"`
	}
	Records struct {
		Rows []struct {
			Values []struct {
				XMLName xml.Name
				V       string `xml:"v,attr"`
			} `xml:",any"`
		} `xml:"r"`
	}
	Table struct {
		Location struct {
			Ref string `xml:"ref,attr"`
		} `xml:"location"`
		Fields []struct {
			Items []struct {
				X string `xml:"x,attr"`
				T string `xml:"t,attr"`
			} `xml:"items>item"`
		} `xml:"pivotFields>pivotField"`
		Rows []struct {
			R string `xml:"r,attr"`
			T string `xml:"t,attr"`
		} `xml:"rowItems>i"`
	}
}

func pivotPartsOf(t *testing.T, all map[string]string) (p pivotParts) {
	t.Helper()
	for name, into := range map[string]any{cacheDefinition: &p.Cache, cacheRecords: &p.Records, crossDefinition: &p.Table} {
		if err := xml.Unmarshal([]byte(all[name]), into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return p
}

// TestPivotIsFilled reads the records back and compares them with the lines, and the cells of the
// table with sums over the lines.
func TestPivotIsFilled(t *testing.T) {
	n := 500
	data := drawLines(t, n)
	all := parts(t, data)
	p, list := pivotPartsOf(t, all), listed(n)
	if p.Cache.Records != n || len(p.Records.Rows) != n || p.Cache.Source.Ref != "G1:N501" || len(p.Cache.Fields) != 9 {
		t.Fatalf("%d records of %d, %d fields of %s", len(p.Records.Rows), p.Cache.Records, len(p.Cache.Fields), p.Cache.Source.Ref)
	}
	sums := map[string]sales.Money{}
	row := 0
	first := list.Column(sales.MonthOf)
	for values := range list.Lines {
		for i, got := range p.Records.Rows[row].Values {
			want := plain(values[first+i])
			if got.XMLName.Local == "x" {
				var item int
				fmt.Sscan(got.V, &item)
				got.V = p.Cache.Fields[i].Items.List[item].Text
			}
			if got.V != want || got.XMLName.Local == "m" && values[first+i] != nil {
				t.Fatalf("record %d, field %d: %q, want %q", row, i, got.V, want)
			}
		}
		row++
		revenue := values[list.Column(sales.Revenue)].(sales.Money)
		area, kind := values[list.Column(sales.Area)].(string), values[list.Column(sales.Type)].(string)
		sums["Grand Total"] += revenue
		sums[area] += revenue
		sums[area+"/"+kind] += revenue
	}
	cells := storedCells(t, all[partNamed(t, data, "Pivot")])
	if len(p.Table.Rows) != len(sums) {
		t.Errorf("%d rows, want %d", len(p.Table.Rows), len(sums))
	}
	area := ""
	for i, r := range p.Table.Rows {
		at := crossTop + 1 + i
		name := cells[cellName(1, at)].Text
		switch {
		case r.R == "":
			area = name
		default:
			name = area + "/" + name
		}
		if got, want := cells[cellName(2, at)].Value, sums[name].Number(); got != want || want == "0" {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if want := fmt.Sprintf("A%d:D%d", crossTop, crossTop+len(sums)); p.Table.Location.Ref != want {
		t.Errorf("the table is at %s, want %s", p.Table.Location.Ref, want)
	}
	for i, f := range p.Table.Fields[:3] {
		if n := len(f.Items); n != p.Cache.Fields[i].Items.Count+1 || f.Items[n-1].T != "default" {
			t.Errorf("field %d has %d items for %d texts", i, n, p.Cache.Fields[i].Items.Count)
		}
	}
}

// partNamed is the part of a sheet.
func partNamed(t *testing.T, data []byte, sheet string) string {
	t.Helper()
	for id, name := range openWorkbook(t, data).GetSheetMap() {
		if name == sheet {
			return fmt.Sprintf("xl/worksheets/sheet%d.xml", id)
		}
	}
	t.Fatalf("no sheet %s", sheet)
	return ""
}

// TestPivotLeadsToItsParts: every part is declared, every relation has its target.
func TestPivotLeadsToItsParts(t *testing.T) {
	all := parts(t, drawLines(t, 50))
	for _, name := range []string{cacheRecords, cacheDefinition, crossDefinition, "xl/slicerCaches/slicerCache3.xml", "xl/slicers/slicer1.xml"} {
		if all[name] == "" || strings.Count(all[contentTypes], `PartName="/`+name+`"`) != 1 {
			t.Errorf("%s is missing or not declared once", name)
		}
	}
	if !strings.Contains(all[cacheRelations], "pivotCacheRecords1.xml") || !strings.Contains(all[cacheDefinition], `r:id="rId1"`) {
		t.Error("the definition does not lead to its records")
	}
	var id, slicer string
	fmt.Sscanf(all["xl/workbook.xml"][strings.Index(all["xl/workbook.xml"], "<pivotCache "):], `<pivotCache cacheId=%q`, &id)
	if !strings.Contains(all[crossDefinition], `cacheId="`+id+`"`) {
		t.Errorf("the table is not of the cache %s", id)
	}
	text := all[cacheDefinition]
	fmt.Sscanf(text[strings.Index(text, "pivotCacheId="):], `pivotCacheId=%q`, &slicer)
	for i := 1; i <= 3; i++ {
		cache := all[fmt.Sprintf("xl/slicerCaches/slicerCache%d.xml", i)]
		if !strings.Contains(cache, `pivotCacheId="`+slicer+`"`) || !strings.Contains(cache, `s="1"`) {
			t.Errorf("slicer %d has no items or another cache: %s", i, cache)
		}
	}
}

// TestPivotTextsThatExcelTakesForOne: case apart, texts are one item; a line without a text has its own.
func TestPivotTextsThatExcelTakesForOne(t *testing.T) {
	f := crossField{title: "Business area", column: sales.Column{Field: sales.Area, Kind: sales.Text}, place: map[string]int{}}
	var got []int
	for _, v := range []any{"Tea", "tea", "TEA", nil, "", "Äpfel", "äpfel", "Coffee"} {
		got = append(got, f.take(v))
	}
	if fmt.Sprint(got) != "[0 0 0 1 1 2 2 3]" || fmt.Sprint(f.sorted()) != "[3 0 2 1]" {
		t.Errorf("items %v, in the order %v", got, f.sorted())
	}
	var b bytes.Buffer
	f.write(&b)
	if want := `<cacheField name="Business area" numFmtId="0"><sharedItems containsBlank="1" count="4"><s v="Tea"/><m/><s v="Äpfel"/><s v="Coffee"/></sharedItems></cacheField>`; b.String() != want {
		t.Errorf("%s, want %s", b.String(), want)
	}
}
