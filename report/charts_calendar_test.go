package report

import (
	"strings"
	"testing"

	"xsell/metrics"
)

// TestCalendarShowsEveryDay: each day with a value is a cell in the column of its week and
// the row of its weekday, none where there is no value; the shade follows the value, and
// months stand below the week of their first day.
func TestCalendarShowsEveryDay(t *testing.T) {
	s := fixtureWeekdays()
	d := laidOut(t, &s, 1)[0]
	cells := d.Option["series"].([]any)[0].(map[string]any)["data"].([][]any)
	if len(cells) != 8*7-3 {
		t.Fatalf("%d cells for 8 weeks without three days", len(cells))
	}
	if first := cells[0]; first[0] != 0 || first[1] != 3 || first[5] != "6 Aug 2026, Thursday   1" {
		t.Errorf("the first cell is %v", first)
	}
	for _, cell := range cells {
		if value, shade := cell[2].(float64), cell[3].(int); (value == 0) != (shade == neutralShade) || shade > lastShade {
			t.Errorf("the shade of %v is %d", value, shade)
		}
	}
	months := d.Option["xAxis"].([]any)[0].(map[string]any)["data"].([]any)
	var named []string
	for week, name := range months {
		if name != "" {
			named = append(named, strings.Repeat(".", week)+name.(string))
		}
	}
	if got := strings.Join(named, " "); got != "....Sep 2026" {
		t.Errorf("months stand at %s", got)
	}
}

// TestOneDayDoesNotFadeTheOthers: beyond the 95th percentile all are as strong.
func TestOneDayDoesNotFadeTheOthers(t *testing.T) {
	s := fixtureWeekdays()
	s.Table.Rows[4][5] = int64(5000)
	views, err := viewsOf(s.Table, s.Charts[0])
	if err != nil {
		t.Fatal(err)
	}
	shadeOf, most := views[0].dayShades()
	if reach := most.(float64); reach > 100 || shadeOf(reach) != lastShade || shadeOf(5000) != lastShade || shadeOf(reach/5) != neutralShade+1 {
		t.Errorf("the strongest shade begins at %v", most)
	}
	c := metrics.Chart{Kind: metrics.Calendar, X: "start", Y: []string{"monday"}}
	if _, err := drawCharts(&metrics.Section{Table: s.Table, Charts: []metrics.Chart{c}}); err == nil {
		t.Error("a calendar of one column is drawn")
	}
}

// TestWorkbookShadesDays: the days of a calendar stand under a colour scale.
func TestWorkbookShadesDays(t *testing.T) {
	f := openWorkbook(t, drawWorkbook(t, &metrics.Report{Title: "Days", Sections: []metrics.Section{fixtureWeekdays()}}))
	formats, err := f.GetConditionalFormats("Days and weekdays")
	if err != nil {
		t.Fatal(err)
	}
	area := cellName(3, firstRow) + ":" + cellName(9, firstRow+7)
	if len(formats[area]) != 1 || formats[area][0].Type != "2_color_scale" {
		t.Errorf("%s has %v", area, formats)
	}
}
