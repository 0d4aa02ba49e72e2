package report

import (
	"cmp"
	"slices"

	"github.com/xuri/excelize/v2"

	"xsell/metrics"
)

// chartRowLimit is the number of bars a chart of names shows at most, so that each can
// be read.
const chartRowLimit = 40

// nativeChart is the chart as Excel draws it from the cells; nil where it has nothing to
// show, and for small multiples, of which Excel has none: their lines in one chart could
// not be told apart, and the columns stand in the sheet.
func (p *panel) nativeChart(c metrics.Chart) *excelize.Chart {
	rows := chartRows(p.s.Table, c)
	cols := []int{p.s.Table.Index(c.X)}
	for _, key := range c.Y {
		cols = append(cols, p.s.Table.Index(key))
	}
	for _, col := range cols[1:] {
		if col < 0 {
			return nil
		}
	}
	if len(rows) == 0 || len(cols) < 2 || cols[0] < 0 && c.Kind != metrics.Whale {
		return nil
	}
	if c.Kind != metrics.Line && c.Kind != metrics.Steps && c.Kind != metrics.Scatter && c.Kind != metrics.Funnel && c.Kind != metrics.Whale {
		rows = rows[:min(len(rows), chartRowLimit)]
	}
	switch c.Kind {
	case metrics.Line, metrics.Steps:
		return p.lineChart(c, rows, cols)
	case metrics.Bars:
		if c.Series == "" && len(cols) == 2 && isChange(p.s.Table.Columns[cols[1]]) {
			return p.changeChart(c, rows, cols)
		}
		return p.barChart(c, excelize.Bar, rows, cols)
	case metrics.Stacked:
		if p.hasLongNames(rows, cols[0]) {
			return p.barChart(c, excelize.BarStacked, rows, cols)
		}
		return p.barChart(c, excelize.ColStacked, rows, cols)
	case metrics.Bridge:
		return p.bridgeChart(c, cols)
	case metrics.Interval:
		return p.intervalChart(c, rows, cols)
	case metrics.Scatter:
		return p.scatterChart(c, p.sources(c.Title, rows, cols[:2]), p.s.Table.Columns[cols[0]].Unit, cols[1])
	case metrics.Funnel:
		return p.funnelChart(c, rows, cols)
	case metrics.Whale:
		return p.whaleChart(c, rows, cols)
	}
	return nil
}

// crowdedAxis is the number of labels that stand beside each other below a chart.
const crowdedAxis = 16

func (p *panel) lineChart(c metrics.Chart, rows, cols []int) *excelize.Chart {
	sources := p.sources(c.Title, rows, cols)
	points := len(rows)
	if c.Series != "" {
		if sources = p.splitSources(c); len(sources) == 0 {
			return nil
		}
		points = (len(rows) + len(sources) - 2) / (len(sources) - 1)
	}
	chart := p.frame(c, excelize.Line, p.s.Table.Columns[cols[1]].Unit, cols[1:])
	for i, s := range sources[1:] {
		colour, width := p.seriesColour(c, i), 2.25
		if colour == pastColour {
			width = 1.5
		}
		line := excelize.LineOptions{Type: excelize.LineSolid, Width: width, Fill: solid(colour)}
		if c.Series == "" && isPlan(p.s.Table.Columns[p.s.Table.Index(c.Y[i])]) {
			line.Width, line.Dash = 1.5, excelize.LineDashDash
		}
		chart.Series = append(chart.Series, excelize.ChartSeries{Name: s.name, Categories: sources[0].values, Values: s.values,
			Fill: solid(colour), Line: line,
			Marker: excelize.ChartMarker{Symbol: "none"}})
	}
	if points > crowdedAxis {
		chart.XAxis.TickLabelSkip = (points + crowdedAxis - 1) / crowdedAxis
		chart.XAxis.Alignment.TextRotation = -45
	}
	chart.XAxis.TickLabelPosition = excelize.ChartTickLabelLow
	return legend(fromZero(chart, p.s.Table, rows, cols[1:]))
}

// hasLongNames reports whether names would not fit below columns.
func (p *panel) hasLongNames(rows []int, col int) bool {
	for _, row := range rows {
		if name, _ := p.s.Table.Rows[row][col].(string); len(name) > 14 {
			return true
		}
	}
	return false
}

// barChart is horizontal for bars, so that names can be read, and vertical for
// stacked columns, unless their names are long.
func (p *panel) barChart(c metrics.Chart, kind excelize.ChartType, rows, cols []int) *excelize.Chart {
	sources := p.sources(c.Title, rows, cols)
	if c.Series != "" {
		if sources = p.splitSources(c); len(sources) == 0 {
			return nil
		}
	}
	chart := p.frame(c, kind, p.s.Table.Columns[cols[1]].Unit, cols[1:])
	for i, s := range sources[1:] {
		chart.Series = append(chart.Series, excelize.ChartSeries{Name: s.name, Categories: sources[0].values, Values: s.values, Fill: solid(p.seriesColour(c, i))})
	}
	switch kind {
	case excelize.Bar:
		lieDown(chart, len(rows)*len(chart.Series))
		chart.PlotArea.ShowVal = len(chart.Series) == 1
	case excelize.BarStacked:
		lieDown(chart, len(rows))
	}
	return legend(fromZero(chart, p.s.Table, rows, cols[1:]))
}

// fromZero lets the scale begin at zero, where nothing is below: a cut axis would make
// small differences look large.
func fromZero(chart *excelize.Chart, t metrics.Table, rows, cols []int) *excelize.Chart {
	for _, row := range rows {
		for _, col := range cols {
			if v, ok := number(t.Rows[row][col]); ok && v < 0 {
				return chart
			}
		}
	}
	chart.YAxis.Minimum = new(float64)
	return chart
}

func (p *panel) scatterChart(c metrics.Chart, sources []source, xUnit metrics.Unit, y int) *excelize.Chart {
	chart := p.frame(c, excelize.Scatter, p.s.Table.Columns[y].Unit, []int{y})
	chart.XAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: axisFormat(xUnit, 1)}
	chart.Series = []excelize.ChartSeries{{Name: sources[1].name, Categories: sources[0].values, Values: sources[1].values,
		Marker: excelize.ChartMarker{Symbol: "circle", Size: 7, Fill: solid(upColour)}, Line: excelize.LineOptions{Type: excelize.LineNone}}}
	chart.XAxis.Title = axisTitle(p.headOf(c.X))
	chart.YAxis.Title = axisTitle(p.heads[y])
	return chart
}

// whaleChart draws the cumulative curve over the rank of the rows.
func (p *panel) whaleChart(c metrics.Chart, rows []int, cols []int) *excelize.Chart {
	x, y := cols[0], cols[1]
	var sources []source
	if x >= 0 && isNumeric(p.s.Table.Columns[x]) {
		sources = p.sources(c.Title, rows, []int{x, y})
	} else {
		rank := blockColumn{head: p.book.say("Rank")}
		for i := range rows {
			rank.cells = append(rank.cells, gridCell{value: i + 1})
		}
		sources = append(p.book.addBlock(c.Title, []blockColumn{rank}), p.sources(c.Title, rows, []int{y})...)
	}
	chart := p.scatterChart(c, sources, metrics.Count, y)
	chart.Series[0].Marker.Symbol = "none"
	chart.Series[0].Fill = solid(inkColour)
	chart.Series[0].Line = excelize.LineOptions{Type: excelize.LineSolid, Width: 2.25, Fill: solid(inkColour)}
	chart.XAxis.Title = axisTitle(p.book.say("Rank"))
	return chart
}

// funnelChart draws the dots of a funnel and its limits as lines over the same values.
func (p *panel) funnelChart(c metrics.Chart, rows, cols []int) *excelize.Chart {
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b int) int {
		x, _ := number(p.s.Table.Rows[a][cols[0]])
		y, _ := number(p.s.Table.Rows[b][cols[0]])
		return cmp.Compare(x, y)
	})
	sources := p.sources(c.Title, sorted, cols)
	chart := p.scatterChart(c, sources[:2], p.s.Table.Columns[cols[0]].Unit, cols[1])
	for i, s := range sources[2:] {
		line := excelize.LineOptions{Type: excelize.LineSolid, Width: 1, Fill: solid(pastColour)}
		switch i {
		case 2, 3:
			line.Width = 2
		case 4:
			line.Dash = excelize.LineDashDash
		}
		chart.Series = append(chart.Series, excelize.ChartSeries{Name: s.name, Categories: sources[0].values, Values: s.values, Fill: solid(pastColour),
			Line: line, Marker: excelize.ChartMarker{Symbol: "none"}})
	}
	return legend(chart)
}
