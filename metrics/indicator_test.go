package metrics

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

const marginByChannel = `-- name: margin-by-channel
-- title: Margin by channel
-- question: Where do we earn?
-- Written by Ann.
-- columns: channel text "Channel"; revenue money "Revenue"
--          margin share "Margin"; first date
-- chart: bars channel revenue
-- headline: {channel} earns {margin} of {revenue} since {first}.

SELECT channel, sum(revenue) AS revenue, 1.0 * sum(cm1) / nullif(sum(costed), 0) AS margin, min(day) AS first
FROM lines
GROUP BY channel
ORDER BY revenue DESC
`

const channelSales = `-- lines --
deal,day,customer,product,channel,revenue,cost
1,2026-01-05,ann,tea,Web,100,70
2,2026-01-06,bob,pot,Shop,300,200
3,2026-01-07,cid,cup,Web,200,100
4,2026-01-08,dan,lid,Phone,50,
`

func parsed(t *testing.T, text string) Metric {
	t.Helper()
	m, err := ParseIndicator("sql/x.sql", text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// channels computes a report with the indicator alone.
func channels(t *testing.T, m Metric, o Options) (*Report, error) {
	t.Helper()
	if err := CheckIndicators(t.Context(), []Metric{m}); err != nil {
		return nil, err
	}
	l := ledgerOf(t, txtar.Parse([]byte(channelSales)), sales.FinishOptions{Currency: "EUR"})
	o.Own, o.Only = []Metric{m}, []string{m.Name}
	return Compute(t.Context(), l, o)
}

// The numbers are worked out by hand: Web 300 with a margin of 130/300, Shop 300 with
// 100/300, Phone 50 without a cost. Web and Shop tie; all columns from the left decide.
func TestIndicatorIsASection(t *testing.T) {
	r, err := channels(t, parsed(t, marginByChannel), Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Sections[0]
	want := `lead: Shop earns 33.3 % of 300 EUR since 6 Jan 2026.
scope: An indicator of your own, from x.sql
channel | revenue | margin | first
Shop | 300 | 0.33333 | 2026-01-06
Web | 300 | 0.43333 | 2026-01-05
Phone | 50 | - | 2026-01-08
`
	if got := dump(s); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if s.Title != "Margin by channel" || s.Chapter != "Your indicators" || s.Charts[0].Title != "Revenue" || !strings.HasPrefix(s.SQL, "SELECT channel") || s.Table.Columns[3].Title != "First" {
		t.Errorf("section %+v", s)
	}
}

// What the user writes stays as it is written; what the program adds is in the language.
func TestIndicatorKeepsItsTexts(t *testing.T) {
	german, err := phrases.New("de", "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := channels(t, parsed(t, strings.Replace(marginByChannel, "title: Margin by channel", "title: Revenue", 1)), Options{Phrases: german})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Sections[0]
	if s.Title != "Revenue" || s.Table.Columns[1].Title != "Revenue" || s.Chapter == "Your indicators" || strings.Contains(s.Scope, "indicator") || !strings.Contains(s.Lead, "33,3") {
		t.Errorf("%q %q %q %q %q", s.Title, s.Table.Columns[1].Title, s.Chapter, s.Scope, s.Lead)
	}
}

// A headline is said where all its values are there; else how many rows there are.
func TestHeadlineIsTrueOrNotSaid(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"ORDER BY revenue DESC", "ORDER BY revenue", "3 rows, in the order of the SQL below."},
		{"FROM lines", "FROM lines WHERE revenue < 0", "The SQL below gives no row."},
		{"-- headline: {channel} earns {margin} of {revenue} since {first}.\n", "", "3 rows, in the order of the SQL below."},
	} {
		r, err := channels(t, parsed(t, strings.Replace(marginByChannel, c.from, c.to, 1)), Options{})
		if err != nil || r.Sections[0].Lead != c.want {
			t.Errorf("%s: %v, want %s", c.to, err, c.want)
		}
	}
}

func TestIndicatorRefused(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"-- title: Margin by channel\n", "", "sql/x.sql: the header lacks title; want remarks on top, as -- title: ..."},
		{"-- question: Where do we earn?\n", "-- question:\n", "sql/x.sql: the header lacks question"},
		{"-- title", "-- titel", `sql/x.sql:2: unknown key "titel"; keys of the header are name, title,`},
		{"-- title: Margin by channel", "-- title: A\n-- title: B", "sql/x.sql:3: title stands in the header twice"},
		{"margin-by-channel\n", "Margin by channel\n", `sql/x.sql:1: name is "Margin by channel"; want small letters`},
		{"margin-by-channel\n", "overview\n", "sql/x.sql:1: the name overview is that of a section of the report"},
		{"revenue money \"Revenue\"", "revenue euro \"Revenue\"", `sql/x.sql:5: unknown unit "euro"; units are count, date, money, number, points, quantity, share, text`},
		{"margin share \"Margin\"", "margin", `sql/x.sql:6: column "margin": want its name in the result, its unit and its title`},
		{"margin share", "revenue share", `sql/x.sql:6: two columns are called "revenue"`},
		{"margin share", "unit share", `sql/x.sql:6: the column name "unit" is kept for the program`},
		{"margin share \"Margin\"; first date\n-- chart: bars channel revenue\n-- headline: {channel} earns {margin} of {revenue} since {first}.", "first date", `sql/x.sql:5: the result has a column "margin" that the header does not name`},
		{"; first date", "; first date; last date", `sql/x.sql:6: the result has no column "last"`},
		{"first date", "first text", `sql/x.sql:6: column "first" is a date, which the unit text does not take; cast it, as CAST(x AS VARCHAR)`},
		{"margin share", "margin count", `sql/x.sql:6: column "margin" is a decimal number, which the unit count does not take`},
		{"AS margin", "AS revenue", `sql/x.sql:5: two columns of the result are called "revenue"`},
		{"bars channel revenue", "bar channel revenue", `sql/x.sql:7: unknown chart "bar"; charts are bars, line,`},
		{"bars channel revenue", "bars channel", "sql/x.sql:7: want bars NAMES VALUES [VALUES]"},
		{"bars channel revenue", "bars channel profit", `sql/x.sql:7: a chart of the column "profit", which is not there; columns are channel, revenue, margin, first`},
		{"bars channel revenue", "bars channel revenue margin", `sql/x.sql:7: columns "revenue" and "margin" have different units`},
		{"bars channel revenue", "bars revenue margin", "sql/x.sql:7: want bars NAMES VALUES [VALUES], of which NAMES"},
		{"bars channel revenue", "line first channel", `sql/x.sql:7: column "channel" holds no numbers`},
		{"bars channel revenue", "heatmap channel revenue", "sql/x.sql:7: want heatmap NAMES VALUES by NAMES"},
		{"bars channel revenue", "line first revenue margin by channel", "sql/x.sql:7: want line TIMES VALUES... [by NAMES]"},
		{"{first}", "{last}", "sql/x.sql:8: {last} is none of the columns; write one of the first row, as {channel}"},
		{"{first}", "{first", "sql/x.sql:8: a bracket is not closed"},
		{"sum(revenue) AS revenue", "sum(revnue) AS revenue", `sql/x.sql:10: column "revnue" not found; did you mean "revenue"?`},
		{"FROM lines", "FROM mended", `sql/x.sql:11: relation "mended" not found; there are lines,`},
		{"GROUP BY channel", "WHERE day > current_date GROUP BY channel", "sql/x.sql:12: current_date depends on the clock"},
		{"SELECT channel", "DELETE FROM products; SELECT channel", "sql/x.sql:10: no SELECT; an indicator is one SELECT"},
		{marginByChannel[strings.Index(marginByChannel, "SELECT"):], "", "sql/x.sql: no SELECT follows the header"},
	} {
		m, err := ParseIndicator("sql/x.sql", strings.Replace(marginByChannel, c.from, c.to, 1))
		if err == nil {
			err = CheckIndicators(t.Context(), []Metric{m})
		}
		var wrong *IndicatorError
		if !errors.As(err, &wrong) || !wrong.Early || !strings.HasPrefix(wrong.Error(), c.want) {
			t.Errorf("%q for %q: %v, want %s", c.to, c.from, err, c.want)
		}
	}
	twice := []Metric{parsed(t, marginByChannel), parsed(t, marginByChannel)}
	if err := CheckIndicators(t.Context(), twice); err == nil || err.Error() != "sql/x.sql:1: the name margin-by-channel is that of sql/x.sql too; choose another" {
		t.Error(err)
	}
}

// Bytes do not depend on the platform that the file was written on.
func TestIndicatorOfWindows(t *testing.T) {
	m := parsed(t, "\ufeff"+strings.ReplaceAll(marginByChannel, "\n", "\r\n"))
	r, err := channels(t, m, Options{})
	if err != nil || m.Name != "margin-by-channel" || len(r.Sections[0].Table.Rows) != 3 {
		t.Error(m, err)
	}
}

// An indicator that would run for hours ends with its time, and names its file.
func TestIndicatorEndsWithItsTime(t *testing.T) {
	text := `-- title: A
-- question: B?
-- columns: n count
SELECT count(*) AS n FROM range(1000000000) AS a(x), range(1000000000) AS b(y), lines WHERE (x + y) % 7 = 3`
	m := parsed(t, text)
	m.Own.Timeout = 100 * time.Millisecond
	_, err := channels(t, m, Options{})
	if err == nil || err.Error() != "sql/x.sql: ran longer than 100ms and was stopped; let it look at less, or raise indicator_timeout in the configuration" {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := m.Own.run(ctx, ledgerOf(t, txtar.Parse([]byte(channelSales)), sales.FinishOptions{}), Options{MaxRows: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped from outside: %v", err)
	}
}

func TestIndicatorRunsInto(t *testing.T) {
	for _, c := range []struct{ column, query, want string }{
		{"n count", "SELECT count(*) + CAST(min(channel) AS BIGINT) AS n\nFROM lines", "sql/x.sql:4: could not convert string 'Phone' to INT64"},
		{"n money", "SELECT 1e30 AS n", "sql/x.sql:3: row 1: n holds 1e+30, which is too large"},
		{"n number", "SELECT CAST('123456789012345678901' AS HUGEINT) AS n", `sql/x.sql: column "n": 123456789012345678901 has too many digits`},
	} {
		_, err := channels(t, parsed(t, "-- title: A\n-- question: B?\n-- columns: "+c.column+"\n"+c.query), Options{})
		var wrong *IndicatorError
		if !errors.As(err, &wrong) || wrong.Early || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.query, err, c.want)
		}
	}
}

// Values in their units: what is undefined is blank, money is rounded to 1/10 000.
func TestIndicatorUnits(t *testing.T) {
	text := `-- title: A
-- question: B?
-- columns: a money; b money; c quantity; d share; e points; f number; g number; h text; i text; j date; k count; l number
SELECT sum(revenue) AS a, 10000.5 AS b, 25000 AS c, 1.0 / 3 AS d, -1.0 / 3 AS e, 'NaN'::DOUBLE AS f, 1 / 0 AS g, '' AS h, min(channel) AS i,
       TIMESTAMP '2026-01-05 23:59:59' AS j, count(*) AS k, 1e-300 / 1e300 AS l FROM lines`
	r, err := channels(t, parsed(t, text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := "[650.00 1.0001 2.5 0.3333333333 -0.3333333333 <nil> <nil> <nil> Phone 2026-01-05 4 0]"
	if got := fmt.Sprint(r.Sections[0].Table.Rows[0]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Of too many rows the first stand in the table, and it says so.
func TestIndicatorOfManyRows(t *testing.T) {
	text := "-- title: A\n-- question: B?\n-- columns: n count\nSELECT n FROM range(10) AS r(n) ORDER BY n DESC"
	r, err := channels(t, parsed(t, text), Options{MaxRows: 3})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Sections[0]
	if got := fmt.Sprint(s.Table.Rows, s.Notes); got != "[[9] [8] [7]] [Of 10 rows the first 3 are here.]" {
		t.Error(got)
	}
}

// Every kind of chart that can be written is one that columns can make.
func TestChartForms(t *testing.T) {
	columns := []Column{{"c", "C", Text}, {"t", "T", Date}, {"x", "X", Money}, {"y", "Y", Money}, {"z", "Z", Money}, {"r", "R", Ratio}}
	for text, want := range map[string]Chart{
		"bars c x y":                  {Kind: Bars, Title: "X, Y", X: "c", Y: []string{"x", "y"}},
		`line t x r "Over time"`:      {Kind: Line, Title: "Over time", X: "t", Y: []string{"x", "r"}},
		"line t x by c":               {Kind: Line, Title: "X", X: "t", Y: []string{"x"}, Series: "c"},
		"steps t x":                   {Kind: Steps, Title: "X", X: "t", Y: []string{"x"}},
		"stacked t x y":               {Kind: Stacked, Title: "X, Y", X: "t", Y: []string{"x", "y"}},
		"multiples t x y z":           {Kind: Multiples, Title: "X, Y, Z", X: "t", Y: []string{"x", "y", "z"}},
		"scatter x r y label c":       {Kind: Scatter, Title: "Y, R", X: "x", Y: []string{"r", "y"}, Label: "c"},
		"heatmap t x by c":            {Kind: HeatMap, Title: "X", X: "t", Y: []string{"x"}, Series: "c"},
		"interval c y x z \"Limits\"": {Kind: Interval, Title: "Limits", X: "c", Y: []string{"y", "x", "z"}},
	} {
		got, err := parseChart(text, columns)
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v %v, want %v", text, got, err, want)
		}
	}
}

// Indicators stand at the end of the chapter they name, and before the last one otherwise.
func TestWithPlacesIndicators(t *testing.T) {
	at := func(name, chapter string) Metric {
		return parsed(t, fmt.Sprintf("-- name: %s\n-- title: A\n-- question: B?\n-- chapter: %s\n-- columns: n count\nSELECT 1 AS n", name, chapter))
	}
	var names []string
	for _, m := range With([]Metric{at("one", ""), at("two", "Deals"), at("three", "Ours"), at("four", "")}) {
		if m.Own != nil || m.Name == "deal-size" || m.Name == "classes" || m.Name == "control" || m.Name == "types" {
			names = append(names, m.Name)
		}
	}
	if got := strings.Join(names, " "); got != "deal-size two types classes one four three control" && got != "deal-size types classes two one four three control" {
		t.Error(got)
	}
}

// Thresholds know the columns of indicators.
func TestThresholdsOnIndicators(t *testing.T) {
	own := []Metric{parsed(t, marginByChannel)}
	for _, c := range []struct{ when, want string }{
		{"margin-by-channel.margin[channel=Web] < 44 %", "crossed"},
		{"margin-by-channel.margin[channel=Web] < 43 %", "kept"},
		{"margin-by-channel.margin[channel=Phone] < 43 %", "unknown"},
		{"margin-by-channel.channel Shop > 0", "crossed"},
		{"margin-by-channel.first < 2026-01-06", "crossed"},
	} {
		when, err := ParseCondition(c.when, own)
		if err != nil {
			t.Fatal(err)
		}
		r, err := channels(t, own[0], Options{Thresholds: []Threshold{{Name: "x", When: when, Level: Warn}}})
		if err != nil || string(r.Outcomes[0].State) != c.want {
			t.Errorf("%s: %v %v, want %s", c.when, r.Outcomes, err, c.want)
		}
	}
	for when, want := range map[string]string{
		"margin-by-channel.margin < 20": "the column holds shares; write the limit as 20 %",
		"margin-by-channel.profit < 20": `unknown column "profit" of the section margin-by-channel`,
		"margin-by-chanel.margin < 20":  `unknown section "margin-by-chanel"`,
	} {
		if _, err := ParseCondition(when, own); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", when, err, want)
		}
	}
}
