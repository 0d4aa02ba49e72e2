package report

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
)

// statusColours say of the words of a status whether they are good or bad news; the word itself
// stays what tells. Others are printed as any text.
var statusColours = map[string]string{
	"confirmed": upColour, "grew": upColour, "new": upColour, "reached": upColour, "works": upColour, "more": upColour, "above": upColour, "on time": upColour,
	"faded": downColour, "fell": downColour, "lost": downColour, "missed": downColour, "does not work": downColour, "less": downColour, "below": downColour,
	"at risk": downColour, "signal": downColour, "substitutes": downColour, "over budget": downColour, "edge": downColour,
	"candidate": quietColour, "too few": quietColour, "too few to judge": quietColour, "cannot be told yet": quietColour, "normal": quietColour, "as the others": quietColour,
	"as expected": quietColour, "unchanged": quietColour,
}

// shadeStatus colours the words of a status by what they mean, one rule for each word in the
// column.
func (t *sectionSheet) shadeStatus(col int, area string) {
	switch t.s.Table.Columns[col].Key {
	case "status", "verdict", "noise":
	default:
		return
	}
	seen := map[string]bool{}
	var rules []excelize.ConditionalFormatOptions
	for n, row := range t.s.Table.Rows {
		word, _ := row[col].(string)
		if colour := statusColours[word]; colour != "" && !seen[word] {
			seen[word] = true
			rule := t.book.coloured("==", colour)
			shown, _ := t.cell(n, col).(string)
			rule.Value = `"` + strings.ReplaceAll(shown, `"`, `""`) + `"`
			rules = append(rules, rule)
		}
	}
	if len(rules) > 0 {
		t.shades = append(t.shades, shade{area, rules})
	}
}

// measureSections are the sections that say more about a measure of the overview, the first
// of them that is in the report.
var measureSections = map[string][]string{
	"revenue": {"trend", "products"}, "deals": {"deal-size", "trend"}, "average_deal": {"deal-size", "trend"}, "products_per_deal": {"deal-size", "pairs"},
	"multi_product_share": {"pairs", "types"}, "margin": {"area-profit", "product-profit"}, "cm1": {"bridge", "product-profit"},
	"customers": {"customers", "segments"}, "multi_area_share": {"breadth", "areas-together"}, "internal_share": {"breadth", "areas-together"},
	"external_share": {"partners", "programmes"}, "returned": {"trend", "products"},
}

// trendLines puts behind each measure of the overview its line over all periods, and a link to the section
// that says more.
func (t *sectionSheet) trendLines() {
	kpi := t.s.Table.Index("kpi")
	if t.s.Name != metrics.Overview.Name || kpi < 0 || t.right {
		return
	}
	lines, links := len(t.heads)+1, len(t.heads)+2
	head := t.book.style(look{bold: true, fill: headColour, wrap: true, top: true, strong: true})
	t.set(lines, headerRow, gridCell{style: head, value: t.book.say("Over time")})
	t.set(links, headerRow, gridCell{style: head, value: t.book.say("More in")})
	t.width(lines, 26)
	t.width(links, 26)
	trend := t.book.report.Find(metrics.Trend.Name)
	for n, row := range t.s.Table.Rows {
		key, _ := row[kpi].(string)
		rule := t.book.style(look{rule: true})
		t.set(lines, firstRow+n, gridCell{style: rule})
		t.set(links, firstRow+n, gridCell{style: rule})
		if trend != nil && trend.Table.Index(key) >= 0 && len(trend.Table.Rows) > 1 {
			col := trend.Table.Index(key) + 1
			t.sparks = append(t.sparks, cellLine{cellName(lines, firstRow+n),
				quoteSheet(t.book.names[trend.Name]) + "!" + cellName(col, firstRow) + ":" + cellName(col, headerRow+len(trend.Table.Rows))})
		}
		for _, name := range measureSections[key] {
			if sheet := t.book.names[name]; sheet != "" {
				t.set(links, firstRow+n, gridCell{style: t.book.style(look{colour: upColour, link: true, rule: true}), value: sheet})
				t.links = append(t.links, cellLink{cellName(links, firstRow+n), quoteSheet(sheet) + "!A1", t.book.say("To the section")})
				break
			}
		}
	}
}

// cellLine is a small line in a cell, over a range of numbers.
type cellLine struct{ cell, values string }

// addSparks puts small lines into cells.
func (b *book) addSparks(sheet string, sparks []cellLine) error {
	for _, s := range sparks {
		err := b.file.AddSparkline(sheet, &excelize.SparklineOptions{Location: []string{s.cell}, Range: []string{s.values},
			Type: "line", SeriesColor: "#" + pastColour, Last: true})
		if err != nil {
			return err
		}
	}
	return nil
}
