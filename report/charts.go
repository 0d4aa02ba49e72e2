package report

import (
	"fmt"
	"slices"

	"xsell/metrics"
)

// drawing is a chart of the page: the option of the chart library as plain data and
// the size it is laid out for.
type drawing struct {
	Title  string
	Notes  []string // what the chart leaves out, and where an axis is cut
	Keys   []key    // what its colours mean, where labels beside the marks would not fit
	Option map[string]any
	Width  int
	Height int
}

// key names one colour of a chart.
type key struct{ Color, Name string }

// The widths a chart is laid out for, in CSS pixels: alone in its row, or one of two.
const (
	figureFull = 1148
	figureHalf = 562
)

// drawCharts lays out the charts of a section. A chart of columns with several units
// becomes one drawing for each unit, since one axis has one unit; a chart without a
// value is left out.
func drawCharts(s *metrics.Section) ([]drawing, error) {
	var views []view
	for _, c := range s.Charts {
		vs, err := viewsOf(s.Table, c)
		if err != nil {
			return nil, fmt.Errorf("section %s: chart %q: %w", s.Name, c.Title, err)
		}
		for i := range vs {
			vs[i].words = s.Phrases
		}
		views = append(views, slices.DeleteFunc(vs, view.isEmpty)...)
	}
	layOut(views)
	drawings := make([]drawing, 0, len(views))
	for _, v := range views {
		d, err := v.draw()
		if err != nil {
			return nil, fmt.Errorf("section %s: chart %q: %w", s.Name, v.chart.Title, err)
		}
		drawings = append(drawings, d)
	}
	return drawings, nil
}

// layOut gives charts their widths: two in a row, those that need it a row of their
// own, and the first of an odd number in a run too, since it matters most.
func layOut(views []view) {
	for first := 0; first < len(views); {
		views[first].width = figureFull
		if views[first].isBroad() {
			first++
			continue
		}
		run := first
		for run < len(views) && !views[run].isBroad() {
			run++
		}
		if (run-first)%2 == 0 {
			views[first].width = figureHalf
		}
		for i := first + 1; i < run; i++ {
			views[i].width = figureHalf
		}
		first = run
	}
}

// draw chooses the form by the kind of the chart.
func (v view) draw() (drawing, error) {
	switch v.chart.Kind {
	case metrics.Line, metrics.Steps:
		return v.lines()
	case metrics.Bars:
		return v.bars()
	case metrics.Stacked:
		if v.overTime() {
			return v.columns()
		}
		return v.stackedBars()
	case metrics.Bridge:
		return v.bridge()
	case metrics.Scatter:
		return v.scatter()
	case metrics.Interval:
		return v.interval()
	case metrics.HeatMap:
		return v.heatMap()
	case metrics.Funnel:
		return v.funnel()
	case metrics.Calendar:
		return v.calendar()
	case metrics.Network:
		return v.network()
	case metrics.Multiples:
		return v.multiples()
	case metrics.Whale:
		return v.whale()
	}
	return drawing{}, fmt.Errorf("no such kind of chart: %q", v.chart.Kind)
}
