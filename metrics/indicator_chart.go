package metrics

import (
	"fmt"
	"slices"
	"strings"

	"xsell/metrics/lazy"
)

// chartForm says what a kind of chart is made of.
type chartForm struct {
	kind     Kind
	how      string // as it is written
	least    int    // columns of values
	most     int
	oneUnit  bool // which have to be in one unit
	numbers  bool // X holds numbers, else names or dates
	byMay    bool // the rows can be split by a column
	byMust   bool
	labelMay bool // a column can name the rows
}

var chartForms = []chartForm{
	{kind: Bars, how: "bars NAMES VALUES [VALUES]", least: 1, most: 2, oneUnit: true},
	{kind: Line, how: "line TIMES VALUES... [by NAMES]", least: 1, most: 8, byMay: true},
	{kind: Steps, how: "steps TIMES VALUES... [by NAMES]", least: 1, most: 8, byMay: true},
	{kind: Stacked, how: "stacked TIMES VALUES... [by NAMES]", least: 1, most: 8, byMay: true},
	{kind: Multiples, how: "multiples TIMES VALUES VALUES...", least: 2, most: 12, oneUnit: true},
	{kind: Scatter, how: "scatter VALUES VALUES [SIZES] [label NAMES]", least: 1, most: 2, numbers: true, labelMay: true},
	{kind: HeatMap, how: "heatmap NAMES VALUES", least: 1, most: 1, byMay: true, byMust: true},
	{kind: Interval, how: "interval NAMES VALUES LOWER UPPER", least: 3, most: 3, oneUnit: true},
}

// chartWord is a column, by or label, or a title in quotes.
var chartWord = lazy.Regexp(`"[^"]*"|[^\s"]+`)

// charts reads the charts and holds them against the columns.
func (h header) charts(columns []Column) ([]Chart, error) {
	var out []Chart
	for _, e := range h.entries {
		if e.key != "chart" {
			continue
		}
		c, err := parseChart(strings.Join(e.value, " "), columns)
		if err != nil {
			return nil, h.fault(e.line, "%v", err)
		}
		out = append(out, c)
	}
	return out, nil
}

func parseChart(text string, columns []Column) (Chart, error) {
	words := chartWord().FindAllString(text, -1)
	if len(words) == 0 {
		words = []string{""}
	}
	var kinds []string
	for _, f := range chartForms {
		kinds = append(kinds, string(f.kind))
	}
	at := slices.Index(kinds, words[0])
	if at < 0 {
		return Chart{}, fmt.Errorf("unknown chart %q; charts are %s", words[0], strings.Join(kinds, ", "))
	}
	form := chartForms[at]
	c := Chart{Kind: form.kind}
	into := ""
	for _, w := range words[1:] {
		switch {
		case strings.HasPrefix(w, `"`):
			c.Title = strings.Trim(w, `"`)
		case into == "" && (w == "by" || w == "label"):
			into = w
		case into == "by":
			c.Series, into = w, ""
		case into == "label":
			c.Label, into = w, ""
		case c.X == "":
			c.X = w
		default:
			c.Y = append(c.Y, w)
		}
	}
	if err := form.holds(c, columns); err != nil {
		return c, err
	}
	if c.Title == "" {
		c.Title = chartTitle(c, columns)
	}
	return c, nil
}

// holds tells what the chart lacks, or has too much of.
func (f chartForm) holds(c Chart, columns []Column) error {
	units := map[string]Unit{}
	var keys []string
	for _, col := range columns {
		units[col.Key] = col.Unit
		keys = append(keys, col.Key)
	}
	for _, k := range slices.Concat([]string{c.X, c.Series, c.Label}, c.Y) {
		if _, known := units[k]; k != "" && !known {
			return fmt.Errorf("a chart of the column %q, which is not there; columns are %s", k, strings.Join(keys, ", "))
		}
	}
	named := func(k string) bool { return units[k] == Text || units[k] == Date }
	bad := c.X == "" || len(c.Y) < f.least || len(c.Y) > f.most || c.Series != "" && (!f.byMay || len(c.Y) != 1) || c.Series == "" && f.byMust || c.Label != "" && !f.labelMay
	if bad && f.byMust {
		return fmt.Errorf("want %s by NAMES", f.how)
	}
	if bad {
		return fmt.Errorf("want %s", f.how)
	}
	if named(c.X) == f.numbers || c.Series != "" && !named(c.Series) || c.Label != "" && !named(c.Label) {
		return fmt.Errorf("want %s, of which NAMES and TIMES are texts or dates and all else is numbers", f.how)
	}
	for _, k := range c.Y {
		if named(k) {
			return fmt.Errorf("column %q holds no numbers; want %s", k, f.how)
		}
		if f.oneUnit && units[k] != units[c.Y[0]] {
			return fmt.Errorf("columns %q and %q have different units; a chart of the kind %s has one", c.Y[0], k, f.kind)
		}
	}
	return nil
}

// chartTitle is the titles of the columns that are drawn.
func chartTitle(c Chart, columns []Column) string {
	var titles []string
	for _, col := range columns {
		if slices.Contains(c.Y, col.Key) {
			titles = append(titles, col.Title)
		}
	}
	return strings.Join(titles, ", ")
}
