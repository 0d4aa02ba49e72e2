package metrics

import (
	"strings"
	"testing"
	"time"

	"xsell/metrics/sales"
)

// TestTrendHasThePlan holds the plan of the quarters of real quotas to the section
// targets, and that a month has none where the plan is by quarter.
func TestTrendHasThePlan(t *testing.T) {
	inputs := []string{"adventureworks-quotas.csv", "adventureworks-sales.csv"}
	asOf := sales.DayOf(2013, 12, 31)
	byQuarter := sales.FinishOptions{Calendar: sales.CalendarOptions{AsOf: asOf, Unit: sales.Quarter}}
	trend := realSection(t, "trend", byQuarter, Options{}, inputs...)
	plan := realSection(t, "targets", byQuarter, Options{}, inputs...)
	found := 0
	for _, row := range plan.Table.Where("kind", "plan") {
		period, want := row[plan.Table.Index("period")], row[plan.Table.Index("target")]
		if got := cellOf(t, trend, "plan", "label", period.(string)); got != want {
			t.Errorf("plan of %s: %v, the section targets has %v", period, got, want)
		}
		found++
	}
	if found < 10 {
		t.Fatalf("%d plan periods", found)
	}
	if got := cellOf(t, trend, "plan", "label", "Q3 2013"); got != sales.Money(10359000_0000) {
		t.Errorf("plan of Q3 2013: %v, the file adds up to 10,359,000", got)
	}
	byMonth := realSection(t, "trend", sales.FinishOptions{Calendar: sales.CalendarOptions{AsOf: asOf, Unit: sales.Month}}, Options{}, inputs...)
	if byMonth.Table.Index("plan") >= 0 {
		t.Error("months have a plan that is by quarter")
	}
}

// TestYearAgoOfThePlan: the actual of a year earlier is that of the row of that period.
func TestYearAgoOfThePlan(t *testing.T) {
	s := realSection(t, "targets", sales.FinishOptions{Calendar: sales.CalendarOptions{AsOf: sales.DayOf(2013, 12, 31)}}, Options{}, "adventureworks-quotas.csv", "adventureworks-sales.csv")
	for _, quarter := range []string{"Q1", "Q2", "Q3"} {
		got := cellOf(t, s, "year_ago_actual", "kind", "plan", "period", quarter+" 2013")
		if want := cellOf(t, s, "actual", "kind", "plan", "period", quarter+" 2012"); got != want || got == nil {
			t.Errorf("%s 2013: %v a year earlier, %s 2012 has %v", quarter, got, quarter, want)
		}
	}
	if got := cellOf(t, s, "year_ago_actual", "kind", "plan", "period", "Q3 2011"); got != nil {
		t.Errorf("the first year has %v a year earlier", got)
	}
}

// TestOnlyWholePeriodsHaveAPlan: plan periods fill a period where they leave no gap.
func TestOnlyWholePeriodsHaveAPlan(t *testing.T) {
	var months []sales.Period
	for _, m := range []int{1, 2, 3, 4, 6, 7, 8} {
		months = append(months, sales.Month.Period(dayIn(2026, m)))
	}
	for month, want := range map[int]int{1: 3, 4: 0, 7: 0, 10: 0} {
		if got := fillers(months, sales.Quarter.Period(dayIn(2026, month))); len(got) != want {
			t.Errorf("the quarter from month %d is filled by %d plan periods, want %d", month, len(got), want)
		}
	}
	if got := fillers(months, sales.Month.Period(dayIn(2026, 8))); len(got) != 1 {
		t.Errorf("August is filled by %v", got)
	}
	if got := fillers([]sales.Period{sales.Quarter.Period(dayIn(2026, 1))}, sales.Month.Period(dayIn(2026, 1))); got != nil {
		t.Errorf("a month is filled by a quarter: %v", got)
	}
}

func dayIn(year, month int) sales.Day { return sales.DayOf(year, time.Month(month), 1) }

// TestAreasOfTheTrend holds the columns of the areas to the revenue of every period.
func TestAreasOfTheTrend(t *testing.T) {
	s := realSection(t, "trend", sales.FinishOptions{}, Options{}, "FoodMart 1997.xlsx")
	if s.Table.Index("area_1") < 0 {
		t.Fatal("no area has a column")
	}
	var totals [mostAreas + 1]sales.Money
	for n := range s.Table.Rows {
		var sum sales.Money
		for i := range totals {
			if m, ok := s.Table.Cell(n, areaKey(i)).(sales.Money); ok {
				sum, totals[i] = sum+m, totals[i]+m
			}
		}
		if revenue := s.Table.Cell(n, "revenue"); revenue != sum {
			t.Errorf("%v: the areas add up to %v, the revenue is %v", s.Table.Cell(n, "label"), sum, revenue)
		}
	}
	for i := 1; i < mostAreas; i++ {
		if totals[i] > totals[i-1] {
			t.Errorf("area %d is larger than area %d", i+1, i)
		}
	}
}

func TestAreasBeyondTheLargestAreOne(t *testing.T) {
	var areas []areaColumn
	for i := range 11 {
		m := sales.Money(100 - i)
		areas = append(areas, areaColumn{name: string(rune('a' + i)), total: m, of: map[sales.Day]sales.Money{0: m}})
	}
	folded := foldAreas(areas)
	if len(folded) != mostAreas+1 || folded[mostAreas].total != 92+91+90 || folded[mostAreas].of[0] != 92+91+90 || areaKey(mostAreas) != "area_other" {
		t.Errorf("the rest is %+v", folded[len(folded)-1])
	}
	if c := areasChart(folded); len(c.Y) != mostAreas {
		t.Errorf("%d plots", len(c.Y))
	}
	if c := areasChart([]areaColumn{{total: 1000}, {total: 11}, {total: 9}}); len(c.Y) != 2 {
		t.Errorf("%d plots, want 2: the third area is below one part in a hundred", len(c.Y))
	}
}

// TestRevenueIsComparedWithWhatThereIs: a chart names the plan and the year before only
// where it shows them.
func TestRevenueIsComparedWithWhatThereIs(t *testing.T) {
	planned := trendPlan{of: map[sales.Day]sales.Money{0: 1}}
	for _, tt := range []struct {
		plan trendPlan
		year bool
		want int
	}{{trendPlan{}, false, 1}, {trendPlan{}, true, 2}, {planned, false, 2}, {planned, true, 3}} {
		c := revenueChart(tt.plan, tt.year)
		if len(c.Y) != tt.want || strings.Contains(c.Title, "year") != tt.year || strings.Contains(c.Title, "plan") != (len(tt.plan.of) > 0) {
			t.Errorf("plan %v, year %v: %q of %v", len(tt.plan.of) > 0, tt.year, c.Title, c.Y)
		}
	}
}
