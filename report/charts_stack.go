package report

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// columns draws stacked columns over time.
func (v view) columns() (drawing, error) {
	categories, tracks, left := v.tracks()
	y := v.column(v.chart.Y[0])
	s, _ := scaleOf(stackEnds(tracks), 4, false)
	d := v.start(260)
	d.Notes = append(d.Notes, v.leftOut(left)...)
	f := frame{left: widest(v.ticks(s, y)) + 14, top: 12, right: 12, bottom: 28}
	c := charts.NewBar()
	c.SetGlobalOptions(shared(f, namesX(categories), valueY(s, y), sliceTip())...)
	c.SetXAxis(categories)
	v.stack(c, tracks, &d)
	var err error
	d.Option, err = option(c)
	return d, err
}

// stackedBars draws stacked horizontal bars, one for each category.
func (v view) stackedBars() (drawing, error) {
	categories, tracks, left := v.tracks()
	y := v.column(v.chart.Y[0])
	s, _ := scaleOf(stackEnds(tracks), 5, false)
	d := v.start(len(categories)*24 + 36)
	d.Notes = append(d.Notes, v.leftOut(left)...)
	f := frame{left: nameMargin(categories, v.width), top: 4, right: 24, bottom: 28}
	c := charts.NewBar()
	c.SetGlobalOptions(shared(f, valueX(s, y), namesY(categories, f.left), itemTip())...)
	v.stack(c, tracks, &d)
	var err error
	d.Option, err = option(c)
	return d, err
}

// stack adds the tracks as parts of one bar and names their colours above the chart.
func (v view) stack(c *charts.Bar, tracks []track, d *drawing) {
	for i, t := range tracks {
		color := "@s" + strconv.Itoa(i)
		data := make([]opts.BarData, len(t.values))
		for k, value := range t.values {
			data[k] = opts.BarData{Name: t.name + "   " + t.prints[k], Value: value}
		}
		if v.overTime() {
			for k := range data {
				data[k].Name = t.prints[k]
			}
		}
		c.AddSeries(t.name, data, fill(color), charts.WithBarChartOpts(opts.BarChart{Stack: "all", BarWidth: "66%"}))
		d.Keys = append(d.Keys, key{color[1:], t.name})
	}
}

// stackEnds are the upper and lower ends of the stacked parts.
func stackEnds(tracks []track) []float64 {
	if len(tracks) == 0 {
		return nil
	}
	ends := make([]float64, 2*len(tracks[0].values))
	for _, t := range tracks {
		for i, value := range t.values {
			switch f, _ := value.(float64); {
			case f > 0:
				ends[2*i] += f
			case f < 0:
				ends[2*i+1] += f
			}
		}
	}
	return ends
}
