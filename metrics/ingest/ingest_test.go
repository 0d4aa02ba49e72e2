package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// written puts files into a folder of the test; lines end with LF.
func written(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read loads text as a csv file, finishes the ledger and holds its totals.
func read(t *testing.T, o Options, text string) (*sales.Ledger, *Understanding) {
	t.Helper()
	return loaded(t, o, filepath.Join(written(t, map[string]string{"sales.csv": text}), "sales.csv"))
}

// refusal is the error of reading.
func refusal(t *testing.T, o Options, paths ...string) string {
	t.Helper()
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = Read(t.Context(), paths, o, l)
	if err == nil {
		t.Fatal("read without an error")
	}
	return err.Error()
}

// kinds counts the lines of the problems by kind.
func kinds(l *sales.Ledger) map[string]int64 {
	counts := map[string]int64{}
	for _, p := range l.Problems {
		counts[p.Kind] += p.Lines
	}
	return counts
}

func TestDirtyRows(t *testing.T) {
	var rejects bytes.Buffer
	o := Options{Rejects: NewRejects(&rejects)}
	l, _ := read(t, o, `Order ID,Date,Customer,Product,Quantity,Amount,Cost
1,2026-01-05,ann,tea,2,20.00,8.00
1,2026-01-05,ann,pot,1,30.00,
2,31.02.2026,bob,tea,1,10.00,4.00
2,,bob,tea,1,10.00,4.00
3,2026-02-06,=cmd|calc,tea,1,ten,4.00
3,2026-02-06,bob,tea,one,10.00,4.00
4,2026-02-07,#N/A,pot,1,30.00,x

Order ID,Date,Customer,Product,Quantity,Amount,Cost
prices without tax,,,,,,
Total,,,,7,110.00,24.00
`)
	if err := o.Rejects.Flush(); err != nil {
		t.Fatal(err)
	}
	s := l.Sources[0]
	for name, c := range map[string]struct {
		got  sales.Totals
		want sales.Totals
	}{
		"read":      {s.Read, sales.Totals{Lines: 10, Quantity: 14_0000, Revenue: 220_0000, Cost: 48_0000}},
		"used":      {s.Used, sales.Totals{Lines: 4, Quantity: 4_0000, Revenue: 90_0000, Cost: 12_0000}},
		"refused":   {s.Refused, sales.Totals{Lines: 3, Quantity: 3_0000, Revenue: 20_0000, Cost: 12_0000}},
		"set aside": {s.SetAside, sales.Totals{Lines: 3, Quantity: 7_0000, Revenue: 110_0000, Cost: 24_0000}},
	} {
		if c.got != c.want {
			t.Errorf("%s %s, want %s", name, c.got, c.want)
		}
	}
	want := map[string]int64{kindDate: 2, kindAmount: 1, kindCell: 2, kindError: 1, kindNote: 2}
	got := kinds(l)
	for k, n := range want {
		if got[k] != n {
			t.Errorf("%d lines with a problem %q, want %d", got[k], k, n)
		}
	}
	if len(got) != len(want) {
		t.Errorf("problems %v, want %v", got, want)
	}
	wantRejects := "\uFEFF" + `file,sheet,row,column,value,kind,problem,cells
sales.csv,,4,B,31.02.2026,date,is not a usable date,2,31.02.2026,bob,tea,1,10.00,4.00
sales.csv,,5,B,,date,there is no date,2,,bob,tea,1,10.00,4.00
sales.csv,,6,F,ten,amount,is not a usable amount,3,2026-02-06,'=cmd|calc,tea,1,ten,4.00
`
	if rejects.String() != wantRejects {
		t.Errorf("rejects\n%s\nwant\n%s", rejects.String(), wantRejects)
	}
	if got := l.Problems[0].String(); got != `sales.csv!B4: "31.02.2026" is not a usable date` {
		t.Errorf("problem %s", got)
	}
}

func TestStrictStopsAtTheFirstRefusedRow(t *testing.T) {
	dir := written(t, map[string]string{"sales.csv": "Date,Product,Amount\n2026-01-01,tea,1\nsoon,tea,2\n"})
	got := refusal(t, Options{Strict: true}, filepath.Join(dir, "sales.csv"))
	if !strings.Contains(got, `sales.csv!A3: "soon" is not a usable date`) {
		t.Error(got)
	}
}

func TestTotalsThatDoNotAgreeAreReported(t *testing.T) {
	l, _ := read(t, Options{}, "Date;Product;Amount\n2026-01-01;tea;10,00\n2026-01-02;pot;5,50\nZwischensumme;;15,50\n2026-01-03;cup;2,00\nTotal;;17,50\nSumme;;99,00\n")
	var got []string
	for _, p := range l.Problems {
		got = append(got, p.String())
	}
	if len(got) != 1 || !strings.Contains(got[0], "says 99.00, the lines above add up to 17.50") {
		t.Errorf("problems %q", got)
	}
	if used := l.Total().Used.Revenue; used != 17_5000 {
		t.Errorf("revenue %s, want 17.50", used)
	}
}

func TestDuplicates(t *testing.T) {
	text := "Order,Date,Product,Amount\n1,2026-01-01,tea,10\n1,2026-01-01,tea,10\n1,2026-01-01,tea,11\n2,2026-01-02,pot,5\n"
	more := "Order,Date,Product,Amount\n2,2026-01-02,pot,5\n3,2026-01-03,cup,7\n"
	for _, c := range []struct {
		duplicates string
		want       sales.Money
	}{{"", 48_0000}, {"keep", 48_0000}, {"drop", 33_0000}} {
		dir := written(t, map[string]string{"a.csv": text, "b.csv": more})
		l, _ := loaded(t, Options{Config: Config{Duplicates: c.duplicates}}, dir)
		if got := l.Total().Used.Revenue; got != c.want {
			t.Errorf("duplicates %q: revenue %s, want %s", c.duplicates, got, c.want)
		}
		if got := kinds(l); got[kindDuplicate] != 1 || got[kindOverlap] != 1 {
			t.Errorf("duplicates %q: problems %v", c.duplicates, got)
		}
	}
}

func TestSameFileTwice(t *testing.T) {
	text := "Date,Product,Amount\n2026-01-01,tea,10\n"
	l, _ := loaded(t, Options{}, written(t, map[string]string{"a.csv": text, "b.csv": text}))
	if got := kinds(l); got[kindOverlap] != 1 || len(l.Problems) != 2 {
		t.Errorf("problems %v", l.Problems)
	}
}

// TestOrderIsDecidedFromTheWholeColumn: only the last of many dates tells the order.
func TestOrderIsDecidedFromTheWholeColumn(t *testing.T) {
	rows := strings.Repeat("03/04/2026,tea,1.234\n", 5000)
	l, _ := read(t, Options{Config: Config{Duplicates: "keep"}}, "Date,Product,Amount\n"+rows+"12/31/2026,tea,\"1.234.567\"\n")
	type span struct{ First, Last, Revenue int64 }
	got, err := sales.Query[span](t.Context(), l, `SELECT CAST(date_diff('day', DATE '1970-01-01', min(day)) AS BIGINT) AS first,
		CAST(date_diff('day', DATE '1970-01-01', max(day)) AS BIGINT) AS last, CAST(sum(revenue) AS BIGINT) AS revenue FROM lines`)
	if err != nil {
		t.Fatal(err)
	}
	if sales.Day(got[0].First).String() != "2026-03-04" || sales.Day(got[0].Last).String() != "2026-12-31" {
		t.Errorf("from %s to %s, want month first", sales.Day(got[0].First), sales.Day(got[0].Last))
	}
	if want := int64(5000*1234+1234567) * sales.Scale; got[0].Revenue != want {
		t.Errorf("revenue %d, want %d: the last amount says that points part thousands", got[0].Revenue, want)
	}
}

func TestTwoOrdersInOneColumn(t *testing.T) {
	text := "Date,Product,Amount\n13/04/2026,tea,1\n14/04/2026,tea,2\n04/15/2026,tea,3\n03/04/2026,tea,4\n"
	l, _ := read(t, Options{}, text)
	if got := kinds(l); got[kindDateOrder] != 2 || l.Total().Used.Lines != 4 {
		t.Errorf("problems %v, %d lines used", l.Problems, l.Total().Used.Lines)
	}
	l, _ = read(t, Options{Config: Config{DateOrder: "dmy"}}, text)
	if got := kinds(l); got[kindDate] != 1 || got[kindDateOrder] != 0 || l.Total().Used.Lines != 3 {
		t.Errorf("with an order given: problems %v, %d lines used", l.Problems, l.Total().Used.Lines)
	}
}

func TestAmountsAreWorkedOut(t *testing.T) {
	for _, c := range []struct {
		name, header, row      string
		revenue, list, costing string
	}{
		{"price x quantity", "Quantity,Unit price", "3,2.55", "7.65", "", ""},
		{"price x quantity less a rate", "Quantity,Unit price,Discount", "4,2.50,0.1", "9.00", "10.00", ""},
		{"price x quantity less an amount", "Quantity,Unit price,Discount amount", "4,2.50,1", "9.00", "10.00", ""},
		{"list less discount", "Gross amount,Discount", "10.00,1.50", "8.50", "10.00", ""},
		{"negative discounts", "Amount,Discount", "8.50,-1.50", "8.50", "10.00", ""},
		{"discount rate in per cent", "Amount,Discount %", "8.50,15", "8.50", "10.00", ""},
		{"profit", "Amount,Profit", "8.50,2.25", "8.50", "", "6.25"},
		{"margin", "Amount,Margin %", "8.00,25%", "8.00", "", "6.00"},
		{"unit cost", "Quantity,Amount,Unit cost", "3,9.00,1.1111", "9.00", "", "3.3333"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, _ := read(t, Options{}, "Order,Date,Product,"+c.header+"\n1,2026-01-01,tea,"+c.row+"\n")
			type line struct{ Revenue, List, Cost sales.Null[int64] }
			got, err := sales.Query[line](t.Context(), l, `SELECT revenue, list, cost FROM lines`)
			if err != nil {
				t.Fatal(err)
			}
			for what, v := range map[string]struct {
				got  sales.Null[int64]
				want string
			}{"revenue": {got[0].Revenue, c.revenue}, "list": {got[0].List, c.list}, "cost": {got[0].Cost, c.costing}} {
				text := ""
				if v.got.Valid {
					text = sales.Money(v.got.V).String()
				}
				if text != v.want {
					t.Errorf("%s %q, want %q", what, text, v.want)
				}
			}
			if c.name != "negative discounts" && c.name != "list" && len(l.Derived) == 0 {
				t.Error("nothing said of how it was worked out")
			}
		})
	}
}

func TestKeysAreCanonical(t *testing.T) {
	l, _ := read(t, Options{}, "Invoice,Date,Stock code,Customer ID,Amount\n536365.0,2026-01-01,85123,17850.0,1\n536365,2026-01-01,85123A,17850,2\n\" 00123\u00a0\",2026-01-02,00123,00123,3\n")
	type line struct{ Deal, Product, Customer string }
	got, err := sales.Query[line](t.Context(), l, `SELECT deal, product, customer FROM lines ORDER BY revenue`)
	if err != nil {
		t.Fatal(err)
	}
	want := []line{{"536365", "85123", "17850"}, {"536365", "85123A", "17850"}, {"00123", "00123", "00123"}}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d: %v, want %v", i+1, got[i], want[i])
		}
	}
}

func TestReturns(t *testing.T) {
	type line struct {
		Deal     string
		Return   bool
		Returned bool
	}
	for _, c := range []struct {
		name, text string
		config     Config
		want       []line
	}{
		{"negative quantity and lettered deals", "Invoice,Date,Product,Quantity,Price\n1,2026-01-01,tea,2,1\n2,2026-01-01,tea,2,1\n3,2026-01-01,tea,2,1\n4,2026-01-01,tea,2,1\n5,2026-01-01,tea,2,1\n6,2026-01-01,tea,2,1\n7,2026-01-01,tea,2,1\n8,2026-01-01,tea,2,1\n9,2026-01-01,tea,2,1\nC1,2026-01-01,tea,-2,1\n",
			Config{}, []line{{"9", false, false}, {"C1", true, false}}},
		{"prefix", "Invoice,Date,Product,Amount\nA1,2026-01-01,tea,5\nRET-1,2026-01-01,tea,0\n", Config{ReturnPrefixes: []string{"RET-"}}, []line{{"A1", false, false}, {"RET-1", true, false}}},
		{"status", "Order,Date,Product,Amount,Status\n1,2026-01-01,tea,5,shipped\n2,2026-01-01,tea,5,cancelled\n", Config{}, []line{{"1", false, false}, {"2", false, true}}},
		{"status that asks", "Order,Date,Product,Amount,Returned\n1,2026-01-01,tea,5,no\n2,2026-01-01,tea,5,yes\n", Config{}, []line{{"1", false, false}, {"2", false, true}}},
		{"words of the configuration", "Order,Date,Product,Amount,Status\n1,2026-01-01,tea,5,ok\n2,2026-01-01,tea,5,Bounced\n", Config{ReturnStatus: []string{"bounced"}}, []line{{"1", false, false}, {"2", false, true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, _ := read(t, Options{Config: c.config}, c.text)
			got, err := sales.Query[line](t.Context(), l, `SELECT deal, is_return AS "return", is_returned AS returned FROM lines ORDER BY deal DESC LIMIT 2`)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != 2 || got[1] != c.want[0] || got[0] != c.want[1] {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestNoProgrammeIsNone(t *testing.T) {
	l, _ := read(t, Options{Config: Config{NoProgramme: []string{"Nicht beworben"}}},
		"Date,Product,Promotion,Amount\n2026-01-01,tea,No Promotion,1\n2026-01-01,tea,Spring,2\n2026-01-01,tea,nicht beworben,4\n")
	if got := l.Coverage(sales.Programme); got.Revenue != 2_0000 {
		t.Errorf("programme on revenue %s, want 2.00", got.Revenue)
	}
}

func TestColumnsAsConfigured(t *testing.T) {
	text := "a,b,c,d\n2026-01-01,tea,7,100\n2026-01-02,pot,8,200\n"
	dir := written(t, map[string]string{"sales.csv": text})
	path := filepath.Join(dir, "sales.csv")
	if got := refusal(t, Options{}, path); !strings.Contains(got, "no date column and no amount column (its columns: a, b, c, d)") {
		t.Error(got)
	}
	l, _ := loaded(t, Options{Config: Config{Columns: map[sales.Field][]string{sales.DayField: {"A"}, sales.Product: {"b"}, sales.Revenue: {"d"}}}}, path)
	if got := l.Total().Used.Revenue; got != 300_0000 {
		t.Errorf("revenue %s, want 300", got)
	}
	if got := refusal(t, Options{Config: Config{Columns: map[sales.Field][]string{"revenu": {"d"}}}}, path); !strings.Contains(got, `unknown field "revenu"; did you mean "revenue"?`) {
		t.Error(got)
	}
}

func TestProblemsAreCappedAndCounted(t *testing.T) {
	var rejects bytes.Buffer
	o := Options{Rejects: NewRejects(&rejects)}
	var good strings.Builder
	for i := range 400 {
		fmt.Fprintf(&good, "2026-01-01,tea,%d\n", i)
	}
	l, _ := read(t, o, "Date,Product,Amount\n"+good.String()+strings.Repeat("soon,tea,2\n", 2500))
	if err := o.Rejects.Flush(); err != nil {
		t.Fatal(err)
	}
	if len(l.Problems) != maxProblems+1 || kinds(l)[kindDate] != 2500 {
		t.Errorf("%d problems of %d lines, want %d of 2500", len(l.Problems), kinds(l)[kindDate], maxProblems+1)
	}
	if got := strings.Count(rejects.String(), "\n"); got != 2501 {
		t.Errorf("%d lines of rejects, want 2501", got)
	}
	if last := l.Problems[maxProblems]; last.Revenue != 3000_0000 || !last.Refused {
		t.Errorf("the rest: %+v", last)
	}
}

// TestReadingsAreCountedOnce: a cell that reads two ways is met when much of the sheet
// has been read. It is settled by all of the sheet, and what was read is not counted
// again.
func TestReadingsAreCountedOnce(t *testing.T) {
	const lines = 60_000
	var text strings.Builder
	text.WriteString("Date;Product;Amount;Cost\n")
	for i := range lines {
		day, amount := fmt.Sprintf("2026-01-%02d", 1+i%28), "12,5"
		switch {
		case i%3 == 1 && i > lines/2:
			day = fmt.Sprintf("%02d/05/2026", 1+i%12)
		case i%3 == 2:
			day = fmt.Sprintf("05/%02d/2026", 13+i%12)
		}
		switch {
		case i%5 == 0:
			amount = "12.25"
		case i%5 == 1 && i > lines/2:
			amount = "1.200"
		}
		fmt.Fprintf(&text, "%s;tea;%s;%s\n", day, amount, amount)
	}
	l, _ := read(t, Options{}, text.String())
	for _, column := range []string{"C", "D"} {
		want := "column " + column + " has 12,000 numbers with a decimal point, 42,000 with a decimal comma, and 6,000 that read both ways (taken with \",\")"
		if !slices.ContainsFunc(l.Problems, func(p sales.Problem) bool { return strings.HasPrefix(p.Message.String(), want) }) {
			t.Errorf("no problem says that %s: %v", want, l.Problems)
		}
	}
	type row struct{ Thousands, August int64 }
	rows, err := sales.Query[row](t.Context(), l, `SELECT count(*) FILTER (WHERE revenue = 12000000) AS thousands, count(*) FILTER (WHERE day = DATE '2026-08-05') AS august FROM lines`)
	if err != nil {
		t.Fatal(err)
	}
	if rows[0] != (row{6000, 2500}) {
		t.Errorf("got %+v", rows[0])
	}
}
