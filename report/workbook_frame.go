package report

import (
	"github.com/xuri/excelize/v2"

	"xsell/metrics"
)

// frame is what all charts share.
func (p *panel) frame(c metrics.Chart, kind excelize.ChartType, unit metrics.Unit, cols []int) *excelize.Chart {
	one := false
	gap := uint(45)
	var cells []metrics.Cell
	for _, row := range p.s.Table.Rows {
		for _, col := range cols {
			cells = append(cells, row[col])
		}
	}
	quiet := excelize.Font{Size: 9, Color: quietColour}
	return &excelize.Chart{
		Type:      kind,
		Format:    excelize.GraphicOptions{AltText: cutUTF16(oneLine(c.Title+". "+p.s.Lead), 800, "…"), Name: cutUTF16(oneLine(c.Title), 80, "…")},
		Dimension: excelize.ChartDimension{Height: 340},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: cutUTF16(oneLine(c.Title), 250, "…"),
			Font: &excelize.Font{Bold: true, Size: 12, Color: inkColour}}}},
		Legend:     excelize.ChartLegend{Position: "none", Font: &quiet},
		VaryColors: &one,
		GapWidth:   &gap,
		XAxis:      excelize.ChartAxis{Font: quiet},
		YAxis:      excelize.ChartAxis{Font: quiet, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: axisFormat(unit, largest(cells))}},
		PlotArea:   excelize.ChartPlotArea{NumFmt: excelize.ChartNumFmt{CustomNumFmt: axisFormat(unit, 0)}},
		Border:     excelize.LineOptions{Type: excelize.LineNone},
	}
}

// lieDown prepares a chart of horizontal bars: the first row on top, names clear of
// bars that go left, the scale below.
func lieDown(chart *excelize.Chart, bars int) {
	chart.XAxis.ReverseOrder = true
	chart.XAxis.TickLabelPosition = excelize.ChartTickLabelLow
	chart.YAxis.TickLabelPosition = excelize.ChartTickLabelHigh
	chart.Dimension.Height = uint(min(max(bars*22+100, 200), 900))
}

// legend names the lines where there are several.
func legend(chart *excelize.Chart) *excelize.Chart {
	if len(chart.Series) > 1 {
		chart.Legend.Position = "top"
	}
	return chart
}

func (p *panel) headOf(key string) string {
	if i := p.s.Table.Index(key); i >= 0 {
		return p.heads[i]
	}
	return ""
}

// seriesColour is the colour of a chart's series: what is compared with is grey.
func (p *panel) seriesColour(c metrics.Chart, i int) string {
	if c.Series == "" && isEarlier(p.s.Table.Columns[p.s.Table.Index(c.Y[i])]) {
		return pastColour
	}
	return seriesColours[i%len(seriesColours)]
}

func axisTitle(text string) excelize.ChartTitle {
	if text == "" {
		return excelize.ChartTitle{}
	}
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Size: 9, Color: quietColour}}}}
}

// axisFormat is the number format of an axis whose values go up to most.
func axisFormat(unit metrics.Unit, most float64) string {
	switch unit {
	case metrics.Ratio, metrics.Points:
		if most < 0.1 {
			return "0.0%"
		}
		return "0%"
	case metrics.Number:
		return "0.0"
	case metrics.Mixed:
		return "General"
	}
	return "#,##0"
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}
