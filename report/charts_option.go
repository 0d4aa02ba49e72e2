package report

import (
	"encoding/json"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// chartFont is the font stack of charts. Its names stand unquoted: the library writes
// them into attributes as they are.
const chartFont = "system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif"

// frame is the room around a plot, in pixels.
type frame struct{ left, top, right, bottom int }

// builder is a typed chart of go-echarts, complete but for its last changes.
type builder interface {
	Validate()
	JSON() map[string]any
}

// shared are the options every chart has.
func shared(f frame, x opts.XAxis, y opts.YAxis, tip opts.Tooltip) []charts.GlobalOpts {
	tip.BackgroundColor, tip.BorderColor = "@card", "@line"
	return []charts.GlobalOpts{
		charts.WithAnimation(false),
		charts.WithGridOpts(opts.Grid{Left: strconv.Itoa(f.left), Top: strconv.Itoa(f.top), Right: strconv.Itoa(f.right), Bottom: strconv.Itoa(f.bottom)}),
		charts.WithXAxisOpts(x), charts.WithYAxisOpts(y), charts.WithTooltipOpts(tip),
	}
}

// itemTip shows the tooltip of the mark under the pointer.
func itemTip() opts.Tooltip { return opts.Tooltip{Trigger: "item", Formatter: "fn:tip"} }

// sliceTip shows the values of all lines at one place of the x axis.
func sliceTip() opts.Tooltip {
	return opts.Tooltip{Trigger: "axis", Formatter: "fn:slice", AxisPointer: &opts.AxisPointer{Type: "line"}}
}

// option turns the typed chart into plain data and mends what its types cannot say:
// no title, legend or toolbox of its own, tooltips that are never HTML, the font, and
// what screen readers hear. Each series is changed by its own patch, where it has one.
func option(b builder, title string, patches ...map[string]any) (map[string]any, error) {
	b.Validate()
	raw, err := json.Marshal(b.JSON())
	if err != nil {
		return nil, err
	}
	var o map[string]any
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	delete(o, "title")
	delete(o, "legend")
	delete(o, "toolbox")
	merge(o, map[string]any{
		"color":     []string{"@ink"},
		"textStyle": map[string]any{"fontFamily": chartFont},
		"tooltip": map[string]any{"renderMode": "richText", "confine": true, "padding": []int{7, 10},
			"textStyle": map[string]any{"color": "@ink", "fontSize": 12, "lineHeight": 18, "fontFamily": chartFont}},
		"aria": map[string]any{"enabled": true, "label": map[string]any{"description": title}},
	})
	for _, axis := range o["yAxis"].([]any) {
		merge(axis.(map[string]any), map[string]any{"axisTick": map[string]any{"show": false}})
	}
	for _, axis := range append(o["xAxis"].([]any), o["yAxis"].([]any)...) {
		merge(axis.(map[string]any), map[string]any{"nameTextStyle": map[string]any{"color": "@muted", "fontSize": 12}})
		keepEnds(axis.(map[string]any))
	}
	for i, p := range patches {
		if p != nil {
			merge(o["series"].([]any)[i].(map[string]any), p)
		}
	}
	return o, nil
}

// keepEnds drops the nulls go-echarts writes for labels at the ends of an axis.
func keepEnds(axis map[string]any) {
	if label, ok := axis["axisLabel"].(map[string]any); ok {
		for _, k := range []string{"showMinLabel", "showMaxLabel"} {
			if label[k] == nil {
				delete(label, k)
			}
		}
	}
}

// merge puts all of from into to, map by map.
func merge(to, from map[string]any) {
	for k, v := range from {
		inner, isMap := v.(map[string]any)
		if have, ok := to[k].(map[string]any); ok && isMap {
			merge(have, inner)
			continue
		}
		to[k] = v
	}
}

// fill is the colour of marks; stroke that of lines.
func fill(color string) charts.SeriesOpts {
	return charts.WithItemStyleOpts(opts.ItemStyle{Color: color})
}

func stroke(color string, width float32) charts.SeriesOpts {
	return charts.WithLineStyleOpts(opts.LineStyle{Color: color, Width: width})
}

// beside labels each mark with its printed value, which is the name of its datum.
func beside(position, color string) charts.SeriesOpts {
	return charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: position, Color: color, FontSize: 12, Formatter: "{b}"})
}

// undefined is a datum without a value: a gap, never a zero.
const undefined = "-"

// datum is a value for the library.
func datum(v float64, ok bool) any {
	if !ok {
		return undefined
	}
	return v
}
