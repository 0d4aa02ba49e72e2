package metrics

import "fmt"

// horizons are the days for which the share with a second area is given.
var horizons = []int64{30, 90, 180, 365}

func (f *secondFindings) columns() []Column {
	c := []Column{{"kind", "Kind", Word}, {"entry", "Began with", Text}, {"status", "Status", Word},
		{"customers", "Began with it alone", Count}, {"at_once", "Began with several", Count}, {"later", "Second one since", Count}, {"still_one", "Still one", Count},
		{"second", "Most often second", Text}, {"second_customers", "Took it second", Count}, {"second_share", "Its part", Ratio}}
	for _, d := range horizons {
		c = append(c, Column{fmt.Sprintf("within_%d", d), f.o.say("Second within %d days", d), Ratio},
			Column{fmt.Sprintf("within_%d_low", d), f.o.say("%d days, low", d), Ratio}, Column{fmt.Sprintf("within_%d_high", d), f.o.say("%d days, high", d), Ratio},
			Column{fmt.Sprintf("at_risk_%d", d), f.o.say("At risk on day %d", d), Count})
	}
	return append(c, Column{"median_days", "Median days", Count}, Column{"median_low", "Median, low", Count}, Column{"median_high", "Median, high", Count}, Column{"longest", "Longest watched, days", Count},
		Column{"revenue", "Revenue", Money}, Column{"still_one_revenue", "Revenue of still one", Money},
		Column{"log_rank", "Log-rank", Number}, Column{"log_rank_p", "p of log-rank", Number},
		Column{"days", "Days since the first", Count}, Column{"share", "Share with a second one", Ratio}, Column{"share_low", "Share, low", Ratio}, Column{"share_high", "Share, high", Ratio}, Column{"at_risk", "At risk", Count})
}

func (f *secondFindings) table() Table {
	t := Table{Columns: f.columns()}
	if f.nothing {
		return t
	}
	add := func(cells map[string]Cell) {
		row := make([]Cell, len(t.Columns))
		for key, cell := range cells {
			row[t.Index(key)] = cell
		}
		t.Rows = append(t.Rows, row)
	}
	for _, s := range f.starts {
		add(s.cells("entry"))
	}
	all := f.all.cells("all")
	if f.tested {
		all["log_rank"], all["log_rank_p"] = f.chiSquared, probability(f.logP)
	}
	add(all)
	add(f.existing.cells("existing at start"))
	for _, s := range f.judged() {
		f.curveRows(s, curveOfStart, add)
	}
	f.curveRows(f.all, curveOfAll, add)
	return t
}

// The kinds of the rows that charts show.
const (
	curveOfStart = "curve"
	curveOfAll   = "curve of all"
)

// cells are the row of a start; shares of fewer than ten are left blank.
func (s *start) cells(kind string) map[string]Cell {
	c := map[string]Cell{"kind": kind, "entry": s.name, "customers": s.customers, "at_once": s.atOnce, "later": s.later, "still_one": s.stillOne(),
		"revenue": s.revenue, "still_one_revenue": s.stillOneRevenue}
	if s.later > 0 && s.name != other {
		c["second"], c["second_customers"], c["second_share"] = s.second, s.secondCustomers, ratio(float64(s.secondCustomers), float64(s.later))
	}
	switch {
	case s.name == other:
		return c
	case s.few:
		c["status"] = tooFewSeen
		return c
	}
	if kind == "entry" {
		c["status"] = "judged"
	}
	c["longest"] = s.longest
	for _, d := range horizons {
		key := fmt.Sprintf("within_%d", d)
		if share, limits, ok, limited := s.within(d); ok {
			c[key], c[fmt.Sprintf("at_risk_%d", d)] = share, s.atRisk(d)
			if limited {
				c[key+"_low"], c[key+"_high"] = limits.Low, limits.High
			}
		}
	}
	if median, ok := s.curve.Median(); ok {
		c["median_days"] = int64(median)
	}
	low, high, lowOK, highOK := s.curve.MedianLimits(confidence)
	if lowOK {
		c["median_low"] = int64(low)
	}
	if highOK {
		c["median_high"] = int64(high)
	}
	return c
}

// longestCurve is how many days a chart shows at most, and stepsShown in how many steps.
const (
	longestCurve = 2 * 365
	stepsShown   = 52
)

// curveRows repeat a curve on days evenly apart, so that all curves share them.
func (f *secondFindings) curveRows(s *start, kind string, add func(map[string]Cell)) {
	if s.customers == 0 || s.few {
		return
	}
	until := min(f.all.longest, longestCurve)
	apart := max(1, (until+stepsShown-1)/stepsShown)
	for d := int64(0); d <= until; d += apart {
		c := map[string]Cell{"kind": kind, "entry": s.name, "days": d}
		if share, limits, ok, limited := s.within(d); ok {
			c["share"], c["at_risk"] = share, s.atRisk(d)
			if limited {
				c["share_low"], c["share_high"] = limits.Low, limits.High
			}
		}
		add(c)
	}
}

func (f *secondFindings) charts() []Chart {
	kind := curveOfStart
	if len(f.judged()) < 2 {
		kind = curveOfAll
	}
	charts := []Chart{{Kind: Steps, Title: "Share with a second one, by days since the first deal and what they began with",
		X: "days", Y: []string{"share"}, Series: "entry", Where: "kind", Is: kind}}
	if days := f.horizon(); days > 0 && kind == curveOfStart {
		key := fmt.Sprintf("within_%d", days)
		charts = append(charts, Chart{Kind: Interval, Title: f.o.say("Share with a second one within %d days, with 95 %% limits", days),
			X: "entry", Y: []string{key, key + "_low", key + "_high"}, Where: "kind", Is: "entry"})
	}
	return charts
}

// horizon is the days that sentences speak of: the first after which a quarter of all had
// a second area, or else the last for which anything is known; 0 where nobody was watched
// for 30 days.
func (f *secondFindings) horizon() (days int64) {
	for _, d := range horizons {
		share, _, ok, _ := f.all.within(d)
		if !ok {
			break
		}
		if days = d; share >= 0.25 {
			break
		}
	}
	return days
}
