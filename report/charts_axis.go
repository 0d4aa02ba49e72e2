package report

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"xsell/metrics"
)

// scale is a value axis: its ends and the distance of its ticks. It is worked out here
// and not by the library, so that labels can be placed and a cut axis can be named.
type scale struct{ min, max, step float64 }

// niceScale covers lo to hi with about n steps of 1, 2, 2.5 or 5 times a power of ten.
func niceScale(lo, hi float64, n int) scale {
	if lo == hi {
		lo, hi = min(lo, 0), max(hi, 0)
	}
	if lo == hi {
		hi = 1
	}
	raw := (hi - lo) / float64(n)
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * power
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*power >= raw*0.999 {
			step = m * power
			break
		}
	}
	return scale{math.Floor(lo/step+1e-9) * step, math.Ceil(hi/step-1e-9) * step, step}
}

// scaleOf covers the values from zero. An axis of a line is cut, and cut reported,
// where all values lie in the upper part of it and a line from zero would be flat.
func scaleOf(values []float64, n int, mayCut bool) (s scale, cut bool) {
	lo, hi := bounds(values)
	if mayCut && lo > 0 && lo > 0.6*hi {
		return niceScale(lo-(hi-lo)*0.15, hi, n), true
	}
	return niceScale(min(lo, 0), max(hi, 0), n), false
}

func bounds(values []float64) (lo, hi float64) {
	if len(values) == 0 {
		return 0, 0
	}
	lo, hi = values[0], values[0]
	for _, v := range values {
		lo, hi = min(lo, v), max(hi, v)
	}
	return lo, hi
}

// ticks are the labels of the axis, for measuring.
func (v view) ticks(s scale, c metrics.Column) []string {
	var out []string
	for at := s.min; at <= s.max+s.step/2; at += s.step {
		out = append(out, v.short(at, c))
	}
	return out
}

// at is the distance of a value from the top of a plot of that height, in pixels.
func (s scale) at(v float64, height int) float64 {
	return (s.max - v) / (s.max - s.min) * float64(height)
}

// tickFormat names the function that prints the ticks of a column.
func tickFormat(c metrics.Column) types.FuncStr {
	if isChange(c) && c.Unit != metrics.Points && c.Unit != metrics.Ratio {
		return "fn:change"
	}
	switch c.Unit {
	case metrics.Money, metrics.Quantity, metrics.Count, metrics.Ratio, metrics.Points:
		return types.FuncStr("fn:" + string(c.Unit))
	}
	return "fn:number"
}

func axisText(format types.FuncStr) *opts.AxisLabel {
	return &opts.AxisLabel{Formatter: format}
}

func gridLines(show bool) *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(show)}
}

func axisLine(show bool) *opts.AxisLine {
	return &opts.AxisLine{Show: opts.Bool(show)}
}

// valueX and valueY are value axes over a scale.
func valueX(s scale, c metrics.Column) opts.XAxis {
	label := axisText(tickFormat(c))
	label.HideOverlap = opts.Bool(true) // on a phone
	return opts.XAxis{Type: "value", Min: s.min, Max: s.max, MinInterval: s.step, MaxInterval: s.step,
		AxisLabel: label, SplitLine: gridLines(true), AxisLine: axisLine(false)}
}

func valueY(s scale, c metrics.Column) opts.YAxis {
	return opts.YAxis{Type: "value", Min: s.min, Max: s.max, MinInterval: s.step, MaxInterval: s.step,
		AxisLabel: axisText(tickFormat(c)), SplitLine: gridLines(true), AxisLine: axisLine(false)}
}

// bareX is a value axis without labels, for bars that carry their value beside them.
func bareX(s scale) opts.XAxis {
	return opts.XAxis{Type: "value", Min: s.min, Max: s.max, AxisLabel: &opts.AxisLabel{Show: opts.Bool(false)},
		SplitLine: gridLines(false), AxisLine: axisLine(false)}
}

// namesX is an axis of times or names from left to right.
func namesX(names []string) opts.XAxis {
	label := axisText("")
	label.HideOverlap = opts.Bool(true)
	return opts.XAxis{Type: "category", Data: names, AxisLabel: label, AxisLine: axisLine(true), SplitLine: gridLines(false)}
}

// namesY is an axis of names from top to bottom, cut to the width of the margin.
func namesY(names []string, margin int) opts.YAxis {
	label := axisText("")
	label.Width, label.Overflow, label.Ellipsis, label.Interval = margin-14, "truncate", "…", "0"
	if widest(names) > label.Width {
		// Without a browser the library takes letters for as wide as Arial's; where the font
		// is wider, a name cut too late would lose its beginning.
		label.Width = label.Width * 7 / 8
	}
	return opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true), AxisLabel: label,
		AxisLine: axisLine(true), SplitLine: gridLines(false)}
}

// nameMargin is the room for names left of the plot in a drawing of that width.
func nameMargin(names []string, width int) int {
	return min(max(widest(names)+16, 56), width*2/5)
}
