package report

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"xsell/metrics"
	"xsell/metrics/sales"
)

// readReport is report.json as a reader of the contract sees it.
type readReport struct {
	XSell    int
	Sections []struct {
		Name  string
		Table struct {
			Columns []struct{ Key, Title, Unit string }
			Rows    [][]any
		}
	}
}

func drawJSON(t *testing.T, r *metrics.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parseJSON(t *testing.T, text []byte) readReport {
	t.Helper()
	var got readReport
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	return got
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestJSONHoldsToItsSchema(t *testing.T) {
	schema := compileSchema(t)
	for name, r := range map[string]*metrics.Report{"full": tabledReport(30), "empty": {Calendar: sales.Calendar{Unit: sales.Week}}} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(drawJSON(t, r)))
		if err != nil {
			t.Fatal(name, err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRefusesWhatIsNotTheContract(t *testing.T) {
	schema := compileSchema(t)
	text := string(drawJSON(t, tabledReport(3)))
	for _, change := range [][2]string{
		{`"xsell": 1`, `"xsell": 2`},
		{`"unit":"money"`, `"unit":"dollars"`},
		{`"key":"revenue"`, `"key":"Net Revenue"`},
		{`"start":"2026-09-01"`, `"start":"1 Sep 2026"`},
		{`"kind":"stacked"`, `"kind":"pie"`},
		{`"sql": ""`, `"sql": "", "html": ""`},
		{`,null,`, `,{},`},
	} {
		broken := strings.Replace(text, change[0], change[1], 1)
		if broken == text {
			t.Fatalf("the report has no %s to change", change[0])
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(doc) == nil {
			t.Errorf("%s passed as %s", change[0], change[1])
		}
	}
}

func TestJSONHoldsEveryCellExactly(t *testing.T) {
	r := tabledReport(30)
	got := parseJSON(t, drawJSON(t, r))
	if got.XSell != 1 || len(got.Sections) != len(r.Sections) {
		t.Fatalf("xsell %d with %d sections, want 1 with %d", got.XSell, len(got.Sections), len(r.Sections))
	}
	for i, s := range r.Sections {
		for n, row := range s.Table.Rows {
			for col, cell := range row {
				if have := got.Sections[i].Table.Rows[n][col]; !sameInJSON(cell, have) {
					t.Errorf("%s row %d %s: %v, want %v", s.Name, n, s.Table.Columns[col].Key, have, cell)
				}
			}
		}
	}
}

// sameInJSON compares the text of numbers, so that a last digit cannot hide.
func sameInJSON(want metrics.Cell, have any) bool {
	switch w := want.(type) {
	case nil:
		return have == nil
	case string:
		return have == strings.ToValidUTF8(w, "\uFFFD")
	case sales.Day:
		return have == w.String()
	case sales.Money:
		return have == json.Number(w.Number())
	case sales.Quantity:
		return have == json.Number(w.String())
	case int64:
		return have == json.Number(strconv.FormatInt(w, 10))
	case float64:
		n, _ := have.(json.Number)
		v, err := n.Float64()
		return err == nil && v == w && !strings.ContainsAny(n.String(), "eE")
	}
	return false
}

func TestJSONNumbers(t *testing.T) {
	for _, test := range []struct {
		cell metrics.Cell
		want string
	}{
		{nil, "null"},
		{sales.Money(125_000), "12.5"},
		{sales.Money(-1), "-0.0001"},
		{sales.Money(0), "0"},
		{sales.Money(22_972_008_603), "2297200.8603"},
		{sales.Money(math.MaxInt64), "922337203685477.5807"},
		{sales.Quantity(1_250), "0.125"},
		{int64(math.MaxInt64), "9223372036854775807"},
		{0.375, "0.375"},
		{math.Copysign(0, -1), "0"},
		{1e21, "1000000000000000000000"},
		{5.2115e-7, "0.00000052115"},
		{sales.DayOf(2026, 6, 28), `"2026-06-28"`},
		{"</script>\u2028&", `"\u003c/script\u003e\u2028\u0026"`},
	} {
		got, err := appendJSON(nil, test.cell)
		if err != nil || string(got) != test.want {
			t.Errorf("%v: %s %v, want %s", test.cell, got, err, test.want)
		}
	}
	if _, err := appendJSON(nil, struct{}{}); err == nil {
		t.Error("a cell of an unknown kind was written")
	}
}

func TestJSONHasARowALineAndNoMarkup(t *testing.T) {
	text := drawJSON(t, tabledReport(30))
	if bytes.ContainsAny(text, "<>&") || bytes.Contains(text, []byte("\u2028")) {
		t.Error("the text cannot stand inside a page")
	}
	if !bytes.Contains(text, []byte("\n      [\"000\",")) || !bytes.Contains(text, []byte("],\n      [\"001\",")) {
		t.Error("rows do not stand on lines of their own")
	}
	if again := drawJSON(t, tabledReport(30)); !bytes.Equal(text, again) {
		t.Error("the same report gave other bytes")
	}
}
