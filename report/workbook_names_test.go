package report

import (
	"strings"
	"testing"
	"unicode/utf16"

	"xsell/metrics"
)

func TestSheetNames(t *testing.T) {
	titles := []string{"Products", "products", "PRODUCTS", "Cover", "History", "", "a:b\\c/d?e*f[g]h", "'quoted'", "x\u202ey\x00z",
		strings.Repeat("long title ", 5), strings.Repeat("long title ", 6), strings.Repeat("😀", 20)}
	var sections []metrics.Section
	for i, title := range titles {
		sections = append(sections, metrics.Section{Name: "s" + string(rune('a'+i)), Title: title})
	}
	names := sheetNames(&metrics.Report{Sections: sections})
	want := []string{"Products", "products (2)", "PRODUCTS (3)", "Cover (2)", "History (2)", "sf", "a b c d e f g h", "quoted", "x y z",
		"long title long title long", "long title long title long (2)", strings.Repeat("😀", 15)}
	for i, s := range sections {
		got := names[s.Name]
		if got != want[i] {
			t.Errorf("%q: %q, want %q", titles[i], got, want[i])
		}
		if n := len(utf16.Encode([]rune(got))); n > 31 {
			t.Errorf("%q has %d units", got, n)
		}
	}
}

func TestTableName(t *testing.T) {
	b := &book{tables: map[string]bool{}}
	for _, test := range [][2]string{{"product-profit", "product_profit"}, {"product_profit", "product_profit_2"}, {"q1", "t_q1"}, {"r", "t_r"},
		{"r2c3", "t_r2c3"}, {"2nd", "t_2nd"}, {"", "t_"}, {"größe", "gr__e"}} {
		if got := b.tableName(test[0]); got != test[1] {
			t.Errorf("%q: %q, want %q", test[0], got, test[1])
		}
	}
}

func TestHeadingsAreOfOneLineAndUnique(t *testing.T) {
	got := headings([]metrics.Column{{Key: "a", Title: "Revenue"}, {Key: "b", Title: "revenue"}, {Key: "c", Title: "two\nlines"}, {Key: "d"}})
	if strings.Join(got, "|") != "Revenue|revenue (2)|two lines|d" {
		t.Errorf("%q", got)
	}
}

func TestCellTextIsCutWithAMark(t *testing.T) {
	for _, text := range []string{strings.Repeat("a", 40_000), strings.Repeat("😀", 20_000)} {
		got := cellText(text)
		if n := len(utf16.Encode([]rune(got))); n > cellTextLimit || n < cellTextLimit-1 || !strings.HasSuffix(got, "… (cut)") {
			t.Errorf("%d units, ending in %q", n, got[len(got)-12:])
		}
	}
	if text := strings.Repeat("a", cellTextLimit); cellText(text) != text {
		t.Error("a text that fits was cut")
	}
}

func TestQuoteTextIsNoPattern(t *testing.T) {
	if got := quoteText(`a*b?c~"d"`); got != `"=a~*b~?c~~""d"""` {
		t.Error(got)
	}
}

func TestNumberFormats(t *testing.T) {
	for _, test := range []struct {
		key  string
		unit metrics.Unit
		cell metrics.Cell
		want string
	}{
		{"deals", metrics.Count, int64(1), "#,##0_);(#,##0);#,##0_)"},
		{"revenue", metrics.Money, nil, "#,##0.00_);(#,##0.00);#,##0.00_)"},
		{"change", metrics.Money, nil, "+#,##0.00_);-#,##0.00_);#,##0.00_)"},
		{"margin", metrics.Ratio, nil, "0.0%_);(0.0%);0.0%_)"},
		{"margin", metrics.Points, nil, `+0.0%" pts"_);-0.0%" pts"_);0.0%" pts"_)`},
		{"lift", metrics.Number, 2.5, "#,##0.00_);(#,##0.00);#,##0.00_)"},
		{"p", metrics.Number, 5e-5, "0.00E+00"},
		{"start", metrics.Date, nil, "yyyy-mm-dd"},
		{"name", metrics.Text, "=1", "@"},
	} {
		if got := numberFormat(metrics.Column{Key: test.key, Unit: test.unit}, test.unit, []metrics.Cell{test.cell}); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.key, test.unit, got, test.want)
		}
	}
}
