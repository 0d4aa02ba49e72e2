package report

import (
	"fmt"
	"html/template"
	"strings"

	"xsell/metrics"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// mostCards is how many measures stand at the top of the page.
const mostCards = 6

// sparkPeriods is how many periods the trend line of a card shows.
const sparkPeriods = 26

// card is a measure at the top: its value, its trend and its changes. Changes are
// coloured only where the value lies outside its normal noise.
type card struct {
	Name, Value, Size, Currency string
	Signal                      bool
	Noise                       string
	Spark                       template.HTML
	Changes                     []change
}

// change compares a card with an earlier period.
type change struct{ Against, Text, Arrow, Class string }

// cards are the first measures of the section overview.
func cards(r *metrics.Report) []card {
	s := r.Find("overview")
	if s == nil {
		return nil
	}
	var out []card
	for i := range min(mostCards, len(s.Table.Rows)) {
		out = append(out, newCard(r, s.Table, i))
	}
	return out
}

func newCard(r *metrics.Report, t metrics.Table, row int) card {
	text := func(key string) string { s, _ := t.Cell(row, key).(string); return s }
	unit := metrics.Unit(text("unit"))
	c := card{Name: text("name"), Signal: text("noise") == "signal", Noise: r.Phrases.Say(noiseWords[text("noise")]), Spark: spark(r, text("kpi"))}
	c.Value = style{unit: unit, words: r.Phrases}.short(t.Cell(row, "value"))
	if c.Value == "" {
		c.Value = "–"
	}
	if unit == metrics.Money {
		c.Value, c.Size, _ = strings.Cut(c.Value, nbsp)
		c.Currency = r.Currency
	}
	for _, a := range []struct{ label, change, rate string }{
		{r.Calendar.Previous.Label, "change", "change_rate"}, {r.Calendar.YearAgo.Label, "year_change", "year_change_rate"},
	} {
		c.Changes = append(c.Changes, newChange(r.Phrases, a.label, unit, t.Cell(row, a.change), t.Cell(row, a.rate)))
	}
	if text("kpi") == "revenue" {
		c.Changes = append(c.Changes, planned(r)...)
	}
	return c
}

// planned is how much of the plan was reached in the time that the period lies in.
func planned(r *metrics.Report) []change {
	s := r.Find("targets")
	if s == nil {
		return nil
	}
	var out []change
	for row := range s.Table.Rows {
		start, _ := s.Table.Cell(row, "start").(sales.Day)
		end, _ := s.Table.Cell(row, "end").(sales.Day)
		reached := s.Table.Cell(row, "reached")
		if s.Table.Cell(row, "kind") == "plan" && reached != nil && start <= r.Calendar.Period.End && r.Calendar.Period.End <= end {
			name, _ := s.Table.Cell(row, "period").(string)
			out = []change{{Against: r.Phrases.Say("of plan %s", name), Text: style{unit: metrics.Ratio, words: r.Phrases}.short(reached), Class: "same"}}
		}
	}
	return out
}

var noiseWords = map[string]phrases.Key{"normal": "within normal variation", "signal": "outside normal variation"}

// newChange prints the relative change where there is one, points for a ratio, else
// the difference.
func newChange(words *phrases.Phrases, against string, unit metrics.Unit, difference, rate metrics.Cell) change {
	c := change{Against: words.Say("vs %s", against)}
	v, ok := number(difference)
	switch _, hasRate := number(rate); {
	case !ok:
		return c
	case unit == metrics.Ratio:
		c.Text = style{unit: metrics.Points, signed: true, words: words}.short(difference)
	case hasRate:
		c.Text = style{unit: metrics.Ratio, signed: true, words: words}.short(rate)
	default:
		c.Text = style{unit: unit, signed: true, words: words}.short(difference)
	}
	switch {
	case !strings.ContainsAny(c.Text, "123456789"):
		c.Arrow, c.Class = "", "same"
	case v > 0:
		c.Arrow, c.Class = "▲", "up"
	case v < 0:
		c.Arrow, c.Class = "▼", "down"
	}
	return c
}

// spark draws the last periods of a measure from the section trend, between its lowest
// and its highest value.
func spark(r *metrics.Report, kpi string) template.HTML {
	s := r.Find("trend")
	if s == nil || s.Table.Index(kpi) < 0 {
		return ""
	}
	var values []float64
	for i := range s.Table.Rows {
		if d, ok := s.Table.Cell(i, "start").(sales.Day); ok && d > r.Calendar.Period.Start {
			continue
		}
		if v, ok := number(s.Table.Cell(i, kpi)); ok {
			values = append(values, v)
		}
	}
	return sparkLine(values[max(0, len(values)-sparkPeriods):])
}

const sparkWidth, sparkHeight, sparkEdge = 160, 34, 4

func sparkLine(values []float64) template.HTML {
	if len(values) < 2 {
		return ""
	}
	lo, hi := bounds(values)
	if lo == hi {
		lo, hi = lo-1, hi+1
	}
	points := make([]string, len(values))
	for i, v := range values {
		x := sparkEdge + float64(i)/float64(len(values)-1)*(sparkWidth-2*sparkEdge)
		y := sparkEdge + (hi-v)/(hi-lo)*(sparkHeight-2*sparkEdge)
		points[i] = fmt.Sprintf("%.1f,%.1f", x, y)
	}
	x, y, _ := strings.Cut(points[len(points)-1], ",")
	return template.HTML(fmt.Sprintf(`<svg class="spark" viewBox="0 0 %d %d" aria-hidden="true"><polyline points="%s"/><circle cx="%s" cy="%s" r="2.6"/></svg>`,
		sparkWidth, sparkHeight, strings.Join(points, " "), x, y))
}
