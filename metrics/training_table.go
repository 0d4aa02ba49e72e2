package metrics

import (
	"xsell/metrics/stat"
)

func (f trainingFindings) table() Table {
	t := Table{Columns: []Column{
		{"kind", "Kind", Word}, {"topic", "Training", Text}, {"seller", "Seller", Text}, {"held", "Held on", Date}, {"verdict", "Verdict", Word}, {"evidence", "Evidence", Word},
		{"effect", "Change beyond the others", Points}, {"low", "Change, low", Points}, {"high", "Change, high", Points},
		{"cautious", "Cautious change", Points}, {"cautious_low", "Cautious, low", Points}, {"cautious_high", "Cautious, high", Points},
		{"trend", "Trend before", Points}, {"trend_low", "Trend, low", Points}, {"trend_high", "Trend, high", Points},
		{"people", "People trained", Count}, {"others", "Others", Count}, {"deals_before", "Deals before", Count}, {"before", "Rate before", Ratio}, {"deals_after", "Deals after", Count}, {"after", "Rate after", Ratio},
		{"others_before", "Others before", Ratio}, {"others_after", "Others after", Ratio}, {"second_area", "Second area of a deal", Money}, {"second_cm1", "Its CM1", Money}, {"worth", "Worth", Money}, {"worth_low", "Worth, low", Money},
		{"deals_year", "Deals in 52 weeks", Count}, {"roll_out", "If trained, at least", Money},
	}}
	for _, e := range f.topics {
		first, _ := e.dates()
		row := []Cell{"training", e.topic, nil, first, string(e.verdict), string(e.evidence), e.effect.Effect, e.limits.Low, e.limits.High, e.cautious, e.cautiousLimits.Low, e.cautiousLimits.High, nil, nil, nil, int64(e.effect.Treated), int64(e.effect.Others)}
		if e.trended {
			row[12], row[13], row[14] = e.trend, e.trendLimits.Low, e.trendLimits.High
		}
		t.Rows = append(t.Rows, append(append(row, rateCells(e.own0, e.own1, e.others0, e.others1)...), e.secondArea, e.secondCM1, e.worth(e.effect.Effect), e.worth(e.least()), nil, nil))
	}
	for _, e := range f.topics {
		for i, c := range e.people {
			row := []Cell{"person", e.topic, e.names[i], c.day, nil, nil, e.effect.Each[i], nil, nil, nil, nil, nil, nil, nil, nil, nil, int64(othersOf(c))}
			t.Rows = append(t.Rows, append(append(row, rateCells(c.own0, c.own1, c.others0, c.others1)...), nil, nil, nil, nil, nil, nil))
		}
	}
	for _, e := range f.topics {
		for _, u := range e.untrained {
			row := make([]Cell, len(t.Columns))
			row[0], row[1], row[2], row[5] = "untrained", e.topic, u.seller, string(e.evidence)
			row[len(row)-2], row[len(row)-1] = u.deals, f.rollOut(e, u.deals)
			t.Rows = append(t.Rows, row)
		}
	}
	if !f.costs {
		t.drop("second_cm1")
	}
	for _, key := range []string{"deals_year", "roll_out"} {
		if !t.has(key) {
			t.drop(key)
		}
	}
	t.Rows = t.Rows[:min(len(t.Rows), f.o.MaxRows)]
	return t
}

// rateCells are the deals and rates of both sides.
func rateCells(own0, own1, others0, others1 stat.Rate) []Cell {
	return []Cell{own0.N, defined(own0.Value()), own1.N, defined(own1.Value()), defined(others0.Value()), defined(others1.Value())}
}

// othersOf counts who a person is compared with.
func othersOf(c comparedTraining) int {
	units := map[int]bool{}
	for _, s := range c.raw.Spans {
		for _, o := range s.Others {
			units[o.Unit] = true
		}
	}
	return len(units)
}
