package metrics

import (
	"math"
	"slices"

	"xsell/metrics/sales"
)

func (f *advertFindings) table() Table {
	t := Table{Columns: []Column{{"programme", "Code", Text}, {"name", "Programme", Text}, {"kind", "Kind", Word}, {"start", "Start", Date}, {"spent", "Advertising so far", Money},
		{"weeks", "Weeks", Count}, {"weeks_before", "Weeks before", Count}, {"attach_before", "Attach rate before", Ratio}, {"attach", "Attach rate", Ratio},
		{"revenue_week_before", "Revenue a week before", Money}, {"revenue_week", "Revenue a week", Money}, {"others", "Areas without it", Ratio},
		{"extra_week", "Extra revenue a week", Money}, {"extra_week_low", "At least", Money}, {"extra_week_high", "At most", Money},
		{"driven", "Extra cross-sales", Number}, {"each", "Advertising for each", Money}, {"each_low", "At least", Money}, {"each_high", "At most", Money}, {"worth", "CM1 of a second sale", Money},
		{"brought", "Brought before advertising", Money}, {"brought_low", "At least", Money}, {"brought_high", "At most", Money}, {"lost", "Lost at least", Money}, {"evidence", "Evidence", Word}, {"verdict", "Verdict", Word}}}
	for _, c := range f.campaigns {
		t.Rows = append(t.Rows, c.row())
	}
	for _, p := range f.unjudged {
		row := make([]Cell, len(t.Columns))
		row[0], row[1], row[2], row[24], row[25] = p.Code, p.Name, p.said(), string(Coincidence), string(NotToBeJudged)
		if p.StartDay.Valid {
			row[3], row[4] = p.runs.Start, f.spentOn(p)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(f.campaigns) == 0 {
		for _, c := range slices.Clone(t.Columns[5:24]) {
			t.drop(c.Key)
		}
	}
	t.lead("programme", "name", "kind", "verdict", "evidence")
	t.dropCodes()
	return t
}

func (c campaign) row() []Cell {
	row := []Cell{c.Code, c.Name, c.kind(), c.runs.Start, c.money.advertising, int64(c.weeks), int64(c.weeksBefore), c.before.attach(), c.after.attach(),
		nil, nil, c.others, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, string(c.design.evidence), string(c.decision())}
	if c.weeksBefore > 0 {
		row[9] = c.before.perWeek(c.before.revenue)
	}
	if c.weeks > 0 {
		row[10] = c.after.perWeek(c.after.revenue)
	}
	if c.known {
		row[12], row[13], row[14] = money(c.extra.Value*sales.Scale), money(c.extra.Limits.Low*sales.Scale), money(c.extra.Limits.High*sales.Scale)
	}
	if c.effect.known {
		driven, _, _ := c.driven()
		row[15] = math.Round(driven*10) / 10
		row[16], row[17], row[18] = c.each()
	}
	if c.money.known {
		row[19] = money(c.money.margin)
	}
	if c.effect.known && c.money.known {
		row[20], row[21], row[22] = tripled(c.brought())
		if lost := c.lost(); lost > 0 {
			row[23] = lost
		}
	}
	return row
}

func tripled(a, b, c sales.Money) (x, y, z Cell) { return a, b, c }

func (f *advertFindings) charts() []Chart {
	for _, c := range f.campaigns {
		if c.effect.known && c.money.known {
			return []Chart{{Kind: Interval, Title: "Extra revenue a week against the weeks before and the areas without it, with 95 % limits", X: "name", Y: []string{"extra_week", "extra_week_low", "extra_week_high"}, Limit: 20},
				{Kind: Bars, Title: "What the programme brought before its advertising, and the advertising", X: "name", Y: []string{"brought", "spent"}, Limit: 15}}
		}
	}
	if len(f.unjudged) > 0 {
		return []Chart{{Kind: Bars, Title: "Advertising so far", X: "name", Y: []string{"spent"}, Limit: 15}}
	}
	return nil
}
