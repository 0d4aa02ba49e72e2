package metrics

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// judgedReport is a report made by hand, with blanks.
func judgedReport() *Report {
	pp := func(v string) sales.Money { return sales.Money(parse(sales.Amount, v)) }
	return &Report{Currency: "EUR", Phrases: phrases.English(), Sections: []Section{
		{Name: "overview", Title: "Overview", Table: Table{
			Columns: []Column{{"kpi", "Key", Text}, {"name", "Measure", Text}, {"unit", "Unit", Text}, {"value", "June", Mixed}, {"change_rate", "Change %", Ratio}},
			Rows: [][]Cell{
				{"revenue", "Net revenue", "money", pp("1000.5"), -0.25},
				{"deals", "Deals", "count", int64(42), 0.1},
				{"margin", "CM1 margin", "ratio", 0.18, nil},
				{"products_per_deal", "Products per deal", "number", nil, nil},
			}}},
		{Name: "pairs", Title: "Pairs", Table: Table{
			Columns: []Column{{"a", "A", Text}, {"b", "B", Text}, {"lift", "Lift", Number}, {"status", "Status", Text}},
			Rows: [][]Cell{
				{"tea", "pot", 2.5, "holds"}, {"tea", "cup", 1.2, "faded"}, {"pot", "cup", nil, "faded"}, {"jam", "tea", 0.5, nil},
			}}},
		{Name: "data-quality", Title: "Data quality", Table: Table{
			Columns: []Column{{"kind", "Kind", Text}, {"problem", "Problem", Text}, {"lines", "Lines", Count}, {"revenue_share", "Share", Ratio}}}},
		{Name: "at-risk", Title: "At risk", Table: Table{
			Columns: []Column{{"customer", "Customer", Text}, {"last_day", "Last day", Date}},
			Rows:    [][]Cell{{"ann", sales.DayOf(2026, 1, 5)}, {"bob", sales.DayOf(2026, 3, 1)}}}},
	}}
}

// The states are worked out by hand from the tables above.
func TestThresholds(t *testing.T) {
	for _, c := range []struct {
		when, text string
		state      State
	}{
		{"overview.margin < 18 %", "CM1 margin is 18.00 %", Kept},
		{"overview.margin <= 18 %", "CM1 margin is 18.00 %", Crossed},
		{"overview.value[kpi=margin] < 18.01 %", "CM1 margin is 18.00 %", Crossed},
		{"overview.revenue < 1000.5", "Net revenue is 1,000.50 EUR", Kept},
		{"overview.deals >= 42", "Deals is 42", Crossed},
		{"overview.change_rate[kpi=revenue] < -20 %", "Net revenue is −25.00 %", Crossed},
		{"overview.change_rate < -30 %", "Change % is −25.00 % at the most extreme, in revenue, Net revenue", Kept},
		{"overview.products_per_deal < 2", "Products per deal is blank", Unknown},
		{"overview.customers < 2", "Overview has no column customers in this report", Unknown},
		{"overview.previous[kpi=margin] < 2 %", "Overview has no column previous in this report", Unknown},
		{"overview.value[kpi=cost] < 2", "Overview has no such row in this report", Unknown},
		{"overview.value < 2", "the limit of CM1 margin has another unit", Unknown},
		{"pairs.status faded > 1", "Status is faded in 2 of 4 rows", Crossed},
		{`pairs.status "faded" > 2`, "Status is faded in 2 of 4 rows", Kept},
		{"pairs.status[a=tea] faded > 0", "Status is faded in 1 of 2 rows", Crossed},
		{"pairs.lift < 1.5", "Lift is 0.50 in jam, tea; 2 of 4 rows beyond the limit", Crossed},
		{"pairs.lift[a=tea][b=cup] < 1.5", "Lift is 1.20", Crossed},
		{"pairs.lift[a=pot] < 1.5", "Lift is blank", Unknown},
		{"pairs.lift > 2.5", "Lift is 2.50 at the most extreme, in tea, pot", Kept},
		{"pairs.lift[a=nothing] > 2.5", "Pairs has no such row in this report", Unknown},
		{"data-quality.revenue_share > 1 %", "Data quality has no row", Kept},
		{"data-quality.kind refused > 0", "Kind is refused in 0 of 0 rows", Kept},
		{"at-risk.last_day < 2026-02-01", "Last day is 5 Jan 2026 in ann; 1 of 2 rows beyond the limit", Crossed},
		{"at-risk.last_day < 2026-01-05", "Last day is 5 Jan 2026 at the most extreme, in ann", Kept},
		{"trend.margin < 1 %", "the section trend is not in this report", Unknown},
	} {
		when, err := ParseCondition(c.when, nil)
		if err != nil {
			t.Errorf("%s: %v", c.when, err)
			continue
		}
		r := judgedReport()
		r.judge([]Threshold{{Name: "it", When: when, Level: Fail}})
		got := r.Outcomes[0]
		if got.State != c.state || got.Text != c.text {
			t.Errorf("%s is %s: %s\nwant %s: %s", c.when, got.State, got.Text, c.state, c.text)
		}
		if seen, failed := len(r.Alerts()) == 1, len(r.Failed()) == 1; seen != (c.state != Kept) || failed != (c.state == Crossed) {
			t.Errorf("%s: an alert %v, a failure %v", c.when, seen, failed)
		}
	}
}

// What is found is said in the language of the report; what is counted is named as in the
// table of the JSON, whatever the language.
func TestThresholdsInGerman(t *testing.T) {
	german, err := phrases.New("de", "de")
	if err != nil {
		t.Fatal(err)
	}
	r := judgedReport()
	r.Phrases = german
	r.Sections[1].Table.Columns[3].Unit = Word
	for _, when := range []string{"pairs.status faded > 1", "overview.margin < 18.01 %", "pairs.lift < 1.5"} {
		c, err := ParseCondition(when, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.judge([]Threshold{{Name: when, When: c, Level: Warn}})
	}
	for i, want := range []string{"Status ist FADED in 2 von 4 Zeilen", "CM1 margin ist 18,00\u00a0%", "Lift ist 0,50 bei jam, tea; 2 von 4 Zeilen jenseits der Grenze"} {
		want = strings.ReplaceAll(want, "FADED", german.Say("faded"))
		if got := r.Outcomes[i]; got.State != Crossed || strings.ReplaceAll(got.Text, "\u00a0", " ") != strings.ReplaceAll(want, "\u00a0", " ") {
			t.Errorf("%s is %s: %s, want %s", got.Name, got.State, got.Text, want)
		}
	}
	if german.Say("faded") == "faded" {
		t.Error("the word has no translation, and the test shows nothing")
	}
}

// Failing thresholds stand before warnings, those that could not be judged last; a warning
// fails nothing.
func TestAlertsInOrder(t *testing.T) {
	var list []Threshold
	for i, c := range []struct {
		when  string
		level Level
	}{{"trend.margin < 1 %", Fail}, {"overview.deals > 1", Warn}, {"overview.deals > 100", Fail}, {"overview.deals > 2", Fail}} {
		when, err := ParseCondition(c.when, nil)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, Threshold{Name: fmt.Sprint(i), When: when, Level: c.level})
	}
	r := judgedReport()
	r.judge(list)
	var names string
	for _, o := range r.Alerts() {
		names += o.Name
	}
	if names != "310" || len(r.Failed()) != 1 {
		t.Errorf("the alerts are %s and %d fail, want 310 and 1", names, len(r.Failed()))
	}
}

// What means nothing is refused with its place.
func TestConditionsThatMeanNothing(t *testing.T) {
	for when, want := range map[string]string{
		"margin < 18 %":                         "0: want a section, its column and a limit, as overview.margin < 18 %",
		"overview.margin = 18 %":                "0: want a section, its column and a limit, as overview.margin < 18 %",
		"overveiw.margin < 18 %":                `0: unknown section "overveiw"`,
		"overview.margni < 18 %":                `9: unknown column "margni" of the section overview`,
		"pairs.lift[aa=tea] < 1":                `11: unknown column "aa" of the section pairs`,
		"pairs.lift[a] < 1":                     "10: want rows picked as [kind=refused]",
		"overview.margin < 18":                  "18: the column holds shares; write the limit as 18 %",
		"overview.deals < 18 %":                 "17: the column holds no shares; write the limit without %",
		"overview.value[kpi=margin] < 0.18":     "29: the column holds shares; write the limit as 0.18 %",
		"pairs.status > 3":                      "15: the column holds words; name the one to count before the sign, as pairs.status faded > 3",
		"pairs.status faded > 3 %":              "21: the column holds no shares; write the limit without %",
		"overview.deals < 1e3":                  `17: "1e3" is no limit; want a number as 3, 0.5 or 18 %`,
		"at-risk.last_day < 2":                  `19: "2" is no limit of dates; want one as 2026-06-30`,
		"  data-quality.revenue_share >  1,5 %": `32: "1,5 %" is no limit; want a number as 3, 0.5 or 18 %`,
	} {
		_, err := ParseCondition(when, nil)
		var wrong *ConditionError
		if !errors.As(err, &wrong) {
			t.Errorf("%s: %v", when, err)
		} else if got := fmt.Sprintf("%d: %v", wrong.At, err); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", when, got, want)
		}
	}
}

// A share is the number nearest to what is written, not a product of rounded ones.
func TestLimitsAreExact(t *testing.T) {
	for text, want := range map[string]float64{"0.1 %": 0.001, "18%": 0.18, "-29 %": -0.29, "57.3 %": 0.573} {
		if l, err := parseLimit(text, scaleShare); err != nil || l.Value != want {
			t.Errorf("%s is %v, %v, want %v", text, l.Value, err, want)
		}
	}
}
