package report

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
)

// childOrder is the order in which the schema wants the children of an element (ECMA-376, 4th edition, part 1,
// annex A.2: CT_Worksheet, CT_PivotCacheDefinition, CT_pivotTableDefinition, CT_PivotField, CT_Row, CT_Cell, CT_Table); Excel
// calls a file damaged that has another.
var childOrder = map[string]string{
	"worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate " +
		"customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks " +
		"customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst",
	"sheetData": "row", "row": "c extLst", "c": "f v is extLst",
	"pivotCacheDefinition": "cacheSource cacheFields cacheHierarchies kpis tupleCache calculatedItems calculatedMembers dimensions measureGroups maps extLst",
	"cacheField":           "sharedItems fieldGroup mpMap extLst", "cacheSource": "worksheetSource consolidation extLst",
	"pivotCacheRecords": "r extLst", "r": "m n b e s d x",
	"pivotTableDefinition": "location pivotFields rowFields rowItems colFields colItems pageFields dataFields formats conditionalFormats chartFormats pivotHierarchies " +
		"pivotTableStyleInfo filters rowHierarchiesUsage colHierarchiesUsage extLst",
	"pivotField": "items autoSortScope extLst", "rowItems": "i", "colItems": "i", "i": "x", "dataFields": "dataField", "rowFields": "field", "colFields": "field",
	"table": "autoFilter sortState tableColumns tableStyleInfo extLst",
	"workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches " +
		"smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst",
}

// unordered are elements whose children may come in any order.
var unordered = map[string]bool{"r": true}

func TestPartsAreInTheOrderOfTheSchema(t *testing.T) {
	checked := map[string]int{}
	for name, text := range parts(t, drawLines(t, 200)) {
		if strings.HasSuffix(name, ".rels") || strings.HasPrefix(name, "xl/charts") || strings.HasPrefix(name, "xl/drawings") || strings.HasPrefix(name, "xl/slicer") ||
			strings.HasPrefix(name, "docProps") || name == "xl/styles.xml" || name == "xl/sharedStrings.xml" || strings.HasPrefix(name, "xl/theme") {
			continue
		}
		checkOrder(t, name, text, checked)
	}
	for element := range childOrder {
		if checked[element] == 0 {
			t.Errorf("no part has the element %s", element)
		}
	}
}

// checkOrder walks through a part.
func checkOrder(t *testing.T, part, text string, checked map[string]int) {
	t.Helper()
	type open struct {
		name string
		last int
	}
	var stack []open
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", part, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if n := len(stack); n > 0 {
				parent := &stack[n-1]
				if order, known := childOrder[parent.name]; known && token.Name.Space == mainSpace {
					place := slices.Index(strings.Fields(order), name)
					if place < 0 || place < parent.last && !unordered[parent.name] {
						t.Errorf("%s: <%s> is out of place in <%s>", part, name, parent.name)
					}
					parent.last = place
				}
			}
			if token.Name.Space == mainSpace {
				checked[name]++
			}
			stack = append(stack, open{name, 0})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

// TestPivotRecordsFitTheirFields: a record has a value for every field of the source, and a number
// of an item that there is.
func TestPivotRecordsFitTheirFields(t *testing.T) {
	p := pivotPartsOf(t, parts(t, drawLines(t, 300)))
	fields := 0
	for _, f := range p.Cache.Fields {
		if f.Formula == "" {
			fields++
		}
	}
	for n, r := range p.Records.Rows {
		if len(r.Values) != fields {
			t.Fatalf("record %d has %d values for %d fields", n, len(r.Values), fields)
		}
		for i, v := range r.Values {
			isText := len(p.Cache.Fields[i].Items.List) > 0
			if isText != (v.XMLName.Local == "x") {
				t.Fatalf("record %d, field %s: <%s>", n, p.Cache.Fields[i].Name, v.XMLName.Local)
			}
		}
	}
}
