package report

import (
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"xsell/metrics"
)

// network draws a line for each row between the two names in it, for names that hang
// together by three lines or more: one or two lines say no more than the table. The
// width of a line follows the value.
//
// Places are worked out here, not by the library, whose layout begins at random: so the
// picture is the same without a browser as with one, and its labels have room.
func (v view) network() (drawing, error) {
	if v.chart.Series == "" {
		return drawing{}, fmt.Errorf("a network needs two columns of names")
	}
	groups := v.linked()
	w := arrange(groups, v.width, knotWidth)
	d := v.start(w.height)
	d.Notes = append(d.Notes, v.networkNote(groups))
	axis := opts.XAxis{Type: "value", Min: 0, Max: v.width, Show: opts.Bool(false)}
	down := opts.YAxis{Type: "value", Min: 0, Max: w.height, Show: opts.Bool(false)}
	lines := charts.NewCustom()
	lines.SetGlobalOptions(shared(frame{}, axis, down, itemTip())...)
	lines.AddSeries("", v.linkData(w), charts.WithCustomChartOpts(opts.CustomChart{RenderItem: "fn:link"}), fill("@past"))
	knots := charts.NewScatter()
	var data []opts.ScatterData
	for _, k := range w.knots {
		data = append(data, opts.ScatterData{Name: k.name, Value: []any{k.x, float64(w.height) - k.y, k.name}})
	}
	apart := charts.WithLabelLayoutOpts(opts.LabelLayout{HideOverlap: opts.Bool(true)}) // on a phone
	knots.AddSeries("", data, fill("@ink"), beside("right", "@ink"), apart)
	lines.Overlap(knots)
	var err error
	d.Option, err = option(lines, map[string]any{"encode": map[string]any{"x": []int{0, 2}, "y": []int{1, 3}}},
		map[string]any{"symbolSize": 8, "z": 3, "label": map[string]any{"width": knotWidth - 20, "overflow": "truncate", "ellipsis": "…", "backgroundColor": "@card", "padding": []int{1, 3}}})
	if err == nil {
		d.Option["narrow"] = onPhone(arrange(groups, phoneWidth, phoneKnotWidth))
	}
	return d, err
}

// onPhone is where knots and lines stand on a phone; page.js puts them there.
func onPhone(w web) map[string]any {
	knots, links := make([][]float64, len(w.knots)), make([][]float64, len(w.links))
	up := func(y float64) float64 { return float64(w.height) - y }
	for i, k := range w.knots {
		knots[i] = []float64{k.x, up(k.y)}
	}
	for i, l := range w.links {
		a, b := w.knots[l.from], w.knots[l.to]
		links[i] = []float64{a.x, up(a.y), b.x, up(b.y)}
	}
	return map[string]any{"width": phoneWidth, "height": w.height, "name": phoneKnotWidth - 20, "knots": knots, "links": links}
}

// networkNote says what is drawn and what is not.
func (v view) networkNote(groups []group) string {
	drawn := 0
	for _, g := range groups {
		drawn += len(g.links)
	}
	name := chartText(v.column(v.chart.Y[0]).Title)
	return v.words.Say("The wider a line, the more: %s. Drawn are %d of the first %d pairs, those of three products or more that hang together.", name, drawn, len(v.rows))
}

// linkData are the lines: both ends, width and tooltip.
func (v view) linkData(w web) []opts.CustomData {
	var data []opts.CustomData
	values := v.values(v.chart.Y[0])
	_, most := bounds(values)
	for _, l := range w.links {
		value, _ := v.value(l.row, v.chart.Y[0])
		width := 1.0
		if most > 0 {
			width = math.Round(10*(1+2*max(0, value)/most)) / 10
		}
		a, b := w.knots[l.from], w.knots[l.to]
		high := float64(w.height)
		tip := v.tip(l.row, a.name+" + "+b.name, v.chart.Y...)
		data = append(data, opts.CustomData{Value: []any{a.x, high - a.y, b.x, high - b.y, width, tip}})
	}
	return data
}

// knot is a name with its place in pixels, from the left and from the top.
type knot struct {
	name string
	x, y float64
}

// link joins two knots by their numbers.
type link struct {
	from, to int
	row      []metrics.Cell
}

// group is the knots that hang together.
type group struct {
	knots []knot
	links []link
}

// linked are the names of the rows in groups of three lines or more, in the order of the
// first row of each. A second line between the same names is left out.
func (v view) linked() []group {
	parent := map[string]string{}
	root := func(n string) string {
		for parent[n] != "" {
			n = parent[n]
		}
		return n
	}
	type ends struct{ a, b string }
	seen := map[ends]bool{}
	var rows [][]metrics.Cell
	for _, row := range v.rows {
		a, b := v.name(row, v.chart.X), v.name(row, v.chart.Series)
		if a == "" || b == "" || a == b || seen[ends{a, b}] || seen[ends{b, a}] {
			continue
		}
		seen[ends{a, b}] = true
		rows = append(rows, row)
		if x, y := root(a), root(b); x != y {
			parent[y] = x
		}
	}
	var groups []group
	at, places := map[string]int{}, map[string]int{}
	for _, row := range rows {
		top := root(v.name(row, v.chart.X))
		i, ok := at[top]
		if !ok {
			i, at[top] = len(groups), len(groups)
			groups = append(groups, group{})
		}
		g := &groups[i]
		var l [2]int
		for e, name := range []string{v.name(row, v.chart.X), v.name(row, v.chart.Series)} {
			if _, ok := places[name]; !ok {
				places[name] = len(g.knots)
				g.knots = append(g.knots, knot{name: name})
			}
			l[e] = places[name]
		}
		g.links = append(g.links, link{l[0], l[1], row})
	}
	var out []group
	for _, g := range groups {
		if len(g.links) >= fewestLinks {
			out = append(out, g)
		}
	}
	return out
}

// fewestLinks is how many lines a group has at least.
const fewestLinks = 3
