package metrics

import (
	"context"
	"math"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// Overview shows the measures of the period against the one before and a year ago.
var Overview = Metric{
	Name:     "overview",
	Title:    "Overview",
	Question: "How are we doing?",
	Chapter:  HowWeAreDoing,
	Definition: "value = the period of the report; previous = the period before it; year_ago = the same period a year earlier; window = the whole window. " +
		"change and year_change are differences (percentage points for rates), the rate columns relative changes. Deals have a line that is not a return; their products are the distinct ones of these lines, postage and fees apart; " +
		"customers are those with a name. Internal cross-selling = revenue of known customers outside the business area of their first deal in all the data (several there: the larger CM1, then the name); external = revenue of deals with a partner; both as shares of all revenue, and one sale may be both; deals before the data begin are not known, so that the internal share rises at first. noise says whether the value lies inside the natural limits of the periods before it " +
		"(individuals chart: mean ± 2.66 × mean moving range of up to 26 earlier complete periods, eight at least); blank where that cannot be judged, " +
		"as for a fall where the limits reach zero.",
	SQL: firstParts.of(sales.Area).create() + trendSQL + ";\n" + overviewSQL,
	Run: overview,
}

// overviewSQL measures the window; the periods are rows of the trend.
var overviewSQL = kpisSQL("'window'", "in_window")

// span is the measures of one span of time, named as its column.
type span struct {
	What string
	kpis
}

func overview(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	buckets, err := history(ctx, l, o)
	if err != nil {
		return Section{}, err
	}
	rows, err := query[span](ctx, l, o, overviewSQL)
	if err != nil {
		return Section{}, err
	}
	c := l.Calendar
	frames := map[string]kpis{
		"value": at(buckets, c.Period), "previous": at(buckets, c.Previous), "year_ago": at(buckets, c.YearAgo),
	}
	for _, r := range rows {
		frames[r.What] = r.kpis
	}
	s := Section{
		Scope: o.say("%s (%s to %s) against %s and %s", c.Period.Label, o.date(c.Period.Start), o.date(c.Period.End), c.Previous.Label, c.YearAgo.Label),
		Table: Table{Columns: []Column{
			{"kpi", "Key", Text}, {"name", "Measure", Text}, {"unit", "Unit", Word},
			{"value", c.Period.Label, Mixed}, {"previous", c.Previous.Label, Mixed}, {"change", "Change", Mixed}, {"change_rate", "Change %", Ratio},
			{"year_ago", c.YearAgo.Label, Mixed}, {"year_change", "Change on the year", Mixed}, {"year_change_rate", "Change on the year %", Ratio},
			{"window", c.Window.Label, Mixed}, {"noise", "Against its noise", Word},
		}},
		Notes: overviewNotes(c, o),
	}
	for _, k := range kpiList(l) {
		s.Table.Rows = append(s.Table.Rows, overviewRow(k, frames, buckets, c, o))
	}
	s.Claims = []Claim{
		{Column: "value", Of: LinesRevenue, Scope: InPeriod, Where: "kpi", Is: "revenue"},
		{Column: "window", Of: LinesRevenue, Scope: InWindow, Where: "kpi", Is: "revenue"},
	}
	s.Lead = overviewLead(frames, c, o) + usual(buckets, c, o)
	s.Findings = []Finding{{Role: Answer, Text: s.Lead, Weight: frames["value"].Revenue}}
	s.Findings = append(s.Findings, news(kpiList(l), buckets, c, o)...)
	return s, nil
}

// at is the measures of a period; none where the history does not reach it.
func at(buckets []bucket, p sales.Period) kpis {
	i := slices.IndexFunc(buckets, func(b bucket) bool { return b.What == p.Start })
	if i < 0 {
		return kpis{}
	}
	return buckets[i].kpis
}

func overviewRow(k kpi, frames map[string]kpis, buckets []bucket, c sales.Calendar, o Options) []Cell {
	value := k.cell(frames["value"])
	row := []Cell{k.key, o.say(k.title), string(k.unit), value, nil, nil, nil, nil, nil, nil, k.cell(frames["window"]), noise(k, buckets, c)}
	if c.Covers(c.Previous) {
		row[4] = k.cell(frames["previous"])
		row[5], row[6] = difference(row[4], value, k.unit)
	}
	if c.Covers(c.YearAgo) {
		row[7] = k.cell(frames["year_ago"])
		row[8], row[9] = difference(row[7], value, k.unit)
	}
	return row
}

// difference is the change and the relative change between two cells of one measure;
// a rate has no relative change, its difference is in points.
func difference(before, after Cell, unit Unit) (change, rate Cell) {
	switch a := after.(type) {
	case sales.Money:
		if b, ok := before.(sales.Money); ok {
			return a - b, growth(b, a)
		}
	case int64:
		if b, ok := before.(int64); ok {
			rate = ratio(float64(a-b), float64(b))
			return a - b, rate
		}
	case float64:
		if b, ok := before.(float64); ok && unit == Ratio {
			return a - b, nil
		} else if ok {
			return a - b, ratio(a-b, b)
		}
	}
	return nil, nil
}

// The number of earlier periods the natural limits are taken from.
const (
	noisePeriodsLeast = 8
	noisePeriodsMost  = 26
)

// noise says "normal" where the value lies inside the natural limits of the complete
// periods before it, "signal" where it does not, nothing where that cannot be judged:
// with too few periods, or for a fall where the limits reach zero and no fall could leave them.
func noise(k kpi, buckets []bucket, c sales.Calendar) Cell {
	band, last, ok := naturalLimits(k, buckets, c)
	switch {
	case !ok, band.Low <= 0 && 0 <= last && last < band.Centre:
		return nil
	case band.Contains(last):
		return "normal"
	}
	return "signal"
}

// naturalLimits are the limits of the periods before the last, and the last value.
func naturalLimits(k kpi, buckets []bucket, c sales.Calendar) (stat.Band, float64, bool) {
	var series []float64
	for _, b := range buckets {
		if v, ok := float(k.cell(b.kpis)); ok && c.Covers(c.Unit.Period(b.What)) {
			series = append(series, v)
		}
	}
	if len(series) <= noisePeriodsLeast {
		return stat.Band{}, 0, false
	}
	last := series[len(series)-1]
	series = series[:len(series)-1]
	band, ok := stat.NoiseBand(series[max(0, len(series)-noisePeriodsMost):])
	return band, last, ok
}

// float is the number in a cell.
func float(cell Cell) (float64, bool) {
	switch v := cell.(type) {
	case sales.Money:
		return v.Float(), true
	case sales.Quantity:
		return v.Float(), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// overviewLead says how revenue went and, of deals and revenue per deal, what moved it.
func overviewLead(frames map[string]kpis, c sales.Calendar, o Options) string {
	now := frames["value"]
	var against []string
	if before := frames["previous"]; c.Covers(c.Previous) {
		against = append(against, versus(before.Revenue, now.Revenue, c.Previous.Label, o))
	}
	if before := frames["year_ago"]; c.Covers(c.YearAgo) && c.YearAgo != c.Previous {
		against = append(against, versus(before.Revenue, now.Revenue, c.YearAgo.Label, o))
	}
	if len(against) == 0 {
		return o.say("%s: %s of net revenue in %d {3|deal|deals}; the data hold no complete earlier period to compare with.", c.Period.Label, o.money(now.Revenue), now.Deals)
	}
	return o.say("%s: %s of net revenue in %d {3|deal|deals}, %s.", c.Period.Label, o.money(now.Revenue), now.Deals, o.list(against))
}

// usual says whether the revenue of the period is news at all.
func usual(buckets []bucket, c sales.Calendar, o Options) string {
	revenue := kpi{cell: func(k kpis) Cell { return k.Revenue }}
	switch noise(revenue, buckets, c) {
	case "normal":
		return " " + o.say("That is within the normal variation of the periods before.")
	case "signal":
		return " " + o.say("That is outside the normal variation of the periods before.")
	}
	return ""
}

// versus writes "+3.5 % on Aug 2026", or the amount where a rate would say nothing.
func versus(before, now sales.Money, label string, o Options) string {
	if rate, ok := growth(before, now).(float64); ok {
		return o.say("%s on %s", o.percentChange(rate), label)
	}
	return o.say("%s on %s", o.change(now-before), label)
}

// news are the measures outside their natural limits, the revenue apart, of which the
// answer speaks already.
func news(list []kpi, buckets []bucket, c sales.Calendar, o Options) []Finding {
	var out []Finding
	for _, k := range list {
		band, last, ok := naturalLimits(k, buckets, c)
		if !ok || band.Contains(last) || k.key == "revenue" || k.key == "returned" {
			continue
		}
		text := phrases.Key("%s: %s, above the %s to %s that is normal for the periods before.")
		if last < band.Low {
			text = "%s: %s, below the %s to %s that is normal for the periods before."
		}
		out = append(out, Finding{Role: Watch, Text: o.say(text, o.say(k.title), o.value(last, k.unit), o.value(max(0, band.Low), k.unit), o.value(band.High, k.unit))})
	}
	return out
}

// value writes the value of a measure.
func (o Options) value(v float64, unit Unit) string {
	switch unit {
	case Ratio:
		return o.percent(v)
	case Number:
		return o.Phrases.Decimal(v, 2)
	case Count:
		return o.count(int64(math.Round(v)))
	}
	return o.Phrases.Scaled(v)
}

func overviewNotes(c sales.Calendar, o Options) []string {
	var notes []string
	if c.Last > c.Period.End {
		notes = append(notes, o.say("The data run to %s; the period after %s is not complete and is left out of the comparison.", o.date(c.Last), c.Period.Label))
	}
	if c.AsOf > c.Last && c.Last < c.Period.End {
		notes = append(notes, o.say("The data end on %s, before %s does: the period may be incomplete.", o.date(c.Last), c.Period.Label))
	}
	if !c.Covers(c.YearAgo) {
		notes = append(notes, o.say("The data do not cover %s: there is no comparison with the year before.", c.YearAgo.Label))
	}
	return notes
}
