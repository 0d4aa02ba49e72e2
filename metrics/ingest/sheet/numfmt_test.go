package sheet

import "testing"

var formatTests = []struct {
	code string
	kind Kind
	hint Hint
}{
	{"General", Number, Plain},
	{"Standard", Number, Plain},
	{"", Number, Plain},
	{"@", Number, Plain},
	{"0", Number, Plain},
	{"00000", Number, Plain},
	{"#,##0.00", Number, Plain},
	{"0.00E+00", Number, Plain},
	{"##0.0e-0", Number, Plain},
	{"# ?/?", Number, Plain},
	{`#,##0 "days"`, Number, Plain},
	{`0\d`, Number, Plain},
	{`0.0\ \h`, Number, Plain},
	{`0_d`, Number, Plain},
	{`0*y`, Number, Plain},
	{"[Red]0", Number, Plain},
	{"[Magenta]0;[Cyan]-0", Number, Plain},
	{"[>=1000]#,##0,;0", Number, Plain},
	{`"yyyy"`, Number, Plain},
	{`"unclosed`, Number, Plain},
	{`0"kg"`, Number, Plain},

	{"0%", Number, Percent},
	{"0.00%", Number, Percent},
	{`0.0\ %;[Red]\-0.0\ %`, Number, Percent},
	{`0"%"`, Number, Plain},

	{"$#,##0.00", Number, Currency},
	{`"$"#,##0_);\("$"#,##0\)`, Number, Currency},
	{"[$€-407] #,##0.00", Number, Currency},
	{"#,##0.00 [$USD]", Number, Currency},
	{`#,##0.00\ "zł"`, Number, Currency},
	{"#,##0.00 zł", Number, Currency},
	{`#,##0.00\ "руб."`, Number, Currency},
	{`"R$" #,##0.00`, Number, Currency},
	{`#,##0.00\ \€`, Number, Currency},
	{"#,##0.00₽", Number, Currency},
	{`_-* #,##0.00\ "EUR"_-`, Number, Currency},
	{"[$-409]#,##0", Number, Plain},

	{"yyyy-mm-dd", Date, Plain},
	{"YYYY/MM/DD", Date, Plain},
	{"d/m/yy h:mm", Date, Plain},
	{"dd.mm.yyyy;@", Date, Plain},
	{"[$-409]d-mmm-yy;@", Date, Plain},
	{"[$-F800]dddd, mmmm dd, yyyy", Date, Plain},
	{"[Blue]mm/yy", Date, Plain},
	{"mmm", Date, Plain},
	{"mm", Date, Plain},
	{"mmmm h:mm", Date, Plain},
	{"dddd", Date, Plain},
	{"aaa", Date, Plain},
	{`yyyy"年"m"月"d"日"`, Date, Plain},
	{"[$-411]ggge\"年\"m\"月\"", Date, Plain},
	{"d/m/bbbb", Date, Plain},
	{"jj/mm/aaaa", Date, Plain},
	{"[<1]h:mm;d/m/yyyy", Date, Plain},
	{`"at "h:mm" on "d`, Date, Plain},

	{"h:mm", Time, Plain},
	{"hh:mm:ss", Time, Plain},
	{"h:mm AM/PM", Time, Plain},
	{"[$-409]h:mm:ss am/pm;@", Time, Plain},
	{"h:mm A/P", Time, Plain},
	{"mm:ss", Time, Plain},
	{"mm:ss.0", Time, Plain},
	{"[$-F400]h:mm:ss AM/PM", Time, Plain},

	{"[h]:mm", Duration, Plain},
	{"[HH]:mm:ss", Duration, Plain},
	{"[mm]:ss", Duration, Plain},
	{"[s]", Duration, Plain},
	{"[mm]", Duration, Plain},
}

func TestFormats(t *testing.T) {
	for _, test := range formatTests {
		if got, want := classify(test.code), (style{test.kind, test.hint}); got != want {
			t.Errorf("%q is %v with hint %d, want %v with hint %d", test.code, got.kind, got.hint, want.kind, want.hint)
		}
	}
}

func TestBuiltinFormats(t *testing.T) {
	ids := map[Kind][]int{
		Date:     {14, 15, 16, 17, 22, 27, 30, 36, 50, 58},
		Time:     {18, 19, 20, 21, 45, 47},
		Duration: {46},
		Number:   {0, 1, 4, 11, 12, 13, 37, 38, 39, 40, 41, 43, 48, 49, 59, 163, -1},
	}
	for kind, ids := range ids {
		for _, id := range ids {
			if got, want := builtin(id), (style{kind: kind}); got != want {
				t.Errorf("format %d is %v with hint %d, want %v", id, got.kind, got.hint, kind)
			}
		}
	}
	for _, id := range []int{9, 10} {
		if got := builtin(id).hint; got != Percent {
			t.Errorf("format %d has the hint %d, want Percent", id, got)
		}
	}
	for _, id := range []int{5, 6, 7, 8, 42, 44} {
		if got := builtin(id).hint; got != Currency {
			t.Errorf("format %d has the hint %d, want Currency", id, got)
		}
	}
}

// TestFormatOfBuiltinNumber holds that a workbook may spell out a builtin format
// in its own way.
func TestFormatOfBuiltinNumber(t *testing.T) {
	p := book(`<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>2</v></c></row>`).
		with("styles.xml", `<styleSheet><numFmts><numFmt numFmtId="14" formatCode="0%"/></numFmts>`+
			`<cellXfs><xf numFmtId="14"/><xf numFmtId="15"/></cellXfs></styleSheet>`)
	if got, want := p.dump(t, Limits{}), "1 A=number%:1 B=date:2"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
