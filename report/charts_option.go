package report

import (
	"encoding/json"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// frame is the room around a plot, in pixels.
type frame struct{ left, top, right, bottom int }

// builder is a typed chart of go-echarts, complete but for its last changes.
type builder interface {
	Validate()
	JSON() map[string]any
}

// shared are the options every chart has.
func shared(f frame, x opts.XAxis, y opts.YAxis, tip opts.Tooltip) []charts.GlobalOpts {
	return []charts.GlobalOpts{
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

// option turns the typed chart into plain data without what its types cannot leave out:
// a title, legend and toolbox of its own. What all charts have alike, chart.js adds. Each
// series is changed by its own patch, where it has one.
func option(b builder, patches ...map[string]any) (map[string]any, error) {
	b.Validate()
	raw, err := json.Marshal(b.JSON())
	if err != nil {
		return nil, err
	}
	var o map[string]any
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	for _, k := range []string{"title", "legend", "toolbox", "color", "animation"} {
		delete(o, k)
	}
	for _, axis := range append(o["xAxis"].([]any), o["yAxis"].([]any)...) {
		keepEnds(axis.(map[string]any))
	}
	for i, p := range patches {
		if p != nil {
			merge(o["series"].([]any)[i].(map[string]any), p)
		}
	}
	for _, s := range o["series"].([]any) {
		delete(s.(map[string]any), "animation")
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
